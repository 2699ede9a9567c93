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

/* Division that rounds down also before 1970. */
static int64_t
floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
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

static int
is_leap(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int32_t
month_days(int32_t year, int32_t month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Counted in years that begin in March, so that the leap day is a year's last. */
int32_t
sup_date_of(int32_t year, int32_t month, int32_t day)
{
    int32_t y = month <= 2 ? year - 1 : year;
    int32_t era = (int32_t)floor_div(y, 400);
    int32_t of_era = y - era * 400;
    int32_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void
date_split(int32_t days, sup_local *local)
{
    int32_t z = days + 719468;
    int32_t era = (int32_t)floor_div(z, 146097);
    int32_t doe = z - era * 146097;
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int32_t mp = (5 * doy + 2) / 153;

    local->day = doy - (153 * mp + 2) / 5 + 1;
    local->month = mp < 10 ? mp + 3 : mp - 9;
    local->year = yoe + era * 400 + (local->month <= 2);
}

/* n digits at p, or -1. */
static int32_t
digits_read(const char *p, int n)
{
    int32_t value = 0;

    while (n-- > 0) {
        if (*p < '0' || *p > '9') {
            return -1;
        }
        value = value * 10 + (*p++ - '0');
    }
    return value;
}

static void
digits_print(char *out, int32_t value, int n)
{
    while (n-- > 0) {
        out[n] = (char)('0' + value % 10);
        value /= 10;
    }
}

/* yyyy-mm at the start of text. */
static sup_rc
month_read(const char *text, int32_t *year, int32_t *month)
{
    *year = digits_read(text, 4);
    *month = digits_read(text + 5, 2);
    if (*year < 1 || text[4] != '-' || *month < 1 || *month > 12) {
        return SUP_CALENDAR_DATE;
    }
    return SUP_OK;
}

sup_rc
sup_date_parse(sup_str text, int32_t *day)
{
    int32_t y, m, d;

    if (text.len != 10 || month_read(text.data, &y, &m) != SUP_OK ||
        text.data[7] != '-') {
        return SUP_CALENDAR_DATE;
    }
    d = digits_read(text.data + 8, 2);
    if (d < 1 || d > month_days(y, m)) {
        return SUP_CALENDAR_DATE;
    }
    *day = sup_date_of(y, m, d);
    return SUP_OK;
}

int32_t
sup_day_of(const sup_calendar *calendar, int64_t utc_ms)
{
    return (int32_t)floor_div(local_ms(calendar, utc_ms), DAY_MS);
}

int64_t
sup_day_begin(const sup_calendar *calendar, int32_t day)
{
    return day * DAY_MS - calendar->offset_min * MINUTE_MS;
}

void
sup_date_text(int32_t day, char out[11])
{
    sup_local local;

    date_split(day, &local);
    digits_print(out, local.year, 4);
    out[4] = '-';
    digits_print(out + 5, local.month, 2);
    out[7] = '-';
    digits_print(out + 8, local.day, 2);
    out[10] = '\0';
}

void
sup_local_of(const sup_calendar *calendar, int64_t utc_ms, sup_local *local)
{
    int64_t ms = local_ms(calendar, utc_ms);
    int32_t day = (int32_t)floor_div(ms, DAY_MS);

    date_split(day, local);
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
    int32_t day = (int32_t)floor_div(start, DAY_MS), last = day + AHEAD_DAYS;
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
    digits_print(out, local.year, 4);
    out[4] = '-';
    digits_print(out + 5, local.month, 2);
    out[7] = '\0';
}

void
sup_day_text(const sup_calendar *calendar, int64_t utc_ms, char out[8])
{
    sup_local local;

    sup_local_of(calendar, utc_ms, &local);
    digits_print(out, local.year % 100, 2);
    digits_print(out + 2, local.month, 2);
    digits_print(out + 4, local.day, 2);
    out[6] = '\0';
}

sup_rc
sup_period_bounds(const sup_calendar *calendar, sup_str period, int64_t *from_ms,
                  int64_t *to_ms)
{
    int64_t offset = calendar->offset_min * MINUTE_MS;
    int32_t year, month, first;

    if (period.len != 7 || month_read(period.data, &year, &month) != SUP_OK) {
        return SUP_CALENDAR_DATE;
    }
    first = sup_date_of(year, month, 1);
    *from_ms = first * DAY_MS - offset;
    *to_ms = (first + month_days(year, month)) * DAY_MS - offset;
    return SUP_OK;
}
