/* Golden tests of the catering plugin: what students write, and what it must become, with
 * all rulebooks enabled. Severity: 1 minor, 2 major, 3 serious, 4 critical. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "sup_test_plugins.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

#define NOON -1, 5

static const sup_test_report reports[] = {
    {"昨晚在二食堂吃完麻辣烫，我们宿舍四个人都拉肚子了", "food_illness", 4, NOON},
    {"吃完三食堂的盖浇饭以后一直拉肚子", "food_illness", 4, NOON},
    {"中午吃了凉拌菜，下午就上吐下泻，去医院挂水了", "food_illness", 4, NOON},
    {"疑似食物中毒，我和室友都吐了", "food_illness", 4, NOON},
    {"怀疑食物中毒，请尽快处理", "food_illness", 4, NOON},
    {"好几个同学吃了窗口的凉皮之后腹泻", "food_illness", 4, NOON},
    {"班上12个人吃完晚饭呕吐", "food_illness", 4, NOON},
    {"吃完鸡排后肚子痛得厉害", "food_illness", 4, NOON},
    {"Three of us got food poisoning after lunch in canteen 2", "food_illness", 4, NOON},
    {"I had diarrhea after eating the noodles", "food_illness", 4, NOON},
    {"全寝室吃了外卖窗口的炒饭都腹泻了", "food_illness", 4, NOON},
    {"两名同学吃完早餐后呕吐不止", "food_illness", 4, NOON},
    {"饭里吃出一根头发", "foreign_matter", 2, NOON},
    {"一食堂的汤里有好长一根头发，太恶心了", "foreign_matter", 2, NOON},
    {"青菜里有虫子", "foreign_matter", 3, NOON},
    {"面条里吃出一只蟑螂", "foreign_matter", 3, NOON},
    {"红烧肉里吃到钢丝球的钢丝", "foreign_matter", 3, NOON},
    {"饭里有玻璃渣，差点划破嘴", "foreign_matter", 3, NOON},
    {"包子里吃出塑料片", "foreign_matter", 2, NOON},
    {"汤里有碎玻璃", "foreign_matter", 3, NOON},
    {"菜里吃出玻璃碎片", "foreign_matter", 3, NOON},
    {"食堂玻璃门上全是油", "hall_hygiene", 1, NOON},
    {"米饭里有小石子，把牙硌了", "foreign_matter", 2, NOON},
    {"菜里吃出创可贴", "foreign_matter", 2, NOON},
    {"There is a cockroach in my soup", "foreign_matter", 3, NOON},
    {"Found hair in my rice again", "foreign_matter", 2, NOON},
    {"菜里有苍蝇", "foreign_matter", 3, NOON},
    {"鸡腿是馊的，一股酸味", "spoiled_food", 3, NOON},
    {"面包发霉了还在卖", "spoiled_food", 3, NOON},
    {"窗口卖过期酸奶", "spoiled_food", 3, NOON},
    {"早上的包子是昨天剩的包子加热的", "spoiled_food", 3, NOON},
    {"豆浆馊了", "spoiled_food", 3, NOON},
    {"鸡肉没熟，里面带血丝", "undercooked", 3, NOON},
    {"四季豆没煮熟就端出来了", "undercooked", 3, NOON},
    {"后厨生熟不分，切完生肉的刀直接切熟食", "undercooked", 3, NOON},
    {"二食堂后厨有煤气味，是不是漏气了", "kitchen_safety", 4, NOON},
    {"食堂厨房着火了，冒黑烟", "kitchen_safety", 4, NOON},
    {"The canteen kitchen is on fire", "kitchen_safety", 4, NOON},
    {"食堂用的肉没有检疫合格证，来源不明", "raw_materials", 2, NOON},
    {"早上送货的蔬菜直接堆在地上，没人验收", "raw_materials", 2, NOON},
    {"三食堂的面又涨价了", "price", 1, NOON},
    {"鸡腿从5块涨到8块，价格也涨得太快了", "price", 1, NOON},
    {"食堂太贵了，比外面还贵", "price", 1, NOON},
    {"窗口没有标价，不知道多少钱", "price", 2, NOON},
    {"刷卡的时候多扣了我五块钱，食堂能退吗", "overcharge", 2, NOON},
    {"食堂刷脸重复扣款两次", "overcharge", 2, NOON},
    {"牌子上写着8元，实际收了10元", "overcharge", 2, NOON},
    {"The canteen charged me twice for lunch", "overcharge", 2, NOON},
    {"二楼的菜太咸了", "taste", 1, NOON},
    {"食堂的饭真难吃", "taste", 1, NOON},
    {"晚上去打饭，饭菜都凉了", "taste", 1, NOON},
    {"打菜阿姨手抖，肉没几块", "portion", 1, NOON},
    {"份量越来越少，根本吃不饱", "portion", 1, NOON},
    {"食堂菜品太单一，每天都一样", "variety", 1, NOON},
    {"希望增加清真窗口", "variety", 1, NOON},
    {"食堂桌子上全是油，没人擦", "hall_hygiene", 1, NOON},
    {"餐厅地面湿滑，我打饭时摔倒了", "hall_hygiene", 2, NOON},
    {"餐盘没洗干净，上面还有饭粒", "tableware", 2, NOON},
    {"筷子都发霉了", "tableware", 2, NOON},
    {"在三食堂看到老鼠跑来跑去", "pests", 3, NOON},
    {"后厨有蟑螂，好几次看到了", "pests", 3, NOON},
    {"打菜阿姨不戴口罩", "staff_hygiene", 2, NOON},
    {"厨师在后厨抽烟", "staff_hygiene", 2, NOON},
    {"师傅用手直接抓菜，没戴手套", "staff_hygiene", 2, NOON},
    {"中午食堂排队太长了，等了半个小时", "queue", 1, NOON},
    {"打饭总有人插队没人管", "queue", 1, NOON},
    {"六点半食堂就关门了，没饭吃", "opening_hours", 1, NOON},
    {"早餐窗口开得太晚", "opening_hours", 1, NOON},
    {"窗口阿姨态度很差，还骂人", "service_attitude", 1, NOON},
    {"食堂工作人员动手打了学生，窗口前面", "service_attitude", 3, NOON},
    {"每天倒掉整桶剩饭，浪费粮食", "food_waste", 1, NOON},
    {"没有小份菜，吃不完都倒了", "food_waste", 1, NOON},
    {"食堂几点开门", "other", 1, NOON},
    {"给二食堂的阿姨点赞", "other", 1, NOON},
    {NULL, NULL, 0, 0, 0}};

/* Words of trouble that report none, or another domain's. */
static const sup_test_report others[] = {
    {"洗衣机里都是头发", "", 0, NOON}, {"吃了半个月食堂，没有拉肚子", "other", 1, NOON},
    {"价格没涨，挺好的", "", 0, NOON}, {"图书馆几点闭馆", "", 0, NOON},
    {"宿舍楼下有只猫", "", 0, NOON},   {NULL, NULL, 0, 0, 0}};

