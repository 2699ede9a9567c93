/* What a store must do: one suite, run against the memory and against a real Redis.
 * Owns: the meaning of every verb, as examples.
 * Must not know: which of the two it runs against. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/sup_store_memory.h"
#include "store_test.h"
#include "sup_test_redis.h"

struct store_test here;

/* --- driving either store --------------------------------------------------------------
 */

static sup_test_server *server;
static sup_test_link *link_;
static sup_store_memory *memory;

static int64_t
wall_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
wait_memory(const int *done)
{
    while (!*done) {
        assert_int_not_equal(sup_store_memory_run(memory), 0);
    }
}

static void
wait_redis(const int *done)
{
    sup_test_link_wait(link_, done);
}

static int
use_memory(void **state)
{
    (void)state;
    memory = sup_store_memory_create(wall_ms);
    here.store = sup_store_memory_store(memory);
    here.wait = wait_memory;
    return 0;
}

static int
drop_memory(void **state)
{
    (void)state;
    sup_store_memory_destroy(memory);
    return 0;
}

static int
use_redis(void **state)
{
    sup_redis_options options = SUP_TEST_OPTIONS;

    (void)state;
    server = sup_test_server_start(NULL);
    link_ = sup_test_link_open(server, &options);
    here.store = sup_redis_store(link_->redis);
    here.wait = wait_redis;
    return link_->ready_rc;
}

static int
drop_redis(void **state)
{
    (void)state;
    sup_test_link_close(link_);
    sup_test_server_stop(server);
    return 0;
}

/* A campus for each test keeps them apart in one Redis. */
static int
begin(void **state)
{
    static unsigned number;

    (void)state;
    snprintf(here.name, sizeof(here.name), "c%u", ++number);
    here.campus = sup_str_c(here.name);
    here.arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    return 0;
}

static int
end(void **state)
{
    (void)state;
    sup_test_arena_destroy(here.arena);
    return 0;
}

static int
use_redis_byte_by_byte(void **state)
{
    int rc = use_redis(state);

    link_->chunk = 1;
    return rc;
}

/* --- records ---------------------------------------------------------------------------
 */

static void
test_store__an_absent_record_is_an_answer(void **state)
{
    sup_read read = {.kind = SUP_READ_RECORD, .key = SUP_STR("case:none")};

    (void)state;
    read.found = 7; /* left over from an earlier round */
    assert_int_equal(store_read(&read, 1), SUP_OK);
    assert_int_equal(read.rc, SUP_OK);
    assert_int_equal(read.found, 0);
    assert_int_equal(read.version, 0);
}

static void
test_store__what_was_put_is_read_with_its_version(void **state)
{
    uint64_t version = store_put("case:1", SUP_STR("hello"));
    sup_read read = store_get("case:1");

    (void)state;
    assert_true(version > 0);
    assert_int_equal(read.found, 1);
    assert_int_equal(read.version, version);
    assert_str(read.bytes, SUP_STR("hello"));
}

static void
test_store__bytes_come_back_as_they_went(void **state)
{
    static char all[256 * 3];
    sup_str odd[] = {
        SUP_STR("a\0b"), SUP_STR("\r\n$3\r\n"), SUP_STR(""), {all, sizeof(all)}};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(all); i++) {
        all[i] = (char)i;
    }
    for (i = 0; i < 4; i++) {
        sup_read read;

        store_put("case:odd", odd[i]);
        read = store_get("case:odd");
        assert_int_equal(read.found, 1);
        assert_str(read.bytes, odd[i]);
    }
}

static void
test_store__a_record_of_a_megabyte_is_kept_whole(void **state)
{
    size_t len = here.slow ? 20000 : 5 << 20;
    char *bytes = malloc(len);
    sup_read read;
    size_t i;

    (void)state;
    for (i = 0; i < len; i++) {
        bytes[i] = (char)(i * 31 ^ i >> 8);
    }
    store_put("case:big", (sup_str){bytes, len});
    read = store_get("case:big");
    assert_str(read.bytes, (sup_str){bytes, len});
    free(bytes);
}

