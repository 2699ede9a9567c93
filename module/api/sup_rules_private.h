/* What the files of the rulebook compiler share.
 * Owns: sup_pattern, the entry of the validation.
 * Must not know: nginx, Redis, HTTP. */
#ifndef SUP_RULES_PRIVATE_H
#define SUP_RULES_PRIVATE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include "sup_rules.h"

struct sup_pattern_s {
    pcre2_code *code;
    const Sup__Pattern *pattern;
    size_t category; /* index in book->categories */
};

/* Everything about a rulebook but its regular expressions. domain may be empty. */
sup_rc sup_rules_check(sup_arena *arena, const Sup__Rulebook *book, sup_str domain,
                       sup_wire_error *error);

/* The line of a field path (patterns[3].regex) in a text format, from 1; of its nearest
 * parent when the field is not written there. */
unsigned sup_rules_line(sup_str text, const char *path);

#endif
