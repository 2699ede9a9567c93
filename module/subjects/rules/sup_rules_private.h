/* What the files of the rulebook compiler share.
 * Owns: sup_pattern, the entry of the validation.
 * Must not know: nginx, Redis, HTTP. */
#ifndef SUP_RULES_PRIVATE_H
#define SUP_RULES_PRIVATE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include "sup_rules.h"
#include "supervision/v1/rules.pb-c.h"

struct sup_pattern_s {
    pcre2_code *code;
    const Sup__Pattern *pattern;
    size_t category; /* index in book->categories */
};

/* Everything about a rulebook but its regular expressions. domain may be empty. */
sup_rc sup_rules_check(sup_arena *arena, const Sup__Rulebook *book, sup_str domain,
                       sup_wire_error *error);

/* The index of a category; n_categories when it is not there. */
size_t sup_rules_category(const Sup__Rulebook *book, sup_str code);

/* 1 when the rulebook's plugin has a hook and its verdict is good. */
int sup_rules_hook_ask(sup_arena *arena, const sup_rulebook *rulebook,
                       const sup_plugin_report *report, sup_plugin_verdict *verdict);

/* An index of what texts must contain for each pattern to have a chance. find: by
 * pattern, whether it must be run; NULL when the arena is used up. */
struct sup_needles_s;
sup_rc sup_rules_needles_make(sup_arena *arena, const Sup__Rulebook *book,
                              const struct sup_needles_s **out);
unsigned char *sup_rules_needles_find(sup_arena *arena, const struct sup_needles_s *index,
                                      sup_str text);

/* The line of a field path (patterns[3].regex) in a text format, from 1; of its nearest
 * parent when the field is not written there. */
unsigned sup_rules_line(sup_str text, const char *path);

#endif
