/* A case as the endpoints of this room handle it: loading, changing, saving, showing.
 * Owns: which keys, indexes, counters and events a case has, and who sees which field.
 * Must not know: how an endpoint came to its change. */
#ifndef SUP_CASE_H
#define SUP_CASE_H

#include "core/sup_facts.h"
#include "core/sup_id.h"
#include "engine/sup_ctx.h"
#include "engine/sup_index.h"
#include "rules/sup_rules.h"
#include "sup_cases.h"
#include "supervision/v1/cases.pb-c.h"

/* How much an actor sees of a case; each sees what the one before sees, and more, but for
 * the reporter's own. */
typedef enum {
    SUP_SEES_PUBLIC,   /* masked */
    SUP_SEES_REPORTER, /* his own case, all but the names of those who work on it */
    SUP_SEES_UNIT,     /* its own cases; never who reported them */
    SUP_SEES_STAFF,    /* inspector, leader */
    SUP_SEES_OFFICE    /* office, admin: also the contact */
} sup_sees;

enum {
    SUP_CASE_UNCLASSIFIED = -424, /* neither given nor recognised: choose a domain */
    SUP_CASE_RECEIPT = -429,      /* no case opens with this receipt */
    SUP_CASE_NO_NOTICE = -432
};

/* Key and index names; out in the arena, NULL when it is used up. */
char *sup_case_key(sup_arena *arena, const char *id);
char *sup_case_events_key(sup_arena *arena, const char *id);
char *sup_case_tally_key(sup_arena *arena, const char *id);
char *sup_case_mark_key(sup_arena *arena, const char *id); /* put with each supporter */
#define SUP_TALLY_SUPPORTERS "supporters"

/* typed: the id as it stands in the path. A case that is not there, or not of an enabled
 * domain, is SUP_API_NOT_FOUND. A wrong receipt is SUP_CASE_RECEIPT. */
sup_rc sup_case_load(sup_ctx *c, sup_str typed, sup_case *out);
/* sup_case_load_other() for sup_page_load(); out: a sup_case. */
sup_rc sup_case_load_member(sup_ctx *c, sup_str id, void *out);
/* The case that a merged one came into in the end: parents may be merged themselves.
 * *out is *k when it is not merged. */
sup_rc sup_case_load_last(sup_ctx *c, const sup_case *k, sup_case *out);

/* Before a case is changed, and then saved: the ops are the difference, and others are
 * told of it. A whole copy; NULL when the arena is used up. */
Sup__CaseRecord *sup_case_remember(sup_ctx *c, const Sup__CaseRecord *record);
/* event: sequence, previous_hash and actor are filled here. before == NULL: a new case.
 */
sup_rc sup_case_save(sup_ctx *c, Sup__CaseRecord *record, uint64_t version,
                     const Sup__CaseRecord *before, Sup__Event *event);

/* One more event of the same commit, before sup_case_save()'s; event->to is the caller's.
 */
sup_rc sup_case_event(sup_ctx *c, Sup__CaseRecord *record, Sup__Event *event);

sup_sees sup_case_sees(const sup_ctx *c, const sup_case *k);
/* A copy for the actor: masked, derived fields set, actions listed for those who work on
 * it. NULL when the arena is used up. */
Sup__Case *sup_case_view(sup_ctx *c, const sup_case *k, sup_sees sees);
/* What the life cycle looks at. */
void sup_case_life(const sup_case *k, sup_life_case *life);
void sup_case_actor(const sup_ctx *c, const sup_case *k, sup_life_actor *actor);
/* Lists in the view the actions that the actor may take now. 0: the arena is used up. */
int sup_case_offer(sup_ctx *c, const sup_case *k, Sup__Case *view);
/* When its present deadline is, 0 when none runs; what for in *what. */
int64_t sup_case_due(const Sup__Case *k, const char **what);

/* The deadlines that the rulebook gives a case of the severity, counted from now; percent:
 * of the usual time to rectify. NULL when the arena is used up. */
Sup__Deadlines *sup_case_deadlines(sup_ctx *c, const sup_rulebook *rulebook,
                                   Sup__Case__Severity severity, uint32_t percent);

/* The entity tag of a case as this actor sees it; empty when the arena is used up. */
sup_str sup_case_etag(const sup_ctx *c, const sup_case *k);

#endif
