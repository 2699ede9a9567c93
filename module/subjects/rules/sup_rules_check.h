/* A rulebook validated: everything about it but its regular expressions.
 * Owns: the entry of the validation.
 * Must not know: PCRE2, nginx, Redis, HTTP. */
#ifndef SUP_RULES_CHECK_H
#define SUP_RULES_CHECK_H

#include "wire/sup_wire.h"
#include "supervision/v1/rules.pb-c.h"

/* domain may be empty. SUP_RULES_INVALID: error has the field's path and the sentence. */
sup_rc sup_rules_check(sup_arena *arena, const Sup__Rulebook *book, sup_str domain,
                       sup_wire_error *error);

#endif
