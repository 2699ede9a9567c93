/* What only a real Redis can get into: full, read-only, weak, flushed, gone.
 * Owns: the faults.
 * Must not know: the codec's inside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "store_test.h"
#include "sup_test_redis.h"

static sup_test_server *server;
static sup_test_link *link_;

static void
wait(const int *done)
{
    sup_test_link_wait(link_, done);
}

static void
connect_with(sup_redis_options options)
{
    if (link_ != NULL) {
        sup_test_link_close(link_);
    }
    link_ = sup_test_link_open(server, &options);
    here.store = sup_redis_store(link_->redis);
}

static int
begin(void **state)
{
    (void)state;
    server = sup_test_server_start(NULL);
    link_ = NULL;
    connect_with((sup_redis_options)SUP_TEST_OPTIONS);
    here.wait = wait;
    here.campus = SUP_STR("nt");
    here.arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    return link_->ready_rc;
}

static int
end(void **state)
{
    (void)state;
    sup_test_link_close(link_);
    sup_test_server_stop(server);
    sup_test_arena_destroy(here.arena);
    return 0;
}

static void
test_redis__the_handshake_says_what_redis_is(void **state)
{
    const sup_redis_state *status = sup_redis_status(link_->redis);

    (void)state;
    assert_int_equal(status->ready, 1);
    assert_int_equal(status->durable_enough, 1);
    assert_true(atoi(status->version) >= 7);
    assert_non_null(strstr(status->durability, "appendonly yes, appendfsync always"));
}

static void
test_redis__a_full_redis_refuses_a_commit_whole_and_still_reads(void **state)
{
    sup_op ops[] = {put_op("case:2", "b"), add_op("i", "m")};

    (void)state;
    store_put("case:1", SUP_STR("a"));
    sup_test_command(server, "CONFIG SET maxmemory 1");
    assert_int_equal(store_commit(ops, 2).rc, SUP_STORE_FULL);
    assert_str(store_get("case:1").bytes, SUP_STR("a"));
    assert_int_equal(store_get("case:2").found, 0);
    sup_test_command(server, "CONFIG SET maxmemory 0");
    assert_int_equal(store_commit(ops, 2).rc, SUP_OK);
}

static void
test_redis__a_replica_is_read_only(void **state)
{
    sup_op op = put_op("case:2", "b");

    (void)state;
    store_put("case:1", SUP_STR("a"));
    sup_test_command(server, "REPLICAOF 127.0.0.1 1");
    assert_int_equal(store_commit(&op, 1).rc, SUP_STORE_READONLY);
    assert_str(store_get("case:1").bytes, SUP_STR("a"));
    sup_test_command(server, "REPLICAOF NO ONE");
    assert_int_equal(store_commit(&op, 1).rc, SUP_OK);
}

static void
test_redis__a_connection_to_a_replica_reads_and_says_why_it_cannot_write(void **state)
{
    sup_op op = put_op("case:2", "b");

    (void)state;
    sup_test_command(server, "FUNCTION FLUSH");
    sup_test_command(server, "REPLICAOF 127.0.0.1 1");
    sup_test_link_reopen(link_, server);
    assert_int_equal(link_->ready_rc, SUP_OK);
    assert_int_equal(store_get("case:1").found, 0);
    assert_int_equal(store_commit(&op, 1).rc, SUP_STORE_READONLY);
}

static void
test_redis__too_few_replicas_make_a_commit_fail_cleanly(void **state)
{
    sup_op op = put_op("case:2", "b");

    (void)state;
    sup_test_command(server, "CONFIG SET min-replicas-to-write 1");
    assert_int_equal(store_commit(&op, 1).rc, SUP_STORE_READONLY);
    assert_int_equal(store_get("case:2").found, 0);
}

static void
test_redis__a_type_planted_by_somebody_else_is_told(void **state)
{
    static const char *const plant[] = {
        "SADD sup:{nt}:k m",   "XADD sup:{nt}:k * a b", "LPUSH sup:{nt}:k m",
        "ZADD sup:{nt}:k 0 m", "HSET sup:{nt}:k n 1",   "SET sup:{nt}:k 12345678",
    };
    const int fits[4] = {5, 3, 4, 2};
    int i, kind;

    (void)state;
    for (i = 0; i < 6; i++) {
        sup_test_command(server, plant[i]);
        for (kind = 0; kind < 4; kind++) {
            sup_op each[] = {put_op("k", "x"), add_op("k", "x"), count_op("k", "n", 1),
                             event_op("k", "x")};
            sup_op ops[] = {put_op("other", "x"), each[kind]};
            struct store_outcome done;

            if (fits[kind] == i) {
                continue;
            }
            done = store_commit(ops, 2);
            assert_int_equal(done.rc, SUP_STORE_TYPE);
            assert_int_equal(done.at, 1);
            assert_int_equal(store_get("other").found, 0);
        }
        sup_test_command(server, "DEL sup:{nt}:k");
    }
}

static void
test_redis__a_counter_that_is_no_number_is_a_type_error(void **state)
{
    static const char *const odd[] = {"x",
                                      "1.5",
                                      "1e3",
                                      "0x10",
                                      " 1",
                                      "01",
                                      "-0",
                                      "9223372036854775807",
                                      "-9007199254740992"};
    sup_op ops[] = {put_op("other", "x"), count_op("n", "c", 1)};
    sup_read read = {.kind = SUP_READ_COUNTERS, .key = SUP_STR("n")};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
        sup_test_command(server, "HSET sup:{nt}:n c %s", odd[i]);
        assert_int_equal(store_commit(ops, 2).rc, SUP_STORE_TYPE);
        assert_int_equal(store_get("other").found, 0);
    }
    sup_test_command(server, "HSET sup:{nt}:n c x");
    assert_int_equal(store_read(&read, 1), SUP_OK);
    assert_int_equal(read.rc, SUP_STORE_CORRUPT);
}

static void
test_redis__a_record_shorter_than_its_version_is_corrupt(void **state)
{
    sup_read read = {.kind = SUP_READ_RECORD, .key = SUP_STR("k")};
    sup_op check = check_op("k", 0);

    (void)state;
    sup_test_command(server, "SET sup:{nt}:k 1234567");
    assert_int_equal(store_read(&read, 1), SUP_OK);
    assert_int_equal(read.rc, SUP_STORE_CORRUPT);
    assert_int_equal(read.found, 0);
    assert_int_equal(store_commit(&check, 1).rc, SUP_STORE_CONFLICT);
}

static void
test_redis__a_broken_sequence_stops_a_commit_before_it_writes(void **state)
{
    static const char *const odd[] = {"x", "9223372036854775807", "-5",
                                      "9007199254740991"};
    sup_op ops[] = {put_op("k", "x"), add_op("i", "m")};
    size_t i;

    (void)state;
    for (i = 0; i < 4; i++) {
        sup_test_command(server, "SET sup:{nt}:seq %s", odd[i]);
        assert_int_equal(store_commit(ops, 2).rc, SUP_STORE_REFUSED);
        assert_int_equal(store_get("k").found, 0);
        assert_int_equal(store_count("i", "", ""), 0);
    }
    sup_test_command(server, "DEL sup:{nt}:seq");
    sup_test_command(server, "LPUSH sup:{nt}:seq 1");
    assert_int_equal(store_commit(ops, 2).rc, SUP_STORE_TYPE);
    assert_int_equal(store_get("k").found, 0);
}

static void
test_redis__a_large_version_keeps_every_bit(void **state)
{
    sup_op ops[] = {check_op("k", 0), put_op("k", "y")};

    (void)state;
    sup_test_command(server, "SET sup:{nt}:seq 9007199254740987");
    ops[0].version = store_put("k", SUP_STR("x"));
    assert_true(ops[0].version == UINT64_C(9007199254740988));
    assert_true(store_get("k").version == ops[0].version);
    assert_int_equal(store_commit(ops, 2).rc, SUP_OK);
    assert_int_equal(store_commit(ops, 2).rc, SUP_STORE_CONFLICT);
}

static void
test_redis__a_flushed_function_is_loaded_again(void **state)
{
    sup_op ops[3] = {add_op("i", "a"), add_op("i", "b"), add_op("i", "c")};
    struct store_outcome out[3] = {{.done = 0}};
    int i;

    (void)state;
    sup_test_command(server, "FUNCTION FLUSH");
    for (i = 0; i < 3; i++) {
        assert_int_equal(store_begin_commit(&ops[i], 1, &out[i]), SUP_OK);
    }
    for (i = 0; i < 3; i++) {
        wait(&out[i].done);
        assert_int_equal(out[i].rc, SUP_OK);
    }
    assert_range("i", "", "", 0, 10, "a b c");
    assert_int_equal(sup_redis_pending(link_->redis), 0);
}

static void
test_redis__everysec_is_refused_when_always_is_configured(void **state)
{
    sup_op op = put_op("k", "x");
    struct store_outcome out = {.done = 0};
    sup_redis_options options = SUP_TEST_OPTIONS;

    (void)state;
    sup_test_command(server, "CONFIG SET appendfsync everysec");
    sup_test_link_reopen(link_, server);
    assert_int_equal(link_->ready_rc, SUP_OK);
    assert_int_equal(sup_redis_status(link_->redis)->durable_enough, 0);
    assert_non_null(strstr(link_->log, "[3] redis is less durable than configured"));
    assert_int_equal(store_begin_commit(&op, 1, &out), SUP_STORE_WEAK);
    assert_int_equal(store_get("k").found, 0);

    options.durability = SUP_DURABLE_EVERYSEC;
    connect_with(options);
    assert_int_equal(store_commit(&op, 1).rc, SUP_OK);
    sup_test_command(server, "CONFIG SET appendonly no");
    sup_test_link_reopen(link_, server);
    assert_int_equal(store_begin_commit(&op, 1, &out), SUP_STORE_WEAK);

    options.durability = SUP_DURABLE_REPLICAS;
    options.replicas_min = 1;
    connect_with(options);
    assert_int_equal(store_begin_commit(&op, 1, &out), SUP_STORE_WEAK);
    options.durability = SUP_DURABLE_ANY;
    connect_with(options);
    assert_int_equal(store_commit(&op, 1).rc, SUP_OK);
}

static void
test_redis__a_ping_notices_when_durability_changes(void **state)
{
    sup_op op = put_op("k", "x");
    struct store_outcome out = {.done = 0};

    (void)state;
    sup_test_command(server, "CONFIG SET appendfsync everysec");
    assert_int_equal(store_commit(&op, 1).rc, SUP_OK); /* nobody has asked yet */
    sup_redis_ping(link_->redis);
    assert_int_equal(sup_redis_pending(link_->redis), 2);
    store_get("k");
    assert_int_equal(store_begin_commit(&op, 1, &out), SUP_STORE_WEAK);
    sup_test_command(server, "CONFIG SET appendfsync always");
    sup_redis_ping(link_->redis);
    store_get("k");
    assert_int_equal(store_commit(&op, 1).rc, SUP_OK);
    assert_non_null(strstr(link_->log, "[6] redis is as durable as configured again"));
}

