/* The kinds of keys of the store that are the engine's own.
 * Owns: their rows.
 * Must not know: what stands under a key. */
#include "sup_subject.h"

const sup_key_row sup_engine_keys[] = {
    {"once:<hash>", "what an Idempotency-Key led to; expires"},
    {"sequence:<name>:<yyyy>", "the last number of a kind and year"},
    {"lease:timed", "who does timed work now; expires"},
    {"timed:<job>", "how far a job of timed work has come, and when its clock was read"},
    {"timed",
     "the same of all jobs, as the version before kept it; goes when it is split"},
    {.pattern = NULL},
};
