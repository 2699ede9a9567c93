/* What differs between a score as it was issued and the same check by a candidate.
 * Owns: the comparison of two scores.
 * Must not know: how reports are read, how they are scored. */
#ifndef SUP_DRY_RUN_H
#define SUP_DRY_RUN_H

#include "scoring/sup_scoring.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

/* *out is NULL where nothing differs that a person would see: percent, grade, lines. */
sup_rc sup_dry_run_compare(sup_ctx *c, const sup_rulebook *candidate,
                           const sup_checklist *list, const Sup__Inspection *report,
                           const Sup__Score *now, Sup__DryRun__Change **out);

#endif