static void
test_redis__an_acl_that_hides_the_configuration_counts_as_weak(void **state)
{
    sup_redis_options options = SUP_TEST_OPTIONS;
    sup_op op = put_op("k", "x");
    struct store_outcome out = {.done = 0};

    (void)state;
    sup_test_command(server, "ACL SETUSER sup on >s3cret ~sup:* +@all -config -info");
    options.user = SUP_STR("sup");
    options.password = SUP_STR("s3cret");
    connect_with(options);
    assert_int_equal(link_->ready_rc, SUP_OK);
    assert_non_null(strstr(sup_redis_status(link_->redis)->durability, "unknown"));
    assert_int_equal(store_begin_commit(&op, 1, &out), SUP_STORE_WEAK);
    options.durability = SUP_DURABLE_ANY;
    connect_with(options);
    assert_int_equal(store_commit(&op, 1).rc, SUP_OK);
}

static void
test_redis__a_wrong_password_ends_the_handshake_and_is_not_logged(void **state)
{
    sup_redis_options options = SUP_TEST_OPTIONS;
    struct store_outcome out = {.done = 0};
    sup_op op = put_op("k", "x");

    (void)state;
    options.password = SUP_STR("s3cret-and-wrong");
    sup_test_command(server, "CONFIG SET requirepass right");
    sup_test_link_close(link_);
    link_ = sup_test_link_open(server, &options);
    here.store = sup_redis_store(link_->redis);
    assert_int_equal(link_->ready_rc, SUP_STORE_REFUSED);
    assert_null(strstr(link_->log, "s3cret"));
    assert_int_equal(store_begin_commit(&op, 1, &out), SUP_STORE_AWAY);
}

