/* Standings of units over months: what is asked for, what is read.
 * Owns: which units and months are in an answer, and who sees it.
 * Must not know: what figures make of a unit (sup_standing_show.c), how they come about.
 *
 * A month of a unit is one read, however many cases and inspections there are. */
#include "campus/sup_campus.h"
#include "core/sup_id.h"
#include "engine/sup_period.h"
#include "engine/sup_roles.h"
#include "engine/sup_subject.h"
#include "rules/sup_rules.h"
#include "sup_standing_show.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/standing.pb-c.h"

enum { PAGE_MAX = 200 };

/* --- the question --- */

/* The first moment of a month. */
static sup_rc
read_period(sup_ctx *c, const char *field, const char *text, int64_t *from_ms)
{
    char period[8];
    int64_t next_ms;
    sup_rc rc = sup_period_read(c, field, text, period);

    return rc == SUP_OK ? sup_period_bounds(c->site->calendar, sup_str_c(period), from_ms,
                                            &next_ms)
                        : rc;
}

static sup_rc
read_months(sup_standing_question *q, const Sup__StandingRequest *in)
{
    const sup_calendar *calendar = q->c->site->calendar;
    int64_t from_ms, last_ms, at_ms, next_ms;
    sup_rc rc;

    rc = read_period(q->c, "from", in->from, &from_ms);
    if (rc != SUP_OK) {
        return rc;
    }
    last_ms = from_ms;
    if (in->to[0] != '\0') {
        rc = read_period(q->c, "to", in->to, &last_ms);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    if (last_ms < from_ms) {
        return sup_fail(q->c, SUP_API_VALUE, "to", "终止月份不得早于起始月份。",
                        "The last month is not before the first.");
    }
    for (at_ms = from_ms; at_ms <= last_ms; at_ms = next_ms) {
        if (q->n == SUP_STANDING_MONTHS_MAX) {
            return sup_fail(q->c, SUP_API_VALUE, "to", "一次最多查看 24 个月。",
                            "At most 24 months are shown at once.");
        }
        sup_period_text(calendar, at_ms, q->periods[q->n]);
        rc = sup_period_bounds(calendar, sup_str_c(q->periods[q->n]), &at_ms, &next_ms);
        if (rc != SUP_OK) {
            return rc;
        }
        q->n++;
    }
    return SUP_OK;
}

/* A unit sees all of its own, leaders see all; the others what their domains are. */
static int
sees_domain(const sup_ctx *c, const char *domain)
{
    return (c->actor.roles & SUP_ROLE_UNIT) != 0 || sup_actor_oversees(&c->actor, domain);
}

static sup_rc
read_books(sup_standing_question *q, const char *domain)
{
    const sup_site *site = q->c->site;
    size_t i;

    if (domain[0] != '\0' && sup_site_rulebook(site, domain) == NULL) {
        return sup_fail(q->c, SUP_API_REFERENCE, "domain", NULL, NULL);
    }
    if (domain[0] != '\0' && !sees_domain(q->c, domain)) {
        return sup_fail(q->c, SUP_LIFE_DOMAIN, "domain", "该领域不由您负责。",
                        "It is not one of your domains.");
    }
    q->books = sup_alloc(q->c->arena, (site->n_rulebooks + 1) * sizeof(*q->books));
    if (q->books == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < site->n_rulebooks; i++) {
        const Sup__Rulebook *book = site->rulebooks[i]->book;

        if (book->scoring != NULL && book->scoring->standing != NULL &&
            sees_domain(q->c, book->domain) &&
            (domain[0] == '\0' || strcmp(domain, book->domain) == 0)) {
            q->books[q->n_books++] = book;
        }
    }
    return SUP_OK;
}

static sup_rc
read_question(sup_ctx *c, sup_standing_question *q)
{
    const Sup__StandingRequest *in = (const Sup__StandingRequest *)c->input;
    sup_rc rc;

    q->c = c;
    q->n = q->n_books = 0;
    rc = read_months(q, in);
    return rc == SUP_OK ? read_books(q, in->domain) : rc;
}

/* --- what is read --- */

/* The unit and its months, all in one round trip. */
static sup_rc
read_subject(const sup_standing_question *q, const char *id, sup_standing_unit *out)
{
    sup_rc worst = sup_register_unit(q->c, id, &out->unit);
    size_t i;

    if (worst < SUP_OK || !sup_name_ok(sup_str_c(id))) {
        return worst; /* such an id makes no key */
    }
    for (i = 0; i < q->n && worst >= SUP_OK; i++) {
        worst =
            sup_worst(worst, sup_figures_read(q->c, id, q->periods[i], &out->months[i]));
    }
    return worst;
}

/* --- the routes --- */

sup_rc
sup_decide_standing(sup_ctx *c)
{
    const Sup__StandingRequest *in = (const Sup__StandingRequest *)c->input;
    Sup__UnitStanding *out = NULL;
    sup_standing_question q;
    sup_standing_unit s;
    sup_rc rc;

    if (!(c->actor.roles & SUP_ROLES_OVERSIGHT) &&
        (c->actor.unit.len == 0 || !sup_str_eq(c->actor.unit, c->params[0]))) {
        return sup_fail(c, SUP_LIFE_OTHER_UNIT, NULL, "只能查看本单位的考评。",
                        "A unit sees its own standing alone.");
    }
    if (in->cursor[0] != '\0') {
        return sup_fail(c, SUP_API_CURSOR, "cursor", NULL, NULL);
    }
    rc = read_question(c, &q);
    if (rc == SUP_OK) {
        char *id = sup_strdup(c->arena, c->params[0]);

        rc = id == NULL ? SUP_NOMEM : read_subject(&q, id, &s);
    }
    if (rc == SUP_OK && s.unit == NULL) {
        rc = sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    if (rc == SUP_OK) {
        rc = sup_standing_show(&q, &s, SUP_STANDING_WHOLE, &out);
    }
    c->output = out == NULL ? NULL : &out->base;
    return rc;
}

/* All units of the page are asked for before it says SUP_AGAIN. */
static sup_rc
read_subjects(const sup_standing_question *q, const sup_register_page *page,
              sup_standing_unit *subjects)
{
    sup_rc worst = SUP_OK;
    size_t i;

    for (i = 0; i < page->n && worst >= SUP_OK; i++) {
        char *id = sup_strdup(q->c->arena, page->ids[i]);

        worst =
            sup_worst(worst, id == NULL ? SUP_NOMEM : read_subject(q, id, &subjects[i]));
    }
    return worst;
}

sup_rc
sup_decide_standings(sup_ctx *c)
{
    const Sup__StandingRequest *in = (const Sup__StandingRequest *)c->input;
    Sup__StandingList *list =
        SUP_NEW(c->arena, Sup__StandingList, sup__standing_list__descriptor);
    sup_register_page page;
    sup_standing_unit *subjects;
    sup_standing_question q;
    size_t i;
    sup_rc rc = list == NULL ? SUP_NOMEM : read_question(c, &q);

    if (rc == SUP_OK) {
        /* a call reads so much and no more: the register's page, units and months */
        size_t room = (SUP_READS_MAX - 1) / (q.n + 1);

        rc = sup_register_units_page(
            c, in->cursor, (uint32_t)(room < PAGE_MAX ? room : PAGE_MAX), &page);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    subjects = sup_alloc(c->arena, (page.n + 1) * sizeof(*subjects));
    list->standings = sup_alloc(c->arena, (page.n + 1) * sizeof(*list->standings));
    if (subjects == NULL || list->standings == NULL) {
        return SUP_NOMEM;
    }
    rc = read_subjects(&q, &page, subjects);
    for (i = 0; rc == SUP_OK && i < page.n; i++) {
        Sup__UnitStanding *one = NULL;

        if (subjects[i].unit != NULL && !subjects[i].unit->retired) {
            rc = sup_standing_show(&q, &subjects[i], SUP_STANDING_BRIEF, &one);
        }
        if (one != NULL) {
            list->standings[list->n_standings++] = one;
        }
    }
    list->next_cursor = page.next_cursor;
    c->output = &list->base;
    return rc;
}