/* Life and limb, as other people write it: slang, slips of the pen, English. */
static const sup_test_report dangers[] = {
    {"吃了食堂的麻辣烫以后一直呕吐发烧", "food_illness", 4, NOON},
    {"昨晚同学吃了食堂的菜送医院洗胃了", "food_illness", 4, NOON},
    {"一食堂的青菜里有虫子，吃完拉肚子", "food_illness", 4, NOON},
    {"吃坏肚子了", "food_illness", 3, NOON},
    {"有同学晕倒在食堂", "other", 4, NOON},
    {"中午那个酸菜鱼有毒吧，吃完我蹲了一下午厕所", "food_illness", 4, NOON},
    {"吃了三食堂鸡公煲 喷射了一晚上 人虚脱了", "food_illness", 4, NOON},
    {"二食堂黄焖鸡吃完上吐下泄，现在还在发烧", "food_illness", 4, NOON},
    {"吃完沙县拉肚纸拉到腿软", "food_illness", 4, NOON},
    {"食堂的凉皮吃完窜稀了", "food_illness", 4, NOON},
    {"我闺蜜吃了你们食堂的寿司现在急诊输液", "food_illness", 4, NOON},
    {"今早豆浆喝完就开始反胃 吐了三次", "food_illness", 4, NOON},
    {"Puked all night after the canteen hotpot", "food_illness", 4, NOON},
    {"my friend was taken to the ER after dinner in canteen 3", "food_illness", 4, NOON},
    {"I threw up twice since lunch at the dining hall", "food_illness", 4, NOON},
    {"ate the chicken rice and now I have fever and stomach cramps", "food_illness", 4,
     NOON},
    {"吃了没熟的四季豆，头晕恶心想吐", "food_illness", 4, NOON},
    {"吃完全身起疹子喘不上气，是不是花生过敏", "food_illness", 4, NOON},
    {"食堂吃个饭吃进校医院了", "food_illness", 4, NOON},
    {"吃完饭没多久就吐了", "food_illness", 4, NOON},
    {"拉肚子三天了，不知道是不是食堂的问题", "food_illness", 4, NOON},
    {"拉肚子", "food_illness", 3, NOON},
    {"肚子疼了一晚上", "food_illness", 3, NOON},
    {"在校外吃的烧烤，回来拉肚子", "food_illness", 3, NOON},
    {"隔壁寝室四个人集体拉肚子", "food_illness", 4, NOON},
    {"饭菜有股怪味，吃完嘴唇发麻头晕", "food_illness", 4, NOON},
    {"饭里吃出刀片，嘴巴划破流血了", "foreign_matter", 4, NOON},
    {"有人噎住了快不行了，在一食堂二楼", "other", 4, NOON},
    {"餐厅有人突然倒地抽搐", "other", 4, NOON},
    {"有个大叔在食堂心脏病发作，快叫救护车", "other", 4, NOON},
    {"a student collapsed in the canteen", "other", 4, NOON},
    {"后厨油锅烧着了", "kitchen_safety", 4, NOON},
    {"二食堂后面冒浓烟", "kitchen_safety", 4, NOON},
    {"食堂煤气罐漏了", "kitchen_safety", 4, NOON},
    {"闻到食堂附近一股很浓的瓦斯味", "kitchen_safety", 4, NOON},
    {"档口的液化气罐嘶嘶响，在漏气", "kitchen_safety", 4, NOON},
    {"The kitchen in canteen 1 caught fire, lots of smoke", "kitchen_safety", 4, NOON},
    {"食堂天花板掉下来砸到同学头了", "other", 4, NOON},
    {"有人拿刀在食堂砍人", "other", 4, NOON},
    {"打饭窗口的热汤洒了，把我手烫伤起泡了", "other", 3, NOON},
    {"在食堂门口滑倒摔骨折了", "hall_hygiene", 4, NOON},
    {"食堂是不是有人投毒", "food_illness", 4, NOON},
    {"怎么回事，吃了你们二楼的面，一宿舍三个全趴马桶上了", "food_illness", 4, NOON},
    {"晚饭的鸡肉不新鲜，吃了以后腹痛、发热39度", "food_illness", 4, NOON},
    {"吃完那家盖饭半小时，心慌手抖浑身发冷", "food_illness", 4, NOON},
    {"二餐厅吃的烤肉饭，凌晨开始拉，拉了七八回", "food_illness", 4, NOON},
    {"Got food poisning from canteen sushi, five of us", "food_illness", 4, NOON},
    {"饭堂后面的煤气瓶着了", "kitchen_safety", 4, NOON},
    {"食堂起火了吗？听说而已，没有着火", "kitchen_safety", 4, NOON},
    {"中午在一食堂吃了份炒饭，回宿舍一直跑厕所", "food_illness", 4, NOON},
    {"室友吃了自选餐厅的鱼香肉丝，半夜疼得打滚", "food_illness", 4, NOON},
    {"我和对象吃了那家鸡腿饭 俩人都拉虚脱", "food_illness", 4, NOON},
    {"孩子在你们食堂吃完饭发高烧住院了", "food_illness", 4, NOON},
    {"昨天的糖醋里脊不对劲，吃了的人今天都请假了，全在吐", "food_illness", 4, NOON},
    {"小炒窗口的蘑菇怕是有毒，我出现幻觉了", "food_illness", 4, NOON},
    {"吃了食堂的饭进急诊了", "food_illness", 4, NOON},
    {"打了120，有人在二楼餐厅没意识了", "other", 4, NOON},
    {"老人家在餐厅摔了一跤起不来", "other", 4, NOON},
    {"后厨爆燃了一下，有人烧伤", "kitchen_safety", 4, NOON},
    {"食堂有股煤气的味道", "kitchen_safety", 4, NOON},
    {"food posioning!! 3 classmates in hospital", "food_illness", 4, NOON},
    {"My roommate is throwing up nonstop after eating at Canteen 2", "food_illness", 4,
     NOON},
    {"felt really sick after the chicken at lunch", "food_illness", 4, NOON},
    {"there's a fire in the canteen", "kitchen_safety", 4, NOON},
    {"喝了食堂的绿豆汤上吐下泻", "food_illness", 4, NOON},
    {"凉皮吃完蹿了", "food_illness", 4, NOON},
    {"急性肠胃炎，医生说是吃的东西不干净", "food_illness", 4, NOON},
    {"诺如病毒，班里一半人吐了", "food_illness", 4, NOON},
    {"吃到半个虫子，恶心死了", "foreign_matter", 3, NOON},
    {"同学吃海鲜过敏，脖子肿了呼吸困难", "food_illness", 4, NOON},
    {"玻璃渣把嘴扎破了", "foreign_matter", 4, NOON},
    {"食堂的汤洒了烫到脚", "other", 3, NOON},
    {"吃席吃出问题了 上吐下泻一宿舍", "food_illness", 4, NOON},
    {"拉了一天肚子", "food_illness", 3, NOON},
    {"肚子不舒服，可能是昨天晚饭的问题", "food_illness", 4, NOON},
    {"昨儿那顿炸鸡给我整窜了", "food_illness", 3, NOON},
    {"吃饭时有人被刀划伤", "other", 4, NOON},
    {"食堂天花板塌了一块", "other", 4, NOON},
    {"厨房燃气灶漏气", "kitchen_safety", 4, NOON},
    {NULL, NULL, 0, 0, 0}};