static void
test_redis__another_database_is_selected(void **state)
{
    sup_redis_options options = SUP_TEST_OPTIONS;

    (void)state;
    options.database = 3;
    connect_with(options);
    store_put("k", SUP_STR("x"));
    assert_string_equal(sup_test_command(server, "DBSIZE"), "0");
    options.database = 999;
    connect_with(options);
    assert_int_equal(link_->ready_rc, SUP_STORE_REFUSED);
}

static void
test_redis__a_user_without_a_right_is_refused(void **state)
{
    sup_redis_options options = SUP_TEST_OPTIONS;
    sup_read read = {.kind = SUP_READ_RECORD, .key = SUP_STR("k")};
    sup_op op = put_op("k", "x");

    (void)state;
    sup_test_command(server, "ACL SETUSER sup on >s3cret ~sup:* +@all -fcall -get");
    options.user = SUP_STR("sup");
    options.password = SUP_STR("s3cret");
    connect_with(options);
    assert_int_equal(store_commit(&op, 1).rc, SUP_STORE_REFUSED);
    assert_int_equal(store_read(&read, 1), SUP_OK);
    assert_int_equal(read.rc, SUP_STORE_REFUSED);
}

static void
test_redis__the_rights_that_the_readme_names_are_enough(void **state)
{
    sup_redis_options options = SUP_TEST_OPTIONS;
    sup_op make[] = {put_op("s", "r"), add_op("z", "m"), count_op("h", "n", 1),
                     event_op("l", "e")};
    sup_op change[] = {check_op("s", 0),
                       check_op("new", 0),
                       put_op("s", "r"),
                       remove_op("z", "m"),
                       {.kind = SUP_OP_DELETE, .key = SUP_STR("h")}};
    sup_read reads[] = {{.kind = SUP_READ_RECORD, .key = SUP_STR("s")},
                        {.kind = SUP_READ_RANGE, .key = SUP_STR("z"), .limit = 1},
                        {.kind = SUP_READ_COUNT, .key = SUP_STR("z")},
                        {.kind = SUP_READ_COUNTERS, .key = SUP_STR("h")},
                        {.kind = SUP_READ_EVENTS, .key = SUP_STR("l"), .limit = 1}};
    size_t i;

    (void)state;
    sup_test_command(server,
                     "ACL SETUSER sup on >s3cret ~sup:* -@all +get +zrange +zlexcount "
                     "+hgetall +lrange +fcall +getrange +exists +strlen +zcard +hget "
                     "+llen +incr +set +zadd +zrem +hincrby +rpush +del +info "
                     "+config|get +function|load");
    options.user = SUP_STR("sup");
    options.password = SUP_STR("s3cret");
    connect_with(options);
    assert_int_equal(store_commit(make, 4).rc, SUP_OK);
    assert_int_equal(store_read(reads, 5), SUP_OK);
    for (i = 0; i < 5; i++) {
        assert_int_equal(reads[i].rc, SUP_OK);
        assert_true(reads[i].found || reads[i].n == 1);
    }
    change[0].version = reads[0].version;
    assert_int_equal(store_commit(change, 5).rc, SUP_OK);
}

