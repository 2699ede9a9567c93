/* The plan of checks: schedules of the rulebooks and of the campus, and its periods.
 * Owns: their two records, which schedule stands for which id, which periods hold when.
 * Must not know: occurrences, endpoints. */
#include "sup_plan.h"

#include "campus/sup_campus.h"
#include "rules/sup_rules.h"
#include "sup_checks.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

#include <stdlib.h>

_Static_assert((int)SUP__SCHEDULE__EVERY__day == (int)SUP_EVERY_DAY, "spans agree");
_Static_assert((int)SUP__SCHEDULE__EVERY__week == (int)SUP_EVERY_WEEK, "spans agree");
_Static_assert((int)SUP__SCHEDULE__EVERY__month == (int)SUP_EVERY_MONTH, "spans agree");

/* A record that is not there yet is an empty one. */
static sup_rc
read_record(sup_ctx *c, const char *key, const ProtobufCMessageDescriptor *type,
            ProtobufCMessage **out, uint64_t *version)
{
    sup_rc rc = sup_ctx_message(c, key, type, out, version);
    if (rc == SUP_OK && *out == NULL) {
        *out = sup_message_new(c->arena, type);
        return *out == NULL ? SUP_NOMEM : SUP_OK;
    }
    return rc;
}

sup_rc
sup_periods_read(sup_ctx *c, Sup__PeriodsRecord **out, uint64_t *version)
{
    ProtobufCMessage *message = NULL;
    sup_rc rc =
        read_record(c, SUP_PERIODS, &sup__periods_record__descriptor, &message, version);
    *out = (Sup__PeriodsRecord *)message;
    return rc;
}

/* --- schedules --- */

const Sup__Schedule *
sup_plan_built_in(const sup_ctx *c, const char *id, const char **domain)
{
    for (size_t i = 0; i < c->site->n_rulebooks; i++) {
        const Sup__Rulebook *book = c->site->rulebooks[i]->book;
        for (size_t j = 0; j < book->n_schedules; j++) {
            if (strcmp(book->schedules[j]->id, id) == 0) {
                *domain = book->domain;
                return book->schedules[j];
            }
        }
    }
    return NULL;
}

