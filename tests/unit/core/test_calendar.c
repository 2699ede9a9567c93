/* module/core/sup_calendar.c: days, working time and deadlines of the Chinese calendar.
 * Owns: a minute-by-minute model of working time to compare with.
 * Must not know: how the calendar is loaded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>
#include "core/sup_calendar.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MS    INT64_C(86400000)

/* 2026 by 国办发明电〔2025〕7号. */
static const char *const holiday_text[][2] = {
    {"2026-01-01", "2026-01-03"}, {"2026-02-15", "2026-02-23"},
    {"2026-04-04", "2026-04-06"}, {"2026-05-01", "2026-05-05"},
    {"2026-06-19", "2026-06-21"}, {"2026-09-25", "2026-09-27"},
    {"2026-10-01", "2026-10-07"},
};
static const char *const workday_text[] = {"2026-01-04", "2026-02-14", "2026-02-28",
                                           "2026-05-09", "2026-09-20", "2026-10-10"};

#define HOLIDAYS 7
#define WORKDAYS 6

typedef struct {
    sup_day_span holidays[HOLIDAYS];
    int32_t workdays[WORKDAYS];
    sup_hours hours[2];
    sup_calendar calendar;
} fixture;

static int32_t
day_of(const char *text)
{
    int32_t day = INT32_MIN;

    assert_int_equal(sup_date_parse(sup_str_c(text), &day), SUP_OK);
    return day;
}

static int
setup(void **state)
{
    fixture *f = calloc(1, sizeof(*f));
    int i;

    for (i = 0; i < HOLIDAYS; i++) {
        f->holidays[i].from = day_of(holiday_text[i][0]);
        f->holidays[i].to = day_of(holiday_text[i][1]);
    }
    for (i = 0; i < WORKDAYS; i++) {
        f->workdays[i] = day_of(workday_text[i]);
    }
    f->hours[0] = (sup_hours){480, 720};
    f->hours[1] = (sup_hours){840, 1050};
    f->calendar = (sup_calendar){.offset_min = 480,
                                 .holidays = f->holidays,
                                 .n_holidays = HOLIDAYS,
                                 .workdays = f->workdays,
                                 .n_workdays = WORKDAYS,
                                 .hours = f->hours,
                                 .n_hours = 2};
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    free(*state);
    return 0;
}

static const sup_calendar *
calendar_of(void **state)
{
    return &((fixture *)*state)->calendar;
}

/* "2026-09-30 17:00" on the campus -> UTC ms */
static int64_t
at(const char *text)
{
    char date[11] = {0};
    int hour, minute;

    memcpy(date, text, 10);
    assert_int_equal(sscanf(text + 11, "%d:%d", &hour, &minute), 2);
    return day_of(date) * DAY_MS + (hour * 60 + minute - 480) * MINUTE_MS;
}

static void
works_until(void **state, const char *from, uint32_t minutes, const char *to)
{
    int64_t got = sup_calendar_add_working(calendar_of(state), at(from), minutes);

    if (got != at(to)) {
        sup_local l;

        sup_local_of(calendar_of(state), got, &l);
        fail_msg("%s + %u min: %04d-%02d-%02d %02d:%02d, expected %s", from,
                 (unsigned)minutes, l.year, l.month, l.day, l.minute / 60, l.minute % 60,
                 to);
    }
}

static void
test_calendar__every_day_of_five_centuries_agrees_with_libc(void **state)
{
    sup_calendar utc = {.offset_min = 0};
    int32_t day;

    (void)state;
    for (day = -109573; day < 73049; day++) { /* 1670 to 2169 */
        time_t t = (time_t)day * 86400;
        struct tm tm;
        sup_local l;

        gmtime_r(&t, &tm);
        sup_local_of(&utc, day * DAY_MS, &l);
        if (l.year != tm.tm_year + 1900 || l.month != tm.tm_mon + 1 ||
            l.day != tm.tm_mday || l.weekday != (tm.tm_wday + 6) % 7 + 1 ||
            l.minute != 0 || sup_date_of(l.year, l.month, l.day) != day) {
            fail_msg("day %d: %d-%d-%d, weekday %d", day, l.year, l.month, l.day,
                     l.weekday);
        }
    }
}