static void
test_redis__everything_acknowledged_is_there_after_kill_9(void **state)
{
    uint64_t before = 0;
    int i;

    (void)state;
    for (i = 0; i < 50; i++) {
        char key[16];

        snprintf(key, sizeof(key), "k:%d", i);
        before = store_put(key, sup_str_c(key));
    }
    sup_test_server_restart(server);
    for (i = 0; i < 100; i++) {
        sup_test_link_reopen(link_, server);
        if (link_->ready_rc == SUP_OK) {
            break;
        }
        assert_int_equal(link_->ready_rc, SUP_STORE_AWAY); /* loading */
        usleep(20000);
    }
    for (i = 0; i < 50; i++) {
        char key[16];

        snprintf(key, sizeof(key), "k:%d", i);
        assert_int_equal(store_get(key).found, 1);
    }
    assert_true(store_put("k:0", SUP_STR("new")) > before);
}

static void
test_redis__the_commands_under_way_are_answered_when_redis_dies(void **state)
{
    struct store_outcome out[20] = {{.done = 0}};
    sup_op op = add_op("i", "m");
    int i, n = 0;

    (void)state;
    sup_test_command(server, "CLIENT PAUSE 5000 ALL");
    for (i = 0; i < 20; i++) {
        assert_int_equal(store_begin_commit(&op, 1, &out[i]), SUP_OK);
    }
    sup_redis_consume(link_->redis, sup_redis_output(link_->redis).len); /* as if sent */
    sup_redis_disconnected(link_->redis);
    for (i = 0; i < 20; i++) {
        assert_int_equal(out[i].rc, SUP_STORE_UNKNOWN);
        n += out[i].done;
    }
    assert_int_equal(n, 20);
    assert_int_equal(sup_redis_pending(link_->redis), 0);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, begin, end)

