/* Timed work: the lease, the clock, and the table of jobs.
 * Owns: who may work now, how far it has come (TimedRecord), what a job gets and gives.
 * Must not know: what a job does, timers, how often it is run.
 *
 * A run is one decide of the engine, and one commit: it checks the lease, so a worker
 * that was stopped while it decided writes nothing once another has taken over; and it
 * checks the TimedRecord, so what a run does and how far it says it has come are one. */
#ifndef SUP_TIMED_H
#define SUP_TIMED_H

#include "sup_ctx.h"
#include "supervision/v1/calendar.pb-c.h"

#define SUP_TIMED_LEASE "lease:timed"
#define SUP_TIMED       "timed"

typedef struct {
    sup_ctx *c;
    Sup__TimedRecord *record; /* a job changes its own fields; then touched */
    unsigned touched;
    unsigned more; /* set by a job that has left something for the next run */
} sup_timed;

/* A part of every run. Bounded in what it reads and writes: all jobs together make one
 * commit, of SUP_OPS_MAX ops at most. One that fails leaves nothing behind, and does not
 * keep the others from their work. */
typedef struct {
    const char *name;
    sup_rc (*decide)(sup_timed *t);
} sup_timed_job;

sup_rc sup_timed_make(sup_timed *t); /* occurrences of today, tomorrow, and missed days */
sup_rc sup_timed_miss(sup_timed *t); /* those whose time is over */
sup_rc sup_timed_close(sup_timed *t);   /* cases whose reporters stayed silent */
sup_rc sup_timed_collect(sup_timed *t); /* photos that nothing refers to */

/* A job has passed over something that cannot be read, and done the rest: it is logged. */
void sup_timed_left_out(sup_timed *t, const char *job, sup_rc rc);

/* What the engine runs. */
sup_rc sup_decide_timed(sup_ctx *c);

#endif
