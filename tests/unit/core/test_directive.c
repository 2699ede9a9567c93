/* module/core/sup_directive.c: supervision states and lateness, by day.
 * Owns: its own idea of which state a directive is in.
 * Must not know: how a directive is stored. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "core/sup_calendar.h"
#include "core/sup_directive.h"

#define OPEN SUP_DAY_NONE

static int32_t
day(const char *text)
{
    int32_t out = 0;

    assert_int_equal(sup_date_parse(sup_str_c(text), &out), SUP_OK);
    return out;
}

static uint32_t
late(const char *due, const char *reached, const char *today)
{
    sup_milestone m = {day(due), reached == NULL ? OPEN : day(reached)};

    return sup_milestone_late(&m, today == NULL ? OPEN : day(today));
}

static void
test_directive__a_milestone_is_late_from_the_day_after_it_was_due(void **unused)
{
    (void)unused;
    assert_int_equal(late("2026-11-30", NULL, "2026-11-29"), 0);
    assert_int_equal(late("2026-11-30", NULL, "2026-11-30"), 0);
    assert_int_equal(late("2026-11-30", NULL, "2026-12-01"), 1);
    assert_int_equal(late("2026-11-30", "2026-11-30", "2026-12-31"), 0);
    assert_int_equal(late("2026-11-30", "2026-12-02", "2026-12-31"), 2);
}

static void
test_directive__lateness_counts_leap_days_and_goes_over_years(void **unused)
{
    (void)unused;
    assert_int_equal(late("2028-02-28", NULL, "2028-03-01"), 2);
    assert_int_equal(late("2027-02-28", NULL, "2027-03-01"), 1);
    assert_int_equal(late("2028-02-29", NULL, "2028-03-01"), 1);
    assert_int_equal(late("2028-02-29", NULL, "2029-02-28"), 365);
    assert_int_equal(late("2026-12-31", NULL, "2027-01-01"), 1);
    assert_int_equal(late("2026-12-31", "2027-12-31", "2028-06-01"), 365);
    assert_int_equal(late("2100-02-28", NULL, "2100-03-01"), 1); /* no leap year */
}

static void
test_directive__what_nobody_works_on_any_more_does_not_become_later(void **unused)
{
    (void)unused;
    assert_int_equal(late("2026-11-30", NULL, NULL), 0);
    assert_int_equal(late("2026-11-30", "2026-12-05", NULL), 5);
    assert_int_equal(sup_directive_today(SUP_STATE_RECTIFYING, 7), 7);
    assert_int_equal(sup_directive_today(SUP_STATE_VERIFIED, 7), 7);
    assert_int_equal(sup_directive_today(SUP_STATE_MERGED, 7), OPEN);
    assert_int_equal(sup_directive_today(SUP_STATE_CLOSED, 7), OPEN);
}

/* Two milestones, due on day 10 and day 20. */
static sup_directive_standing
stands(sup_state state, unsigned urged, int32_t first, int32_t second, int32_t today)
{
    sup_milestone milestones[] = {{10, first}, {20, second}};
    sup_directive d = {state, urged, milestones, 2};

    return sup_directive_stands(&d, today);
}

static void
is(sup_directive_standing s, sup_supervision supervision, uint32_t reached, uint32_t n,
   uint32_t days)
{
    assert_int_equal(s.supervision, supervision);
    assert_int_equal(s.reached, reached);
    assert_int_equal(s.late, n);
    assert_int_equal(s.days_late, days);
}

static void
test_directive__it_is_begun_when_it_is_signed_for_or_a_milestone_is_reached(void **unused)
{
    (void)unused;
    is(stands(SUP_STATE_SUBMITTED, 0, OPEN, OPEN, 5), SUP_SUPERVISION_NOT_STARTED, 0, 0,
       0);
    is(stands(SUP_STATE_DISPATCHED, 0, OPEN, OPEN, 10), SUP_SUPERVISION_NOT_STARTED, 0, 0,
       0);
    is(stands(SUP_STATE_DISPATCHED, 0, 5, OPEN, 5), SUP_SUPERVISION_ON_TRACK, 1, 0, 0);
    is(stands(SUP_STATE_RECTIFYING, 0, OPEN, OPEN, 10), SUP_SUPERVISION_ON_TRACK, 0, 0,
       0);
    is(stands(SUP_STATE_RECTIFIED, 0, 9, 20, 99), SUP_SUPERVISION_ON_TRACK, 2, 0, 0);
}

