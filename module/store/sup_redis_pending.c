/* The FIFO of what was asked of Redis, in the order in which it answers.
 * Owns: how a command comes into the queue, and out of it.
 * Must not know: what becomes of an answer, sockets, hiredis. */
#include "sup_store_redis_impl.h"

#include <stdlib.h>

sup_pending *
sup_redis_push(sup_redis *redis, size_t mark, sup_pending_kind kind, size_t replies)
{
    sup_pending *pending = redis->out.failed ? NULL : calloc(1, sizeof(*pending));

    if (pending == NULL) {
        redis->out.tail = redis->out.head + mark;
        redis->out.failed = 0;
        return NULL;
    }
    pending->kind = kind;
    pending->replies = replies;
    pending->start_ms = redis->vtable.now_ms(redis->owner);
    pending->end = redis->consumed + (redis->out.tail - redis->out.head);
    if (redis->last == NULL) {
        redis->first = pending;
    } else {
        redis->last->next = pending;
    }
    redis->last = pending;
    redis->waiting += replies;
    return pending;
}

size_t
sup_redis_mark(const sup_redis *redis)
{
    return redis->out.tail - redis->out.head;
}

void
sup_redis_pop(sup_redis *redis)
{
    sup_pending *pending = redis->first;

    redis->first = pending->next;
    if (redis->first == NULL) {
        redis->last = NULL;
    }
    free(pending);
}

sup_rc
sup_redis_push_aside(sup_redis *redis, sup_aside aside, const sup_str *words, size_t n)
{
    size_t at = sup_redis_mark(redis);
    sup_pending *pending;

    if (aside == SUP_ASIDE_LOAD) {
        sup_redis_write_load(&redis->out);
    } else {
        sup_redis_words(&redis->out, words, n);
    }
    pending = sup_redis_push(redis, at, SUP_PENDING_ASIDE, 1);
    if (pending == NULL) {
        return SUP_NOMEM;
    }
    pending->aside = aside;
    pending->handshake = redis->shaking;
    redis->loading |= aside == SUP_ASIDE_LOAD;
    redis->asides += aside == SUP_ASIDE_INFO || aside == SUP_ASIDE_CONFIG;
    return SUP_OK;
}

sup_pending *
sup_redis_push_commit(sup_redis *redis, sup_str campus, const sup_op *ops, size_t n)
{
    size_t at = sup_redis_mark(redis);
    sup_pending *pending;

    sup_redis_write_commit(&redis->out, campus, ops, n);
    pending = sup_redis_push(redis, at, SUP_PENDING_COMMIT, 1);
    if (pending != NULL) {
        pending->ops = ops;
        pending->n = n;
        memcpy(pending->campus, campus.data, campus.len);
        pending->campus_len = campus.len;
    }
    return pending;
}
