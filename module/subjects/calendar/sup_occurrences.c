/* Occurrences listed: today's and what is still open, or those of some days.
 * Owns: what a page holds, in which order: by when windows begin; what the actor may see.
 * Must not know: how indexes are written (sup_occurrence.c), what may be asked for
 *   (sup_occurrence_ask.c).
 *
 * Members carry what lists filter by, so that only what is shown is read. */
#include <stdlib.h>

#include "engine/sup_index.h"
#include "engine/sup_page.h"
#include "engine/sup_roles.h"
#include "engine/sup_subject.h"
#include "sup_occurrence_ask.h"
#include "sup_occurrence_view.h"
#include "supervision/v1/calendar.pb-c.h"

#define OPEN_MAX    1000
#define STATE(name) SUP__OCCURRENCE__STATE__##name

/* --- what fits --- */

static int
is_visible(const sup_ctx *c, const sup_occurrence_member *m, const char *unit)
{
    if (c->actor.roles & SUP_ROLES_OVERSIGHT) {
        char domain[64];
        if (m->domain.len >= sizeof(domain)) {
            return 0;
        }
        memcpy(domain, m->domain.data, m->domain.len);
        domain[m->domain.len] = '\0';
        return sup_actor_oversees(&c->actor, domain);
    }
    return unit[0] != '\0' &&
           (!m->covert || m->state == STATE(done) || m->state == STATE(late));
}

static int
fits(const sup_ctx *c, const sup_occurrence_list *l, const sup_occurrence_member *m)
{
    const Sup__ListOccurrencesRequest *in = l->in;
    return (in->state == 0 || m->state == in->state) &&
           (in->domain[0] == '\0' || sup_str_eq(m->domain, sup_str_c(in->domain))) &&
           is_visible(c, m, l->unit);
}

/* <time12>:<id> against the same of the cursor. */
static int
is_after(const sup_occurrence_member *m, const char *after)
{
    if (after == NULL) {
        return 1;
    }
    int order = memcmp(m->time.data, after, SUP_INDEX_TIME_LEN);
    sup_str id = sup_str_c(after + SUP_INDEX_TIME_LEN + 1);
    size_t n = m->id.len < id.len ? m->id.len : id.len;
    order = order != 0 ? order : memcmp(m->id.data, id.data, n);
    return order > 0 || (order == 0 && m->id.len > id.len);
}

/* 0: the page is full. */
static int
take(const sup_ctx *c, sup_occurrence_list *l, const sup_occurrence_member *m)
{
    if (l->n == l->limit) {
        l->more = 1;
        return 0;
    }
    l->last = *m;
    if (fits(c, l, m)) {
        l->members[l->n++] = *m;
    }
    return 1;
}

/* --- the page --- */

static int
by_time(const void *a, const void *b)
{
    const sup_occurrence_member *m = a, *n = b;
    int order = memcmp(m->time.data, n->time.data, SUP_INDEX_TIME_LEN);
    size_t len = m->id.len < n->id.len ? m->id.len : n->id.len;
    order = order != 0 ? order : memcmp(m->id.data, n->id.data, len);
    return order != 0 ? order : (m->id.len > n->id.len) - (m->id.len < n->id.len);
}

/* Those due whose windows began before today, by when they began. They are few: each
 * leaves this index when it is done or missed. */
static sup_rc
gather_open(sup_ctx *c, sup_occurrence_list *l)
{
    const sup_read *range = NULL;
    size_t n = 0;
    sup_rc rc = sup_ctx_range(c, SUP_OCCURRENCES_OPEN, NULL, NULL, 0, OPEN_MAX, &range);
    if (rc != SUP_OK) {
        return rc;
    }
    sup_occurrence_member *open = sup_alloc(c->arena, (range->n + 1) * sizeof(*open));
    if (open == NULL) {
        return SUP_NOMEM;
    }
    for (size_t i = 0; i < range->n; i++) {
        sup_occurrence_member *m = &open[n];
        if (!sup_occurrence_open_parse(range->members[i], m)) {
            continue;
        }
        m->time = m->from; /* sorts as in the other indexes */
        n += memcmp(m->time.data, l->from, SUP_INDEX_TIME_LEN) < 0 &&
             is_after(m, l->after) &&
             (l->unit[0] == '\0' || sup_str_eq(m->unit, sup_str_c(l->unit)));
    }
    qsort(open, n, sizeof(*open), by_time);
    for (size_t i = 0; i < n && take(c, l, &open[i]); i++) {
    }
    return SUP_OK;
}

static int
visit(const sup_ctx *c, void *data, sup_str member)
{
    sup_occurrence_member m;
    return !sup_occurrence_member_parse(member, &m) || take(c, data, &m);
}

static sup_rc
gather_days(sup_ctx *c, sup_occurrence_list *l)
{
    sup_page_range range = {.index = l->cursor.index, .from = l->from, .to = l->to};
    if (l->after != NULL && strcmp(l->after, l->from) > 0) {
        range.from =
            sup_sprintf(c->arena, "%s;", l->after); /* past it, whatever its state */
    }
    return range.from == NULL ? SUP_NOMEM : sup_page_scan(c, range, visit, l, &l->more);
}

/* What cannot be read is left out. */
static sup_rc
load_all(sup_ctx *c, const sup_occurrence_list *l, Sup__OccurrenceList *out)
{
    sup_rc rc = SUP_OK;
    out->occurrences = sup_alloc(c->arena, (l->n + 1) * sizeof(void *));
    if (out->occurrences == NULL) {
        return SUP_NOMEM;
    }
    for (size_t i = 0; i < l->n && rc >= SUP_OK; i++) {
        sup_occurrence found;
        sup_rc one = sup_occurrence_load(c, l->members[i].id, &found);
        if (one == SUP_OK) {
            out->occurrences[out->n_occurrences++] = found.o;
        } else if (!sup_page_leaves_out(one)) {
            rc = sup_worst(rc, one);
        }
    }
    return rc;
}

sup_rc
sup_decide_occurrences(sup_ctx *c)
{
    sup_occurrence_list *l = sup_calloc(c->arena, sizeof(*l));
    Sup__OccurrenceList *out =
        SUP_NEW(c->arena, Sup__OccurrenceList, sup__occurrence_list__descriptor);
    if (l == NULL || out == NULL) {
        return SUP_NOMEM;
    }
    l->in = (const Sup__ListOccurrencesRequest *)c->input;
    sup_rc rc = sup_occurrence_ask(c, l);
    if (rc == SUP_OK && l->today &&
        !(l->after != NULL && strcmp(l->after, l->from) > 0)) {
        rc = gather_open(c, l);
    }
    if (rc == SUP_OK && !l->more) {
        rc = gather_days(c, l);
    }
    if (rc == SUP_OK) {
        rc = load_all(c, l, out);
    }
    if (rc == SUP_OK) {
        rc = sup_occurrence_view(c, out->occurrences, out->n_occurrences);
    }
    c->output = &out->base;
    return rc == SUP_OK && l->more ? sup_cursor_after(c, &l->cursor, l->last.time,
                                                      l->last.id, &out->next_cursor)
                                   : rc;
}
