/* What each action does to a case beyond its state.
 * Owns: notices and their numbers, findings, extensions, the reporter's word, merging.
 * Must not know: which role may do what (core/sup_life.c), how a case is stored. */
#include "calendar/sup_checks.h"
#include "campus/sup_campus.h"
#include "engine/sup_problem.h"
#include "sup_ledger.h"
#include "sup_work.h"
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
    if (rc == SUP_OK && !sup_register_serves(w->unit, domain)) {
        rc = sup_fail(w->c, SUP_API_REFERENCE, "unit", "该单位不负责这一领域。",
                      "The unit does not serve this domain.");
    }
    return rc;
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

static sup_rc
load_notice(sup_work *w)
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
    sup_rc unit_rc = load_unit(w);
    sup_rc percent_rc = sup_periods_deadline_percent(c, domain, &w->deadline_percent);
    return rc != SUP_OK ? rc : unit_rc != SUP_OK ? unit_rc : percent_rc;
}

/* --- what each action does --- */

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

static sup_rc
apply_dispatch(sup_work *w)
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

static sup_rc
apply_reassign(sup_work *w)
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

static sup_rc
apply_answer(sup_work *w)
{
    Sup__Case *k = w->k.c;
    k->reply = w->in->reply;
    k->verified_at = sup_timestamp(w->c->arena, w->c->now_ms);
    if (k->answered_at == NULL) {
        k->answered_at = k->verified_at;
    }
    return SUP_OK;
}

static sup_rc
apply_sign(sup_work *w)
{
    Sup__Case *k = w->k.c;
    k->signed_at = sup_timestamp(w->c->arena, w->c->now_ms);
    if (k->notice != NULL) {
        k->notice->receiver = w->in->receiver;
        k->notice->received_at = k->signed_at;
    }
    return SUP_OK;
}

static sup_rc
apply_rectify(sup_work *w)
{
    Sup__Case *k = w->k.c;
    Sup__Rectification *r =
        SUP_NEW(w->c->arena, Sup__Rectification, sup__rectification__descriptor);
    if (r == NULL) {
        return SUP_NOMEM;
    }
    r->measures = w->in->measures;
    r->n_evidence = w->in->n_evidence;
    r->evidence = w->in->evidence;
    r->unit = sup_strdup(w->c->arena, w->c->actor.unit);
    r->by = sup_strdup(w->c->arena, w->c->actor.user);
    r->at = sup_timestamp(w->c->arena, w->c->now_ms);
    k->rectification = r;
    k->rectified_at = r->at;
    sup_ledger_heard(k);
    if (k->extension != NULL && k->extension->state == SUP__EXTENSION__STATE__requested) {
        k->extension = NULL; /* asked for in vain; granted later, it could cut time off */
    }
    return SUP_OK;
}

static sup_rc
apply_finding(sup_work *w, protobuf_c_boolean passed)
{
    Sup__Finding *f = SUP_NEW(w->c->arena, Sup__Finding, sup__finding__descriptor);
    if (f == NULL) {
        return SUP_NOMEM;
    }
    f->passed = passed;
    f->text = w->in->finding;
    f->by = sup_strdup(w->c->arena, w->c->actor.user);
    f->unit = sup_strdup(w->c->arena, w->c->actor.unit);
    f->at = sup_timestamp(w->c->arena, w->c->now_ms);
    f->n_evidence = w->in->n_evidence;
    f->evidence = w->in->evidence;
    w->k.c->finding = f;
    return SUP_OK;
}

static sup_rc
apply_verify(sup_work *w)
{
    w->k.c->verified_at = sup_timestamp(w->c->arena, w->c->now_ms);
    return apply_finding(w, 1);
}

static sup_rc
apply_return(sup_work *w)
{
    Sup__Case *k = w->k.c;
    k->counters->returned++;
    k->rectified_at = NULL;
    if (w->in->rectify_by != NULL) {
        k->deadlines->rectify_by = w->in->rectify_by;
        w->event->until = w->in->rectify_by;
    }
    return apply_finding(w, 0);
}

static sup_rc
apply_request_extension(sup_work *w)
{
    Sup__Extension *e = SUP_NEW(w->c->arena, Sup__Extension, sup__extension__descriptor);
    if (e == NULL) {
        return SUP_NOMEM;
    }
    e->state = SUP__EXTENSION__STATE__requested;
    e->until = w->in->until;
    e->reason = w->in->reason;
    e->requested_at = sup_timestamp(w->c->arena, w->c->now_ms);
    w->k.c->extension = e;
    w->event->until = e->until;
    return SUP_OK;
}

static sup_rc
apply_grant_extension(sup_work *w)
{
    Sup__Case *k = w->k.c;
    k->extension->state = SUP__EXTENSION__STATE__granted;
    k->extension->decision = w->in->reason;
    k->counters->extended++;
    k->deadlines->extended++;
    if (k->deadlines->original_rectify_by == NULL) {
        k->deadlines->original_rectify_by = k->deadlines->rectify_by;
    }
    k->deadlines->rectify_by = k->extension->until;
    w->event->until = k->extension->until;
    return SUP_OK;
}

static sup_rc
apply_refuse_extension(sup_work *w)
{
    w->k.c->extension->state = SUP__EXTENSION__STATE__refused;
    w->k.c->extension->decision = w->in->reason;
    return SUP_OK;
}

