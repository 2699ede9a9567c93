/* What may be put as a period or as a schedule.
 * Owns: the rules of both, and the sentences that say why one is refused.
 * Must not know: how they are stored, which checks come of them. */
#include "campus/sup_campus.h"
#include "core/sup_life.h"
#include "scoring/sup_scoring.h"
#include "sup_plan_private.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

enum { DAY_MIN = 1440, LATE_MAX_MIN = 30 * 1440, PERIOD_MAX_DAYS = 366 };

static sup_rc
value(sup_ctx *c, const char *field, const char *detail, const char *detail_en)
{
    return sup_fail(c, SUP_API_VALUE, field, detail, detail_en);
}

static sup_rc
required(sup_ctx *c, const char *field)
{
    return sup_fail(c, SUP_API_REQUIRED, field, NULL, NULL);
}

static sup_rc
check_names(sup_ctx *c, const char *name, const char *name_en)
{
    sup_rc rc = sup_check_text(c, "name", name, 1, 40);
    return rc == SUP_OK ? sup_check_text(c, "name_en", name_en, 0, 80) : rc;
}

/* One that is enabled, and the actor's. */
static sup_rc
check_domain(sup_ctx *c, const char *domain, const char *field)
{
    if (sup_site_rulebook(c->site, domain) == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, field, "没有启用这个监督领域。",
                        "No such domain is enabled.");
    }
    return sup_actor_in_domain(&c->actor, domain)
               ? SUP_OK
               : sup_fail(c, SUP_LIFE_DOMAIN, field, "这不是您负责的领域。",
                          "This is not one of your domains.");
}

/* --- periods --- */

static sup_rc
check_dates(sup_ctx *c, const Sup__Period *p)
{
    int32_t from, to;
    if (sup_date_parse(sup_str_c(p->from), &from) != SUP_OK) {
        return value(c, "from", "日期须写作 2026-11-23。",
                     "A date is written 2026-11-23.");
    }
    if (sup_date_parse(sup_str_c(p->to), &to) != SUP_OK) {
        return value(c, "to", "日期须写作 2026-11-23。", "A date is written 2026-11-23.");
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
        rc = field == NULL ? SUP_NOMEM : check_domain(c, p->domains[i], field);
        for (size_t j = 0; j < i && rc == SUP_OK; j++) {
            if (strcmp(p->domains[i], p->domains[j]) == 0) {
                rc = value(c, field, "同一监督领域只能出现一次。",
                           "A domain may be named only once.");
            }
        }
    }
    for (size_t i = 0; p->n_domains == 0 && i < c->site->n_rulebooks && rc == SUP_OK;
         i++) {
        rc = check_domain(c, c->site->rulebooks[i]->book->domain, "domains");
    }
    return rc;
}

