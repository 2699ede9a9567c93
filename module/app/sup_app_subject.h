/* What the table of this room names: decide functions.
 * Owns: their declarations.
 * Must not know: what they decide. */
#ifndef SUP_APP_SUBJECT_H
#define SUP_APP_SUBJECT_H

#include "engine/sup_ctx.h"

sup_rc sup_decide_me(sup_ctx *c);
sup_rc sup_decide_health(sup_ctx *c);
sup_rc sup_decide_ready(sup_ctx *c);
sup_rc sup_decide_openapi(sup_ctx *c);

#endif
