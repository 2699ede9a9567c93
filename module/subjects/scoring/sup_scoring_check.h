/* Answers held against their items, one by one.
 * Owns: what an answer must look like, and what a failure must show.
 * Must not know: what an answer is worth, which items there are. */
#ifndef SUP_SCORING_CHECK_H
#define SUP_SCORING_CHECK_H

#include "sup_scoring_state.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

/* One answer for itself: result, number and range of values, note, form of evidence. */
sup_rc sup_scoring_check_answer(sup_ctx *c, const Sup__Item *item,
                                const Sup__Answer *answer, size_t place,
                                sup_scoring_purpose purpose);
/* After scoring: what a failure must show. */
sup_rc sup_scoring_check_evidence(const sup_scoring *s);

#endif