/* Danger that is asked about, denied, feared or only a word. */
static const sup_test_report no_dangers[] = {
    {"食堂的菜吃了会不会拉肚子？", "other", 1, NOON},
    {"还好没有人食物中毒", "", 0, NOON},
    {"担心吃坏肚子", "", 0, NOON},
    {"食堂最近有没有食物中毒的情况", "other", 1, NOON},
    {"今天的菜难吃到吐", "taste", 1, NOON},
    {"我要吐槽一下食堂的菜", "other", 1, NOON},
    {"食堂要注意预防食物中毒", "other", 1, NOON},
    {"油锅要是着火怎么办，食堂有灭火器吗", "other", 1, NOON},
    {"食堂离校医院远吗，怎么去医院", "other", 1, NOON},
    {"nobody got sick after eating, just asking", "", 0, NOON},
    {"Is there a risk of food poisoning from the cold dishes?", "taste", 1, NOON},
    {"食堂的新窗口火了，排队都说好吃", "queue", 1, NOON},
    {"吃了一学期食堂，从来没拉过肚子", "other", 1, NOON},
    {"食堂会不会着火", "other", 1, NOON},
    {"希望食堂厕所打扫干净", "other", 1, NOON},
    {"昨天食堂发的通知没看到，白跑一趟", "other", 1, NOON},
    {"吃了麻辣烫嘴都麻了，太辣", "", 0, NOON},
    {"花椒放太多，吃得麻麻的", "", 0, NOON},
    {"二楼的粥烧焦了还卖", "", 0, NOON},
    {"打饭窗口的面烧焦了", "taste", 1, NOON},
    {"请问食堂有没有过敏原标识，我对花生过敏", "variety", 1, NOON},
    {"校医院旁边的食堂太贵", "price", 1, NOON},
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
test_catering__a_complaint_gets_its_category_and_severity(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "catering", reports), 0);
}

