/* Needles read out of a regular expression.
 * Owns: what a text must contain for one alternative to have a chance.
 * Must not know: PCRE2, what a pattern means, the index. */
#ifndef SUP_RULES_NEEDLES_READ_H
#define SUP_RULES_NEEDLES_READ_H

#include "core/sup_base.h"

#define SUP_NEEDLES_PARTS_MAX 8 /* conditions kept of one alternative; bits of a byte */

/* A condition: one of the needles must occur. n 0: none is known. */
typedef struct {
    sup_str *needles;
    size_t n;
} sup_needles_need;

/* One of the outermost alternatives of a pattern needs all of its parts. */
typedef struct {
    sup_needles_need *parts[SUP_NEEDLES_PARTS_MAX];
    size_t n;
} sup_needles_branch;

typedef struct {
    sup_arena *arena;
    const char *at; /* of the regular expression */
    int lost;       /* met something it does not understand, or the arena is used up */
    unsigned depth;
} sup_needles_reader;

/* Reads up to the next | or the end; afterwards r->at stands there, unless it is lost. */
void sup_needles_read(sup_needles_reader *r, sup_needles_branch *branch);

#endif
