/* Answers matched to the items of a checklist: each once, none left out.
 * Owns: what is scored.
 * Must not know: what a single answer must look like, what it is worth. */
#ifndef SUP_SCORING_MATCH_H
#define SUP_SCORING_MATCH_H

#include "sup_scoring_state.h"
#include "supervision/v1/scoring.pb-c.h"

/* Matches answers to items and has each checked for itself; what is scored stands in
 * s->scored and s->items afterwards. */
sup_rc sup_scoring_match(sup_scoring *s, Sup__Answer *const *answers, size_t n);

#endif
