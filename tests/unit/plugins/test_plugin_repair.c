/* Golden tests of the repair plugin: what people write, and what it must become beside
 * the other domains; its checklist; its scores. Severity: 1 minor to 4 critical. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "sup_test_checklist.h"
#include "sup_test_golden.h"
#include "sup_test_plugins.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#define NOON -1, 5

static const sup_test_report reports[] = {
    {"办公室门锁坏了打不开", "door_window", 1, NOON},
    {"三楼会议室窗户关不严", "door_window", 1, NOON},
    {"The office door lock is broken", "door_window", 1, NOON},
    {"课桌断了一条腿", "furniture", 1, NOON},
    {"办公室柜子门变形了", "furniture", 1, NOON},
    {"办公室洗手池裂了", "plumbing", 1, NOON},
    {"请来疏通一下下水，管道堵了", "plumbing", 1, NOON},
    {"办公室插座松了，灯管不亮", "electric_small", 1, NOON},
    {"会议室墙皮起皮发霉", "wall_floor", 1, NOON},
    {"办公室地砖空鼓翘起来了", "wall_floor", 1, NOON},
    {"顶楼办公室一下雨就漏水", "leak", 2, NOON},
    {"去年刚修的屋面又漏雨了", "leak", 2, NOON},
    {"实训车间吊扇摇摇欲坠", "loose_danger", 3, NOON},
    {"阅览室吊顶塌了下来", "loose_danger", 3, NOON},
    {"派单三天了维修师傅一直不来", "dispatch_slow", 2, NOON},
    {"维修师傅说等配件，等了半个月", "dispatch_slow", 2, NOON},
    {"维修电话打不通", "dispatch_slow", 2, NOON},
    {"办公室空调架修了三次还是松", "rework", 2, NOON},
    {"刚修好又坏了，治标不治本", "rework", 2, NOON},
    {"没人来修，维修单状态却写着已修好", "false_close", 2, NOON},
    {"维修工代签字，我根本没见到人", "false_close", 2, NOON},
    {"师傅修完一地碎玻璃不收拾", "work_left", 1, NOON},
    {"维修师傅私下收了我50块", "repair_charge", 2, NOON},
    {"维修人员态度差，还在办公室抽烟", "worker_manner", 1, NOON},
    {"工地脚手架倒了，砸到人", "site_safety", 4, NOON},
    {"楼道里电焊火花乱飞，旁边都是纸箱", "site_safety", 3, NOON},
    {"施工挖的坑没有围挡没有警示", "site_safety", 3, NOON},
    {"刷外墙的工人没系安全带", "site_safety", 3, NOON},
    {"装修材料堵住了安全出口", "site_safety", 3, NOON},
    {"焊工无证上岗", "site_safety", 3, NOON},
    {"装修工地起火了", "site_safety", 4, NOON},
    {"刚装修的教室墙面开裂，质量太差", "works_quality", 2, NOON},
    {"工程偷工减料，地坪起皮", "works_quality", 2, NOON},
    {"操场改造拖了半年还没好", "works_delay", 2, NOON},
    {"The renovation of the gym is delayed again", "works_delay", 2, NOON},
    {"施工电钻声太吵，影响上课", "works_nuisance", 1, NOON},
    {"工地扬尘太大，窗户都不敢开", "works_nuisance", 1, NOON},
    {"装修改造工程没有验收就使用", "works_acceptance", 2, NOON},
    {"还在质保期内，施工单位推来推去不管", "works_acceptance", 2, NOON},
    {"请问报修去哪里登记", "other", 1, NOON},
    {"给维修师傅点赞，又快又好", "other", 1, NOON},
    {"大厅玻璃门碎了划伤人", "loose_danger", 3, NOON},
    {"食堂的椅子断了，摔了一跤", "loose_danger", 3, NOON},
    {"教室凳子散架，同学摔倒受伤", "loose_danger", 3, NOON},
    {"食堂的椅子断了，差点摔倒", "furniture", 1, NOON},
    {"食堂窗口玻璃碎了", "door_window", 1, NOON},
    {"修水龙头收了我二十块钱", "repair_charge", 2, NOON},
    {"维修师傅来了看一眼就走了", "rework", 2, NOON},
    {"新刷的墙掉皮了", "works_quality", 2, NOON},
    {"The ceiling in my office is leaking", "leak", 2, NOON},
    {"维修师傅态度很好", "other", 1, NOON},
    {NULL, NULL, 0, 0, 0}};

static const sup_test_report others[] = {{"图书馆几点闭馆", "", 0, NOON},
                                         {"手机摔坏了在哪买膜", "", 0, NOON},
                                         {NULL, NULL, 0, 0, 0}};
static const sup_test_report of_dormitory[] = {
    {"宿舍门锁报修一周了还没人来修", "repair_slow", 2, NOON},
    {"寝室衣柜门掉了", "room_fittings", 1, NOON},
    {"寝室吊扇掉下来差点砸到人", "room_fittings", 3, NOON},
    {"洗衣机坏了，衣服拿不出来", "laundry_machine", 1, NOON},
    {NULL, NULL, 0, 0, 0}};
static const sup_test_report of_property[] = {
    {"网上报修提交了一周还没人来修", "online_repair", 2, NOON},
    {"行政楼外墙瓷砖掉下来，差点砸到人", "falling", 3, NOON},
    {"教学楼的安全出口被锁了", "fire_safety", 3, NOON},
    {"我们被困在电梯里了", "lift", 4, NOON},
    {NULL, NULL, 0, 0, 0}};
static const sup_test_report of_energy[] = {
    {"教学楼停电了，跳闸了", "power_outage", 2, NOON},
    {"水管爆了，走廊被淹了", "pipe_burst", 3, NOON},
    {NULL, NULL, 0, 0, 0}};

static sup_test_plugins *plugins;
static const sup_rulebook *repair;

static int
setup(void **state)
{
    (void)state;
    plugins = sup_test_plugins_open_all();
    repair = sup_test_plugins_book(plugins, "repair");
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
test_repair__a_complaint_gets_its_category_and_severity(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "repair", reports), 0);
    assert_int_equal(sup_test_reports(plugins, "repair", others), 0);
}

static void
test_repair__other_domains_keep_their_reports(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "dormitory", of_dormitory), 0);
    assert_int_equal(sup_test_reports(plugins, "property", of_property), 0);
    assert_int_equal(sup_test_reports(plugins, "energy", of_energy), 0);
}

static void
test_repair__the_checklist_has_the_plans_sections(void **state)
{
    static const char *const sections[] = {"日常零星维修", "派单零星维修", "立项修缮工程",
                                           NULL};

    (void)state;
    sup_test_checklist(repair, sections, 15);
    /* The plan names no daily self-check for repairs, so there is none. */
    assert_null(sup_test_template(repair, SUP__TEMPLATE__CHECK__daily));
}

