/* What may be put as a period.
 * Owns: the rules of a period, and the sentences that say why one is refused.
 * Must not know: how periods are stored, which checks come of them. */
#include "rules/sup_rules.h"
#include "sup_plan_private.h"
#include "supervision/v1/calendar.pb-c.h"

enum { PERIOD_MAX_DAYS = 366 };

static sup_rc
value(sup_ctx *c, const char *field, const char *detail, const char *detail_en)
{
    return sup_fail(c, SUP_API_VALUE, field, detail, detail_en);
}

static sup_rc
check_dates(sup_ctx *c, const Sup__Period *p)
{
    int32_t from, to;
    sup_rc rc = sup_plan_check_day(c, "from", p->from, &from);
    if (rc == SUP_OK) {
        rc = sup_plan_check_day(c, "to", p->to, &to);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    if (to < from) {
        return value(c, "to", "结束日期早于开始日期。", "It ends before it begins.");
    }
    return to - from < PERIOD_MAX_DAYS
               ? SUP_OK
               : value(c, "to", "时段不能超过一年。", "A period is at most a year long.");
}

/* All of the campus when none is named; then it is for who has all domains. */
static sup_rc
check_domains(sup_ctx *c, const Sup__Period *p)
{
    sup_rc rc = SUP_OK;
    for (size_t i = 0; i < p->n_domains && rc == SUP_OK; i++) {
        char *field = sup_sprintf(c->arena, "domains[%zu]", i);
        rc = field == NULL ? SUP_NOMEM : sup_plan_check_domain(c, p->domains[i], field);
        for (size_t j = 0; j < i && rc == SUP_OK; j++) {
            if (strcmp(p->domains[i], p->domains[j]) == 0) {
                rc = value(c, field, "同一监督领域只能出现一次。",
                           "A domain may be named only once.");
            }
        }
    }
    for (size_t i = 0; p->n_domains == 0 && i < c->site->n_rulebooks && rc == SUP_OK;
         i++) {
        rc = sup_plan_check_domain(c, c->site->rulebooks[i]->book->domain, "domains");
    }
    return rc;
}

static int
is_his(const sup_ctx *c, const Sup__Period *p)
{
    for (size_t i = 0; i < p->n_domains; i++) {
        if (!sup_actor_in_domain(&c->actor, p->domains[i])) {
            return 0;
        }
    }
    for (size_t i = 0; p->n_domains == 0 && i < c->site->n_rulebooks; i++) {
        if (!sup_actor_in_domain(&c->actor, c->site->rulebooks[i]->book->domain)) {
            return 0;
        }
    }
    return 1;
}

sup_rc
sup_period_may_replace(sup_ctx *c, const ProtobufCMessage *stored)
{
    return is_his(c, (const Sup__Period *)stored) ? SUP_OK : sup_plan_not_his(c);
}

sup_rc
sup_period_check(sup_ctx *c, ProtobufCMessage *message)
{
    const Sup__Period *p = (const Sup__Period *)message;
    sup_rc rc = sup_plan_check_names(c, p->name, p->name_en);
    if (rc == SUP_OK && p->kind == SUP__PERIOD__KIND__kind_unspecified) {
        rc = sup_fail(c, SUP_API_REQUIRED, "kind", NULL, NULL);
    }
    if (rc == SUP_OK) {
        rc = check_dates(c, p);
    }
    if (rc == SUP_OK) {
        rc = check_domains(c, p);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    if (p->times > SUP_TIMES_MAX) {
        return value(c, "times", "检查频次为 1 至 4 倍。",
                     "Checks are 1 to 4 times as frequent.");
    }
    if (p->paused && p->times > 1) {
        return value(c, "times", "暂停检查的时段不能增加频次。",
                     "A period without checks cannot make them more frequent.");
    }
    if (p->deadline_percent != 0 &&
        (p->deadline_percent < 10 || p->deadline_percent > 100)) {
        return value(c, "deadline_percent", "整改时限为通常的 10% 至 100%。",
                     "Deadlines are 10 to 100 percent of the usual ones.");
    }
    return SUP_OK;
}
