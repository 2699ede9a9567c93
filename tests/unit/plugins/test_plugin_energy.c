/* Golden tests of the energy plugin: what people write, and what it must become, with all
 * rulebooks enabled. Severity: 1 minor, 2 major, 3 serious, 4 critical. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "sup_test_golden.h"
#include "sup_test_plugins.h"
#include "supervision/v1/scoring.pb-c.h"

#define NOON -1, 5

static const sup_test_report reports[] = {
    {"洗手池旁边的插座漏电，我被电到了", "electric_shock", 4, NOON},
    {"洗澡的时候花洒带电，手发麻", "electric_shock", 4, NOON},
    {"路边电线断落在地上", "electric_shock", 4, NOON},
    {"I got an electric shock from the washing machine socket", "electric_shock", 4,
     NOON},
    {"宿舍插座冒烟了", "electric_fire", 4, NOON},
    {"配电箱里打火花，有烧焦味", "electric_fire", 4, NOON},
    {"楼道里电动车充电着火了", "electric_fire", 4, NOON},
    {"三号楼着火了", "electric_fire", 4, NOON},
    {"The socket in our room is sparking and smoking", "electric_fire", 4, NOON},
    {"宿舍插座老化松动", "electric_fire", 3, NOON},
    {"闻到很重的煤气味，可能是燃气泄漏", "gas_leak", 4, NOON},
    {"Smell of gas in building 5", "gas_leak", 4, NOON},
    {"教学楼突然停电了", "power_outage", 2, NOON},
    {"寝室老是跳闸", "power_outage", 2, NOON},
    {"实验室停电，冰箱里的样品都要坏了", "power_outage", 3, NOON},
    {"整栋楼都停电了", "power_outage", 3, NOON},
    {"宿舍停电8小时了还没恢复", "power_outage", 3, NOON},
    {"宿舍从昨天停电到今天，一整天了", "power_outage", 3, NOON},
    {"no electricity in the lecture hall", "power_outage", 2, NOON},
    {"停电没有提前通知", "power_outage", 2, NOON},
    {"灯光忽明忽暗，电压不稳", "power_quality", 2, NOON},
    {"教室日光灯一直闪烁，电灯一闪一闪的", "power_quality", 2, NOON},
    {"卫生间停水了", "water_outage", 2, NOON},
    {"宿舍已经两天没水了", "water_outage", 3, NOON},
    {"整栋楼没水，厕所冲不了", "water_outage", 3, NOON},
    {"水龙头不出水", "water_outage", 2, NOON},
    {"There is no water in the library toilets", "water_outage", 2, NOON},
    {"五楼水压太低，水流很小", "water_pressure", 1, NOON},
    {"low water pressure on the sixth floor", "water_pressure", 1, NOON},
    {"自来水发黄，有铁锈味", "water_quality", 3, NOON},
    {"水龙头放出来的水里有红虫", "water_quality", 3, NOON},
    {"直饮水机的水有异味", "water_quality", 3, NOON},
    {"喝了开水房的水以后拉肚子", "water_quality", 4, NOON},
    {"宿舍热水不热", "hot_water", 2, NOON},
    {"洗澡水忽冷忽热", "hot_water", 2, NOON},
    {"晚上九点就没热水了", "hot_water", 2, NOON},
    {"浴室没有热水，大冬天怎么洗澡", "hot_water", 2, NOON},
    {"开水房坏了好几天，打不到开水", "hot_water", 2, NOON},
    {"热水太烫，把同学烫伤了", "hot_water", 3, NOON},
    {"hot water is cold again in dorm 7", "hot_water", 2, NOON},
    {"教室空调不制冷，热死了", "heating_cooling", 1, NOON},
    {"图书馆空调坏了", "heating_cooling", 1, NOON},
    {"水管爆裂，走廊都被淹了", "pipe_burst", 3, NOON},
    {"地下室管道爆了，水漫出来", "pipe_burst", 3, NOON},
    {"水龙头关不紧，一直漏水", "pipe_burst", 2, NOON},
    {"卫生间下水道堵了返水", "pipe_burst", 2, NOON},
    {"A burst pipe is flooding the corridor", "pipe_burst", 3, NOON},
    {"宿舍楼下路灯不亮", "lighting", 1, NOON},
    {"楼道灯坏了，楼梯间漆黑看不见容易摔跤", "lighting", 2, NOON},
    {"停电时有人被困电梯", "lift", 4, NOON},
    {"we are trapped in the elevator", "lift", 4, NOON},
    {"跳闸报修三天了没人来修", "repair_slow", 3, NOON},
    {"漏水修了三次还漏", "repair_slow", 2, NOON},
    {"空调报修一直没处理", "repair_slow", 2, NOON},
    {"教学楼空教室灯一直亮着没人关", "waste", 1, NOON},
    {"白天路灯还亮着，浪费电", "waste", 1, NOON},
    {"卫生间水龙头长流水", "waste", 1, NOON},
    {"建议教室装感应灯节能", "saving", 1, NOON},
    {"办公室空调开得太低，夏天应该26度", "saving", 1, NOON},
    {"宿舍电费多扣了一百多块", "billing", 2, NOON},
    {"这个月水费不对，比上月翻倍", "billing", 2, NOON},
    {"公摊电费不合理，没有明细", "billing", 2, NOON},
    {"our electricity bill is wrong", "billing", 2, NOON},
    {"电表走得飞快，怀疑不准", "meter", 2, NOON},
    {"假期没人住电表还在走", "meter", 2, NOON},
    {"电费充值没到账", "payment", 1, NOON},
    {"一卡通交电费系统打不开", "payment", 1, NOON},
    {"洗澡热水太贵了，又涨价", "payment", 1, NOON},
    {"充电桩太少，很多坏的", "charging", 1, NOON},
    {"有人在楼道里给电动车充电", "charging", 3, NOON},
    {"飞线充电，从四楼拉下来", "charging", 3, NOON},
    {"配电间有烧焦的糊味还冒火花，怕着火", "electric_fire", 4, NOON},
    {"请问空调几月开放", "other", 1, NOON},
    {NULL, NULL, 0, 0, 0}};

/* Words of trouble that report none, or another domain's. */
static const sup_test_report others[] = {{"没有停电，就是问问", "", 0, NOON},
                                         {"手机没电了借个充电宝", "", 0, NOON},
                                         {"热水壶丢了", "", 0, NOON},
                                         {"图书馆太吵", "", 0, NOON},
                                         {NULL, NULL, 0, 0, 0}};

