/* The counters of the board, between the file that keeps them and the one that reads them.
 * Owns: their key and names: board:<yyyy-mm>, <domain>.<fact>.
 * Must not know: what the board makes of them. */
#ifndef SUP_BOARD_H
#define SUP_BOARD_H

#include "core/sup_base.h"

#define SUP_BOARD_CHECKS_DUE  "checks_due"
#define SUP_BOARD_CHECKS_DONE "checks_done"

/* NULL when the arena is used up. */
char *sup_board_key(sup_arena *arena, const char *period);

#endif
