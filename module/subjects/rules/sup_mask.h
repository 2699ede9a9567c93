/* Personal data hidden in public views.
 * Owns: the copy that the public sees.
 * Must not know: rulebooks, cases. */
#ifndef SUP_MASK_H
#define SUP_MASK_H

#include "core/sup_base.h"

/* Mobile and fixed phone numbers, identity card and student numbers, e-mail addresses,
 * licence plates of private cars, a writer's own name and room, replaced by ＊ in a copy;
 * NULL when the arena is used up. Time is linear in the text. */
char *sup_rules_mask(sup_arena *arena, const char *text);

#endif