/* The same words at another hour, in another month. */
static const sup_test_report times[] = {
    {"宿舍跳闸了", "power_outage", 2, 14, 5},
    {"宿舍跳闸了", "power_outage", 3, 23, 5},
    {"宿舍跳闸了", "power_outage", 3, 5, 5},
    {"教学楼跳闸了", "power_outage", 2, 23, 5},
    {"寝室停水了", "water_outage", 3, 22, 5},
    {"教室停暖，没有暖气", "heating_cooling", 3, 14, 1},
    {"教室停暖，没有暖气", "heating_cooling", 1, 14, 4},
    {"停电5小时", "power_outage", 2, 14, 5},
    {"停电六小时", "power_outage", 3, 14, 5},
    {NULL, NULL, 0, 0, 0}};

/* Life and limb, as other people write it: slang, slips of the pen, English. */
static const sup_test_report dangers[] = {
    {"宿舍楼冒烟", "electric_fire", 4, NOON},
    {"楼上有一股塑料烧焦的味道", "electric_fire", 4, NOON},
    {"三号楼四楼窗户往外冒黑烟", "electric_fire", 4, NOON},
    {"着火了！！七栋", "electric_fire", 4, NOON},
    {"图书馆地下室有火光", "electric_fire", 4, NOON},
    {"dorm 5 is burning", "electric_fire", 4, NOON},
    {"there is smoke in the corridor of building 3", "electric_fire", 4, NOON},
    {"fire!! in the lab building", "electric_fire", 4, NOON},
    {"空调外机冒火星子", "electric_fire", 4, NOON},
    {"插线板烧化了", "electric_fire", 4, NOON},
    {"充电宝炸了，床单烧了个洞", "electric_fire", 4, NOON},
    {"电动车在楼下烧起来了", "electric_fire", 4, NOON},
    {"电瓶爆燃", "electric_fire", 4, NOON},
    {"插头插上去就滋滋响冒蓝光", "electric_fire", 4, NOON},
    {"摸水龙头被电了一下", "electric_shock", 4, NOON},
    {"洗澡的时候感觉麻麻的，水里有电", "electric_shock", 4, NOON},
    {"碰到饮水机外壳手一麻", "electric_shock", 4, NOON},
    {"路灯杆漏电，狗都被电死了", "electric_shock", 4, NOON},
    {"got zapped by the washing machine", "electric_shock", 4, NOON},
    {"高压线掉下来了", "electric_shock", 4, NOON},
    {"电缆井盖板没了，里面电线都露在外面", "electric_shock", 4, NOON},
    {"配电箱门开着，小孩伸手能摸到", "electric_shock", 4, NOON},
    {"电线泡在水里，走廊积水", "electric_shock", 4, NOON},
    {"天然气管子被挖断了", "gas_leak", 4, NOON},
    {"楼道里一股臭鸡蛋味，怀疑漏气", "gas_leak", 4, NOON},
    {"宿舍里闻着像煤气", "gas_leak", 4, NOON},
    {"煤气好像漏了", "gas_leak", 4, NOON},
    {"I smell gas near the boiler room", "gas_leak", 4, NOON},
    {"有人煤气中毒了", "gas_leak", 4, NOON},
    {"电梯掉下去了三层，里面有人", "lift", 4, NOON},
    {"我们五个人卡在电梯里出不来", "lift", 4, NOON},
    {"电梯突然下坠", "lift", 4, NOON},
    {"help, stuck inside the lift of library", "lift", 4, NOON},
    {"电梯门夹人了", "lift", 4, NOON},
    {"电梯门开了轿厢没到，差点踩空", "lift", 4, NOON},
    {"开水炉爆炸了", "hot_water", 4, NOON},
    {"热水器爆了，同学脸烫伤", "hot_water", 4, NOON},
    {"教室吊扇掉下来砸到人", "other", 4, NOON},
    {"有人晕倒在澡堂", "other", 4, NOON},
    {"井盖没了，有人掉下去了", "other", 4, NOON},
    {"喝了宿舍的直饮水一屋子人都吐了", "water_quality", 4, NOON},
    {"自来水里一股农药味", "water_quality", 4, NOON},
    {"停电了，校医院的呼吸机停了", "power_outage", 4, NOON},
    {"地下配电房进水了", "electric_shock", 4, NOON},
    {"宿舍起火，楼道全是烟，跑不出来", "electric_fire", 4, NOON},
    {"隔壁实验室酒精烧起来了", "electric_fire", 4, NOON},
    {"晾衣服的铁丝有电，一碰就打手", "electric_shock", 4, NOON},
    {"开关一按就冒火，手都黑了", "electric_fire", 4, NOON},
    {"The outlet sparked and burned my hand", "electric_fire", 4, NOON},
    {"someone was electrocuted in the bathroom", "electric_shock", 4, NOON},
    {"room full of smoke, please help", "electric_fire", 4, NOON},
    {"寝室插坐冒烟了", "electric_fire", 4, NOON},
    {"宿舍着伙了", "electric_fire", 4, NOON},
    {"有个工人从梯子上摔下来，换路灯的", "other", 4, NOON},
    {"电梯卡在三楼半，里头还有两个女生", "lift", 4, NOON},
    {"火警一直响，不知道是不是真的", "electric_fire", 3, NOON},
    {"插座老化会不会着火", "electric_fire", 3, NOON},
    {"三楼餐厅线路起火", "electric_fire", 4, NOON},
    {"smells like gas near the kitchen", "gas_leak", 4, NOON},
    {"我们楼着火了快来人", "electric_fire", 4, NOON},
    {"七号楼三楼起火", "electric_fire", 4, NOON},
    {"楼里有浓烟", "electric_fire", 4, NOON},
    {"闻到烧东西的糊味，好像是墙里的线", "electric_fire", 4, NOON},
    {"插座里面滋滋响还有火星", "electric_fire", 4, NOON},
    {"宿舍有火，快", "electric_fire", 4, NOON},
    {"闻到瓦斯味", "gas_leak", 4, NOON},
    {"实验室气瓶泄漏", "gas_leak", 4, NOON},
    {"插座把我电了", "electric_shock", 4, NOON},
    {"洗澡被电", "electric_shock", 4, NOON},
    {"热水器漏电", "electric_shock", 4, NOON},
    {"有同学触电倒地", "electric_shock", 4, NOON},
    {"水管旁边的电线皮破了，露着铜丝", "electric_shock", 4, NOON},
    {"电线杆倒了", "electric_shock", 4, NOON},
    {"路灯线杆带电", "electric_shock", 4, NOON},
    {"困在电梯里半小时了", "lift", 4, NOON},
    {"电梯坠落", "lift", 4, NOON},
    {"电梯停在半空，里面有人喊救命", "lift", 4, NOON},
    {"the elevator dropped two floors", "lift", 4, NOON},
    {"I'm stuck in the elevator", "lift", 4, NOON},
    {"sparks coming from the power strip", "electric_fire", 4, NOON},
    {"burning smell from the wall socket", "electric_fire", 4, NOON},
    {"wires hanging down near the gate", "electric_shock", 4, NOON},
    {"变电箱爆了", "electric_fire", 4, NOON},
    {"电动车起火", "electric_fire", 4, NOON},
    {"楼道里充电的电瓶车冒烟", "electric_fire", 4, NOON},
    {"锅炉房爆炸", "hot_water", 4, NOON},
    {"天然气味道很大", "gas_leak", 4, NOON},
    {"一氧化碳报警器响", "gas_leak", 4, NOON},
    {"宿舍跳闸还有焦臭味", "electric_fire", 4, NOON},
    {"被漏电的饮水机打了", "electric_shock", 4, NOON},
    {"头顶的灯掉下来差点砸到人", "lighting", 3, NOON},
    {"水漫到插座了", "electric_shock", 4, NOON},
    {"喝了热水间的水全寝室拉肚子", "water_quality", 4, NOON},
    {"配电室冒烟了", "electric_fire", 4, NOON},
    {"有人被困在电梯", "lift", 4, NOON},
    {"宿舍烧起来啦！！！", "electric_fire", 4, NOON},
    {"火大了，救命", "electric_fire", 4, NOON},
    {NULL, NULL, 0, 0, 0}};

