/* What a list of occurrences is asked for.
 * Owns: the request, read and checked, and the page that it gets.
 * Must not know: what is found. */
#ifndef SUP_OCCURRENCE_ASK_H
#define SUP_OCCURRENCE_ASK_H

#include "engine/sup_page.h"
#include "sup_occurrence.h"
#include "supervision/v1/calendar.pb-c.h"

#define SUP_OCCURRENCES_LIMIT 100

typedef struct {
    const Sup__ListOccurrencesRequest *in;
    const char *unit;
    sup_cursor cursor; /* its index, and filter */
    size_t limit;
    char *from;        /* <time12>: the days asked for begin ... */
    char *to;          /* ... and end */
    const char *after; /* of the cursor: <time12>:<id> of the last one; or NULL */
    unsigned today;    /* no days were named: what is open from before comes first */
    /* the page */
    sup_occurrence_member members[SUP_OCCURRENCES_LIMIT];
    size_t n;
    sup_occurrence_member last;
    unsigned more;
} sup_occurrence_list;

/* Fills all but the page from l->in; or the failure is set. */
sup_rc sup_occurrence_ask(sup_ctx *c, sup_occurrence_list *l);

#endif
