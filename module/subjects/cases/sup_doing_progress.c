/* Progress of a directive: a milestone is reached.
 * Owns: when a unit may say so of a milestone.
 * Must not know: who the unit is (core/sup_life.c), how late it is. */
#include "core/sup_calendar.h"
#include "sup_doing.h"
#include "sup_ledger.h"
#include "supervision/v1/cases.pb-c.h"

/* The day it was reached: a day there was, and not before the meeting that decided it. */
static sup_rc
check_day(const sup_work *w, const Sup__Directive *d)
{
    int32_t reached, met_on;
    sup_rc rc = sup_ledger_check_day(w->c, "reached", w->in->reached, &reached);
    if (rc != SUP_OK) {
        return rc;
    }
    if (reached > sup_ledger_today(w->c)) {
        return sup_fail(w->c, SUP_API_VALUE, "reached", "完成日期不能晚于今天。",
                        "It cannot have been reached after today.");
    }
    if (sup_date_parse(sup_str_c(d->met_on), &met_on) == SUP_OK && reached < met_on) {
        return sup_fail(w->c, SUP_API_VALUE, "reached",
                        "完成日期不能早于作出决定的日期。",
                        "It cannot have been reached before it was decided.");
    }
    return SUP_OK;
}

sup_rc
sup_do_progress(sup_work *w)
{
    sup_ctx *c = w->c;
    const Sup__ActionRequest *in = w->in;
    Sup__Directive *d = w->k.c->ledger;
    if (d == NULL || in->milestone == 0 || in->milestone > d->n_milestones) {
        return sup_fail(c, SUP_API_REFERENCE, "milestone", "台账中没有这个节点。",
                        "The ledger has no such milestone.");
    }
    Sup__Directive__Milestone *m = d->milestones[in->milestone - 1];
    if (m->reached[0] != '\0') {
        return sup_fail(c, SUP_LIFE_MILESTONE_REACHED, "milestone", NULL, NULL);
    }
    sup_rc rc = check_day(w, d);
    if (rc != SUP_OK) {
        return rc;
    }
    m->reached = in->reached;
    m->note = in->note;
    m->by = sup_strdup(c->arena, c->actor.user);
    m->n_evidence = in->n_evidence;
    m->evidence = in->evidence;
    m->reported_at = sup_timestamp(c->arena, c->now_ms);
    w->event->milestone = in->milestone;
    w->event->reached = in->reached;
    sup_ledger_heard(w->k.c);
    return m->by == NULL || m->reported_at == NULL ? SUP_NOMEM : SUP_OK;
}
