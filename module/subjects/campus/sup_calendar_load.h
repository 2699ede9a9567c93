/* The campus calendar from its file (message supervision.v1.Calendar in text format).
 * Owns: validation of the calendar's data.
 * Must not know: nginx, files, the clock. */
#ifndef SUP_CALENDAR_LOAD_H
#define SUP_CALENDAR_LOAD_H

#include "core/sup_calendar.h"
#include "wire/sup_wire.h"

/* The text is a calendar message, but its data make no calendar. A date that is none is
 * SUP_CALENDAR_DATE; errors of the text itself are those of sup_wire.h. */
enum { SUP_CALENDAR_DATA = -321 };

/* Validated: days are dates within first_day to last_day; holidays and make-up days
 * ascend and are apart from each other; a make-up day falls on a weekend; hours ascend
 * within a day, and there is at least one span of them; offset_min is a time zone's. All
 * memory is the arena's; *out is left alone on failure, and error says field and why. */
sup_rc sup_calendar_load(sup_arena *arena, sup_str text, int32_t offset_min,
                         sup_calendar **out, sup_wire_error *error);

#endif
