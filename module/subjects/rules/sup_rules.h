/* The door of this room: all that others may include of it.
 * Owns: the list of its public headers, in the order in which to read them.
 * Must not know: anything itself.
 *
 * A rulebook is made at configuration time and shared read-only by all requests of its
 * worker: whatever is found in it may be kept as long as the site is there. */
#ifndef SUP_RULES_H
#define SUP_RULES_H

#include "sup_rulebook.h"       /* what a rulebook is, and what a code in it stands for */
#include "sup_rules_compile.h"  /* texts made rulebooks */
#include "sup_rules_classify.h" /* what a report is about */
#include "sup_rules_hook.h"     /* what a plugin's hook sees, and may say */
#include "sup_mask.h"           /* personal data hidden */

#endif
