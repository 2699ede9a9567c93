/* The handshake, the heartbeat, and what they find out about durability.
 * Owns: the commands beside the verbs, the judgement "durable enough".
 * Must not know: how replies are parsed, sockets. */
#include "sup_store_redis_impl.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void
sup_redis_log(sup_redis *redis, int level, const char *format, ...)
{
    char line[256];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    redis->vtable.log(redis->owner, level, line);
}

/* --- asking ----------------------------------------------------------------------------
 */

static sup_rc
ask_state(sup_redis *redis)
{
    static const sup_str info[] = {{"INFO", 4}, {"server", 6}};
    static const sup_str config[] = {{"CONFIG", 6},
                                     {"GET", 3},
                                     {"appendonly", 10},
                                     {"appendfsync", 11},
                                     {"min-replicas-to-write", 21},
                                     {"maxmemory", 9},
                                     {"maxmemory-policy", 16}};
    sup_rc rc = sup_redis_push_aside(redis, SUP_ASIDE_INFO, info, 2);

    return rc == SUP_OK ? sup_redis_push_aside(redis, SUP_ASIDE_CONFIG, config, 7) : rc;
}

sup_rc
sup_redis_handshake_begin(sup_redis *redis)
{
    const sup_redis_options *options = &redis->options;
    char number[16];
    sup_rc rc = SUP_OK;

    redis->shaking = 1;
    if (options->password.len > 0) {
        sup_str words[3] = {SUP_STR("AUTH"), options->user, options->password};

        if (options->user.len == 0) {
            words[1] = options->password;
        }
        rc = sup_redis_push_aside(redis, SUP_ASIDE_AUTH, words,
                                  options->user.len == 0 ? 2 : 3);
    }
    if (rc == SUP_OK && options->database != 0) {
        sup_str words[2] = {SUP_STR("SELECT"), {number, 0}};

        words[1].len = (size_t)snprintf(number, sizeof(number), "%u", options->database);
        rc = sup_redis_push_aside(redis, SUP_ASIDE_SELECT, words, 2);
    }
    if (rc == SUP_OK) {
        rc = ask_state(redis);
    }
    if (rc == SUP_OK) {
        rc = sup_redis_push_aside(redis, SUP_ASIDE_LOAD, NULL, 0);
    }
    return rc;
}

void
sup_redis_ping(sup_redis *redis)
{
    if (redis->state.ready && redis->asides == 0) {
        (void)ask_state(redis);
        redis->vtable.want_write(redis->owner);
    }
}

/* --- judging ---------------------------------------------------------------------------
 */

/* However well it is written down: a Redis that throws records away to make room, as a
 * cache does, deletes them from its file too. */
static int
throws_away(const sup_redis_facts *facts)
{
    return facts->evicts == 1 && facts->memory_max != 0;
}

static int
enough(const sup_redis *redis)
{
    const sup_redis_facts *facts = &redis->facts;

    if (throws_away(facts) && redis->options.durability != SUP_DURABLE_ANY) {
        return 0;
    }
    switch (redis->options.durability) {
    case SUP_DURABLE_ALWAYS:
        return facts->appendonly == 1 && facts->appendfsync == SUP_APPENDFSYNC_ALWAYS;
    case SUP_DURABLE_EVERYSEC:
        return facts->appendonly == 1 && facts->appendfsync >= SUP_APPENDFSYNC_EVERYSEC;
    case SUP_DURABLE_REPLICAS:
        return facts->min_replicas >= 1 &&
               facts->min_replicas >= (int64_t)redis->options.replicas_min;
    case SUP_DURABLE_ANY:
        return 1;
    }
    return 0;
}

static void
describe(sup_redis *redis)
{
    static const char *const fsync_names[] = {"unknown", "no", "everysec", "always"};
    sup_redis_facts *facts = &redis->facts;
    int n;

    n = snprintf(redis->state.durability, sizeof(redis->state.durability),
                 "appendonly %s, appendfsync %s",
                 facts->appendonly < 0 ? "unknown"
                 : facts->appendonly   ? "yes"
                                       : "no",
                 fsync_names[facts->appendfsync]);
    if (facts->min_replicas > 0) {
        n += snprintf(redis->state.durability + n,
                      sizeof(redis->state.durability) - (size_t)n,
                      ", min-replicas-to-write %lld", (long long)facts->min_replicas);
    }
    if (throws_away(facts)) {
        snprintf(redis->state.durability + n, sizeof(redis->state.durability) - (size_t)n,
                 ", evicts records");
    }
}

static void
judge(sup_redis *redis)
{
    int was = redis->state.durable_enough;

    describe(redis);
    redis->state.durable_enough = enough(redis);
    if (!redis->state.durable_enough && (was || !redis->judged)) {
        sup_redis_log(
            redis, 3,
            "redis is less durable than configured (%s): every commit is refused",
            redis->state.durability);
    } else if (redis->state.durable_enough && redis->judged && !was) {
        sup_redis_log(redis, 6, "redis is as durable as configured again (%s)",
                      redis->state.durability);
    }
    redis->judged = 1;
}

