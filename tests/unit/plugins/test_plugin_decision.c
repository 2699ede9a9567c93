/* Golden tests of the decision plugin: what people write, and what it must become, with
 * the rulebooks of all domains enabled. Severity: 1 minor, 2 major, 3 serious, 4
 * critical. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "sup_test_checklist.h"
#include "sup_test_golden.h"
#include "sup_test_plugins.h"
#include "supervision/v1/scoring.pb-c.h"

#define NOON -1, 5

static const sup_test_report reports[] = {
    {"党委会决定的食堂改造到现在还没启动", "not_started", 2, NOON},
    {"校长办公会定的事没有下文", "not_started", 2, NOON},
    {"学校去年决定的宿舍改造迟迟没开工", "not_started", 2, NOON},
    {"The decision of the party committee has not been implemented", "not_started", 2,
     NOON},
    {"会议纪要要求九月完成，现在已经逾期", "late", 2, NOON},
    {"重点工作进度滞后", "late", 2, NOON},
    {"民生实事没按期完成", "late", 2, NOON},
    {"专项任务的时间节点没有完成", "late", 2, NOON},
    {"问题整改通知单已经超期了", "late", 2, NOON},
    {"会议部署没有时间表", "no_milestones", 1, NOON},
    {"校长办公会的任务没人负责，不知道谁牵头", "no_owner", 2, NOON},
    {"督办事项责任单位不明确", "no_owner", 2, NOON},
    {"学校决定的标准被打了折扣", "not_as_decided", 3, NOON},
    {"没有按照会议纪要执行", "not_as_decided", 3, NOON},
    {"党委会定的方案施工时擅自更改", "not_as_decided", 3, NOON},
    {"It was not carried out as decided", "not_as_decided", 3, NOON},
    {"会议精神落实不到位", "partly_done", 2, NOON},
    {"校领导要求的工作走过场", "partly_done", 2, NOON},
    {"决策部署只落实了一半", "partly_done", 2, NOON},
    {"中心虚报进展", "false_report", 3, NOON},
    {"没有整改却上报已完成", "false_report", 3, NOON},
    {"报了办结，其实根本没做", "false_report", 3, NOON},
    {"督查结果没反馈", "no_feedback", 2, NOON},
    {"检查发现的问题没有书面报告", "result_not_reported", 2, NOON},
    {"整改情况没有向处领导汇报", "result_not_reported", 2, NOON},
    {"会议决定落实情况未上报", "result_not_reported", 2, NOON},
    {"书记批示的事还没落实", "instruction_pending", 3, NOON},
    {"校长交办的事项没人办", "instruction_pending", 3, NOON},
    {"校领导指示不了了之", "instruction_pending", 3, NOON},
    {"督办件没有人跟踪", "no_feedback", 2, NOON},
    {"交办后没有回应", "no_feedback", 2, NOON},
    {"几个部门互相踢皮球", "shirking", 2, NOON},
    {"中心之间相互推诿", "shirking", 2, NOON},
    {"发生事故瞒报", "unreported_major", 3, NOON},
    {"重大隐患没有及时上报", "unreported_major", 3, NOON},
    {"学校决定没有传达到班组", "not_told", 1, NOON},
    {"校领导批示大家都不知道", "not_told", 1, NOON},
    {"整改后又反弹", "repeated", 2, NOON},
    {"检查过后又回到老样子", "repeated", 2, NOON},
    {"实事项目没有明显成效", "no_effect", 2, NOON},
    {"整改没有什么效果", "no_effect", 2, NOON},
    {"出了问题没人被问责", "no_accountability", 3, NOON},
    {"领导批示没列入督办台账", "not_registered", 1, NOON},
    {"督办台账长期不更新", "not_registered", 1, NOON},
    {"学校答应的事没有兑现", "promise", 2, NOON},
    {"后勤承诺的装修没做到", "promise", 2, NOON},
    {"请问校长办公会议定事项在哪里公开", "other", 1, NOON},
    {NULL, NULL, 0, 0, 0}};

/* Words of trouble that report none, or nothing of any domain. */
static const sup_test_report quiet[] = {{"论文进度滞后", "", 0, NOON},
                                        {"老师要求交作业", "", 0, NOON},
                                        {"我不知道去哪里", "", 0, NOON},
                                        {NULL, NULL, 0, 0, 0}};

