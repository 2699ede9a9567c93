/* A plugin's hooks of scoring.
 * Owns: asking them, and judging what they say.
 * Must not know: answers that tables score, texts of the score. */
#ifndef SUP_SCORING_HOOK_H
#define SUP_SCORING_HOOK_H

#include "sup_scoring_state.h"

/* About item i: points, criticality, explanation. */
sup_rc sup_scoring_ask_points(sup_scoring *s, size_t i);
/* About the whole check: the index of a grade, SUP_GRADE_NONE, or SUP_GRADE_BY_PERCENT
 * when the plugin has nothing to say. */
sup_rc sup_scoring_ask_grade(sup_scoring *s, size_t *grade);

#endif