static void
test_calendar__dates_that_are_none_are_refused(void **state)
{
    static const char *const bad[] = {
        "",           "2026-02-29", "2100-02-29",  "2026-00-10", "2026-13-01",
        "2026-01-00", "2026-04-31", "2026-1-1",    "2026/01/01", "2026-01-011",
        "0000-01-01", "20260101",   "２026-01-01", "+026-01-01", "2026-01-1 ",
        "2026-01:01", "-026-01-01"};
    int32_t day = 7;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(sup_date_parse(sup_str_c(bad[i]), &day), SUP_CALENDAR_DATE);
    }
    assert_int_equal(sup_date_parse(SUP_STR_NULL, &day), SUP_CALENDAR_DATE);
    assert_int_equal(day, 7);
}

static void
test_calendar__leap_days_are_dates(void **state)
{
    (void)state;
    assert_int_equal(day_of("2024-02-29") + 1, day_of("2024-03-01"));
    assert_int_equal(day_of("2000-02-29") + 1, day_of("2000-03-01"));
    assert_int_equal(day_of("1970-01-01"), 0);
    assert_int_equal(day_of("0001-01-01"), -719162);
    assert_int_equal(day_of("9999-12-31"), 2932896);
}

static void
test_calendar__the_campus_day_begins_at_sixteen_hours_utc(void **state)
{
    sup_local l;
    char text[8];

    /* 2026-12-31T15:59:59.999Z and one millisecond later */
    sup_local_of(calendar_of(state), INT64_C(1798732799999), &l);
    assert_int_equal(l.year, 2026);
    assert_int_equal(l.minute, 1439);
    sup_local_of(calendar_of(state), INT64_C(1798732800000), &l);
    assert_int_equal(l.year, 2027);
    assert_int_equal(l.month, 1);
    assert_int_equal(l.day, 1);
    assert_int_equal(l.minute, 0);
    assert_int_equal(l.weekday, 5);
    sup_period_text(calendar_of(state), INT64_C(1798732799999), text);
    assert_string_equal(text, "2026-12");
    sup_day_text(calendar_of(state), INT64_C(1798732799999), text);
    assert_string_equal(text, "261231");
    sup_period_text(calendar_of(state), INT64_C(1798732800000), text);
    assert_string_equal(text, "2027-01");
    sup_day_text(calendar_of(state), INT64_C(1798732800000), text);
    assert_string_equal(text, "270101");
}

static void
test_calendar__moments_beyond_all_years_are_held_at_their_ends(void **state)
{
    sup_local l;
    char text[8];

    sup_local_of(calendar_of(state), INT64_MAX, &l);
    assert_int_equal(l.year, 9999);
    sup_local_of(calendar_of(state), INT64_MIN, &l);
    assert_int_equal(l.year, 1);
    sup_period_text(calendar_of(state), INT64_MIN, text);
    assert_string_equal(text, "0001-01");
    (void)sup_calendar_add_working(calendar_of(state), INT64_MAX, UINT32_MAX);
    (void)sup_deadline(calendar_of(state), SUP_CLOCK_ELAPSED, INT64_MAX, UINT32_MAX);
}

static void
test_calendar__weekends_holidays_and_make_up_days_decide_what_a_working_day_is(
    void **state)
{
    static const struct {
        const char *date;
        int works;
    } days[] = {{"2026-11-23", 1}, {"2026-11-21", 0}, {"2026-11-22", 0},
                {"2026-10-01", 0}, {"2026-10-07", 0}, {"2026-10-08", 1},
                {"2026-09-30", 1}, {"2026-10-10", 1}, {"2026-10-11", 0},
                {"2026-09-20", 1}, {"2026-09-19", 0}, {"2026-01-04", 1},
                {"2026-02-14", 1}, {"2026-02-28", 1}, {"2026-03-01", 0},
                {"2025-12-31", 1}, {"2027-01-01", 1}, /* not covered: a Friday */
                {"2027-01-02", 0}};
    size_t i;

    for (i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        if (sup_calendar_is_workday(calendar_of(state), day_of(days[i].date)) !=
            days[i].works) {
            fail_msg("%s", days[i].date);
        }
    }
}

