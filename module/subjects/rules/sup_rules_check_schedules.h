/* Schedules of a rulebook that keeps to its tables: what a table cannot say.
 * Owns: the entry.
 * Must not know: PCRE2, nginx, Redis, HTTP. */
#ifndef SUP_RULES_CHECK_SCHEDULES_H
#define SUP_RULES_CHECK_SCHEDULES_H

#include "sup_rules_refuse.h"

sup_rc sup_rules_check_schedules(sup_rules_checked *c);

#endif
