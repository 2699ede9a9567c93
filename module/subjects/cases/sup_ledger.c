/* The ledger's entry of a directive: registered, derived, shown.
 * Owns: what Directive holds, from the request to the view.
 * Must not know: when it is late (core/sup_directive.c), how a case is stored. */
#include "sup_ledger.h"

#include "core/sup_directive.h"
#include "supervision/v1/cases.pb-c.h"

#define YEARS_MAX_DAYS 3653 /* ten years: a date further off is a slip of the pen */
#define DAY_MS         86400000

_Static_assert(
    (int)SUP__DIRECTIVE__SUPERVISION__not_started == (int)SUP_SUPERVISION_NOT_STARTED &&
        (int)SUP__DIRECTIVE__SUPERVISION__on_track == (int)SUP_SUPERVISION_ON_TRACK &&
        (int)SUP__DIRECTIVE__SUPERVISION__late == (int)SUP_SUPERVISION_LATE &&
        (int)SUP__DIRECTIVE__SUPERVISION__urged == (int)SUP_SUPERVISION_URGED &&
        (int)SUP__DIRECTIVE__SUPERVISION__done == (int)SUP_SUPERVISION_DONE,
    "supervision states agree");

int32_t
sup_ledger_today(const sup_ctx *c)
{
    return sup_day_of(c->site->calendar, c->now_ms);
}

/* --- registered --- */

static sup_rc
check_texts(sup_ctx *c, const Sup__SubmitRequest__Directive *in)
{
    const struct {
        const char *field;
        const char *text;
        long max;
    } texts[] = {
        {"ledger.meeting", in->meeting, 100},
        {"ledger.met_on", in->met_on, 10},
        {"ledger.decided", in->decided, 2000},
        {"ledger.owner", in->owner, 40},
    };
    sup_rc rc = SUP_OK;
    if (in->source == SUP__DIRECTIVE__SOURCE__source_unspecified) {
        return sup_fail(c, SUP_API_REQUIRED, "ledger.source", NULL, NULL);
    }
    for (size_t i = 0; rc == SUP_OK && i < sizeof(texts) / sizeof(texts[0]); i++) {
        rc = sup_check_text(c, texts[i].field, texts[i].text, 1, texts[i].max);
    }
    return rc;
}

sup_rc
sup_ledger_check_day(sup_ctx *c, const char *field, const char *text, int32_t *day)
{
    return sup_date_parse(sup_str_c(text), day) == SUP_OK
               ? SUP_OK
               : sup_fail(c, SUP_API_VALUE, field, "没有这一天，请按 2026-11-30 填写。",
                          "There is no such day; write it as 2026-11-30.");
}

static sup_rc
check_met_on(sup_ctx *c, const char *text, int32_t *day)
{
    int32_t today = sup_ledger_today(c);
    sup_rc rc = sup_ledger_check_day(c, "ledger.met_on", text, day);
    if (rc != SUP_OK) {
        return rc;
    }
    if (*day > today || *day < today - YEARS_MAX_DAYS) {
        return sup_fail(c, SUP_API_VALUE, "ledger.met_on",
                        "会议或指示的日期须在今天或以前，且不早于十年前。",
                        "The meeting was today or earlier, within the past ten years.");
    }
    return SUP_OK;
}

