/* Timed work: the lease, the clock, and the table of jobs.
 * Owns: who may work now, and when a clock is believed.
 * Must not know: what a job does, timers, how often it is run. */
#include "sup_timed.h"

#include "sup_problem.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/engine.pb-c.h"

#define HOUR_MS  INT64_C(3600000)
#define LEAP_MS  (36 * HOUR_MS) /* further than this since the last run, either way */
#define WAIT_MS  (INT64_C(10) * 60000) /* so long a leap is waited out, then believed */
#define STALE_MS INT64_C(60000)        /* ran_at is written when it is older than this */

static const sup_timed_job jobs[] = {
    {"occurrences", sup_timed_make},
    {"missed", sup_timed_miss},
    {"silent", sup_timed_close},
    {"photos", sup_timed_collect},
};

/* --- the lease --- */

/* SUP_OK with *mine = 0 when another one has it. Nobody compares clocks: the store lets
 * a lease expire, and whoever finds none takes it, by the check of its absence. */
static sup_rc
read_lease(sup_ctx *c, uint64_t *version, unsigned *mine)
{
    ProtobufCMessage *message = NULL;
    sup_rc rc = sup_ctx_message(c, SUP_TIMED_LEASE, &sup__lease_record__descriptor,
                                &message, version);
    if (rc == SUP_OK) {
        const Sup__LeaseRecord *lease = (const Sup__LeaseRecord *)message;
        *mine = lease == NULL || sup_str_eq(sup_str_c(lease->holder), c->tick->holder);
    }
    return rc;
}

static sup_rc
put_lease(sup_ctx *c, uint64_t version)
{
    Sup__LeaseRecord lease = SUP__LEASE_RECORD__INIT;
    lease.schema = SUP_SCHEMA;
    lease.holder = sup_strdup(c->arena, c->tick->holder);
    sup_rc rc =
        lease.holder == NULL ? SUP_NOMEM : sup_op_check(c, SUP_TIMED_LEASE, version);
    return rc == SUP_OK ? sup_op_put(c, SUP_TIMED_LEASE, &lease.base, c->tick->lease_ms)
                        : rc;
}

/* --- the clock --- */

static int
is_leap(int64_t from_ms, int64_t to_ms)
{
    int64_t span = to_ms > from_ms ? to_ms - from_ms : from_ms - to_ms;
    return span > LEAP_MS;
}

static sup_rc
set_time(sup_timed *t, Google__Protobuf__Timestamp **field, int64_t ms)
{
    *field = sup_timestamp(t->c->arena, ms);
    t->touched = 1;
    return *field == NULL && ms != 0 ? SUP_NOMEM : SUP_OK;
}

/* After a leap back that is believed: days that were made beyond tomorrow are looked at
 * again when they come. What exists is left as it is, so nothing is made twice. */
static sup_rc
turn_back(sup_timed *t)
{
    char today[11];
    sup_date_text(sup_day_of(t->c->site->calendar, t->c->now_ms), today);
    if (strcmp(t->record->made_until, today) > 0) {
        t->record->made_until = sup_strdup(t->c->arena, sup_str_c(today));
        t->record->made_to = "";
    }
    return t->record->made_until == NULL ? SUP_NOMEM : SUP_OK;
}

/* Whether the clock is believed. A leap may be an outage, or a clock that is set wrong
 * for a moment: marking everything missed then could not be taken back. Until the leap
 * has been waited out ran_at stays where it was, so that a clock that is put right again
 * is believed at once. */