static void
test_calendar__without_data_weekends_decide(void **state)
{
    sup_calendar bare = {.offset_min = 480};

    (void)state;
    assert_true(sup_calendar_is_workday(&bare, day_of("2026-10-01")));
    assert_false(sup_calendar_is_workday(&bare, day_of("2026-10-10")));
}

static void
test_calendar__work_stops_for_lunch_night_and_weekend(void **state)
{
    works_until(state, "2026-11-23 09:00", 60, "2026-11-23 10:00");
    works_until(state, "2026-11-23 11:30", 60, "2026-11-23 14:30");
    works_until(state, "2026-11-23 17:00", 60, "2026-11-24 08:30");
    works_until(state, "2026-11-27 17:00", 60, "2026-11-30 08:30");
    works_until(state, "2026-11-23 08:00", 450, "2026-11-23 17:30");
    works_until(state, "2026-11-23 08:00", 451, "2026-11-24 08:01");
}

static void
test_calendar__work_that_is_over_at_noon_is_due_at_noon(void **state)
{
    works_until(state, "2026-11-23 11:00", 60, "2026-11-23 12:00");
    works_until(state, "2026-11-23 17:00", 30, "2026-11-23 17:30");
}

static void
test_calendar__what_comes_at_night_starts_in_the_morning(void **state)
{
    works_until(state, "2026-11-23 23:59", 1, "2026-11-24 08:01");
    works_until(state, "2026-11-23 00:00", 30, "2026-11-23 08:30");
    works_until(state, "2026-11-23 13:00", 30, "2026-11-23 14:30");
    works_until(state, "2026-11-21 10:00", 30, "2026-11-23 08:30");
    works_until(state, "2026-11-23 20:00", 0, "2026-11-24 08:00");
    works_until(state, "2026-11-23 10:00", 0, "2026-11-23 10:00");
}

static void
test_calendar__national_day_is_leapt_over_and_the_make_up_day_worked(void **state)
{
    /* Wednesday before to Thursday after the seven days */
    works_until(state, "2026-09-30 17:00", 60, "2026-10-08 08:30");
    /* Thursday, Friday, then the made-up Saturday */
    works_until(state, "2026-10-08 08:00", 3 * 450, "2026-10-10 17:30");
    works_until(state, "2026-10-08 08:00", 3 * 450 + 1, "2026-10-12 08:01");
    /* Spring festival lies between two made-up Saturdays */
    works_until(state, "2026-02-14 08:00", 450 + 1, "2026-02-24 08:01");
}

static void
test_calendar__the_year_ends_and_working_time_goes_on(void **state)
{
    works_until(state, "2025-12-31 17:00", 60, "2026-01-04 08:30");
    works_until(state, "2026-12-31 17:00", 60, "2027-01-01 08:30");
}

static void
test_calendar__february_of_a_leap_year_has_its_day(void **state)
{
    works_until(state, "2028-02-28 17:00", 60, "2028-02-29 08:30"); /* a Tuesday */
}

static void
test_calendar__adding_in_two_parts_equals_adding_at_once(void **state)
{
    const sup_calendar *c = calendar_of(state);
    uint64_t x = 88172645463325252u;
    int i;

    for (i = 0; i < 20000; i++) {
        int64_t from;
        uint32_t a, b;

        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        from = at("2025-12-01 00:00") + (int64_t)(x % (400 * (uint64_t)DAY_MS));
        a = (uint32_t)(x >> 32) % 5000;
        b = (uint32_t)(x >> 48) % 5000;
        if (sup_calendar_add_working(c, sup_calendar_add_working(c, from, a), b) !=
            sup_calendar_add_working(c, from, a + b)) {
            fail_msg("from %lld: %u and %u", (long long)from, a, b);
        }
    }
}

