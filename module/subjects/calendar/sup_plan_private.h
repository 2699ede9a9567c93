/* What the endpoints of periods and schedules share.
 * Owns: the table of the two kinds.
 * Must not know: occurrences. */
#ifndef SUP_PLAN_PRIVATE_H
#define SUP_PLAN_PRIVATE_H

#include "engine/sup_problem.h"
#include "engine/sup_route.h"
#include "sup_plan.h"

/* Offsets are of the message and of the record that holds all of them. */
typedef struct {
    const char *key; /* of the record; the path of the collection is the same word */
    const ProtobufCMessageDescriptor *type;
    const ProtobufCMessageDescriptor *record;
    size_t id;
    size_t items;
    size_t n_items;
    size_t max;
    sup_rc (*check)(sup_ctx *c, ProtobufCMessage *message);
    /* Is what stands there now the actor's to change? It may be of other domains than the
     * one that is put in its place. */
    int (*is_his)(const sup_ctx *c, const ProtobufCMessage *stored);
    /* One that holds although no record has it: a rulebook's. */
    int (*is_built_in)(const sup_ctx *c, const char *id);
} sup_plan_kind;

extern const sup_plan_kind sup_plan_periods;
extern const sup_plan_kind sup_plan_schedules;

static inline char **
sup_plan_id(const sup_plan_kind *kind, const ProtobufCMessage *message)
{
    return (char **)((char *)(uintptr_t)message + kind->id);
}

/* The tag of all that the record holds, unquoted: 0 while there is none. */
char *sup_plan_tag(sup_ctx *c, const sup_plan_kind *kind, uint64_t version);

/* sup_plan_check.c; what is left empty is filled in. */
sup_rc sup_plan_check_period(sup_ctx *c, ProtobufCMessage *message);
sup_rc sup_plan_check_schedule(sup_ctx *c, ProtobufCMessage *message);
int sup_plan_period_is_his(const sup_ctx *c, const ProtobufCMessage *stored);
int sup_plan_schedule_is_his(const sup_ctx *c, const ProtobufCMessage *stored);

#endif
