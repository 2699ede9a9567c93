/* The Redis store as a codec, fed by hand: what may come from a connection and when.
 * Owns: the cases that no real Redis can be made to produce in time.
 * Must not know: sockets, the inside of the codec. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "store/sup_store_redis.h"
#include "sup_test_arena.h"

#define CAMPUS SUP_STR("nt")

/* --- an owner that remembers ------------------------------------------------------ */

typedef struct {
    sup_redis *redis;
    sup_store *store;
    sup_test_arena *arena;
    int64_t now;
    int wants;  /* how often there was something to write */
    int readys; /* how often the handshake ended, and how */
    sup_rc ready_rc;
    int close_when_ready;
    char log[4096];
} fixture;

typedef struct {
    fixture *f;
    int done;
    sup_rc rc;
    uint64_t version;
    size_t at;
    int disconnect; /* the callback gives up the connection */
    int again;      /* the callback reads once more, into this */
    sup_read *read;
} outcome;

static void
on_want(void *owner)
{
    ((fixture *)owner)->wants++;
}

static void
on_log(void *owner, int level, const char *line)
{
    fixture *f = owner;
    size_t n = strlen(f->log);

    snprintf(f->log + n, sizeof(f->log) - n, "[%d] %s\n", level, line);
}

static void
on_ready(void *owner, sup_rc rc)
{
    fixture *f = owner;

    f->readys++;
    f->ready_rc = rc;
    if (f->close_when_ready) {
        sup_redis_disconnected(f->redis);
    }
}

static int64_t
on_now(void *owner)
{
    return ((fixture *)owner)->now;
}

static void
on_commit(void *data, sup_rc rc, uint64_t version, size_t at)
{
    outcome *out = data;

    out->done++;
    out->rc = rc;
    out->version = version;
    out->at = at;
    if (out->disconnect) {
        sup_redis_disconnected(out->f->redis);
    }
}

static void on_read(void *data, sup_rc rc);

static sup_rc
get(fixture *f, sup_read *read, outcome *out)
{
    *read = (sup_read){.kind = SUP_READ_RECORD, .key = SUP_STR("k")};
    out->f = f;
    return f->store->read(f->store, &f->arena->arena, CAMPUS, read, 1, on_read, out);
}

static void
on_read(void *data, sup_rc rc)
{
    outcome *out = data;

    on_commit(out, rc, 0, 0);
    if (out->again > 0) {
        out->again--;
        out->rc = get(out->f, out->read, out);
    }
}

static const sup_op add = {.kind = SUP_OP_INDEX_ADD, .key = {"i", 1}, .member = {"m", 1}};

static sup_rc
commit(fixture *f, outcome *out)
{
    out->f = f;
    return f->store->commit(f->store, &f->arena->arena, CAMPUS, &add, 1, on_commit, out);
}

static sup_rc
feed(fixture *f, const char *text)
{
    return sup_redis_input(f->redis, text, strlen(text));
}

/* What is to be sent, as text without the NULs; everything counts as sent. */
static const char *
sent(fixture *f)
{
    static char text[65536];
    sup_str out = sup_redis_output(f->redis);

    assert_true(out.len < sizeof(text));
    memcpy(text, out.data, out.len);
    text[out.len] = '\0';
    sup_redis_consume(f->redis, out.len);
    return text;
}

#define INFO "$22\r\nredis_version:7.0.15\r\n\r\n"
#define CONFIG                                                                           \
    "*6\r\n$10\r\nappendonly\r\n$3\r\nyes\r\n$11\r\nappendfsync\r\n$6\r\nalways\r\n"     \
    "$21\r\nmin-replicas-to-write\r\n$1\r\n0\r\n"
#define LOADED "$16\r\nsup_123456789012\r\n"

static void
shake(fixture *f)
{
    sup_redis_connected(f->redis);
    sent(f);
    assert_int_equal(feed(f, INFO CONFIG LOADED), SUP_OK);
    assert_int_equal(f->ready_rc, SUP_OK);
}

