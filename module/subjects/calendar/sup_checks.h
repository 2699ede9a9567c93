/* The calendar's checks, as other rooms need them: one that an inspection does, and how
 * much shorter deadlines are now.
 * Owns: what may be asked of the calendar from outside.
 * Must not know: what an inspection found, what a deadline is for.
 *
 * All moments are UTC in milliseconds. What is loaded lives in the call's arena. All return
 * SUP_AGAIN as sup_ctx_record() does, and set the failure when they fail. */
#ifndef SUP_CHECKS_H
#define SUP_CHECKS_H

#include "engine/sup_ctx.h"
#include "supervision/v1/calendar.pb-c.h"

/* An occurrence as it is stored. */
typedef struct {
    Sup__OccurrenceRecord *record;
    Sup__Occurrence *o; /* record->occurrence */
    uint64_t version;
} sup_occurrence;

/* SUP_API_NOT_FOUND when there is none, or the actor may not see it: a unit sees its own,
 * and no covert one before it is done. */
sup_rc sup_occurrence_load(sup_ctx *c, sup_str id, sup_occurrence *out);
/* May an inspection of this domain, template, unit and place do it, and this actor? Fails
 * with the field "occurrence" when it is of another one, not begun, or no longer due. */
sup_rc sup_occurrence_fits(sup_ctx *c, const sup_occurrence *occurrence,
                           const char *domain, const char *template, const char *unit,
                           const char *place);
/* Ops: done or late by started_ms (when the answers were given, for they may come in later
 * from a phone without reception; late in any case when it was missed meanwhile), its
 * indexes, and whatever hears of it; *occurrence is changed. inspection: the id of the
 * report. Fails with the field "occurrence" when it was started before the window or after
 * all grace. */
sup_rc sup_occurrence_finish(sup_ctx *c, sup_occurrence *occurrence,
                             const char *inspection, int64_t started_ms);

/* The shortest deadline_percent of the periods that hold now for the domain, 10 to 100;
 * 100: none is shorter. */
sup_rc sup_periods_deadline_percent(sup_ctx *c, const char *domain, uint32_t *percent);

#endif