static void
test_store__a_version_is_never_used_again_after_a_delete(void **state)
{
    uint64_t first = store_put("case:1", SUP_STR("one")), second;
    sup_op op = {.kind = SUP_OP_DELETE, .key = SUP_STR("case:1")};

    (void)state;
    assert_int_equal(store_commit(&op, 1).rc, SUP_OK);
    assert_int_equal(store_get("case:1").found, 0);
    second = store_put("case:1", SUP_STR("one"));
    assert_true(second > first);
}

static void
test_store__one_commit_gives_one_version_to_all_its_puts(void **state)
{
    sup_op ops[] = {put_op("case:1", "a"), put_op("case:2", "b")};
    struct store_outcome done = store_commit(ops, 2);

    (void)state;
    assert_int_equal(done.rc, SUP_OK);
    assert_int_equal(store_get("case:1").version, done.version);
    assert_int_equal(store_get("case:2").version, done.version);
}

static void
test_store__a_commit_without_a_put_takes_no_version(void **state)
{
    uint64_t before = store_put("case:1", SUP_STR("a"));
    sup_op op = add_op("index", "m");

    (void)state;
    assert_int_equal(store_commit(&op, 1).version, 0);
    assert_int_equal(store_get("case:1").version, before);
}

static void
test_store__the_last_of_two_puts_in_a_commit_stays(void **state)
{
    sup_op ops[] = {put_op("case:1", "a"),
                    put_op("case:1", "b"),
                    {.kind = SUP_OP_DELETE, .key = SUP_STR("case:2")},
                    put_op("case:2", "c")};

    (void)state;
    assert_int_equal(store_commit(ops, 4).rc, SUP_OK);
    assert_str(store_get("case:1").bytes, SUP_STR("b"));
    assert_str(store_get("case:2").bytes, SUP_STR("c"));
}

static void
test_store__deleting_what_is_absent_is_fine(void **state)
{
    sup_op op = {.kind = SUP_OP_DELETE, .key = SUP_STR("case:none")};

    (void)state;
    assert_int_equal(store_commit(&op, 1).rc, SUP_OK);
}

static void
test_store__delete_removes_any_type(void **state)
{
    sup_op make[] = {add_op("i", "m"), count_op("n", "x", 1), event_op("e", "1")};
    sup_op drop[] = {{.kind = SUP_OP_DELETE, .key = SUP_STR("i")},
                     {.kind = SUP_OP_DELETE, .key = SUP_STR("n")},
                     {.kind = SUP_OP_DELETE, .key = SUP_STR("e")}};
    sup_op other[] = {put_op("i", "x"), put_op("n", "x"), put_op("e", "x")};

    (void)state;
    assert_int_equal(store_commit(make, 3).rc, SUP_OK);
    assert_int_equal(store_commit(drop, 3).rc, SUP_OK);
    assert_int_equal(store_commit(other, 3).rc, SUP_OK);
}

static void
test_store__a_record_with_an_expiry_goes_away(void **state)
{
    sup_op ops[] = {put_op("idem:1", "a"), put_op("idem:2", "b")};
    sup_op check = check_op("idem:1", 0);

    (void)state;
    ops[0].ttl_ms = 2000; /* long enough to be read before, on a busy machine too */
    ops[1].ttl_ms = 3600 * 1000;
    assert_int_equal(store_commit(ops, 2).rc, SUP_OK);
    assert_int_equal(store_get("idem:1").found, 1);
    usleep(2100000);
    assert_int_equal(store_get("idem:1").found, 0);
    assert_int_equal(store_get("idem:2").found, 1);
    assert_int_equal(store_commit(&check, 1).rc, SUP_OK);
}

