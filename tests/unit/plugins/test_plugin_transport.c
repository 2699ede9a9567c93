/* Golden tests of the transport plugin: what people write, and what it must become, with
 * all rulebooks enabled. Severity: 1 minor, 2 major, 3 serious, 4 critical. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "sup_test_golden.h"
#include "sup_test_plugins.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#define NOON -1, 5

static const sup_test_report reports[] = {
    {"校车追尾了，有同学受伤", "accident", 4, NOON},
    {"班车在南门撞到了一个骑车的学生", "accident", 4, NOON},
    {"急刹车导致车上同学摔倒受伤流血", "accident", 4, NOON},
    {"The shuttle hit a student near the gate", "accident", 4, NOON},
    {"刚才校车差点撞到人", "reckless", 3, NOON},
    {"校车刹车失灵了，差点冲进花坛", "brakes", 4, NOON},
    {"司机说刹车踩不住，还继续开", "brakes", 4, NOON},
    {"Brake failure on bus 3 this morning", "brakes", 4, NOON},
    {"班车在高架上爆胎", "brakes", 4, NOON},
    {"方向盘失灵", "brakes", 4, NOON},
    {"校车半路抛锚，等了一个小时", "brakes", 3, NOON},
    {"班车车况太差，开起来哐哐响", "brakes", 3, NOON},
    {"校车发动机冒烟", "vehicle_fire", 4, NOON},
    {"大巴车尾着火了", "vehicle_fire", 4, NOON},
    {"车上有一股烧焦味，很害怕，校车上", "vehicle_fire", 4, NOON},
    {"校车严重超员，过道站满了人", "overloading", 3, NOON},
    {"核载45坐了52人", "overloading", 3, NOON},
    {"49座的车坐了60个人", "overloading", 4, NOON},
    {"核定载客19人，实际坐了三十个人", "overloading", 4, NOON},
    {"班车过道加了小板凳坐人", "overloading", 3, NOON},
    {"The bus is overloaded every morning", "overloading", 3, NOON},
    {"校车在校园里超速", "speeding", 3, NOON},
    {"限速30，司机开到35码", "speeding", 3, NOON},
    {"校内限速30公里，班车时速60公里", "speeding", 4, NOON},
    {"师傅开得飞快，坐得心惊胆战", "speeding", 3, NOON},
    {"司机一边开车一边打电话", "distracted", 3, NOON},
    {"驾驶员开车时一直刷短视频", "distracted", 3, NOON},
    {"司机开车看手机发微信语音", "distracted", 3, NOON},
    {"The driver was texting on his phone while driving", "distracted", 3, NOON},
    {"师傅边开车边聊天吃东西", "distracted", 2, NOON},
    {"司机疲劳驾驶，一直打哈欠", "fatigue_drink", 3, NOON},
    {"司机开车时睡着了，差点出事", "fatigue_drink", 4, NOON},
    {"司机身上有酒味，疑似酒驾", "fatigue_drink", 4, NOON},
    {"驾驶员连续开了六个小时没休息", "fatigue_drink", 3, NOON},
    {"The driver fell asleep at the wheel", "fatigue_drink", 4, NOON},
    {"司机老是急刹车，晕得想吐", "reckless", 2, NOON},
    {"起步太猛，急转弯，站着的同学都站不稳", "reckless", 2, NOON},
    {"校车闯红灯", "reckless", 3, NOON},
    {"班车经过斑马线不减速", "reckless", 3, NOON},
    {"校车在宿舍区横冲直撞", "reckless", 3, NOON},
    {"车门没关好就开走了", "doors", 3, NOON},
    {"还没停稳就开门让人下车，车门夹到我的手", "doors", 3, NOON},
    {"下车时我被车门夹了手", "doors", 3, NOON},
    {"座位上的安全带是坏的", "safety_equipment", 2, NOON},
    {"校车没有灭火器和安全锤", "safety_equipment", 2, NOON},
    {"校车经常不按点发车", "punctuality", 1, NOON},
    {"班车晚点二十分钟", "punctuality", 1, NOON},
    {"七点半的校车提前发车了，害我迟到", "punctuality", 1, NOON},
    {"The shuttle was late again", "punctuality", 1, NOON},
    {"师傅到站不停，直接飞站", "punctuality", 1, NOON},
    {"班车太少，早高峰根本挤不上", "capacity", 1, NOON},
    {"希望增加周末班车班次", "capacity", 1, NOON},
    {"等校车等了四十分钟，排队的人太多", "capacity", 1, NOON},
    {"司机态度恶劣，骂学生", "driver_manner", 1, NOON},
    {"司机不让我们上车，拒载", "driver_manner", 2, NOON},
    {"司机威胁要打人，动手推搡学生", "driver_manner", 3, NOON},
    {"司机在车上抽烟", "smoking", 2, NOON},
    {"校车里一股烟味", "smoking", 2, NOON},
    {"The driver smokes on the bus", "smoking", 2, NOON},
    {"校车里很脏，座位上都是垃圾", "cleanliness", 1, NOON},
    {"班车车厢有异味，很难闻", "cleanliness", 1, NOON},
    {"大热天校车空调不开，闷死了", "comfort", 1, NOON},
    {"班车座椅坏了，靠背松了", "comfort", 1, NOON},
    {"校车刷卡多扣了两次车费", "fare", 1, NOON},
    {"预约的大巴没来，用车申请没人处理", "dispatch", 1, NOON},
    {"公车私用，周末拿学校的车接送家人", "dispatch", 2, NOON},
    {"司机没有驾照就开校车", "dispatch", 3, NOON},
    {"我的书包落在校车上了", "lost_property", 1, NOON},
    {"I left my laptop on the shuttle", "lost_property", 1, NOON},
    {"表扬一下校车司机师傅", "other", 1, NOON},
    {NULL, NULL, 0, 0, 0}};

/* Words of trouble that report none, or another domain's. */
static const sup_test_report others[] = {
    {"司机没有抽烟，态度也好", "other", 1, NOON},
    {"校车没有超员，挺好", "other", 1, NOON},
    {"核载45坐了40人，车内有座", "overloading", 3, NOON},
    {"我的自行车丢了", "", 0, NOON},
    {"操场跑步机坏了", "", 0, NOON},
    {NULL, NULL, 0, 0, 0}};

