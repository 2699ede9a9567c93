/* What a text must contain for a pattern to have a chance.
 * Owns: the index over a rulebook's patterns.
 * Must not know: PCRE2, what a pattern means. */
#ifndef SUP_RULES_NEEDLES_H
#define SUP_RULES_NEEDLES_H

#include "core/sup_base.h"
#include "supervision/v1/rules.pb-c.h"

struct sup_needles_s;

/* SUP_OK or SUP_NOMEM; the index keeps its needles, not the rulebook. */
sup_rc sup_rules_needles_make(sup_arena *arena, const Sup__Rulebook *book,
                              const struct sup_needles_s **out);
/* By pattern, whether it must be run; NULL when the arena is used up. */
unsigned char *sup_rules_needles_find(sup_arena *arena, const struct sup_needles_s *index,
                                      sup_str text);

#endif