static int
is_replaced(const Sup__SchedulesRecord *record, const char *id)
{
    for (size_t i = 0; i < record->n_schedules; i++) {
        if (strcmp(record->schedules[i]->id, id) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The rulebook is read-only and shared: what is filled in goes into a copy. */
static Sup__Schedule *
built_in_copy(sup_ctx *c, const Sup__Rulebook *book, const Sup__Schedule *s)
{
    Sup__Schedule *copy = sup_alloc(c->arena, sizeof(*copy));
    if (copy == NULL) {
        return NULL;
    }
    *copy = *s;
    copy->domain = book->domain;
    copy->unit = s->unit[0] == '\0' ? book->unit : s->unit;
    copy->built_in = 1;
    return copy;
}

static int
by_id(const void *a, const void *b)
{
    return strcmp((*(Sup__Schedule *const *)a)->id, (*(Sup__Schedule *const *)b)->id);
}

static sup_rc
merge(sup_ctx *c, const Sup__SchedulesRecord *record, sup_plan *out)
{
    size_t room = record->n_schedules;
    for (size_t i = 0; i < c->site->n_rulebooks; i++) {
        room += c->site->rulebooks[i]->book->n_schedules;
    }
    out->schedules = sup_alloc(c->arena, (room + 1) * sizeof(void *));
    if (out->schedules == NULL) {
        return SUP_NOMEM;
    }
    for (size_t i = 0; i < record->n_schedules; i++) {
        if (sup_site_rulebook(c->site, record->schedules[i]->domain) != NULL) {
            out->schedules[out->n++] = record->schedules[i];
        }
    }
    for (size_t i = 0; i < c->site->n_rulebooks; i++) {
        const Sup__Rulebook *book = c->site->rulebooks[i]->book;
        for (size_t j = 0; j < book->n_schedules; j++) {
            if (is_replaced(record, book->schedules[j]->id)) {
                continue;
            }
            Sup__Schedule *copy = built_in_copy(c, book, book->schedules[j]);
            if (copy == NULL) {
                return SUP_NOMEM;
            }
            out->schedules[out->n++] = copy;
        }
    }
    qsort(out->schedules, out->n, sizeof(out->schedules[0]), by_id);
    return SUP_OK;
}

sup_rc
sup_plan_read(sup_ctx *c, sup_plan *out, Sup__PeriodsRecord **periods)
{
    ProtobufCMessage *message = NULL;
    uint64_t version;
    *out = (sup_plan){0};
    sup_rc rc = periods == NULL ? SUP_OK : sup_periods_read(c, periods, &version);
    if (rc >= SUP_OK) {
        rc = sup_worst(rc,
                       read_record(c, SUP_SCHEDULES, &sup__schedules_record__descriptor,
                                   &message, &out->version));
    }
    return rc == SUP_OK ? merge(c, (const Sup__SchedulesRecord *)message, out) : rc;
}

const Sup__Schedule *
sup_plan_find(const sup_plan *plan, const char *id)
{
    for (size_t i = 0; i < plan->n; i++) {
        if (strcmp(plan->schedules[i]->id, id) == 0) {
            return plan->schedules[i];
        }
    }
    return NULL;
}

void
sup_schedule_of(const Sup__Schedule *s, sup_schedule *out)
{
    *out = (sup_schedule){.every = (sup_every)s->every,
                          .working_days = s->working_days != 0,
                          .from_min = s->from_min,
                          .to_min = s->to_min,
                          .last_day = s->last_day,
                          .late_min = s->late_min};
}

int
sup_plan_has_unit(const Sup__Schedule *s, const Sup__Unit *unit)
{
    return unit != NULL && !unit->retired && sup_register_serves(unit, s->domain);
}

/* --- periods --- */

static int
is_of_domain(const Sup__Period *p, const char *domain)
{
    for (size_t i = 0; i < p->n_domains; i++) {
        if (strcmp(p->domains[i], domain) == 0) {
            return 1;
        }
    }
    return p->n_domains == 0;
}

sup_rc
sup_seasons_of(sup_ctx *c, const Sup__PeriodsRecord *record, const char *domain,
               sup_seasons *out)
{
    const size_t room = record->n_periods + 1;
    *out = (sup_seasons){.seasons = sup_alloc(c->arena, room * sizeof(sup_season)),
                         .periods = sup_alloc(c->arena, room * sizeof(void *))};
    if (out->seasons == NULL || out->periods == NULL) {
        return SUP_NOMEM;
    }
    for (size_t i = 0; i < record->n_periods; i++) {
        const Sup__Period *p = record->periods[i];
        sup_season s = {.times = p->times, .paused = p->paused != 0};
        if (p->retired || !is_of_domain(p, domain) ||
            sup_date_parse(sup_str_c(p->from), &s.from) != SUP_OK ||
            sup_date_parse(sup_str_c(p->to), &s.to) != SUP_OK) {
            continue;
        }
        out->seasons[out->n] = s;
        out->periods[out->n++] = p;
    }
    return SUP_OK;
}

/* <schedule>.<yyyymmdd>.<n>: an id that was stored, so it is well-formed. */
static int
read_id(const char *id, int32_t *day, size_t *n)
{
    const char *tail = strrchr(id, '.');
    char date[11];
    if (tail == NULL || tail - id < 9) {
        return 0;
    }
    const char *digits = tail - 8;
    memcpy(date, digits, 4);
    memcpy(date + 5, digits + 4, 2);
    memcpy(date + 8, digits + 6, 2);
    date[4] = date[7] = '-';
    date[10] = '\0';
    *n = (size_t)(tail[1] - '0');
    return sup_date_parse(sup_str_c(date), day) == SUP_OK;
}

sup_rc
sup_plan_opens(sup_ctx *c, const Sup__PeriodsRecord *periods, const Sup__Schedule *s,
               const char *occurrence, unsigned *opens)
{
    sup_window windows[SUP_TIMES_MAX];
    sup_seasons seasons;
    sup_schedule schedule;
    int32_t day;
    size_t n;
    sup_assert(periods != NULL && s != NULL);
    *opens = 0;
    if (s->retired || !read_id(occurrence, &day, &n)) {
        return SUP_OK;
    }
    sup_schedule_of(s, &schedule);
    sup_rc rc = sup_seasons_of(c, periods, s->domain, &seasons);
    if (rc == SUP_OK) {
        *opens = n <= sup_schedule_day(&schedule, c->site->calendar, seasons.seasons,
                                       seasons.n, day, windows);
    }
    return rc;
}

sup_rc
sup_periods_deadline_percent(sup_ctx *c, const char *domain, uint32_t *percent)
{
    Sup__PeriodsRecord *record = NULL;
    sup_seasons seasons;
    uint64_t version;
    int32_t today = sup_day_of(c->site->calendar, c->now_ms);
    *percent = 100;
    sup_rc rc = sup_periods_read(c, &record, &version);
    if (rc == SUP_OK) {
        rc = sup_seasons_of(c, record, domain, &seasons);
    }
    for (size_t i = 0; rc == SUP_OK && i < seasons.n; i++) {
        uint32_t wanted = seasons.periods[i]->deadline_percent;
        if (seasons.seasons[i].from <= today && today <= seasons.seasons[i].to &&
            wanted != 0 && wanted < *percent) {
            *percent = wanted;
        }
    }
    return rc;
}
