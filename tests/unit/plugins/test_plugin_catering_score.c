/* The catering plugin's scores: the quantified grade, and filled checklists worked by hand
 * from the answers to the grade. */
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

static sup_test_plugins *plugins;

static int
setup(void **state)
{
    static const char *const domains[] = {"catering", NULL};

    (void)state;
    plugins = sup_test_plugins_open_of(domains);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    sup_test_plugins_close(plugins);
    return 0;
}

/* --- the quantified grade: the mean of the item scores out of 10 --- */

#define LINES 10

/* Ten items of full points; the weights differ and must not matter. */
static void
full_marks(sup_plugin_line lines[LINES])
{
    size_t i;

    for (i = 0; i < LINES; i++) {
        lines[i] = (sup_plugin_line){{"xx", 2}, 1, (uint32_t)(1 + 9 * (i == 0)), 1, 0, 0};
    }
}

static void
assert_graded(const sup_plugin_line lines[LINES], const char *grade,
              const char *explanation_en)
{
    sup_test_grade g;

    assert_int_equal(sup_test_grade_of(sup_test_plugins_book(plugins, "catering"),
                                       SUP__TEMPLATE__CHECK__comprehensive, 0, lines,
                                       LINES, &g),
                     1);
    assert_string_equal(g.grade, grade);
    assert_string_equal(g.explanation_en, explanation_en);
}

#define MEAN(items, mean, keys)                                                          \
    "Quantified grading: mean of " items " items " mean " of 10, key items "             \
    "failed: " keys

static void
test_grade__is_the_mean_of_the_item_scores_whatever_they_weigh(void **state)
{
    sup_plugin_line lines[LINES];

    (void)state;
    full_marks(lines);
    assert_graded(lines, "a", MEAN("10", "10.00", "0"));
    lines[0].points = 0; /* the heaviest: 90 of 100 */
    assert_graded(lines, "a", MEAN("10", "9.00", "0"));
    lines[1].points = 0.5; /* 85 of 100 */
    assert_graded(lines, "b", MEAN("10", "8.50", "0"));
    lines[1].points = 0;
    lines[2].points = 0.5; /* 75 of 100 */
    assert_graded(lines, "b", MEAN("10", "7.50", "0"));
    lines[2].points = 0;
    lines[3].points = 0; /* 60 of 100 */
    assert_graded(lines, "c", MEAN("10", "6.00", "0"));
    lines[4].points = 0.9;
    assert_graded(lines, "", MEAN("10", "5.90", "0"));
}

static void
test_grade__a_mean_just_below_a_limit_is_not_shown_as_the_limit(void **state)
{
    sup_plugin_line lines[LINES];

    (void)state;
    full_marks(lines);
    lines[0].points = 0;
    lines[1].points = 0.996; /* 89.96 of 100 */
    assert_graded(lines, "b", MEAN("10", "8.99", "0"));
    lines[0].points = 0.9; /* tenths add up to 89.99999... in binary: still 90 */
    lines[1].points = 0.1;
    assert_graded(lines, "a", MEAN("10", "9.00", "0"));
}

static void
test_grade__names_the_key_items_that_failed_for_the_host_to_cap(void **state)
{
    sup_plugin_line lines[LINES];
    sup_test_grade g;

    (void)state;
    full_marks(lines);
    lines[0].points = 0;
    lines[0].failed = lines[0].critical = 1;
    assert_graded(lines, "a", MEAN("10", "9.00", "1"));
    lines[1].points = 0.5;
    lines[1].failed = lines[1].critical = 1;
    assert_graded(lines, "b", MEAN("10", "8.50", "2"));
    assert_int_equal(sup_test_grade_of(sup_test_plugins_book(plugins, "catering"),
                                       SUP__TEMPLATE__CHECK__weekly, 0, lines, LINES, &g),
                     1);
    assert_string_equal(g.explanation,
                        "量化分级：10项平均得分8.50（满分10），关键项不合格2项");
}

