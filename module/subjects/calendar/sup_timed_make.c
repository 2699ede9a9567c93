/* Timed work: occurrences come about, day by day.
 * Owns: how far ahead and how far back the calendar is made, in which order, how much at
 *   once.
 * Must not know: the lease, the clock's leaps, what an occurrence's record looks like.
 *
 * The order is days, in a day schedules by id, of a schedule its windows. made_until and
 * made_to say how far it has come; they move in the commit that makes what lies before
 * them. Records that are there already are left as they are, so going over a day again
 * makes nothing twice: that is how a change of the plan reaches today. */
#include "campus/sup_campus.h"
#include "engine/sup_page.h"
#include "rules/sup_rules.h"
#include "sup_occurrence.h"
#include "sup_timed_known.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

enum {
    AHEAD_DAYS = 1,
    SPAN_DAYS = 31, /* the longest span: one that began so long ago may still be open */
    BACK_DAYS = 35, /* older days are not made up for: nobody could act on them */
    MAKE_MAX = 16,  /* windows a run, and what is left of the last schedule's */
    LOOK_MAX = 4000 /* schedules looked at a run */
};

/* A window that a schedule opens on a day. */
typedef struct {
    const Sup__Schedule *schedule;
    const Sup__Period *period; /* that made it more frequent, or NULL */
    sup_window window;
    int32_t day;
    unsigned n;
} opening;

typedef struct {
    sup_timed *t;
    sup_plan plan;
    sup_seasons *seasons; /* of each of the site's domains */
    int64_t *since_ms;    /* of each schedule of the plan */
    int32_t day;          /* where it stands: this day, ... */
    const char *to;       /* ... schedules up to this id are made */
    opening openings[MAKE_MAX + SUP_TIMES_MAX];
    size_t n;
} maker;

/* --- the plan --- */

static sup_rc
read_plan(maker *m)
{
    sup_ctx *c = m->t->c;
    Sup__PeriodsRecord *periods = NULL;
    sup_rc rc = sup_plan_read(c, &m->plan, &periods);
    if (rc != SUP_OK) {
        return rc;
    }
    m->seasons = sup_alloc(c->arena, (c->site->n_rulebooks + 1) * sizeof(*m->seasons));
    rc = m->seasons == NULL ? SUP_NOMEM : SUP_OK;
    for (size_t i = 0; i < c->site->n_rulebooks && rc == SUP_OK; i++) {
        rc = sup_seasons_of(c, periods, c->site->rulebooks[i]->book->domain,
                            &m->seasons[i]);
    }
    return rc;
}

static const sup_seasons *
seasons_of(const maker *m, const Sup__Schedule *s)
{
    const sup_site *site = m->t->c->site;
    size_t i = 0;
    while (strcmp(site->rulebooks[i]->book->domain, s->domain) != 0) {
        i++; /* the plan holds schedules of enabled domains alone */
    }
    return &m->seasons[i];
}

/* --- where it stands --- */

/* The first run, and one with a plan that has changed, begins with spans that may still
 * be open today. After an outage it goes on where it stopped. */
static void
find_start(maker *m, unsigned changed)
{
    const Sup__MakingRecord *r = (const Sup__MakingRecord *)m->t->record;
    const sup_ctx *c = m->t->c;
    int32_t today = sup_day_of(c->site->calendar, c->now_ms);
    int32_t first = today - SPAN_DAYS;
    int begun = sup_date_parse(sup_str_c(r->made_until), &m->day) == SUP_OK;
    m->to = r->made_to;
    if (!begun || (changed && m->day >= first)) {
        m->day = first;
        m->to = "";
    }
    if (m->day < today - BACK_DAYS) {
        m->day = today - BACK_DAYS;
        m->to = "";
    }
    if (m->day >
        today + AHEAD_DAYS + 1) { /* the clock was ahead, and has been put right */
        m->day = today;
        m->to = "";
    }
}

static sup_rc
keep_place(maker *m)
{
    Sup__MakingRecord *r = (Sup__MakingRecord *)m->t->record;
    char day[11];
    sup_date_text(m->day, day);
    sup_rc rc = sup_timed_keep(m->t, &r->made_until, sup_str_c(day));
    return rc == SUP_OK ? sup_timed_keep(m->t, &r->made_to, sup_str_c(m->to)) : rc;
}

/* --- the windows to come --- */