static int
begin_with(void **state, sup_redis_options options)
{
    static const sup_redis_owner vtable = {on_want, on_log, on_ready, on_now};
    fixture *f = calloc(1, sizeof(*f));

    f->now = 1000;
    f->ready_rc = 1;
    f->redis = sup_redis_create(&options, &vtable, f);
    f->store = sup_redis_store(f->redis);
    f->arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    *state = f;
    return 0;
}

static int
begin_fresh(void **state)
{
    return begin_with(
        state, (sup_redis_options){.durability = SUP_DURABLE_ALWAYS, .pending_max = 8});
}

static int
begin(void **state)
{
    begin_fresh(state);
    shake(*state);
    return 0;
}

static int
begin_with_password(void **state)
{
    return begin_with(state, (sup_redis_options){.durability = SUP_DURABLE_ALWAYS,
                                                 .pending_max = 8,
                                                 .database = 12,
                                                 .user = SUP_STR("u"),
                                                 .password = SUP_STR("hush")});
}

static int
end(void **state)
{
    fixture *f = *state;

    sup_redis_disconnected(f->redis);
    sup_redis_destroy(f->redis);
    sup_test_arena_destroy(f->arena);
    free(f);
    return 0;
}

/* --- the handshake ---------------------------------------------------------------- */

static void
test_handshake__verbs_wait_for_it(void **state)
{
    fixture *f = *state;
    outcome out = {.done = 0};
    sup_read read;

    assert_int_equal(get(f, &read, &out), SUP_STORE_AWAY);
    sup_redis_connected(f->redis);
    assert_int_equal(get(f, &read, &out), SUP_STORE_AWAY);
    assert_int_equal(commit(f, &out), SUP_STORE_AWAY);
    assert_int_equal(feed(f, INFO CONFIG), SUP_OK);
    assert_int_equal(f->readys, 0);
    assert_int_equal(feed(f, LOADED), SUP_OK);
    assert_int_equal(f->readys, 1);
    assert_string_equal(sup_redis_status(f->redis)->version, "7.0.15");
    assert_string_equal(sup_redis_status(f->redis)->durability,
                        "appendonly yes, appendfsync always");
    assert_int_equal(get(f, &read, &out), SUP_OK);
    assert_int_equal(out.done, 0);
    sup_redis_disconnected(f->redis); /* while out is still there */
}

static void
test_handshake__password_and_database_come_first(void **state)
{
    fixture *f = *state;
    const char *text;

    sup_redis_connected(f->redis);
    text = sent(f);
    assert_memory_equal(text,
                        "*3\r\n$4\r\nAUTH\r\n$1\r\nu\r\n$4\r\nhush\r\n"
                        "*2\r\n$6\r\nSELECT\r\n$2\r\n12\r\n*2\r\n$4\r\nINFO\r\n",
                        69);
    assert_int_equal(feed(f, "-WRONGPASS invalid hush\r\n"), SUP_OK);
    assert_int_equal(f->ready_rc, SUP_STORE_REFUSED);
    assert_null(strstr(f->log, "hush"));
    assert_int_equal(feed(f, "-NOAUTH a\r\n-NOAUTH b\r\n-NOAUTH c\r\n-NOAUTH d\r\n"),
                     SUP_OK);
    assert_int_equal(f->readys, 1);
}

static void
test_handshake__a_library_that_is_there_already_is_fine(void **state)
{
    fixture *f = *state;

    sup_redis_connected(f->redis);
    assert_int_equal(feed(f, INFO CONFIG "-ERR Library 'sup_1' already exists\r\n"),
                     SUP_OK);
    assert_int_equal(f->ready_rc, SUP_OK);
}