static void
test_store__a_put_without_expiry_stays_for_ever(void **state)
{
    sup_op op = put_op("idem:1", "a");

    (void)state;
    op.ttl_ms = 100;
    assert_int_equal(store_commit(&op, 1).rc, SUP_OK);
    store_put("idem:1", SUP_STR("b"));
    usleep(200000);
    assert_str(store_get("idem:1").bytes, SUP_STR("b"));
}

/* --- checks ----------------------------------------------------------------------------
 */

static void
test_store__a_stale_version_is_a_conflict_and_writes_nothing(void **state)
{
    uint64_t old = store_put("case:1", SUP_STR("one"));
    uint64_t new = store_put("case:1", SUP_STR("two"));
    sup_op ops[] = {put_op("case:2", "x"), add_op("index", "m"), check_op("case:1", old)};
    struct store_outcome done = store_commit(ops, 3);

    (void)state;
    assert_int_equal(done.rc, SUP_STORE_CONFLICT);
    assert_int_equal(done.at, 2);
    assert_int_equal(store_get("case:2").found, 0);
    assert_int_equal(store_count("index", "", ""), 0);
    ops[2].version = new;
    assert_int_equal(store_commit(ops, 3).rc, SUP_OK);
}

static void
test_store__absence_is_checked_and_so_is_presence(void **state)
{
    sup_op absent[] = {check_op("case:1", 0), put_op("case:1", "one")};
    sup_op present = check_op("case:2", 12345);
    struct store_outcome done;

    (void)state;
    assert_int_equal(store_commit(absent, 2).rc, SUP_OK);
    done = store_commit(absent, 2);
    assert_int_equal(done.rc, SUP_STORE_CONFLICT);
    assert_int_equal(done.at, 0);
    assert_int_equal(store_commit(&present, 1).rc, SUP_STORE_CONFLICT);
}

static void
test_store__an_empty_record_is_not_absent(void **state)
{
    sup_op check = check_op("case:1", 0);

    (void)state;
    store_put("case:1", SUP_STR(""));
    assert_int_equal(store_commit(&check, 1).rc, SUP_STORE_CONFLICT);
}

static void
test_store__checks_see_the_state_before_the_commit(void **state)
{
    sup_op ops[] = {put_op("case:1", "one"), check_op("case:1", 0)};

    (void)state;
    assert_int_equal(store_commit(ops, 2).rc, SUP_OK);
}

static void
test_store__of_two_who_read_the_same_version_one_wins(void **state)
{
    uint64_t version = store_put("case:1", SUP_STR("one"));
    sup_op ops[] = {check_op("case:1", version), put_op("case:1", "two")};
    struct store_outcome a = {.done = 0}, b = {.done = 0};

    (void)state;
    assert_int_equal(store_begin_commit(ops, 2, &a), SUP_OK);
    assert_int_equal(store_begin_commit(ops, 2, &b), SUP_OK);
    assert_int_equal(a.done + b.done, 0); /* never from inside the verb */
    here.wait(&a.done);
    here.wait(&b.done);
    assert_int_equal(a.rc + b.rc, SUP_STORE_CONFLICT);
}

/* --- types -----------------------------------------------------------------------------
 */

static void
test_store__a_wrong_type_is_told_and_writes_nothing(void **state)
{
    sup_op make[] = {put_op("s", "r"), add_op("z", "m"), count_op("h", "n", 1),
                     event_op("l", "e")};
    const char *keys[] = {"s", "z", "h", "l"};
    size_t i, k;

    (void)state;
    assert_int_equal(store_commit(make, 4).rc, SUP_OK);
    for (k = 0; k < 4; k++) {
        sup_op wrong[] = {put_op(keys[k], "r"),      add_op(keys[k], "m"),
                          count_op(keys[k], "n", 1), event_op(keys[k], "e"),
                          remove_op(keys[k], "m"),   check_op(keys[k], 99)};
        size_t rights[] = {0, 1, 2, 3, 1, 0};

        for (i = 0; i < 6; i++) {
            sup_op ops[] = {put_op("before", "x"), wrong[i], put_op("after", "x")};
            struct store_outcome done;

            if (rights[i] == k) {
                continue;
            }
            done = store_commit(ops, 3);
            assert_int_equal(done.rc, SUP_STORE_TYPE);
            assert_int_equal(done.at, 1);
            assert_int_equal(store_get("before").found, 0);
            assert_int_equal(store_get("after").found, 0);
        }
    }
}

