/* Is it alive, can it take cases, and whom does it take me for.
 * Owns: the checks of /health and /ready, what /me says.
 * Must not know: how the store is reached. */
#include "engine/sup_roles.h"
#include "rules/sup_rules.h"
#include "sup_app_subject.h"
#include "supervision/v1/app.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

enum { STORE, DURABILITY, TIMED, CHECKS };

/* What a check says: good or bad, in both languages. */
typedef struct {
    const char *name;
    const char *bad_status;
    const char *good;
    const char *good_en;
    const char *bad;
    const char *bad_en;
} check_row;

static const check_row check_rows[CHECKS] = {
    {"store", "unavailable", "数据存储可用", "The store answers.", "数据存储无法连接",
     "The store cannot be reached."},
    {"durability", "degraded", "数据可靠程度符合配置",
     "The store is as durable as configured.", "数据可靠程度低于配置，暂停受理",
     "The store is less durable than configured: nothing is taken in."},
    {"timed", "degraded", "定时任务按时运行", "Timed work goes on.",
     "定时任务已超过五分钟未成功运行，检查日历可能停滞",
     "Timed work has not gone well for five minutes: the calendar may stand still."},
};

static void
status_of(const sup_site *site, sup_site_status *status)
{
    *status = (sup_site_status){.redis_ready = 1, .durable_enough = 1};
    if (site->status != NULL) {
        site->status(site->status_data, status);
    }
    if (status->redis_version == NULL) {
        status->redis_version = "";
    }
    if (status->durability == NULL) {
        status->durability = "";
    }
}

/* Versions and queues are for the administrator: they help whoever means harm. */
static char *
detail_of(sup_ctx *c, const sup_site_status *status, const char *text)
{
    if (!(c->actor.roles & SUP_ROLE_ADMIN)) {
        return (char *)text;
    }
    return sup_sprintf(c->arena, "%s (Redis %s, %s, %u pending)", text,
                       status->redis_version, status->durability, status->pending);
}

static Sup__Health__Check *
check(sup_ctx *c, const sup_site_status *status, const check_row *row, int good)
{
    Sup__Health__Check *made =
        SUP_NEW(c->arena, Sup__Health__Check, sup__health__check__descriptor);

    if (made == NULL) {
        return NULL;
    }
    made->name = (char *)row->name;
    made->status = (char *)(good ? "ok" : row->bad_status);
    made->detail = detail_of(c, status, good ? row->good : row->bad);
    made->detail_en = detail_of(c, status, good ? row->good_en : row->bad_en);
    return made->detail == NULL || made->detail_en == NULL ? NULL : made;
}

static sup_rc
fill_domains(sup_ctx *c, Sup__Health *health)
{
    size_t n = c->site->n_rulebooks;
    size_t i;

    health->domains = sup_calloc(c->arena, (n + 1) * sizeof(*health->domains));
    if (health->domains == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < n; i++) {
        const sup_rulebook *rulebook = c->site->rulebooks[i];
        Sup__Domain *domain = SUP_NEW(c->arena, Sup__Domain, sup__domain__descriptor);

        if (domain == NULL) {
            return SUP_NOMEM;
        }
        domain->domain = rulebook->book->domain;
        domain->name = rulebook->book->name;
        domain->name_en = rulebook->book->name_en;
        domain->version = rulebook->book->version;
        domain->digest = (char *)rulebook->digest;
        health->domains[i] = domain;
    }
    health->n_domains = n;
    return SUP_OK;
}

/* bad: the status of a server that cannot take cases now. */
static sup_rc
decide(sup_ctx *c, const char *bad, unsigned bad_status)
{
    Sup__Health *health = SUP_NEW(c->arena, Sup__Health, sup__health__descriptor);
    sup_site_status status;
    unsigned takes_cases;
    int good[CHECKS];
    size_t i;

    if (health == NULL) {
        return SUP_NOMEM;
    }
    status_of(c->site, &status);
    good[STORE] = status.redis_ready;
    good[DURABILITY] = status.durable_enough;
    good[TIMED] = !status.timed_late;
    health->checks = sup_calloc(c->arena, CHECKS * sizeof(*health->checks));
    if (health->checks == NULL) {
        return SUP_NOMEM;
    }
    /* what is away cannot be asked how durable it is */
    health->n_checks = !status.redis_ready ? 1 : status.timed_work ? CHECKS : TIMED;
    for (i = 0; i < health->n_checks; i++) {
        health->checks[i] = check(c, &status, &check_rows[i], good[i]);
        if (health->checks[i] == NULL) {
            return SUP_NOMEM;
        }
    }
    takes_cases = good[STORE] && good[DURABILITY];
    health->status = (char *)(good[TIMED] ? "ok" : "degraded");
    health->status = (char *)(takes_cases ? health->status : bad);
    health->version = (char *)(c->site->version == NULL ? "" : c->site->version);
    c->status = takes_cases ? 200 : bad_status; /* it takes cases without timed work */
    c->output = &health->base;
    return fill_domains(c, health);
}

sup_rc
sup_decide_health(sup_ctx *c)
{
    return decide(c, "degraded", 200);
}

sup_rc
sup_decide_ready(sup_ctx *c)
{
    return decide(c, "unavailable", 503);
}

/* --- me --- */

/* The enabled domains that are his; only those who work on cases have any. */
static sup_rc
fill_my_domains(sup_ctx *c, Sup__Me *me)
{
    size_t i;

    me->domains = sup_calloc(c->arena, (c->site->n_rulebooks + 1) * sizeof(char *));
    if (me->domains == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < c->site->n_rulebooks && (c->actor.roles & SUP_ROLES_STAFF); i++) {
        char *domain = c->site->rulebooks[i]->book->domain;

        if (sup_actor_in_domain(&c->actor, domain)) {
            me->domains[me->n_domains++] = domain;
        }
    }
    return SUP_OK;
}

sup_rc
sup_decide_me(sup_ctx *c)
{
    Sup__Me *me = SUP_NEW(c->arena, Sup__Me, sup__me__descriptor);
    sup_str role = c->request->credentials.role;

    if (me == NULL) {
        return SUP_NOMEM;
    }
    me->role_name = (char *)sup_role_name(role);
    me->user = sup_strdup(c->arena, c->actor.user);
    me->role = sup_strdup(c->arena, role);
    me->unit = sup_strdup(c->arena, c->actor.unit);
    me->campus = sup_strdup(c->arena, c->site->campus);
    if (me->user == NULL || me->role == NULL || me->unit == NULL || me->campus == NULL) {
        return SUP_NOMEM;
    }
    c->output = &me->base;
    return fill_my_domains(c, me);
}
