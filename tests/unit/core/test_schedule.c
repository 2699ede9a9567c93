/* module/core/sup_schedule.c: which checks are due on which day.
 * Owns: a calendar of 2026 with its make-up days, and spans over every kind of edge.
 * Must not know: how schedules are stored. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include "core/sup_schedule.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MS    INT64_C(86400000)

static int32_t
day_of(const char *text)
{
    int32_t day = INT32_MIN;

    assert_int_equal(sup_date_parse(sup_str_c(text), &day), SUP_OK);
    return day;
}

/* 国庆节 2026 by 国办发明电〔2025〕7号: off 1 to 7 October, made up for on Sunday 20
 * September and Saturday 10 October. */
static const sup_calendar *
calendar(void)
{
    static const sup_hours hours[] = {{480, 720}, {840, 1080}};
    static sup_day_span holiday;
    static int32_t workdays[2];
    static sup_calendar c = {.offset_min = 480, .hours = hours, .n_hours = 2};

    holiday = (sup_day_span){day_of("2026-10-01"), day_of("2026-10-07")};
    workdays[0] = day_of("2026-09-20");
    workdays[1] = day_of("2026-10-10");
    c.holidays = &holiday;
    c.n_holidays = 1;
    c.workdays = workdays;
    c.n_workdays = 2;
    return &c;
}

/* "2026-11-23 07:00" on the campus. */
static int64_t
moment(const char *text)
{
    int hour, minute;
    char date[11];

    memcpy(date, text, 10);
    date[10] = '\0';
    assert_int_equal(sscanf(text + 10, "%d:%d", &hour, &minute), 2);
    return day_of(date) * DAY_MS + (hour * 60 + minute - 480) * MINUTE_MS;
}

static size_t
windows_of(const sup_schedule *schedule, const sup_season *seasons, size_t n,
           const char *day, sup_window windows[SUP_TIMES_MAX])
{
    return sup_schedule_day(schedule, calendar(), seasons, n, day_of(day), windows);
}

static void
assert_window(const sup_window *w, const char *from, const char *to)
{
    assert_int_equal(w->from_ms, moment(from));
    assert_int_equal(w->to_ms, moment(to));
}

/* How many windows begin from one day to another, both included. */
static size_t
count(const sup_schedule *schedule, const sup_season *seasons, size_t n, const char *from,
      const char *to)
{
    sup_window windows[SUP_TIMES_MAX];
    size_t sum = 0;
    int32_t day;

    for (day = day_of(from); day <= day_of(to); day++) {
        sum += sup_schedule_day(schedule, calendar(), seasons, n, day, windows);
    }
    return sum;
}

static const sup_schedule daily = {
    .every = SUP_EVERY_DAY, .from_min = 420, .to_min = 1260, .late_min = 720};
static const sup_schedule weekly = {
    .every = SUP_EVERY_WEEK, .from_min = 480, .to_min = 1080, .last_day = 5};
static const sup_schedule monthly = {
    .every = SUP_EVERY_MONTH, .from_min = 0, .to_min = 1440, .last_day = 31};

static sup_season
season(const char *from, const char *to, uint32_t times, unsigned paused)
{
    return (sup_season){day_of(from), day_of(to), times, paused};
}

/* --- days --- */

static void
test_schedule__a_daily_check_has_its_window_and_its_grace(void **state)
{
    sup_window w[SUP_TIMES_MAX];

    (void)state;
    assert_int_equal(windows_of(&daily, NULL, 0, "2026-11-23", w), 1);
    assert_window(&w[0], "2026-11-23 07:00", "2026-11-23 21:00");
    assert_int_equal(w[0].until_ms, moment("2026-11-24 09:00"));
    assert_int_equal(w[0].season, 0);
}

static void
test_schedule__the_leap_day_has_its_check_and_no_other_year_has_one(void **state)
{
    sup_window w[SUP_TIMES_MAX];

    (void)state;
    assert_int_equal(windows_of(&daily, NULL, 0, "2028-02-29", w), 1);
    assert_window(&w[0], "2028-02-29 07:00", "2028-02-29 21:00");
    assert_int_equal(count(&daily, NULL, 0, "2028-02-01", "2028-03-01"), 30);
    assert_int_equal(count(&daily, NULL, 0, "2027-02-01", "2027-03-01"), 29);
    assert_int_equal(count(&daily, NULL, 0, "2028-01-01", "2028-12-31"), 366);
}

