/* The parts of a rulebook's validation: what a table cannot say.
 * Owns: their declarations.
 * Must not know: PCRE2, nginx, Redis, HTTP.
 *
 * Each looks at a rulebook that keeps to its tables. */
#ifndef SUP_RULES_CHECK_PARTS_H
#define SUP_RULES_CHECK_PARTS_H

#include "sup_rules_refuse.h"

/* Items of sections. */
sup_rc sup_rules_check_items(sup_rules_checked *c);
/* Schedules. */
sup_rc sup_rules_check_schedules(sup_rules_checked *c);
/* Deadlines, templates and scoring. */
sup_rc sup_rules_check_whole(sup_rules_checked *c);

#endif
