/* What stands in a score, and in answers.
 * Owns: the look-ups, and what follows from a score as a whole.
 * Must not know: how it came about, where it is kept. */
#ifndef SUP_SCORE_FIND_H
#define SUP_SCORE_FIND_H

#include <stddef.h>
#include "supervision/v1/scoring.pb-c.h"

/* The line of an item, and the answer to it; NULL: there is none. */
const Sup__Score__Line *sup_score_find(const Sup__Score *score, const char *item);
const Sup__Answer *sup_answer_find(Sup__Answer *const *answers, size_t n,
                                   const char *item);

/* Did anything in it apply? Where nothing did, its percent says nothing. */
int sup_score_applies(const Sup__Score *score);
/* Did the item lose points? What was skipped lost none. */
int sup_score_lost(const Sup__Score__Line *line);

#endif