static void
test_store__checking_absence_of_another_type_is_a_type_error(void **state)
{
    sup_op make = add_op("z", "m"), check = check_op("z", 0);

    (void)state;
    assert_int_equal(store_commit(&make, 1).rc, SUP_OK);
    assert_int_equal(store_commit(&check, 1).rc, SUP_STORE_TYPE);
}

static void
test_store__a_key_keeps_one_type_throughout_a_commit(void **state)
{
    sup_op ops[] = {
        put_op("k", "r"), {.kind = SUP_OP_DELETE, .key = SUP_STR("k")}, add_op("k", "m")};
    struct store_outcome done = store_commit(ops, 3);

    (void)state;
    assert_int_equal(done.rc, SUP_STORE_TYPE);
    assert_int_equal(done.at, 2);
    assert_int_equal(store_get("k").found, 0);
}

static void
test_store__each_read_tells_its_own_wrong_type(void **state)
{
    sup_op make[] = {put_op("s", "r"), add_op("z", "m"), count_op("h", "n", 1),
                     event_op("l", "e")};
    const char *keys[] = {"s", "z", "h", "l"};
    const sup_read_kind kinds[] = {SUP_READ_RECORD, SUP_READ_RANGE, SUP_READ_COUNTERS,
                                   SUP_READ_EVENTS, SUP_READ_COUNT};
    const size_t rights[] = {0, 1, 2, 3, 1};
    sup_read reads[20];
    size_t i;

    (void)state;
    assert_int_equal(store_commit(make, 4).rc, SUP_OK);
    for (i = 0; i < 20; i++) {
        reads[i] =
            (sup_read){.kind = kinds[i % 5], .key = sup_str_c(keys[i / 5]), .limit = 9};
    }
    assert_int_equal(store_read(reads, 20), SUP_OK);
    for (i = 0; i < 20; i++) {
        int right = rights[i % 5] == i / 5;

        assert_int_equal(reads[i].rc, right ? SUP_OK : SUP_STORE_TYPE);
        assert_int_equal(reads[i].found || reads[i].n > 0, right);
    }
}

/* --- indexes ---------------------------------------------------------------------------
 */

static void
test_store__an_index_is_read_in_byte_order(void **state)
{
    sup_op ops[] = {add_op("i", "b"),    add_op("i", "a"), add_op("i", "ab"),
                    add_op("i", "\xff"), add_op("i", "B"), add_op("i", "a")};

    (void)state;
    assert_int_equal(store_commit(ops, 6).rc, SUP_OK);
    assert_range("i", "", "", 0, 10, "B a ab b \xff");
    assert_range("i", "", "", 1, 10, "\xff b ab a B");
}

static void
test_store__both_bounds_of_a_range_are_exclusive(void **state)
{
    store_fill_index("i", "a b c d e");
    (void)state;
    assert_range("i", "a", "", 0, 10, "b c d e");
    assert_range("i", "a", "e", 0, 10, "b c d");
    assert_range("i", "", "c", 0, 10, "a b");
    assert_range("i", "b", "c", 0, 10, "");
    assert_range("i", "d", "b", 0, 10, "");
    assert_range("i", "aa", "dd", 0, 10, "b c d");
    assert_range("i", "e", "", 0, 10, "");
    assert_range("i", "a", "e", 1, 10, "d c b");
    assert_range("i", "", "c", 1, 10, "b a");
}

