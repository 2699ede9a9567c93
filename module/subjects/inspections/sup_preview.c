/* What answers would score now; nothing is stored, and evidence may still come.
 * Owns: the endpoint that scores without a report.
 * Must not know: how inspections are stored. */
#include "campus/sup_campus.h"
#include "cases/sup_cases.h"
#include "engine/sup_roles.h"
#include "engine/sup_subject.h"
#include "sup_failures.h"
#include "sup_inspection.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

typedef struct {
    const Sup__InspectionRequest *in;
    const sup_rulebook *rulebook;
    sup_checklist list;
    sup_case_handled handled;
    uint32_t *repeats;
} preview;

static sup_rc
checklist_asked(sup_ctx *c, const sup_rulebook *rulebook,
                const Sup__InspectionRequest *in, sup_checklist *out)
{
    const Sup__Template *template = NULL;
    sup_rc rc;

    if (in->template_[0] == '\0') {
        return sup_fail(c, SUP_API_REQUIRED, "template", NULL, NULL);
    }
    rc = sup_rulebook_template_asked(c, rulebook, SUP_API_REFERENCE, "template",
                                     in->template_, &template);
    if (rc != SUP_OK) {
        return rc;
    }
    if (in->rulebook[0] == '\0') {
        return sup_fail(c, SUP_API_REQUIRED, "rulebook", NULL, NULL);
    }
    if (strcmp(in->rulebook, rulebook->digest) != 0) {
        return sup_fail(c, SUP_INSPECTION_RULEBOOK, "rulebook", NULL, NULL);
    }
    return sup_checklist_of(c->arena, rulebook, template, out);
}

static sup_rc
preview_begin(sup_ctx *c, preview *p)
{
    sup_rc rc = sup_rulebook_asked(c, &p->rulebook);

    if (rc != SUP_OK) {
        return rc;
    }
    if (p->in->domain[0] != '\0' &&
        strcmp(p->in->domain, p->rulebook->book->domain) != 0) {
        return sup_fail(c, SUP_API_VALUE, "domain", "与地址中的领域不符。",
                        "The address names another domain.");
    }
    return checklist_asked(c, p->rulebook, p->in, &p->list);
}

/* A unit learns of its own past alone, an officer of that in his domains. */
static sup_rc
preview_unit(sup_ctx *c, const char *id)
{
    const Sup__Unit *unit = NULL;
    sup_rc rc;

    if (!(c->actor.roles & SUP_ROLES_OVERSIGHT) &&
        !sup_str_eq(c->actor.unit, sup_str_c(id))) {
        return sup_fail(c, SUP_LIFE_OTHER_UNIT, "unit", NULL, NULL);
    }
    rc = sup_register_unit(c, id, &unit);
    return rc == SUP_OK && unit == NULL
               ? sup_fail(c, SUP_API_REFERENCE, "unit", NULL, NULL)
               : rc;
}

static sup_rc
preview_past(sup_ctx *c, preview *p)
{
    const char *unit = p->in->unit, *domain = p->rulebook->book->domain;
    sup_rc rc;

    if (unit[0] == '\0') {
        return SUP_OK;
    }
    if (!sup_actor_in_domain(&c->actor, domain)) {
        return sup_fail(c, SUP_LIFE_DOMAIN, "domain", NULL, NULL);
    }
    rc = preview_unit(c, unit);
    if (rc < 0) {
        return rc; /* makes no keys */
    }
    p->repeats = sup_calloc(c->arena, (p->list.n + 1) * sizeof(*p->repeats));
    if (p->repeats == NULL) {
        return SUP_NOMEM;
    }
    rc = sup_worst(rc, sup_failures_count(c, unit, domain, p->rulebook, &p->list,
                                          c->now_ms, p->repeats));
    return sup_worst(rc, sup_case_handled_read(c, unit, domain, &p->handled));
}

sup_rc
sup_decide_score(sup_ctx *c)
{
    preview p = {.in = (const Sup__InspectionRequest *)c->input};
    sup_scoring_facts facts = {.purpose = SUP_SCORING_PREVIEW,
                               .partial = p.in->case_[0] != '\0'};
    Sup__Score *score = NULL;
    sup_rc rc = preview_begin(c, &p);

    if (rc == SUP_OK) {
        rc = preview_past(c, &p);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    if (p.in->unit[0] != '\0') {
        facts.complaints = p.handled.complaints;
        facts.repairs = p.handled.repairs;
    }
    facts.repeats = p.repeats;
    rc = sup_score_answers(c, p.rulebook, &p.list, p.in->answers, p.in->n_answers, &facts,
                           &score);
    c->output = rc == SUP_OK ? &score->base : NULL;
    return rc;
}