static const sup_test_report of_catering[] = {
    {"食堂用的肉没有检疫合格证，来源不明", "raw_materials", 2, NOON},
    {"早上送货的蔬菜直接堆在地上，没人验收", "raw_materials", 2, NOON},
    {"面包发霉了还在卖", "spoiled_food", 3, NOON},
    {NULL, NULL, 0, 0, 0}};

static const sup_test_report of_transport[] = {
    {"校车严重超载，核载19人坐了30人", "overloading", 4, NOON},
    {"班车晚点半小时", "punctuality", 1, NOON},
    {NULL, NULL, 0, 0, 0}};

static const sup_test_report of_energy[] = {
    {"宿舍插座冒烟了", "electric_fire", 4, NOON},
    {"跳闸报修三天了没人来修", "repair_slow", 3, NOON},
    {"空调报修一直没处理", "repair_slow", 2, NOON},
    {NULL, NULL, 0, 0, 0}};

static const sup_test_report of_repair[] = {
    {"改造工程拖了两个月还没完工", "works_delay", 2, NOON}, {NULL, NULL, 0, 0, 0}};

static const sup_test_report of_procurement[] = {
    {"合同约定九月一日交货，供应商到现在货还没到", "late_delivery", 2, NOON},
    {NULL, NULL, 0, 0, 0}};

static const struct {
    const char *domain;
    const sup_test_report *reports;
} others[] = {
    {"catering", of_catering}, {"transport", of_transport},     {"energy", of_energy},
    {"repair", of_repair},     {"procurement", of_procurement},
};

static sup_test_plugins *plugins;
static const sup_rulebook *book;

static int
setup(void **state)
{
    (void)state;
    plugins = sup_test_plugins_open_all();
    book = sup_test_plugins_book(plugins, "decision");
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
test_decision__a_complaint_gets_its_category_and_severity(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "decision", reports), 0);
}

static void
test_decision__words_of_trouble_without_trouble_are_not_taken(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "decision", quiet), 0);
}

static void
test_decision__reports_of_other_domains_stay_there(void **state)
{
    size_t i;
    int wrong = 0;

    (void)state;
    for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        wrong += sup_test_reports(plugins, others[i].domain, others[i].reports);
    }
    assert_int_equal(wrong, 0);
}

static void
test_decision__the_checklist_goes_from_the_decision_to_its_report(void **state)
{
    static const char *const sections[] = {"会议决定部署落实", "校领导指示督办",
                                           "落实问效", "报告制度", NULL};

    (void)state;
    sup_test_checklist(book, sections, 20);
    assert_true(sup_test_item(book, "de_late")->by_code);
}

/* Four milestones: in time, early, 2 days late over a leap day, 15 over the year's end:
 * (1 + 1 + 28/30 + 15/30) / 4. */
static void
test_decision__late_milestones_cost_points_by_their_days(void **state)
{
    static const double days[] = {20260901, 20260901, 20261001, 20260920,
                                  20280228, 20280301, 20261220, 20270104};
    static const double never[] = {20260101, 20261231};
    sup_test_points p;

    (void)state;
    assert_int_equal(sup_test_score(book, "de_late", days, 8, &p), 1);
    assert_true(fabs(p.points - (1 + 1 + 28.0 / 30 + 15.0 / 30) / 4) < 1e-9);
    assert_string_equal(p.explanation, "节点4个，逾期2个，最长逾期15天");
    assert_string_equal(p.explanation_en, "4 milestones, 2 late, the longest by 15 days");
    assert_int_equal(sup_test_score(book, "de_late", never, 2, &p), 1);
    assert_true(p.points == 0);
}

static void
test_decision__a_day_that_is_none_is_not_scored(void **state)
{
    static const double answers[][2] = {{20260229, 20260301},
                                        {20261301, 20260301},
                                        {20260301, 20260432},
                                        {20260301.5, 20260302},
                                        {301, 20260302}};
    static const double odd[] = {20260301, 20260301, 20260301};
    sup_test_points p;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        assert_int_equal(sup_test_score(book, "de_late", answers[i], 2, &p), -1);
    }
    assert_int_equal(sup_test_score(book, "de_late", odd, 3, &p), -1);
    assert_int_equal(sup_test_score(book, "de_start", odd, 2, &p), -1);
}

