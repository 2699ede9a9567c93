/* What issuing a notice does to a case: dispatch, reassign.
 * Owns: what stands in a notice, its number, the deadlines that it sets.
 * Must not know: which role may do what (core/sup_life.c), how a case is stored. */
#include "calendar/sup_checks.h"
#include "campus/sup_campus.h"
#include "sup_doing.h"
#include "sup_ledger.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

/* --- what is read besides the case --- */

static sup_rc
load_unit(sup_work *w)
{
    const char *id = w->in->unit[0] != '\0' ? w->in->unit : w->k.c->unit;
    sup_rc rc = sup_register_unit(w->c, id, &w->unit);
    if (rc == SUP_OK && (w->unit == NULL || w->unit->retired)) {
        rc = sup_fail(w->c, SUP_API_REFERENCE, "unit", NULL, NULL);
    }
    const char *domain = w->in->domain[0] != '\0' ? w->in->domain : w->k.c->domain;
    return rc == SUP_OK ? sup_register_check_serves(w->c, w->unit, domain) : rc;
}

/* Before anything is said of a unit: whose unit it must be depends on the domain. */
static sup_rc
check_domain(const sup_work *w)
{
    const Sup__ActionRequest *in = w->in;
    if (in->domain[0] == '\0') {
        return SUP_OK;
    }
    if (sup_site_rulebook(w->c->site, in->domain) == NULL) {
        return sup_fail(w->c, SUP_API_REFERENCE, "domain", NULL, NULL);
    }
    if (!sup_actor_in_domain(&w->c->actor, in->domain)) {
        return sup_fail(w->c, SUP_LIFE_DOMAIN, "domain", NULL, NULL);
    }
    if (in->category[0] == '\0') {
        return sup_fail(w->c, SUP_API_REQUIRED, "category", NULL, NULL);
    }
    /* the notice must not go to the old domain's unit by an oversight */
    if (in->unit[0] == '\0' && strcmp(in->domain, w->k.c->domain) != 0) {
        return sup_fail(w->c, SUP_API_REQUIRED, "unit", NULL, NULL);
    }
    return SUP_OK;
}

sup_rc
sup_do_load_notice(sup_work *w)
{
    sup_ctx *c = w->c;
    sup_rc domain_rc = check_domain(w);
    if (domain_rc != SUP_OK) {
        return domain_rc;
    }
    w->numbers = sup_alloc(c->arena, sizeof(*w->numbers));
    if (w->numbers == NULL) {
        return SUP_NOMEM;
    }
    const char *domain = w->in->domain[0] != '\0' ? w->in->domain : w->k.c->domain;
    sup_rc rc = sup_sequence_load(c, "notice", w->numbers);
    rc = sup_worst(rc, load_unit(w));
    return sup_worst(rc, sup_periods_deadline_percent(c, domain, &w->deadline_percent));
}

/* --- the notice --- */

/* Title and clause of each basis of the case's category. */
static sup_rc
default_basis(sup_work *w, Sup__Notice *n)
{
    const Sup__Rulebook *book = w->k.rulebook->book;
    const Sup__Category *category =
        sup_rulebook_category(w->k.rulebook, w->k.c->category);
    if (category == NULL) {
        return SUP_OK;
    }
    n->basis = sup_calloc(w->c->arena, (category->n_basis + 1) * sizeof(n->basis[0]));
    if (n->basis == NULL) {
        return SUP_NOMEM;
    }
    for (size_t i = 0; i < category->n_basis; i++) {
        for (size_t b = 0; b < book->n_bases; b++) {
            if (strcmp(book->bases[b]->code, category->basis[i]) == 0) {
                n->basis[n->n_basis++] =
                    sup_sprintf(w->c->arena, "《%s》%s", book->bases[b]->title,
                                book->bases[b]->clause);
            }
        }
    }
    return SUP_OK;
}

/* By the rulebook; of a directive when its last milestone is due; or as the office says.
 */
