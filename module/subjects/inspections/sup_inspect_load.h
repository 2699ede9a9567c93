/* What is read before an inspection can be scored.
 * Owns: that it is all asked for in one round trip.
 * Must not know: what is made of it. */
#ifndef SUP_INSPECT_LOAD_H
#define SUP_INSPECT_LOAD_H

#include "sup_inspect_state.h"

sup_rc sup_inspect_load(sup_ctx *c, sup_inspect *s);

#endif