static void
test_repair__warranties_keep_the_least_years_of_the_law(void **state)
{
    const Sup__Item *waterproof = sup_test_item(repair, "works_waterproof");
    const Sup__Item *other = sup_test_item(repair, "works_warranty");

    (void)state;
    assert_true(waterproof->at_least->value == 5 && other->at_least->value == 2);
    assert_string_equal(waterproof->basis[0], "quality_40");
    assert_string_equal(other->basis[0], "quality_40");
    assert_true(sup_test_item(repair, "works_hotwork")->veto);
}

/* 18 of 20 at the first visit. */
static void
test_repair__first_time_fix_is_a_share_of_the_jobs(void **state)
{
    static const double figures[] = {20, 18}, none[] = {0, 0}, bad[] = {20, 21};
    sup_test_points p;

    (void)state;
    assert_int_equal(sup_test_score(repair, "daily_first_fix", figures, 2, &p), 1);
    assert_true(p.points == 0.9);
    assert_string_equal(p.explanation, "维修20单，一次修复18单");
    assert_int_equal(sup_test_score(repair, "dispatch_first_fix", none, 2, &p), 1);
    assert_true(p.points < 0);
    assert_int_equal(sup_test_score(repair, "daily_first_fix", bad, 2, &p), -1);
}

/* The same hours: two of five within a day, four of five within three days. */
static void
test_repair__turnaround_has_a_limit_for_each_kind_of_work(void **state)
{
    static const double hours[] = {3, 24, 24.5, 72, 80}, bad[] = {3, -1};
    sup_test_points p;

    (void)state;
    assert_int_equal(sup_test_score(repair, "daily_turnaround", hours, 5, &p), 1);
    assert_true(p.points == 0.4);
    assert_string_equal(p.explanation, "5单中2单在24小时内完成，最长80.0小时");
    assert_int_equal(sup_test_score(repair, "dispatch_turnaround", hours, 5, &p), 1);
    assert_true(p.points == 0.8);
    assert_string_equal(p.explanation_en, "4 of 5 jobs within 72 h, the longest 80.0 h");
    assert_int_equal(sup_test_score(repair, "daily_turnaround", bad, 2, &p), -1);
    assert_int_equal(sup_test_score(repair, "daily_turnaround", hours, 0, &p), -1);
}

