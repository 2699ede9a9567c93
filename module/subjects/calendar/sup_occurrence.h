/* Occurrences as the calendar keeps them.
 * Owns: the key of an occurrence, its indexes and what their members say.
 * Must not know: who may see or do one (sup_checks.h). */
#ifndef SUP_OCCURRENCE_H
#define SUP_OCCURRENCE_H

#include "engine/sup_ctx.h"
#include "sup_checks.h"
#include "supervision/v1/calendar.pb-c.h"

enum {
    SUP_CHECK_OVER = -460 /* an occurrence that is done, or excused already */
};

/* out->o is NULL when there is none; whoever asks. The failure is set when the record
 * cannot be read. */
sup_rc sup_occurrence_read(sup_ctx *c, sup_str id, sup_occurrence *out);
/* [a-z0-9][a-z0-9-]{1,47}.yyyymmdd.n */
int sup_occurrence_id_ok(sup_str id);

/* Ops of a new one, whose state says whether it is due or was missed already. */
sup_rc sup_occurrence_make(sup_ctx *c, Sup__Occurrence *o);
/* Ops of a change of state; what else has changed in it is kept too. */
sup_rc sup_occurrence_turn(sup_ctx *c, sup_occurrence *occurrence,
                           Sup__Occurrence__State state);

/* Members of the indexes: <time12 of from>:<id>:<state>:<by><covert>:<domain> in
 * `occurrences` and occurrences:unit:<u>; <time12 of until>:<id>:<time12 of
 * from>:<by><covert>:<domain>:<unit> of those due in `occurrences:open`. */
typedef struct {
    sup_str time;
    sup_str id;
    Sup__Occurrence__State state;
    unsigned covert;
    sup_str domain;
    sup_str unit; /* of `occurrences:open` alone */
    sup_str from; /* of `occurrences:open` alone: its time */
} sup_occurrence_member;
#define SUP_OCCURRENCES      "occurrences"
#define SUP_OCCURRENCES_OPEN "occurrences:open"
/* 0: the text is no such member. */
int sup_occurrence_member_parse(sup_str text, sup_occurrence_member *out);
int sup_occurrence_open_parse(sup_str text, sup_occurrence_member *out);

#endif
