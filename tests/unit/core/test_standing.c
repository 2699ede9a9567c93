/* module/core/sup_standing.c: parts, their bounds, and what a part without data does.
 * Owns: the promises of a standing: within 0 and 100, never worse for doing better.
 * Must not know: where figures come from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "core/sup_standing.h"

#define FIGURES (sizeof(sup_standing_figures) / sizeof(int64_t))

static const uint32_t usual[SUP_PARTS] = {40, 20, 15, 15, 10};

static sup_percent
total(const sup_standing_figures *f, const uint32_t *weights)
{
    sup_standing_part parts[SUP_PARTS];
    sup_percent values[SUP_PARTS];
    int i;

    sup_standing_parts(f, parts);
    for (i = 0; i < SUP_PARTS; i++) {
        values[i] = parts[i].percent;
    }
    return sup_standing_mean(values, weights, SUP_PARTS);
}

static void
test_standing__a_term_worked_by_hand(void **unused)
{
    sup_standing_figures f = {.inspections = 3,
                              .percent_sum = 9000 + 8750 + 8025,
                              .rectified = 8,
                              .on_time = 6,
                              .solvable = 12,
                              .reopened = 1,
                              .satisfied = 4,
                              .dissatisfied = 1,
                              .checks_done = 17,
                              .checks_late = 1,
                              .checks_missed = 2};
    sup_standing_part p[SUP_PARTS];

    (void)unused;
    sup_standing_parts(&f, p);
    /* (90 + 87.5 + 80.25) / 3 = 85.9166... */
    assert_int_equal(p[SUP_PART_INSPECTIONS].percent.hundredths, 8592);
    assert_int_equal(p[SUP_PART_INSPECTIONS].numerator, 25775);
    assert_int_equal(p[SUP_PART_INSPECTIONS].denominator, 3);
    assert_int_equal(p[SUP_PART_ON_TIME].percent.hundredths, 7500);
    /* 11/12 = 91.666... */
    assert_int_equal(p[SUP_PART_NOT_REOPENED].percent.hundredths, 9167);
    assert_int_equal(p[SUP_PART_NOT_REOPENED].numerator, 1100);
    assert_int_equal(p[SUP_PART_SATISFACTION].percent.hundredths, 8000);
    /* 17.5/20 */
    assert_int_equal(p[SUP_PART_CHECKS_DONE].percent.hundredths, 8750);
    assert_int_equal(p[SUP_PART_CHECKS_DONE].numerator, 1750);
    /* 0.40*85.92 + 0.20*75 + 0.15*91.67 + 0.15*80 + 0.10*87.5 = 83.8685 */
    assert_int_equal(total(&f, usual).hundredths, 8387);
}

static void
test_standing__without_figures_there_is_none(void **unused)
{
    sup_standing_figures f = {0};

    (void)unused;
    assert_int_equal(total(&f, usual).applies, 0);
    assert_int_equal(total(&f, usual).hundredths, 0);
    assert_int_equal(sup_standing_mean(NULL, NULL, 0).applies, 0);
}

static void
test_standing__the_weight_of_a_part_without_data_goes_to_the_others(void **unused)
{
    sup_standing_figures f = {
        .rectified = 4, .on_time = 2, .satisfied = 3, .dissatisfied = 1};

    (void)unused;
    /* (20*50 + 15*75) / 35 = 60.714... */
    assert_int_equal(total(&f, usual).hundredths, 6071);
    f.satisfied = f.dissatisfied = 0;
    assert_int_equal(total(&f, usual).hundredths, 5000);
    assert_int_equal(total(&f, usual).applies, 1);
}

static void
test_standing__a_part_without_weight_counts_for_nothing(void **unused)
{
    static const uint32_t weights[SUP_PARTS] = {0, 100, 0, 0, 0};
    sup_standing_figures f = {.inspections = 1, .percent_sum = 100};

    (void)unused;
    assert_int_equal(total(&f, weights).applies, 0);
    f.rectified = f.on_time = 1;
    assert_int_equal(total(&f, weights).hundredths, 10000);
}

/* Any figure at any of these values, and any mix of two. */
static const int64_t values[] = {INT64_MIN, -1, 0, 1, 3, 100000, 1 << 30, INT64_MAX};
#define VALUES (sizeof(values) / sizeof(values[0]))

