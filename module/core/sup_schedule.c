/* Which checks are due: a schedule, periods and the campus calendar into windows.
 * Owns: the arithmetic of spans, windows and more frequent periods.
 * Must not know: the clock, how schedules are stored, who does a check. */
#include "sup_schedule.h"

#define MINUTE_MS INT64_C(60000)
#define WEEK_DAYS 7

static int32_t
month_end(const sup_local *first)
{
    return first->month == 12 ? sup_date_of(first->year + 1, 1, 1) - 1
                              : sup_date_of(first->year, first->month + 1, 1) - 1;
}

static int32_t
earlier(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* Whether a span begins on this day, and its last day. */
static int
span_end(const sup_schedule *schedule, const sup_calendar *calendar, int32_t day,
         int32_t *last)
{
    int32_t last_day = schedule->last_day > 31 ? 31 : (int32_t)schedule->last_day;
    sup_local local;

    sup_local_of(calendar, sup_day_begin(calendar, day), &local);
    switch (schedule->every) {
    case SUP_EVERY_DAY:
        *last = day;
        return !schedule->working_days || sup_calendar_is_workday(calendar, day);
    case SUP_EVERY_WEEK:
        *last = day + earlier(last_day, WEEK_DAYS) - 1;
        return local.weekday == 1;
    case SUP_EVERY_MONTH:
        *last = earlier(day + last_day - 1, month_end(&local));
        return local.day == 1;
    default:
        return 0;
    }
}

static int
is_paused(const sup_season *seasons, size_t n, int32_t day)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if (seasons[i].paused && seasons[i].from <= day && day <= seasons[i].to) {
            return 1;
        }
    }
    return 0;
}

/* How many windows the span has: by the seasons that want checks; none when nobody does
 * and every day of it is paused. */
static uint32_t
times_of(const sup_season *seasons, size_t n, int32_t day, int32_t last, size_t *season)
{
    uint32_t times = 0, wanted;
    size_t i;

    *season = n;
    for (i = 0; i < n; i++) {
        if (seasons[i].paused || seasons[i].to < day || last < seasons[i].from) {
            continue;
        }
        wanted = seasons[i].times > SUP_TIMES_MAX ? SUP_TIMES_MAX : seasons[i].times;
        wanted = wanted == 0 ? 1 : wanted;
        if (wanted > times) {
            times = wanted;
            *season = wanted > 1 ? i : n;
        }
    }
    for (; times == 0 && day <= last; day++) {
        times = !is_paused(seasons, n, day);
    }
    return times;
}

size_t
sup_schedule_day(const sup_schedule *schedule, const sup_calendar *calendar,
                 const sup_season *seasons, size_t n_seasons, int32_t day,
                 sup_window windows[SUP_TIMES_MAX])
{
    int64_t from, whole;
    uint32_t times, i;
    int32_t last;
    size_t season;

    if (!span_end(schedule, calendar, day, &last) || last < day) {
        return 0;
    }
    times = times_of(seasons, n_seasons, day, last, &season);
    from = sup_day_begin(calendar, day) + schedule->from_min * MINUTE_MS;
    whole = sup_day_begin(calendar, last) + schedule->to_min * MINUTE_MS - from;
    if (whole <= 0) {
        return 0;
    }
    /* By their bounds, so that they tile the span: whole minutes by 1 to 4 are whole
     * milliseconds, and none is lost between two windows. */
    for (i = 0; i < times; i++) {
        windows[i].from_ms = from + whole * i / times;
        windows[i].to_ms = from + whole * (i + 1) / times;
        windows[i].until_ms = windows[i].to_ms + schedule->late_min * MINUTE_MS;
        windows[i].season = season;
    }
    return times;
}