static void
open_windows(maker *m, size_t at)
{
    const Sup__Schedule *s = m->plan.schedules[at];
    const sup_seasons *seasons = seasons_of(m, s);
    sup_window windows[SUP_TIMES_MAX];
    sup_schedule schedule;
    if (s->retired) {
        return;
    }
    sup_schedule_of(s, &schedule);
    size_t n = sup_schedule_day(&schedule, m->t->c->site->calendar, seasons->seasons,
                                seasons->n, m->day, windows);
    for (size_t i = 0; i < n; i++) {
        if (windows[i].to_ms <= m->since_ms[at]) {
            continue;
        }
        m->openings[m->n++] = (opening){
            .schedule = s,
            .period = windows[i].season < seasons->n ? seasons->periods[windows[i].season]
                                                     : NULL,
            .window = windows[i],
            .day = m->day,
            .n = (unsigned)i + 1};
    }
}

/* Gathers what one run makes, and moves on past it. */
static void
gather(maker *m)
{
    const sup_ctx *c = m->t->c;
    int32_t last = sup_day_of(c->site->calendar, c->now_ms) + AHEAD_DAYS;
    size_t looked = 0;
    for (; m->day <= last; m->day++, m->to = "") {
        for (size_t i = 0; i < m->plan.n; i++) {
            const Sup__Schedule *s = m->plan.schedules[i];
            if (strcmp(s->id, m->to) <= 0) {
                continue;
            }
            if (m->n >= MAKE_MAX || ++looked > LOOK_MAX) {
                m->t->more = 1;
                return;
            }
            open_windows(m, i);
            m->to = s->id;
        }
    }
}

/* --- making --- */

static Sup__Occurrence *
occurrence_of(sup_ctx *c, const opening *w, const char *id)
{
    Sup__Occurrence *o = SUP_NEW(c->arena, Sup__Occurrence, sup__occurrence__descriptor);
    const Sup__Schedule *s = w->schedule;
    if (o == NULL) {
        return NULL;
    }
    o->id = (char *)id;
    o->schedule = s->id;
    o->domain = s->domain;
    o->template_ = s->template_;
    o->unit = s->unit;
    o->place = s->place;
    o->by = s->by;
    o->covert = s->covert;
    o->period = w->period == NULL ? o->period : w->period->name;
    o->from = sup_timestamp(c->arena, w->window.from_ms);
    o->to = sup_timestamp(c->arena, w->window.to_ms);
    o->until = sup_timestamp(c->arena, w->window.until_ms);
    o->state = w->window.until_ms < c->now_ms ? SUP__OCCURRENCE__STATE__missed
                                              : SUP__OCCURRENCE__STATE__due;
    return o->from == NULL || o->to == NULL || o->until == NULL ? NULL : o;
}

static char *
id_of(sup_ctx *c, const opening *w)
{
    char day[11];
    sup_date_text(w->day, day);
    return sup_sprintf(c->arena, "%s.%.4s%.2s%.2s.%u", w->schedule->id, day, day + 5,
                       day + 8, w->n);
}

static sup_rc
make_one(sup_timed *t, const opening *w, unsigned *again)
{
    sup_ctx *c = t->c;
    const Sup__Unit *unit = NULL;
    sup_occurrence found;
    char *id = id_of(c, w);
    sup_rc rc = id == NULL ? SUP_NOMEM : sup_occurrence_read(c, sup_str_c(id), &found);
    /* one that cannot be read is there all the same */
    int exists = sup_page_leaves_out(rc) || (rc == SUP_OK && found.o != NULL);
    sup_rc unit_rc =
        rc == SUP_NOMEM ? rc : sup_register_unit(c, w->schedule->unit, &unit);
    if (rc == SUP_AGAIN || unit_rc == SUP_AGAIN) {
        *again = 1;
        return SUP_OK;
    }
    if (exists) {
        return SUP_OK;
    }
    if (sup_page_leaves_out(unit_rc)) {
        sup_timed_left_out(t, unit_rc);
        return SUP_OK;
    }
    if (rc != SUP_OK || unit_rc != SUP_OK) {
        return rc != SUP_OK ? rc : unit_rc;
    }
    if (!sup_plan_has_unit(w->schedule, unit)) {
        return SUP_OK;
    }
    Sup__Occurrence *o = occurrence_of(c, w, id);
    return o == NULL ? SUP_NOMEM : sup_occurrence_make(c, o);
}

sup_rc
sup_timed_make(sup_timed *t)
{
    maker *m = sup_calloc(t->c->arena, sizeof(*m));
    unsigned again = 0, changed = 0;
    if (m == NULL) {
        return SUP_NOMEM;
    }
    m->t = t;
    sup_rc rc = read_plan(m);
    if (rc == SUP_OK) {
        rc = sup_timed_know(t, &m->plan, m->seasons, &m->since_ms, &changed);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    find_start(m, changed);
    gather(m);
    for (size_t i = 0; i < m->n && rc == SUP_OK; i++) {
        rc = make_one(t, &m->openings[i], &again);
    }
    if (rc == SUP_OK && again) {
        return SUP_AGAIN;
    }
    return rc == SUP_OK ? keep_place(m) : rc;
}
