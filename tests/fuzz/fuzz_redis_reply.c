/* Whatever comes from a Redis: every command is answered exactly once, with an answer of
 * a sound shape, and nothing is touched afterwards.
 * Owns: the fuzz target of the store's codec.
 * Must not know: the codec's inside.
 *
 * Input: flags; the size of pieces (0: all at once); a byte a verb (bit 7: the last);
 * what the connection brings. A piece that begins with 1 is its end, one with 2 is time.
 */
#include <stdio.h>

#include "store/sup_store_redis.h"
#include "sup_test_arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition)                                                                 \
    do {                                                                                 \
        if (!(condition)) {                                                              \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);              \
            abort();                                                                     \
        }                                                                                \
    } while (0)

enum { SHAKEN = 1, SENT = 2, CLOSE_IN_CALLBACK = 4, ASK_AGAIN = 8, TIGHT = 16 };

#define VERBS 24

typedef struct {
    sup_redis *redis;
    sup_store *store;
    sup_test_arena *arena;
    int64_t now;
    unsigned flags;
    struct outcome {
        void *owner;
        int begun, done;
        sup_read *reads; /* on the heap: gone once answered */
        sup_op *ops;
    } outcomes[VERBS];
    size_t used;
} world;

static void begin_verb(world *w, unsigned kind);

static void
on_want(void *owner)
{
    (void)owner;
}

static void
on_log(void *owner, int level, const char *line)
{
    (void)owner;
    CHECK(level >= 3 && level <= 6 && strlen(line) < 256);
}

static void
on_ready(void *owner, sup_rc rc)
{
    world *w = owner;

    CHECK(rc <= 0);
    if (rc != SUP_OK && w->flags & CLOSE_IN_CALLBACK) {
        sup_redis_disconnected(w->redis);
    }
}

static int64_t
on_now(void *owner)
{
    return ((world *)owner)->now;
}

static void
finish(struct outcome *out)
{
    world *w = out->owner;

    CHECK(++out->done == 1);
    free(out->reads);
    free(out->ops);
    if (w->flags & ASK_AGAIN) {
        begin_verb(w, (unsigned)w->used);
    }
    if (w->flags & CLOSE_IN_CALLBACK) {
        sup_redis_disconnected(w->redis);
    }
}

static void
on_read(void *data, sup_rc rc)
{
    struct outcome *out = data;
    size_t i, k;

    for (k = 0; k < 3 && rc == SUP_OK; k++) {
        const sup_read *read = &out->reads[k];

        CHECK(read->rc == SUP_OK || read->rc <= -200);
        CHECK(read->rc == SUP_OK || (!read->found && read->n == 0));
        CHECK(!read->found || read->bytes.data != NULL);
        for (i = 0; read->kind != SUP_READ_COUNT && i < read->n; i++) {
            sup_str text = read->kind == SUP_READ_COUNTERS ? read->counters[i].name
                                                           : read->members[i];

            CHECK(text.data[text.len] == '\0');
        }
    }
    finish(out);
}

static void
on_commit(void *data, sup_rc rc, uint64_t version, size_t at)
{
    CHECK(rc <= 0 && at < 2);
    CHECK(rc == SUP_OK || version == 0);
    finish(data);
}

static void
begin_verb(world *w, unsigned kind)
{
    struct outcome *out = &w->outcomes[w->used];
    size_t i;
    sup_rc rc;

    if (w->used == VERBS) {
        return;
    }
    w->used++;
    out->owner = w;
    if (kind % 6 == 5) {
        out->ops = calloc(2, sizeof(sup_op));
        for (i = 0; i < 2; i++) {
            out->ops[i] = (sup_op){.kind = SUP_OP_PUT, .key = SUP_STR("k")};
        }
        rc = w->store->commit(w->store, &w->arena->arena, SUP_STR("nt"), out->ops, 2,
                              on_commit, out);
    } else {
        out->reads = calloc(3, sizeof(sup_read));
        for (i = 0; i < 3; i++) {
            out->reads[i] = (sup_read){
                .kind = (sup_read_kind)((kind + i) % 5), .key = SUP_STR("k"), .limit = 3};
        }
        rc = w->store->read(w->store, &w->arena->arena, SUP_STR("nt"), out->reads, 3,
                            on_read, out);
    }
    out->begun = rc == SUP_OK;
    if (!out->begun) {
        free(out->reads);
        free(out->ops);
    }
}

/* One piece of what happens; 0 when the connection is over. */
static int
happen(world *w, const uint8_t *data, size_t size)
{
    if (w->flags & SENT) {
        sup_redis_consume(w->redis, sup_redis_output(w->redis).len);
    }
    if (data[0] == 1) {
        sup_redis_disconnected(w->redis);
        return 0;
    }
    if (data[0] == 2) {
        w->now += 100;
        CHECK(sup_redis_expire(w->redis, 300) >= 0);
        sup_redis_ping(w->redis);
        return 1;
    }
    return sup_redis_input(w->redis, data, size) == SUP_OK;
}

static void
run(world *w, const uint8_t *data, size_t size)
{
    static const char shaken[] = "+INFO\r\n*0\r\n+sup\r\n";
    size_t piece = data[1] == 0 ? size : data[1], i = 2;

    w->flags = data[0];
    w->arena = sup_test_arena_create(w->flags & TIGHT ? 200 : SUP_TEST_UNBOUNDED);
    sup_redis_connected(w->redis);
    if (w->flags & SHAKEN) {
        CHECK(sup_redis_input(w->redis, shaken, sizeof(shaken) - 1) == SUP_OK);
    }
    while (i < size && w->used < 8) {
        unsigned verb = data[i++];

        begin_verb(w, verb & 0x7f);
        if (verb & 0x80) {
            break;
        }
    }
    for (; i < size; i += piece) {
        if (!happen(w, data + i, size - i < piece ? size - i : piece)) {
            break;
        }
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const sup_redis_owner owner = {on_want, on_log, on_ready, on_now};
    static const sup_redis_options options = {.durability = SUP_DURABLE_ANY,
                                              .pending_max = 64};
    world w = {.now = 1};
    size_t i;

    if (size < 3) {
        return 0;
    }
    w.redis = sup_redis_create(&options, &owner, &w);
    CHECK(w.redis != NULL);
    w.store = sup_redis_store(w.redis);
    run(&w, data, size);
    sup_redis_disconnected(w.redis);
    CHECK(sup_redis_pending(w.redis) == 0);
    for (i = 0; i < w.used; i++) {
        CHECK(w.outcomes[i].done == w.outcomes[i].begun);
    }
    sup_redis_destroy(w.redis);
    sup_test_arena_destroy(w.arena);
    return 0;
}
