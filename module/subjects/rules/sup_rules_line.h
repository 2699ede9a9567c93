/* Where a field stands in protobuf's text format.
 * Owns: nothing but the look.
 * Must not know: the schema, rulebooks. */
#ifndef SUP_RULES_LINE_H
#define SUP_RULES_LINE_H

#include "core/sup_base.h"

/* The line of a field path (patterns[3].regex) in a text format, from 1; of its nearest
 * parent when the field is not written there. */
unsigned sup_rules_line(sup_str text, const char *path);

#endif