/* Life and limb, as other people write it: slang, slips of the pen, English. */
static const sup_test_report dangers[] = {
    {"刹车好像不太灵", "brakes", 4, NOON},
    {"校车刹车不好使", "brakes", 4, NOON},
    {"刹车片磨没了", "brakes", 4, NOON},
    {"校车上挤了六十多个人，站都站不下", "overloading", 3, NOON},
    {"师傅说刹车有点软，下坡溜了好远", "brakes", 4, NOON},
    {"大巴下坡刹不住车了", "brakes", 4, NOON},
    {"刹车一踩就吱吱响，刹车距离特别长", "brakes", 4, NOON},
    {"手刹拉不住，车往后溜", "brakes", 4, NOON},
    {"brakes feel spongy on the shuttle", "brakes", 4, NOON},
    {"the bus couldn't stop at the crossing", "brakes", 4, NOON},
    {"The brakes don't seem to work well", "brakes", 4, NOON},
    {"煞车失灵了校车", "brakes", 4, NOON},
    {"刹车踩到底都没用", "brakes", 4, NOON},
    {"司机踩了好几脚刹车才停下来，感觉快没刹车了", "brakes", 4, NOON},
    {"校车轮子快掉了，螺丝松了", "brakes", 4, NOON},
    {"轮胎鼓了个大包还在跑", "brakes", 4, NOON},
    {"方向盘打不动", "brakes", 4, NOON},
    {"车子跑偏，方向盘抖得厉害", "brakes", 3, NOON},
    {"校车油门卡住了停不下来", "brakes", 4, NOON},
    {"接驳车自己溜车了，差点压到人", "brakes", 4, NOON},
    {"校车冒白烟了", "vehicle_fire", 4, NOON},
    {"发动机盖下面在冒烟，一股焦味", "vehicle_fire", 4, NOON},
    {"车厢里全是汽油味，头晕", "vehicle_fire", 4, NOON},
    {"大巴底盘有火光", "vehicle_fire", 4, NOON},
    {"There's smoke coming out of the back of bus 7", "vehicle_fire", 4, NOON},
    {"车上有人晕倒了", "accident", 4, NOON},
    {"司机突然趴在方向盘上不动了", "accident", 4, NOON},
    {"师傅开着开着心梗了", "accident", 4, NOON},
    {"校车把人刮倒了", "accident", 4, NOON},
    {"一个女生从车上掉下来了", "accident", 4, NOON},
    {"车门夹着书包把人拖行了好几米", "accident", 4, NOON},
    {"班车撞树上了", "accident", 4, NOON},
    {"校车和电动车碰上了，骑车的躺地上不动", "accident", 4, NOON},
    {"the shuttle ran over a cyclist", "accident", 4, NOON},
    {"a passenger was bleeding after the bus braked", "accident", 4, NOON},
    {"有乘客抢司机方向盘", "reckless", 4, NOON},
    {"司机喝大了还开车", "fatigue_drink", 4, NOON},
    {"司机一身酒气，走路都晃", "fatigue_drink", 4, NOON},
    {"司机开车打盹，都开到对向车道了", "fatigue_drink", 4, NOON},
    {"driver is dozing off on the highway", "fatigue_drink", 4, NOON},
    {"三十座的车塞了五十来人", "overloading", 4, NOON},
    {"车门没关就上高速了", "doors", 3, NOON},
    {"校车逆行开进对向车道，差点迎面撞上", "reckless", 3, NOON},
    {"校车超载，挤得喘不过气，有人中暑了", "overloading", 4, NOON},
    {"校车沙车失灵，吓死了", "brakes", 4, NOON},
    {"7路班车刹车油漏了，还让上路", "brakes", 4, NOON},
    {"班车的刹车灯和仪表报警，师傅说刹车没力", "brakes", 4, NOON},
    {"摆渡车拐弯翻了", "accident", 4, NOON},
    {"中巴掉沟里了", "accident", 4, NOON},
    {"大巴追了前车的尾", "accident", 4, NOON},
    {"车内有烧塑料的味道，校车尾部很烫", "vehicle_fire", 4, NOON},
    {"班车后轮在冒火花", "vehicle_fire", 4, NOON},
    {"电动摆渡车电池冒烟", "vehicle_fire", 4, NOON},
    {"bus no. 2 has no brakes!", "brakes", 4, NOON},
    {"The driver smelled of beer", "fatigue_drink", 4, NOON},
    {"学校的车人都挤到门上了，超了二十来个人", "overloading", 3, NOON},
    {"校车刹车时有时无", "brakes", 4, NOON},
    {"刹车皮没了 铁磨铁的声音", "brakes", 4, NOON},
    {"师傅自己说刹车不大行了", "brakes", 4, NOON},
    {"车刹不死，老往前蹭", "brakes", 4, NOON},
    {"制动不行，追了前车", "brakes", 4, NOON},
    {"坐校车去新校区，路上刹车突然没了", "brakes", 4, NOON},
    {"这车制动距离太长，差点撞杆子", "brakes", 4, NOON},
    {"brake pedal went to the floor", "brakes", 4, NOON},
    {"brakes are making grinding noise and barely stop", "brakes", 4, NOON},
    {"刹車失靈", "brakes", 4, NOON},
    {"司机突然昏过去了", "accident", 4, NOON},
    {"校车跟货车撞了", "accident", 4, NOON},
    {"校车撞人了！", "accident", 4, NOON},
    {"班车冲上人行道", "accident", 4, NOON},
    {"校车剐蹭了一辆轿车", "accident", 4, NOON},
    {"有个同学被校车压了脚", "accident", 4, NOON},
    {"大巴侧滑撞护栏", "accident", 4, NOON},
    {"bus caught on fire", "vehicle_fire", 4, NOON},
    {"车上一股糊味，还有烟", "vehicle_fire", 4, NOON},
    {"校车电瓶冒烟", "vehicle_fire", 4, NOON},
    {"发动机舱有火苗", "vehicle_fire", 4, NOON},
    {"班车开着开着车门掉了", "doors", 3, NOON},
    {"高速上轮胎爆了", "brakes", 4, NOON},
    {"司机喝了酒", "fatigue_drink", 4, NOON},
    {"司机边开边打瞌睡", "fatigue_drink", 4, NOON},
    {"一车塞了七十多号人", "overloading", 3, NOON},
    {"校车超载，45座坐了70", "overloading", 4, NOON},
    {"站满了人，门都关不上", "doors", 3, NOON},
    {"bus way over capacity, people standing on the steps", "overloading", 3, NOON},
    {"司机把车开到120码，限速80", "speeding", 3, NOON},
    {"方向盘锁死", "brakes", 4, NOON},
    {"车开着开着失去动力，停在高速中间", "brakes", 3, NOON},
    {"乘客被甩出座位，头撞破了", "accident", 4, NOON},
    {"师傅突发心脏病", "accident", 4, NOON},
    {"校车翻沟里了", "accident", 4, NOON},
    {NULL, NULL, 0, 0, 0}};

