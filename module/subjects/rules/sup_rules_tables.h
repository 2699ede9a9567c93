/* What each field of a rulebook may hold, as tables.
 * Owns: the kinds of rules.
 * Must not know: how a rulebook is walked, PCRE2, nginx, Redis, HTTP. */
#ifndef SUP_RULES_TABLES_H
#define SUP_RULES_TABLES_H

#include "sup_rulebook.h"

typedef enum {
    R_CODE,    /* [a-z][a-z0-9_]*, min to max bytes */
    R_UNIT,    /* [a-z0-9][a-z0-9-]*, or empty when min is 0 */
    R_TEXT,    /* min to max characters, no control characters */
    R_BYTES,   /* min to max bytes of anything */
    R_ENUM,    /* min to max */
    R_INT,     /* int32, min to max */
    R_UINT,    /* uint32, min to max */
    R_PERCENT, /* double, 0 to 100 */
    R_REF,     /* a code that exists in a list; may be empty when min is 0 */
    R_LIST     /* min to max elements, each checked by the sub-table */
} sup_rule_kind;

/* A list that codes can refer to. */
typedef struct {
    const char *name; /* as the text format spells it */
    int (*has)(const sup_rulebook *rulebook, const char *code);
} sup_rule_list;

typedef struct sup_rule_s sup_rule;
struct sup_rule_s {
    const char *field;
    sup_rule_kind kind;
    unsigned min, max;
    const sup_rule *sub;       /* of R_LIST */
    const sup_rule_list *list; /* of R_REF */
};

/* Ended by a row without field. */
extern const sup_rule sup_rules_of_book[];

#endif
