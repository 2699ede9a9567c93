/* What ends a case that nobody solves by itself: rejected, withdrawn, merged.
 * Owns: what becomes of its supporters, what its parent takes over.
 * Must not know: which role may do what (core/sup_life.c), who supports a case. */
#include "sup_doing.h"
#include "supervision/v1/cases.pb-c.h"

/* --- what is read besides the case --- */

/* Supporters are counted apart from the record: their mark is read before their number,
 * and checked when that goes to the parent, so that none is lost in between. */
sup_rc
sup_do_load_mark(sup_work *w)
{
    char id[SUP_CASE_ID_LEN + 1];
    ProtobufCMessage *mark;
    if (sup_case_id_parse(w->c->params[0], id) != SUP_OK) {
        return SUP_OK; /* loading the case says it */
    }
    w->mark_key = sup_case_mark_key(w->c->arena, id);
    return sup_ctx_message(w->c, w->mark_key, &sup__support_record__descriptor, &mark,
                           &w->mark_version);
}

sup_rc
sup_do_load_parent(sup_work *w)
{
    sup_rc rc = sup_case_load_other(w->c, sup_str_c(w->in->parent), &w->parent);
    if (rc == SUP_API_NOT_FOUND ||
        (rc == SUP_OK && strcmp(w->parent.c->id, w->k.c->id) == 0)) {
        w->parent.c = NULL; /* the guard says it */
        return SUP_OK;
    }
    return rc;
}

/* --- the actions --- */

static sup_rc
end(sup_work *w)
{
    Sup__Case *k = w->k.c;
    k->reason = w->in->reason;
    k->closed_at = sup_timestamp(w->c->arena, w->c->now_ms);
    if (k->answered_at == NULL && !w->k.is_reporter) {
        k->answered_at = k->closed_at;
    }
    return SUP_OK;
}

sup_rc
sup_do_reject(sup_work *w)
{
    return end(w);
}

/* Between reading and this, nobody may have joined in. */
sup_rc
sup_do_withdraw(sup_work *w)
{
    sup_rc rc = sup_op_check(w->c, w->mark_key, w->mark_version);
    return rc == SUP_OK ? end(w) : rc;
}

/* The parent speaks for both from now on: it takes over the supporters, and the reporter
 * of this one counts as one more. */
sup_rc
sup_do_merge(sup_work *w)
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
