/* The Redis store: the verbs, the FIFO of what was asked, replies in, callbacks out.
 * Owns: every pending command, from the verb to its one callback.
 * Must not know: sockets, timers, nginx; what a command looks like or a reply means,
 *   hiredis. */
#include "sup_store_redis_impl.h"

#include <stdlib.h>

/* An emptied buffer larger than this is given back. */
#define BUFFER_KEEP (1 << 20)

/* --- life ------------------------------------------------------------------------------
 */

static sup_rc store_read(sup_store *store, sup_arena *arena, sup_str campus,
                         sup_read *reads, size_t n, sup_read_done done, void *data);
static sup_rc store_commit(sup_store *store, sup_arena *arena, sup_str campus,
                           const sup_op *ops, size_t n, sup_commit_done done, void *data);

static sup_str
keep(char **at, sup_str text)
{
    sup_str kept = {*at, text.len};

    if (text.len > 0) {
        memcpy(*at, text.data, text.len);
    }
    *at += text.len;
    return kept;
}

sup_redis *
sup_redis_create(const sup_redis_options *options, const sup_redis_owner *vtable,
                 void *owner)
{
    sup_redis *redis = calloc(1, sizeof(*redis));
    char *at;

    if (redis == NULL) {
        return NULL;
    }
    redis->secrets = malloc(options->user.len + options->password.len + 1);
    if (redis->secrets == NULL) {
        free(redis);
        return NULL;
    }
    at = redis->secrets;
    redis->options = *options;
    redis->options.user = keep(&at, options->user);
    redis->options.password = keep(&at, options->password);
    redis->vtable = *vtable;
    redis->owner = owner;
    redis->store.read = store_read;
    redis->store.commit = store_commit;
    return redis;
}

void
sup_redis_destroy(sup_redis *redis)
{
    if (redis == NULL) {
        return;
    }
    sup_redis_disconnected(redis);
    free(redis->secrets);
    free(redis);
}

sup_store *
sup_redis_store(sup_redis *redis)
{
    return &redis->store;
}

const sup_redis_state *
sup_redis_status(const sup_redis *redis)
{
    return &redis->state;
}

size_t
sup_redis_pending(const sup_redis *redis)
{
    return redis->waiting;
}

/* --- the verbs -------------------------------------------------------------------------
 */

static int
has_room(const sup_redis *redis, size_t replies)
{
    return redis->state.ready && redis->waiting + replies <= redis->options.pending_max;
}

static sup_rc
store_read(sup_store *store, sup_arena *arena, sup_str campus, sup_read *reads, size_t n,
           sup_read_done done, void *data)
{
    sup_redis *redis = (sup_redis *)store;
    sup_rc rc = sup_store_check_reads(campus, reads, n);
    size_t i, at = sup_redis_mark(redis);
    sup_pending *pending;

    if (rc != SUP_OK) {
        return rc;
    }
    if (!has_room(redis, n)) {
        return SUP_STORE_AWAY;
    }
    for (i = 0; i < n; i++) {
        sup_redis_write_read(&redis->out, campus, &reads[i]);
    }
    pending = sup_redis_push(redis, at, SUP_PENDING_READ, n);
    if (pending == NULL) {
        return SUP_NOMEM;
    }
    sup_store_reset_reads(reads, n);
    pending->arena = arena;
    pending->reads = reads;
    pending->n = n;
    pending->read_done = done;
    pending->data = data;
    redis->vtable.want_write(redis->owner);
    return SUP_OK;
}

static sup_rc
store_commit(sup_store *store, sup_arena *arena, sup_str campus, const sup_op *ops,
             size_t n, sup_commit_done done, void *data)
{
    sup_redis *redis = (sup_redis *)store;
    sup_rc rc = sup_store_check_ops(campus, ops, n);
    sup_pending *pending;

    (void)arena;
    if (rc != SUP_OK) {
        return rc;
    }
    if (!has_room(redis, 1)) {
        return SUP_STORE_AWAY;
    }
    if (!redis->state.durable_enough) {
        return SUP_STORE_WEAK;
    }
    pending = sup_redis_push_commit(redis, campus, ops, n);
    if (pending == NULL) {
        return SUP_NOMEM;
    }
    pending->commit_done = done;
    pending->data = data;
    redis->vtable.want_write(redis->owner);
    return SUP_OK;
}

