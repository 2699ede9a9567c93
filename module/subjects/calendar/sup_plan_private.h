/* What the endpoints of periods and schedules share.
 * Owns: the table of the two kinds.
 * Must not know: occurrences. */
#ifndef SUP_PLAN_PRIVATE_H
#define SUP_PLAN_PRIVATE_H

#include "engine/sup_put.h"
#include "engine/sup_subject.h"
#include "sup_plan.h"

/* Offsets are of the message and of the record that holds all of them. */
typedef struct {
    sup_put_kind put; /* first: what is put casts back. The record's key is the same word
                       * as the path of its collection */
    const ProtobufCMessageDescriptor *record;
    size_t items;
    size_t n_items;
    size_t max;
} sup_plan_kind;

extern const sup_plan_kind sup_plan_periods;
extern const sup_plan_kind sup_plan_schedules;

/* The tag of all that the record holds, unquoted: 0 while there is none. */
char *sup_plan_tag(sup_ctx *c, const sup_plan_kind *kind, uint64_t version);

/* What may be put; what is left empty is filled in. And whether the actor may replace
 * what stands there: it may be of other domains than what is put in its place. */
sup_rc sup_period_check(sup_ctx *c, ProtobufCMessage *message);
sup_rc sup_period_may_replace(sup_ctx *c, const ProtobufCMessage *stored);
sup_rc sup_schedule_check(sup_ctx *c, ProtobufCMessage *message);
sup_rc sup_schedule_may_replace(sup_ctx *c, const ProtobufCMessage *stored);

/* sup_plan_check.c: what both have. */
sup_rc sup_plan_check_names(sup_ctx *c, const char *name, const char *name_en);
sup_rc sup_plan_check_domain(sup_ctx *c, const char *domain, const char *field);
/* A field that is a day, yyyy-mm-dd. */
sup_rc sup_plan_check_day(sup_ctx *c, const char *field, const char *text, int32_t *day);
sup_rc sup_plan_not_his(sup_ctx *c);

#endif
