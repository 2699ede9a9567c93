/* One action under way, and the table of all of them.
 * Owns: sup_work, the form of a row.
 * Must not know: who may act (core/sup_life.c), HTTP. */
#ifndef SUP_WORK_H
#define SUP_WORK_H

#include "engine/sup_sequence.h"
#include "engine/sup_subject.h"
#include "sup_case.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/cases.pb-c.h"

struct sup_action_row_s;

/* What an action's reads and its effect share. */
typedef struct {
    sup_ctx *c;
    const struct sup_action_row_s *row;
    const Sup__ActionRequest *in;
    sup_case k;
    Sup__Event *event;
    const char *inspection; /* that the action belongs to; or "" */
    unsigned is_new;        /* the case is made in this commit */
    /* of actions that need more than the case itself */
    const Sup__Unit *unit; /* the one named, or the case's */
    sup_case parent;       /* of merge: a second case that is changed; or parent.c NULL */
    char *mark_key;        /* of merge and withdraw: changes with the supporters */
    uint64_t mark_version;
    Sup__Notice *notice;       /* the new one, of dispatch and reassign */
    sup_sequence *numbers;     /* of notices; several actions of one commit share it */
    uint32_t deadline_percent; /* of the usual time to rectify */
} sup_work;

/* A row of the table. Functions may be NULL but for apply; those that read return
 * SUP_AGAIN as sup_ctx_record() does. */
typedef struct sup_action_row_s {
    sup_variant variant; /* first, so that a route's variant is its row:
                          * cases/{id}/<path>, with fields of ActionRequest */
    sup_action action;
    unsigned duty; /* roles that are waited for to take it: what `mine` lists */
    size_t note;   /* offset of the text of ActionRequest that the event keeps */
    sup_rc (*first)(sup_work *w); /* reads before the case, in the same round trip */
    sup_rc (*meet)(sup_work *w);  /* reads what the life cycle asks besides the case */
    sup_rc (*load)(sup_work *w);  /* reads what the effect needs, once it is allowed */
    sup_rc (*apply)(sup_work *w); /* changes w->k and w->event; the state follows */
} sup_action_row;

/* In the order in which a desk offers them; every sup_action but SUBMIT has one row. */
extern const sup_action_row sup_actions[];
extern const size_t sup_actions_n;

/* NULL: there is none. */
const sup_action_row *sup_action_row_of(sup_action action);
const sup_action_row *sup_action_row_named(const char *path);

/* The action of w->row taken on a case with deadlines and counters: the life cycle asked,
 * the effect, the ops. What row->load would read is there already. Numbers are not saved:
 * sup_sequence_save() is the caller's, once. */
sup_rc sup_action_take(sup_work *w);

/* Fields taken, required, and well-formed; lists and times within bounds. */
sup_rc sup_action_check(sup_ctx *c, const sup_action_row *row,
                        const Sup__ActionRequest *in);

#endif
