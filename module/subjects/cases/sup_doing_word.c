/* What the last word on a case does to it: the reporter's, or his silence.
 * Owns: satisfaction, and what is undone when a case is reopened.
 * Must not know: who may speak, and until when (core/sup_life.c). */
#include "sup_doing.h"
#include "sup_ledger.h"
#include "supervision/v1/cases.pb-c.h"

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

sup_rc
sup_do_confirm(sup_work *w)
{
    return close_with(w, w->in->rating >= 3 ? SUP__SATISFACTION__WORD__satisfied
                                            : SUP__SATISFACTION__WORD__dissatisfied);
}

sup_rc
sup_do_close(sup_work *w)
{
    return close_with(w, SUP__SATISFACTION__WORD__silent);
}

sup_rc
sup_do_reopen(sup_work *w)
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