static void
test_schedule__the_last_day_of_a_year_ends_in_the_next_one(void **state)
{
    const sup_schedule all_day = {.every = SUP_EVERY_DAY, .from_min = 0, .to_min = 1440};
    sup_window a[SUP_TIMES_MAX], b[SUP_TIMES_MAX];

    (void)state;
    assert_int_equal(windows_of(&all_day, NULL, 0, "2026-12-31", a), 1);
    assert_int_equal(windows_of(&all_day, NULL, 0, "2027-01-01", b), 1);
    assert_window(&a[0], "2026-12-31 00:00", "2027-01-01 00:00");
    assert_int_equal(a[0].to_ms, b[0].from_ms);
}

static void
test_schedule__a_check_of_working_days_follows_holidays_and_make_up_days(void **state)
{
    static const struct {
        const char *day;
        size_t due;
    } days[] = {{"2026-09-18", 1},                    /* Friday */
                {"2026-09-19", 0},                    /* Saturday */
                {"2026-09-20", 1},                    /* Sunday, made up 调休 */
                {"2026-09-30", 1}, {"2026-10-01", 0}, /* Thursday, 国庆节 */
                {"2026-10-07", 0},                    /* Wednesday, still off */
                {"2026-10-08", 1}, {"2026-10-10", 1}, /* Saturday, made up */
                {"2026-10-11", 0}};                   /* Sunday */
    sup_schedule working = daily;
    sup_window w[SUP_TIMES_MAX];
    size_t i;

    (void)state;
    working.working_days = 1;
    for (i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        assert_int_equal(windows_of(&working, NULL, 0, days[i].day, w), days[i].due);
        assert_int_equal(windows_of(&daily, NULL, 0, days[i].day, w), 1);
    }
}

/* --- weeks and months --- */

static void
test_schedule__a_weekly_check_begins_on_mondays_alone(void **state)
{
    sup_window w[SUP_TIMES_MAX];

    (void)state;
    assert_int_equal(windows_of(&weekly, NULL, 0, "2026-11-23", w), 1);
    assert_window(&w[0], "2026-11-23 08:00", "2026-11-27 18:00");
    assert_int_equal(count(&weekly, NULL, 0, "2026-11-24", "2026-11-29"), 0);
    assert_int_equal(count(&weekly, NULL, 0, "2026-01-01", "2026-12-31"), 52);
}

static void
test_schedule__a_week_goes_on_over_the_end_of_a_month_and_of_a_year(void **state)
{
    sup_schedule whole = weekly;
    sup_window w[SUP_TIMES_MAX];

    (void)state;
    whole.last_day = 7;
    assert_int_equal(windows_of(&whole, NULL, 0, "2026-11-30", w), 1);
    assert_window(&w[0], "2026-11-30 08:00", "2026-12-06 18:00");
    assert_int_equal(windows_of(&whole, NULL, 0, "2026-12-28", w), 1);
    assert_window(&w[0], "2026-12-28 08:00", "2027-01-03 18:00");
    assert_int_equal(windows_of(&whole, NULL, 0, "2027-01-01", w), 0);
}

static void
test_schedule__a_month_without_its_last_day_ends_with_its_end(void **state)
{
    static const char *const months[][2] = {{"2026-01-01", "2026-02-01 00:00"},
                                            {"2026-02-01", "2026-03-01 00:00"},
                                            {"2028-02-01", "2028-03-01 00:00"},
                                            {"2026-04-01", "2026-05-01 00:00"},
                                            {"2026-12-01", "2027-01-01 00:00"}};
    sup_schedule some = monthly;
    sup_window w[SUP_TIMES_MAX];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(months) / sizeof(months[0]); i++) {
        assert_int_equal(windows_of(&monthly, NULL, 0, months[i][0], w), 1);
        assert_int_equal(w[0].to_ms, moment(months[i][1]));
    }
    some.last_day = 10;
    assert_int_equal(windows_of(&some, NULL, 0, "2026-02-01", w), 1);
    assert_window(&w[0], "2026-02-01 00:00", "2026-02-11 00:00");
    assert_int_equal(count(&monthly, NULL, 0, "2026-01-01", "2027-12-31"), 24);
}

