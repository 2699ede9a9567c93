/* An answer as people read it.
 * Owns: units, numbers and limits in words.
 * Must not know: what the answer is worth. */
#ifndef SUP_SCORING_ANSWER_H
#define SUP_SCORING_ANSWER_H

#include "sup_scoring_state.h"

/* With the limit that it is held against. */
sup_rc sup_scoring_print_answer(sup_arena *arena, const sup_scored *scored, char **zh,
                                char **en);

#endif
