/* What is read before an inspection can be scored, as much as can be in one round trip.
 * Owns: which records a report refers to, and what they must be.
 * Must not know: what is made of them. */
#include "sup_inspect_load.h"

#include "evidence/sup_evidence.h"
#include "sup_failures.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

static sup_rc
load_register(sup_ctx *c, sup_inspect *s)
{
    const char *unit = s->k.c != NULL ? s->k.c->unit : s->in->unit;
    sup_rc rc = sup_register_unit(c, unit, &s->unit);
    sup_rc place_rc =
        s->in->place[0] == '\0' ? SUP_OK : sup_register_place(c, s->in->place, &s->place);
    if (rc != SUP_OK || place_rc != SUP_OK) {
        return sup_worst(rc, place_rc);
    }
    if (s->unit == NULL || s->unit->retired) {
        return sup_fail(c, SUP_API_REFERENCE, "unit", NULL, NULL);
    }
    rc = sup_register_check_serves(c, s->unit, s->in->domain);
    if (rc == SUP_OK && s->in->place[0] != '\0' &&
        (s->place == NULL || s->place->retired)) {
        rc = sup_fail(c, SUP_API_REFERENCE, "place", NULL, NULL);
    }
    return rc;
}

static sup_rc
load_occurrence(sup_ctx *c, sup_inspect *s)
{
    const Sup__InspectionRequest *in = s->in;
    if (in->occurrence[0] == '\0') {
        return SUP_OK;
    }
    sup_rc rc = sup_occurrence_load(c, sup_str_c(in->occurrence), &s->occurrence);
    if (rc == SUP_API_NOT_FOUND) {
        return sup_fail(c, SUP_API_REFERENCE, "occurrence", NULL, NULL);
    }
    return rc == SUP_OK ? sup_occurrence_fits(c, &s->occurrence, in->domain,
                                              in->template_, in->unit, in->place)
                        : rc;
}

static int
needs_figures(const sup_inspect *s)
{
    for (size_t i = 0; i < s->list.n; i++) {
        if (s->list.items[i]->figures != SUP__ITEM__FIGURES__figures_unspecified) {
            return 1;
        }
    }
    return 0;
}

static sup_rc
load_history(sup_ctx *c, sup_inspect *s, const char *unit)
{
    s->repeats = sup_calloc(c->arena, (s->list.n + 1) * sizeof(s->repeats[0]));
    if (s->repeats == NULL) {
        return SUP_NOMEM;
    }
    sup_rc rc = sup_failures_count(c, unit, s->in->domain, s->rulebook, &s->list,
                                   c->now_ms, s->repeats);
    return needs_figures(s)
               ? sup_worst(rc, sup_case_handled_read(c, unit, s->in->domain, &s->handled))
               : rc;
}

static sup_rc
load_numbers(sup_ctx *c, sup_inspect *s)
{
    sup_rc rc = sup_sequence_load(c, "report", &s->reports);
    if (s->in->n_raise == 0 || s->self_check) {
        return rc;
    }
    rc = sup_worst(rc, sup_sequence_load(c, "notice", &s->notices));
    return sup_worst(
        rc, sup_periods_deadline_percent(c, s->in->domain, &s->deadline_percent));
}

static sup_rc
load_photos(sup_ctx *c, const sup_inspect *s)
{
    sup_rc rc = SUP_OK;
    for (size_t i = 0; i < s->in->n_answers; i++) {
        const Sup__Answer *a = s->in->answers[i];
        if (a->n_evidence != 0) {
            rc = sup_worst(
                rc, sup_evidence_use(c, sup_sprintf(c->arena, "answers[%zu].evidence", i),
                                     a->evidence, a->n_evidence));
        }
    }
    return rc;
}

/* The case comes first, for its unit is the inspection's. */
static sup_rc
load_case(sup_ctx *c, sup_inspect *s)
{
    if (s->in->case_[0] == '\0') {
        return SUP_OK;
    }
    sup_rc rc = sup_case_load_other(c, sup_str_c(s->in->case_), &s->k);
    if (rc == SUP_API_NOT_FOUND) {
        return sup_fail(c, SUP_API_REFERENCE, "case", NULL, NULL);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    if (s->k.c->counters == NULL || s->k.c->deadlines == NULL) {
        return sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    if (strcmp(s->k.c->domain, s->in->domain) != 0) {
        return sup_fail(c, SUP_API_REFERENCE, "case", "此件属于其他领域。",
                        "The case is of another domain.");
    }
    if (s->in->unit[0] != '\0' && strcmp(s->k.c->unit, s->in->unit) != 0) {
        return sup_fail(c, SUP_API_REFERENCE, "unit", "此件由其他单位负责。",
                        "The case belongs to another unit.");
    }
    return SUP_OK;
}

sup_rc
sup_inspect_load(sup_ctx *c, sup_inspect *s)
{
    sup_rc rc = load_case(c, s);
    if (rc != SUP_OK) {
        return rc;
    }
    rc = load_register(c, s);
    rc = sup_worst(rc, load_occurrence(c, s));
    rc = sup_worst(rc, load_history(c, s, s->k.c != NULL ? s->k.c->unit : s->in->unit));
    rc = sup_worst(rc, load_numbers(c, s));
    return sup_worst(rc, load_photos(c, s));
}