static void
test_store__a_range_ends_at_its_limit(void **state)
{
    store_fill_index("i", "a b c d e");
    (void)state;
    assert_range("i", "", "", 0, 2, "a b");
    assert_range("i", "b", "", 0, 2, "c d");
    assert_range("i", "", "", 1, 2, "e d");
    assert_range("i", "", "d", 1, 2, "c b");
    assert_range("i", "a", "", 1, 1, "e");
}

static void
test_store__a_count_includes_from_and_excludes_to(void **state)
{
    store_fill_index("i", "a b c d e");
    (void)state;
    assert_int_equal(store_count("i", "", ""), 5);
    assert_int_equal(store_count("i", "b", "d"), 2);
    assert_int_equal(store_count("i", "b", ""), 4);
    assert_int_equal(store_count("i", "", "b"), 1);
    assert_int_equal(store_count("i", "d", "b"), 0);
    assert_int_equal(store_count("none", "", ""), 0);
}

static void
test_store__members_may_hold_any_byte(void **state)
{
    sup_op ops[] = {add_op("i", ""), add_op("i", "("), add_op("i", "-")};
    sup_read read = {.kind = SUP_READ_RANGE, .key = SUP_STR("i"), .limit = 10};

    (void)state;
    ops[0].member = SUP_STR("\0\r\n");
    assert_int_equal(store_commit(ops, 3).rc, SUP_OK);
    assert_int_equal(store_read(&read, 1), SUP_OK);
    assert_int_equal(read.n, 3);
    assert_str(read.members[0], SUP_STR("\0\r\n"));
    read.from = SUP_STR("\0\r\n");
    assert_int_equal(store_read(&read, 1), SUP_OK);
    assert_int_equal(read.n, 2);
    assert_str(read.members[0], SUP_STR("("));
}

static void
test_store__a_member_taken_out_is_gone_and_an_emptied_index_is_absent(void **state)
{
    sup_op ops[] = {remove_op("i", "a"), remove_op("i", "x"), remove_op("none", "x")};
    sup_op last = remove_op("i", "b"), put = put_op("i", "now a record");

    store_fill_index("i", "a b");
    (void)state;
    assert_int_equal(store_commit(ops, 3).rc, SUP_OK);
    assert_range("i", "", "", 0, 10, "b");
    assert_int_equal(store_commit(&last, 1).rc, SUP_OK);
    assert_int_equal(store_commit(&put, 1).rc, SUP_OK);
}

static void
test_store__ops_on_one_index_happen_in_their_order(void **state)
{
    sup_op ops[] = {add_op("i", "a"), remove_op("i", "a"), remove_op("i", "b"),
                    add_op("i", "b")};

    (void)state;
    assert_int_equal(store_commit(ops, 4).rc, SUP_OK);
    assert_range("i", "", "", 0, 10, "b");
}

/* --- counters and events ---------------------------------------------------------------
 */

static void
test_store__counters_add_up_and_are_read_by_name(void **state)
{
    sup_op ops[] = {count_op("n", "solved", 2), count_op("n", "open", -3),
                    count_op("n", "solved", 5), count_op("n", "zero", 0)};
    sup_read read = {.kind = SUP_READ_COUNTERS, .key = SUP_STR("n")};

    (void)state;
    assert_int_equal(store_read(&read, 1), SUP_OK);
    assert_int_equal(read.n, 0);
    assert_int_equal(store_commit(ops, 4).rc, SUP_OK);
    assert_int_equal(store_commit(ops, 1).rc, SUP_OK);
    assert_int_equal(store_read(&read, 1), SUP_OK);
    assert_int_equal(read.n, 3);
    assert_str(read.counters[0].name, SUP_STR("open"));
    assert_int_equal(read.counters[0].value, -3);
    assert_str(read.counters[1].name, SUP_STR("solved"));
    assert_int_equal(read.counters[1].value, 9);
    assert_int_equal(read.counters[2].value, 0);
}

