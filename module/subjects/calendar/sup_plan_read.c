/* Periods and schedules read: all of them, or one.
 * Owns: the order in which they are listed.
 * Must not know: what may be put. */
#include <stdlib.h>

#include "engine/sup_roles.h"
#include "sup_plan_private.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

static int
by_from(const void *a, const void *b)
{
    const Sup__Period *p = *(Sup__Period *const *)a, *q = *(Sup__Period *const *)b;
    int order = strcmp(p->from, q->from);
    return order != 0 ? order : strcmp(p->id, q->id);
}

static sup_rc
reply_one(sup_ctx *c, const sup_plan_kind *kind, const ProtobufCMessage *found,
          uint64_t version)
{
    if (found == NULL) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    c->output = found;
    c->etag = sup_etag_of(c, sup_plan_tag(c, kind, version));
    return c->etag.data == NULL ? SUP_NOMEM : SUP_OK;
}

sup_rc
sup_decide_periods(sup_ctx *c)
{
    Sup__PeriodsRecord *record = NULL;
    Sup__PeriodList *list =
        SUP_NEW(c->arena, Sup__PeriodList, sup__period_list__descriptor);
    uint64_t version;
    sup_rc rc = sup_periods_read(c, &record, &version);
    if (rc != SUP_OK || list == NULL) {
        return rc != SUP_OK ? rc : SUP_NOMEM;
    }
    list->periods = record->periods;
    list->n_periods = record->n_periods;
    if (list->n_periods != 0) {
        qsort(list->periods, list->n_periods, sizeof(list->periods[0]), by_from);
    }
    c->output = &list->base;
    return SUP_OK;
}

sup_rc
sup_decide_period(sup_ctx *c)
{
    Sup__PeriodsRecord *record = NULL;
    const ProtobufCMessage *found = NULL;
    uint64_t version;
    sup_rc rc = sup_periods_read(c, &record, &version);
    if (rc != SUP_OK) {
        return rc;
    }
    for (size_t i = 0; i < record->n_periods; i++) {
        if (sup_str_eq(sup_str_c(record->periods[i]->id), c->params[0])) {
            found = &record->periods[i]->base;
        }
    }
    return reply_one(c, &sup_plan_periods, found, version);
}

/* A covert visit's plan would tell a unit when it comes. */
static int
is_shown(const sup_ctx *c, const Sup__Schedule *s)
{
    return !s->covert || (c->actor.roles & SUP_ROLES_OVERSIGHT) != 0;
}

sup_rc
sup_decide_schedules(sup_ctx *c)
{
    Sup__ScheduleList *list =
        SUP_NEW(c->arena, Sup__ScheduleList, sup__schedule_list__descriptor);
    sup_plan plan;
    sup_rc rc = sup_plan_read(c, &plan, NULL);
    if (rc != SUP_OK || list == NULL) {
        return rc != SUP_OK ? rc : SUP_NOMEM;
    }
    list->schedules = plan.schedules;
    for (size_t i = 0; i < plan.n; i++) {
        if (is_shown(c, plan.schedules[i])) {
            list->schedules[list->n_schedules++] = plan.schedules[i];
        }
    }
    c->output = &list->base;
    return SUP_OK;
}

sup_rc
sup_decide_schedule(sup_ctx *c)
{
    char *id = sup_strdup(c->arena, c->params[0]);
    sup_plan plan;
    sup_rc rc = sup_plan_read(c, &plan, NULL);
    if (rc != SUP_OK || id == NULL) {
        return rc != SUP_OK ? rc : SUP_NOMEM;
    }
    const Sup__Schedule *found = sup_plan_find(&plan, id);
    return reply_one(c, &sup_plan_schedules,
                     found != NULL && is_shown(c, found) ? &found->base : NULL,
                     plan.version);
}