static void
test_grade__what_does_not_apply_is_in_no_mean(void **state)
{
    sup_plugin_line lines[LINES];
    size_t i;

    (void)state;
    full_marks(lines);
    lines[0].points = 0.5;
    for (i = 2; i < LINES; i++) {
        lines[i] = (sup_plugin_line){{"xx", 2}, 0, 1, 0, 1, 1};
    }
    assert_graded(lines, "b", MEAN("2", "7.50", "0"));
}

static void
test_grade__a_daily_self_check_a_reinspection_and_an_empty_check_have_none(void **state)
{
    const sup_rulebook *book = sup_test_plugins_book(plugins, "catering");
    sup_plugin_line lines[LINES];
    sup_test_grade g;
    size_t i;

    (void)state;
    full_marks(lines);
    for (i = SUP__TEMPLATE__CHECK__check_unspecified;
         i <= SUP__TEMPLATE__CHECK__reinspection; i++) {
        int graded =
            i >= SUP__TEMPLATE__CHECK__weekly && i <= SUP__TEMPLATE__CHECK__unannounced;

        assert_int_equal(
            sup_test_grade_of(book, (Sup__Template__Check)i, 0, lines, LINES, &g),
            graded);
    }
    for (i = 0; i < LINES; i++) {
        lines[i].applies = 0;
    }
    assert_int_equal(
        sup_test_grade_of(book, SUP__TEMPLATE__CHECK__comprehensive, 0, lines, LINES, &g),
        0);
    assert_int_equal(
        sup_test_grade_of(book, SUP__TEMPLATE__CHECK__comprehensive, 0, NULL, 0, &g), 0);
}

/* --- filled checklists --- */

/* What was lost of the weights that applied, by hand:
 *   acceptance   28: one of 10 kinds is light, 1/4 of 3 = 0.75; store 3 of 4, 1/4 of 3 = 0.75.
 *                    (28 - 1.50) / 28 = 94.642857 %
 *   food safety  60: samples at 9 °C, 3; one without label, 1/4 of 2 = 0.50.
 *                    (60 - 3.50) / 60 = 94.166667 %
 *   prices       17: one kind unmarked, 1/5 of 3 = 0.60, once before: x 1.5 = 0.90; the basket
 *                    0.10 over 8.00 is 1.25 %, an eighth of the tenth, 1/8 of 4 = 0.50.
 *                    (17 - 1.40) / 17 = 91.764706 %
 *   quality      16: no frying; taste 3 of 4, 0.75; too few dishes, 2.
 *                    (16 - 2.75) / 16 = 82.8125 %
 *   environment  19: another way of disinfection; hall 2 of 4, 1.50: below 0.6, failed.
 *                    (19 - 1.50) / 19 = 92.105263 %
 *   order        12: a queue of 18 minutes, 2.               10 / 12 = 83.333333 %
 *   saving        8: no notice, 1; 4 trays, 2 above 2 of 10, 1/5 of 2 = 0.40.
 *                    (8 - 1.40) / 8 = 82.5 %
 *   practice     25: no cold room; one without cap, 1/4 of 3 = 0.75.
 *                    (25 - 0.75) / 25 = 97 %
 * 0.15 x 94.642857 + 0.25 x 94.166667 + 0.10 x 91.764706 + 0.12 x 82.8125 + 0.12 x 92.105263 +
 * 0.08 x 83.333333 + 0.08 x 82.5 + 0.10 x 97
 *   = 14.196429 + 23.541667 + 9.176471 + 9.9375 + 11.052632 + 6.666667 + 6.6 + 9.7
 *   = 90.871365, which the table of percents would call excellent. But the mean of the 54
 * items that applied, of whatever weight and repeated or not, is
 *   (54 - (0.25 + 0.25 + 1 + 0.25 + 0.2 + 0.125 + 0.25 + 1 + 0.5 + 1 + 1 + 0.2 + 0.25)) / 54
 *   = (54 - 6.275) / 54 = 0.88380: 8.83 of 10, good. */
