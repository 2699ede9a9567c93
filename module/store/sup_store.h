/* The store: what the engine asks of Redis, and of the reference store in memory.
 * Owns: the vtable, its verbs, their ownership and errors.
 * Must not know: HTTP, rules, nginx; nor may a caller know which store it has. */
#ifndef SUP_STORE_H
#define SUP_STORE_H

#include "core/sup_base.h"

/* Errors of the store. */
enum {
    SUP_STORE_AWAY = -200, /* no connection, it dropped before the command was whole, or
                            * LOADING, BUSY and the like: nothing written, come back */
    SUP_STORE_TIMEOUT = -201, /* no reply in time; a commit's outcome is unknown */
    SUP_STORE_UNKNOWN = -202, /* the connection dropped under a commit: outcome unknown */
    SUP_STORE_CONFLICT = -203, /* a check failed; nothing was written */
    SUP_STORE_FULL = -204,     /* out of memory (Redis OOM); nothing was written */
    SUP_STORE_READONLY = -205, /* replica, MISCONF, NOREPLICAS: nothing was written */
    SUP_STORE_TYPE =
        -206, /* a key holds another type than the verb needs; nothing written */
    SUP_STORE_CORRUPT =
        -207, /* a record shorter than its header, a reply of a wrong shape */
    SUP_STORE_REFUSED = -208, /* a bad argument; any other error reply (NOPERM, ...) */
    SUP_STORE_WEAK = -209 /* Redis is less durable than configured: nothing was written */
};

/* Keys and index names are printable ASCII without braces, chosen by the caller:
 * case:<id>, unit:<id>. The store puts sup:{campus}: before them, so that all keys of a
 * campus lie in one slot of a cluster. Campus: [a-z0-9][a-z0-9-]{0,31}.
 * The key "seq" is the store's own; all bounds stand in sup_store_check.h. */

/* --- reading: any mix, one pipelined round trip ------------------------------------- */

typedef enum {
    SUP_READ_RECORD,   /* key -> bytes and version */
    SUP_READ_RANGE,    /* index -> members from an exclusive bound on, in byte order */
    SUP_READ_COUNT,    /* index -> how many members lie in [from, to) */
    SUP_READ_COUNTERS, /* key -> all its named counters, by name */
    SUP_READ_EVENTS    /* key -> the events appended, oldest first */
} sup_read_kind;

typedef struct {
    sup_str name;
    int64_t value;
} sup_counter;

/* The upper part is the question, the lower the answer, filled by the store in the arena
 * that was handed to read(). An absent key is an answer: found = 0, n = 0. */
typedef struct {
    sup_read_kind kind;
    sup_str key;
    /* RANGE and COUNT. An empty bound is open. RANGE: members > from and < to (both
     * exclusive), or from the far end downwards when reverse is set; at most limit.
     * COUNT: from <= member < to. */
    sup_str from;
    sup_str to;
    unsigned reverse;
    uint32_t limit; /* RANGE: 1 to 1000. EVENTS: the newest so many, 1 to 1000 */

    sup_rc rc; /* of this one read: SUP_OK, SUP_STORE_TYPE, SUP_STORE_CORRUPT, ... */
    int found; /* RECORD */
    uint64_t version; /* RECORD: of its last put; never used twice, 0 only when absent */
    sup_str bytes;    /* RECORD */
    size_t n;         /* RANGE, EVENTS, COUNTERS: how many; COUNT: the count */
    sup_str *members; /* RANGE, EVENTS */
    sup_counter *counters;
} sup_read;

/* --- writing: all or nothing ---------------------------------------------------------
 */

/* All checks see the state before the commit, whatever its own ops do; the writes happen
 * in their order. A key keeps one type throughout a commit, even over its deletion. */
typedef enum {
    SUP_OP_CHECK,        /* key's version is version (0: key is absent) or CONFLICT */
    SUP_OP_PUT,          /* key = bytes, with a new version; ttl_ms 0: for ever */
    SUP_OP_DELETE,       /* key, absent or not, of whatever type */
    SUP_OP_INDEX_ADD,    /* member into index key */
    SUP_OP_INDEX_REMOVE, /* member out of index key, there or not */
    SUP_OP_COUNTER_ADD,  /* counter `member` of key += delta (at most 2^43 either way) */
    SUP_OP_EVENT_APPEND  /* bytes to the end of key */
} sup_op_kind;

typedef struct {
    sup_op_kind kind;
    sup_str key;
    sup_str member;
    sup_str bytes;
    uint64_t version;
    int64_t ttl_ms;
    int64_t delta;
} sup_op;

#define SUP_OPS_MAX   512
#define SUP_READS_MAX 256

/* --- the vtable ----------------------------------------------------------------------
 */

/* Called exactly once, never from inside the verb that it answers. */
typedef void (*sup_read_done)(void *data, sup_rc rc);
/* version: given to everything that this commit put, 0 when it put nothing. at: with
 * CONFLICT or TYPE, the index of the first op at fault. */
typedef void (*sup_commit_done)(void *data, sup_rc rc, uint64_t version, size_t at);

typedef struct sup_store_s sup_store;
struct sup_store_s {
    /* reads, ops and all bytes they point to stay the caller's until done is called;
     * answers are copied into the arena, which must live until then. rc of read() is the
     * transport's: SUP_OK even where a single read failed (its own rc says so). A verb
     * that cannot even begin returns an error and never calls done. */
    sup_rc (*read)(sup_store *store, sup_arena *arena, sup_str campus, sup_read *reads,
                   size_t n, sup_read_done done, void *data);
    sup_rc (*commit)(sup_store *store, sup_arena *arena, sup_str campus,
                     const sup_op *ops, size_t n, sup_commit_done done, void *data);
};

#endif
