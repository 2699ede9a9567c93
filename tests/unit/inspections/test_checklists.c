/* The checklists of catering, transport and energy: the plan's words and the scores that
 * their hooks work out. Limits of regulations: test_facts_rulebooks.c.
 * Owns: figures worked out by hand.
 * Must not know: how reports are classified. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "sup_test_checklist.h"
#include "sup_test_plugins.h"
#include "supervision/v1/rules.pb-c.h"

enum { CATERING, TRANSPORT, ENERGY };

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
test_checklists__sections_are_the_plans_focus_words(void **state)
{
    static const char *const catering[] = {"食材供货验收", "食品安全", "餐饮价格",
                                           "饭菜品质",     "环境卫生", "就餐秩序",
                                           "节约粮食",     "操作规范", NULL};
    static const char *const transport[] = {"行车安全", "服务质量", "车内环境",
                                            "日常管理", NULL};
    static const char *const energy[] = {"水电保障", "节能减排", "故障抢修", "费用收缴",
                                         NULL};

    (void)state;
    sup_test_checklist(plugins->books[CATERING], catering, 25);
    sup_test_checklist(plugins->books[TRANSPORT], transport, 25);
    sup_test_checklist(plugins->books[ENERGY], energy, 15);
}

static void
test_checklists__daily_and_weekly_checks_are_where_the_plan_names_them(void **state)
{
    (void)state;
    sup_test_daily(plugins->books[CATERING], 8);
    sup_test_daily(plugins->books[ENERGY], 8);
    assert_null(
        sup_test_template(plugins->books[TRANSPORT], SUP__TEMPLATE__CHECK__daily));
    assert_non_null(
        sup_test_template(plugins->books[CATERING], SUP__TEMPLATE__CHECK__weekly));
    assert_non_null(
        sup_test_template(plugins->books[TRANSPORT], SUP__TEMPLATE__CHECK__weekly));
}

/* Agreed 2 and 6, now 2.20 and 5: the dearer line alone counts, 0.20 of 8 are 2.5 %. */
static void
test_checklists__a_basket_is_dearer_by_its_dearer_lines(void **state)
{
    static const double basket[] = {2, 2.2, 6, 5}, same[] = {2, 2, 6, 6},
                        twice[] = {2, 4}, odd[] = {2, 2, 6}, free_[] = {0, 2};
    const sup_rulebook *book = plugins->books[CATERING];
    sup_test_points p;

    (void)state;
    assert_int_equal(sup_test_score(book, "pr_basket", basket, 4, &p), 1);
    assert_true(fabs(p.points - 0.75) < 1e-9);
    assert_string_equal(p.explanation_en,
                        "2 lines, agreed 8.00, 1 dearer by 0.20 together (2.5%)");
    assert_int_equal(sup_test_score(book, "pr_basket", same, 4, &p), 1);
    assert_true(p.points == 1);
    assert_int_equal(sup_test_score(book, "pr_basket", twice, 2, &p), 1);
    assert_true(p.points == 0);
    assert_int_equal(sup_test_score(book, "pr_basket", odd, 3, &p), -1);
    assert_int_equal(sup_test_score(book, "pr_basket", free_, 2, &p), -1);
}

static double
log_points(const double *log, size_t n, const char *explanation_en)
{
    sup_test_points p;

    assert_int_equal(sup_test_score(plugins->books[TRANSPORT], "dr_week_log", log, n, &p),
                     1);
    assert_string_equal(p.explanation_en, explanation_en);
    return p.points;
}

