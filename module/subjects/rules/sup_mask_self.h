/* A writer's own name and own room, told in free text.
 * Owns: the phrases that announce them.
 * Must not know: numbers and addresses. */
#ifndef SUP_MASK_SELF_H
#define SUP_MASK_SELF_H

#include "core/sup_base.h"

/* Whether a writer names himself or his room at this place: 我叫.., 姓名：.., 我住..; the
 * personal part is [*from, result), bounded in length. at: he does not. */
size_t sup_mask_self(sup_str text, size_t at, size_t *from);

/* The first characters of all such phrases, 3 bytes each. */
extern const char sup_mask_self_openers[];

#endif
