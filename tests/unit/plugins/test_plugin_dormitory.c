/* Golden tests of the dormitory plugin: what students write, and what it must become
 * beside the other domains; its checklist; its scores. Severity: 1 minor to 4 critical.
 */
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

#define NOON -1, 5

static const sup_test_report reports[] = {
    {"五号楼宿舍三楼走廊着火了，冒浓烟", "fire_hazard", 4, NOON},
    {"宿舍楼的安全出口晚上被锁上了，万一着火怎么跑", "fire_hazard", 3, NOON},
    {"女生公寓消防通道堆满了纸箱", "fire_hazard", 3, NOON},
    {"宿舍走廊的灭火器已经过期两年", "fire_hazard", 3, NOON},
    {"隔壁寝室天天用电磁炉煮火锅", "fire_hazard", 3, NOON},
    {"有人把电动车推进宿舍楼道里充电", "ebike", 3, NOON},
    {"室友把电瓶带到寝室充电", "ebike", 3, NOON},
    {"宿舍楼道没人打扫，地上全是瓜子壳", "public_hygiene", 1, NOON},
    {"七栋宿舍保洁阿姨好几天没来了", "public_hygiene", 1, NOON},
    {"三号楼宿舍厕所堵了，脏水漫出来", "washroom", 1, NOON},
    {"寝室楼的盥洗间臭得没法进", "washroom", 1, NOON},
    {"宿舍楼下垃圾桶满了没人清，臭死了", "rubbish", 1, NOON},
    {"宿舍里好多蟑螂，晚上爬到床上", "pests", 2, NOON},
    {"寝室有臭虫，我被咬了一身包", "pests", 2, NOON},
    {"There are rats in our dorm", "pests", 2, NOON},
    {"隔壁寝室半夜大声打游戏，吵得睡不着", "noise", 1, NOON},
    {"有陌生人混进女生宿舍推销", "access", 2, NOON},
    {"宿舍里电脑被偷了", "access", 2, NOON},
    {"女生浴室有人偷拍", "access", 3, NOON},
    {"宿舍门禁人脸识别坏了，进不去", "access", 2, NOON},
    {"宿舍门锁报修一周了还没人来修", "repair_slow", 2, NOON},
    {"报修了三次，宿舍的阳台门一直没修", "repair_slow", 2, NOON},
    {"寝室衣柜门掉了", "room_fittings", 1, NOON},
    {"宿舍上铺床板断了", "room_fittings", 1, NOON},
    {"寝室吊扇掉下来差点砸到人", "room_fittings", 3, NOON},
    {"宿舍热水不热，洗澡都是冷水", "bath_water", 2, NOON},
    {"浴室热水忽冷忽热", "bath_water", 2, NOON},
    {"六号楼没有热水洗澡已经两天", "bath_water", 2, NOON},
    {"澡堂九点就提前关门，热水供应时间太短", "bath_water", 2, NOON},
    {"淋浴的时候突然变烫，把背烫伤了", "bath_water", 3, NOON},
    {"No hot water in the dorm shower again", "bath_water", 2, NOON},
    {"浴室地漏堵了，全是头发", "bath_place", 1, NOON},
    {"在澡堂滑倒了，地面太滑", "bath_place", 2, NOON},
    {"浴室花洒坏了两个", "bath_place", 1, NOON},
    {"宿舍直饮水有怪味，水里有白色漂浮物", "water_quality", 3, NOON},
    {"喝了宿舍饮水机的水拉肚子", "water_quality", 4, NOON},
    {"饮水机滤芯好久没换了", "water_quality", 3, NOON},
    {"二楼饮水机坏了不出水", "water_supply", 1, NOON},
    {"洗衣机坏了，衣服拿不出来", "laundry_machine", 1, NOON},
    {"洗衣房的烘干机冒烟了", "laundry_machine", 4, NOON},
    {"洗衣机里全是毛絮，越洗越脏", "laundry_hygiene", 1, NOON},
    {"洗衣机里都是头发", "laundry_hygiene", 1, NOON},
    {"洗衣机涨价了，烘干太贵", "service_price", 1, NOON},
    {"饮水机收费没公示", "service_price", 1, NOON},
    {"洗澡水卡多扣了两块钱，一直不退", "service_charge", 2, NOON},
    {"洗衣机没洗却扣了钱", "service_charge", 2, NOON},
    {"宿管阿姨态度很差，动不动就骂人", "staff_manner", 1, NOON},
    {"宿舍几点锁门", "other", 1, NOON},
    {"给三号楼宿管点赞", "other", 1, NOON},
    {"我们宿舍楼的大门晚上十一点用铁链锁死", "fire_hazard", 3, NOON},
    {"有室友把滑板车电池放床底充电", "ebike", 3, NOON},
    {"浴室的水突然很烫", "bath_water", 3, NOON},
    {"有男的跟踪女生到宿舍楼下", "access", 3, NOON},
    {"宿舍蚊子太多了", "pests", 2, NOON},
    {"宿管阿姨态度特别好，点赞", "other", 1, NOON},
    {"室友都没人抽烟，挺好", "", 0, NOON},
    {"The washing machine ate my money", "service_charge", 2, NOON},
    {NULL, NULL, 0, 0, 0}};

