/* Refusing a part of an answer.
 * Owns: how the field of an answer is named.
 * Must not know: what is refused, and why. */
#ifndef SUP_SCORING_REFUSE_H
#define SUP_SCORING_REFUSE_H

#include "engine/sup_ctx.h"

/* answers[3].values; NULL when the arena is used up. */
const char *sup_scoring_field(sup_ctx *c, size_t place, const char *name);
/* Sets the failure for a part of an answer. A text that is NULL is an arena used up. */
sup_rc sup_scoring_refuse(sup_ctx *c, sup_rc rc, size_t place, const char *name,
                          const char *zh, const char *en);

#endif