/* Danger that is asked about, denied, feared or only a word. */
static const sup_test_report no_dangers[] = {
    {"宿舍会不会着火", "", 0, NOON},
    {"没有冒烟，虚惊一场", "", 0, NOON},
    {"厕所有烟味，有人抽烟", "", 0, NOON},
    {"防止触电的宣传做得好", "", 0, NOON},
    {"停电会不会困电梯", "power_outage", 2, NOON},
    {"这家奶茶店火了", "", 0, NOON},
    {"插座没有漏电，放心", "", 0, NOON},
    {"万一电梯掉下来怎么办", "", 0, NOON},
    {"宿舍楼消防演练冒烟弹体验不错", "", 0, NOON},
    {"充电了一下午都没充满，充电桩有问题", "", 0, NOON},
    {"被电费坑了，多扣一百", "billing", 2, NOON},
    {"people smoke in the dorm corridor", "", 0, NOON},
    {"fire drill in the dorm was too early", "", 0, NOON},
    {"电梯里有人抽烟", "", 0, NOON},
    {"被电动车挡住了充电口", "", 0, NOON},
    {"灯管坏了三天", "lighting", 1, NOON},
    {"宿舍断电太早，想看书", "power_outage", 2, NOON},
    {NULL, NULL, 0, 0, 0}};