static void
take_config(sup_redis *redis, const sup_reply *reply)
{
    sup_redis_facts facts = SUP_REDIS_FACTS_UNKNOWN;
    sup_str name, value;
    size_t i;

    for (i = 0; sup_redis_pair(reply->reply, i, &name, &value); i++) {
        if (sup_str_eq(name, SUP_STR("appendonly"))) {
            facts.appendonly = sup_str_eq(value, SUP_STR("yes"));
        } else if (sup_str_eq(name, SUP_STR("min-replicas-to-write"))) {
            facts.min_replicas = strtoll(value.data, NULL, 10);
        } else if (sup_str_eq(name, SUP_STR("maxmemory"))) {
            facts.memory_max = strtoll(value.data, NULL, 10);
        } else if (sup_str_eq(name, SUP_STR("maxmemory-policy"))) {
            facts.evicts = value.len > 8 && memcmp(value.data, "allkeys-", 8) == 0;
        } else if (sup_str_eq(name, SUP_STR("appendfsync"))) {
            facts.appendfsync =
                sup_str_eq(value, SUP_STR("always"))     ? SUP_APPENDFSYNC_ALWAYS
                : sup_str_eq(value, SUP_STR("everysec")) ? SUP_APPENDFSYNC_EVERYSEC
                                                         : SUP_APPENDFSYNC_NO;
        }
    }
    redis->facts = facts;
    judge(redis);
}

static void
take_info(sup_redis *redis, const sup_reply *reply)
{
    static const char field[] = "redis_version:";
    const char *at;
    size_t n;

    redis->state.version[0] = '\0';
    if (reply->kind != SUP_REPLY_TEXT || (at = strstr(reply->text.data, field)) == NULL) {
        return;
    }
    at += sizeof(field) - 1;
    n = strspn(at, "0123456789.");
    if (n >= sizeof(redis->state.version)) {
        n = sizeof(redis->state.version) - 1;
    }
    memcpy(redis->state.version, at, n);
    redis->state.version[n] = '\0';
}

/* --- ending ----------------------------------------------------------------------------
 */

void
sup_redis_handshake_end(sup_redis *redis, sup_rc rc)
{
    redis->shaking = 0;
    redis->state.ready = rc == SUP_OK;
    if (rc == SUP_OK) {
        sup_redis_log(redis, 6, "redis %s is ready (%s)",
                      redis->state.version[0] ? redis->state.version
                                              : "(version unknown)",
                      redis->state.durability);
    }
    redis->vtable.ready(redis->owner, rc);
}

/* A failed load is no reason to give up: reads work, and an operator may forbid FUNCTION
 * to this user and load the library himself. A Redis without functions is one. */
static sup_rc
take_load(sup_redis *redis, const sup_reply *reply)
{
    redis->loading = 0;
    redis->load_rc = SUP_OK;
    if (reply->kind != SUP_REPLY_ERROR || strstr(reply->text.data, "already exists")) {
        return SUP_OK;
    }
    redis->load_rc = reply->rc;
    sup_redis_log(redis, 4, "redis did not load the commit function: %.120s",
                  reply->text.data);
    if (redis->state.version[0] != '\0' && atoi(redis->state.version) < 7) {
        sup_redis_log(redis, 3, "redis %s is too old: functions need 7.0",
                      redis->state.version);
        return SUP_STORE_REFUSED;
    }
    return reply->rc == SUP_STORE_AWAY ? SUP_STORE_AWAY : SUP_OK;
}

/* AUTH and SELECT must succeed; what INFO and CONFIG will not say stays unknown. */
static sup_rc
take(sup_redis *redis, const sup_pending *pending, const sup_reply *reply)
{
    switch (pending->aside) {
    case SUP_ASIDE_AUTH:
    case SUP_ASIDE_SELECT:
        if (reply->kind == SUP_REPLY_ERROR) {
            sup_redis_log(redis, 3, "redis refused %s",
                          pending->aside == SUP_ASIDE_AUTH
                              ? "AUTH: wrong user or password"
                              : "SELECT: no such database");
            return reply->rc;
        }
        return SUP_OK;
    case SUP_ASIDE_INFO:
        redis->asides--;
        take_info(redis, reply);
        if (reply->kind == SUP_REPLY_ERROR &&
            strncmp(reply->text.data, "NOAUTH", 6) == 0) {
            sup_redis_log(redis, 3, "redis wants a password, none is configured");
            return SUP_STORE_REFUSED;
        }
        return SUP_OK;
    case SUP_ASIDE_CONFIG:
        redis->asides--;
        take_config(redis, reply);
        return SUP_OK;
    case SUP_ASIDE_LOAD:
        return take_load(redis, reply);
    }
    return SUP_OK;
}

void
sup_redis_aside_done(sup_redis *redis, const sup_pending *pending, const sup_reply *reply)
{
    sup_rc rc = take(redis, pending, reply);

    if (!redis->shaking || !pending->handshake) {
        return;
    }
    if (rc != SUP_OK || pending->aside == SUP_ASIDE_LOAD) {
        sup_redis_handshake_end(redis, rc);
    }
}
