/* What the work on a case does to it: answered, signed for, rectified, re-inspected, given
 * more time, urged.
 * Owns: replies, rectifications, findings, extensions.
 * Must not know: which role may do what (core/sup_life.c), how a case is stored. */
#include "sup_doing.h"

#include "sup_ledger.h"
#include "supervision/v1/cases.pb-c.h"

sup_rc
sup_do_answer(sup_work *w)
{
    Sup__Case *k = w->k.c;
    k->reply = w->in->reply;
    k->verified_at = sup_timestamp(w->c->arena, w->c->now_ms);
    if (k->answered_at == NULL) {
        k->answered_at = k->verified_at;
    }
    return SUP_OK;
}

sup_rc
sup_do_sign(sup_work *w)
{
    Sup__Case *k = w->k.c;
    k->signed_at = sup_timestamp(w->c->arena, w->c->now_ms);
    if (k->notice != NULL) {
        k->notice->receiver = w->in->receiver;
        k->notice->received_at = k->signed_at;
    }
    return SUP_OK;
}

sup_rc
sup_do_rectify(sup_work *w)
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

sup_rc
sup_do_verify(sup_work *w)
{
    w->k.c->verified_at = sup_timestamp(w->c->arena, w->c->now_ms);
    return apply_finding(w, 1);
}

sup_rc
sup_do_return(sup_work *w)
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

sup_rc
sup_do_request_extension(sup_work *w)
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

sup_rc
sup_do_grant_extension(sup_work *w)
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

sup_rc
sup_do_refuse_extension(sup_work *w)
{
    w->k.c->extension->state = SUP__EXTENSION__STATE__refused;
    w->k.c->extension->decision = w->in->reason;
    return SUP_OK;
}

sup_rc
sup_do_urge(sup_work *w)
{
    Sup__Directive *d = w->k.c->ledger;
    if (d != NULL) {
        d->urges++; /* of other cases the event is all */
    }
    return SUP_OK;
}
