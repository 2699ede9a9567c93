/* The campus calendar: days, working time, deadlines.
 * Owns: arithmetic over a calendar that the caller made from data.
 * Must not know: the clock, where the data came from. */
#include "sup_calendar.h"

#define MINUTE_MS  INT64_C(60000)
#define DAY_MS     INT64_C(86400000)
#define AHEAD_DAYS 3653 /* ten years */

/* Years 1 to 9999: what a text can say, and far from every overflow. */
#define MOMENT_MIN INT64_C(-62135596800000)
#define MOMENT_MAX INT64_C(253402300799999)

static int64_t
clamp(int64_t utc_ms)
{
    if (utc_ms < MOMENT_MIN) {
        return MOMENT_MIN;
    }
    return utc_ms > MOMENT_MAX ? MOMENT_MAX : utc_ms;
}

static int64_t
local_ms(const sup_calendar *calendar, int64_t utc_ms)
{
    return clamp(clamp(utc_ms) + calendar->offset_min * MINUTE_MS);
}

/* 1970-01-01 was a Thursday. */
static int32_t
weekday_of(int32_t day)
{
    int32_t n = (day + 3) % 7;

    return (n < 0 ? n + 7 : n) + 1;
}

int32_t
sup_day_of(const sup_calendar *calendar, int64_t utc_ms)
{
    return (int32_t)sup_floor_div(local_ms(calendar, utc_ms), DAY_MS);
}

int64_t
sup_day_begin(const sup_calendar *calendar, int32_t day)
{
    return day * DAY_MS - calendar->offset_min * MINUTE_MS;
}

void
sup_local_of(const sup_calendar *calendar, int64_t utc_ms, sup_local *local)
{
    int64_t ms = local_ms(calendar, utc_ms);
    int32_t day = (int32_t)sup_floor_div(ms, DAY_MS);

    sup_date_split(day, &local->year, &local->month, &local->day);
    local->minute = (int32_t)((ms - day * DAY_MS) / MINUTE_MS);
    local->weekday = weekday_of(day);
}

/* How many of the make-up days come before this day. */
static size_t
workdays_before(const sup_calendar *calendar, int32_t day)
{
    size_t low = 0, high = calendar->n_workdays, middle;

    while (low < high) {
        middle = low + (high - low) / 2;
        if (calendar->workdays[middle] < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* How many of the holidays are over before this day. */
static size_t
holidays_before(const sup_calendar *calendar, int32_t day)
{
    size_t low = 0, high = calendar->n_holidays, middle;

    while (low < high) {
        middle = low + (high - low) / 2;
        if (calendar->holidays[middle].to < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

int
sup_calendar_is_workday(const sup_calendar *calendar, int32_t day)
{
    size_t i = workdays_before(calendar, day);

    if (i < calendar->n_workdays && calendar->workdays[i] == day) {
        return 1;
    }
    i = holidays_before(calendar, day);
    if (i < calendar->n_holidays && calendar->holidays[i].from <= day) {
        return 0;
    }
    return weekday_of(day) <= 5;
}

/* Takes the working time of one day from `at_ms` (after midnight) on. Whether *left_ms
 * ended within the day, and then when. The end of a span still belongs to it: work that
 * is over at noon is due at noon and not after lunch. */
static int
day_take(const sup_calendar *calendar, int64_t at_ms, int64_t *left_ms, int64_t *end_ms)
{
    int64_t from, to;
    size_t i;

    for (i = 0; i < calendar->n_hours; i++) {
        from = calendar->hours[i].from_min * MINUTE_MS;
        to = calendar->hours[i].to_min * MINUTE_MS;
        from = from < at_ms ? at_ms : from;
        if (from > to) {
            continue;
        }
        if (*left_ms <= to - from) {
            *end_ms = from + *left_ms;
            return 1;
        }
        *left_ms -= to - from;
    }
    return 0;
}

int64_t
sup_calendar_add_working(const sup_calendar *calendar, int64_t from_ms, uint32_t minutes)
{
    int64_t start = local_ms(calendar, from_ms), left = minutes * MINUTE_MS, end = 0;
    int32_t day = (int32_t)sup_floor_div(start, DAY_MS), last = day + AHEAD_DAYS;
    int64_t at = start - day * DAY_MS;

    for (; day < last; day++, at = 0) {
        if (sup_calendar_is_workday(calendar, day) &&
            day_take(calendar, at, &left, &end)) {
            break;
        }
    }
    return day * DAY_MS + end - calendar->offset_min * MINUTE_MS;
}

int64_t
sup_deadline(const sup_calendar *calendar, sup_clock clock, int64_t from_ms,
             uint32_t minutes)
{
    if (clock == SUP_CLOCK_WORKING) {
        return sup_calendar_add_working(calendar, from_ms, minutes);
    }
    return clamp(from_ms) + minutes * MINUTE_MS;
}

void
sup_period_text(const sup_calendar *calendar, int64_t utc_ms, char out[8])
{
    sup_local local;

    sup_local_of(calendar, utc_ms, &local);
    out = sup_digits_print(out, local.year, 4);
    *out++ = '-';
    out = sup_digits_print(out, local.month, 2);
    *out = '\0';
}

void
sup_day_text(const sup_calendar *calendar, int64_t utc_ms, char out[8])
{
    sup_local local;

    sup_local_of(calendar, utc_ms, &local);
    out = sup_digits_print(out, local.year % 100, 2);
    out = sup_digits_print(out, local.month, 2);
    out = sup_digits_print(out, local.day, 2);
    *out = '\0';
}

sup_rc
sup_period_bounds(const sup_calendar *calendar, sup_str period, int64_t *from_ms,
                  int64_t *to_ms)
{
    int64_t offset = calendar->offset_min * MINUTE_MS;
    int32_t year, month, first;

    if (sup_month_parse(period, &year, &month) != SUP_OK) {
        return SUP_CALENDAR_DATE;
    }
    first = sup_date_of(year, month, 1);
    *from_ms = first * DAY_MS - offset;
    *to_ms = (first + sup_month_days(year, month)) * DAY_MS - offset;
    return SUP_OK;
}