static sup_test_plugins *plugins;

static int
setup(void **state)
{
    (void)state;
    plugins = sup_test_plugins_open();
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    sup_test_plugins_close(plugins);
    return 0;
}

static void
test_energy__a_complaint_gets_its_category_and_severity(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "energy", reports), 0);
}

static void
test_energy__words_of_trouble_without_trouble_are_not_taken(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "energy", others), 0);
}

static void
test_energy__night_winter_and_duration_raise_the_severity(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "energy", times), 0);
}

static void
test_energy__danger_to_life_is_recognised_however_it_is_written(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "energy", dangers), 0);
}

static void
test_energy__danger_that_is_asked_about_or_denied_is_none(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "energy", no_dangers), 0);
}

/* --- filled checklists --- */

/* What was lost of the weights that applied, by hand:
 *   supply, 38: 196 V are below 198, 4; one breaker of two, 1/2 of 4 = 2.
 *       (38 - 6) / 38 = 84.210526 %
 *   saving, 16: not the cooling season; 21 °C, 4; 3 rooms of 10, 0.3 of 3 = 0.90,
 *       once before: x 1.5 = 1.35; 10.5 a head after 10, 5 % of 10, 1/2 of 4 = 2.
 *       (16 - 7.35) / 16 = 54.0625 %
 *   repair, 23: 90 minutes for 60 agreed, half over, 1/2 of 5 = 2.50; 2 lamps of 6, a
 *       third of 2 = 0.6667.
 *       (23 - 3.1667) / 23 = 86.231884 %
 *   fees, 15: nothing.
 *       15 / 15 = 100 %
 * 0.40 x 84.210526 + 0.20 x 54.0625 + 0.25 x 86.231884 + 0.15 x 100
 *   = 81.054682: good, but for the key item. */