/* Other domains' reports, and words of trouble that report none. */
static const sup_test_report others[] = {{"宿舍没有老鼠，也没有蟑螂", "other", 1, NOON},
                                         {"图书馆几点闭馆", "", 0, NOON},
                                         {NULL, NULL, 0, 0, 0}};
static const sup_test_report of_catering[] = {
    {"饭里吃出一根头发", "foreign_matter", 2, NOON},
    {"昨晚在二食堂吃完麻辣烫，我们宿舍四个人都拉肚子了", "food_illness", 4, NOON},
    {NULL, NULL, 0, 0, 0}};
static const sup_test_report of_energy[] = {
    {"洗衣房的洗衣机漏电，手麻了", "electric_shock", 4, NOON},
    {"宿舍跳闸了，没电", "power_outage", 2, NOON},
    {"我们宿舍电费多扣了二十", "billing", 2, NOON},
    {"整栋宿舍停水", "water_outage", 3, NOON},
    {NULL, NULL, 0, 0, 0}};

static sup_test_plugins *plugins;
static const sup_rulebook *dormitory;

static int
setup(void **state)
{
    (void)state;
    plugins = sup_test_plugins_open_all();
    dormitory = sup_test_plugins_book(plugins, "dormitory");
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
test_dormitory__a_complaint_gets_its_category_and_severity(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "dormitory", reports), 0);
}

static void
test_dormitory__other_domains_keep_their_reports(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "dormitory", others), 0);
    assert_int_equal(sup_test_reports(plugins, "catering", of_catering), 0);
    assert_int_equal(sup_test_reports(plugins, "energy", of_energy), 0);
}

static void
test_dormitory__the_checklist_has_the_plans_sections_and_a_daily_check(void **state)
{
    static const char *const sections[] = {
        "公共区域环境卫生",   "报修处理", "洗浴热水", "饮水", "洗衣",
        "外包服务质量和价格", NULL};

    (void)state;
    sup_test_checklist(dormitory, sections, 15);
    sup_test_daily(dormitory, 8);
}

static void
test_dormitory__drinking_water_keeps_the_limits_of_gb_5749(void **state)
{
    const Sup__Item *chlorine = sup_test_item(dormitory, "water_chlorine");
    const Sup__Item *turbidity = sup_test_item(dormitory, "water_turbidity");
    const Sup__Item *ph = sup_test_item(dormitory, "water_ph");

    (void)state;
    assert_true(chlorine->at_least->value == 0.05 && chlorine->at_most == NULL);
    assert_true(turbidity->at_most->value == 1 && turbidity->at_least == NULL);
    assert_true(ph->at_least->value == 6.5 && ph->at_most->value == 8.5);
    assert_string_equal(chlorine->basis[0], "gb5749");
}

