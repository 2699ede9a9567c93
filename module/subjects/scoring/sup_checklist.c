/* Checklists: the items that a template chooses, and what explains them.
 * Owns: the choice and its order, the scheme of grading.
 * Must not know: answers, scores. */
#include "sup_checklist.h"

#include "supervision/v1/rules.pb-c.h"

#define FAILED_BELOW 0.6 /* of its points, where the rulebook says nothing */

static int
is_named(char *const *codes, size_t n, const char *code)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if (strcmp(codes[i], code) == 0) {
            return 1;
        }
    }
    return 0;
}

/* A template names no item twice, so it has room for all of them. */
static size_t
items_max(const Sup__Rulebook *book)
{
    size_t s, n = 0;

    for (s = 0; s < book->n_sections; s++) {
        n += book->sections[s]->n_items;
    }
    return n;
}

sup_rc
sup_checklist_of(sup_arena *arena, const sup_rulebook *rulebook,
                 const Sup__Template *template, sup_checklist *out)
{
    const Sup__Rulebook *book = rulebook->book;
    size_t s, i, n = items_max(book);

    *out = (sup_checklist){.template = template};
    out->items = sup_calloc(arena, (n + 1) * sizeof(*out->items));
    out->sections = sup_calloc(arena, (n + 1) * sizeof(*out->sections));
    if (out->items == NULL || out->sections == NULL) {
        return SUP_NOMEM;
    }
    for (s = 0; s < book->n_sections; s++) {
        const Sup__Section *section = book->sections[s];
        int whole = is_named(template->sections, template->n_sections, section->code);

        for (i = 0; i < section->n_items; i++) {
            if (whole ||
                is_named(template->items, template->n_items, section->items[i]->code)) {
                out->items[out->n] = section->items[i];
                out->sections[out->n++] = section;
            }
        }
    }
    return SUP_OK;
}

size_t
sup_checklist_place(const sup_checklist *list, const char *item)
{
    size_t i = 0;

    while (i < list->n && strcmp(list->items[i]->code, item) != 0) {
        i++;
    }
    return i;
}

void
sup_scheme_of(const Sup__Rulebook *book, sup_score_scheme *out)
{
    const Sup__Scoring *scoring = book->scoring;
    size_t i;

    *out = (sup_score_scheme){.repeat_factor = 1, .failed_below = FAILED_BELOW};
    if (scoring == NULL) {
        return;
    }
    for (i = 0; i < scoring->n_grades && i < SUP_GRADES_MAX; i++) {
        out->at_least[i] = scoring->grades[i]->at_least;
    }
    out->n_grades = i;
    i = sup_rulebook_grade_place(book, sup_str_c(scoring->critical_cap));
    out->critical_cap = i < out->n_grades ? i : 0;
    out->critical_none = scoring->critical_none;
    out->repeat_factor = scoring->repeat_factor > 1 ? scoring->repeat_factor : 1;
    out->failed_below = scoring->failed_below > 0 ? scoring->failed_below : FAILED_BELOW;
}
