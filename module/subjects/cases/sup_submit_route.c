/* Where a report goes: its domain and category by the rulebooks, its unit by the place.
 * Owns: how a new case is classified and routed.
 * Must not know: how a text is classified (rules), what a case is made of. */
#include "campus/sup_campus.h"
#include "sup_submit.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

/* A directive that says no more is what was decided. */
char *
sup_submit_text(const Sup__SubmitRequest *in)
{
    return in->text[0] == '\0' && in->ledger != NULL ? in->ledger->decided : in->text;
}

/* A class that was chosen is one that there is. */
static sup_rc
check_given(sup_ctx *c, const Sup__SubmitRequest *in)
{
    if (in->domain[0] != '\0' && sup_site_rulebook(c->site, in->domain) == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, "domain", NULL, NULL);
    }
    if (in->category[0] != '\0' && in->domain[0] == '\0') {
        return sup_fail(c, SUP_API_REQUIRED, "domain", "给出类别时须同时给出领域。",
                        "A category needs its domain.");
    }
    if (in->category[0] != '\0' &&
        sup_rulebook_category(sup_site_rulebook(c->site, in->domain), in->category) ==
            NULL) {
        return sup_fail(c, SUP_API_REFERENCE, "category", NULL, NULL);
    }
    return SUP_OK;
}

/* By the request and its time alone, so it is done once, not at every run. */
static sup_rc
classify(sup_ctx *c, sup_submission *s)
{
    const Sup__SubmitRequest *in = s->in;
    if (c->memo != NULL) {
        s->class = c->memo;
        s->rulebook = sup_site_rulebook(c->site, s->class->domain);
        return SUP_OK;
    }
    sup_rc rc = check_given(c, in);
    if (rc != SUP_OK) {
        return rc;
    }
    sup_local local;
    int64_t at = in->occurred_at == NULL ? c->now_ms : sup_timestamp_ms(in->occurred_at);
    sup_local_of(c->site->calendar, at, &local);
    sup_rules_question question = {sup_str_c(sup_submit_text(in)),
                                   in->domain,
                                   in->category,
                                   c->now_ms,
                                   local.minute,
                                   local.month};
    unsigned limited = 0;
    rc = sup_rules_classify(c->arena, c->site->rulebooks, c->site->n_rulebooks, &question,
                            &s->class, &limited);
    if (rc != SUP_OK) {
        return rc;
    }
    if (s->class->domain[0] == '\0') {
        return sup_fail(c, SUP_CASE_UNCLASSIFIED, "domain", NULL, NULL);
    }
    /* A domain is enough: the office gives the category when it issues the notice. */
    if (s->class->severity == SUP__CASE__SEVERITY__severity_unspecified) {
        s->class->severity = SUP__CASE__SEVERITY__minor;
    }
    s->rulebook = sup_site_rulebook(c->site, s->class->domain);
    c->memo = s->class;
    return SUP_OK;
}

static const char *
unit_by_rulebook(const sup_submission *s)
{
    const Sup__Category *category =
        sup_rulebook_category(s->rulebook, s->class->category);
    return category != NULL && category->unit[0] != '\0' ? category->unit
                                                         : s->rulebook->book->unit;
}

/* The place says who answers for a domain there; the rulebook where it does not. */
static sup_rc
find_unit(sup_ctx *c, sup_submission *s)
{
    s->unit_id = unit_by_rulebook(s);
    /* asked for in the same round trip as the place: it is the likely one */
    sup_rc rc = sup_register_unit(c, s->unit_id, &s->unit);
    if (s->in->place[0] == '\0') {
        return rc;
    }
    rc = sup_worst(sup_register_place(c, s->in->place, &s->place), rc);
    if (rc != SUP_OK) {
        return rc;
    }
    if (s->place == NULL || s->place->retired) {
        return sup_fail(c, SUP_API_REFERENCE, "place", NULL, NULL);
    }
    for (size_t i = 0; i < s->place->n_responsible; i++) {
        const Sup__Place__Responsible *r = s->place->responsible[i];
        if (strcmp(r->domain, s->class->domain) == 0 &&
            strcmp(r->unit, s->unit_id) != 0) {
            s->unit_id = r->unit;
            return sup_register_unit(c, s->unit_id, &s->unit);
        }
    }
    return SUP_OK;
}

sup_rc
sup_submit_route(sup_ctx *c, sup_submission *s)
{
    sup_rc rc = classify(c, s);
    return rc == SUP_OK ? find_unit(c, s) : rc;
}