static const sup_test_filled comprehensive[] = {
    /* 食材供货验收 */
    PASSES("ac_license"),
    PASSES("ac_record"),
    PASSES("ac_meat"),
    READS("ac_fresh", 0),
    BREAKS("ac_weight", 0.75, 1),
    PASSES("ac_cold_chain"),
    LOSES("ac_store", 0.75, 3),
    /* 食品安全 */
    PASSES("fs_license"),
    READS("fs_keep_weight", 130),
    READS("fs_keep_hours", 50),
    BREAKS("fs_keep_cold", 3, 9),
    BREAKS("fs_keep_label", 0.5, 1),
    READS("fs_core", 76),
    READS("fs_danger", 1),
    READS("fs_chill", 5),
    READS("fs_freeze", -18),
    READS("fs_expired", 0),
    PASSES("fs_nitrite"),
    PASSES("fs_additive"),
    READS("fs_health", 0),
    PASSES("fs_morning"),
    PASSES("fs_duty"),
    /* 餐饮价格 */
    BREAKS_AGAIN("pr_marked", 1, 0.9, 1),
    READS("pr_charged", 0),
    LOSES("pr_basket", 0.5, 2, 2.1, 6, 5.5),
    PASSES("pr_change"),
    PASSES("pr_basic"),
    /* 饭菜品质 */
    READS("qu_foreign", 0),
    READS("qu_hot", 65),
    READS("qu_portion", 0),
    LOSES("qu_taste", 0.75, 3),
    FAILS("qu_variety", 2),
    SKIPS("qu_oil"),
    /* 环境卫生 */
    BREAKS("en_hall", 1.5, 2),
    READS("en_kitchen", 4),
    READS("en_pest", 0),
    READS("en_screen", 4),
    READS("en_tableware", 0),
    SKIPS("en_heat"),
    PASSES("en_waste"),
    /* 就餐秩序 */
    BREAKS("or_queue", 2, 18),
    PASSES("or_hours"),
    READS("or_manner", 4),
    PASSES("or_channel"),
    PASSES("or_exit"),
    /* 节约粮食 */
    PASSES("sv_small"),
    FAILS("sv_sign", 1),
    BREAKS("sv_plate", 0.4, 4),
    PASSES("sv_plan"),
    /* 操作规范 */
    READS("op_apart", 0),
    BREAKS("op_dress", 0.75, 1),
    PASSES("op_wash"),
    SKIPS("op_cold_room"),
    PASSES("op_gas"),
    PASSES("op_fire"),
    PASSES("op_hood"),
    PASSES("op_smoke"),
    {0}};

static const sup_test_section comprehensive_sections[] = {
    {"acceptance", 94.64, 1}, {"food_safety", 94.17, 2}, {"prices", 91.76, 1},
    {"quality", 82.81, 1},    {"environment", 92.11, 1}, {"order", 83.33, 1},
    {"saving", 82.5, 2},      {"practice", 97, 1},       {0}};

static void
test_catering__a_comprehensive_check_is_graded_by_its_mean_not_by_its_percent(
    void **state)
{
    const sup_test_golden golden = {
        .template = "comprehensive",
        .rows = comprehensive,
        .sections = comprehensive_sections,
        .percent = 90.87,
        .arithmetic = 90.87,
        .grade = "b",
        .failures = 10,
        .skipped = 3,
        .explanation = "适用 54 项，不合格 10 项，得分 90.87%，等级：良好；量化分级："
                       "54项平均得分8.83（满分10），关键项不合格0项。",
        .explanation_en =
            "54 items applied, 10 of them failed: 90.87%, grade: Good (B); Quantified "
            "grading: mean of 54 items 8.83 of 10, key items failed: 0."};
    sup_test_scored scored = sup_test_golden_check(plugins->books[0], &golden);
    const Sup__Score__Line *basket = sup_test_line(&scored, "pr_basket");
    const Sup__Score__Line *again = sup_test_line(&scored, "pr_marked");
    const Sup__Score__Line *cold = sup_test_line(&scored, "fs_keep_cold");

    (void)state;
    assert_string_equal(basket->explanation,
                        "一篮2种，约定合计8.00元，1种高于约定，共高出0.10元（1.3%）");
    assert_true(basket->points == 3.5 && basket->weight == 4);
    assert_true(again->points == 2.4 && again->factor == 1.5);
    assert_string_equal(again->explanation,
                        "近 90 天内此前已有 1 次不合格，失分按 1.5 倍计");
    assert_string_equal(cold->answer, "9 ℃（应为 0～8 ℃）");
    assert_string_equal(cold->answer_en, "9 °C (should be 0 to 8 °C)");
    assert_string_equal(cold->basis[0],
                        "《GB 31654-2021 食品安全国家标准 餐饮服务通用卫生规范》");
    sup_test_arena_destroy(scored.arena);
}

