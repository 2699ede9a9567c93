/* Lists of cases.
 * Owns: which index answers which filter.
 * Must not know: how indexes are written (sup_case_save.c), what is shown of a case
 * (sup_view.c).
 *
 * Members of an index carry what lists filter by, so that only what is shown is read.
 */
#include "campus/sup_campus.h"
#include "engine/sup_page.h"
#include "engine/sup_roles.h"
#include "sup_case.h"
#include "sup_cases_subject.h"
#include "sup_work.h"
#include "supervision/v1/cases.pb-c.h"

#define PAGE_BYTES (1024 * 1024) /* of records on one page */

typedef struct {
    const Sup__ListCasesRequest *in;
    const char *unit;
    size_t limit; /* fewer than the page's candidates where records decide */
    sup_page page;
    sup_case cases[SUP_PAGE_MAX];
} list;

static int
runs_late(const sup_index_member *m, int64_t now_ms)
{
    char now[SUP_INDEX_TIME_LEN + 1];
    sup_index_time(now, now_ms);
    char state = m->digits.data[SUP_INDEX_CASE_STATE];
    return state >= '0' + SUP_STATE_SUBMITTED && state <= '0' + SUP_STATE_RECTIFYING &&
           memcmp(m->time.data, now, SUP_INDEX_TIME_LEN) <= 0;
}

static int
member_fits(const sup_ctx *c, const void *data, const sup_index_member *m)
{
    const Sup__ListCasesRequest *in = data;
    const int wanted[] = {in->kind, in->state, in->severity, in->source};
    for (int i = 0; i < 4; i++) {
        if (wanted[i] != 0 && m->digits.data[i] != '0' + wanted[i]) {
            return 0;
        }
    }
    if (in->domain[0] != '\0' && !sup_str_eq(m->domain, sup_str_c(in->domain))) {
        return 0;
    }
    return !in->overdue || runs_late(m, c->now_ms);
}

/* Does the case wait for an action of this actor? */
static int
is_duty(const sup_ctx *c, const Sup__Case *view)
{
    for (size_t i = 0; i < view->n_allowed_actions; i++) {
        const sup_action_row *row =
            sup_action_row_named(view->allowed_actions[i]->action);
        if (row != NULL && (row->duty & c->actor.roles) != 0) {
            return 1;
        }
    }
    return 0;
}

/* What the members do not tell. */
static int
case_fits(sup_ctx *c, const list *l, const sup_case *k, const Sup__Case *view)
{
    int64_t at = sup_timestamp_ms(k->c->submitted_at);
    if ((l->in->from != NULL && at < sup_timestamp_ms(l->in->from)) ||
        (l->in->to != NULL && at >= sup_timestamp_ms(l->in->to))) {
        return 0;
    }
    if (l->unit[0] != '\0' && strcmp(k->c->unit, l->unit) != 0) {
        return 0;
    }
    if (sup_case_sees(c, k) < SUP_SEES_UNIT) {
        return 0;
    }
    return !l->in->mine || is_duty(c, view);
}

/* --- the request --- */

static const char *
index_of(sup_ctx *c, const list *l)
{
    const Sup__ListCasesRequest *in = l->in;
    if (!l->page.reverse) {
        return l->unit[0] != '\0' ? sup_sprintf(c->arena, "open:unit:%s", l->unit)
                                  : "open";
    }
    if (l->unit[0] != '\0') {
        return sup_sprintf(c->arena, "by:unit:%s", l->unit);
    }
    if (in->state != 0) {
        return sup_sprintf(c->arena, "by:state:%d", in->state);
    }
    if (in->domain[0] != '\0') {
        return sup_sprintf(c->arena, "by:domain:%s", in->domain);
    }
    return "by:all";
}

static sup_rc
prepare(sup_ctx *c, list *l)
{
    const Sup__ListCasesRequest *in = l->in;
    sup_rc rc = sup_actor_own_unit(c, in->unit, &l->unit);
    if (rc != SUP_OK) {
        return rc;
    }
    if (in->source != 0 && !(c->actor.roles & SUP_ROLES_OVERSIGHT)) {
        /* units do not see where a case came from, so they cannot ask for it either */
        return sup_fail(c, SUP_API_FORBIDDEN, "source", NULL, NULL);
    }
    if (in->domain[0] != '\0' && sup_site_rulebook(c->site, in->domain) == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, "domain", NULL, NULL);
    }
    rc = sup_page_limit(c, in->limit, &l->limit);
    if (rc != SUP_OK) {
        return rc;
    }
    l->page.candidates = in->mine ? SUP_PAGE_MAX : l->limit;
    /* lateness is a matter of the open cases' clocks, which stand in the urgent index */
    l->page.reverse =
        in->order != SUP__LIST_CASES_REQUEST__ORDER__urgent && !in->overdue && !in->mine;
    l->page.index = index_of(c, l);
    l->page.n_digits = SUP_INDEX_CASE_DIGITS;
    l->page.fits = member_fits;
    l->page.data = in;
    Sup__ListCasesRequest bare = *in;
    bare.cursor = "";
    bare.limit = 0;
    if (l->page.reverse) {
        rc = sup_page_times(c, &l->page, in->from, in->to);
    }
    return rc == SUP_OK ? sup_page_begin(c, &l->page, &bare.base, in->cursor) : rc;
}

/* --- the page --- */

static sup_rc
show(sup_ctx *c, list *l, Sup__CaseList *out)
{
    size_t bytes = 0;
    out->cases = sup_alloc(c->arena, (l->page.n + 1) * sizeof(out->cases[0]));
    if (out->cases == NULL) {
        return SUP_NOMEM;
    }
    for (size_t i = 0; i < l->page.n; i++) {
        const sup_case *k = &l->cases[i];
        if (out->n_cases == l->limit || bytes > PAGE_BYTES) {
            sup_page_cut(&l->page, i);
            return SUP_OK;
        }
        if (l->page.rcs[i] != SUP_OK) {
            out->unreadable += sup_page_unreadable(&l->page, i);
            continue;
        }
        bytes += protobuf_c_message_get_packed_size(&k->c->base);
        Sup__Case *view = sup_case_view(c, k, sup_case_sees(c, k));
        if (view == NULL) {
            return SUP_NOMEM;
        }
        if (case_fits(c, l, k, view)) {
            out->cases[out->n_cases++] = view;
        }
    }
    return SUP_OK;
}

sup_rc
sup_decide_list(sup_ctx *c)
{
    list *l = sup_calloc(c->arena, sizeof(*l));
    Sup__CaseList *out = SUP_NEW(c->arena, Sup__CaseList, sup__case_list__descriptor);
    if (l == NULL || out == NULL) {
        return SUP_NOMEM;
    }
    l->in = (const Sup__ListCasesRequest *)c->input;
    sup_rc rc = prepare(c, l);
    if (rc == SUP_OK) {
        rc = sup_page_gather(c, &l->page);
    }
    if (rc == SUP_OK) {
        rc = sup_page_load(c, &l->page, sup_case_load_member, l->cases,
                           sizeof(l->cases[0]));
    }
    if (rc == SUP_OK) {
        rc = show(c, l, out);
    }
    c->output = &out->base;
    return rc == SUP_OK ? sup_page_cursor(c, &l->page, &out->next_cursor) : rc;
}
