/* Answers scored by a rulebook: checked, asked of the plugin's hooks, explained.
 * Owns: the way from Answer messages to a Score message.
 * Must not know: how inspections are stored, who submits them. */
#ifndef SUP_SCORING_H
#define SUP_SCORING_H

#include "sup_ctx.h"
#include "sup_figures.h"
#include "supervision/v1/inspection.pb-c.h"

/* The items of a template, in the order of the rulebook's sections. */
typedef struct {
    const Sup__Item **items;
    const Sup__Section **sections; /* of each item */
    size_t n;
    const Sup__Template *template;
} sup_checklist;

const Sup__Template *sup_rulebook_template(const sup_rulebook *rulebook,
                                           const char *code);
const Sup__Item *sup_rulebook_item(const sup_rulebook *rulebook, const char *code);
sup_rc sup_checklist_of(sup_arena *arena, const sup_rulebook *rulebook,
                        const Sup__Template *template, sup_checklist *out);
/* Titles and clauses of bases as they are printed: 《title》clause. */
sup_rc sup_rulebook_print_bases(sup_arena *arena, const sup_rulebook *rulebook,
                                char *const *codes, size_t n, char ***out);

/* What the score needs besides the answers; all of it must be there before scoring. */
typedef struct {
    const sup_figures
        *figures; /* of the unit, for items with live figures; may be NULL */
    /* Earlier failures of checklist item i within the window; NULL: none. */
    const uint32_t *repeats;
    /* Items that need not be answered: of a re-inspection all but one. */
    unsigned partial;
} sup_scoring_facts;

/* Checks every answer against its item (each item answered once, values of the right
 * number and range, evidence of a failure, notes) and scores. On a mistake the failure is
 * set with field answers[i]... and the reason; nothing is left. Ids of evidence are
 * checked for form alone. c->now_ms is not used: the same answers always give the same. */
sup_rc sup_score_answers(sup_ctx *c, const sup_rulebook *rulebook,
                         const sup_checklist *list, Sup__Answer *const *answers,
                         size_t n_answers, const sup_scoring_facts *facts,
                         Sup__Score **out);

#endif