static void
test_handshake__a_redis_without_functions_is_of_no_use(void **state)
{
    fixture *f = *state;

    sup_redis_connected(f->redis);
    assert_int_equal(feed(f, "$22\r\nredis_version:6.2.14\r\n\r\n" CONFIG
                             "-ERR unknown command 'FUNCTION'\r\n"),
                     SUP_OK);
    assert_int_equal(f->ready_rc, SUP_STORE_REFUSED);
    assert_non_null(strstr(f->log, "too old"));
}

static void
test_handshake__a_loading_redis_is_away(void **state)
{
    fixture *f = *state;

    sup_redis_connected(f->redis);
    assert_int_equal(feed(f, INFO CONFIG "-LOADING Redis is loading\r\n"), SUP_OK);
    assert_int_equal(f->ready_rc, SUP_STORE_AWAY);
}

static void
test_handshake__no_answer_is_a_timeout(void **state)
{
    fixture *f = *state;

    sup_redis_connected(f->redis);
    assert_int_equal(sup_redis_expire(f->redis, 500), 500);
    f->now += 500;
    assert_int_equal(sup_redis_expire(f->redis, 500), 0);
    assert_int_equal(f->readys, 1);
    assert_int_equal(f->ready_rc, SUP_STORE_TIMEOUT);
    assert_int_equal(feed(f, INFO CONFIG LOADED), SUP_OK);
    assert_int_equal(f->readys, 1);
}

static void
test_handshake__the_owner_may_close_when_told(void **state)
{
    fixture *f = *state;

    f->close_when_ready = 1;
    sup_redis_connected(f->redis);
    assert_int_equal(feed(f, INFO CONFIG LOADED "+more\r\n"), SUP_OK);
    assert_int_equal(f->readys, 1);
    assert_int_equal(sup_redis_status(f->redis)->ready, 0);
    assert_int_equal(feed(f, "+late\r\n"), SUP_STORE_CORRUPT);
}

static void
test_handshake__garbage_instead_of_answers_makes_it_weak_not_broken(void **state)
{
    fixture *f = *state;
    outcome out = {.done = 0};

    sup_redis_connected(f->redis);
    assert_int_equal(feed(f, ":1\r\n*3\r\n:1\r\n$-1\r\n*0\r\n:7\r\n"), SUP_OK);
    assert_int_equal(f->ready_rc, SUP_OK);
    assert_int_equal(commit(f, &out), SUP_STORE_WEAK);
    assert_non_null(strstr(f->log, "[3] redis is less durable"));
}

/* Bounded memory alone evicts nothing, nor does a cache's policy without a bound. */
static void
test_handshake__a_redis_that_evicts_records_is_weak(void **state)
{
    static const struct {
        const char *config;
        sup_rc rc;
    } rows[] = {
        {"$1\r\n0\r\n$16\r\nmaxmemory-policy\r\n$11\r\nallkeys-lru\r\n", SUP_OK},
        {"$1\r\n9\r\n$16\r\nmaxmemory-policy\r\n$10\r\nnoeviction\r\n", SUP_OK},
        {"$1\r\n9\r\n$16\r\nmaxmemory-policy\r\n$12\r\nvolatile-lru\r\n", SUP_OK},
        {"$1\r\n9\r\n$16\r\nmaxmemory-policy\r\n$11\r\nallkeys-lru\r\n", SUP_STORE_WEAK},
        {"$1\r\n9\r\n$16\r\nmaxmemory-policy\r\n$14\r\nallkeys-random\r\n",
         SUP_STORE_WEAK},
    };
    fixture *f = *state;
    size_t i;

    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        outcome out = {.done = 0};

        sup_redis_connected(f->redis);
        assert_int_equal(feed(f, INFO "*8\r\n$10\r\nappendonly\r\n$3\r\nyes\r\n"
                                      "$11\r\nappendfsync\r\n$6\r\nalways\r\n"
                                      "$9\r\nmaxmemory\r\n"),
                         SUP_OK);
        assert_int_equal(feed(f, rows[i].config), SUP_OK);
        assert_int_equal(feed(f, LOADED), SUP_OK);
        assert_int_equal(commit(f, &out), rows[i].rc);
        assert_true((strstr(sup_redis_status(f->redis)->durability, ", evicts records") !=
                     NULL) == (rows[i].rc != SUP_OK));
        sup_redis_disconnected(f->redis); /* while out is still there */
    }
}