/* One section alone, all well: 60 of 60. The changes below are of this. */
static const sup_test_filled food_safety[] = {
    PASSES("fs_license"),       READS("fs_keep_weight", 130),
    READS("fs_keep_hours", 50), READS("fs_keep_cold", 4),
    READS("fs_keep_label", 0),  READS("fs_core", 76),
    READS("fs_danger", 1),      READS("fs_chill", 5),
    READS("fs_freeze", -18),    READS("fs_expired", 0),
    PASSES("fs_nitrite"),       PASSES("fs_additive"),
    READS("fs_health", 0),      PASSES("fs_morning"),
    PASSES("fs_duty"),          {0}};

static void
check_food_safety(const sup_test_filled *changes, const sup_test_golden *wanted)
{
    sup_test_golden golden = *wanted;
    sup_test_scored scored;

    golden.template = "partial_food_safety";
    golden.rows = food_safety;
    golden.changes = changes;
    scored = sup_test_golden_check(plugins->books[0], &golden);
    sup_test_arena_destroy(scored.arena);
}

/* 62 °C is not 70: 5 of 60 are lost, 91.67 %. The mean is 14 / 15, 9.33 of 10: excellent,
 * but for the key item. */
static void
test_catering__one_key_item_failed_leaves_fair_at_best(void **state)
{
    static const sup_test_filled changes[] = {BREAKS("fs_core", 5, 62), {0}};
    const sup_test_golden golden = {
        .percent = 91.67,
        .arithmetic = 91.67,
        .grade = "c",
        .cap = SUP__SCORE__CAP__critical,
        .failures = 1,
        .critical = 1,
        .explanation =
            "适用 15 项，不合格 1 项，得分 91.67%；1 项关键项不合格，等级不高于"
            "一般；量化分级：15项平均得分9.33（满分10），关键项不合格1项。",
        .explanation_en =
            "15 items applied, 1 of them failed: 91.67%; failed key items: 1, so the "
            "grade is Fair (C) at best; Quantified grading: mean of 15 items 9.33 of "
            "10, key items failed: 1."};

    (void)state;
    check_food_safety(changes, &golden);
}

/* And one of the staff without certificate, half of 5: 7.50 of 60 are lost, 87.5 %. The mean
 * is 13.5 / 15, 9.00 of 10, and yet there is no grade. */
static void
test_catering__two_key_items_failed_leave_no_grade(void **state)
{
    static const sup_test_filled changes[] = {
        BREAKS("fs_core", 5, 62), BREAKS("fs_health", 2.5, 1), {0}};
    const sup_test_golden golden = {
        .percent = 87.5,
        .arithmetic = 87.5,
        .grade = "",
        .cap = SUP__SCORE__CAP__criticals,
        .failures = 2,
        .critical = 2,
        .explanation =
            "适用 15 项，不合格 2 项，得分 87.50%；2 项关键项不合格，不评等级；"
            "量化分级：15项平均得分9.00（满分10），关键项不合格2项。",
        .explanation_en =
            "15 items applied, 2 of them failed: 87.50%; failed key items: 2, so there "
            "is no grade; Quantified grading: mean of 15 items 9.00 of 10, key items "
            "failed: 2."};

    (void)state;
    check_food_safety(changes, &golden);
}

/* Without a licence nothing counts: the sum is 55 of 60, the score is 0. */
static void
test_catering__no_licence_is_a_veto(void **state)
{
    static const sup_test_filled changes[] = {FAILS("fs_license", 5), {0}};
    const sup_test_golden golden = {
        .percent = 0,
        .arithmetic = 91.67,
        .grade = "",
        .cap = SUP__SCORE__CAP__veto,
        .failures = 1,
        .critical = 1,
        .explanation =
            "适用 15 项，不合格 1 项，得分 91.67%；1 项一票否决项不合格，总分计 "
            "0，不评等级；量化分级：15项平均得分9.33（满分10），关键项不合格1"
            "项。",
        .explanation_en =
            "15 items applied, 1 of them failed: 91.67%; failed vetoes: 1, so there are "
            "no points and no grade; Quantified grading: mean of 15 items 9.33 of 10, "
            "key items failed: 1."};

    (void)state;
    check_food_safety(changes, &golden);
}

