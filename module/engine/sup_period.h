/* A month as it is asked for: yyyy-mm, or this one.
 * Owns: which months can be asked for.
 * Must not know: what is counted in it. */
#ifndef SUP_PERIOD_H
#define SUP_PERIOD_H

#include "sup_ctx.h"

/* text empty: this month. The failure names the field. out has room for 8. */
sup_rc sup_period_read(sup_ctx *c, const char *field, const char *text, char out[8]);

#endif