static void
test_store__a_counter_beyond_its_bound_takes_no_more(void **state)
{
    sup_op ops[SUP_OPS_MAX], one = count_op("n", "x", 1),
                             last[] = {put_op("k", "x"), one};
    sup_read read = {.kind = SUP_READ_COUNTERS, .key = SUP_STR("n")};
    size_t i;

    (void)state;
    for (i = 0; i < SUP_OPS_MAX; i++) {
        ops[i] = count_op("n", "x", INT64_C(1) << 43);
    }
    assert_int_equal(store_commit(ops, SUP_OPS_MAX).rc, SUP_OK);
    assert_int_equal(store_commit(&one, 1).rc, SUP_OK);
    assert_int_equal(store_commit(last, 2).rc, SUP_STORE_TYPE);
    assert_int_equal(store_get("k").found, 0);
    assert_int_equal(store_read(&read, 1), SUP_OK);
    assert_true(read.counters[0].value == (INT64_C(1) << 52) + 1);
}

static void
test_store__events_come_oldest_first_and_the_newest_when_limited(void **state)
{
    sup_op ops[] = {event_op("e", "1"), event_op("e", "2"), event_op("e", "3")};
    sup_read read = {.kind = SUP_READ_EVENTS, .key = SUP_STR("e"), .limit = 10};

    (void)state;
    ops[0].bytes = SUP_STR("\0\r\n");
    assert_int_equal(store_commit(ops, 3).rc, SUP_OK);
    assert_int_equal(store_read(&read, 1), SUP_OK);
    assert_int_equal(read.n, 3);
    assert_str(read.members[0], SUP_STR("\0\r\n"));
    assert_str(read.members[2], SUP_STR("3"));
    read.limit = 2;
    assert_int_equal(store_read(&read, 1), SUP_OK);
    assert_int_equal(read.n, 2);
    assert_str(read.members[0], SUP_STR("2"));
    assert_str(read.members[1], SUP_STR("3"));
}

/* --- bounds ----------------------------------------------------------------------------
 */

static void
test_store__a_commit_of_512_ops_is_done_and_one_more_refused(void **state)
{
    sup_op ops[SUP_OPS_MAX + 1];
    char keys[SUP_OPS_MAX + 1][16];
    struct store_outcome done = {.done = 0};
    size_t i;

    (void)state;
    for (i = 0; i <= SUP_OPS_MAX; i++) {
        snprintf(keys[i], sizeof(keys[i]), "k:%03zu", i);
        ops[i] = i % 2 ? put_op(keys[i], keys[i]) : add_op("i", keys[i]);
    }
    assert_int_equal(store_commit(ops, SUP_OPS_MAX).rc, SUP_OK);
    assert_int_equal(store_count("i", "", ""), SUP_OPS_MAX / 2);
    assert_str(store_get("k:511").bytes, SUP_STR("k:511"));
    assert_int_equal(store_begin_commit(ops, SUP_OPS_MAX + 1, &done), SUP_STORE_REFUSED);
    ops[0] = check_op("k:000", 0);
    ops[SUP_OPS_MAX - 1] = check_op("k:511", 0);
    done = store_commit(ops, SUP_OPS_MAX);
    assert_int_equal(done.rc, SUP_STORE_CONFLICT);
    assert_int_equal(done.at, SUP_OPS_MAX - 1);
}

static void
test_store__256_reads_are_answered_and_one_more_refused(void **state)
{
    sup_read *reads = calloc(SUP_READS_MAX + 1, sizeof(*reads));
    size_t i;

    (void)state;
    store_put("k", SUP_STR("v"));
    for (i = 0; i <= SUP_READS_MAX; i++) {
        reads[i] = (sup_read){.kind = SUP_READ_RECORD, .key = SUP_STR("k")};
    }
    assert_int_equal(store_read(reads, SUP_READS_MAX), SUP_OK);
    for (i = 0; i < SUP_READS_MAX; i++) {
        assert_str(reads[i].bytes, SUP_STR("v"));
    }
    assert_int_equal(store_read(reads, SUP_READS_MAX + 1), SUP_STORE_REFUSED);
    free(reads);
}

