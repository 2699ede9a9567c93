/* The door of this room: all that others may include of it.
 * Owns: the list of its public headers, in the order in which to read them.
 * Must not know: anything itself.
 *
 * Points are shares of an item's weight, percents run from 0 to 100. Whatever comes out
 * lives in the arena of the call, and points into the rulebook, which outlives it. */
#ifndef SUP_SCORING_H
#define SUP_SCORING_H

#include "sup_checklist.h"
#include "sup_score_again.h"
#include "sup_score_answers.h"
#include "sup_score_find.h"

#endif