/* Walks the minutes one by one: slow, and nothing to get wrong. */
static int64_t
model_add(const sup_calendar *c, int64_t from_ms, uint32_t minutes)
{
    int64_t t = from_ms;

    for (;; t += MINUTE_MS) {
        sup_local l;
        int works;

        sup_local_of(c, t, &l);
        works =
            sup_calendar_is_workday(c, sup_date_of(l.year, l.month, l.day)) &&
            ((l.minute >= 480 && l.minute < 720) || (l.minute >= 840 && l.minute < 1050));
        if (works && --minutes == 0) {
            return t + MINUTE_MS;
        }
    }
}

static void
test_calendar__working_time_agrees_with_a_minute_by_minute_model(void **state)
{
    const sup_calendar *c = calendar_of(state);
    uint64_t x = 362436069362436069u;
    int i;

    for (i = 0; i < 200; i++) {
        int64_t from;
        uint32_t minutes;

        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        from = at("2026-01-01 00:00") + (int64_t)(x % (365 * 1440)) * MINUTE_MS;
        minutes = 1 + (uint32_t)(x >> 40) % 1500;
        assert_int_equal(sup_calendar_add_working(c, from, minutes),
                         model_add(c, from, minutes));
    }
}

static void
test_calendar__seconds_are_kept_within_working_time(void **state)
{
    int64_t from = at("2026-11-23 11:59") + 30500;

    assert_int_equal(sup_calendar_add_working(calendar_of(state), from, 1),
                     at("2026-11-23 14:00") + 30500);
}

static void
test_calendar__other_time_zones_have_other_working_hours(void **state)
{
    sup_calendar c = *calendar_of(state);
    int64_t monday_0800_utc = day_of("2026-11-23") * DAY_MS + 8 * 60 * MINUTE_MS;

    c.offset_min = 0;
    assert_int_equal(sup_calendar_add_working(&c, monday_0800_utc, 60),
                     monday_0800_utc + 60 * MINUTE_MS);
    c.offset_min = -330; /* half past two at night there */
    assert_int_equal(sup_calendar_add_working(&c, monday_0800_utc, 60),
                     day_of("2026-11-23") * DAY_MS + (540 + 330) * MINUTE_MS);
}

static void
test_calendar__a_calendar_without_work_ends_after_ten_years(void **state)
{
    sup_day_span always = {-1000000, 4000000};
    sup_calendar c = *calendar_of(state);
    int64_t from = at("2026-11-23 09:00");
    int64_t end;

    c.holidays = &always;
    c.n_holidays = 1;
    c.n_workdays = 0;
    end = sup_calendar_add_working(&c, from, 1);
    assert_true(end > from + 3650 * DAY_MS && end < from + 3660 * DAY_MS);
    end = sup_calendar_add_working(calendar_of(state), from, UINT32_MAX);
    assert_true(end > from + 3650 * DAY_MS && end < from + 3660 * DAY_MS);
}

static void
test_calendar__a_deadline_runs_by_its_clock(void **state)
{
    const sup_calendar *c = calendar_of(state);
    int64_t friday = at("2026-11-27 17:00");

    assert_int_equal(sup_deadline(c, SUP_CLOCK_ELAPSED, friday, 120),
                     at("2026-11-27 19:00"));
    assert_int_equal(sup_deadline(c, SUP_CLOCK_WORKING, friday, 120),
                     at("2026-11-30 09:30"));
}

static void
test_calendar__a_day_of_the_campus_is_told_begun_and_printed(void **state)
{
    const sup_calendar *c = calendar_of(state);
    static const char *const days[] = {"0001-01-01", "1969-12-31", "1970-01-01",
                                       "2000-02-29", "2026-11-23", "2028-02-29",
                                       "2028-12-31", "9999-12-31"};
    char text[11];
    size_t i;

    for (i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        sup_date_text(day_of(days[i]), text);
        assert_string_equal(text, days[i]);
    }
    for (i = 1; i < sizeof(days) / sizeof(days[0]) - 1; i++) {
        int64_t begin = sup_day_begin(c, day_of(days[i]));

        assert_int_equal(sup_day_of(c, begin), day_of(days[i]));
        assert_int_equal(sup_day_of(c, begin + DAY_MS - 1), day_of(days[i]));
        assert_int_equal(sup_day_of(c, begin - 1), day_of(days[i]) - 1);
    }
    assert_int_equal(sup_day_begin(c, day_of("2026-11-23")), at("2026-11-23 00:00"));
}

