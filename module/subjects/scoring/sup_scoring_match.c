/* Answers matched to the items of a checklist: each once, none left out.
 * Owns: what is scored, in the order of the checklist.
 * Must not know: what a single answer must look like, what it is worth. */
#include "sup_scoring_match.h"

#include "sup_scoring_check.h"
#include "sup_scoring_refuse.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#define MISSING_NAMED 3 /* of the items not answered, by name in the problem */

/* Which answer each item of the checklist has; SIZE_MAX: none. */
static sup_rc
match(const sup_scoring *s, Sup__Answer *const *answers, size_t n, size_t *found)
{
    size_t a, i;

    for (i = 0; i < s->list->n; i++) {
        found[i] = SIZE_MAX;
    }
    for (a = 0; a < n; a++) {
        i = sup_checklist_place(s->list, answers[a]->item);
        if (i == s->list->n) {
            return sup_scoring_refuse(
                s->c, answers[a]->item[0] == '\0' ? SUP_API_REQUIRED : SUP_API_REFERENCE,
                a, "item", "检查表中没有此项。", "The checklist has no such item.");
        }
        if (found[i] != SIZE_MAX) {
            return sup_scoring_refuse(
                s->c, SUP_API_VALUE, a, "item",
                sup_sprintf(s->c->arena, "此项已在第 %zu 条作答。", found[i] + 1),
                sup_sprintf(s->c->arena, "The item is answered in answers[%zu].",
                            found[i]));
        }
        found[i] = a;
    }
    return SUP_OK;
}

static int
must_be_answered(const sup_scoring *s, size_t item)
{
    return !s->facts->partial &&
           s->list->items[item]->figures == SUP__ITEM__FIGURES__figures_unspecified;
}

static sup_rc
refuse_missing(const sup_scoring *s, const size_t *found, size_t missing)
{
    sup_arena *arena = s->c->arena;
    const char *zh = "", *en = "";
    size_t i, named = 0;

    for (i = 0; i < s->list->n && named < MISSING_NAMED; i++) {
        if (found[i] != SIZE_MAX || !must_be_answered(s, i)) {
            continue;
        }
        zh = sup_sprintf(arena, "%s%s%s", zh, named == 0 ? "" : "；",
                         s->list->items[i]->text);
        en = sup_sprintf(arena, "%s%s%s", en, named == 0 ? "" : "; ",
                         s->list->items[i]->text_en);
        if (zh == NULL || en == NULL) {
            return SUP_NOMEM;
        }
        named++;
    }
    zh = sup_sprintf(arena, "还有 %zu 项未作答：%s%s", missing, zh,
                     missing > named ? " 等。" : "");
    en = sup_sprintf(arena, "%zu items are not answered: %s%s", missing, en,
                     missing > named ? " and others." : "");
    return zh == NULL || en == NULL ? SUP_NOMEM
                                    : sup_fail(s->c, SUP_API_REQUIRED, "answers", zh, en);
}

static sup_rc
check_complete(const sup_scoring *s, const size_t *found)
{
    size_t i, missing = 0, answered = 0;

    for (i = 0; i < s->list->n; i++) {
        missing += found[i] == SIZE_MAX && must_be_answered(s, i);
        answered += found[i] != SIZE_MAX;
    }
    if (missing != 0) {
        return refuse_missing(s, found, missing);
    }
    return s->facts->partial && answered == 0
               ? sup_fail(s->c, SUP_API_REQUIRED, "answers", "请至少回答一项。",
                          "Answer one item at least.")
               : SUP_OK;
}

static sup_score_item
core_item(const Sup__Item *item)
{
    sup_score_item out = {.kind = (sup_answer_kind)item->answer,
                          .weight = item->weight,
                          .critical = item->critical != 0,
                          .veto = item->veto != 0,
                          .by_code = item->by_code != 0,
                          .grades = item->grades,
                          .zero_at = item->zero_at};

    if (item->at_least != NULL) {
        out.has_least = 1;
        out.at_least = item->at_least->value;
    }
    if (item->at_most != NULL) {
        out.has_most = 1;
        out.at_most = item->at_most->value;
    }
    return out;
}

/* The section's place among those that are scored; items come in their order. */
static size_t
section_of(sup_scoring *s, const Sup__Section *section)
{
    if (s->n_sections == 0 || s->sections[s->n_sections - 1] != section) {
        s->sections[s->n_sections] = section;
        s->weights[s->n_sections++] = section->weight;
    }
    return s->n_sections - 1;
}

/* The four numbers of an item with live figures; zeros where the unit has none. */
static const double *
figures_of(const sup_scoring *s, const Sup__Item *item)
{
    static const double none[4];
    const double *figures = item->figures == SUP__ITEM__FIGURES__repairs
                                ? s->facts->repairs
                                : s->facts->complaints;

    return figures == NULL ? none : figures;
}

static void
take(sup_scoring *s, size_t at, const Sup__Answer *answer, size_t place)
{
    const Sup__Item *item = s->list->items[at];
    sup_scored *scored = &s->scored[s->n];
    sup_score_answer *given = &s->answers[s->n];

    *scored = (sup_scored){
        .item = item, .section = s->list->sections[at], .answer = answer, .place = place};
    s->items[s->n] = core_item(item);
    s->items[s->n].section = section_of(s, s->list->sections[at]);
    *given = (sup_score_answer){
        .applies = answer == NULL || !sup_answer_is_skipped(answer),
        .passed = answer != NULL && answer->result == SUP__ANSWER__RESULT__pass,
        .repeats = s->facts->repeats == NULL ? 0 : s->facts->repeats[at]};
    if (item->figures != SUP__ITEM__FIGURES__figures_unspecified &&
        s->facts->purpose != SUP_SCORING_STORED) {
        scored->values = figures_of(s, item);
        scored->n_values = 4;
    } else if (answer != NULL) {
        scored->values = answer->values;
        scored->n_values = answer->n_values;
    }
    if (!given->applies) {
        scored->n_values = 0;
    }
    given->value = scored->n_values == 1 ? scored->values[0] : 0;
    s->n++;
}

/* An item with live figures is scored with the others also when nobody answered it. */
static int
is_scored(const sup_scoring *s, const size_t *found, size_t at)
{
    return found[at] != SIZE_MAX ||
           (!s->facts->partial && s->facts->purpose != SUP_SCORING_STORED &&
            s->list->items[at]->figures != SUP__ITEM__FIGURES__figures_unspecified);
}

sup_rc
sup_scoring_match(sup_scoring *s, Sup__Answer *const *answers, size_t n)
{
    size_t *found = sup_alloc(s->c->arena, (s->list->n + 1) * sizeof(*found));
    sup_rc rc;
    size_t i;

    if (found == NULL) {
        return SUP_NOMEM;
    }
    rc = match(s, answers, n, found);
    for (i = 0; i < s->list->n && rc == SUP_OK; i++) {
        if (found[i] != SIZE_MAX) {
            rc = sup_scoring_check_answer(s->c, s->list->items[i], answers[found[i]],
                                          found[i], s->facts->purpose);
        }
    }
    if (rc == SUP_OK) {
        rc = check_complete(s, found);
    }
    for (i = 0; i < s->list->n && rc == SUP_OK; i++) {
        if (is_scored(s, found, i)) {
            take(s, i, found[i] == SIZE_MAX ? NULL : answers[found[i]], found[i]);
        }
    }
    return rc;
}