/* Danger that is asked about, denied, feared or only a word. */
static const sup_test_report no_dangers[] = {
    {"校车刹车要是失灵怎么办", "other", 1, NOON},
    {"今天校车刹车没问题", "other", 1, NOON},
    {"校车会不会着火", "other", 1, NOON},
    {"校车没撞到人", "other", 1, NOON},
    {"希望校车定期检查刹车", "other", 1, NOON},
    {"没有发生交通事故", "", 0, NOON},
    {"校车空调会不会冒烟啊", "other", 1, NOON},
    {"班车司机没喝酒", "other", 1, NOON},
    {"校车刹车时没提醒大家坐稳", "other", 1, NOON},
    {"司机刹车不够平稳", "other", 1, NOON},
    {"手机从车上掉下去了，校车能帮找吗", "other", 1, NOON},
    {"在校车上和同学碰上了", "other", 1, NOON},
    {"车队压低人员工资", "other", 1, NOON},
    {"司机老急刹，手机都摔坏了", "reckless", 2, NOON},
    {"希望校车配灭火器，防止着火", "other", 1, NOON},
    {"我在车上睡着了坐过站，校车能停吗", "other", 1, NOON},
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
test_transport__a_complaint_gets_its_category_and_severity(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "transport", reports), 0);
}