/* *from: the meeting's day, or the day of the milestone before; this one's after it. */
static sup_rc
check_milestone(sup_ctx *c, const Sup__SubmitRequest__Directive__Milestone *in, size_t i,
                int32_t met_on, int32_t *from)
{
    int32_t due;
    char *name = sup_sprintf(c->arena, "ledger.milestones[%zu].name", i);
    char *field = sup_sprintf(c->arena, "ledger.milestones[%zu].due", i);
    if (name == NULL || field == NULL) {
        return SUP_NOMEM;
    }
    sup_rc rc = sup_check_text(c, name, in->name, 1, 100);
    if (rc == SUP_OK) {
        rc = sup_check_text(c, field, in->due, 1, 10);
    }
    if (rc == SUP_OK) {
        rc = sup_ledger_check_day(c, field, in->due, &due);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    if (due < *from || due > met_on + YEARS_MAX_DAYS) {
        return sup_fail(c, SUP_API_VALUE, field,
                        "节点须在会议之后十年内，并按日期先后排列。",
                        "Milestones stand in the order of their days, none before the "
                        "meeting, none more than ten years after it.");
    }
    *from = due;
    return SUP_OK;
}

static sup_rc
check_milestones(sup_ctx *c, const Sup__SubmitRequest__Directive *in, int32_t met_on)
{
    int32_t from = met_on;
    sup_rc rc = SUP_OK;
    if (in->n_milestones == 0) {
        return sup_fail(c, SUP_API_REQUIRED, "ledger.milestones", "至少有一个时间节点。",
                        "There is at least one milestone.");
    }
    if (in->n_milestones > SUP_DIRECTIVE_MILESTONES_MAX) {
        return sup_fail(c, SUP_API_VALUE, "ledger.milestones", "节点不能超过 20 个。",
                        "There are at most 20 milestones.");
    }
    for (size_t i = 0; rc == SUP_OK && i < in->n_milestones; i++) {
        rc = check_milestone(c, in->milestones[i], i, met_on, &from);
    }
    return rc;
}

sup_rc
sup_ledger_check(sup_ctx *c, const Sup__SubmitRequest *in)
{
    int32_t met_on = 0;
    if (in->kind != SUP__CASE__KIND__directive) {
        return in->ledger == NULL
                   ? SUP_OK
                   : sup_fail(c, SUP_API_FIELD, "ledger", "只有督办件才有台账。",
                              "Only a directive has an entry in the ledger.");
    }
    if (in->ledger == NULL) {
        return sup_fail(c, SUP_API_REQUIRED, "ledger", "督办件须填写台账。",
                        "A directive needs its entry in the ledger.");
    }
    sup_rc rc = check_texts(c, in->ledger);
    if (rc == SUP_OK) {
        rc = check_met_on(c, in->ledger->met_on, &met_on);
    }
    return rc == SUP_OK ? check_milestones(c, in->ledger, met_on) : rc;
}

Sup__Directive *
sup_ledger_new(sup_ctx *c, const Sup__SubmitRequest__Directive *in)
{
    Sup__Directive *d = SUP_NEW(c->arena, Sup__Directive, sup__directive__descriptor);
    if (d == NULL) {
        return NULL;
    }
    d->source = in->source;
    d->meeting = in->meeting;
    d->met_on = in->met_on;
    d->decided = in->decided;
    d->owner = in->owner;
    d->milestones = sup_alloc(c->arena, in->n_milestones * sizeof(d->milestones[0]));
    if (d->milestones == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < in->n_milestones; i++) {
        Sup__Directive__Milestone *m = SUP_NEW(c->arena, Sup__Directive__Milestone,
                                               sup__directive__milestone__descriptor);
        if (m == NULL) {
            return NULL;
        }
        m->name = in->milestones[i]->name;
        m->due = in->milestones[i]->due;
        d->milestones[d->n_milestones++] = m;
    }
    return d;
}

/* --- derived --- */

/* A day that cannot be read is never due. */
static sup_milestone
milestone_of(const Sup__Directive__Milestone *m)
{
    sup_milestone out;
    if (sup_date_parse(sup_str_c(m->due), &out.due) != SUP_OK) {
        out.due = INT32_MAX;
    }
    if (sup_date_parse(sup_str_c(m->reached), &out.reached) != SUP_OK) {
        out.reached = SUP_DAY_NONE;
    }
    return out;
}

unsigned
sup_ledger_open(const Sup__Case *k)
{
    unsigned open = 0;
    for (size_t i = 0; k->ledger != NULL && i < k->ledger->n_milestones; i++) {
        open += k->ledger->milestones[i]->reached[0] == '\0';
    }
    return open;
}

int64_t
sup_ledger_ends(const sup_ctx *c, const Sup__Case *k)
{
    int32_t last = SUP_DAY_NONE;
    for (size_t i = 0; k->ledger != NULL && i < k->ledger->n_milestones; i++) {
        sup_milestone m = milestone_of(k->ledger->milestones[i]);
        last = m.due != INT32_MAX && m.due > last ? m.due : last;
    }
    return last == SUP_DAY_NONE || last < sup_ledger_today(c)
               ? 0
               : sup_day_begin(c->site->calendar, last) + DAY_MS - 1000;
}

void
sup_ledger_heard(Sup__Case *k)
{
    if (k->ledger != NULL) {
        k->ledger->urges = 0;
    }
}

/* --- shown --- */

Sup__Directive *
sup_ledger_view(sup_ctx *c, const Sup__Case *k, sup_sees sees)
{
    sup_milestone days[SUP_DIRECTIVE_MILESTONES_MAX];
    Sup__Directive *v = sup_message_copy(c->arena, &k->ledger->base);
    size_t n = k->ledger->n_milestones;
    n = n > SUP_DIRECTIVE_MILESTONES_MAX ? SUP_DIRECTIVE_MILESTONES_MAX : n;
    if (v == NULL || (v->milestones = sup_alloc(
                          c->arena, (n + 1) * sizeof(v->milestones[0]))) == NULL) {
        return NULL;
    }
    int32_t today = sup_ledger_today(c);
    int32_t runs = sup_directive_today((sup_state)k->state, today);
    for (size_t i = 0; i < n; i++) {
        Sup__Directive__Milestone *m =
            sup_message_copy(c->arena, &k->ledger->milestones[i]->base);
        if (m == NULL) {
            return NULL;
        }
        days[i] = milestone_of(m);
        m->days_late = sup_milestone_late(&days[i], runs);
        if (sees <= SUP_SEES_REPORTER) {
            m->by = "";
        }
        v->milestones[i] = m;
    }
    v->n_milestones = n;
    sup_directive d = {(sup_state)k->state, v->urges, days, n};
    sup_directive_standing s = sup_directive_stands(&d, today);
    v->supervision = (Sup__Directive__Supervision)s.supervision;
    v->milestones_reached = s.reached;
    v->milestones_late = s.late;
    v->days_late = s.days_late;
    return v;
}