/* 75 days for 60 is a quarter over, half of the points; early is no more than in time. */
static void
test_repair__works_lose_points_by_how_late_they_are(void **state)
{
    static const double late[] = {75, 60}, early[] = {40, 60}, later[] = {90, 60};
    sup_test_points p;

    (void)state;
    assert_int_equal(sup_test_score(repair, "works_schedule", late, 2, &p), 1);
    assert_true(p.points == 0.5);
    assert_int_equal(sup_test_score(repair, "works_schedule", early, 2, &p), 1);
    assert_true(p.points == 1);
    assert_int_equal(sup_test_score(repair, "works_schedule", later, 2, &p), 1);
    assert_true(p.points == 0);
}

/* --- filled checklists --- */

/* What was lost of the weights that applied, by hand:
 *   daily, 50: 34 of 40 at the first visit, 0.15 of 8 = 1.20; 8 of 10 within 24
 *       hours, 0.2 of 8 = 1.60; two kinds missing of 6, a third of 3 = 1.
 *       (50 - 3.8) / 50 = 92.4 %
 *   dispatched, 50: 10 of 20 at the first visit, 1/2 of 8 = 4; 3 of 4 within 72
 *       hours, 1/4 of 8 = 2; two orders of 6, a third of 6 = 2, once before: x 1.5 = 3; 5
 *       % over the contract, 1/2 of 8 = 4.
 *       (50 - 13) / 50 = 74 %
 *   works, 64: 66 days for 60, a tenth over of the half, 1/5 of 8 = 1.60; one helmet
 *       of two, 1/2 of 8 = 4; no hot work, not finished.
 *       (64 - 5.6) / 64 = 91.25 %
 * 0.35 x 92.4 + 0.30 x 74 + 0.35 x 91.25
 *   = 86.4775: good, but for the key item. */
static const sup_test_filled whole[] = {
    /* 日常零星维修 */
    LOSES("daily_first_fix", 1.2, 40, 34),
    LOSES("daily_turnaround", 1.6, 5, 8, 20, 23, 24, 26, 30, 12, 6, 10),
    READS("daily_sample", 0),
    PASSES("daily_tidy"),
    PASSES("daily_parts"),
    PASSES("daily_licence"),
    PASSES("daily_ladder"),
    BREAKS("daily_stock", 1, 2),
    /* 派单零星维修 */
    BREAKS("dispatch_first_fix", 4, 20, 10),
    LOSES("dispatch_turnaround", 2, 48, 72, 80, 20),
    BREAKS_AGAIN("dispatch_papers", 1, 3, 2),
    READS("dispatch_true", 0),
    BREAKS("dispatch_price", 4, 1050, 1000),
    PASSES("dispatch_warning"),
    READS("dispatch_revisit", 0),
    /* 立项修缮工程 */
    LOSES("works_schedule", 1.6, 66, 60),
    PASSES("works_papers"),
    PASSES("works_signs"),
    SKIPS("works_hotwork"),
    BREAKS("works_helmets", 4, 1),
    PASSES("works_escape"),
    PASSES("works_material"),
    PASSES("works_hidden"),
    READS("works_waterproof", 5),
    READS("works_warranty", 2),
    PASSES("works_nuisance"),
    SKIPS("works_acceptance"),
    SKIPS("works_defects"),
    {0}};

