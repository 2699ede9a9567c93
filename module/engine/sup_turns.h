/* A call under way, and the turns of calls that race.
 * Owns: sup_call, the queue of an engine.
 * Must not know: what a call decides, what it answers. */
#ifndef SUP_TURNS_H
#define SUP_TURNS_H

#include "sup_ctx.h"

typedef struct sup_call_s sup_call;
struct sup_call_s {
    sup_ctx ctx;
    sup_engine *engine;
    sup_api_done done;     /* of a request ... */
    sup_api_ticked ticked; /* ... or of timed work */
    void *data;
    unsigned rounds;
    unsigned tries;
    sup_read *batch; /* what the store fills now: copies of ctx.reads' questions */
    unsigned queued; /* has lost a race, and goes on in its turn */
    unsigned running;
    sup_str raced_for;            /* the key whose check failed, or would have */
    void (*step)(sup_call *call); /* runs decide, and what follows from it */
    sup_call *next;               /* in the queue */
};

/* Would the commit race with the call whose turn it is? */
int sup_turns_races(sup_call *call);
/* To the end of the queue; goes on when its turn has come, perhaps at once. */
void sup_turns_take(sup_call *call);
/* The first one, whose turn it was, has ended. */
void sup_turns_leave(sup_call *call);
/* Runs whose turn it is. */
void sup_turns_pass(sup_engine *engine);

#endif
