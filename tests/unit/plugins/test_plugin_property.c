/* Golden tests of the property plugin: what people write, and what it must become beside
 * the other domains; its checklist; its scores. Severity: 1 minor to 4 critical. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "cases/sup_case.h"
#include "sup_test_checklist.h"
#include "sup_test_golden.h"
#include "sup_test_plugins.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

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

/* Somebody in a lift is not somebody trapped in it. */
static const sup_test_report of_lifts[] = {
    {"电梯里有人抽烟", "public_order", 1, NOON},
    {"电梯里有人抽烟，呛死了", "public_order", 1, NOON},
    {"电梯里有人吐痰", "public_order", 1, NOON},
    {"电梯口有人打架", "security", 3, NOON},
    {"电梯坏了好几天没有人来修", "lift", 3, NOON},
    {"电梯门关不上，有人差点夹到", "lift", 3, NOON},
    {"没有电梯，搬东西很困难", "", 0, NOON},
    {"教学楼电梯里有人大声打电话", "", 0, NOON},
    {"电梯会不会困人", "", 0, NOON},
    {"电梯里有人被困", "lift", 4, NOON},
    {"电梯里有人喊救命", "lift", 4, NOON},
    {"电梯里关着两个人", "lift", 4, NOON},
    {"电梯停了，里面还有人", "lift", 4, NOON},
    {"电梯里有人，门打不开", "lift", 4, NOON},
    {"电梯里有个女生晕倒了", "lift", 4, NOON},
    {"同学被关在电梯里面出不来", "lift", 4, NOON},
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
test_property__people_in_a_lift_are_not_people_trapped_in_it(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "property", of_lifts), 0);
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

/* --- filled checklists --- */

/* What was lost of the weights that applied, by hand:
 *   hygiene, 32: 5 spots, 2 above 3 of 9, 2/9 of 8 = 1.7778; restrooms 2 of 4, 4:
 *       below 0.6, failed.
 *       (32 - 5.7778) / 32 = 81.944444 %
 *   online, 37: 8 done, 5 on time, 1 reopened, 2 overdue: (5 - 1) / 10 = 0.4, 0.6 of
 *       12 = 7.20.
 *       (37 - 7.2) / 37 = 80.540541 %
 *   waste, 22: bins not marked, 5, three times before: x 1.5 = 7.50, not 3 x; no
 *       kitchen.
 *       (22 - 7.5) / 22 = 65.909091 %
 *   safety, 73: a loose window, 6.
 *       (73 - 6) / 73 = 91.780822 %
 *   order, 18: 6 parked wrongly, 3 above 3 of 12, 1/4 of 4 = 1; one black picture of
 *       5, 1/5 of 5 = 1.
 *       (18 - 2) / 18 = 88.888889 %
 *   complaints, 22: 10 done, 9 on time: 0.9, 0.1 of 12 = 1.20.
 *       (22 - 1.2) / 22 = 94.545455 %
 * 0.20 x 81.944444 + 0.20 x 80.540541 + 0.15 x 65.909091 + 0.25 x 91.780822 + 0.10 x
 *   88.888889 + 0.10 x 94.545455
 *   = 83.672: good, but for the key item. */
static const sup_test_filled whole[] = {
    /* 环境卫生 */
    BREAKS("floor_litter", 16.0 / 9, 5),
    BREAKS("restroom_clean", 4, 2),
    READS("restroom_works", 0),
    READS("grounds_litter", 0),
    PASSES("cleaning_record"),
    PASSES("pest_control"),
    /* 师生网上报修 */
    READS("online_accept", 6),
    SYSTEM("online_handling", 'X', 7.2),
    READS("online_sample", 0),
    PASSES("online_entry"),
    READS("online_revisit", 0),
    /* 垃圾清运 */
    READS("bins_full", 0),
    PASSES("station_clean"),
    PASSES("truck_closed"),
    FAILS_AGAIN("sorting_bins", 3, 7.5),
    SKIPS("kitchen_waste"),
    /* 安全管理 */
    PASSES("exits_clear"),
    READS("fire_lane", 0),
    PASSES("fire_equipment"),
    PASSES("ebike_none"),
    PASSES("lift_inspection"),
    PASSES("lift_notice"),
    PASSES("lift_alarm"),
    PASSES("lift_upkeep"),
    FAILS("facade_firm", 6),
    READS("manholes", 0),
    READS("patrol_record", 0),
    /* 公共区域秩序维护 */
    PASSES("gate_guard"),
    BREAKS("parking_order", 1, 6),
    READS("posters", 0),
    BREAKS("cameras", 1, 1),
    /* 学生投诉处理 */
    SYSTEM("complaint_handling", 'P', 1.2),
    READS("complaint_sample", 0),
    PASSES("complaint_channel"),
    {0}};