/* 20 done, 18 on time, 2 of them came back, 4 still open too late: (18 - 2) / 24. */
static void
test_dormitory__repairs_are_scored_from_what_was_due(void **state)
{
    static const double figures[] = {20, 18, 2, 4}, none[] = {0, 0, 0, 0},
                        worse[] = {20, 17, 2, 4}, reopened[] = {20, 18, 3, 4},
                        overdue[] = {20, 18, 2, 5}, bad[] = {20, 21, 0, 0};
    sup_test_points p;

    (void)state;
    assert_int_equal(sup_test_score(dormitory, "repair_handling", figures, 4, &p), 1);
    assert_true(p.points > 0.6666 && p.points < 0.6667);
    assert_string_equal(p.explanation,
                        "应办结24件，按时办结18件，重开2件，超时未办结4件");
    assert_string_equal(p.explanation_en, "Due 24: on time 18, reopened 2, overdue 4");
    assert_int_equal(sup_test_score(dormitory, "repair_handling", worse, 4, &p), 1);
    assert_true(p.points < 0.6666);
    assert_int_equal(sup_test_score(dormitory, "repair_handling", reopened, 4, &p), 1);
    assert_true(p.points < 0.6666);
    assert_int_equal(sup_test_score(dormitory, "repair_handling", overdue, 4, &p), 1);
    assert_true(p.points < 0.6666);
    assert_int_equal(sup_test_score(dormitory, "repair_handling", none, 4, &p), 1);
    assert_true(p.points < 0);
    assert_int_equal(sup_test_score(dormitory, "repair_handling", bad, 4, &p), -1);
    assert_int_equal(sup_test_score(dormitory, "repair_handling", figures, 3, &p), -1);
    assert_int_equal(sup_test_score(dormitory, "corridor_litter", figures, 4, &p), -1);
}

/* 0.63 for 0.60 is 5 % over: half of the points, none from 10 %. */
static void
test_dormitory__a_price_over_the_contract_loses_points(void **state)
{
    static const double agreed[] = {0.6, 0.6}, over[] = {0.63, 0.6}, twice[] = {1.2, 0.6},
                        free_[] = {0.6, 0};
    sup_test_points p;

    (void)state;
    assert_int_equal(sup_test_score(dormitory, "price_charged", agreed, 2, &p), 1);
    assert_true(p.points == 1);
    assert_int_equal(sup_test_score(dormitory, "price_charged", over, 2, &p), 1);
    assert_true(p.points > 0.499 && p.points < 0.501);
    assert_string_equal(p.explanation_en, "Actual 0.63, agreed 0.60, 5.0% over");
    assert_int_equal(sup_test_score(dormitory, "price_charged", twice, 2, &p), 1);
    assert_true(p.points == 0);
    assert_int_equal(sup_test_score(dormitory, "price_charged", free_, 2, &p), -1);
}

/* --- filled checklists --- */

/* What was lost of the weights that applied, by hand:
 *   common, 51: 4 stains, 2 above 2 of 8, 1/4 of 8 = 2; washrooms 3 of 4, 2; an
 *       e-bike, 8, once before: x 1.5 = 12.
 *       (51 - 16) / 51 = 68.627451 %
 *   repairs, 30: 20 done, 18 on time, 2 reopened, 4 overdue: (18 - 2) / 24, a third
 *       of 12 = 4: above 0.6, not failed.
 *       (30 - 4) / 30 = 86.666667 %
 *   bath, 28: 35 °C, 10.
 *       (28 - 10) / 28 = 64.285714 %
 *   water, 28: filtered water has no chlorine; no record of filters, 6.
 *       (28 - 6) / 28 = 78.571429 %
 *   laundry, 23: drums 2 of 3, a third of 6 = 2.
 *       (23 - 2) / 23 = 91.304348 %
 *   outsourced, 23: 0.63 for 0.60 is 5 % over, 1/2 of 8 = 4.
 *       (23 - 4) / 23 = 82.608696 %
 * 0.25 x 68.627451 + 0.20 x 86.666667 + 0.15 x 64.285714 + 0.15 x 78.571429 + 0.10 x
 *   91.304348 + 0.15 x 82.608696
 *   = 77.440507: fair, and no key item makes it worse. */
static const sup_test_filled whole[] = {
    /* 公共区域环境卫生 */
    BREAKS("corridor_litter", 2, 4),
    LOSES("washroom_clean", 2, 3),
    PASSES("bins_emptied"),
    PASSES("exits_clear"),
    PASSES("fire_equipment"),
    FAILS_AGAIN("ebike_none", 1, 12),
    PASSES("pest_signs"),
    /* 报修处理 */
    SYSTEM("repair_handling", 'P', 4),
    READS("repair_sample", 0),
    PASSES("repair_channel"),
    READS("repair_revisit", 0),
    /* 洗浴热水 */
    BREAKS("bath_temp", 10, 35),
    PASSES("bath_hours"),
    READS("bath_broken", 0),
    PASSES("bath_floor"),
    /* 饮水 */
    SKIPS("water_chlorine"),
    READS("water_turbidity", 1),
    READS("water_ph", 7.2),
    PASSES("dispenser_clean"),
    FAILS("filter_record", 6),
    READS("water_points", 0),
    /* 洗衣 */
    READS("laundry_work", 0),
    LOSES("laundry_drum", 2, 2),
    PASSES("laundry_record"),
    PASSES("laundry_power"),
    /* 外包服务质量和价格 */
    PASSES("price_shown"),
    BREAKS("price_charged", 4, 0.63, 0.6),
    READS("refund_done", 0),
    PASSES("service_board"),
    {0}};

