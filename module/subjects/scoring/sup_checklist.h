/* Checklists: the items that a template chooses.
 * Owns: the form of a chosen list, the scheme by which it is graded.
 * Must not know: answers, scores. */
#ifndef SUP_CHECKLIST_H
#define SUP_CHECKLIST_H

#include "core/sup_score.h"
#include "rules/sup_rules.h"
#include "supervision/v1/rules.pb-c.h"

/* The items of a template, in the order of the rulebook's sections. */
typedef struct {
    const Sup__Item **items;
    const Sup__Section **sections; /* of each item */
    size_t n;
    const Sup__Template *template;
} sup_checklist;

/* SUP_OK or SUP_NOMEM; the list points into the rulebook. */
sup_rc sup_checklist_of(sup_arena *arena, const sup_rulebook *rulebook,
                        const Sup__Template *template, sup_checklist *out);
/* The place of an item in the list; list->n: it has no such item. */
size_t sup_checklist_place(const sup_checklist *list, const char *item);

/* The rulebook's way of grading, for core. */
void sup_scheme_of(const Sup__Rulebook *book, sup_score_scheme *out);

#endif
