/* Failures that a unit has had, item by item: what repetition is counted from.
 * Owns: the index failures:<unit>:<domain>, members <item>:<time12>:<inspection>.
 * Must not know: what a repetition costs. */
#ifndef SUP_FAILURES_H
#define SUP_FAILURES_H

#include "scoring/sup_scoring.h"

/* out, one for each item of the list: how often it failed within the rulebook's window
 * before at_ms; all zero where the rulebook has no window. Asked for in one round trip.
 */
sup_rc sup_failures_count(sup_ctx *c, const char *unit, const char *domain,
                          const sup_rulebook *rulebook, const sup_checklist *list,
                          int64_t at_ms, uint32_t *out);

#endif