static void
test_store__a_bad_argument_is_refused_before_anything_begins(void **state)
{
    static char long_key[600];
    const sup_str keys[] = {SUP_STR(""),     SUP_STR("a b"), SUP_STR("a{b"),
                            SUP_STR("a\nb"), SUP_STR("seq"), SUP_STR("\xe4\xb8\xad"),
                            {long_key, 600}};
    const sup_str campuses[] = {SUP_STR(""), SUP_STR("-a"), SUP_STR("A"), SUP_STR("a}b"),
                                SUP_STR("abcdefghijklmnopqrstuvwxyz0123456")};
    sup_op bad[] = {put_op("k", "x"),     put_op("k", "x"), count_op("n", "x", INT64_MAX),
                    count_op("n", "", 1), add_op("i", ""),  put_op("k", "x")};
    sup_read range = {.kind = SUP_READ_RANGE, .key = SUP_STR("i"), .limit = 0};
    struct store_outcome done = {.done = 0};
    sup_str campus = here.campus;
    size_t i;

    (void)state;
    memset(long_key, 'a', sizeof(long_key));
    bad[0].ttl_ms = -1;
    bad[1].ttl_ms = INT64_MAX;
    bad[5].kind = (sup_op_kind)77;
    for (i = 0; i < 6; i++) {
        assert_int_equal(store_begin_commit(&bad[i], 1, &done), SUP_STORE_REFUSED);
    }
    for (i = 0; i < 7; i++) {
        bad[0] = (sup_op){.kind = SUP_OP_DELETE, .key = keys[i]};
        assert_int_equal(store_begin_commit(bad, 1, &done), SUP_STORE_REFUSED);
    }
    bad[0].key = SUP_STR("k");
    for (i = 0; i < 5; i++) {
        here.campus = campuses[i];
        assert_int_equal(store_begin_commit(bad, 1, &done), SUP_STORE_REFUSED);
    }
    here.campus = campus;
    assert_int_equal(store_begin_commit(bad, 0, &done), SUP_STORE_REFUSED);
    assert_int_equal(store_read(&range, 1), SUP_STORE_REFUSED);
    range.limit = 1001;
    assert_int_equal(store_read(&range, 1), SUP_STORE_REFUSED);
    assert_int_equal(done.done, 0);
}

static void
test_store__campuses_do_not_see_each_other(void **state)
{
    sup_str own = here.campus;

    (void)state;
    store_put("case:1", SUP_STR("mine"));
    here.campus = SUP_STR("elsewhere");
    assert_int_equal(store_get("case:1").found, 0);
    store_put("case:1", SUP_STR("theirs"));
    here.campus = own;
    assert_str(store_get("case:1").bytes, SUP_STR("mine"));
}

static void
test_store__an_arena_that_is_used_up_is_told(void **state)
{
    sup_read read = {.kind = SUP_READ_RECORD, .key = SUP_STR("k")};

    (void)state;
    store_put("k", SUP_STR("a text longer than the arena"));
    here.arena->budget = 8;
    assert_int_equal(store_read(&read, 1), SUP_NOMEM);
    assert_int_equal(read.found, 0);
    here.arena->budget = SUP_TEST_UNBOUNDED;
    assert_int_equal(store_get("k").found, 1);
}

/* --- callbacks -------------------------------------------------------------------------
 */

struct chain {
    sup_op op;
    int left;
    int done;
};

static void
chain_next(void *data, sup_rc rc, uint64_t version, size_t at)
{
    struct chain *chain = data;

    (void)version;
    (void)at;
    assert_int_equal(rc, SUP_OK);
    if (--chain->left == 0) {
        chain->done = 1;
        return;
    }
    assert_int_equal(here.store->commit(here.store, &here.arena->arena, here.campus,
                                        &chain->op, 1, chain_next, chain),
                     SUP_OK);
}

