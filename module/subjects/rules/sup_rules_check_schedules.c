/* Schedules of a rulebook validated beyond their table: ids, spans and windows.
 * Owns: what a check that is due again and again may look like in a rulebook.
 * Must not know: when it is due, PCRE2, nginx, Redis, HTTP. */
#include "sup_rules_check_parts.h"
#include "supervision/v1/rules.pb-c.h"

#define DAY_MIN 1440

typedef sup_rules_checked check;

/* <domain>-..., so that no two rulebooks have one id; the _ of a domain is a - there. */
static int
id_is_of_domain(const char *id, const char *domain)
{
    for (; *domain != '\0'; id++, domain++) {
        if (*id != (*domain == '_' ? '-' : *domain)) {
            return 0;
        }
    }
    return id[0] == '-' && id[1] != '\0';
}

static sup_rc
check_id(check *c, const Sup__Schedule *s)
{
    return id_is_of_domain(s->id, c->book->domain)
               ? SUP_OK
               : sup_rules_refuse_field(
                     c, "id",
                     sup_sprintf(c->arena, "does not begin with %s-", c->book->domain));
}

/* What is the campus's or the server's to say, never a rulebook's. */
static sup_rc
check_own(check *c, const Sup__Schedule *s)
{
    if (s->domain[0] != '\0') {
        return sup_rules_refuse_field(c, "domain",
                                      "is not for a rulebook: its own counts");
    }
    if (s->retired) {
        return sup_rules_refuse_field(c, "retired",
                                      "is not for a rulebook: leave the schedule out");
    }
    return s->built_in ? sup_rules_refuse_field(c, "built_in", "is never written")
                       : SUP_OK;
}

static sup_rc
check_covert(check *c, const Sup__Schedule *s)
{
    return s->covert && s->by != SUP__SCHEDULE__BY__office
               ? sup_rules_refuse_field(
                     c, "covert", "is for checks by office: a unit knows of its own")
               : SUP_OK;
}

/* What nobody could do would be missed again and again. */
static sup_rc
check_doable(check *c, const Sup__Schedule *s)
{
    /* the tables have seen to it that there is one */
    Sup__Template__Check kind = sup_rulebook_template(&c->rulebook, s->template_)->check;

    if (kind == SUP__TEMPLATE__CHECK__reinspection) {
        return sup_rules_refuse_field(
            c, "template", "is a re-inspection: it is of a case, never planned");
    }
    return kind == SUP__TEMPLATE__CHECK__unannounced && s->by == SUP__SCHEDULE__BY__self
               ? sup_rules_refuse_field(c, "template",
                                        "is a covert visit: a unit cannot do it itself")
               : SUP_OK;
}

static sup_rc
check_last_day(check *c, const Sup__Schedule *s)
{
    if (s->every == SUP__SCHEDULE__EVERY__day) {
        return s->last_day == 0
                   ? SUP_OK
                   : sup_rules_refuse_field(c, "last_day", "is for week and month alone");
    }
    if (s->working_days) {
        return sup_rules_refuse_field(c, "working_days", "is for daily checks alone");
    }
    if (s->every == SUP__SCHEDULE__EVERY__week && (s->last_day < 1 || s->last_day > 7)) {
        return sup_rules_refuse_field(c, "last_day", "is not 1 to 7, a day of the week");
    }
    if (s->last_day < 1 || s->last_day > 31) {
        return sup_rules_refuse_field(c, "last_day",
                                      "is not 1 to 31, a day of the month");
    }
    return SUP_OK;
}

/* A span of one day needs its window in order; one of several days is a window anyhow. */
static sup_rc
check_window(check *c, const Sup__Schedule *s)
{
    int one_day = s->every == SUP__SCHEDULE__EVERY__day || s->last_day == 1;

    if (s->from_min > DAY_MIN) {
        return sup_rules_refuse_field(c, "from_min", "is not 0 to 1440");
    }
    if (s->to_min > DAY_MIN) {
        return sup_rules_refuse_field(c, "to_min", "is not 0 to 1440");
    }
    return one_day && s->from_min >= s->to_min
               ? sup_rules_refuse_field(c, "to_min",
                                        "is not after from_min, and both are of one day")
               : SUP_OK;
}

sup_rc
sup_rules_check_schedules(sup_rules_checked *c)
{
    static sup_rc (*const checks[])(check *, const Sup__Schedule *) = {
        check_id, check_own, check_covert, check_doable, check_last_day, check_window};
    size_t i, j;
    sup_rc rc = SUP_OK;

    for (i = 0; i < c->book->n_schedules; i++) {
        sup_rules_path(c, "schedules", (long)i);
        for (j = 0; j < sizeof(checks) / sizeof(checks[0]) && rc == SUP_OK; j++) {
            rc = checks[j](c, c->book->schedules[i]);
        }
        if (rc != SUP_OK) {
            return rc;
        }
        c->path[0] = '\0';
    }
    return SUP_OK;
}
