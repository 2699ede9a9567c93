/* Lists of cases, and similar recent ones.
 * Owns: which index answers which filter, cursors, short pages.
 * Must not know: how indexes are written (sup_case.c), what is shown of a case
 * (sup_view.c).
 *
 * Members of an index carry what lists filter by, so that only what is shown is read. A
 * page looks at a bounded number of members; when few of them fit it is short and has a
 * cursor. */
#include "sup_case.h"
#include "sup_problem.h"
#include "sup_roles.h"
#include "sup_route.h"
#include "sup_register.h"

#define LIMIT_DEFAULT 20
#define LIMIT_MAX     100
#define SCAN          250 /* members a range */
#define SCANS_MAX     6
#define SIMILAR_MAX   5
#define PAGE_BYTES    (1024 * 1024) /* of records on one page */

typedef struct {
    const Sup__ListCasesRequest *in;
    const char *unit;
    char *index;
    unsigned reverse;
    size_t limit;
    size_t candidates; /* read for a page: more than limit where records decide */
    char *from;        /* exclusive bounds of what is left of the index */
    char *to;
    unsigned char filter[SUP_HASH_LEN];
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
member_fits(const sup_ctx *c, const list *l, const sup_index_member *m)
{
    const Sup__ListCasesRequest *in = l->in;
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
        for (size_t a = 0; a < sup_actions_n; a++) {
            if (strcmp(view->allowed_actions[i]->action, sup_actions[a].path) == 0 &&
                (sup_actions[a].duty & c->actor.roles) != 0) {
                return 1;
            }
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

static sup_rc
read_cursor(sup_ctx *c, list *l)
{
    sup_str bytes;
    ProtobufCMessage *message = NULL;
    sup_wire_error error;
    if (l->in->cursor[0] == '\0') {
        return SUP_OK;
    }
    if (strlen(l->in->cursor) > 512 ||
        sup_base64url_decode(c->arena, sup_str_c(l->in->cursor), &bytes) != SUP_OK ||
        sup_pb_parse(c->arena, &sup__cursor_token__descriptor, bytes,
                     &sup_wire_request_limits, &message, &error) != SUP_OK) {
        return sup_fail(c, SUP_API_CURSOR, "cursor", NULL, NULL);
    }
    const Sup__CursorToken *token = (const Sup__CursorToken *)message;
    if (strcmp(token->index, l->index) != 0 || token->filter.len != 8 ||
        memcmp(token->filter.data, l->filter, 8) != 0 ||
        strlen(token->last) != SUP_INDEX_TIME_LEN + 1 + SUP_CASE_ID_LEN ||
        strspn(token->last,
               "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:-") !=
            strlen(token->last)) {
        return sup_fail(c, SUP_API_CURSOR, "cursor", NULL, NULL);
    }
    /* past every member of that time and id, whatever its digits have become since */
    if (l->reverse) {
        l->to = token->last;
    } else {
        l->from = sup_sprintf(c->arena, "%s;", token->last);
    }
    return SUP_OK;
}

static sup_rc
write_cursor(sup_ctx *c, const list *l, const sup_index_member *last, char **out)
{
    Sup__CursorToken *token =
        SUP_NEW(c->arena, Sup__CursorToken, sup__cursor_token__descriptor);
    sup_str bytes, text;
    if (token == NULL) {
        return SUP_NOMEM;
    }
    token->index = l->index;
    token->last = sup_sprintf(c->arena, "%.*s:%.*s", (int)last->time.len, last->time.data,
                              (int)last->id.len, last->id.data);
    token->urgent = !l->reverse;
    token->filter = (ProtobufCBinaryData){8, (uint8_t *)l->filter};
    if (token->last == NULL || sup_pb_print(c->arena, &token->base, &bytes) != SUP_OK ||
        sup_base64url_encode(c->arena, bytes, &text) != SUP_OK) {
        return SUP_NOMEM;
    }
    *out = sup_strdup(c->arena, text);
    return *out == NULL ? SUP_NOMEM : SUP_OK;
}

static char *
index_of(sup_ctx *c, const list *l)
{
    const Sup__ListCasesRequest *in = l->in;
    if (!l->reverse) {
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
    l->unit = in->unit;
    if (!(c->actor.roles & SUP_ROLES_OVERSIGHT)) {
        l->unit = sup_strdup(c->arena, c->actor.unit);
        if (l->unit == NULL || l->unit[0] == '\0' ||
            (in->unit[0] != '\0' && strcmp(in->unit, l->unit) != 0)) {
            return sup_fail(c, SUP_LIFE_OTHER_UNIT, "unit", NULL, NULL);
        }
    }
    if (l->unit[0] != '\0' && !sup_register_id_ok(sup_str_c(l->unit))) {
        return sup_fail(c, SUP_API_REFERENCE, "unit", NULL, NULL); /* makes no key */
    }
    if (in->source != 0 && !(c->actor.roles & SUP_ROLES_OVERSIGHT)) {
        /* units do not see where a case came from, so they cannot ask for it either */
        return sup_fail(c, SUP_API_FORBIDDEN, "source", NULL, NULL);
    }
    if (in->domain[0] != '\0' && sup_site_rulebook(c->site, in->domain) == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, "domain", NULL, NULL);
    }
    if (in->limit > LIMIT_MAX) {
        return sup_fail(c, SUP_API_VALUE, "limit", "每页为 1 至 100 条。",
                        "A page has 1 to 100 cases.");
    }
    l->limit = in->limit == 0 ? LIMIT_DEFAULT : in->limit;
    l->candidates = in->mine ? LIMIT_MAX : l->limit;
    /* lateness is a matter of the open cases' clocks, which stand in the urgent index */
    l->reverse =
        in->order != SUP__LIST_CASES_REQUEST__ORDER__urgent && !in->overdue && !in->mine;
    l->index = index_of(c, l);
    if (l->index == NULL) {
        return SUP_NOMEM;
    }
    Sup__ListCasesRequest bare = *in;
    sup_str packed;
    bare.cursor = "";
    bare.limit = 0;
    if (sup_pb_print(c->arena, &bare.base, &packed) != SUP_OK) {
        return SUP_NOMEM;
    }
    if (sup_sha256(l->filter, packed) != SUP_OK) {
        return SUP_CRYPTO_FAILED;
    }
    if (l->reverse) {
        char time[SUP_INDEX_TIME_LEN + 1];
        sup_index_time(time, sup_timestamp_ms(in->from));
        l->from = in->from == NULL ? NULL : sup_strdup(c->arena, sup_str_c(time));
        sup_index_time(time, sup_timestamp_ms(in->to));
        l->to = in->to == NULL ? NULL : sup_strdup(c->arena, sup_str_c(time));
    }
    return read_cursor(c, l);
}

/* --- the page --- */

typedef struct {
    sup_index_member members[LIMIT_MAX];
    size_t n;
    sup_index_member last; /* the last one looked at */
    unsigned more;
} page;

/* Gathers the members that fit, range by range; each range is one more round. */
static sup_rc
gather(sup_ctx *c, list *l, page *p)
{
    char *from = l->from, *to = l->to;
    for (int scan = 0; scan < SCANS_MAX; scan++) {
        const sup_read *range = NULL;
        sup_rc rc = sup_ctx_range(c, l->index, from, to, l->reverse, SCAN, &range);
        if (rc != SUP_OK) {
            return rc;
        }
        for (size_t i = 0; i < range->n; i++) {
            sup_index_member m;
            if (!sup_index_member_parse(range->members[i], SUP_INDEX_CASE_DIGITS, &m)) {
                continue;
            }
            if (p->n == l->candidates) {
                p->more = 1;
                return SUP_OK;
            }
            p->last = m;
            if (member_fits(c, l, &m)) {
                p->members[p->n++] = m;
            }
        }
        p->more = range->n == SCAN;
        if (!p->more) {
            return SUP_OK;
        }
        char *edge = sup_strdup(c->arena, range->members[range->n - 1]);
        if (edge == NULL) {
            return SUP_NOMEM;
        }
        *(l->reverse ? &to : &from) = edge;
    }
    return SUP_OK;
}

/* One record that is gone, of a domain no longer enabled, or not readable must not take
 * the whole list away. */
static int
is_left_out(sup_rc rc)
{
    return rc == SUP_API_NOT_FOUND || rc == SUP_STORE_CORRUPT || rc == SUP_API_SCHEMA ||
           rc == SUP_STORE_TYPE;
}

static sup_rc
load_all(sup_ctx *c, const page *p, sup_case *cases, sup_rc *rcs)
{
    sup_rc result = SUP_OK;
    for (size_t i = 0; i < p->n; i++) {
        rcs[i] = sup_case_load_other(c, p->members[i].id, &cases[i]);
        if (rcs[i] == SUP_AGAIN) {
            result = SUP_AGAIN;
        } else if (rcs[i] != SUP_OK && !is_left_out(rcs[i])) {
            return rcs[i];
        }
    }
    return result;
}

sup_rc
sup_decide_list(sup_ctx *c)
{
    list l = {.in = (const Sup__ListCasesRequest *)c->input};
    sup_rc rc = prepare(c, &l);
    page *p = sup_calloc(c->arena, sizeof(*p));
    sup_case *cases = sup_alloc(c->arena, LIMIT_MAX * sizeof(*cases));
    sup_rc *rcs = sup_alloc(c->arena, LIMIT_MAX * sizeof(*rcs));
    Sup__CaseList *out = SUP_NEW(c->arena, Sup__CaseList, sup__case_list__descriptor);
    if (rc == SUP_OK && (p == NULL || cases == NULL || rcs == NULL || out == NULL)) {
        rc = SUP_NOMEM;
    }
    if (rc == SUP_OK) {
        rc = gather(c, &l, p);
    }
    if (rc == SUP_OK) {
        rc = load_all(c, p, cases, rcs);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    out->cases = sup_alloc(c->arena, (p->n + 1) * sizeof(out->cases[0]));
    if (out->cases == NULL) {
        return SUP_NOMEM;
    }
    size_t bytes = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (out->n_cases == l.limit || bytes > PAGE_BYTES) {
            p->last = p->members[i - 1];
            p->more = 1;
            break;
        }
        if (rcs[i] != SUP_OK) {
            out->unreadable += rcs[i] != SUP_API_NOT_FOUND;
            continue;
        }
        bytes += protobuf_c_message_get_packed_size(&cases[i].c->base);
        Sup__Case *view = sup_case_view(c, &cases[i], sup_case_sees(c, &cases[i]));
        if (view == NULL) {
            return SUP_NOMEM;
        }
        if (case_fits(c, &l, &cases[i], view)) {
            out->cases[out->n_cases++] = view;
        }
    }
    c->output = &out->base;
    return p->more ? write_cursor(c, &l, &p->last, &out->next_cursor) : SUP_OK;
}

/* --- similar --- */

sup_rc
sup_decide_similar(sup_ctx *c)
{
    const Sup__SimilarRequest *in = (const Sup__SimilarRequest *)c->input;
    const struct {
        const char *name;
        const char *value;
    } required[] = {
        {"domain", in->domain}, {"category", in->category}, {"place", in->place}};
    for (size_t i = 0; i < 3; i++) {
        sup_rc rc = sup_check_text(c, required[i].name, required[i].value, 1, 48);
        if (rc != SUP_OK) {
            return rc;
        }
    }
    const sup_rulebook *rulebook = sup_site_rulebook(c->site, in->domain);
    if (rulebook == NULL || sup_rulebook_category(rulebook, in->category) == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, rulebook == NULL ? "domain" : "category",
                        NULL, NULL);
    }
    if (!sup_register_id_ok(sup_str_c(in->place))) {
        return sup_fail(c, SUP_API_REFERENCE, "place", NULL, NULL); /* makes no key */
    }
    char since[SUP_INDEX_TIME_LEN + 1];
    sup_index_time(since,
                   c->now_ms - (int64_t)rulebook->book->terms->similar_min * 60000);
    const sup_read *range = NULL;
    sup_rc rc = sup_ctx_range(
        c, sup_sprintf(c->arena, "near:%s:%s:%s", in->domain, in->category, in->place),
        since, NULL, 1, SIMILAR_MAX, &range);
    if (rc != SUP_OK) {
        return rc;
    }
    page p = {.n = 0};
    for (size_t i = 0; i < range->n; i++) {
        p.n += (size_t)sup_index_member_parse(range->members[i], SUP_INDEX_CASE_DIGITS,
                                              &p.members[p.n]);
    }
    sup_case cases[SIMILAR_MAX];
    sup_rc rcs[SIMILAR_MAX];
    rc = load_all(c, &p, cases, rcs);
    Sup__CaseList *out = SUP_NEW(c->arena, Sup__CaseList, sup__case_list__descriptor);
    if (rc != SUP_OK || out == NULL) {
        return rc != SUP_OK ? rc : SUP_NOMEM;
    }
    out->cases = sup_alloc(c->arena, (p.n + 1) * sizeof(out->cases[0]));
    for (size_t i = 0; out->cases != NULL && i < p.n; i++) {
        if (rcs[i] == SUP_OK) {
            out->cases[out->n_cases] = sup_case_view(c, &cases[i], SUP_SEES_PUBLIC);
            if (out->cases[out->n_cases++] == NULL) {
                return SUP_NOMEM;
            }
        }
    }
    c->output = &out->base;
    return out->cases == NULL ? SUP_NOMEM : SUP_OK;
}
