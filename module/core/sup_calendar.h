/* The campus calendar: days, working time, deadlines.
 * Owns: arithmetic over a calendar that the caller made from data.
 * Must not know: the clock, where the data came from. */
#ifndef SUP_CALENDAR_H
#define SUP_CALENDAR_H

#include "sup_date.h"

/* Days are counted since 1970-01-01 in the campus's own time. */
typedef struct {
    int32_t from;
    int32_t to; /* last day, included */
} sup_day_span;

typedef struct {
    uint16_t from_min; /* minutes after midnight */
    uint16_t to_min;
} sup_hours;

typedef struct {
    int32_t offset_min; /* campus time minus UTC; in China +480, always since 1991 */
    const sup_day_span *holidays; /* ascending, not overlapping */
    size_t n_holidays;
    const int32_t *workdays; /* make-up days 调休, ascending */
    size_t n_workdays;
    const sup_hours *hours; /* ascending, not overlapping, at least one */
    size_t n_hours;
    int32_t last_day; /* that the data covers; after it weekends alone decide */
} sup_calendar;

typedef struct {
    int32_t year;
    int32_t month;   /* 1 to 12 */
    int32_t day;     /* 1 to 31 */
    int32_t minute;  /* after midnight */
    int32_t weekday; /* 1 Monday to 7 Sunday */
} sup_local;

/* The campus's day of a moment, and its first moment. */
int32_t sup_day_of(const sup_calendar *calendar, int64_t utc_ms);
int64_t sup_day_begin(const sup_calendar *calendar, int32_t day);

/* Moments outside the years 1 to 9999 count as the first or last moment within. */
void sup_local_of(const sup_calendar *calendar, int64_t utc_ms, sup_local *local);
int sup_calendar_is_workday(const sup_calendar *calendar, int32_t day);

/* When `minutes` of working time from `from_ms` on are over. Starts at the next working
 * moment when from_ms is not one. Looks ten years ahead at most, then answers the moment
 * it reached. */
int64_t sup_calendar_add_working(const sup_calendar *calendar, int64_t from_ms,
                                 uint32_t minutes);

typedef enum { SUP_CLOCK_ELAPSED, SUP_CLOCK_WORKING } sup_clock;
int64_t sup_deadline(const sup_calendar *calendar, sup_clock clock, int64_t from_ms,
                     uint32_t minutes);

/* "2026-11" and "261123" of a moment in campus time; out has room for 8. */
void sup_period_text(const sup_calendar *calendar, int64_t utc_ms, char out[8]);
void sup_day_text(const sup_calendar *calendar, int64_t utc_ms, char out[8]);
/* The first moment of a period "yyyy-mm" and of the next one. */
sup_rc sup_period_bounds(const sup_calendar *calendar, sup_str period, int64_t *from_ms,
                         int64_t *to_ms);

#endif
