/* The clock of timed work: whether it is believed.
 * Owns: what a leap is, and how long it is waited out.
 * Must not know: what is done by the clock.
 *
 * A leap may be an outage, or a clock that is set wrong for a moment: marking everything
 * missed then could not be taken back. Until the leap has been waited out ran_at stays
 * where it was, so that a clock that is put right again is believed at once. */
#include "sup_timed_clock.h"

#include "supervision/v1/engine.pb-c.h"

#define CLOCK    "timed:clock"
#define HOUR_MS  INT64_C(3600000)
#define LEAP_MS  (36 * HOUR_MS) /* further than this since the last run, either way */
#define WAIT_MS  (INT64_C(10) * 60000) /* so long a leap is waited out, then believed */
#define STALE_MS INT64_C(60000)        /* ran_at is written when it is older than this */

typedef enum {
    STEADY,   /* about as far on as the last run */
    LEAPT,    /* far from the last run, for the first time, or to somewhere else again */
    WAITING,  /* has leapt, and stays there */
    CONFIRMED /* has stayed there long enough: that is what time it is */
} standing;

static int
is_leap(int64_t from_ms, int64_t to_ms)
{
    int64_t span = to_ms > from_ms ? to_ms - from_ms : from_ms - to_ms;
    return span > LEAP_MS;
}

static standing
stands(const Sup__ClockRecord *r, int64_t now)
{
    int64_t gap = sup_timestamp_ms(r->gap_since);
    if (r->ran_at == NULL || !is_leap(sup_timestamp_ms(r->ran_at), now)) {
        return STEADY;
    }
    if (gap == 0 || now < gap || is_leap(gap, now)) {
        return LEAPT;
    }
    return now - gap < WAIT_MS ? WAITING : CONFIRMED;
}

static sup_rc
set_time(sup_ctx *c, sup_timed_clock *clock, Google__Protobuf__Timestamp **field,
         int64_t ms)
{
    if (sup_timestamp_ms(*field) == ms) {
        return SUP_OK;
    }
    *field = sup_timestamp(c->arena, ms);
    clock->touched = 1;
    return *field == NULL && ms != 0 ? SUP_NOMEM : SUP_OK;
}

/* Not at every run: one that has nothing else to write commits the lease alone. */
static int
is_stale(const Sup__ClockRecord *r, int64_t now)
{
    int64_t ran = sup_timestamp_ms(r->ran_at);
    return r->ran_at == NULL || now < ran || now - ran > STALE_MS;
}

sup_rc
sup_timed_clock_judge(sup_ctx *c, sup_timed_clock *clock)
{
    Sup__ClockRecord *r = clock->record;
    standing now = stands(r, c->now_ms);
    sup_rc rc = SUP_OK;
    clock->believed = now == STEADY || now == CONFIRMED;
    if (now == LEAPT) {
        return set_time(c, clock, &r->gap_since, c->now_ms);
    }
    if (clock->believed) {
        rc = set_time(c, clock, &r->gap_since, 0);
    }
    return rc == SUP_OK && clock->believed && (now == CONFIRMED || is_stale(r, c->now_ms))
               ? set_time(c, clock, &r->ran_at, c->now_ms)
               : rc;
}

sup_rc
sup_timed_clock_read(sup_ctx *c, const char *together, sup_timed_clock *out)
{
    const ProtobufCMessageDescriptor *type = &sup__clock_record__descriptor;
    ProtobufCMessage *own = NULL, *before = NULL;
    sup_rc rc = sup_ctx_message(c, CLOCK, type, &own, &out->version);
    rc = rc < 0
             ? rc
             : sup_worst(rc, sup_ctx_message(c, together, type, &before, &out->together));
    if (rc != SUP_OK) {
        return rc;
    }
    if (own == NULL && before != NULL) {
        before->n_unknown_fields = 0; /* the jobs' */
        out->touched = 1;
    }
    out->record = (Sup__ClockRecord *)(own != NULL ? own : before);
    if (out->record == NULL) {
        out->record = SUP_NEW(c->arena, Sup__ClockRecord, sup__clock_record__descriptor);
    }
    return out->record == NULL ? SUP_NOMEM : SUP_OK;
}

sup_rc
sup_timed_clock_put(sup_ctx *c, const sup_timed_clock *clock)
{
    sup_rc rc = sup_op_check(c, CLOCK, clock->version);
    if (rc != SUP_OK || !clock->touched) {
        return rc;
    }
    clock->record->schema = SUP_SCHEMA;
    return sup_op_put(c, CLOCK, &clock->record->base, 0);
}
