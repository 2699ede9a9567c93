/* One validation of a rulebook under way: where it stands, how it refuses.
 * Owns: the state, the path of the field looked at.
 * Must not know: what is refused, and why. */
#ifndef SUP_RULES_REFUSE_H
#define SUP_RULES_REFUSE_H

#include "wire/sup_wire.h"
#include "sup_rulebook.h"
#include "supervision/v1/rules.pb-c.h"

#define SUP_RULES_PATH_MAX 160

typedef struct {
    sup_arena *arena;
    sup_rulebook rulebook; /* not more of it than the book, for the look-ups */
    const Sup__Rulebook *book;
    sup_wire_error *error;
    char path[SUP_RULES_PATH_MAX]; /* of the field looked at: sections[1].items[0].code */
} sup_rules_checked;

/* Fills the error with the path and this sentence; returns SUP_RULES_INVALID, or
 * SUP_NOMEM when detail is NULL. */
sup_rc sup_rules_refuse(sup_rules_checked *c, const char *detail);

/* Steps into a field; index < 0: not one of a list. */
void sup_rules_path(sup_rules_checked *c, const char *field, long index);

/* Refuses a field of the message that the path stands at. */
sup_rc sup_rules_refuse_field(sup_rules_checked *c, const char *field,
                              const char *detail);

#endif