/* --- filled checklists --- */

/* What was lost of the weights that applied, by hand:
 *   decisions, 38: one matter missing of 3, a third of 4 = 1.3333; milestones 0, 15
 *       and 25 days late of 30: (1 + 1/2 + 1/6) / 3 = 5/9, 4/9 of 5 = 2.2222; one not
 *       told of 3, a third of 2 = 0.6667.
 *       (38 - 4.2222) / 38 = 88.888889 %
 *   instructions, 13: one not answered of two, 1/2 of 5 = 2.50; none to track.
 *       (13 - 2.5) / 13 = 80.769231 %
 *   effect, 16: better, not clearly: 2 of 4, 2.
 *       (16 - 2) / 16 = 87.5 %
 *   reporting, 18: no sum of the month, 2, once before: x 1.5 = 3.
 *       (18 - 3) / 18 = 83.333333 %
 * 0.40 x 88.888889 + 0.25 x 80.769231 + 0.20 x 87.5 + 0.15 x 83.333333
 *   = 85.747863: good, but for the key item. */
static const sup_test_filled whole[] = {
    /* 会议决定部署落实 */
    BREAKS("de_ledger", 4.0 / 3, 1),
    READS("de_words", 0),
    READS("de_owner", 0),
    READS("de_steps", 0),
    READS("de_start", 0),
    BREAKS("de_late", 20.0 / 9, 20261010, 20261010, 20261020, 20261104, 20261101,
           20261126),
    PASSES("de_as_said"),
    READS("de_proof", 0),
    BREAKS("de_told", 2.0 / 3, 1),
    /* 校领导指示督办 */
    READS("in_register", 0),
    BREAKS("in_reply", 2.5, 1),
    SKIPS("in_track"),
    PASSES("in_answer"),
    /* 落实问效 */
    BREAKS("ef_effect", 2, 2),
    READS("ef_repeat", 0),
    READS("ef_rectify", 0),
    PASSES("ef_account"),
    /* 报告制度 */
    READS("rp_written", 0),
    PASSES("rp_file"),
    READS("rp_head", 0),
    PASSES("rp_major"),
    FAILS_AGAIN("rp_period", 1, 3),
    {0}};

static const sup_test_section whole_sections[] = {{"decisions", 88.89, 3},
                                                  {"instructions", 80.77, 1},
                                                  {"effect", 87.5, 1},
                                                  {"reporting", 83.33, 1},
                                                  {0}};

static void
test_decision__a_comprehensive_check_comes_out_as_by_hand(void **state)
{
    const sup_test_golden golden = {
        .template = "comprehensive",
        .rows = whole,
        .sections = whole_sections,
        .percent = 85.75,
        .arithmetic = 85.75,
        .grade = "c",
        .cap = SUP__SCORE__CAP__critical,
        .failures = 6,
        .critical = 1,
        .skipped = 1,
        .explanation =
            "适用 21 项，不合格 6 项，得分 85.75%；1 项关键项不合格，等级不高于合格。",
        .explanation_en = "21 items applied, 6 of them failed: 85.75%; failed key items: "
                          "1, so the grade is Fair at best."};
    sup_test_scored scored = sup_test_golden_check(book, &golden);

    (void)state;
    assert_string_equal(sup_test_line(&scored, "de_late")->explanation,
                        "节点3个，逾期2个，最长逾期25天");
    assert_string_equal(sup_test_line(&scored, "rp_period")->explanation,
                        "近 90 天内此前已有 1 次不合格，失分按 1.5 倍计");
    sup_test_arena_destroy(scored.arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decision__a_complaint_gets_its_category_and_severity),
        cmocka_unit_test(test_decision__words_of_trouble_without_trouble_are_not_taken),
        cmocka_unit_test(test_decision__reports_of_other_domains_stay_there),
        cmocka_unit_test(
            test_decision__the_checklist_goes_from_the_decision_to_its_report),
        cmocka_unit_test(test_decision__late_milestones_cost_points_by_their_days),
        cmocka_unit_test(test_decision__a_day_that_is_none_is_not_scored),
        cmocka_unit_test(test_decision__a_comprehensive_check_comes_out_as_by_hand),
    };

    return cmocka_run_group_tests_name("plugin decision", tests, setup, teardown);
}