static const sup_case_handled live = {.complaints = {0, 0, 0, 0},
                                      .repairs = {20, 18, 2, 4}};

static const sup_test_section whole_sections[] = {{"common", 68.63, 2},
                                                  {"repairs", 86.67, 0},
                                                  {"bath", 64.29, 1},
                                                  {"water", 78.57, 1},
                                                  {"laundry", 91.3, 0},
                                                  {"outsourced", 82.61, 1},
                                                  {0}};

static void
test_dormitory__a_comprehensive_check_comes_out_as_by_hand(void **state)
{
    const sup_test_golden golden = {
        .template = "comprehensive",
        .rows = whole,
        .figures = &live,
        .sections = whole_sections,
        .percent = 77.44,
        .arithmetic = 77.44,
        .grade = "fair",
        .failures = 5,
        .critical = 1,
        .skipped = 1,
        .explanation = "适用 28 项，不合格 5 项，得分 77.44%，等级：合格。",
        .explanation_en = "28 items applied, 5 of them failed: 77.44%, grade: Fair."};
    sup_test_scored scored = sup_test_golden_check(dormitory, &golden);

    (void)state;
    assert_string_equal(
        sup_test_line(&scored, "repair_handling")->answer,
        "系统数据：办结 20 件，其中按时 18 件、重开 2 件；现超时未办结 4 件");
    assert_string_equal(sup_test_line(&scored, "repair_handling")->explanation,
                        "应办结24件，按时办结18件，重开2件，超时未办结4件");
    assert_string_equal(sup_test_line(&scored, "ebike_none")->explanation,
                        "近 30 天内此前已有 1 次不合格，失分按 1.5 倍计");
    assert_string_equal(sup_test_line(&scored, "price_charged")->explanation_en,
                        "Actual 0.63, agreed 0.60, 5.0% over");
    assert_string_equal(sup_test_line(&scored, "water_turbidity")->answer,
                        "1 NTU（应不超过 1 NTU）");
    sup_test_arena_destroy(scored.arena);
}

/* No repair was due: the item says so and does not apply; what is left is all well. */
static void
test_dormitory__where_no_repair_was_due_the_others_count(void **state)
{
    static const sup_case_handled figures;
    static const sup_test_filled rows[] = {SYSTEM("repair_handling", '-', 0),
                                           READS("repair_sample", 0),
                                           PASSES("repair_channel"),
                                           READS("repair_revisit", 0),
                                           {0}};
    const sup_test_golden golden = {
        .template = "partial_repairs",
        .rows = rows,
        .figures = &figures,
        .percent = 100,
        .arithmetic = 100,
        .grade = "excellent",
        .skipped = 1,
        .explanation = "适用 3 项，不合格 0 项，得分 100.00%，等级：优秀。",
        .explanation_en =
            "3 items applied, 0 of them failed: 100.00%, grade: Excellent."};
    sup_test_scored scored = sup_test_golden_check(dormitory, &golden);

    (void)state;
    assert_string_equal(sup_test_line(&scored, "repair_handling")->explanation,
                        "本期没有应办结的事项");
    sup_test_arena_destroy(scored.arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dormitory__a_complaint_gets_its_category_and_severity),
        cmocka_unit_test(test_dormitory__other_domains_keep_their_reports),
        cmocka_unit_test(
            test_dormitory__the_checklist_has_the_plans_sections_and_a_daily_check),
        cmocka_unit_test(test_dormitory__drinking_water_keeps_the_limits_of_gb_5749),
        cmocka_unit_test(test_dormitory__repairs_are_scored_from_what_was_due),
        cmocka_unit_test(test_dormitory__a_price_over_the_contract_loses_points),
        cmocka_unit_test(test_dormitory__a_comprehensive_check_comes_out_as_by_hand),
        cmocka_unit_test(test_dormitory__where_no_repair_was_due_the_others_count),
    };

    return cmocka_run_group_tests_name("plugin dormitory", tests, setup, teardown);
}
