/* What the table of this room names: decide functions and hearers.
 * Owns: their declarations.
 * Must not know: what they decide. */
#ifndef SUP_STANDING_SUBJECT_H
#define SUP_STANDING_SUBJECT_H

#include "engine/sup_ctx.h"

sup_rc sup_decide_board(sup_ctx *c);
sup_rc sup_decide_standing(sup_ctx *c);
sup_rc sup_decide_standings(sup_ctx *c);

enum { SUP_BOARD_CASE_OPS = 22, SUP_BOARD_CHECK_OPS = 2 };
sup_rc sup_board_hear_case(sup_ctx *c, const void *told);
sup_rc sup_board_hear_check(sup_ctx *c, const void *told);

#endif