/* --- replies ---------------------------------------------------------------------- */

static void
test_reply__may_come_in_any_pieces(void **state)
{
    static const char text[] = "$10\r\n\0\0\0\0\0\0\1\2hi\r\n";
    fixture *f = *state;
    size_t i, cut;

    for (cut = 1; cut < sizeof(text) - 1; cut++) {
        outcome out = {.done = 0};
        sup_read read;

        assert_int_equal(get(f, &read, &out), SUP_OK);
        for (i = 0; i < sizeof(text) - 1; i += cut) {
            size_t n = sizeof(text) - 1 - i < cut ? sizeof(text) - 1 - i : cut;

            assert_int_equal(out.done, 0);
            assert_int_equal(sup_redis_input(f->redis, text + i, n), SUP_OK);
        }
        assert_int_equal(out.done, 1);
        assert_int_equal(read.version, 258);
        assert_int_equal(read.bytes.len, 2);
    }
}

static void
test_reply__of_a_wrong_shape_is_corrupt(void **state)
{
    static const char *const odd[] = {":1\r\n", "*0\r\n", "+OK\r\n", "$7\r\n1234567\r\n"};
    fixture *f = *state;
    size_t i;

    for (i = 0; i < 4; i++) {
        outcome out = {.done = 0};
        sup_read read;

        assert_int_equal(get(f, &read, &out), SUP_OK);
        assert_int_equal(feed(f, odd[i]), SUP_OK);
        assert_int_equal(out.rc, SUP_OK);
        assert_int_equal(read.rc, SUP_STORE_CORRUPT);
        assert_int_equal(read.found, 0);
    }
}

static void
test_reply__error_words_have_their_codes(void **state)
{
    static const struct {
        const char *text;
        sup_rc rc;
    } words[] = {
        {"-OOM command not allowed\r\n", SUP_STORE_FULL},
        {"-READONLY You can't write\r\n", SUP_STORE_READONLY},
        {"-MISCONF Errors writing\r\n", SUP_STORE_READONLY},
        {"-NOREPLICAS Not enough\r\n", SUP_STORE_READONLY},
        {"-WRONGTYPE Operation\r\n", SUP_STORE_TYPE},
        {"-LOADING Redis\r\n", SUP_STORE_AWAY},
        {"-BUSY Redis is busy\r\n", SUP_STORE_AWAY},
        {"-NOPERM this user\r\n", SUP_STORE_REFUSED},
        {"-OOMPH\r\n", SUP_STORE_REFUSED},
        {"-\r\n", SUP_STORE_REFUSED},
    };
    fixture *f = *state;
    size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        outcome out = {.done = 0}, out2 = {.done = 0};
        sup_read read;

        assert_int_equal(commit(f, &out), SUP_OK);
        assert_int_equal(get(f, &read, &out2), SUP_OK);
        assert_int_equal(feed(f, words[i].text), SUP_OK);
        assert_int_equal(feed(f, words[i].text), SUP_OK);
        assert_int_equal(out.rc, words[i].rc);
        assert_int_equal(out2.rc, SUP_OK);
        assert_int_equal(read.rc, words[i].rc);
    }
}

