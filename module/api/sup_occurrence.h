/* The calendar as other endpoints use it: an occurrence done, the periods in force.
 * Owns: keys, indexes and figures of occurrences.
 * Must not know: what an inspection found. */
#ifndef SUP_OCCURRENCE_H
#define SUP_OCCURRENCE_H

#include "sup_ctx.h"
#include "supervision/v1/schedule.pb-c.h"

typedef struct {
    Sup__OccurrenceRecord *record;
    Sup__Occurrence *o; /* record->occurrence */
    uint64_t version;
} sup_occurrence;

/* SUP_API_NOT_FOUND when there is none, or the actor may not see it. */
sup_rc sup_occurrence_load(sup_ctx *c, sup_str id, sup_occurrence *out);
/* May an inspection of this domain, template, unit and place do it? Fails with the field
 * "occurrence" when it is of another one, not begun, or over. */
sup_rc sup_occurrence_fits(sup_ctx *c, const sup_occurrence *occurrence,
                           const char *domain, const char *template, const char *unit,
                           const char *place);
/* Ops: done or late by started_ms (when the answers were given, for they may come in
 * later from a phone without reception), its indexes and figures. */
sup_rc sup_occurrence_finish(sup_ctx *c, sup_occurrence *occurrence,
                             const char *inspection, int64_t started_ms);

/* The shortest deadline_percent of the periods that hold now for the domain, 100: none. */
sup_rc sup_periods_deadline_percent(sup_ctx *c, const char *domain, uint32_t *percent);

#endif