static sup_rc
set_deadlines(sup_work *w)
{
    Sup__Case *k = w->k.c;
    k->deadlines =
        sup_case_deadlines(w->c, w->k.rulebook, k->severity, w->deadline_percent);
    Google__Protobuf__Timestamp *by = w->in->rectify_by;
    int64_t ends = sup_ledger_ends(w->c, k);
    if (by == NULL && ends != 0) {
        by = sup_timestamp(w->c->arena, ends);
    }
    if (k->deadlines == NULL || (by == NULL && ends != 0)) {
        return SUP_NOMEM;
    }
    if (by != NULL) {
        k->deadlines->rectify_by = by;
        if (sup_timestamp_ms(k->deadlines->sign_by) > sup_timestamp_ms(by)) {
            k->deadlines->sign_by = by;
        }
    }
    return SUP_OK;
}

static sup_rc
issue_notice(sup_work *w)
{
    sup_ctx *c = w->c;
    Sup__Case *k = w->k.c;
    Sup__Notice *n = w->notice;
    k->unit = w->unit->id;
    k->unit_name = w->unit->name;
    if (set_deadlines(w) != SUP_OK) {
        return SUP_NOMEM;
    }
    sup_ledger_heard(k);
    k->extension = NULL;
    k->signed_at = NULL;
    k->rectified_at = NULL;
    k->verified_at = NULL;
    k->rectification = NULL;
    k->finding = NULL;
    k->dispatched_at = sup_timestamp(c->arena, c->now_ms);
    if (k->answered_at == NULL) {
        k->answered_at = k->dispatched_at;
    }
    k->notice = n;
    n->unit = k->unit;
    n->issued_at = k->dispatched_at;
    n->sign_by = k->deadlines->sign_by;
    n->rectify_by = k->deadlines->rectify_by;
    w->event->target_unit = k->unit;
    w->event->until = k->deadlines->rectify_by;
    n->year = w->numbers->year;
    n->number = sup_sequence_next(c, w->numbers, c->site->notice_prefix, &n->sequence);
    w->event->notice_number = n->number;
    return n->number == NULL ? SUP_NOMEM : SUP_OK;
}

static Sup__Notice *
new_notice(sup_work *w)
{
    w->notice = SUP_NEW(w->c->arena, Sup__Notice, sup__notice__descriptor);
    return w->notice;
}

/* --- the actions --- */

sup_rc
sup_do_dispatch(sup_work *w)
{
    const Sup__ActionRequest *in = w->in;
    Sup__Case *k = w->k.c;
    Sup__Notice *n = new_notice(w);
    if (n == NULL) {
        return SUP_NOMEM;
    }
    if (in->domain[0] != '\0') {
        w->k.rulebook = sup_site_rulebook(w->c->site, in->domain);
        k->domain = in->domain;
    }
    if (in->category[0] != '\0') {
        if (sup_rulebook_category(w->k.rulebook, in->category) == NULL) {
            return sup_fail(w->c, SUP_API_REFERENCE, "category", NULL, NULL);
        }
        k->category = in->category;
    }
    if (k->category[0] == '\0') {
        return sup_fail(w->c, SUP_API_REQUIRED, "category", NULL, NULL);
    }
    if (in->severity != SUP__CASE__SEVERITY__severity_unspecified) {
        k->severity = in->severity;
    }
    /* often the reporter's own words: the unit is not to learn who he is from them */
    n->facts = sup_rules_mask(w->c->arena, in->facts);
    if (n->facts == NULL) {
        return SUP_NOMEM;
    }
    n->requirement = in->requirement;
    n->signer = in->signer;
    n->n_basis = in->n_basis;
    n->basis = in->basis;
    sup_rc rc = in->n_basis == 0 ? default_basis(w, n) : SUP_OK;
    return rc == SUP_OK ? issue_notice(w) : rc;
}

sup_rc
sup_do_reassign(sup_work *w)
{
    Sup__Case *k = w->k.c;
    const Sup__Notice *old = k->notice;
    if (old == NULL) {
        return sup_fail(w->c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    if (new_notice(w) == NULL) {
        return SUP_NOMEM;
    }
    w->notice->facts = old->facts;
    w->notice->requirement = old->requirement;
    w->notice->n_basis = old->n_basis;
    w->notice->basis = old->basis;
    w->notice->signer = w->in->signer[0] != '\0' ? w->in->signer : old->signer;
    k->counters->reassigned++;
    return issue_notice(w);
}