static void
test_reply__of_a_commit_names_the_op_at_fault(void **state)
{
    fixture *f = *state;
    outcome a = {.done = 0}, b = {.done = 0}, c = {.done = 0}, d = {.done = 0};

    commit(f, &a);
    commit(f, &b);
    commit(f, &c);
    commit(f, &d);
    assert_int_equal(feed(f, ":9007199254740991\r\n:-1\r\n:-2\r\n:-3\r\n"), SUP_OK);
    assert_int_equal(a.rc, SUP_OK);
    assert_true(a.version == UINT64_C(9007199254740991));
    assert_int_equal(b.rc, SUP_STORE_CONFLICT);
    assert_int_equal(c.rc, SUP_STORE_TYPE);
    assert_int_equal(c.at, 0);
    assert_int_equal(d.rc,
                     SUP_STORE_UNKNOWN); /* there is no second op: all is in doubt */
}

static void
test_reply__garbage_ends_the_connection(void **state)
{
    static const char *const odd[] = {
        "!garbage\r\n", "*9999999\r\n", "$-7\r\n",
        "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n"
        "*1\r\n:1\r\n"};
    fixture *f = *state;
    size_t i;

    for (i = 0; i < 4; i++) {
        outcome out = {.done = 0};
        sup_read read;

        shake(f);
        assert_int_equal(get(f, &read, &out), SUP_OK);
        assert_int_equal(feed(f, odd[i]), SUP_STORE_CORRUPT);
        sup_redis_disconnected(f->redis);
        assert_int_equal(out.done, 1);
        assert_int_equal(out.rc, SUP_STORE_AWAY);
    }
}

static void
test_reply__that_nobody_asked_for_ends_the_connection(void **state)
{
    fixture *f = *state;

    assert_int_equal(feed(f, "+PONG\r\n"), SUP_STORE_CORRUPT);
}

static void
test_reply__a_callback_may_give_up_the_connection(void **state)
{
    fixture *f = *state;
    outcome a = {.disconnect = 1}, b = {.done = 0};

    commit(f, &a);
    commit(f, &b);
    sent(f);
    assert_int_equal(feed(f, ":0\r\n:0\r\n"), SUP_OK);
    assert_int_equal(a.rc, SUP_OK);
    assert_int_equal(a.done, 1);
    assert_int_equal(b.rc, SUP_STORE_UNKNOWN);
    assert_int_equal(b.done, 1);
}

/* --- the end of a connection ------------------------------------------------------ */

static void
test_drop__tells_what_was_sent_from_what_was_not(void **state)
{
    fixture *f = *state;
    outcome whole = {.done = 0}, part = {.done = 0}, none = {.done = 0};
    outcome read_out = {.done = 0};
    sup_read read;

    get(f, &read, &read_out);
    commit(f, &whole);
    sent(f);
    commit(f, &part);
    sup_redis_consume(f->redis, sup_redis_output(f->redis).len - 1);
    commit(f, &none);
    assert_int_equal(sup_redis_pending(f->redis), 4);
    assert_int_equal(feed(f, "$10\r\nhal"), SUP_OK); /* in the middle of a reply */
    sup_redis_disconnected(f->redis);
    assert_int_equal(read_out.rc, SUP_STORE_AWAY);
    assert_int_equal(whole.rc, SUP_STORE_UNKNOWN);
    assert_int_equal(part.rc, SUP_STORE_AWAY); /* Redis runs no half a command */
    assert_int_equal(none.rc, SUP_STORE_AWAY);
    assert_int_equal(read_out.done + whole.done + part.done + none.done, 4);
    assert_int_equal(sup_redis_pending(f->redis), 0);
    assert_int_equal(sup_redis_output(f->redis).len, 0);
    shake(f); /* nothing of the old connection is left */
    assert_int_equal(get(f, &read, &read_out), SUP_OK);
    assert_int_equal(feed(f, "$-1\r\n"), SUP_OK);
    assert_int_equal(read_out.rc, SUP_OK);
}

static void
test_drop__a_callback_that_asks_again_is_told_at_once(void **state)
{
    fixture *f = *state;
    sup_read read;
    outcome out = {.again = 1, .read = &read};

    get(f, &read, &out);
    sup_redis_disconnected(f->redis);
    assert_int_equal(out.done, 1);
    assert_int_equal(out.rc, SUP_STORE_AWAY);
}