/* 9 °C for the third time: 3 x 1.5 = 4.50 of 60, 92.5 %. The mean knows no repetition. */
static void
test_catering__what_failed_before_costs_half_as_much_again(void **state)
{
    static const sup_test_filled changes[] = {BREAKS_AGAIN("fs_keep_cold", 2, 4.5, 9),
                                              {0}};
    const sup_test_golden golden = {
        .percent = 92.5,
        .arithmetic = 92.5,
        .grade = "a",
        .failures = 1,
        .explanation =
            "适用 15 项，不合格 1 项，得分 92.50%，等级：优秀；量化分级：15项平"
            "均得分9.33（满分10），关键项不合格0项。",
        .explanation_en =
            "15 items applied, 1 of them failed: 92.50%, grade: Excellent (A); "
            "Quantified grading: mean of 15 items 9.33 of 10, key items failed: 0."};

    (void)state;
    check_food_safety(changes, &golden);
}

/* Eight items, each section with what it has of them:
 *   acceptance 5 of 5, food safety (16 - 4) / 16 = 75 %, prices 3 of 3, environment, one
 *   piece of tableware not clean, (9 - 1) / 9 = 88.888889 %.
 * (15 x 100 + 25 x 75 + 10 x 100 + 12 x 88.888889) / 62 = 5441.666667 / 62 = 87.768817: good
 * by the table of percents. */
static const sup_test_filled daily[] = {
    READS("ac_fresh", 0),      READS("fs_keep_weight", 130), READS("fs_core", 76),
    BREAKS("fs_chill", 4, 10), PASSES("fs_morning"),         READS("pr_marked", 0),
    READS("en_pest", 0),       BREAKS("en_tableware", 1, 1), {0}};

static void
test_catering__a_daily_self_check_is_graded_by_percent(void **state)
{
    static const sup_test_section sections[] = {{"acceptance", 100, 0},
                                                {"food_safety", 75, 1},
                                                {"prices", 100, 0},
                                                {"environment", 88.89, 1},
                                                {0}};
    const sup_test_golden golden = {
        .template = "daily",
        .rows = daily,
        .sections = sections,
        .percent = 87.77,
        .arithmetic = 87.77,
        .grade = "b",
        .failures = 2,
        .explanation = "适用 8 项，不合格 2 项，得分 87.77%，等级：良好。",
        .explanation_en = "8 items applied, 2 of them failed: 87.77%, grade: Good (B)."};
    sup_test_scored scored = sup_test_golden_check(plugins->books[0], &golden);

    (void)state;
    sup_test_arena_destroy(scored.arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grade__is_the_mean_of_the_item_scores_whatever_they_weigh),
        cmocka_unit_test(test_grade__a_mean_just_below_a_limit_is_not_shown_as_the_limit),
        cmocka_unit_test(test_grade__names_the_key_items_that_failed_for_the_host_to_cap),
        cmocka_unit_test(test_grade__what_does_not_apply_is_in_no_mean),
        cmocka_unit_test(
            test_grade__a_daily_self_check_a_reinspection_and_an_empty_check_have_none),
        cmocka_unit_test(
            test_catering__a_comprehensive_check_is_graded_by_its_mean_not_by_its_percent),
        cmocka_unit_test(test_catering__one_key_item_failed_leaves_fair_at_best),
        cmocka_unit_test(test_catering__two_key_items_failed_leave_no_grade),
        cmocka_unit_test(test_catering__no_licence_is_a_veto),
        cmocka_unit_test(test_catering__what_failed_before_costs_half_as_much_again),
        cmocka_unit_test(test_catering__a_daily_self_check_is_graded_by_percent),
    };

    return cmocka_run_group_tests_name("plugin catering score", tests, setup, teardown);
}
