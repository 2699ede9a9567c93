/* The Redis store as a codec: verbs in, command bytes out; reply bytes in, callbacks
 * out.
 * Owns: the FIFO of pending commands of one connection, the handshake, commit.lua.
 * Must not know: sockets, timers, nginx. Whoever owns the connection (module/ngx, a
 *   test) drives it. */
#ifndef SUP_STORE_REDIS_H
#define SUP_STORE_REDIS_H

#include "sup_store.h"

typedef enum {
    SUP_DURABLE_ALWAYS,   /* appendonly yes and appendfsync always */
    SUP_DURABLE_EVERYSEC, /* appendonly yes, at least everysec */
    SUP_DURABLE_REPLICAS, /* min-replicas-to-write >= replicas_min */
    SUP_DURABLE_ANY
} sup_durability;

typedef struct {
    sup_str user;     /* ACL user, or empty */
    sup_str password; /* or empty */
    unsigned database;
    sup_durability durability;
    unsigned replicas_min;
    unsigned pending_max; /* commands waiting at once; more are refused with AWAY */
} sup_redis_options;

/* What Redis said of itself at the handshake. */
typedef struct {
    int ready;          /* handshake done, commands flow */
    int durable_enough; /* as configured; else commits are refused with SUP_STORE_WEAK */
    char version[24];
    char durability[128]; /* "appendonly yes, appendfsync always" */
} sup_redis_state;

typedef struct sup_redis_s sup_redis;

/* Everything the codec needs of its owner. */
typedef struct {
    /* There are bytes to send: fetch them with sup_redis_output when the socket is ready.
     * Called from inside verbs: only take note, never end the connection in here. */
    void (*want_write)(void *owner);
    /* A line for the log: level as in syslog (3 error, 4 warning, 6 info). Never holds
     * data of a case or a password. */
    void (*log)(void *owner, int level, const char *line);
    /* The handshake ended. rc: SUP_OK or why the connection is of no use (close it; from
     * inside this call if you like). Not called when sup_redis_disconnected ends it. */
    void (*ready)(void *owner, sup_rc rc);
    int64_t (*now_ms)(void *owner);
} sup_redis_owner;

/* malloc-ed; options are copied. */
sup_redis *sup_redis_create(const sup_redis_options *options,
                            const sup_redis_owner *vtable, void *owner);
/* Answers what is still pending; never from inside a callback. */
void sup_redis_destroy(sup_redis *redis);
sup_store *sup_redis_store(sup_redis *redis);
const sup_redis_state *sup_redis_status(const sup_redis *redis);

/* A new connection stands: starts the handshake (AUTH, SELECT, durability, FUNCTION
 * LOAD). */
void sup_redis_connected(sup_redis *redis);
/* The bytes to send next; consume what was written. */
sup_str sup_redis_output(sup_redis *redis);
void sup_redis_consume(sup_redis *redis, size_t n);
/* Bytes came in. SUP_OK, or a protocol error after which the connection must be closed.
 */
sup_rc sup_redis_input(sup_redis *redis, const void *bytes, size_t n);
/* The connection is gone: every pending command is answered (reads with SUP_STORE_AWAY,
 * commits already sent with SUP_STORE_UNKNOWN, unsent ones with SUP_STORE_AWAY). */
void sup_redis_disconnected(sup_redis *redis);
/* Answers commands older than timeout_ms with SUP_STORE_TIMEOUT (their place in the FIFO
 * stays until the reply comes). Returns when to call again, in ms; 0: nothing pending. */
int64_t sup_redis_expire(sup_redis *redis, int64_t timeout_ms);
size_t sup_redis_pending(const sup_redis *redis);
/* A heartbeat that also re-checks durability; for the owner's idle timer. */
void sup_redis_ping(sup_redis *redis);

#endif