static void
test_schedule__a_span_without_time_or_without_days_has_no_window(void **state)
{
    static const sup_schedule none[] = {
        {.every = SUP_EVERY_NONE, .from_min = 0, .to_min = 60},
        {.every = SUP_EVERY_DAY, .from_min = 600, .to_min = 600},
        {.every = SUP_EVERY_DAY, .from_min = 600, .to_min = 540},
        {.every = SUP_EVERY_WEEK, .from_min = 0, .to_min = 60, .last_day = 0},
        {.every = SUP_EVERY_MONTH, .from_min = 0, .to_min = 60, .last_day = 0}};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        assert_int_equal(count(&none[i], NULL, 0, "2026-11-01", "2026-12-31"), 0);
    }
}

/* --- periods --- */

static void
assert_tiles(const sup_window *w, size_t n, int64_t from_ms, int64_t to_ms)
{
    size_t i;

    assert_int_equal(w[0].from_ms, from_ms);
    assert_int_equal(w[n - 1].to_ms, to_ms);
    for (i = 0; i < n; i++) {
        assert_true(w[i].from_ms < w[i].to_ms);
        if (i > 0) {
            assert_int_equal(w[i].from_ms, w[i - 1].to_ms);
        }
    }
}

static void
test_schedule__more_frequent_windows_are_equal_and_tile_the_span(void **state)
{
    sup_schedule odd = daily;
    sup_window w[SUP_TIMES_MAX];
    uint32_t times;
    size_t i;

    (void)state;
    for (odd.to_min = 421; odd.to_min <= 1440; odd.to_min++) {
        for (times = 1; times <= SUP_TIMES_MAX; times++) {
            sup_season s = season("2026-11-20", "2026-11-25", times, 0);
            int64_t from = moment("2026-11-23 07:00");

            assert_int_equal(windows_of(&odd, &s, 1, "2026-11-23", w), times);
            assert_tiles(w, times, from, from + (odd.to_min - 420) * MINUTE_MS);
            for (i = 1; i < times; i++) {
                assert_int_equal(w[i].to_ms - w[i].from_ms, w[0].to_ms - w[0].from_ms);
            }
            assert_int_equal(w[0].season, times == 1 ? 1 : 0);
        }
    }
}

static void
test_schedule__a_week_is_cut_in_two_on_wednesday(void **state)
{
    sup_season s = season("2026-11-27", "2026-11-27", 2, 0);
    sup_window w[SUP_TIMES_MAX];

    (void)state;
    assert_int_equal(windows_of(&weekly, &s, 1, "2026-11-23", w), 2);
    assert_window(&w[0], "2026-11-23 08:00", "2026-11-25 13:00");
    assert_window(&w[1], "2026-11-25 13:00", "2026-11-27 18:00");
    assert_int_equal(windows_of(&weekly, &s, 1, "2026-11-30", w), 1);
}

static void
test_schedule__of_periods_that_overlap_the_most_frequent_one_counts(void **state)
{
    sup_season all[] = {season("2026-11-01", "2026-11-30", 2, 0),
                        season("2026-11-20", "2026-11-25", 4, 0),
                        season("2026-11-23", "2026-11-23", 3, 0)};
    sup_window w[SUP_TIMES_MAX];

    (void)state;
    assert_int_equal(windows_of(&daily, all, 3, "2026-11-23", w), 4);
    assert_int_equal(w[3].season, 1);
    assert_int_equal(windows_of(&daily, all, 3, "2026-11-19", w), 2);
    assert_int_equal(w[0].season, 0);
    assert_int_equal(windows_of(&daily, all, 3, "2026-12-01", w), 1);
    assert_int_equal(w[0].season, 3);
    /* first and last day belong to it, the days before and after do not */
    assert_int_equal(count(&daily, &all[1], 1, "2026-11-19", "2026-11-26"), 1 + 24 + 1);
}

static void
test_schedule__more_than_four_times_counts_as_four_and_none_as_once(void **state)
{
    sup_season s = season("2026-11-23", "2026-11-23", 4000000000u, 0);
    sup_window w[SUP_TIMES_MAX];

    (void)state;
    assert_int_equal(windows_of(&daily, &s, 1, "2026-11-23", w), SUP_TIMES_MAX);
    s.times = 0;
    assert_int_equal(windows_of(&daily, &s, 1, "2026-11-23", w), 1);
    assert_int_equal(w[0].season, 1);
}

