/* What a score needs besides the answers.
 * Owns: sup_scoring_facts and its purposes.
 * Must not know: where they are read. */
#ifndef SUP_SCORING_FACTS_H
#define SUP_SCORING_FACTS_H

#include <stdint.h>

typedef enum {
    SUP_SCORING_SUBMIT,  /* a report: a failure needs its evidence */
    SUP_SCORING_PREVIEW, /* what it would be now: evidence may still come */
    SUP_SCORING_STORED   /* of an issued report: live figures come as values of answers */
} sup_scoring_purpose;

/* All of it must be there before scoring. */
typedef struct {
    /* Of the unit, for items with live figures: cases of one kind that are done, of them on
     * time, of them reopened, and those overdue now; NULL: all zero. */
    const double *complaints;
    const double *repairs;
    /* Earlier failures of checklist item i within the window; NULL: none. */
    const uint32_t *repeats;
    /* Items that need not be answered: of a re-inspection all but one. What is not
     * answered is not in the score. */
    unsigned partial;
    sup_scoring_purpose purpose;
} sup_scoring_facts;

#endif
