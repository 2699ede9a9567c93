/* Answers scored by a rulebook: checked, asked of the plugin's hooks, explained.
 * Owns: the way from Answer messages to a Score message.
 * Must not know: how inspections are stored, who submits them. */
#ifndef SUP_SCORING_H
#define SUP_SCORING_H

#include "core/sup_score.h"
#include "engine/sup_ctx.h"
#include "rules/sup_rules.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

/* The items of a template, in the order of the rulebook's sections. */
typedef struct {
    const Sup__Item **items;
    const Sup__Section **sections; /* of each item */
    size_t n;
    const Sup__Template *template;
} sup_checklist;

sup_rc sup_checklist_of(sup_arena *arena, const sup_rulebook *rulebook,
                        const Sup__Template *template, sup_checklist *out);
/* The rulebook's way of grading, for core. */
void sup_scheme_of(const Sup__Rulebook *book, sup_score_scheme *out);

typedef enum {
    SUP_SCORING_SUBMIT,  /* a report: a failure needs its evidence */
    SUP_SCORING_PREVIEW, /* what it would be now: evidence may still come */
    SUP_SCORING_STORED   /* of an issued report: live figures come as values of answers */
} sup_scoring_purpose;

/* What the score needs besides the answers; all of it must be there before scoring. */
typedef struct {
    /* Of the unit, for items with live figures: cases of one kind that are done, of them on
     * time, of them reopened, and those overdue now; NULL: all zero. */
    const double *complaints;
    const double *repairs;
    /* Earlier failures of checklist item i within the window; NULL: none. */
    const uint32_t *repeats;
    /* Items that need not be answered: of a re-inspection all but one. What is not
     * answered is not in the score. */
    unsigned partial;
    sup_scoring_purpose purpose;
} sup_scoring_facts;

#define SUP_ANSWER_NOTE_MAX 500 /* characters */

/* Checks every answer against its item (each item answered once, values of the right
 * number and range, evidence of a failure, notes) and scores. On a mistake the failure is
 * set with field answers[i]... and the reason; nothing is left. Ids of evidence are
 * checked for form alone. An item with live figures needs no answer. c->now_ms is not
 * used: the same answers always give the same, in whatever order they come. */
sup_rc sup_score_answers(sup_ctx *c, const sup_rulebook *rulebook,
                         const sup_checklist *list, Sup__Answer *const *answers,
                         size_t n_answers, const sup_scoring_facts *facts,
                         Sup__Score **out);

/* A report's answers scored by another rulebook, with the repetition and the live figures
 * that stand in it, so that the rulebook alone differs. Answers that do not fit an item
 * of the list any more, and items that were not asked for then, are left out. *out is
 * NULL where nothing is left. By its own rulebook a report comes out as it was issued. */
sup_rc sup_score_again(sup_ctx *c, const sup_rulebook *rulebook,
                       const sup_checklist *list, const Sup__Inspection *report,
                       Sup__Score **out);

/* Did anything in it apply? Where nothing did, its percent says nothing. */
int sup_score_applies(const Sup__Score *score);

#endif