int
sup_plan_period_is_his(const sup_ctx *c, const ProtobufCMessage *stored)
{
    const Sup__Period *p = (const Sup__Period *)stored;
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
sup_plan_check_period(sup_ctx *c, ProtobufCMessage *message)
{
    const Sup__Period *p = (const Sup__Period *)message;
    sup_rc rc = check_names(c, p->name, p->name_en);
    if (rc == SUP_OK && p->kind == SUP__PERIOD__KIND__kind_unspecified) {
        rc = required(c, "kind");
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

/* --- schedules --- */

/* One in the place of a rulebook's stays in its domain. */
static sup_rc
check_built_in(sup_ctx *c, const Sup__Schedule *s)
{
    const char *domain;
    if (sup_plan_built_in(c, s->id, &domain) == NULL || strcmp(domain, s->domain) == 0) {
        return SUP_OK;
    }
    return value(
        c, "domain", sup_sprintf(c->arena, "这个编号是规则库中 %s 的检查计划。", domain),
        sup_sprintf(c->arena, "The id is a schedule of the rulebook of %s.", domain));
}

static sup_rc
check_subject(sup_ctx *c, Sup__Schedule *s)
{
    if (s->domain[0] == '\0') {
        return required(c, "domain");
    }
    sup_rc rc = check_domain(c, s->domain, "domain");
    if (rc == SUP_OK) {
        rc = check_built_in(c, s);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    const sup_rulebook *rulebook = sup_site_rulebook(c->site, s->domain);
    const Sup__Rulebook *book = rulebook->book;
    if (s->template_[0] == '\0') {
        return required(c, "template");
    }
    if (sup_rulebook_template(rulebook, s->template_) == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, "template", "该领域没有这张检查表。",
                        "The domain has no such checklist.");
    }
    s->unit = s->unit[0] == '\0' ? book->unit : s->unit;
    return s->unit[0] == '\0' ? required(c, "unit") : SUP_OK;
}

static sup_rc
check_who(sup_ctx *c, const Sup__Schedule *s)
{
    if (s->by != SUP__SCHEDULE__BY__self && s->by != SUP__SCHEDULE__BY__office) {
        return required(c, "by");
    }
    return s->covert && s->by == SUP__SCHEDULE__BY__self
               ? value(c, "covert", "自查不能是暗访。",
                       "A unit knows of its own check: it cannot be covert.")
               : SUP_OK;
}

/* What nobody could do would be missed again and again. */
static sup_rc
check_doable(sup_ctx *c, const Sup__Schedule *s)
{
    const sup_rulebook *rulebook = sup_site_rulebook(c->site, s->domain);
    const Sup__Template *template = sup_rulebook_template(rulebook, s->template_);
    if (s->retired) {
        return SUP_OK;
    }
    if (template->check == SUP__TEMPLATE__CHECK__reinspection) {
        return value(c, "template", "复查针对具体问题，不能列入检查计划。",
                     "A re-inspection is of a case: no schedule asks for one.");
    }
    return template->check == SUP__TEMPLATE__CHECK__unannounced &&
                   s->by == SUP__SCHEDULE__BY__self
               ? value(c, "template", "暗访由监督检查人员进行，不能由单位自查。",
                       "A covert visit is the office's: a unit cannot do it itself.")
               : SUP_OK;
}

static sup_rc
check_last_day(sup_ctx *c, const Sup__Schedule *s)
{
    switch (s->every) {
    case SUP__SCHEDULE__EVERY__day:
        return s->last_day == 0 ? SUP_OK
                                : value(c, "last_day", "每日检查没有截止日。",
                                        "A daily check has no last day: leave it out.");
    case SUP__SCHEDULE__EVERY__week:
        return s->last_day >= 1 && s->last_day <= 7
                   ? SUP_OK
                   : value(c, "last_day", "须为 1（周一）至 7（周日）。",
                           "It is 1, Monday, to 7, Sunday.");
    case SUP__SCHEDULE__EVERY__month:
        return s->last_day >= 1 && s->last_day <= 31
                   ? SUP_OK
                   : value(c, "last_day", "须为 1 至 31 日。", "It is 1 to 31.");
    default:
        return required(c, "every");
    }
}

static sup_rc
check_window(sup_ctx *c, const Sup__Schedule *s)
{
    int one_day = s->every == SUP__SCHEDULE__EVERY__day || s->last_day == 1;
    if (s->working_days && s->every != SUP__SCHEDULE__EVERY__day) {
        return value(c, "working_days", "只用于每日检查。",
                     "It is for daily checks alone.");
    }
    if (s->from_min >= DAY_MIN) {
        return value(c, "from_min", "须为 0 至 1439 分。", "It is 0 to 1439 minutes.");
    }
    if (s->to_min > DAY_MIN || (one_day && s->to_min <= s->from_min)) {
        return value(c, "to_min", "须晚于 from_min，且不超过 1440 分。",
                     "It is later than from_min, and at most 1440 minutes.");
    }
    return s->late_min <= LATE_MAX_MIN
               ? SUP_OK
               : value(c, "late_min", "宽限不超过 30 天。",
                       "A check still counts for at most 30 days.");
}

/* A schedule that is being retired may name what is no longer there to be chosen. */
static sup_rc
check_references(sup_ctx *c, const Sup__Schedule *s)
{
    const Sup__Unit *unit = NULL;
    const Sup__Place *place = NULL;
    sup_rc unit_rc = sup_register_unit(c, s->unit, &unit);
    sup_rc rc = unit_rc;
    if (s->place[0] != '\0' && unit_rc >= SUP_OK) {
        sup_rc place_rc = sup_register_place(c, s->place, &place);
        rc = unit_rc != SUP_OK ? unit_rc : place_rc;
    }
    if (rc != SUP_OK) {
        return rc;
    }
    if (unit == NULL || (unit->retired && !s->retired)) {
        return sup_fail(c, SUP_API_REFERENCE, "unit", NULL, NULL);
    }
    if (!s->retired && !sup_register_serves(unit, s->domain)) {
        return sup_fail(c, SUP_API_REFERENCE, "unit", "该单位不负责这一领域。",
                        "The unit does not serve this domain.");
    }
    if (s->place[0] != '\0' && (place == NULL || (place->retired && !s->retired))) {
        return sup_fail(c, SUP_API_REFERENCE, "place", NULL, NULL);
    }
    return SUP_OK;
}

int
sup_plan_schedule_is_his(const sup_ctx *c, const ProtobufCMessage *stored)
{
    return sup_actor_in_domain(&c->actor, ((const Sup__Schedule *)stored)->domain);
}

sup_rc
sup_plan_check_schedule(sup_ctx *c, ProtobufCMessage *message)
{
    Sup__Schedule *s = (Sup__Schedule *)message;
    s->built_in = 0;
    sup_rc rc = check_names(c, s->name, s->name_en);
    if (rc == SUP_OK) {
        rc = sup_check_text(c, "basis", s->basis, 0, 120);
    }
    if (rc == SUP_OK) {
        rc = check_subject(c, s);
    }
    if (rc == SUP_OK) {
        rc = check_who(c, s);
    }
    if (rc == SUP_OK) {
        rc = check_doable(c, s);
    }
    if (rc == SUP_OK) {
        rc = check_last_day(c, s);
    }
    if (rc == SUP_OK) {
        rc = check_window(c, s);
    }
    return rc == SUP_OK ? check_references(c, s) : rc;
}