static void
test_transport__words_of_trouble_without_trouble_are_not_taken(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "transport", others), 0);
}

static void
test_transport__a_fifth_more_people_than_seats_is_critical(void **state)
{
    Sup__Classification *c;

    (void)state;
    c = sup_test_classify(plugins, plugins->arena, "50座的班车挤了60个人", -1, 5);
    assert_non_null(c);
    assert_int_equal(c->severity, SUP__CASE__SEVERITY__critical);
    assert_string_equal(c->reasons[c->n_reasons - 1]->basis, "rtsl_92");
    c = sup_test_classify(plugins, plugins->arena, "50座的班车挤了59个人", -1, 5);
    assert_int_equal(c->severity, SUP__CASE__SEVERITY__serious);
    assert_string_equal(c->reasons[c->n_reasons - 1]->basis, "rtsl_49");
}

static void
test_transport__danger_to_life_is_recognised_however_it_is_written(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "transport", dangers), 0);
}

static void
test_transport__danger_that_is_asked_about_or_denied_is_none(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "transport", no_dangers), 0);
}

/* --- filled checklists --- */

/* What was lost of the weights that applied, by hand:
 *   driving_safety, 81: 10 hours of driving in 24, 5; 3 hours by night, 5; the week's
 *       log keeps 2 of 4 limits, 1/2 of 4 = 2; one belt of a third, 4/3, twice before: x
 *       1.5 = 2.
 *       (81 - 14) / 81 = 82.716049 %
 *   service, 15: 7 minutes off, 4; 5 of 20 left behind, 1/4 of 2 = 0.50; manners 3 of
 *       4, 0.75.
 *       (15 - 5.25) / 15 = 65 %
 *   cabin, 11: 2 of 4 clean, 1/2 of 4 = 2; no cooling season.
 *       (11 - 2) / 11 = 81.818182 %
 *   management, 27: one wrong fare of two, 1/2 of 3 = 1.50.
 *       (27 - 1.5) / 27 = 94.444444 %
 * 0.45 x 82.716049 + 0.20 x 65 + 0.15 x 81.818182 + 0.20 x 94.444444
 *   = 81.383838: good, but for the key items. */
static const sup_test_filled whole[] = {
    /* 行车安全 */
    PASSES("dr_licence"),
    READS("dr_alcohol", 0),
    READS("dr_stretch", 3.5),
    READS("dr_rest", 25),
    BREAKS("dr_day", 5, 10),
    BREAKS("dr_night", 5, 3),
    BREAKS("dr_week_log", 2, 20, 23, 23.5, 26.5, 34, 38),
    READS("dr_load", 0),
    READS("dr_tyre_front", 4.1),
    READS("dr_tyre_rear", 1.6),
    READS("dr_tyre_body", 0),
    PASSES("dr_brake"),
    PASSES("dr_steer"),
    BREAKS_AGAIN("dr_belt", 2, 2, 1),
    PASSES("dr_extinguish"),
    PASSES("dr_exit"),
    READS("dr_speed", 0),
    READS("dr_phone", 0),
    PASSES("dr_door"),
    /* 服务质量 */
    BREAKS("se_punctual", 4, 7),
    READS("se_trips", 0),
    BREAKS("se_left", 0.5, 5),
    LOSES("se_manner", 0.75, 3),
    PASSES("se_board"),
    /* 车内环境 */
    BREAKS("ca_clean", 2, 2),
    PASSES("ca_smoke"),
    SKIPS("ca_air"),
    READS("ca_seat", 0),
    PASSES("ca_disinfect"),
    /* 日常管理 */
    PASSES("ma_papers"),
    PASSES("ma_daily"),
    PASSES("ma_service"),
    PASSES("ma_train"),
    PASSES("ma_dispatch"),
    BREAKS("ma_fare", 1.5, 1),
    PASSES("ma_lost"),
    PASSES("ma_plan"),
    {0}};

