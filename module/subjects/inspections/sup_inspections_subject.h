/* What the table of this room names: decide functions and a hearer.
 * Owns: their declarations.
 * Must not know: what they decide. */
#ifndef SUP_INSPECTIONS_SUBJECT_H
#define SUP_INSPECTIONS_SUBJECT_H

#include "engine/sup_ctx.h"

sup_rc sup_decide_dry_run(sup_ctx *c);
sup_rc sup_decide_checklists(sup_ctx *c);
sup_rc sup_decide_score(sup_ctx *c);
sup_rc sup_decide_checklist(sup_ctx *c);
sup_rc sup_decide_inspect(sup_ctx *c);
sup_rc sup_decide_inspections(sup_ctx *c);
sup_rc sup_decide_inspection(sup_ctx *c);
sup_rc sup_decide_inspection_page(sup_ctx *c);
sup_rc sup_decide_inspection_evidence(sup_ctx *c);
sup_rc sup_decide_acknowledge(sup_ctx *c);
sup_rc sup_decide_raise(sup_ctx *c);

sup_rc sup_failures_hear(sup_ctx *c, const void *told);

#endif
