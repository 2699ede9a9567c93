/* Replies in, callbacks out.
 * Owns: which pending command a reply belongs to, and that each is answered once.
 * Must not know: sockets, how replies are parsed. */
#include "sup_store_redis_impl.h"

/* Every path to a callback of a verb leads through here: once, and never again. */
void
sup_redis_answer(sup_pending *pending, sup_rc rc, uint64_t version, size_t at)
{
    if (pending->answered) {
        return;
    }
    pending->answered = 1;
    if (pending->kind == SUP_PENDING_READ) {
        pending->read_done(pending->data, rc);
    } else if (pending->kind == SUP_PENDING_COMMIT) {
        pending->commit_done(pending->data, rc, version, at);
    }
}

/* The first of the pending has all its replies: it leaves the FIFO before its callback
 * runs, which may call verbs or even cause the disconnection. */
static void
finish(sup_redis *redis, sup_rc rc, uint64_t version, size_t at)
{
    sup_pending pending = *redis->first;

    sup_redis_pop(redis);
    sup_redis_answer(&pending, rc, version, at);
}

static void
read_reply(sup_redis *redis, const struct redisReply *reply)
{
    sup_pending *pending = redis->first;

    if (!pending->answered && pending->rc == SUP_OK) {
        pending->rc =
            sup_redis_fill(pending->arena, &pending->reads[pending->next_reply], reply);
    }
    if (++pending->next_reply == pending->replies) {
        finish(redis, pending->rc, 0, 0);
    }
}

/* Somebody flushed the functions. The ops are still the caller's to keep, so the command
 * is written anew, behind a load; whoever had his answer already is forgotten. */
static int
repeat_commit(sup_redis *redis)
{
    sup_pending old = *redis->first, *again;

    if (old.answered || old.repeated || !redis->state.durable_enough) {
        return 0;
    }
    if (!redis->loading &&
        sup_redis_push_aside(redis, SUP_ASIDE_LOAD, NULL, 0) != SUP_OK) {
        return 0;
    }
    again = sup_redis_push_commit(redis, (sup_str){old.campus, old.campus_len}, old.ops,
                                  old.n);
    if (again == NULL) {
        return 0;
    }
    again->repeated = 1;
    again->start_ms = old.start_ms;
    again->commit_done = old.commit_done;
    again->data = old.data;
    sup_redis_pop(redis);
    sup_redis_log(redis, 4, "redis lost the commit function: loading it again");
    redis->vtable.want_write(redis->owner);
    return 1;
}

static void
commit_error(sup_redis *redis, const sup_reply *reply)
{
    sup_rc rc = reply->rc;

    if (strstr(reply->text.data, "Function not found") != NULL) {
        if (repeat_commit(redis)) {
            return;
        }
        rc = redis->load_rc != SUP_OK ? redis->load_rc : SUP_STORE_REFUSED;
    }
    if (rc == SUP_STORE_REFUSED) {
        sup_redis_log(redis, 3, "redis refused a commit: %.120s", reply->text.data);
    }
    finish(redis, rc, 0, 0);
}

/* See commit.lua for what the number means. */
static void
commit_reply(sup_redis *redis, const sup_reply *reply)
{
    size_t n = redis->first->n;
    uint64_t fault;

    if (reply->kind == SUP_REPLY_ERROR) {
        commit_error(redis, reply);
    } else if (reply->kind != SUP_REPLY_INTEGER || reply->integer < -2 * (int64_t)n) {
        /* It may well have been written: nothing can be said. */
        finish(redis, SUP_STORE_UNKNOWN, 0, 0);
    } else if (reply->integer >= 0) {
        finish(redis, SUP_OK, (uint64_t)reply->integer, 0);
    } else {
        fault = (uint64_t)-reply->integer;
        finish(redis, fault % 2 ? SUP_STORE_CONFLICT : SUP_STORE_TYPE, 0,
               (size_t)((fault + 1) / 2 - 1));
    }
}

static void
take_reply(sup_redis *redis, const struct redisReply *raw)
{
    sup_reply reply = sup_redis_reply(raw);
    sup_pending aside;

    redis->waiting--;
    switch (redis->first->kind) {
    case SUP_PENDING_READ:
        read_reply(redis, raw);
        break;
    case SUP_PENDING_COMMIT:
        commit_reply(redis, &reply);
        break;
    case SUP_PENDING_ASIDE:
        aside = *redis->first;
        sup_redis_pop(redis);
        sup_redis_aside_done(redis, &aside, &reply);
        break;
    }
}

sup_rc
sup_redis_input(sup_redis *redis, const void *bytes, size_t n)
{
    unsigned epoch = redis->epoch;
    const char *why;
    struct redisReply *reply;

    if (!redis->connected || sup_redis_feed(redis->reader, bytes, n) != SUP_OK) {
        return SUP_STORE_CORRUPT;
    }
    for (;;) {
        if (sup_redis_next(redis->reader, &reply, &why) != SUP_OK) {
            sup_redis_log(redis, 3, "redis: protocol error: %s", why);
            return SUP_STORE_CORRUPT;
        }
        if (reply == NULL) {
            return SUP_OK;
        }
        if (redis->first == NULL) {
            sup_redis_reply_free(reply);
            sup_redis_log(redis, 3, "redis: a reply that nobody asked for");
            return SUP_STORE_CORRUPT;
        }
        take_reply(redis, reply);
        sup_redis_reply_free(reply);
        if (epoch != redis->epoch) {
            return SUP_OK; /* a callback gave up the connection: the rest means nothing */
        }
    }
}
