/* Periods and schedules put: one piece of code for both, told apart by a table.
 * Owns: create and replace with preconditions, within one record of each kind.
 * Must not know: what a period or a schedule may be (sup_plan_check.c). */
#include "campus/sup_campus.h"
#include "core/sup_id.h"
#include "core/sup_life.h"
#include "sup_plan_private.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

static int
no_built_in(const sup_ctx *c, const char *id)
{
    (void)c;
    (void)id;
    return 0;
}

static int
is_built_in(const sup_ctx *c, const char *id)
{
    const char *domain;
    return sup_plan_built_in(c, id, &domain) != NULL;
}

const sup_plan_kind sup_plan_periods = {
    .key = SUP_PERIODS,
    .type = &sup__period__descriptor,
    .record = &sup__periods_record__descriptor,
    .id = offsetof(Sup__Period, id),
    .items = offsetof(Sup__PeriodsRecord, periods),
    .n_items = offsetof(Sup__PeriodsRecord, n_periods),
    .max = SUP_PERIODS_MAX,
    .check = sup_plan_check_period,
    .is_his = sup_plan_period_is_his,
    .is_built_in = no_built_in,
};

const sup_plan_kind sup_plan_schedules = {
    .key = SUP_SCHEDULES,
    .type = &sup__schedule__descriptor,
    .record = &sup__schedules_record__descriptor,
    .id = offsetof(Sup__Schedule, id),
    .items = offsetof(Sup__SchedulesRecord, schedules),
    .n_items = offsetof(Sup__SchedulesRecord, n_schedules),
    .max = SUP_SCHEDULES_MAX,
    .check = sup_plan_check_schedule,
    .is_his = sup_plan_schedule_is_his,
    .is_built_in = is_built_in,
};

/* What the record holds, and where in it the one that is put stands. */
typedef struct {
    ProtobufCMessage *record;
    uint64_t version;
    ProtobufCMessage ***items;
    size_t *n;
    size_t at; /* *n: it is a new one */
} stored;

char *
sup_plan_tag(sup_ctx *c, const sup_plan_kind *kind, uint64_t version)
{
    return sup_sprintf(c->arena, "%llu",
                       (unsigned long long)sup_version_shown(c, kind->key, version));
}

static sup_rc
read_stored(sup_ctx *c, const sup_plan_kind *kind, const char *id, stored *out)
{
    sup_rc rc = sup_ctx_message(c, kind->key, kind->record, &out->record, &out->version);
    if (rc == SUP_OK && out->record == NULL) {
        out->record = sup_message_new(c->arena, kind->record);
        rc = out->record == NULL ? SUP_NOMEM : SUP_OK;
    }
    if (rc != SUP_OK) {
        return rc;
    }
    out->items = (ProtobufCMessage ***)((char *)out->record + kind->items);
    out->n = (size_t *)((char *)out->record + kind->n_items);
    out->at = 0;
    while (out->at < *out->n && strcmp(*sup_plan_id(kind, (*out->items)[out->at]), id)) {
        out->at++;
    }
    return SUP_OK;
}

/* The input under the id of the path. */
static sup_rc
take_input(sup_ctx *c, const sup_plan_kind *kind, ProtobufCMessage **out)
{
    char *id = sup_strdup(c->arena, c->params[0]);
    ProtobufCMessage *copy = sup_alloc(c->arena, kind->type->sizeof_message);
    const char *given = *sup_plan_id(kind, c->input);
    if (id == NULL || copy == NULL) {
        return SUP_NOMEM;
    }
    if (!sup_name_ok(c->params[0])) {
        return sup_fail(
            c, SUP_API_VALUE, "id",
            "编号由 2 至 48 个小写字母、数字和连字符组成，不以连字符开头。",
            "An id is 2 to 48 lower-case letters, digits and hyphens, and does "
            "not begin with a hyphen.");
    }
    if (given[0] != '\0' && strcmp(given, id) != 0) {
        return sup_fail(c, SUP_API_VALUE, "id", "编号与网址中的不一致。",
                        "The id differs from that of the address.");
    }
    memcpy(copy, c->input, kind->type->sizeof_message);
    *sup_plan_id(kind, copy) = id;
    *out = copy;
    return SUP_OK;
}

