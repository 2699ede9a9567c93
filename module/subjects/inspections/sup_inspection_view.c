/* A report as it is shown to an actor.
 * Owns: what is derived for him, what he may do with it.
 * Must not know: where it is kept. */
#include "sup_inspection_view.h"

#include "engine/sup_roles.h"
#include "scoring/sup_scoring.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

static int
has_tag(const Sup__Inspection *report, Sup__Case__Tag tag)
{
    for (size_t i = 0; i < report->n_tags; i++) {
        if (report->tags[i] == tag) {
            return 1;
        }
    }
    return 0;
}

static int
is_raised(Sup__Raised *const *list, size_t n, const char *item)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i]->item, item) == 0) {
            return 1;
        }
    }
    return 0;
}

/* A re-inspection says of its own case how it goes on; it proposes no other. */
int
sup_inspection_proposes(const sup_inspection *inspection, const Sup__Score__Line *line)
{
    const Sup__Inspection *r = inspection->report;
    const Sup__InspectionRecord *record = inspection->record;
    return r->case_[0] == '\0' && sup_score_lost(line) &&
           !is_raised(r->raised, r->n_raised, line->item) &&
           !is_raised(record->raised_later, record->n_raised_later, line->item);
}

int
sup_inspection_may_acknowledge(const sup_ctx *c, const sup_inspection *inspection)
{
    const Sup__Inspection *r = inspection->report;
    return c->actor.unit.len != 0 && sup_str_eq(c->actor.unit, sup_str_c(r->unit)) &&
           !has_tag(r, SUP__CASE__TAG__self_check) &&
           inspection->record->acknowledgement == NULL;
}

static int
may_raise(const sup_ctx *c, const sup_inspection *inspection)
{
    return (c->actor.roles & (SUP_ROLE_OFFICE | SUP_ROLE_INSPECTOR | SUP_ROLE_ADMIN)) &&
           sup_actor_in_domain(&c->actor, inspection->report->domain);
}

static int
list_proposed(sup_ctx *c, const sup_inspection *inspection, Sup__Inspection *v)
{
    const Sup__Score *score = inspection->report->score;
    v->proposed = sup_alloc(c->arena, (score->n_lines + 1) * sizeof(v->proposed[0]));
    for (size_t i = 0; v->proposed != NULL && i < score->n_lines; i++) {
        if (sup_inspection_proposes(inspection, score->lines[i])) {
            v->proposed[v->n_proposed++] = score->lines[i]->item;
        }
    }
    return v->proposed != NULL;
}

Sup__Inspection *
sup_inspection_view(sup_ctx *c, const sup_inspection *inspection)
{
    const Sup__InspectionRecord *record = inspection->record;
    Sup__Inspection *v = sup_alloc(c->arena, sizeof(*v));
    char *digest = sup_alloc(c->arena, 2 * SUP_HASH_LEN + 1);
    if (v == NULL || digest == NULL) {
        return NULL;
    }
    *v = *inspection->report;
    v->acknowledgement = record->acknowledgement;
    v->n_raised_later = record->n_raised_later;
    v->raised_later = record->raised_later;
    if (record->digest.len == SUP_HASH_LEN) {
        sup_hex(digest, record->digest.data, SUP_HASH_LEN);
        v->digest = digest;
    }
    v->may_acknowledge = sup_inspection_may_acknowledge(c, inspection);
    v->may_raise = may_raise(c, inspection);
    return list_proposed(c, inspection, v) ? v : NULL;
}

Sup__Inspection *
sup_inspection_brief(sup_ctx *c, const sup_inspection *inspection)
{
    Sup__Inspection *v = sup_inspection_view(c, inspection);
    Sup__Score *score = sup_alloc(c->arena, sizeof(*score));
    if (v == NULL || score == NULL) {
        return NULL;
    }
    *score = *v->score;
    score->n_lines = 0;
    v->score = score;
    v->n_answers = 0;
    return v;
}
