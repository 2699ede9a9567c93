/* What the table of this room names: decide functions.
 * Owns: their declarations.
 * Must not know: what they decide. */
#ifndef SUP_RULES_SUBJECT_H
#define SUP_RULES_SUBJECT_H

#include "engine/sup_ctx.h"

sup_rc sup_decide_domains(sup_ctx *c);
sup_rc sup_decide_domain(sup_ctx *c);
sup_rc sup_decide_rulebook(sup_ctx *c);
sup_rc sup_decide_classify(sup_ctx *c);

#endif
