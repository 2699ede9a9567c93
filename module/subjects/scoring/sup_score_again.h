/* A score of long ago made again by another rulebook.
 * Owns: which of the answers still say something, and what they were then.
 * Must not know: where reports come from, what is compared. */
#ifndef SUP_SCORE_AGAIN_H
#define SUP_SCORE_AGAIN_H

#include "engine/sup_ctx.h"
#include "sup_checklist.h"
#include "supervision/v1/scoring.pb-c.h"

/* A report's answers scored by another rulebook, with the repetition and the live figures
 * that stand in the score of then, so that the rulebook alone differs. Answers that do not
 * fit an item of the list any more, and items that were not asked for then, are left out.
 * *out is NULL where nothing is left. By its own rulebook a report comes out as it was
 * issued. */
sup_rc sup_score_again(sup_ctx *c, const sup_rulebook *rulebook,
                       const sup_checklist *list, const Sup__Score *then,
                       Sup__Answer *const *given, size_t n_given, Sup__Score **out);

#endif
