/* The campus: units, contractors and places by id, and the calendar of working days.
 * Owns: what other rooms may ask of the register, and the loading of the calendar.
 * Must not know: cases, checks. */
#ifndef SUP_CAMPUS_H
#define SUP_CAMPUS_H

#include "core/sup_calendar.h"
#include "engine/sup_ctx.h"
#include "wire/sup_wire.h"
#include "supervision/v1/campus.pb-c.h"

/* --- the register ---------------------------------------------------------------------- */

/* *out is NULL when there is none, also when the id is not well-formed; else as stored (a
 * retired one too, and without its version), in the call's arena, and not to be changed.
 * SUP_AGAIN as with sup_ctx_record(); a record that cannot be read is the store's error. */
sup_rc sup_register_unit(sup_ctx *c, const char *id, const Sup__Unit **out);
sup_rc sup_register_place(sup_ctx *c, const char *id, const Sup__Place **out);

/* Ids of one page of the units, in their order, retired ones among them. */
typedef struct {
    const sup_str *ids;
    size_t n;
    char *next_cursor; /* empty: no more */
} sup_register_page;
sup_rc sup_register_units_page(sup_ctx *c, const char *cursor, uint32_t limit,
                               sup_register_page *out);

/* A unit that names no domains serves all of them. */
int sup_register_serves(const Sup__Unit *unit, const char *domain);
/* The same as a failure of the field "unit". */
sup_rc sup_register_check_serves(sup_ctx *c, const Sup__Unit *unit, const char *domain);

/* --- the calendar of working days, from its file (message Calendar in text format) ----- */

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
