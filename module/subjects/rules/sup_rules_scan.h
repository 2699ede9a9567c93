/* The patterns of the rulebooks asked about one text.
 * Owns: a compiled pattern, which of them spoke, the sums by category; the only header
 *   that knows PCRE2.
 * Must not know: who wins, what is answered. */
#ifndef SUP_RULES_SCAN_H
#define SUP_RULES_SCAN_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include "sup_rulebook.h"
#include "supervision/v1/rules.pb-c.h"

/* A pattern of a rulebook, compiled. */
struct sup_pattern_s {
    pcre2_code *code;
    const Sup__Pattern *pattern;
    size_t category; /* index in book->categories */
};

typedef struct {
    sup_arena *arena;
    sup_rulebook *const *books;
    size_t n_books;
    const char *domain;    /* ""; any of them is asked */
    sup_str text;          /* then as much of it as is read; empty when it is no UTF-8 */
    int32_t **weights;     /* by book, by category */
    unsigned char **spoke; /* by book, by pattern */
    unsigned limited;      /* patterns that reached their limit */
    pcre2_match_data *data;
    pcre2_match_context *limits;
} sup_rules_scan;

/* arena, books, n_books, domain and text are given; the rest is filled. SUP_OK or SUP_NOMEM. */
sup_rc sup_rules_scan_run(sup_rules_scan *s);
/* Is this book one of those that are asked? */
int sup_rules_scan_asks(const sup_rules_scan *s, size_t book);

#endif
