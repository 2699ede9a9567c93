/* The door of this room: all that others may include of it.
 * Owns: the list of its public headers, in the order in which to read them.
 * Must not know: anything itself.
 *
 * A rulebook is made at configuration time and shared read-only by all requests of its
 * worker: whatever is found in it may be kept as long as the site is there. */
#ifndef SUP_RULES_H
#define SUP_RULES_H

#include "sup_mask.h"
#include "sup_rulebook.h"
#include "sup_rules_classify.h"
#include "sup_rules_compile.h"
#include "sup_rules_hook.h"

#endif
