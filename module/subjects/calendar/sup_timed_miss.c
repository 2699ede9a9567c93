/* Timed work: occurrences whose time is over are missed, or excused when the plan no longer
 * asks for them.
 * Owns: what becomes of a check that nobody did.
 * Must not know: the lease, how occurrences come about.
 *
 * What cannot be read stays as it is, and stays in the index; so that a dozen of them do
 * not keep all others waiting, the index is gone through round and round, from a place
 * that the record of the job keeps. */
#include "campus/sup_campus.h"
#include "engine/sup_index.h"
#include "engine/sup_page.h"
#include "engine/sup_timed.h"
#include "sup_occurrence.h"
#include "sup_plan.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

#define MISS_MAX 12
#define REASON   "检查计划已停用、已调整或该时段暂停检查"

typedef struct {
    sup_timed *t;
    sup_ctx *c;
    Sup__PeriodsRecord *periods;
    sup_plan plan;
    unsigned again;
} misser;

/* Tomorrow's checks are made today: a schedule retired or a pause set since then, a unit
 * that is gone, and nobody was to do it any more. */
static sup_rc
is_wanted(misser *m, const Sup__Occurrence *o, unsigned *wanted)
{
    const Sup__Unit *unit = NULL;
    const Sup__Schedule *s = sup_plan_find(&m->plan, o->schedule);
    sup_rc rc = sup_register_unit(m->c, o->unit, &unit);
    *wanted = 0;
    if (rc != SUP_OK || s == NULL || !sup_plan_has_unit(s, unit)) {
        return rc;
    }
    return sup_plan_opens(m->c, m->periods, s, o->id, wanted);
}

static sup_rc
end_one(misser *m, sup_occurrence *found)
{
    unsigned wanted = 0;
    sup_rc rc = is_wanted(m, found->o, &wanted);
    if (rc != SUP_OK) {
        return rc;
    }
    if (wanted) {
        return sup_occurrence_turn(m->c, found, SUP__OCCURRENCE__STATE__missed);
    }
    found->o->reason = REASON;
    return sup_occurrence_turn(m->c, found, SUP__OCCURRENCE__STATE__excused);
}

/* The member stands for nothing that is still due: it leaves the index. */
static int
is_no_longer_due(const sup_occurrence *found)
{
    return found->o == NULL || found->o->state != SUP__OCCURRENCE__STATE__due;
}

static sup_rc
look_at(misser *m, sup_str text)
{
    sup_occurrence_member parsed;
    sup_occurrence found = {0};
    sup_rc rc = sup_occurrence_open_parse(text, &parsed)
                    ? sup_occurrence_read(m->c, parsed.id, &found)
                    : SUP_OK;
    if (rc == SUP_OK && is_no_longer_due(&found)) {
        char *member = sup_strdup(m->c->arena, text);
        return member == NULL ? SUP_NOMEM
                              : sup_op_index_remove(m->c, SUP_OCCURRENCES_OPEN, member);
    }
    if (rc == SUP_OK) {
        rc = end_one(m, &found);
    }
    m->again |= rc == SUP_AGAIN;
    if (sup_page_leaves_out(rc)) {
        sup_timed_left_out(m->t, rc);
        return SUP_OK;
    }
    return rc == SUP_AGAIN ? SUP_OK : rc;
}

sup_rc
sup_timed_miss(sup_timed *t)
{
    Sup__MissingRecord *record = (Sup__MissingRecord *)t->record;
    const sup_read *range = NULL;
    char now[SUP_INDEX_TIME_LEN + 1];
    misser m = {.t = t, .c = t->c};
    sup_index_time(now, t->c->now_ms);
    sup_rc rc = sup_ctx_range(t->c, SUP_OCCURRENCES_OPEN, record->missing, now, 0,
                              MISS_MAX, &range);
    if (rc == SUP_OK && range->n != 0) {
        rc = sup_plan_read(t->c, &m.plan, &m.periods);
    }
    for (size_t i = 0; rc == SUP_OK && i < range->n; i++) {
        rc = look_at(&m, range->members[i]);
    }
    if (rc != SUP_OK || m.again) {
        return rc != SUP_OK ? rc : SUP_AGAIN;
    }
    t->more |= range->n == MISS_MAX;
    return sup_timed_keep(t, &record->missing,
                          range->n < MISS_MAX ? SUP_STR("")
                                              : range->members[range->n - 1]);
}
