/* Timed work: the lease, the clock, and the running of every subject's jobs.
 * Owns: who may work now, whether a clock is believed, what a job gets and gives.
 * Must not know: which jobs there are, timers, how often it is run.
 *
 * A run is one decide of the engine, and one commit: it checks the lease, so a worker
 * that was stopped while it decided writes nothing once another has taken over; and it
 * checks the record of each job, so what a run does and how far it says it has come are
 * one. */
#ifndef SUP_TIMED_H
#define SUP_TIMED_H

#include "sup_ctx.h"

/* A job's part of one run. */
typedef struct {
    sup_ctx *c;
    const struct sup_timed_job_s *job;
    ProtobufCMessage *record; /* of job->record's type: how far it has come; or NULL */
    unsigned touched;         /* the record has changed */
    unsigned more;            /* something is left for the next run */
} sup_timed;

/* A row of a subject's table. Bounded in what it reads and writes: all jobs together make
 * one commit, of SUP_OPS_MAX ops at most. One that fails leaves nothing behind, and does
 * not keep the others from their work. */
typedef struct sup_timed_job_s {
    const char *name;                         /* NULL: the end */
    const ProtobufCMessageDescriptor *record; /* kept at timed:<name>; or NULL */
    sup_rc (*decide)(sup_timed *t);
} sup_timed_job;

/* The job has passed over something that cannot be read, and done the rest: it is logged. */
void sup_timed_left_out(sup_timed *t, sup_rc rc);
/* Where the job goes on next time: a text of its record. A copy is kept, and the record is
 * touched, when it is another one than before. */
sup_rc sup_timed_keep(sup_timed *t, char **field, sup_str place);
/* What the server has brought for this job, or NULL. */
const sup_tick_part *sup_timed_part(const sup_timed *t);

/* What the engine runs. */
sup_rc sup_decide_timed(sup_ctx *c);

#endif