static const sup_case_handled live = {.complaints = {10, 9, 0, 0},
                                      .repairs = {8, 5, 1, 2}};

static const sup_test_section whole_sections[] = {{"hygiene", 81.94, 2},
                                                  {"online", 80.54, 1},
                                                  {"waste", 65.91, 1},
                                                  {"safety", 91.78, 1},
                                                  {"order", 88.89, 2},
                                                  {"complaints", 94.55, 0},
                                                  {0}};

static void
test_property__a_comprehensive_check_comes_out_as_by_hand(void **state)
{
    const sup_test_golden golden = {
        .template = "comprehensive",
        .rows = whole,
        .figures = &live,
        .sections = whole_sections,
        .percent = 83.67,
        .arithmetic = 83.67,
        .grade = "fair",
        .cap = SUP__SCORE__CAP__critical,
        .failures = 7,
        .critical = 1,
        .skipped = 1,
        .explanation =
            "适用 33 项，不合格 7 项，得分 83.67%；1 项关键项不合格，等级不高于合格。",
        .explanation_en = "33 items applied, 7 of them failed: 83.67%; failed key items: "
                          "1, so the grade is Fair at best."};
    sup_test_scored scored = sup_test_golden_check(property, &golden);

    (void)state;
    assert_string_equal(sup_test_line(&scored, "online_handling")->explanation,
                        "应办结10件，按时办结5件，重开1件，超时未办结2件");
    assert_string_equal(sup_test_line(&scored, "complaint_handling")->explanation_en,
                        "Due 10: on time 9, reopened 0, overdue 0");
    assert_string_equal(sup_test_line(&scored, "sorting_bins")->explanation,
                        "近 30 天内此前已有 3 次不合格，失分按 1.5 倍计");
    sup_test_arena_destroy(scored.arena);
}

/* A lift past its inspection: (26 - 10) / 26. The sum is told, the score is 0. */
static void
test_property__a_lift_past_its_inspection_is_a_veto(void **state)
{
    static const sup_test_filled rows[] = {FAILS("lift_inspection", 10),
                                           PASSES("lift_notice"),
                                           PASSES("lift_alarm"),
                                           PASSES("lift_upkeep"),
                                           {0}};
    const sup_test_golden golden = {
        .template = "special_lift",
        .rows = rows,
        .percent = 0,
        .arithmetic = 61.54,
        .grade = "",
        .cap = SUP__SCORE__CAP__veto,
        .failures = 1,
        .critical = 1,
        .explanation =
            "适用 4 项，不合格 1 项，得分 61.54%；1 项一票否决项不合格，总分计 0"
            "，不评等级。",
        .explanation_en =
            "4 items applied, 1 of them failed: 61.54%; failed vetoes: 1, so "
            "there are no points and no grade."};
    sup_test_scored scored = sup_test_golden_check(property, &golden);

    (void)state;
    sup_test_arena_destroy(scored.arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_property__a_complaint_gets_its_category_and_severity),
        cmocka_unit_test(test_property__other_domains_keep_their_reports),
        cmocka_unit_test(test_property__people_in_a_lift_are_not_people_trapped_in_it),
        cmocka_unit_test(
            test_property__the_checklist_has_the_plans_sections_and_a_daily_check),
        cmocka_unit_test(test_property__a_lift_past_its_inspection_fails_the_check),
        cmocka_unit_test(
            test_property__complaints_and_requests_are_scored_from_what_was_due),
        cmocka_unit_test(test_property__a_comprehensive_check_comes_out_as_by_hand),
        cmocka_unit_test(test_property__a_lift_past_its_inspection_is_a_veto),
    };

    return cmocka_run_group_tests_name("plugin property", tests, setup, teardown);
}
