/* Timed work: the lease, and the running of every subject's jobs.
 * Owns: who may work now, the records of jobs.
 * Must not know: what a job does, when a clock is believed (sup_timed_clock.c), timers. */
#include "sup_timed.h"

#include "sup_page.h"
#include "sup_timed_clock.h"
#include "supervision/v1/engine.pb-c.h"

#define LEASE "lease:timed"

/* How far all jobs had come, in one record, as the version before kept it. A job that has
 * no record of its own yet takes over its part of it, for the numbers of its fields are
 * the same; the record goes in the first commit after which every job has its own. */
#define TOGETHER "timed"

#define JOBS_MAX 16

/* What a run itself adds to its jobs' ops: the lease, the clock, the records, and the one
 * that is split. */
#define OWN_OPS (2 + 2 + 2 * JOBS_MAX + 2)

/* A job and its record. */
typedef struct {
    sup_timed t;
    char *key;
    uint64_t version;
    unsigned absent; /* there is no record of its own yet */
    unsigned failed;
} entry;

typedef struct {
    sup_ctx *c;
    sup_timed_clock clock;
    entry entries[JOBS_MAX];
    size_t n;
    unsigned more;
} run;

/* --- the lease --- */

/* SUP_OK with *mine = 0 when another one has it. Nobody compares clocks: the store lets
 * a lease expire, and whoever finds none takes it, by the check of its absence. */
static sup_rc
read_lease(sup_ctx *c, uint64_t *version, unsigned *mine)
{
    ProtobufCMessage *message = NULL;
    sup_rc rc =
        sup_ctx_message(c, LEASE, &sup__lease_record__descriptor, &message, version);
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
    sup_rc rc = lease.holder == NULL ? SUP_NOMEM : sup_op_check(c, LEASE, version);
    return rc == SUP_OK ? sup_op_put(c, LEASE, &lease.base, c->tick->lease_ms) : rc;
}

/* --- the records of jobs --- */

static sup_rc
list_jobs(run *r)
{
    for (const sup_subject *const *s = sup_subjects; *s != NULL; s++) {
        const sup_timed_job *job = (*s)->jobs;
        for (; job != NULL && job->name != NULL; job++) {
            sup_assert(r->n < JOBS_MAX);
            if (r->n == JOBS_MAX) {
                return sup_fail(r->c, SUP_API_INTERNAL, NULL, NULL, NULL);
            }
            r->entries[r->n++] = (entry){.t = {.c = r->c, .job = job}};
        }
    }
    return SUP_OK;
}

static const sup_tick_brought *
brought_for(const sup_tick *tick, const sup_timed_job *job)
{
    for (size_t i = 0; i < tick->n_brought; i++) {
        if (strcmp(tick->brought[i].job, job->name) == 0) {
            return &tick->brought[i];
        }
    }
    return NULL;
}

static void
clear_result(const sup_tick_brought *brought)
{
    if (brought != NULL) {
        memset(brought->result, 0, brought->result_size);
    }
}

/* What it has done is taken back, and it says so; the others go on. */
static void
fail_job(run *r, entry *p, sup_rc rc, size_t n_ops)
{
    sup_tick_result *ticked = &r->c->ticked;
    p->failed = 1;
    r->c->n_ops = n_ops;
    clear_result(brought_for(r->c->tick, p->t.job));
    if (ticked->rc == SUP_OK) {
        ticked->rc = rc;
        ticked->job = p->t.job->name;
    }
}

/* Its part of the record that all shared; what is the others' stays behind, or their
 * numbers could never be used again. */
static sup_rc
take_over(run *r, entry *p)
{
    const ProtobufCMessageDescriptor *type = p->t.job->record;
    ProtobufCMessage *record = NULL;
    uint64_t version;
    sup_rc rc = sup_ctx_message(r->c, TOGETHER, type, &record, &version);
    p->absent = 1; /* of a record that cannot be read too: it stays for as long */
    if (rc != SUP_OK) {
        return rc;
    }
    p->t.touched = record != NULL;
    if (record != NULL) {
        record->n_unknown_fields = 0;
    }
    p->t.record = record != NULL ? record : sup_message_new(r->c->arena, type);
    return p->t.record == NULL ? SUP_NOMEM : SUP_OK;
}

static sup_rc
read_record(run *r, entry *p)
{
    const ProtobufCMessageDescriptor *type = p->t.job->record;
    if (type == NULL) {
        return SUP_OK;
    }
    sup_assert(type->fields[0].id == 1); /* schema */
    p->key = sup_sprintf(r->c->arena, TOGETHER ":%s", p->t.job->name);
    sup_rc rc = p->key == NULL
                    ? SUP_NOMEM
                    : sup_ctx_message(r->c, p->key, type, &p->t.record, &p->version);
    return rc == SUP_OK && p->t.record == NULL ? take_over(r, p) : rc;
}

/* All are asked for before it says SUP_AGAIN, in the round of lease and clock. A job whose
 * record cannot be read does nothing, and its record is left as it is. */
