/* What may be put as a schedule.
 * Owns: the rules of a schedule, and the sentences that say why one is refused.
 * Must not know: how schedules are stored, which checks come of them. */
#include "campus/sup_campus.h"
#include "rules/sup_rules.h"
#include "sup_plan_private.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

enum { DAY_MIN = 1440, LATE_MAX_MIN = 30 * 1440 };

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
    sup_rc rc = sup_plan_check_domain(c, s->domain, "domain");
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
    const Sup__Template *template;
    rc = sup_rulebook_template_asked(c, rulebook, SUP_API_REFERENCE, "template",
                                     s->template_, &template);
    if (rc != SUP_OK) {
        return rc;
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
    if (!s->retired) {
        rc = sup_register_check_serves(c, unit, s->domain);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    if (s->place[0] != '\0' && (place == NULL || (place->retired && !s->retired))) {
        return sup_fail(c, SUP_API_REFERENCE, "place", NULL, NULL);
    }
    return SUP_OK;
}

sup_rc
sup_schedule_may_replace(sup_ctx *c, const ProtobufCMessage *stored)
{
    return sup_actor_in_domain(&c->actor, ((const Sup__Schedule *)stored)->domain)
               ? SUP_OK
               : sup_plan_not_his(c);
}

sup_rc
sup_schedule_check(sup_ctx *c, ProtobufCMessage *message)
{
    Sup__Schedule *s = (Sup__Schedule *)message;
    s->built_in = 0;
    sup_rc rc = sup_plan_check_names(c, s->name, s->name_en);
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