/* --- time ------------------------------------------------------------------------- */

static void
test_timeout__keeps_the_place_and_drops_the_late_reply(void **state)
{
    fixture *f = *state;
    outcome late = {.done = 0}, next = {.done = 0};
    sup_read *read = malloc(sizeof(*read)), other;

    get(f, read, &late);
    f->now += 300;
    get(f, &other, &next);
    assert_int_equal(sup_redis_expire(f->redis, 500), 200);
    f->now += 200;
    assert_int_equal(sup_redis_expire(f->redis, 500), 300);
    assert_int_equal(late.rc, SUP_STORE_TIMEOUT);
    assert_int_equal(late.done, 1);
    assert_int_equal(next.done, 0);
    free(read); /* the late reply must not touch it */
    assert_int_equal(sup_redis_pending(f->redis), 2);
    assert_int_equal(feed(f, "$9\r\n12345678a\r\n$9\r\n12345678b\r\n"), SUP_OK);
    assert_int_equal(late.done, 1);
    assert_int_equal(next.done, 1);
    assert_int_equal(other.bytes.data[0], 'b');
    assert_int_equal(sup_redis_expire(f->redis, 500), 0);
}

static void
test_timeout__is_not_answered_again_when_the_connection_drops(void **state)
{
    fixture *f = *state;
    outcome out = {.done = 0};

    commit(f, &out);
    f->now += 500;
    sup_redis_expire(f->redis, 500);
    sup_redis_disconnected(f->redis);
    assert_int_equal(out.done, 1);
    assert_int_equal(out.rc, SUP_STORE_TIMEOUT);
}

static void
test_timeout__a_callback_may_give_up_the_connection(void **state)
{
    fixture *f = *state;
    outcome a = {.disconnect = 1}, b = {.done = 0};

    commit(f, &a);
    commit(f, &b);
    sent(f);
    f->now += 500;
    assert_int_equal(sup_redis_expire(f->redis, 500), 0);
    assert_int_equal(a.rc, SUP_STORE_TIMEOUT);
    assert_int_equal(b.rc, SUP_STORE_UNKNOWN);
    assert_int_equal(a.done + b.done, 2);
}

static void
test_timeout__a_callback_may_ask_again(void **state)
{
    fixture *f = *state;
    sup_read read;
    outcome out = {.again = 1, .read = &read};

    get(f, &read, &out);
    f->now += 500;
    assert_int_equal(sup_redis_expire(f->redis, 500), 500);
    assert_int_equal(out.done, 1);
    assert_int_equal(feed(f, "$-1\r\n$-1\r\n"), SUP_OK);
    assert_int_equal(out.done, 2);
}

/* --- the function, the bound, the heartbeat --------------------------------------- */

static void
test_function__lost_is_loaded_once_and_the_commands_sent_again(void **state)
{
    fixture *f = *state;
    outcome a = {.done = 0}, b = {.done = 0};
    const char *text;

    commit(f, &a);
    commit(f, &b);
    sent(f);
    assert_int_equal(feed(f, "-ERR Function not found\r\n-ERR Function not found\r\n"),
                     SUP_OK);
    assert_int_equal(a.done + b.done, 0);
    text = strstr(sent(f), "FUNCTION\r\n$4\r\nLOAD");
    assert_non_null(text);
    assert_null(strstr(text + 10, "FUNCTION\r\n$4\r\nLOAD"));
    assert_non_null(text = strstr(text, "FCALL"));
    assert_non_null(strstr(text + 5, "FCALL"));
    assert_int_equal(feed(f, LOADED ":0\r\n:0\r\n"), SUP_OK);
    assert_int_equal(a.rc, SUP_OK);
    assert_int_equal(b.rc, SUP_OK);
    assert_int_equal(sup_redis_pending(f->redis), 0);
}