static const sup_test_section whole_sections[] = {{"driving_safety", 82.72, 4},
                                                  {"service", 65, 2},
                                                  {"cabin", 81.82, 1},
                                                  {"management", 94.44, 1},
                                                  {0}};

static void
test_transport__a_comprehensive_check_comes_out_as_by_hand(void **state)
{
    const sup_test_golden golden = {
        .template = "comprehensive",
        .rows = whole,
        .sections = whole_sections,
        .percent = 81.38,
        .arithmetic = 81.38,
        .grade = "c",
        .cap = SUP__SCORE__CAP__critical,
        .failures = 8,
        .critical = 2,
        .skipped = 1,
        .explanation =
            "适用 36 项，不合格 8 项，得分 81.38%；2 项关键项不合格，等级不高于合格。",
        .explanation_en = "36 items applied, 8 of them failed: 81.38%; failed key items: "
                          "2, so the grade is Fair at best."};
    sup_test_scored scored =
        sup_test_golden_check(sup_test_plugins_book(plugins, "transport"), &golden);

    (void)state;
    assert_string_equal(sup_test_line(&scored, "dr_belt")->explanation,
                        "近 90 天内此前已有 2 次不合格，失分按 1.5 倍计");
    assert_string_equal(sup_test_line(&scored, "dr_week_log")->explanation,
                        "最长连续4.0小时，夜间连续3.0小时，24小时内10.0小时，7日内10."
                        "0小时：4项限值符合2项");
    assert_string_equal(
        sup_test_line(&scored, "dr_week_log")->answer,
        "开始 周一 20:00、结束 周一 23:00；开始 周一 23:30、结束 周二 02:30；"
        "开始 周二 10:00、结束 周二 14:00");
    assert_string_equal(sup_test_line(&scored, "dr_tyre_rear")->answer,
                        "1.6 mm（应不低于 1.6 mm）");
    assert_string_equal(sup_test_line(&scored, "dr_night")->answer_en,
                        "3 h (at most 2 h)");
    assert_string_equal(sup_test_line(&scored, "dr_night")->basis[0],
                        "《道路旅客运输企业安全管理规范》第三十八条");
    sup_test_arena_destroy(scored.arena);
}

/* 30 mg of alcohol: (25 + 3 - 5) / 28. The sum is told, the score is 0. */
static void
test_transport__a_driver_who_drank_is_a_veto(void **state)
{
    static const sup_test_filled rows[] = {BREAKS("dr_alcohol", 5, 30),
                                           READS("dr_stretch", 3.5),
                                           READS("dr_rest", 20),
                                           READS("dr_day", 8),
                                           READS("dr_night", 2),
                                           READS("dr_week_log", 8, 12),
                                           {0}};
    const sup_test_golden golden = {
        .template = "special_hours",
        .rows = rows,
        .percent = 0,
        .arithmetic = 82.14,
        .grade = "",
        .cap = SUP__SCORE__CAP__veto,
        .failures = 1,
        .critical = 1,
        .explanation =
            "适用 6 项，不合格 1 项，得分 82.14%；1 项一票否决项不合格，总分计 0"
            "，不评等级。",
        .explanation_en =
            "6 items applied, 1 of them failed: 82.14%; failed vetoes: 1, so "
            "there are no points and no grade."};
    sup_test_scored scored =
        sup_test_golden_check(sup_test_plugins_book(plugins, "transport"), &golden);

    (void)state;
    sup_test_arena_destroy(scored.arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_transport__a_complaint_gets_its_category_and_severity),
        cmocka_unit_test(test_transport__words_of_trouble_without_trouble_are_not_taken),
        cmocka_unit_test(test_transport__a_fifth_more_people_than_seats_is_critical),
        cmocka_unit_test(
            test_transport__danger_to_life_is_recognised_however_it_is_written),
        cmocka_unit_test(test_transport__danger_that_is_asked_about_or_denied_is_none),
        cmocka_unit_test(test_transport__a_comprehensive_check_comes_out_as_by_hand),
        cmocka_unit_test(test_transport__a_driver_who_drank_is_a_veto),
    };

    return cmocka_run_group_tests_name("plugin transport", tests, setup, teardown);
}
