/* The inside of the Redis store, shared by its files and seen by nobody else.
 * Owns: the state of one connection, the FIFO, the output buffer.
 * Must not know: sockets, nginx; hiredis only by two names. */
#ifndef SUP_STORE_REDIS_IMPL_H
#define SUP_STORE_REDIS_IMPL_H

#include "sup_store_check.h"
#include "sup_store_redis.h"

struct redisReader;
struct redisReply;

/* --- the output buffer: RESP written in place ----------------------------------------
 */

/* A command that runs out of memory is taken back whole by its writer (mark, failed). */
typedef struct {
    char *data;
    size_t head; /* consumed up to here */
    size_t tail;
    size_t size;
    unsigned failed;
} sup_redis_buffer;

/* Commands from a list of words, for the handshake. */
void sup_redis_words(sup_redis_buffer *out, const sup_str *words, size_t n);
void sup_redis_write_read(sup_redis_buffer *out, sup_str campus, const sup_read *read);
void sup_redis_write_commit(sup_redis_buffer *out, sup_str campus, const sup_op *ops,
                            size_t n);
void sup_redis_write_load(sup_redis_buffer *out);

/* --- pending commands -----------------------------------------------------------------
 */

typedef enum {
    SUP_PENDING_READ,
    SUP_PENDING_COMMIT,
    SUP_PENDING_ASIDE /* of the handshake, the heartbeat, a reload */
} sup_pending_kind;

typedef enum {
    SUP_ASIDE_AUTH,
    SUP_ASIDE_SELECT,
    SUP_ASIDE_INFO,
    SUP_ASIDE_CONFIG,
    SUP_ASIDE_LOAD
} sup_aside;

typedef struct sup_pending_s sup_pending;
struct sup_pending_s {
    sup_pending *next;
    sup_pending_kind kind;
    sup_aside aside;
    unsigned answered; /* done was called (time-out): replies are dropped */
    unsigned repeated; /* a commit sent again after the function was loaded again */
    unsigned handshake;
    size_t replies; /* of how many it consists */
    size_t next_reply;
    int64_t start_ms;
    uint64_t end; /* where its last byte lies in all that was ever put out */
    sup_rc rc;    /* of a read: the worst that befell it as a whole */
    sup_arena *arena;
    sup_read *reads;
    const sup_op *ops;
    size_t n;
    char campus[32];
    size_t campus_len;
    sup_read_done read_done;
    sup_commit_done commit_done;
    void *data;
};

typedef enum {
    SUP_APPENDFSYNC_UNKNOWN,
    SUP_APPENDFSYNC_NO,
    SUP_APPENDFSYNC_EVERYSEC,
    SUP_APPENDFSYNC_ALWAYS
} sup_appendfsync;

/* What is known of durability so far; -1: Redis would not say. */
typedef struct {
    int appendonly;
    sup_appendfsync appendfsync;
    int64_t min_replicas;
    int64_t memory_max; /* 0: no bound */
    int evicts;         /* records without an expiry, once memory is used up */
} sup_redis_facts;
#define SUP_REDIS_FACTS_UNKNOWN                                                          \
    (sup_redis_facts)                                                                    \
    {                                                                                    \
        -1, SUP_APPENDFSYNC_UNKNOWN, -1, -1, -1                                          \
    }

struct sup_redis_s {
    sup_store store; /* first: a store is cast back to its redis */
    sup_redis_options options;
    sup_redis_owner vtable;
    void *owner;
    sup_redis_state state;
    sup_redis_facts facts;
    struct redisReader *reader;
    sup_redis_buffer out;
    uint64_t consumed; /* of all that was ever put out on this connection */
    sup_pending *first;
    sup_pending *last;
    size_t waiting; /* replies that are still to come */
    unsigned epoch; /* counts disconnections: a callback may cause one */
    unsigned connected;
    unsigned shaking; /* the handshake goes on */
    unsigned asides;  /* heartbeat commands under way */
    unsigned loading; /* FUNCTION LOAD is under way */
    unsigned judged;  /* durability was judged on this connection */
    sup_rc load_rc;   /* of the last FUNCTION LOAD */
    char *secrets;    /* the copies behind options.user and options.password */
};

/* A reply in this room's own terms, so that only one file knows hiredis. */
typedef enum {
    SUP_REPLY_OTHER,
    SUP_REPLY_ERROR,
    SUP_REPLY_INTEGER,
    SUP_REPLY_TEXT
} sup_reply_kind;

typedef struct {
    sup_reply_kind kind;
    sup_rc rc; /* of an error */
    int64_t integer;
    sup_str text; /* of an error or a string; NUL-terminated */
    const struct redisReply *reply;
} sup_reply;

/* sup_redis_reply.c */
sup_reply sup_redis_reply(const struct redisReply *reply);
/* Fills the answer of one read. SUP_NOMEM when the arena is used up, else SUP_OK: what is
 * wrong with this one answer stands in read->rc. */
sup_rc sup_redis_fill(sup_arena *arena, sup_read *read, const struct redisReply *reply);
/* Pairs of a CONFIG GET, one by one: 0 when there is no i-th. */
int sup_redis_pair(const struct redisReply *reply, size_t i, sup_str *name,
                   sup_str *value);
/* A reader whose arrays are bounded; NULL without memory. */
struct redisReader *sup_redis_reader_create(void);
void sup_redis_reader_destroy(struct redisReader *reader);
sup_rc sup_redis_feed(struct redisReader *reader, const void *bytes, size_t n);
/* The next whole reply, or NULL when more bytes are needed. */
sup_rc sup_redis_next(struct redisReader *reader, struct redisReply **reply,
                      const char **why);
void sup_redis_reply_free(struct redisReply *reply);

/* sup_redis_handshake.c */
sup_rc sup_redis_handshake_begin(sup_redis *redis);
void sup_redis_aside_done(sup_redis *redis, const sup_pending *pending,
                          const sup_reply *reply);
void sup_redis_log(sup_redis *redis, int level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void sup_redis_handshake_end(sup_redis *redis, sup_rc rc);

/* sup_store_redis.c */
/* How much output there is: where the next command begins. */
size_t sup_redis_mark(const sup_redis *redis);
/* Call it after the command was written: it notes where the command ends. NULL: no
 * memory, for the command or for this; then the output is as it was at mark. */
sup_pending *sup_redis_push(sup_redis *redis, size_t mark, sup_pending_kind kind,
                            size_t replies);
sup_rc sup_redis_push_aside(sup_redis *redis, sup_aside aside, const sup_str *words,
                            size_t n);
sup_pending *sup_redis_push_commit(sup_redis *redis, sup_str campus, const sup_op *ops,
                                   size_t n);
void sup_redis_pop(sup_redis *redis);

/* sup_redis_input.c */
void sup_redis_answer(sup_pending *pending, sup_rc rc, uint64_t version, size_t at);

#endif