int
redis_faults_run(void)
{
    static const struct CMUnitTest tests[] = {
        EACH(test_redis__the_handshake_says_what_redis_is),
        EACH(test_redis__a_full_redis_refuses_a_commit_whole_and_still_reads),
        EACH(test_redis__a_replica_is_read_only),
        EACH(test_redis__a_connection_to_a_replica_reads_and_says_why_it_cannot_write),
        EACH(test_redis__too_few_replicas_make_a_commit_fail_cleanly),
        EACH(test_redis__a_type_planted_by_somebody_else_is_told),
        EACH(test_redis__a_counter_that_is_no_number_is_a_type_error),
        EACH(test_redis__a_record_shorter_than_its_version_is_corrupt),
        EACH(test_redis__a_broken_sequence_stops_a_commit_before_it_writes),
        EACH(test_redis__a_large_version_keeps_every_bit),
        EACH(test_redis__a_flushed_function_is_loaded_again),
        EACH(test_redis__everysec_is_refused_when_always_is_configured),
        EACH(test_redis__a_ping_notices_when_durability_changes),
        EACH(test_redis__an_acl_that_hides_the_configuration_counts_as_weak),
        EACH(test_redis__a_wrong_password_ends_the_handshake_and_is_not_logged),
        EACH(test_redis__another_database_is_selected),
        EACH(test_redis__a_user_without_a_right_is_refused),
        EACH(test_redis__the_rights_that_the_readme_names_are_enough),
        EACH(test_redis__everything_acknowledged_is_there_after_kill_9),
        EACH(test_redis__the_commands_under_way_are_answered_when_redis_dies),
    };

    return cmocka_run_group_tests_name("redis in trouble", tests, NULL, NULL);
}