static const sup_test_section whole_sections[] = {
    {"daily", 92.4, 1}, {"dispatched", 74, 3}, {"works", 91.25, 1}, {0}};

static void
test_repair__a_comprehensive_check_comes_out_as_by_hand(void **state)
{
    const sup_test_golden golden = {
        .template = "comprehensive",
        .rows = whole,
        .sections = whole_sections,
        .percent = 86.48,
        .arithmetic = 86.48,
        .grade = "fair",
        .cap = SUP__SCORE__CAP__critical,
        .failures = 5,
        .critical = 1,
        .skipped = 3,
        .explanation =
            "适用 25 项，不合格 5 项，得分 86.48%；1 项关键项不合格，等级不高于合格。",
        .explanation_en = "25 items applied, 5 of them failed: 86.48%; failed key items: "
                          "1, so the grade is Fair at best."};
    sup_test_scored scored = sup_test_golden_check(repair, &golden);

    (void)state;
    assert_string_equal(sup_test_line(&scored, "daily_first_fix")->explanation,
                        "维修40单，一次修复34单");
    assert_string_equal(sup_test_line(&scored, "daily_turnaround")->explanation,
                        "10单中8单在24小时内完成，最长30.0小时");
    assert_string_equal(sup_test_line(&scored, "works_schedule")->explanation_en,
                        "Actual 66.00, agreed 60.00, 10.0% over");
    assert_string_equal(sup_test_line(&scored, "works_waterproof")->answer,
                        "5 年（应不低于 5 年）");
    sup_test_arena_destroy(scored.arena);
}

/* Hot work without permit: daily 14 of 14, dispatched 5 of 5, works (34 - 10) / 34 =
 * 70.588235 %; (35 x 100 + 30 x 100 + 35 x 70.588235) / 100 = 89.705882. The sum is told, the
 * score is 0. */
static void
test_repair__hot_work_without_permit_is_a_veto(void **state)
{
    static const sup_test_filled rows[] = {
        PASSES("daily_licence"),    PASSES("daily_ladder"),
        PASSES("dispatch_warning"), PASSES("works_signs"),
        FAILS("works_hotwork", 10), READS("works_helmets", 0),
        PASSES("works_escape"),     {0}};
    const sup_test_golden golden = {
        .template = "special_site",
        .rows = rows,
        .percent = 0,
        .arithmetic = 89.71,
        .grade = "",
        .cap = SUP__SCORE__CAP__veto,
        .failures = 1,
        .critical = 1,
        .explanation =
            "适用 7 项，不合格 1 项，得分 89.71%；1 项一票否决项不合格，总分计 0"
            "，不评等级。",
        .explanation_en =
            "7 items applied, 1 of them failed: 89.71%; failed vetoes: 1, so "
            "there are no points and no grade."};
    sup_test_scored scored = sup_test_golden_check(repair, &golden);

    (void)state;
    sup_test_arena_destroy(scored.arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_repair__a_complaint_gets_its_category_and_severity),
        cmocka_unit_test(test_repair__other_domains_keep_their_reports),
        cmocka_unit_test(test_repair__the_checklist_has_the_plans_sections),
        cmocka_unit_test(test_repair__warranties_keep_the_least_years_of_the_law),
        cmocka_unit_test(test_repair__first_time_fix_is_a_share_of_the_jobs),
        cmocka_unit_test(test_repair__turnaround_has_a_limit_for_each_kind_of_work),
        cmocka_unit_test(test_repair__works_lose_points_by_how_late_they_are),
        cmocka_unit_test(test_repair__a_comprehensive_check_comes_out_as_by_hand),
        cmocka_unit_test(test_repair__hot_work_without_permit_is_a_veto),
    };

    return cmocka_run_group_tests_name("plugin repair", tests, setup, teardown);
}
