/* Answers scored by a rulebook: checked, asked of the plugin's hooks, explained.
 * Owns: the way from Answer messages to a Score message.
 * Must not know: how inspections are stored, who submits them. */
#ifndef SUP_SCORE_ANSWERS_H
#define SUP_SCORE_ANSWERS_H

#include "engine/sup_ctx.h"
#include "sup_checklist.h"
#include "sup_scoring_facts.h"
#include "supervision/v1/scoring.pb-c.h"

/* Checks every answer against its item (each item answered once, values of the right
 * number and range, evidence of a failure, notes) and scores. On a mistake the failure is
 * set with field answers[i]... and the reason; nothing is left. Ids of evidence are
 * checked for form alone. An item with live figures needs no answer. c->now_ms is not
 * used: the same answers always give the same, in whatever order they come. */
sup_rc sup_score_answers(sup_ctx *c, const sup_rulebook *rulebook,
                         const sup_checklist *list, Sup__Answer *const *answers,
                         size_t n_answers, const sup_scoring_facts *facts,
                         Sup__Score **out);

#endif
