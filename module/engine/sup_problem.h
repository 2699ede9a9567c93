/* Problems: rows from error codes to HTTP status and texts (RFC 9457).
 * Owns: the finding of a row, a failure as a message.
 * Must not know: nginx. */
#ifndef SUP_PROBLEM_H
#define SUP_PROBLEM_H

#include "sup_subject.h"
#include "supervision/v1/engine.pb-c.h"

/* Of the engine's and all subjects' rows; the internal error's when unknown. */
const sup_problem_row *sup_problem_find(sup_rc rc);
/* The i-th of all, NULL past the last one. */
const sup_problem_row *sup_problem_at(size_t i);

Sup__Problem *sup_problem_message(sup_arena *arena, const sup_failure *failure);

#endif
