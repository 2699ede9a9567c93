/* What the table of this room names: decide functions.
 * Owns: their declarations.
 * Must not know: what they decide. */
#ifndef SUP_CAMPUS_SUBJECT_H
#define SUP_CAMPUS_SUBJECT_H

#include "engine/sup_ctx.h"

sup_rc sup_decide_units(sup_ctx *c);
sup_rc sup_decide_unit(sup_ctx *c);
sup_rc sup_decide_unit_put(sup_ctx *c);
sup_rc sup_decide_places(sup_ctx *c);
sup_rc sup_decide_place(sup_ctx *c);
sup_rc sup_decide_place_put(sup_ctx *c);

#endif
