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

#include "sup_subject.h"

/* The job has passed over something that cannot be read, and done the rest: it is logged. */
void sup_timed_left_out(sup_timed *t, sup_rc rc);
/* Where the job goes on next time: a text of its record. A copy is kept, and the record is
 * touched, when it is another one than before. */
sup_rc sup_timed_keep(sup_timed *t, char **field, sup_str place);
/* What the server has brought for this job, or NULL. */
const sup_tick_brought *sup_timed_brought(const sup_timed *t);

/* What the engine runs. */
sup_rc sup_decide_timed(sup_ctx *c);

#endif