/* --- output ----------------------------------------------------------------------------
 */

sup_str
sup_redis_output(sup_redis *redis)
{
    return (sup_str){redis->out.data == NULL ? "" : redis->out.data + redis->out.head,
                     redis->out.tail - redis->out.head};
}

static void
buffer_free(sup_redis_buffer *out)
{
    free(out->data);
    *out = (sup_redis_buffer){NULL, 0, 0, 0, 0};
}

void
sup_redis_consume(sup_redis *redis, size_t n)
{
    sup_redis_buffer *out = &redis->out;

    if (n > out->tail - out->head) {
        n = out->tail - out->head;
    }
    out->head += n;
    redis->consumed += n;
    if (out->head < out->tail) {
        /* A peer slower than we are: without this the buffer would grow for ever. */
        if (out->head > out->size / 2) {
            memmove(out->data, out->data + out->head, out->tail - out->head);
            out->tail -= out->head;
            out->head = 0;
        }
    } else if (out->size > BUFFER_KEEP) {
        buffer_free(out);
    } else {
        out->head = out->tail = 0;
    }
}

/* --- the connection's beginning, end, and time ------------------------------------ */

void
sup_redis_connected(sup_redis *redis)
{
    sup_redis_disconnected(redis);
    redis->reader = sup_redis_reader_create();
    redis->connected = 1;
    redis->judged = 0;
    redis->load_rc = SUP_OK;
    redis->facts = SUP_REDIS_FACTS_UNKNOWN;
    if (redis->reader == NULL || sup_redis_handshake_begin(redis) != SUP_OK) {
        sup_redis_handshake_end(redis, SUP_NOMEM);
        return;
    }
    redis->vtable.want_write(redis->owner);
}

void
sup_redis_disconnected(sup_redis *redis)
{
    sup_pending *pending = redis->first, *next;
    uint64_t consumed = redis->consumed;

    redis->epoch++;
    redis->first = redis->last = NULL;
    redis->waiting = redis->asides = redis->loading = redis->shaking = 0;
    redis->connected = 0;
    redis->state.ready = redis->state.durable_enough = 0;
    redis->consumed = 0;
    buffer_free(&redis->out);
    sup_redis_reader_destroy(redis->reader);
    redis->reader = NULL;

    for (; pending != NULL; pending = next) {
        /* Redis executes whole commands only: one that lacks its last byte was not. */
        int sent = pending->kind == SUP_PENDING_COMMIT && pending->end <= consumed;

        next = pending->next;
        sup_redis_answer(pending, sent ? SUP_STORE_UNKNOWN : SUP_STORE_AWAY, 0, 0);
        free(pending);
    }
}

/* The answered mark keeps the place in the FIFO. A command that was sent a second time
 * has an older start than those before it, so the whole list is walked. */
int64_t
sup_redis_expire(sup_redis *redis, int64_t timeout_ms)
{
    int64_t now = redis->vtable.now_ms(redis->owner), next = 0, left;
    unsigned epoch = redis->epoch;
    sup_pending *pending;

    for (pending = redis->first; pending != NULL; pending = pending->next) {
        if (pending->answered) {
            continue;
        }
        left = pending->start_ms + timeout_ms - now;
        if (left > 0) {
            next = next == 0 || left < next ? left : next;
            continue;
        }
        if (pending->kind != SUP_PENDING_ASIDE) {
            sup_redis_answer(pending, SUP_STORE_TIMEOUT, 0, 0);
        } else {
            pending->answered = 1;
            if (redis->shaking) {
                sup_redis_handshake_end(redis, SUP_STORE_TIMEOUT);
            }
        }
        if (epoch != redis->epoch) {
            return 0;
        }
    }
    return next;
}