static void
test_schedule__a_pause_stops_checks_unless_another_period_wants_them(void **state)
{
    sup_season all[] = {season("2026-07-10", "2026-08-31", 0, 1),
                        season("2026-08-25", "2026-09-05", 2, 0),
                        season("2026-08-01", "2026-08-02", 0, 0)};
    sup_window w[SUP_TIMES_MAX];

    (void)state;
    assert_int_equal(windows_of(&daily, all, 3, "2026-07-09", w), 1);
    assert_int_equal(windows_of(&daily, all, 3, "2026-07-10", w), 0);
    assert_int_equal(windows_of(&daily, all, 3, "2026-08-24", w), 0);
    assert_int_equal(windows_of(&daily, all, 3, "2026-08-25", w), 2);
    assert_int_equal(w[1].season, 1);
    assert_int_equal(windows_of(&daily, all, 3, "2026-08-01", w), 1);
    assert_int_equal(w[0].season, 3);
}

static void
test_schedule__a_week_that_is_paused_in_part_keeps_its_check(void **state)
{
    /* Wednesday to the Sunday after; then from a second pause that adjoins */
    sup_season all[] = {season("2026-07-08", "2026-07-16", 0, 1),
                        season("2026-07-17", "2026-08-30", 0, 1)};
    sup_window w[SUP_TIMES_MAX];

    (void)state;
    assert_int_equal(windows_of(&weekly, all, 2, "2026-07-06", w), 1);
    assert_window(&w[0], "2026-07-06 08:00", "2026-07-10 18:00");
    assert_int_equal(windows_of(&weekly, all, 1, "2026-07-13", w), 1);
    assert_int_equal(windows_of(&weekly, all, 2, "2026-07-13", w), 0);
    assert_int_equal(windows_of(&weekly, all, 2, "2026-08-24", w), 0);
    assert_int_equal(windows_of(&weekly, all, 2, "2026-08-31", w), 1);
    assert_int_equal(windows_of(&monthly, all, 2, "2026-08-01", w), 1);
}

static void
test_schedule__the_same_day_always_gives_the_same_windows(void **state)
{
    sup_season s = season("2026-11-20", "2026-11-25", 3, 0);
    sup_window a[SUP_TIMES_MAX], b[SUP_TIMES_MAX];

    (void)state;
    memset(a, 0xa5, sizeof(a));
    memset(b, 0x5a, sizeof(b));
    assert_int_equal(windows_of(&daily, &s, 1, "2026-11-23", a), 3);
    assert_int_equal(windows_of(&daily, &s, 1, "2026-11-23", b), 3);
    assert_memory_equal(a, b, 3 * sizeof(a[0]));
}

static void
test_schedule__days_before_1970_are_days_too(void **state)
{
    sup_window w[SUP_TIMES_MAX];

    (void)state;
    assert_int_equal(windows_of(&weekly, NULL, 0, "1969-12-29", w), 1);
    assert_window(&w[0], "1969-12-29 08:00", "1970-01-02 18:00");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_schedule__a_daily_check_has_its_window_and_its_grace),
        cmocka_unit_test(
            test_schedule__the_leap_day_has_its_check_and_no_other_year_has_one),
        cmocka_unit_test(test_schedule__the_last_day_of_a_year_ends_in_the_next_one),
        cmocka_unit_test(
            test_schedule__a_check_of_working_days_follows_holidays_and_make_up_days),
        cmocka_unit_test(test_schedule__a_weekly_check_begins_on_mondays_alone),
        cmocka_unit_test(
            test_schedule__a_week_goes_on_over_the_end_of_a_month_and_of_a_year),
        cmocka_unit_test(test_schedule__a_month_without_its_last_day_ends_with_its_end),
        cmocka_unit_test(
            test_schedule__a_span_without_time_or_without_days_has_no_window),
        cmocka_unit_test(
            test_schedule__more_frequent_windows_are_equal_and_tile_the_span),
        cmocka_unit_test(test_schedule__a_week_is_cut_in_two_on_wednesday),
        cmocka_unit_test(
            test_schedule__of_periods_that_overlap_the_most_frequent_one_counts),
        cmocka_unit_test(
            test_schedule__more_than_four_times_counts_as_four_and_none_as_once),
        cmocka_unit_test(
            test_schedule__a_pause_stops_checks_unless_another_period_wants_them),
        cmocka_unit_test(test_schedule__a_week_that_is_paused_in_part_keeps_its_check),
        cmocka_unit_test(test_schedule__the_same_day_always_gives_the_same_windows),
        cmocka_unit_test(test_schedule__days_before_1970_are_days_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