static void
test_checklists__a_drivers_log_is_held_against_all_limits(void **state)
{
    /* 8:00 to 12:00, 20 minutes of rest, 12:20 to 16:20: just right. */
    static const double right[] = {8, 12, 12 + 20.0 / 60, 16 + 20.0 / 60};
    /* 10 minutes are no rest: 8 hours at a stretch. */
    static const double no_rest[] = {8, 12, 12 + 10.0 / 60, 16 + 10.0 / 60};
    /* Monday 20:00 to 23:00 and 23:30 to Tuesday 2:30; 10:00 to 14:00: 10 h in 24 h. */
    static const double night[] = {20, 23, 23.5, 26.5, 34, 38};
    /* Monday to Saturday twice 3.75 hours: 45 hours in the week. */
    static const double week[] = {8,   11.75,  13,  16.75,  32,  35.75,  37,  40.75,
                                  56,  59.75,  61,  64.75,  80,  83.75,  85,  88.75,
                                  104, 107.75, 109, 112.75, 128, 131.75, 133, 136.75};

    (void)state;
    assert_true(log_points(right, 4,
                           "Without rest 4.0 h, by night 0.0 h, in 24 h 8.0 h, in 7 days "
                           "8.0 h: 4 of 4 limits kept") == 1);
    assert_true(log_points(no_rest, 4,
                           "Without rest 8.0 h, by night 0.0 h, in 24 h 8.0 h, in 7 days "
                           "8.0 h: 3 of 4 limits kept") == 0.75);
    assert_true(log_points(night, 6,
                           "Without rest 4.0 h, by night 3.0 h, in 24 h 10.0 h, in 7 "
                           "days 10.0 h: 2 of 4 limits kept") == 0.5);
    assert_true(log_points(week, 24,
                           "Without rest 3.8 h, by night 0.0 h, in 24 h 7.5 h, in 7 days "
                           "45.0 h: 3 of 4 limits kept") == 0.75);
}

static void
test_checklists__a_log_out_of_order_is_not_scored(void **state)
{
    static const double backwards[] = {12, 8}, overlaps[] = {8, 12, 11, 13},
                        odd[] = {8, 12, 13}, before[] = {-1, 2}, far[] = {8, 1e9};
    const sup_rulebook *book = plugins->books[TRANSPORT];
    sup_test_points p;

    (void)state;
    assert_int_equal(sup_test_score(book, "dr_week_log", backwards, 2, &p), -1);
    assert_int_equal(sup_test_score(book, "dr_week_log", overlaps, 4, &p), -1);
    assert_int_equal(sup_test_score(book, "dr_week_log", odd, 3, &p), -1);
    assert_int_equal(sup_test_score(book, "dr_week_log", before, 2, &p), -1);
    assert_int_equal(sup_test_score(book, "dr_week_log", far, 2, &p), -1);
}

/* 90 minutes for 60 agreed: half over, half of the points. 10.5 a head against 10: 5 %
 * more, half of the points. */
static void
test_checklists__restoring_and_use_a_head_are_compared(void **state)
{
    static const double restore[] = {90, 60}, in_time[] = {60, 60},
                        more[] = {1050, 100, 1000, 100}, less[] = {900, 100, 1000, 100},
                        nobody[] = {900, 0, 1000, 100};
    const sup_rulebook *book = plugins->books[ENERGY];
    sup_test_points p;

    (void)state;
    assert_int_equal(sup_test_score(book, "re_restore", restore, 2, &p), 1);
    assert_true(fabs(p.points - 0.5) < 1e-9);
    assert_int_equal(sup_test_score(book, "re_restore", in_time, 2, &p), 1);
    assert_true(p.points == 1);
    assert_int_equal(sup_test_score(book, "sa_head", more, 4, &p), 1);
    assert_true(fabs(p.points - 0.5) < 1e-9);
    assert_string_equal(p.explanation_en, "10.50 a head, last year 10.00, change +5.0%");
    assert_int_equal(sup_test_score(book, "sa_head", less, 4, &p), 1);
    assert_true(p.points == 1);
    assert_int_equal(sup_test_score(book, "sa_head", nobody, 4, &p), -1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_checklists__sections_are_the_plans_focus_words),
        cmocka_unit_test(
            test_checklists__daily_and_weekly_checks_are_where_the_plan_names_them),
        cmocka_unit_test(test_checklists__a_basket_is_dearer_by_its_dearer_lines),
        cmocka_unit_test(test_checklists__a_drivers_log_is_held_against_all_limits),
        cmocka_unit_test(test_checklists__a_log_out_of_order_is_not_scored),
        cmocka_unit_test(test_checklists__restoring_and_use_a_head_are_compared),
    };

    return cmocka_run_group_tests_name("checklists", tests, setup, teardown);
}