static sup_rc
check_owner(sup_ctx *c, const sup_plan_kind *kind, const stored *s)
{
    if (s->at == *s->n || kind->is_his(c, (*s->items)[s->at])) {
        return SUP_OK;
    }
    return sup_fail(c, SUP_LIFE_DOMAIN, "id", "这个编号现属您不负责的领域。",
                    "What has this id now is not of your domains alone.");
}

static sup_rc
is_same(sup_ctx *c, const stored *s, const ProtobufCMessage *message, unsigned *same)
{
    sup_str a, b;
    *same = 0;
    if (s->at == *s->n) {
        return SUP_OK;
    }
    if (sup_pb_print(c->arena, message, &a) != SUP_OK ||
        sup_pb_print(c->arena, (*s->items)[s->at], &b) != SUP_OK) {
        return SUP_NOMEM;
    }
    *same = sup_str_eq(a, b);
    return SUP_OK;
}

static sup_rc
check_precondition(sup_ctx *c, const sup_plan_kind *kind, const stored *s, int exists)
{
    const sup_request *request = c->request;
    const char *tag = sup_plan_tag(c, kind, s->version);
    if (tag == NULL) {
        return SUP_NOMEM;
    }
    if ((request->if_match.len != 0 &&
         !(exists && sup_etag_names(request->if_match, tag))) ||
        (exists && sup_etag_names(request->if_none_match, tag))) {
        return sup_fail(c, SUP_API_VERSION, NULL, NULL, NULL);
    }
    return SUP_OK;
}

/* The record with the message in its place. */
static sup_rc
put_ops(sup_ctx *c, const sup_plan_kind *kind, stored *s, ProtobufCMessage *message)
{
    ProtobufCMessage **items = sup_alloc(c->arena, (*s->n + 1) * sizeof(*items));
    if (s->at == kind->max) {
        return sup_fail(
            c, SUP_API_VALUE, "id",
            sup_sprintf(c->arena, "最多 %zu 项，请改用停用的编号。", kind->max),
            sup_sprintf(c->arena, "There are at most %zu: replace a retired one.",
                        kind->max));
    }
    if (items == NULL) {
        return SUP_NOMEM;
    }
    if (*s->n != 0) {
        memcpy(items, *s->items, *s->n * sizeof(*items));
    }
    items[s->at] = message;
    *s->n += s->at == *s->n;
    *s->items = items;
    /* `schema` is the first field of both */
    *(uint32_t *)((char *)s->record + kind->record->fields[0].offset) = SUP_SCHEMA;
    sup_rc rc = sup_op_check(c, kind->key, s->version);
    return rc == SUP_OK ? sup_op_put(c, kind->key, s->record, 0) : rc;
}

static sup_rc
decide_put(sup_ctx *c, const sup_plan_kind *kind)
{
    ProtobufCMessage *message = NULL;
    stored s = {0};
    unsigned same = 0;
    sup_rc rc = take_input(c, kind, &message);
    if (rc != SUP_OK) {
        return rc;
    }
    const char *id = *sup_plan_id(kind, message);
    sup_rc found = read_stored(c, kind, id, &s);
    rc = kind->check(c, message);
    if (rc != SUP_OK || found != SUP_OK) {
        return rc != SUP_OK ? rc : found;
    }
    int exists = s.at < *s.n || kind->is_built_in(c, id);
    rc = check_owner(c, kind, &s);
    if (rc == SUP_OK) {
        rc = is_same(c, &s, message, &same);
    }
    if (rc == SUP_OK && !same) {
        rc = check_precondition(c, kind, &s, exists);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    c->status = exists ? 200 : 201;
    c->location = SUP_STR_NULL;
    c->output = message;
    if (same) {
        return SUP_OK; /* a retried PUT is answered as the first one, and writes nothing */
    }
    if (!exists) {
        char *location = sup_sprintf(c->arena, "%.*s%s/%s", (int)c->site->base.len,
                                     c->site->base.data, kind->key, id);
        c->location = sup_str_c(location);
        if (location == NULL) {
            return SUP_NOMEM;
        }
    }
    return put_ops(c, kind, &s, message);
}

sup_rc
sup_decide_period_put(sup_ctx *c)
{
    return decide_put(c, &sup_plan_periods);
}

sup_rc
sup_decide_schedule_put(sup_ctx *c)
{
    return decide_put(c, &sup_plan_schedules);
}
