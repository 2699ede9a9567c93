/* The facts of a case that the public board counts.
 * Owns: which case counts for what.
 * Must not know: how counters are stored. A counter is the sum of a fact over all cases
 *   of a month and domain, so a change of a case adds the difference of its facts. */
#ifndef SUP_FACTS_H
#define SUP_FACTS_H

#include "sup_life.h"

typedef enum {
    SUP_FACT_RECEIVED,
    SUP_FACT_ANSWERED, /* the office has spoken to the reporter */
    SUP_FACT_SOLVABLE, /* calls for solving, and was not rejected, withdrawn, merged */
    SUP_FACT_SOLVED,   /* closed, of the solvable */
    SUP_FACT_SATISFIED,
    SUP_FACT_DISSATISFIED,
    SUP_FACT_SILENT,   /* closed without a word of the reporter */
    SUP_FACT_AWAITING, /* verified, the reporter not heard yet */
    SUP_FACT_RECTIFIED,
    SUP_FACT_ON_TIME, /* of the rectified */
    SUP_FACT_REOPENED,
    SUP_FACTS
} sup_fact;

typedef struct {
    sup_state state;
    sup_kind kind;
    unsigned answered;
    unsigned reopened;
    int64_t rectified_at_ms;
    int64_t rectify_by_ms;
    enum {
        SUP_WORD_NONE,
        SUP_WORD_SATISFIED,
        SUP_WORD_DISSATISFIED,
        SUP_WORD_SILENT
    } word;
} sup_facts_case;

/* Bits 1 << sup_fact. */
unsigned sup_facts_of(const sup_facts_case *c);
/* Those that also count for the unit that has the case. Reopened is one of its solvable
 * ones, so that no ratio of a unit exceeds one. */
unsigned sup_facts_of_unit(unsigned facts);
const char *sup_fact_name(sup_fact fact); /* "received", ... */

#endif
