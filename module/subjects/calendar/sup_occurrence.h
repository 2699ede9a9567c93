/* The calendar as other endpoints use it: an occurrence done, the periods in force.
 * Owns: keys, indexes and figures of occurrences.
 * Must not know: what an inspection found. */
#ifndef SUP_OCCURRENCE_H
#define SUP_OCCURRENCE_H

#include "engine/sup_ctx.h"
#include "supervision/v1/calendar.pb-c.h"

enum {
    SUP_API_CHECK_OVER = -460 /* an occurrence that is done, or excused already */
};

typedef struct {
    Sup__OccurrenceRecord *record;
    Sup__Occurrence *o; /* record->occurrence */
    uint64_t version;
} sup_occurrence;

/* SUP_API_NOT_FOUND when there is none, or the actor may not see it. */
sup_rc sup_occurrence_load(sup_ctx *c, sup_str id, sup_occurrence *out);
/* May an inspection of this domain, template, unit and place do it, and this actor? Fails
 * with the field "occurrence" when it is of another one, not begun, or no longer due. */
sup_rc sup_occurrence_fits(sup_ctx *c, const sup_occurrence *occurrence,
                           const char *domain, const char *template, const char *unit,
                           const char *place);
/* Ops: done or late by started_ms (when the answers were given, for they may come in
 * later from a phone without reception; late in any case when it was missed meanwhile),
 * its indexes and figures. Fails with the field
 * "occurrence" when it was started before the window or after all grace. */
sup_rc sup_occurrence_finish(sup_ctx *c, sup_occurrence *occurrence,
                             const char *inspection, int64_t started_ms);

/* The shortest deadline_percent of the periods that hold now for the domain, 100: none. */
sup_rc sup_periods_deadline_percent(sup_ctx *c, const char *domain, uint32_t *percent);

/* --- for the calendar's own endpoints and its timed work ---------------------------- */

/* out->o is NULL when there is none; whoever asks. The failure is set when the record
 * cannot be read. */
sup_rc sup_occurrence_read(sup_ctx *c, sup_str id, sup_occurrence *out);
/* A unit sees its own, and no covert one before it is done. */
int sup_occurrence_is_seen(const sup_ctx *c, const Sup__Occurrence *o);
/* [a-z0-9][a-z0-9-]{1,47}.yyyymmdd.n */
int sup_occurrence_id_ok(sup_str id);

/* Ops of a new one, whose state says whether it is due or was missed already. */
sup_rc sup_occurrence_make(sup_ctx *c, Sup__Occurrence *o);
/* Ops of a change of state; what else has changed in it is kept too. */
sup_rc sup_occurrence_turn(sup_ctx *c, sup_occurrence *occurrence,
                           Sup__Occurrence__State state);

/* Members of the indexes: <time12 of from>:<id>:<state>:<by><covert>:<domain> in
 * `occurrences` and occurrences:unit:<u>; <time12 of until>:<id>:<time12 of
 * from>:<by><covert>:<domain>:<unit> of those due in `occurrences:open`. */
typedef struct {
    sup_str time;
    sup_str id;
    Sup__Occurrence__State state;
    unsigned covert;
    sup_str domain;
    sup_str unit; /* of `occurrences:open` alone */
    sup_str from; /* of `occurrences:open` alone: its time */
} sup_occurrence_member;
#define SUP_OCCURRENCES      "occurrences"
#define SUP_OCCURRENCES_OPEN "occurrences:open"
/* 0: the text is no such member. */
int sup_occurrence_member_parse(sup_str text, sup_occurrence_member *out);
int sup_occurrence_open_parse(sup_str text, sup_occurrence_member *out);

#endif