static void
test_store__a_callback_may_call_a_verb_again(void **state)
{
    struct chain *chain = calloc(1, sizeof(*chain));
    sup_read read = {.kind = SUP_READ_COUNTERS, .key = SUP_STR("n")};

    (void)state;
    chain->left = 20;
    chain->op = count_op("n", "x", 1);
    assert_int_equal(here.store->commit(here.store, &here.arena->arena, here.campus,
                                        &chain->op, 1, chain_next, chain),
                     SUP_OK);
    here.wait(&chain->done);
    free(chain);
    assert_int_equal(store_read(&read, 1), SUP_OK);
    assert_int_equal(read.counters[0].value, 20);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, begin, end)

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        EACH(test_store__an_absent_record_is_an_answer),
        EACH(test_store__what_was_put_is_read_with_its_version),
        EACH(test_store__bytes_come_back_as_they_went),
        EACH(test_store__a_record_of_a_megabyte_is_kept_whole),
        EACH(test_store__a_version_is_never_used_again_after_a_delete),
        EACH(test_store__one_commit_gives_one_version_to_all_its_puts),
        EACH(test_store__a_commit_without_a_put_takes_no_version),
        EACH(test_store__the_last_of_two_puts_in_a_commit_stays),
        EACH(test_store__deleting_what_is_absent_is_fine),
        EACH(test_store__delete_removes_any_type),
        EACH(test_store__a_record_with_an_expiry_goes_away),
        EACH(test_store__a_put_without_expiry_stays_for_ever),
        EACH(test_store__a_stale_version_is_a_conflict_and_writes_nothing),
        EACH(test_store__absence_is_checked_and_so_is_presence),
        EACH(test_store__an_empty_record_is_not_absent),
        EACH(test_store__checks_see_the_state_before_the_commit),
        EACH(test_store__of_two_who_read_the_same_version_one_wins),
        EACH(test_store__a_wrong_type_is_told_and_writes_nothing),
        EACH(test_store__checking_absence_of_another_type_is_a_type_error),
        EACH(test_store__a_key_keeps_one_type_throughout_a_commit),
        EACH(test_store__each_read_tells_its_own_wrong_type),
        EACH(test_store__an_index_is_read_in_byte_order),
        EACH(test_store__both_bounds_of_a_range_are_exclusive),
        EACH(test_store__a_range_ends_at_its_limit),
        EACH(test_store__a_count_includes_from_and_excludes_to),
        EACH(test_store__members_may_hold_any_byte),
        EACH(test_store__a_member_taken_out_is_gone_and_an_emptied_index_is_absent),
        EACH(test_store__ops_on_one_index_happen_in_their_order),
        EACH(test_store__counters_add_up_and_are_read_by_name),
        EACH(test_store__a_counter_beyond_its_bound_takes_no_more),
        EACH(test_store__events_come_oldest_first_and_the_newest_when_limited),
        EACH(test_store__a_commit_of_512_ops_is_done_and_one_more_refused),
        EACH(test_store__256_reads_are_answered_and_one_more_refused),
        EACH(test_store__a_bad_argument_is_refused_before_anything_begins),
        EACH(test_store__campuses_do_not_see_each_other),
        EACH(test_store__an_arena_that_is_used_up_is_told),
        EACH(test_store__a_callback_may_call_a_verb_again),
    };
    int failed = 0;

    failed +=
        cmocka_run_group_tests_name("store in memory", tests, use_memory, drop_memory);
    failed += cmocka_run_group_tests_name("store in redis", tests, use_redis, drop_redis);
    here.slow = 1;
    failed += cmocka_run_group_tests_name("store in redis, byte by byte", tests,
                                          use_redis_byte_by_byte, drop_redis);
    failed += redis_faults_run();
    return failed;
}
