/* What the files of the validation share: where it stands, how it refuses.
 * Owns: the state of one validation.
 * Must not know: PCRE2, nginx, Redis, HTTP. */
#ifndef SUP_RULES_CHECK_H
#define SUP_RULES_CHECK_H

#include "sup_rules_private.h"
#include "supervision/v1/rules.pb-c.h"

#define SUP_RULES_PATH_MAX 160

typedef struct {
    sup_arena *arena;
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

/* Whether one of bases, categories, items, sections, grades or templates has
 * the code. */
int sup_rules_has(const Sup__Rulebook *book, const char *list, const char *code);

/* What a table cannot say, of a rulebook that keeps to the tables. */
sup_rc sup_rules_check_whole(sup_rules_checked *c);
sup_rc sup_rules_check_schedules(sup_rules_checked *c);

#endif