static void
test_catering__words_of_trouble_without_trouble_are_not_taken(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "catering", others), 0);
}

static void
test_catering__several_ill_people_are_told_by_the_hook(void **state)
{
    Sup__Classification *c;

    (void)state;
    c = sup_test_classify(plugins, plugins->arena, "吃完饭，宿舍３个人拉肚子", -1, 5);
    assert_non_null(c);
    assert_string_equal(c->reasons[c->n_reasons - 1]->rule, "hook:catering");
    assert_string_equal(c->reasons[c->n_reasons - 1]->basis, "fsl_103");
    assert_int_equal(c->severity, SUP__CASE__SEVERITY__critical);
}

static void
test_catering__a_crowd_in_another_sentence_is_not_ill(void **state)
{
    Sup__Classification *c;

    (void)state;
    c = sup_test_classify(plugins, plugins->arena, "门口有500个人在排队。我拉肚子了", -1,
                          5);
    assert_non_null(c);
    assert_string_equal(c->category, "food_illness");
    assert_int_equal(c->severity, SUP__CASE__SEVERITY__serious);
    c = sup_test_classify(plugins, plugins->arena,
                          "食堂里有500个人在排队。我吃完饭拉肚子了", -1, 5);
    assert_non_null(c);
    assert_int_equal(c->severity, SUP__CASE__SEVERITY__critical);
    assert_string_not_equal(c->reasons[c->n_reasons - 1]->rule, "hook:catering");
}

