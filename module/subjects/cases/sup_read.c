/* One case read: by id, by receipt, with its history.
 * Owns: entity tags, merged cases that follow their parent, who sees which event.
 * Must not know: how a case changes. */
#include "sup_case.h"
#include "sup_cases_subject.h"
#include "sup_work.h"
#include "supervision/v1/cases.pb-c.h"

#define EVENTS_MAX 1000

/* A merged case shows how its parent does, as the public sees that. */
static sup_rc
follow(sup_ctx *c, const sup_case *k, Sup__Case *view)
{
    sup_case parent;
    if (k->c->state != SUP__CASE__STATE__merged || k->c->parent[0] == '\0') {
        return SUP_OK;
    }
    sup_rc rc = sup_case_load_last(c, k, &parent);
    if (rc == SUP_OK) {
        view->follows = sup_case_view(c, &parent, SUP_SEES_PUBLIC);
        rc = view->follows == NULL ? SUP_NOMEM : SUP_OK;
    }
    return rc == SUP_API_NOT_FOUND ? SUP_OK : rc;
}

static sup_rc
show(sup_ctx *c, sup_str typed)
{
    sup_case k;
    sup_rc rc = sup_case_load(c, typed, &k);
    if (rc != SUP_OK) {
        return rc;
    }
    sup_sees sees = sup_case_sees(c, &k);
    Sup__Case *view = sup_case_view(c, &k, sees);
    if (view == NULL) {
        return SUP_NOMEM;
    }
    rc = follow(c, &k, view);
    if (rc != SUP_OK) {
        return rc;
    }
    c->output = &view->base;
    if (view->follows == NULL) {
        c->etag = sup_case_etag(c, &k);
    }
    return SUP_OK;
}

sup_rc
sup_decide_case(sup_ctx *c)
{
    return show(c, c->params[0]);
}

sup_rc
sup_decide_receipt(sup_ctx *c)
{
    char id[SUP_CASE_ID_LEN + 1], secret[SUP_RECEIPT_SECRET_LEN + 1];
    if (sup_receipt_parse(c->request->receipt, id, secret) != SUP_OK) {
        return sup_fail(c, SUP_CASE_RECEIPT, NULL, NULL, NULL);
    }
    sup_rc rc = show(c, sup_str_c(id));
    /* says no more than that the receipt opens nothing */
    return rc == SUP_API_NOT_FOUND ? sup_fail(c, SUP_CASE_RECEIPT, NULL, NULL, NULL) : rc;
}

/* --- history --- */

static const struct {
    const char *action;
    const char *name;
    unsigned reporter_reads_note;
} names[] = {
    {"submit", "登记", 0}, {"merged_in", "他件并入", 0},
    {"reject", "", 1},     {"answer", "", 1},
    {"rectify", "", 1},    {"verify", "", 1},
    {"return", "", 1},     {"confirm", "", 1},
    {"reopen", "", 1},     {"withdraw", "", 1},
    {"merge", "", 1},
};

static const char *
action_name(const char *action)
{
    const sup_action_row *row = sup_action_row_named(action);
    if (row != NULL) {
        return row->variant.name;
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(names[i].action, action) == 0) {
            return names[i].name;
        }
    }
    return "";
}

static int
reporter_reads_note(const char *action)
{
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(names[i].action, action) == 0) {
            return names[i].reporter_reads_note != 0;
        }
    }
    return 0;
}

/* The event as the actor may see it; 0 when the arena is used up. */
static int
mask_event(sup_ctx *c, Sup__Event *e, sup_sees sees)
{
    if (sees <= SUP_SEES_REPORTER) {
        e->user = "";
        e->related_inspection = "";
    }
    if (sees == SUP_SEES_PUBLIC) {
        e->n_evidence = 0;
        e->rating = 0;
        e->related_case = "";
        e->notice_number = "";
        e->milestone = 0;
        e->reached = "";
    }
    if (sees == SUP_SEES_PUBLIC ||
        (sees == SUP_SEES_REPORTER && !reporter_reads_note(e->action))) {
        e->note = "";
    }
    if (sees == SUP_SEES_UNIT && strcmp(e->role, "reporter") == 0) {
        e->note = sup_rules_mask(c->arena, e->note);
    }
    return e->note != NULL;
}

static sup_rc
read_event(sup_ctx *c, sup_str bytes, Sup__Event **out)
{
    ProtobufCMessage *message = NULL;
    if (sup_record_parse(c->arena, &sup__event__descriptor, bytes, &message) != SUP_OK) {
        return sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    Sup__Event *e = (Sup__Event *)message;
    e->hash.data = sup_alloc(c->arena, SUP_HASH_LEN);
    if (e->hash.data == NULL) {
        return SUP_NOMEM;
    }
    e->hash.len = SUP_HASH_LEN;
    if (sup_sha256(e->hash.data, bytes) != SUP_OK) {
        return SUP_CRYPTO_FAILED;
    }
    e->action_name = (char *)action_name(e->action);
    *out = e;
    return SUP_OK;
}

static int
same_hash(ProtobufCBinaryData a, ProtobufCBinaryData b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* Every event as the actor may see it, and whether the chain of hashes holds. One that is
 * longer than what is read starts in the middle of its chain. */
static sup_rc
read_chain(sup_ctx *c, const sup_case *k, const sup_read *events, Sup__History *out)
{
    unsigned whole = k->record->event_count <= EVENTS_MAX;
    ProtobufCBinaryData before = {0, NULL};
    out->intact = whole ? events->n == k->record->event_count : events->n == EVENTS_MAX;
    for (size_t i = 0; i < events->n; i++) {
        Sup__Event *e = NULL;
        sup_rc rc = read_event(c, events->members[i], &e);
        if (rc != SUP_OK) {
            return rc;
        }
        if ((i > 0 || whole) && !same_hash(e->previous_hash, before)) {
            out->intact = 0;
        }
        before = e->hash;
        if (!mask_event(c, e, sup_case_sees(c, k))) {
            return SUP_NOMEM;
        }
        out->events[out->n_events++] = e;
    }
    if (!same_hash(before, k->record->last_event_hash)) {
        out->intact = 0;
    }
    return SUP_OK;
}

sup_rc
sup_decide_history(sup_ctx *c)
{
    sup_case k;
    const sup_read *events = NULL;
    char id[SUP_CASE_ID_LEN + 1];
    if (sup_case_id_parse(c->params[0], id) != SUP_OK) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    sup_rc events_rc =
        sup_ctx_events(c, sup_case_events_key(c->arena, id), EVENTS_MAX, &events);
    sup_rc rc = sup_worst(sup_case_load(c, c->params[0], &k), events_rc);
    if (rc != SUP_OK) {
        return rc;
    }
    Sup__History *out = SUP_NEW(c->arena, Sup__History, sup__history__descriptor);
    if (out == NULL) {
        return SUP_NOMEM;
    }
    out->case_ = k.c->id;
    out->events = sup_alloc(c->arena, (events->n + 1) * sizeof(out->events[0]));
    c->output = &out->base;
    return out->events == NULL ? SUP_NOMEM : read_chain(c, &k, events, out);
}