static sup_rc
close_with(sup_work *w, Sup__Satisfaction__Word word)
{
    Sup__Case *k = w->k.c;
    Sup__Satisfaction *s =
        SUP_NEW(w->c->arena, Sup__Satisfaction, sup__satisfaction__descriptor);
    if (s == NULL) {
        return SUP_NOMEM;
    }
    s->word = word;
    s->rating = w->in->rating;
    s->comment = w->in->comment;
    s->at = sup_timestamp(w->c->arena, w->c->now_ms);
    k->satisfaction = s;
    k->closed_at = s->at;
    w->event->rating = s->rating;
    return SUP_OK;
}

static sup_rc
apply_confirm(sup_work *w)
{
    return close_with(w, w->in->rating >= 3 ? SUP__SATISFACTION__WORD__satisfied
                                            : SUP__SATISFACTION__WORD__dissatisfied);
}

static sup_rc
apply_close(sup_work *w)
{
    return close_with(w, SUP__SATISFACTION__WORD__silent);
}

static sup_rc
apply_reopen(sup_work *w)
{
    Sup__Case *k = w->k.c;
    k->counters->reopened++;
    k->reason = w->in->reason;
    k->satisfaction = NULL;
    k->closed_at = NULL;
    k->verified_at = NULL;
    k->rectified_at = NULL;
    sup_ledger_heard(k);
    k->deadlines = sup_case_deadlines(w->c, w->k.rulebook, k->severity, 100);
    return k->deadlines == NULL ? SUP_NOMEM : SUP_OK;
}

static sup_rc
apply_end(sup_work *w)
{
    Sup__Case *k = w->k.c;
    k->reason = w->in->reason;
    k->closed_at = sup_timestamp(w->c->arena, w->c->now_ms);
    if (k->answered_at == NULL && !w->k.is_reporter) {
        k->answered_at = k->closed_at;
    }
    return SUP_OK;
}

/* Between reading and this, nobody may have joined in. */
static sup_rc
apply_withdraw(sup_work *w)
{
    sup_rc rc = sup_op_check(w->c, w->mark_key, w->mark_version);
    return rc == SUP_OK ? apply_end(w) : rc;
}

/* The parent speaks for both from now on: it takes over the supporters, and the reporter
 * of this one counts as one more. */
static sup_rc
apply_merge(sup_work *w)
{
    sup_ctx *c = w->c;
    Sup__Case *k = w->k.c, *p = w->parent.c;
    Sup__CaseRecord *before = sup_case_remember(c, w->parent.record);
    Sup__Event *event = SUP_NEW(c->arena, Sup__Event, sup__event__descriptor);
    if (before == NULL || event == NULL) {
        return SUP_NOMEM;
    }
    k->parent = p->id;
    k->reason = w->in->reason;
    w->event->related_case = p->id;
    event->action = "merged_in";
    event->from = p->state;
    event->related_case = k->id;
    sup_rc rc = sup_op_check(c, w->mark_key, w->mark_version);
    if (rc == SUP_OK) {
        rc = sup_op_counter(c, sup_case_tally_key(c->arena, p->id), SUP_TALLY_SUPPORTERS,
                            1 + (int64_t)w->k.supporters);
    }
    return rc != SUP_OK
               ? rc
               : sup_case_save(c, w->parent.record, w->parent.version, before, event);
}

static sup_rc
apply_urge(sup_work *w)
{
    Sup__Directive *d = w->k.c->ledger;
    if (d != NULL) {
        d->urges++; /* of other cases the event is all */
    }
    return SUP_OK;
}

static const sup_doing doings[] = {
#define NOTE(field) offsetof(Sup__ActionRequest, field)
    {SUP_ACTION_DISPATCH, load_notice, apply_dispatch, NOTE(requirement)},
    {SUP_ACTION_ANSWER, NULL, apply_answer, NOTE(reply)},
    {SUP_ACTION_SIGN, NULL, apply_sign, NOTE(reason)},
    {SUP_ACTION_RECTIFY, NULL, apply_rectify, NOTE(measures)},
    {SUP_ACTION_VERIFY, NULL, apply_verify, NOTE(finding)},
    {SUP_ACTION_RETURN, NULL, apply_return, NOTE(finding)},
    {SUP_ACTION_REQUEST_EXTENSION, NULL, apply_request_extension, NOTE(reason)},
    {SUP_ACTION_GRANT_EXTENSION, NULL, apply_grant_extension, NOTE(reason)},
    {SUP_ACTION_REFUSE_EXTENSION, NULL, apply_refuse_extension, NOTE(reason)},
    {SUP_ACTION_CONFIRM, NULL, apply_confirm, NOTE(comment)},
    {SUP_ACTION_REOPEN, NULL, apply_reopen, NOTE(reason)},
    {SUP_ACTION_CLOSE, NULL, apply_close, NOTE(reason)},
    {SUP_ACTION_REASSIGN, load_notice, apply_reassign, NOTE(reason)},
    {SUP_ACTION_URGE, NULL, apply_urge, NOTE(reason)},
    {SUP_ACTION_PROGRESS, NULL, sup_progress, NOTE(note)},
    {SUP_ACTION_MERGE, NULL, apply_merge, NOTE(reason)},
    {SUP_ACTION_REJECT, NULL, apply_end, NOTE(reason)},
    {SUP_ACTION_WITHDRAW, NULL, apply_withdraw, NOTE(reason)},
};

const sup_doing *
sup_doing_find(sup_action action)
{
    for (size_t i = 0; i < sizeof(doings) / sizeof(doings[0]); i++) {
        if (doings[i].action == action) {
            return &doings[i];
        }
    }
    return NULL;
}