static void
test_catering__danger_to_life_is_recognised_however_it_is_written(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "catering", dangers), 0);
}

static void
test_catering__danger_that_is_asked_about_or_denied_is_none(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "catering", no_dangers), 0);
}

/* Another domain may repair it, but life was in danger. */
static void
test_catering__danger_counts_also_when_another_domain_wins(void **state)
{
    static const char *const domains[] = {"catering", "repair", NULL};
    sup_test_plugins *both = sup_test_plugins_open_of(domains);
    Sup__Classification *c;

    (void)state;
    c = sup_test_classify(both, both->arena, "食堂天花板掉下来砸到同学头了", -1, 5);
    assert_non_null(c);
    assert_string_equal(c->domain, "repair");
    assert_int_equal(c->severity, SUP__CASE__SEVERITY__critical);
    assert_string_equal(c->reasons[c->n_reasons - 1]->domain, "catering");
    assert_string_equal(c->reasons[c->n_reasons - 1]->rule, "ot_emergency");
    sup_test_plugins_close(both);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catering__a_complaint_gets_its_category_and_severity),
        cmocka_unit_test(test_catering__words_of_trouble_without_trouble_are_not_taken),
        cmocka_unit_test(test_catering__several_ill_people_are_told_by_the_hook),
        cmocka_unit_test(test_catering__a_crowd_in_another_sentence_is_not_ill),
        cmocka_unit_test(
            test_catering__danger_to_life_is_recognised_however_it_is_written),
        cmocka_unit_test(test_catering__danger_that_is_asked_about_or_denied_is_none),
        cmocka_unit_test(test_catering__danger_counts_also_when_another_domain_wins),
    };

    return cmocka_run_group_tests_name("plugin catering", tests, setup, teardown);
}