static void
test_function__lost_twice_is_refused_with_the_reason(void **state)
{
    fixture *f = *state;
    outcome out = {.done = 0};

    commit(f, &out);
    assert_int_equal(feed(f, "-ERR Function not found\r\n-READONLY no\r\n"
                             "-ERR Function not found\r\n"),
                     SUP_OK);
    assert_int_equal(out.rc, SUP_STORE_READONLY);
    out = (outcome){.done = 0};
    commit(f, &out);
    assert_int_equal(
        feed(f, "-ERR Function not found\r\n" LOADED "-ERR Function not found\r\n"),
        SUP_OK);
    assert_int_equal(out.rc, SUP_STORE_REFUSED);
    assert_int_equal(out.done, 1);
}

static void
test_function__lost_after_a_timeout_is_not_sent_again(void **state)
{
    fixture *f = *state;
    outcome out = {.done = 0};

    commit(f, &out);
    sent(f);
    f->now += 500;
    sup_redis_expire(f->redis, 500);
    assert_int_equal(feed(f, "-ERR Function not found\r\n"), SUP_OK);
    assert_int_equal(out.done, 1);
    assert_int_equal(sup_redis_output(f->redis).len, 0);
}

static void
test_verb__more_than_the_bound_is_away(void **state)
{
    fixture *f = *state;
    outcome out[9] = {{.done = 0}};
    sup_read reads[9];
    int i;

    for (i = 0; i < 8; i++) {
        assert_int_equal(get(f, &reads[i], &out[i]), SUP_OK);
    }
    assert_int_equal(get(f, &reads[8], &out[8]), SUP_STORE_AWAY);
    assert_int_equal(commit(f, &out[8]), SUP_STORE_AWAY);
    assert_int_equal(feed(f, "$-1\r\n"), SUP_OK);
    assert_int_equal(get(f, &reads[8], &out[8]), SUP_OK);
    assert_int_equal(out[0].done, 1);
    sup_redis_disconnected(f->redis); /* while out is still there */
}

static void
test_verb__its_command_is_written_as_redis_wants_it(void **state)
{
    fixture *f = *state;
    sup_read reads[] = {
        {.kind = SUP_READ_RANGE,
         .key = SUP_STR("i"),
         .from = SUP_STR("a"),
         .limit = 20,
         .reverse = 1},
        {.kind = SUP_READ_COUNT, .key = SUP_STR("i"), .to = SUP_STR("b")},
    };
    outcome out = {.done = 0};
    int wants = f->wants;

    assert_int_equal(
        f->store->read(f->store, &f->arena->arena, CAMPUS, reads, 2, on_read, &out),
        SUP_OK);
    assert_int_equal(f->wants, wants + 1);
    assert_string_equal(sent(f), "*9\r\n$6\r\nZRANGE\r\n$10\r\nsup:{nt}:i\r\n$1\r\n+\r\n"
                                 "$2\r\n(a\r\n$5\r\nBYLEX\r\n$3\r\nREV\r\n$5\r\nLIMIT\r\n"
                                 "$1\r\n0\r\n$2\r\n20\r\n"
                                 "*4\r\n$9\r\nZLEXCOUNT\r\n$10\r\nsup:{nt}:i\r\n"
                                 "$1\r\n-\r\n$2\r\n(b\r\n");
    assert_int_equal(feed(f, "*0\r\n"), SUP_OK);
    assert_int_equal(out.done, 0); /* one callback, at the last reply */
    assert_int_equal(feed(f, ":3\r\n"), SUP_OK);
    assert_int_equal(out.done, 1);
    assert_int_equal(reads[1].n, 3);
}

