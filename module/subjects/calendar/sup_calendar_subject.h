/* What the table of this room names: decide functions and jobs.
 * Owns: their declarations.
 * Must not know: what they decide. */
#ifndef SUP_CALENDAR_SUBJECT_H
#define SUP_CALENDAR_SUBJECT_H

#include "engine/sup_ctx.h"
#include "engine/sup_timed.h"

sup_rc sup_decide_periods(sup_ctx *c);
sup_rc sup_decide_period(sup_ctx *c);
sup_rc sup_decide_period_put(sup_ctx *c);
sup_rc sup_decide_schedules(sup_ctx *c);
sup_rc sup_decide_schedule(sup_ctx *c);
sup_rc sup_decide_schedule_put(sup_ctx *c);
sup_rc sup_decide_occurrences(sup_ctx *c);
sup_rc sup_decide_occurrence(sup_ctx *c);
sup_rc sup_decide_excuse(sup_ctx *c);
sup_rc sup_decide_coverage(sup_ctx *c);

sup_rc sup_timed_make(sup_timed *t);
sup_rc sup_timed_miss(sup_timed *t);

#endif