static void
test_calendar__a_period_runs_from_midnight_to_midnight_on_the_campus(void **state)
{
    const sup_calendar *c = calendar_of(state);
    int64_t from = 0, to = 0, next = 0;

    assert_int_equal(sup_period_bounds(c, SUP_STR("2026-11"), &from, &to), SUP_OK);
    assert_int_equal(from, at("2026-11-01 00:00"));
    assert_int_equal(to, at("2026-12-01 00:00"));
    assert_int_equal(sup_period_bounds(c, SUP_STR("2026-12"), &from, &to), SUP_OK);
    assert_int_equal(to, at("2027-01-01 00:00"));
    assert_int_equal(sup_period_bounds(c, SUP_STR("2028-02"), &from, &to), SUP_OK);
    assert_int_equal(to - from, 29 * DAY_MS);
    assert_int_equal(sup_period_bounds(c, SUP_STR("2028-03"), &next, &to), SUP_OK);
    assert_int_equal(next, from + 29 * DAY_MS);
}

static void
test_calendar__periods_that_are_none_are_refused(void **state)
{
    static const char *const bad[] = {"",        "2026",     "2026-13", "2026-00",
                                      "2026-1",  "2026-011", "0000-01", "2026/01",
                                      "abcd-01", "2026- 1"};
    int64_t from = 1, to = 2;
    size_t i;

    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(
            sup_period_bounds(calendar_of(state), sup_str_c(bad[i]), &from, &to),
            SUP_CALENDAR_DATE);
    }
    assert_int_equal(from, 1);
    assert_int_equal(to, 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calendar__every_day_of_five_centuries_agrees_with_libc),
        cmocka_unit_test(test_calendar__dates_that_are_none_are_refused),
        cmocka_unit_test(test_calendar__leap_days_are_dates),
        cmocka_unit_test(test_calendar__the_campus_day_begins_at_sixteen_hours_utc),
        cmocka_unit_test(test_calendar__moments_beyond_all_years_are_held_at_their_ends),
        cmocka_unit_test(
            test_calendar__weekends_holidays_and_make_up_days_decide_what_a_working_day_is),
        cmocka_unit_test(test_calendar__without_data_weekends_decide),
        cmocka_unit_test(test_calendar__work_stops_for_lunch_night_and_weekend),
        cmocka_unit_test(test_calendar__work_that_is_over_at_noon_is_due_at_noon),
        cmocka_unit_test(test_calendar__what_comes_at_night_starts_in_the_morning),
        cmocka_unit_test(
            test_calendar__national_day_is_leapt_over_and_the_make_up_day_worked),
        cmocka_unit_test(test_calendar__the_year_ends_and_working_time_goes_on),
        cmocka_unit_test(test_calendar__february_of_a_leap_year_has_its_day),
        cmocka_unit_test(test_calendar__adding_in_two_parts_equals_adding_at_once),
        cmocka_unit_test(
            test_calendar__working_time_agrees_with_a_minute_by_minute_model),
        cmocka_unit_test(test_calendar__seconds_are_kept_within_working_time),
        cmocka_unit_test(test_calendar__other_time_zones_have_other_working_hours),
        cmocka_unit_test(test_calendar__a_calendar_without_work_ends_after_ten_years),
        cmocka_unit_test(test_calendar__a_deadline_runs_by_its_clock),
        cmocka_unit_test(test_calendar__a_day_of_the_campus_is_told_begun_and_printed),
        cmocka_unit_test(
            test_calendar__a_period_runs_from_midnight_to_midnight_on_the_campus),
        cmocka_unit_test(test_calendar__periods_that_are_none_are_refused),
    };

    return cmocka_run_group_tests_name("calendar", tests, setup, teardown);
}
