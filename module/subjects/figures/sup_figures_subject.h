/* What the table of this room names: its hearers, and the most ops that each adds.
 * Owns: their declarations.
 * Must not know: what they count. */
#ifndef SUP_FIGURES_SUBJECT_H
#define SUP_FIGURES_SUBJECT_H

#include "engine/sup_ctx.h"

enum {
    SUP_FIGURES_CASE_OPS = 12,
    SUP_FIGURES_CHECK_OPS =
        4, /* from one state to another, and the same of the unit's own */
    SUP_FIGURES_INSPECTION_OPS = 2
};

sup_rc sup_figures_hear_case(sup_ctx *c, const void *told);
sup_rc sup_figures_hear_check(sup_ctx *c, const void *told);
sup_rc sup_figures_hear_inspection(sup_ctx *c, const void *told);

#endif