static void
test_output__a_slow_peer_gets_every_byte_in_order(void **state)
{
    fixture *f = *state;
    char *all = calloc(1, 65536);
    outcome out[8] = {{.done = 0}};
    size_t n = 0;
    int i;

    for (i = 0; i < 8; i++) {
        size_t take = 37;

        assert_int_equal(commit(f, &out[i]), SUP_OK);
        memcpy(all + n, sup_redis_output(f->redis).data, take);
        sup_redis_consume(f->redis, take);
        n += take;
    }
    strcat(all, sent(f));
    assert_int_equal(strlen(all) % 8, 0);
    for (i = 1; i < 8; i++) {
        assert_memory_equal(all, all + i * strlen(all) / 8, strlen(all) / 8);
    }
    free(all);
    sup_redis_disconnected(f->redis); /* while out is still there */
}

static void
test_ping__is_sent_once_at_a_time_and_its_silence_hurts_nobody(void **state)
{
    fixture *f = *state;
    outcome out = {.done = 0};

    sup_redis_ping(f->redis);
    sup_redis_ping(f->redis);
    assert_int_equal(sup_redis_pending(f->redis), 2);
    f->now += 500;
    assert_int_equal(sup_redis_expire(f->redis, 500), 0);
    assert_int_equal(f->readys, 1);
    assert_int_equal(feed(f, INFO "-NOPERM no\r\n"), SUP_OK);
    assert_int_equal(commit(f, &out), SUP_STORE_WEAK);
    sup_redis_ping(f->redis);
    assert_int_equal(feed(f, INFO CONFIG), SUP_OK);
    assert_int_equal(commit(f, &out), SUP_OK);
    sup_redis_disconnected(f->redis); /* while out is still there */
}

#define READY(test) cmocka_unit_test_setup_teardown(test, begin, end)
#define FRESH(test) cmocka_unit_test_setup_teardown(test, begin_fresh, end)

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        FRESH(test_handshake__verbs_wait_for_it),
        cmocka_unit_test_setup_teardown(test_handshake__password_and_database_come_first,
                                        begin_with_password, end),
        FRESH(test_handshake__a_library_that_is_there_already_is_fine),
        FRESH(test_handshake__a_redis_without_functions_is_of_no_use),
        FRESH(test_handshake__a_loading_redis_is_away),
        FRESH(test_handshake__no_answer_is_a_timeout),
        FRESH(test_handshake__the_owner_may_close_when_told),
        FRESH(test_handshake__garbage_instead_of_answers_makes_it_weak_not_broken),
        FRESH(test_handshake__a_redis_that_evicts_records_is_weak),
        READY(test_reply__may_come_in_any_pieces),
        READY(test_reply__of_a_wrong_shape_is_corrupt),
        READY(test_reply__error_words_have_their_codes),
        READY(test_reply__of_a_commit_names_the_op_at_fault),
        READY(test_reply__garbage_ends_the_connection),
        READY(test_reply__that_nobody_asked_for_ends_the_connection),
        READY(test_reply__a_callback_may_give_up_the_connection),
        READY(test_drop__tells_what_was_sent_from_what_was_not),
        READY(test_drop__a_callback_that_asks_again_is_told_at_once),
        READY(test_timeout__keeps_the_place_and_drops_the_late_reply),
        READY(test_timeout__is_not_answered_again_when_the_connection_drops),
        READY(test_timeout__a_callback_may_give_up_the_connection),
        READY(test_timeout__a_callback_may_ask_again),
        READY(test_function__lost_is_loaded_once_and_the_commands_sent_again),
        READY(test_function__lost_twice_is_refused_with_the_reason),
        READY(test_function__lost_after_a_timeout_is_not_sent_again),
        READY(test_verb__more_than_the_bound_is_away),
        READY(test_verb__its_command_is_written_as_redis_wants_it),
        READY(test_output__a_slow_peer_gets_every_byte_in_order),
        READY(test_ping__is_sent_once_at_a_time_and_its_silence_hurts_nobody),
    };

    return cmocka_run_group_tests_name("store_redis", tests, NULL, NULL);
}
