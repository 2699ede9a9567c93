/* Timed work by clocks that jump, as the calendar shows it.
 * Owns: wrong for a moment, wrong for long, set back.
 * Must not know: nginx, Redis, timers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "sup_test_timed_kept.h"

#define MINUTE SUP_TEST_MINUTE_MS
#define HOUR   SUP_TEST_HOUR_MS
#define DAY    SUP_TEST_DAY_MS
#define NOW    SUP_TEST_NOW_MS /* Monday 2026-11-23 12:00 */

static void
test_timed__a_clock_set_wrong_for_a_moment_makes_and_misses_nothing(void **state)
{
    static const int64_t leaps[] = {37 * HOUR, 40 * DAY, 20000 * DAY, -37 * HOUR,
                                    -400 * DAY};
    sup_test_site *t = *state;
    const char *picture;
    size_t i;
    int j;

    sup_test_ticks(t, "a");
    picture = sup_test_calendar_picture(t);
    for (i = 0; i < sizeof(leaps) / sizeof(leaps[0]); i++) {
        int64_t right = t->now_ms;

        sup_test_calendar_set(t, right + leaps[i]);
        for (j = 0; j < 9; j++) {
            assert_int_equal(sup_test_ticks(t, "a"), 1);
            sup_test_go(t, MINUTE);
        }
        assert_string_equal(sup_test_calendar_picture(t), picture);
        sup_test_calendar_set(t, right + 10 * MINUTE);
        sup_test_ticks(t, "a");
        assert_null(SUP_TEST_CLOCK(t)->gap_since);
        assert_string_equal(sup_test_calendar_picture(t), picture);
    }
}

static void
test_timed__a_clock_that_jumps_about_is_waited_out_anew(void **state)
{
    sup_test_site *t = *state;
    int i;

    sup_test_ticks(t, "a");
    for (i = 0; i < 5; i++) {
        sup_test_go(t, 3 * DAY);
        sup_test_ticks(t, "a");
        sup_test_go(t, 9 * MINUTE);
        sup_test_ticks(t, "a");
    }
    assert_int_equal(sup_test_found(t, "water-daily"), 2);
    sup_test_go(t, MINUTE);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "water-daily"), 17);
}

static void
test_timed__a_clock_set_back_a_little_makes_nothing_twice(void **state)
{
    sup_test_site *t = *state;
    const char *picture;
    int i;

    sup_test_ticks(t, "a");
    sup_test_go(t, DAY);
    sup_test_ticks(t, "a");
    picture = sup_test_calendar_picture(t);
    sup_test_go(t, -30 * HOUR);
    for (i = 0; i < 28; i++) {
        sup_test_ticks(t, "a");
        assert_int_equal(sup_test_found(t, "water-daily"), 3);
        assert_int_equal(sup_test_found(t, "water-daily.20261123.1:4"),
                         1); /* as it was */
        sup_test_go(t, HOUR);
    }
    assert_string_equal(sup_test_calendar_picture(t), picture);
}

static void
test_timed__a_clock_that_was_believed_a_year_ahead_loses_no_day_afterwards(void **state)
{
    sup_test_site *t = *state;
    int i;

    sup_test_ticks(t, "a");
    sup_test_calendar_set(t, NOW + 365 * DAY);
    sup_test_ticks(t, "a");
    sup_test_go(t, 10 * MINUTE);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "water-daily"), 2 + 35 + 2);
    sup_test_calendar_set(t, NOW + HOUR);
    sup_test_ticks(t, "a");
    sup_test_go(t, 10 * MINUTE);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "water-daily"),
                     2 + 35 + 2); /* none of them twice */
    for (i = 0; i < 3; i++) {
        sup_test_go(t, DAY);
        sup_test_ticks(t, "a");
    }
    assert_int_equal(sup_test_found(t, "water-daily"), 2 + 35 + 2 + 3);
    assert_int_equal(sup_test_found(t, "water-daily.20261126.1:1"), 1);
}

/* What came new while it was ahead, too. */
static void
test_timed__a_plan_changed_while_the_clock_was_ahead_holds_when_it_is_right_again(
    void **state)
{
    sup_test_site *t = *state;
    int i;

    sup_test_ticks(t, "a");
    sup_test_calendar_set(t, NOW + 365 * DAY);
    sup_test_ticks(t, "a");
    sup_test_go(t, 10 * MINUTE);
    sup_test_ticks(t, "a");
    sup_test_put_schedule(t, "noon", 11 * 60, 13 * 60);
    sup_test_go(t, MINUTE);
    sup_test_ticks(t, "a");
    sup_test_calendar_set(t, NOW + HOUR / 2);
    sup_test_ticks(t, "a");
    sup_test_go(t, 10 * MINUTE);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "noon.20261123.1:1"), 1);
    for (i = 0; i < 3; i++) {
        sup_test_go(t, DAY);
        sup_test_ticks(t, "a");
    }
    assert_int_equal(sup_test_found(t, "noon.20261126.1:1"), 1);
    assert_int_equal(sup_test_found(t, "noon.20261124.1:4"), 1);
    assert_int_equal(sup_test_found(t, "water-daily.20261126.1:1"), 1);
}

/* A leap that is believed at once, for it is a small one. */
static void
test_timed__a_calendar_begun_by_a_clock_that_was_ahead_begins_again(void **state)
{
    sup_test_site *t = *state;

    sup_test_calendar_set(t, NOW + 34 * HOUR);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "water-daily.20261123.1"), 0);
    assert_int_equal(sup_test_found(t, "water-daily.20261124.1"), 0);
    sup_test_calendar_set(t, NOW);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "water-daily.20261123.1:1"), 1);
    assert_int_equal(sup_test_found(t, "water-daily.20261124.1:1"), 1);
}

#define TEST(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, sup_test_timed_begin, sup_test_site_end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_timed__a_clock_set_wrong_for_a_moment_makes_and_misses_nothing),
        TEST(test_timed__a_clock_that_jumps_about_is_waited_out_anew),
        TEST(test_timed__a_clock_set_back_a_little_makes_nothing_twice),
        TEST(test_timed__a_clock_that_was_believed_a_year_ahead_loses_no_day_afterwards),
        TEST(
            test_timed__a_plan_changed_while_the_clock_was_ahead_holds_when_it_is_right_again),
        TEST(test_timed__a_calendar_begun_by_a_clock_that_was_ahead_begins_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
