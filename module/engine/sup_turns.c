/* Turns: calls that race go on one after the other.
 * Owns: the queue of an engine, and who waits in it.
 * Must not know: what a call decides, what it answers.
 *
 * Calls that all take the next number of a sequence can win but one at a time. If all who
 * lost tried again at once, each number would cost as many tries as there are calls; so
 * whoever has lost waits until those before have ended, and newcomers who would race with
 * the first of them wait behind. Its worker's calls alone: between workers there is the
 * race still, of one call each. When Redis hangs, the first of the queue runs into the
 * time-out, and the others are refused at once, as everybody is then. */
#include "sup_turns.h"

/* Runs the first of the queue. Not from within itself: a call may end before
 * step() returns, and the next one's turn has come then. */
void
sup_turns_pass(sup_engine *engine)
{
    sup_call *call;
    if (engine->turns.passing) {
        return;
    }
    engine->turns.passing = 1;
    while ((call = engine->turns.first) != NULL && !call->running) {
        call->running = 1;
        call->step(call);
    }
    engine->turns.passing = 0;
}

void
sup_turns_take(sup_call *call)
{
    sup_engine *engine = call->engine;
    sup_call *last = engine->turns.last;
    call->queued = 1;
    if (last == NULL) {
        engine->turns.first = call;
    } else {
        last->next = call;
    }
    engine->turns.last = call;
    sup_turns_pass(engine);
}

int
sup_turns_races(sup_call *call)
{
    const sup_ctx *c = &call->ctx;
    const sup_call *first = call->engine->turns.first;
    for (size_t i = 0; first != NULL && !call->queued && i < c->n_ops; i++) {
        if (c->ops[i].kind == SUP_OP_CHECK &&
            sup_str_eq(c->ops[i].key, first->raced_for)) {
            call->raced_for = c->ops[i].key;
            return 1;
        }
    }
    return 0;
}

void
sup_turns_leave(sup_call *call)
{
    sup_engine *engine = call->engine;
    sup_assert(engine->turns.first == call);
    engine->turns.first = call->next;
    if (call->next == NULL) {
        engine->turns.last = NULL;
    }
}
