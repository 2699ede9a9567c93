/* A score as a message that explains itself.
 * Owns: the sentences of lines and of the whole.
 * Must not know: how points and percents are worked out. */
#ifndef SUP_SCORING_SAY_H
#define SUP_SCORING_SAY_H

#include "sup_scoring_state.h"
#include "supervision/v1/scoring.pb-c.h"

/* The message, from what is scored. */
sup_rc sup_scoring_say(const sup_scoring *s, Sup__Score **out);

#endif