static void
test_standing__nothing_leaves_0_and_100(void **unused)
{
    size_t a, b, i, k;

    (void)unused;
    for (a = 0; a < FIGURES * VALUES; a++) {
        for (b = 0; b < FIGURES * VALUES; b++) {
            sup_standing_figures f;
            sup_standing_part parts[SUP_PARTS];
            int64_t *at = (int64_t *)&f;

            for (i = 0; i < FIGURES; i++) {
                at[i] = 2;
            }
            at[a / VALUES] = values[a % VALUES];
            at[b / VALUES] = values[b % VALUES];
            sup_standing_parts(&f, parts);
            for (k = 0; k < SUP_PARTS; k++) {
                assert_true(parts[k].percent.hundredths <= 10000);
                assert_true(parts[k].numerator >= 0);
                assert_true(parts[k].percent.applies == (parts[k].denominator != 0));
            }
            assert_true(total(&f, usual).hundredths <= 10000);
        }
    }
}

/* One more of each kind of event, over all small figures. */
static void
test_standing__a_better_event_never_lowers_and_a_worse_one_never_raises(void **unused)
{
    int i, k;

    (void)unused;
    for (i = 0; i < 6561; i++) { /* eight figures of 0 to 2 */
        int64_t ok[4], bad[4];
        sup_standing_figures f = {0};
        int rest = i;

        for (k = 0; k < 4; k++) {
            ok[k] = rest % 3, rest /= 3;
            bad[k] = rest % 3, rest /= 3;
        }
        f.on_time = ok[0], f.rectified = ok[0] + bad[0];
        f.reopened = bad[1], f.solvable = ok[1] + bad[1];
        f.satisfied = ok[2], f.dissatisfied = bad[2];
        f.checks_done = ok[3], f.checks_missed = bad[3];
        f.inspections = 2, f.percent_sum = 15000;
        uint32_t before = total(&f, usual).hundredths;
        sup_standing_figures g = f;
        g.on_time++, g.rectified++;
        /* a part that applies from now on may be better or worse than the others */
        assert_true(f.rectified == 0 || total(&g, usual).hundredths >= before);
        g = f, g.rectified++;
        assert_true(f.rectified == 0 || total(&g, usual).hundredths <= before);
        g = f, g.solvable++;
        assert_true(f.solvable == 0 || total(&g, usual).hundredths >= before);
        g = f, g.reopened++, g.solvable++;
        assert_true(f.solvable == 0 || total(&g, usual).hundredths <= before);
        g = f, g.satisfied++;
        assert_true(f.satisfied + f.dissatisfied == 0 ||
                    total(&g, usual).hundredths >= before);
        g = f, g.dissatisfied++;
        assert_true(f.satisfied + f.dissatisfied == 0 ||
                    total(&g, usual).hundredths <= before);
        g = f, g.checks_done++;
        assert_true(f.checks_done + f.checks_missed == 0 ||
                    total(&g, usual).hundredths >= before);
        g = f, g.checks_missed++;
        assert_true(f.checks_done + f.checks_missed == 0 ||
                    total(&g, usual).hundredths <= before);
        g = f, g.percent_sum += 100;
        assert_true(total(&g, usual).hundredths >= before);
        g = f, g.on_time = g.rectified;
        assert_true(total(&g, usual).hundredths >= before);
    }
}

static void
test_standing__a_late_check_is_worth_more_than_none_and_less_than_one(void **unused)
{
    sup_standing_figures missed = {.checks_done = 1, .checks_missed = 2};
    sup_standing_figures late = {.checks_done = 1, .checks_late = 1, .checks_missed = 1};
    sup_standing_figures done = {.checks_done = 2, .checks_missed = 1};

    (void)unused;
    assert_int_equal(total(&missed, usual).hundredths, 3333);
    assert_int_equal(total(&late, usual).hundredths, 5000);
    assert_int_equal(total(&done, usual).hundredths, 6667);
}

static void
test_standing__a_mean_is_that_of_what_is_shown_rounded_half_up(void **unused)
{
    const sup_percent v[] = {{8592, 1}, {7501, 1}, {9999, 0}};

    (void)unused;
    assert_int_equal(sup_standing_mean(v, NULL, 3).hundredths, 8047); /* 8046.5 */
    assert_int_equal(sup_standing_mean(v, NULL, 1).hundredths, 8592);
    assert_int_equal(sup_standing_mean(v + 2, NULL, 1).applies, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_standing__a_term_worked_by_hand),
        cmocka_unit_test(test_standing__without_figures_there_is_none),
        cmocka_unit_test(
            test_standing__the_weight_of_a_part_without_data_goes_to_the_others),
        cmocka_unit_test(test_standing__a_part_without_weight_counts_for_nothing),
        cmocka_unit_test(test_standing__nothing_leaves_0_and_100),
        cmocka_unit_test(
            test_standing__a_better_event_never_lowers_and_a_worse_one_never_raises),
        cmocka_unit_test(
            test_standing__a_late_check_is_worth_more_than_none_and_less_than_one),
        cmocka_unit_test(test_standing__a_mean_is_that_of_what_is_shown_rounded_half_up),
    };

    return cmocka_run_group_tests_name("standing", tests, NULL, NULL);
}