static sup_rc
read_records(run *r)
{
    sup_rc rc = SUP_OK;
    for (size_t i = 0; i < r->n && rc >= 0; i++) {
        sup_rc one = read_record(r, &r->entries[i]);
        if (sup_page_leaves_out(one)) {
            fail_job(r, &r->entries[i], one, r->c->n_ops);
        } else {
            rc = sup_worst(rc, one);
        }
    }
    return rc;
}

static sup_rc
put_record(sup_ctx *c, entry *p)
{
    ProtobufCMessage *record = p->t.record;
    sup_rc rc = sup_op_check(c, p->key, p->version);
    if (rc != SUP_OK || !p->t.touched) {
        return rc;
    }
    *(uint32_t *)((char *)record + record->descriptor->fields[0].offset) = SUP_SCHEMA;
    return sup_op_put(c, p->key, record, 0);
}

/* What was taken over is checked too; and it goes when nobody needs it any more. */
static sup_rc
split_together(run *r, unsigned needed)
{
    if (r->clock.together == 0) {
        return SUP_OK;
    }
    sup_rc rc = sup_op_check(r->c, TOGETHER, r->clock.together);
    return rc == SUP_OK && !needed ? sup_op_delete(r->c, TOGETHER) : rc;
}

static sup_rc
put_records(run *r)
{
    unsigned needed = 0;
    sup_rc rc = SUP_OK;
    for (size_t i = 0; i < r->n && rc == SUP_OK; i++) {
        entry *p = &r->entries[i];
        if (p->failed) {
            needed |= p->absent;
        } else if (p->key != NULL) {
            rc = put_record(r->c, p);
        }
    }
    return rc == SUP_OK ? split_together(r, needed) : rc;
}

/* --- the run --- */

void
sup_timed_left_out(sup_timed *t, sup_rc rc)
{
    if (t->c->ticked.left_out == SUP_OK && t->c->ticked.job == NULL) {
        t->c->ticked.left_out = rc;
        t->c->ticked.job = t->job->name;
    }
}

sup_rc
sup_timed_keep(sup_timed *t, char **field, sup_str place)
{
    if (sup_str_eq(sup_str_c(*field), place)) {
        return SUP_OK;
    }
    char *copy = sup_strdup(t->c->arena, place);
    if (copy == NULL) {
        return SUP_NOMEM;
    }
    *field = copy;
    t->touched = 1;
    return SUP_OK;
}

const sup_tick_brought *
sup_timed_brought(const sup_timed *t)
{
    return brought_for(t->c->tick, t->job);
}

static sup_rc
run_job(run *r, entry *p)
{
    size_t n_ops = r->c->n_ops;
    if (p->failed) {
        return SUP_OK;
    }
    sup_rc rc = p->t.job->decide(&p->t);
    if (rc == SUP_OK && r->c->n_ops > SUP_OPS_MAX - OWN_OPS) {
        rc = sup_fail(r->c, SUP_API_OPS, NULL, NULL, NULL);
    }
    if (rc == SUP_OK) {
        r->more |= p->t.more;
    }
    if (rc == SUP_OK || rc == SUP_NOMEM || rc == SUP_AGAIN) {
        return rc;
    }
    fail_job(r, p, rc, n_ops);
    return SUP_OK;
}

/* All of them, also when one says SUP_AGAIN: they read in the same round trips. */
static sup_rc
run_jobs(run *r)
{
    sup_rc rc = SUP_OK;
    for (size_t i = 0; i < r->n && rc >= SUP_OK; i++) {
        rc = sup_worst(rc, run_job(r, &r->entries[i]));
    }
    return rc;
}

/* A run may be decided several times, and the last time do nothing: the lease is lost. */
static void
clear_results(const sup_tick *tick)
{
    for (size_t i = 0; i < tick->n_brought; i++) {
        clear_result(&tick->brought[i]);
    }
}

sup_rc
sup_decide_timed(sup_ctx *c)
{
    run *r = sup_calloc(c->arena, sizeof(*r));
    uint64_t lease_version = 0;
    unsigned mine = 0;
    if (r == NULL) {
        return SUP_NOMEM;
    }
    sup_assert(c->tick != NULL && c->n_ops == 0);
    clear_results(c->tick);
    r->c = c;
    sup_rc rc = read_lease(c, &lease_version, &mine);
    if (rc < 0 || (rc == SUP_OK && !mine)) {
        return rc;
    }
    rc = sup_worst(rc, sup_timed_clock_read(c, TOGETHER, &r->clock));
    rc = rc < 0 ? rc : sup_worst(rc, list_jobs(r));
    rc = rc < 0 ? rc : sup_worst(rc, read_records(r));
    if (rc == SUP_OK) {
        rc = sup_timed_clock_judge(c, &r->clock);
    }
    if (rc == SUP_OK && r->clock.believed) {
        rc = run_jobs(r);
    }
    if (rc == SUP_OK) {
        rc = put_lease(c, lease_version);
    }
    if (rc == SUP_OK) {
        rc = sup_timed_clock_put(c, &r->clock);
    }
    if (rc == SUP_OK && r->clock.believed) {
        rc = put_records(r);
    }
    c->ticked.holds = 1;
    c->ticked.more = r->more;
    return rc;
}
