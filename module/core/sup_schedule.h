/* Which checks are due: a schedule, periods and the campus calendar into windows.
 * Owns: the arithmetic of spans, windows and more frequent periods.
 * Must not know: the clock, how schedules are stored, who does a check. */
#ifndef SUP_SCHEDULE_H
#define SUP_SCHEDULE_H

#include "sup_calendar.h"

/* Values equal those of Schedule.Every in rules.proto (module/subjects asserts it). */
typedef enum {
    SUP_EVERY_NONE,
    SUP_EVERY_DAY,
    SUP_EVERY_WEEK, /* Monday to last_day */
    SUP_EVERY_MONTH /* the 1st to last_day, or the month's end */
} sup_every;

typedef struct {
    sup_every every;
    unsigned working_days; /* of a daily check: on these alone */
    uint32_t from_min;     /* after midnight of the span's first day, 0 to 1440 */
    uint32_t to_min;       /* of its last day, above from_min where both are one day */
    uint32_t last_day;     /* week: 1 to 7; month: 1 to 31 */
    uint32_t late_min;
} sup_schedule;

/* Days as in sup_calendar.h. */
typedef struct {
    int32_t from, to;
    uint32_t times;  /* 1 to SUP_TIMES_MAX; 0 counts as 1 */
    unsigned paused; /* no check in a span that lies in paused seasons whole, unless
                      * another season that it overlaps wants one */
} sup_season;
#define SUP_TIMES_MAX 4

typedef struct {
    int64_t from_ms, to_ms, until_ms; /* window, and until when it counts as late */
    size_t season;                    /* that made it more frequent; n_seasons: none */
} sup_window;

/* The windows of the span that begins on this day; 0 when none begins on it (a Tuesday of
 * a weekly check, a holiday of one on working days, a paused season). More frequent: the
 * span is cut into so many equal windows, by the largest `times` of the seasons that it
 * overlaps; a season that is not paused wins over one that is. A week or month that is
 * paused in part keeps its check: there are other days for it. */
size_t sup_schedule_day(const sup_schedule *schedule, const sup_calendar *calendar,
                        const sup_season *seasons, size_t n_seasons, int32_t day,
                        sup_window windows[SUP_TIMES_MAX]);

#endif
