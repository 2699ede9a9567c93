/* Periods and schedules put: one piece of code for both, told apart by a table.
 * Owns: the place of each within the one record of its kind.
 * Must not know: what a period or a schedule may be, preconditions of a PUT
 *   (engine/sup_put.c). */
#include "sup_plan_private.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

/* All that the record holds, and where in it the one that is put stands. */
typedef struct {
    ProtobufCMessage *record;
    ProtobufCMessage ***items;
    size_t *n;
    size_t at; /* *n: it is a new one */
} place;

static const char *
id_of(const sup_put_kind *kind, const ProtobufCMessage *message)
{
    return *(char *const *)((const char *)message + kind->id);
}

static sup_rc
find(sup_ctx *c, const sup_put_kind *kind, sup_str id, sup_put_found *out)
{
    const sup_plan_kind *of = (const sup_plan_kind *)kind;
    place *p = sup_calloc(c->arena, sizeof(*p));
    if (p == NULL) {
        return SUP_NOMEM;
    }
    *out = (sup_put_found){.key = kind->collection, .place = p};
    sup_rc rc = sup_ctx_message(c, out->key, of->record, &p->record, &out->version);
    if (rc == SUP_OK && p->record == NULL) {
        p->record = sup_message_new(c->arena, of->record);
        rc = p->record == NULL ? SUP_NOMEM : SUP_OK;
    }
    if (rc != SUP_OK) {
        return rc;
    }
    p->items = (ProtobufCMessage ***)((char *)p->record + of->items);
    p->n = (size_t *)((char *)p->record + of->n_items);
    while (p->at < *p->n && !sup_str_eq(sup_str_c(id_of(kind, (*p->items)[p->at])), id)) {
        p->at++;
    }
    out->message = p->at == *p->n ? NULL : (*p->items)[p->at];
    return SUP_OK;
}

static sup_rc
record_with(sup_ctx *c, const sup_put_kind *kind, const sup_put_found *found,
            ProtobufCMessage *message, ProtobufCMessage **out)
{
    const size_t max = ((const sup_plan_kind *)kind)->max;
    place *p = found->place;
    if (p->at == max) {
        return sup_fail(
            c, SUP_API_VALUE, "id",
            sup_sprintf(c->arena, "最多 %zu 项，请改用停用的编号。", max),
            sup_sprintf(c->arena, "There are at most %zu: replace a retired one.", max));
    }
    ProtobufCMessage **items = sup_alloc(c->arena, (*p->n + 1) * sizeof(*items));
    if (items == NULL) {
        return SUP_NOMEM;
    }
    if (*p->n != 0) {
        memcpy(items, *p->items, *p->n * sizeof(*items));
    }
    items[p->at] = message;
    *p->n += p->at == *p->n;
    *p->items = items;
    *out = p->record;
    return SUP_OK;
}

static int
is_built_in(const sup_ctx *c, const char *id)
{
    const char *domain;
    return sup_plan_built_in(c, id, &domain) != NULL;
}

const sup_plan_kind sup_plan_periods = {
    .put = {.collection = SUP_PERIODS,
            .type = &sup__period__descriptor,
            .id = offsetof(Sup__Period, id),
            .find = find,
            .check = sup_period_check,
            .may_replace = sup_period_may_replace,
            .record = record_with},
    .record = &sup__periods_record__descriptor,
    .items = offsetof(Sup__PeriodsRecord, periods),
    .n_items = offsetof(Sup__PeriodsRecord, n_periods),
    .max = SUP_PERIODS_MAX,
};

const sup_plan_kind sup_plan_schedules = {
    .put = {.collection = SUP_SCHEDULES,
            .type = &sup__schedule__descriptor,
            .id = offsetof(Sup__Schedule, id),
            .find = find,
            .check = sup_schedule_check,
            .may_replace = sup_schedule_may_replace,
            .is_built_in = is_built_in,
            .record = record_with},
    .record = &sup__schedules_record__descriptor,
    .items = offsetof(Sup__SchedulesRecord, schedules),
    .n_items = offsetof(Sup__SchedulesRecord, n_schedules),
    .max = SUP_SCHEDULES_MAX,
};

char *
sup_plan_tag(sup_ctx *c, const sup_plan_kind *kind, uint64_t version)
{
    return sup_sprintf(
        c->arena, "%llu",
        (unsigned long long)sup_version_shown(c, kind->put.collection, version));
}

sup_rc
sup_decide_period_put(sup_ctx *c)
{
    return sup_decide_put(c, &sup_plan_periods.put);
}

sup_rc
sup_decide_schedule_put(sup_ctx *c)
{
    return sup_decide_put(c, &sup_plan_schedules.put);
}
