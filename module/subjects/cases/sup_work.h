/* One action under way: what its check, its reads and its effect share.
 * Owns: sup_work, and the table from actions to what they do.
 * Must not know: who may act (core/sup_life.c), HTTP. */
#ifndef SUP_WORK_H
#define SUP_WORK_H

#include "engine/sup_route.h"
#include "engine/sup_sequence.h"
#include "sup_case.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/cases.pb-c.h"

/* The table of actions on a case, in the order in which a desk offers them. */
typedef struct {
    sup_variant variant; /* cases/{id}/<path>; fields of ActionRequest */
    sup_action action;
    unsigned duty; /* roles that are waited for to take it: what `mine` lists */
} sup_action_row;
extern const sup_action_row sup_actions[];
extern const size_t sup_actions_n;

typedef struct {
    sup_ctx *c;
    const Sup__ActionRequest *in;
    sup_case k;
    Sup__Event *event;
    /* of actions that need more than the case itself */
    const Sup__Unit *unit; /* the one named, or the case's */
    sup_case parent;       /* of merge */
    char *mark_key;        /* of merge and withdraw: changes with the supporters */
    uint64_t mark_version;
    Sup__Notice *notice;       /* the new one, of dispatch and reassign */
    sup_sequence *numbers;     /* of notices; several actions of one commit share it */
    uint32_t deadline_percent; /* of the usual time to rectify */
    const char *inspection;    /* that the action belongs to; or "" */
    unsigned is_new;           /* the case is made in this commit */
} sup_work;

typedef struct {
    sup_action action;
    sup_rc (*load)(sup_work *w); /* what it reads besides the case; or NULL */
    sup_rc (*apply)(
        sup_work *w); /* changes w->k and w->event; the state is set after it */
    size_t note;      /* offset of the text of ActionRequest that the event keeps */
} sup_doing;

/* Every action of sup_actions has one. */
const sup_doing *sup_doing_find(sup_action action);

/* What progress does: a milestone of the directive is reached. */
sup_rc sup_progress(sup_work *w);

/* The action taken on a case with deadlines and counters: the life cycle asked, the effect, the ops. What doing->load would read
 * is there already. Numbers are not saved: sup_sequence_save() is the caller's, once. */
sup_rc sup_action_take(sup_work *w, sup_action action);

/* Fields taken, required, and well-formed; lists and times within bounds. */
sup_rc sup_action_check(sup_ctx *c, const sup_action_row *row,
                        const Sup__ActionRequest *in);

#endif