static void
test_directive__it_is_late_while_a_milestone_is_due_and_not_reached(void **unused)
{
    (void)unused;
    is(stands(SUP_STATE_SUBMITTED, 0, OPEN, OPEN, 11), SUP_SUPERVISION_LATE, 0, 1, 1);
    is(stands(SUP_STATE_RECTIFYING, 0, OPEN, OPEN, 23), SUP_SUPERVISION_LATE, 0, 2, 13);
    is(stands(SUP_STATE_RECTIFYING, 0, 9, OPEN, 23), SUP_SUPERVISION_LATE, 1, 1, 3);
    /* reached late, it stays in the count, but nothing is late now */
    is(stands(SUP_STATE_RECTIFYING, 0, 14, OPEN, 15), SUP_SUPERVISION_ON_TRACK, 1, 1, 4);
    /* in any order */
    is(stands(SUP_STATE_RECTIFYING, 0, OPEN, 11, 12), SUP_SUPERVISION_LATE, 1, 1, 2);
}

static void
test_directive__urging_shows_until_there_is_progress(void **unused)
{
    (void)unused;
    is(stands(SUP_STATE_DISPATCHED, 1, OPEN, OPEN, 5), SUP_SUPERVISION_URGED, 0, 0, 0);
    is(stands(SUP_STATE_RECTIFYING, 2, OPEN, OPEN, 12), SUP_SUPERVISION_URGED, 0, 1, 2);
    is(stands(SUP_STATE_RECTIFIED, 1, 10, 20, 21), SUP_SUPERVISION_URGED, 2, 0, 0);
    is(stands(SUP_STATE_RECTIFYING, 0, 10, OPEN, 12), SUP_SUPERVISION_ON_TRACK, 1, 0, 0);
}

static void
test_directive__it_is_done_when_it_is_verified_and_keeps_its_lateness(void **unused)
{
    (void)unused;
    is(stands(SUP_STATE_VERIFIED, 1, 10, 22, 99), SUP_SUPERVISION_DONE, 2, 1, 2);
    is(stands(SUP_STATE_CLOSED, 0, 13, 22, 99), SUP_SUPERVISION_DONE, 2, 2, 3);
}

static void
test_directive__one_that_was_turned_away_is_in_no_state_and_not_late(void **unused)
{
    (void)unused;
    is(stands(SUP_STATE_REJECTED, 1, OPEN, OPEN, 99), SUP_SUPERVISION_NONE, 0, 0, 0);
    is(stands(SUP_STATE_WITHDRAWN, 0, OPEN, OPEN, 99), SUP_SUPERVISION_NONE, 0, 0, 0);
    is(stands(SUP_STATE_MERGED, 0, 12, OPEN, 99), SUP_SUPERVISION_NONE, 1, 1, 2);
    is(stands((sup_state)77, 1, OPEN, OPEN, 5), SUP_SUPERVISION_NONE, 0, 0, 0);
}

static void
test_directive__one_without_milestones_stands_by_its_case_alone(void **unused)
{
    sup_directive d = {SUP_STATE_DISPATCHED, 0, NULL, 0};

    (void)unused;
    is(sup_directive_stands(&d, 5), SUP_SUPERVISION_NOT_STARTED, 0, 0, 0);
    d.state = SUP_STATE_RECTIFYING;
    is(sup_directive_stands(&d, 5), SUP_SUPERVISION_ON_TRACK, 0, 0, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_directive__a_milestone_is_late_from_the_day_after_it_was_due),
        cmocka_unit_test(test_directive__lateness_counts_leap_days_and_goes_over_years),
        cmocka_unit_test(
            test_directive__what_nobody_works_on_any_more_does_not_become_later),
        cmocka_unit_test(
            test_directive__it_is_begun_when_it_is_signed_for_or_a_milestone_is_reached),
        cmocka_unit_test(
            test_directive__it_is_late_while_a_milestone_is_due_and_not_reached),
        cmocka_unit_test(test_directive__urging_shows_until_there_is_progress),
        cmocka_unit_test(
            test_directive__it_is_done_when_it_is_verified_and_keeps_its_lateness),
        cmocka_unit_test(
            test_directive__one_that_was_turned_away_is_in_no_state_and_not_late),
        cmocka_unit_test(test_directive__one_without_milestones_stands_by_its_case_alone),
    };

    return cmocka_run_group_tests_name("directive", tests, NULL, NULL);
}