static sup_rc
judge_clock(sup_timed *t, unsigned *believed)
{
    Sup__TimedRecord *r = t->record;
    int64_t now = t->c->now_ms, ran = sup_timestamp_ms(r->ran_at);
    int64_t gap = sup_timestamp_ms(r->gap_since);
    sup_rc rc = SUP_OK;
    *believed = 1;
    if (r->ran_at == NULL || !is_leap(ran, now)) {
        if (gap != 0) {
            rc = set_time(t, &r->gap_since, 0);
        }
        if (rc == SUP_OK && (r->ran_at == NULL || now < ran || now - ran > STALE_MS)) {
            rc = set_time(t, &r->ran_at, now);
        }
        return rc;
    }
    if (gap == 0 || now < gap || is_leap(gap, now)) {
        *believed = 0; /* another leap is waited out anew */
        return set_time(t, &r->gap_since, now);
    }
    if (now - gap < WAIT_MS) {
        *believed = 0;
        return SUP_OK;
    }
    rc = set_time(t, &r->gap_since, 0);
    if (rc == SUP_OK) {
        rc = set_time(t, &r->ran_at, now);
    }
    return rc == SUP_OK && now < ran ? turn_back(t) : rc;
}

/* --- the run --- */

static sup_rc
read_timed(sup_timed *t, uint64_t *version)
{
    ProtobufCMessage *message = NULL;
    sup_rc rc = sup_ctx_message(t->c, SUP_TIMED, &sup__timed_record__descriptor, &message,
                                version);
    if (rc == SUP_OK && message == NULL) {
        message = sup_message_new(t->c->arena, &sup__timed_record__descriptor);
        rc = message == NULL ? SUP_NOMEM : SUP_OK;
    }
    t->record = (Sup__TimedRecord *)message;
    return rc;
}

static sup_rc
put_timed(sup_timed *t, uint64_t version)
{
    sup_rc rc = sup_op_check(t->c, SUP_TIMED, version);
    t->record->schema = SUP_SCHEMA;
    return rc == SUP_OK && t->touched ? sup_op_put(t->c, SUP_TIMED, &t->record->base, 0)
                                      : rc;
}

void
sup_timed_left_out(sup_timed *t, const char *job, sup_rc rc)
{
    if (t->c->ticked.left_out == SUP_OK && t->c->ticked.job == NULL) {
        t->c->ticked.left_out = rc;
        t->c->ticked.job = job;
    }
}

/* One job; what it did is taken back when it fails. */
static sup_rc
run_job(sup_timed *t, const sup_timed_job *job)
{
    const Sup__TimedRecord record = *t->record;
    const sup_timed before = *t;
    size_t n_ops = t->c->n_ops;
    sup_rc rc = job->decide(t);
    if (rc == SUP_OK || rc == SUP_NOMEM) {
        return rc;
    }
    *t->record = record;
    *t = before;
    t->c->n_ops = n_ops;
    if (rc != SUP_AGAIN && t->c->ticked.rc == SUP_OK) {
        t->c->ticked.rc = rc;
        t->c->ticked.job = job->name;
    }
    return rc == SUP_AGAIN ? SUP_AGAIN : SUP_OK;
}

/* All of them, also when one says SUP_AGAIN: they read in the same round trips. */
static sup_rc
run_jobs(sup_timed *t)
{
    sup_rc worst = SUP_OK;
    for (size_t i = 0; i < sizeof(jobs) / sizeof(jobs[0]) && worst >= SUP_OK; i++) {
        sup_rc rc = run_job(t, &jobs[i]);
        worst = rc != SUP_OK ? rc : worst;
    }
    return worst;
}

sup_rc
sup_decide_timed(sup_ctx *c)
{
    sup_timed t = {.c = c};
    uint64_t lease_version = 0, version = 0;
    unsigned mine = 0, believed = 0;
    sup_rc rc = read_lease(c, &lease_version, &mine);
    if (rc != SUP_OK || !mine) {
        return rc;
    }
    rc = read_timed(&t, &version);
    if (rc == SUP_OK) {
        rc = judge_clock(&t, &believed);
    }
    if (rc == SUP_OK && believed) {
        rc = run_jobs(&t);
    }
    if (rc == SUP_OK) {
        rc = put_lease(c, lease_version);
    }
    if (rc == SUP_OK) {
        rc = put_timed(&t, version);
    }
    c->ticked.holds = 1;
    c->ticked.more = t.more;
    return rc;
}
