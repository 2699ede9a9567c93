/* The plugin to copy works as it is: its rulebook is accepted, its hooks say what their
 * comments say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "sup_test_checklist.h"
#include "sup_test_plugins.h"
#include "supervision/v1/rules.pb-c.h"

static sup_test_plugins *plugins;

static int
setup(void **state)
{
    static const char *const domains[] = {"template", NULL};

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

static void
test_template__a_report_is_classified_by_pattern_and_hook(void **state)
{
    static const sup_test_report reports[] = {{"这里有一个示例问题", "other", 1, -1, 5},
                                              {"没有示例问题", "", 0, -1, 5},
                                              {"示例问题，示例急事", "other", 3, -1, 5},
                                              {NULL, NULL, 0, 0, 0}};

    (void)state;
    assert_int_equal(sup_test_reports(plugins, "template", reports), 0);
}

static void
test_template__its_checklist_and_its_daily_check_are_complete(void **state)
{
    static const char *const sections[] = {"示例检查", NULL};

    (void)state;
    sup_test_checklist(plugins->books[0], sections, 4);
    sup_test_daily(plugins->books[0], 8);
    assert_int_equal(plugins->books[0]->book->n_schedules, 1);
}

static void
test_template__items_by_code_are_scored(void **state)
{
    static const double share[] = {4, 3}, handled[] = {8, 7, 1, 2};
    sup_test_points p;

    (void)state;
    assert_int_equal(sup_test_score(plugins->books[0], "lk_share", share, 2, &p), 1);
    assert_true(p.points == 0.75);
    /* (7 - 1) / (8 + 2) */
    assert_int_equal(sup_test_score(plugins->books[0], "lk_handled", handled, 4, &p), 1);
    assert_true(fabs(p.points - 0.6) < 1e-9);
}

static void
test_template__the_best_grade_needs_that_nothing_failed(void **state)
{
    sup_plugin_line lines[2] = {{{"lk_tidy", 7}, 1, 5, 1, 0, 0},
                                {{"lk_warm", 7}, 0, 3, 1, 1, 0}};
    sup_test_grade g;

    (void)state;
    assert_int_equal(sup_test_grade_of(plugins->books[0],
                                       SUP__TEMPLATE__CHECK__comprehensive, 92, lines, 2,
                                       &g),
                     1);
    assert_string_equal(g.grade, "b");
    assert_string_equal(g.explanation, "有1项不合格，不评优秀");
    assert_int_equal(sup_test_grade_of(plugins->books[0],
                                       SUP__TEMPLATE__CHECK__comprehensive, 89, lines, 2,
                                       &g),
                     0);
    lines[1].applies = 0;
    assert_int_equal(sup_test_grade_of(plugins->books[0],
                                       SUP__TEMPLATE__CHECK__comprehensive, 92, lines, 2,
                                       &g),
                     0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_template__a_report_is_classified_by_pattern_and_hook),
        cmocka_unit_test(test_template__its_checklist_and_its_daily_check_are_complete),
        cmocka_unit_test(test_template__items_by_code_are_scored),
        cmocka_unit_test(test_template__the_best_grade_needs_that_nothing_failed),
    };

    return cmocka_run_group_tests_name("plugin template", tests, setup, teardown);
}
