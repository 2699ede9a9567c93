/* A check that the tests of rules share.
 * Owns: the comparison of the index of needles with PCRE2 itself.
 * Must not know: which rulebook is tested. */
#ifndef SUP_TEST_NEEDLES_H
#define SUP_TEST_NEEDLES_H

#include <stdio.h>
#include <stdlib.h>
#include "rules/sup_rules.h"
#include "rules/sup_rules_needles.h"
#include "rules/sup_rules_scan.h"

/* The index of needles may only leave out what cannot match. */
static inline void
sup_test_needles(sup_arena *arena, const sup_rulebook *book, sup_str text)
{
    unsigned char *chance = sup_rules_needles_find(arena, book->needles, text);
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    pcre2_match_context *limits = pcre2_match_context_create(NULL);
    size_t i;

    (void)pcre2_set_match_limit(limits, 500);
    for (i = 0; chance != NULL && i < book->book->n_patterns; i++) {
        if (!chance[i] && pcre2_match(book->patterns[i].code, (PCRE2_SPTR)text.data,
                                      text.len, 0, 0, data, limits) >= 0) {
            fprintf(stderr, "left out, but matches: %s\n",
                    book->book->patterns[i]->regex);
            abort();
        }
    }
    pcre2_match_context_free(limits);
    pcre2_match_data_free(data);
}

#endif
