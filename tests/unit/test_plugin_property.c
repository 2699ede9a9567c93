/* Golden tests of the property plugin: what people write, and what it must become beside
 * the other domains; its checklist; its scores. Severity: 1 minor to 4 critical. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "sup_test_checklist.h"
#include "sup_test_plugins.h"

#define NOON -1, 5

static const sup_test_report reports[] = {
    {"三号教学楼楼梯好几天没人打扫，全是灰尘", "building_hygiene", 1, NOON},
    {"图书馆自习室桌子很脏，都是口香糖", "building_hygiene", 1, NOON},
    {"The library floor is filthy", "building_hygiene", 1, NOON},
    {"教学楼厕所臭得要命，没人打扫", "restroom", 1, NOON},
    {"卫生间没有洗手液，烘手机也坏了", "restroom", 1, NOON},
    {"实验楼二楼男厕所堵了", "restroom", 1, NOON},
    {"操场旁边草坪全是垃圾和狗屎", "grounds", 1, NOON},
    {"校园道路积水严重，鞋都湿了", "grounds", 1, NOON},
    {"下雪后台阶结冰没人铲，很滑", "ground_hazard", 2, NOON},
    {"教学楼走廊蚊子特别多", "pests", 1, NOON},
    {"自行车棚上面有个马蜂窝", "pests", 2, NOON},
    {"网上报修提交了一周还没人来修", "online_repair", 2, NOON},
    {"报修系统打不开，一直提交失败", "online_repair", 2, NOON},
    {"网上报修没人来修，平台却显示已完成", "online_repair", 2, NOON},
    {"教室的投影仪坏了，上不了课", "facility", 1, NOON},
    {"图书馆三楼的椅子坏了好几把", "facility", 1, NOON},
    {"食堂后面的垃圾桶满了没人清", "rubbish", 1, NOON},
    {"垃圾车一路滴漏，污水洒了一路", "rubbish", 1, NOON},
    {"分好的垃圾又混在一起倒在一车", "sorting", 1, NOON},
    {"教学楼的安全出口被锁了", "fire_safety", 3, NOON},
    {"私家车停在消防通道上", "fire_safety", 3, NOON},
    {"灭火器都过期了没人换", "fire_safety", 3, NOON},
    {"图书馆一楼着火了", "fire_safety", 4, NOON},
    {"Fire exit in the teaching building is locked", "fire_safety", 3, NOON},
    {"电动车停满了教学楼门厅和楼道", "fire_safety", 3, NOON},
    {"我们被困在电梯里了", "lift", 4, NOON},
    {"办公楼电梯一直异响，门关不上", "lift", 3, NOON},
    {"电梯里的检验合格证过期了", "lift", 3, NOON},
    {"行政楼外墙瓷砖掉下来，差点砸到人", "falling", 3, NOON},
    {"图书馆门口窨井盖没了", "ground_hazard", 3, NOON},
    {"人行道地砖翘起，我绊倒了", "ground_hazard", 2, NOON},
    {"晚上门岗保安在睡觉，谁都能随便进", "guard", 2, NOON},
    {"停车棚的监控坏了", "guard", 2, NOON},
    {"教学楼里到处是发传单推销的", "public_order", 1, NOON},
    {"图书馆占座太严重了没人管", "public_order", 1, NOON},
    {"车棚里电动车被偷了", "security", 2, NOON},
    {"操场上有人打架", "security", 3, NOON},
    {"有人持刀在校门口", "security", 4, NOON},
    {"外卖电动车在校园里超速飙车", "parking", 2, NOON},
    {"停车位不够，私家车乱停", "parking", 1, NOON},
    {"被流浪狗追着咬了", "stray_animals", 3, NOON},
    {"图书馆附近好多流浪猫", "stray_animals", 2, NOON},
    {"投诉了三次物业，没人回复", "complaint", 2, NOON},
    {"物业互相推诿踢皮球", "complaint", 2, NOON},
    {"门卫态度恶劣，骂学生", "staff_manner", 1, NOON},
    {"给保洁阿姨点赞", "other", 1, NOON},
    {"消防车道停满了私家车", "fire_safety", 3, NOON},
    {"教学楼外墙掉砖", "falling", 3, NOON},
    {"路上有个大坑", "ground_hazard", 2, NOON},
    {"The elevator is stuck with people inside", "lift", 4, NOON},
    {"教学楼前面在放鞭炮", "fire_safety", 3, NOON},
    {"保安大叔态度真好", "other", 1, NOON},
    {"物业态度不好", "staff_manner", 1, NOON},
    {NULL, NULL, 0, 0, 0}};

static const sup_test_report others[] = {{"图书馆几点闭馆", "", 0, NOON},
                                         {"期末复习在哪里比较好", "", 0, NOON},
                                         {NULL, NULL, 0, 0, 0}};
static const sup_test_report of_catering[] = {
    {"饭里吃出一根头发", "foreign_matter", 2, NOON},
    {"食堂地上全是油，桌子没人擦", "hall_hygiene", 1, NOON},
    {"二食堂后厨有老鼠", "pests", 3, NOON},
    {NULL, NULL, 0, 0, 0}};
static const sup_test_report of_dormitory[] = {
    {"宿舍楼下垃圾桶满了没人清，臭死了", "rubbish", 1, NOON},
    {"寝室楼的盥洗间臭得没法进", "washroom", 1, NOON},
    {"女生公寓消防通道堆满了纸箱", "fire_hazard", 3, NOON},
    {"宿舍门锁报修一周了还没人来修", "repair_slow", 2, NOON},
    {"宿舍里电脑被偷了", "access", 2, NOON},
    {NULL, NULL, 0, 0, 0}};
static const sup_test_report of_energy[] = {{"教学楼停电了", "power_outage", 2, NOON},
                                            {"路灯坏了好几盏", "lighting", 1, NOON},
                                            {NULL, NULL, 0, 0, 0}};

static sup_test_plugins *plugins;
static const sup_rulebook *property;

static int
setup(void **state)
{
    (void)state;
    plugins = sup_test_plugins_open_all();
    property = sup_test_plugins_book(plugins, "property");
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
test_property__a_complaint_gets_its_category_and_severity(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "property", reports), 0);
    assert_int_equal(sup_test_reports(plugins, "property", others), 0);
}

static void
test_property__other_domains_keep_their_reports(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "catering", of_catering), 0);
    assert_int_equal(sup_test_reports(plugins, "dormitory", of_dormitory), 0);
    assert_int_equal(sup_test_reports(plugins, "energy", of_energy), 0);
}

static void
test_property__the_checklist_has_the_plans_sections_and_a_daily_check(void **state)
{
    static const char *const sections[] = {"环境卫生", "师生网上报修",     "垃圾清运",
                                           "安全管理", "公共区域秩序维护", "学生投诉处理",
                                           NULL};

    (void)state;
    sup_test_checklist(property, sections, 15);
    sup_test_daily(property, 8);
}

static void
test_property__a_lift_past_its_inspection_fails_the_check(void **state)
{
    const Sup__Item *lift = sup_test_item(property, "lift_inspection");

    (void)state;
    assert_true(lift->veto);
    assert_string_equal(lift->basis[0], "equipment_40");
    assert_true(sup_test_item(property, "exits_clear")->critical);
    assert_string_equal(sup_test_item(property, "exits_clear")->basis[0], "fire_28");
}

/* 40 closed, 36 on time, 4 came back, none open: (36 - 4) / 40. */
static void
test_property__complaints_and_requests_are_scored_from_what_was_due(void **state)
{
    static const double figures[] = {40, 36, 4, 0}, hopeless[] = {4, 1, 3, 10},
                        negative[] = {4, -1, 0, 0};
    sup_test_points p;

    (void)state;
    assert_int_equal(sup_test_score(property, "complaint_handling", figures, 4, &p), 1);
    assert_true(p.points > 0.7999 && p.points < 0.8001);
    assert_int_equal(sup_test_score(property, "online_handling", figures, 4, &p), 1);
    assert_true(p.points > 0.7999 && p.points < 0.8001);
    assert_string_equal(p.explanation,
                        "应办结40件，按时办结36件，重开4件，超时未办结0件");
    assert_int_equal(sup_test_score(property, "complaint_handling", hopeless, 4, &p), 1);
    assert_true(p.points == 0);
    assert_int_equal(sup_test_score(property, "complaint_handling", negative, 4, &p), -1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_property__a_complaint_gets_its_category_and_severity),
        cmocka_unit_test(test_property__other_domains_keep_their_reports),
        cmocka_unit_test(
            test_property__the_checklist_has_the_plans_sections_and_a_daily_check),
        cmocka_unit_test(test_property__a_lift_past_its_inspection_fails_the_check),
        cmocka_unit_test(
            test_property__complaints_and_requests_are_scored_from_what_was_due),
    };

    return cmocka_run_group_tests_name("plugin property", tests, setup, teardown);
}