static const sup_test_filled whole[] = {
    /* 水电保障 */
    READS("su_chlorine", 0.06),
    READS("su_turbidity", 0.8),
    READS("su_ph", 7.4),
    PASSES("su_sense"),
    PASSES("su_tank"),
    BREAKS("su_voltage", 4, 196),
    PASSES("su_switch"),
    BREAKS("su_rcd", 2, 1),
    READS("su_hot", 44),
    PASSES("su_notice"),
    /* 节能减排 */
    SKIPS("sa_cool"),
    BREAKS("sa_heat", 4, 21),
    BREAKS_AGAIN("sa_light", 1, 1.35, 3),
    READS("sa_leak", 0),
    BREAKS("sa_head", 2, 1050, 100, 1000, 100),
    PASSES("sa_ledger"),
    /* 故障抢修 */
    BREAKS("re_restore", 2.5, 90, 60),
    READS("re_arrive", 25),
    PASSES("re_duty"),
    PASSES("re_stock"),
    PASSES("re_permit"),
    BREAKS("re_light", 2.0 / 3, 2),
    /* 费用收缴 */
    READS("fe_bill", 0),
    PASSES("fe_price"),
    PASSES("fe_meter"),
    READS("fe_credit", 10),
    PASSES("fe_refund"),
    {0}};

static const sup_test_section whole_sections[] = {{"supply", 84.21, 2},
                                                  {"saving", 54.06, 3},
                                                  {"repair", 86.23, 2},
                                                  {"fees", 100, 0},
                                                  {0}};

static void
test_energy__a_comprehensive_check_comes_out_as_by_hand(void **state)
{
    const sup_test_golden golden = {
        .template = "comprehensive",
        .rows = whole,
        .sections = whole_sections,
        .percent = 81.05,
        .arithmetic = 81.05,
        .grade = "c",
        .cap = SUP__SCORE__CAP__critical,
        .failures = 7,
        .critical = 1,
        .skipped = 1,
        .explanation =
            "适用 26 项，不合格 7 项，得分 81.05%；1 项关键项不合格，等级不高于合格。",
        .explanation_en = "26 items applied, 7 of them failed: 81.05%; failed key items: "
                          "1, so the grade is Fair at best."};
    sup_test_scored scored =
        sup_test_golden_check(sup_test_plugins_book(plugins, "energy"), &golden);

    (void)state;
    assert_string_equal(sup_test_line(&scored, "su_voltage")->answer,
                        "196 V（应为 198～235.4 V）");
    assert_string_equal(sup_test_line(&scored, "re_restore")->explanation,
                        "实际90.00，约定60.00，超出50.0%");
    assert_string_equal(sup_test_line(&scored, "sa_head")->explanation,
                        "人均10.50，上年同期10.00，变化+5.0%");
    assert_string_equal(
        sup_test_line(&scored, "sa_light")->explanation_en,
        "Failed before within 90 days (times: 1): its loss counts 1.5 times");
    sup_test_arena_destroy(scored.arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_energy__a_complaint_gets_its_category_and_severity),
        cmocka_unit_test(test_energy__words_of_trouble_without_trouble_are_not_taken),
        cmocka_unit_test(test_energy__night_winter_and_duration_raise_the_severity),
        cmocka_unit_test(test_energy__danger_to_life_is_recognised_however_it_is_written),
        cmocka_unit_test(test_energy__danger_that_is_asked_about_or_denied_is_none),
        cmocka_unit_test(test_energy__a_comprehensive_check_comes_out_as_by_hand),
    };

    return cmocka_run_group_tests_name("plugin energy", tests, setup, teardown);
}
