/* Shorthands of the store's tests: verbs that wait for their answer, ops in one line.
 * Owns: "here", the store under test and its campus.
 * Must not know: which store it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "store_test.h"

static void
on_commit(void *data, sup_rc rc, uint64_t version, size_t at)
{
    struct store_outcome *out = data;

    out->rc = rc;
    out->version = version;
    out->at = at;
    out->done++;
}

static void
on_read(void *data, sup_rc rc)
{
    on_commit(data, rc, 0, 0);
}

sup_rc
store_begin_commit(const sup_op *ops, size_t n, struct store_outcome *out)
{
    return here.store->commit(here.store, &here.arena->arena, here.campus, ops, n,
                              on_commit, out);
}

struct store_outcome
store_commit(const sup_op *ops, size_t n)
{
    struct store_outcome out = {.done = 0};

    assert_int_equal(store_begin_commit(ops, n, &out), SUP_OK);
    assert_int_equal(out.done, 0);
    here.wait(&out.done);
    assert_int_equal(out.done, 1);
    return out;
}

sup_rc
store_read(sup_read *reads, size_t n)
{
    struct store_outcome out = {.done = 0};
    sup_rc rc = here.store->read(here.store, &here.arena->arena, here.campus, reads, n,
                                 on_read, &out);

    assert_int_equal(out.done, 0);
    if (rc != SUP_OK) {
        return rc;
    }
    here.wait(&out.done);
    assert_int_equal(out.done, 1);
    return out.rc;
}

uint64_t
store_put(const char *key, sup_str bytes)
{
    sup_op op = {.kind = SUP_OP_PUT, .key = sup_str_c(key), .bytes = bytes};
    struct store_outcome out = store_commit(&op, 1);

    assert_int_equal(out.rc, SUP_OK);
    return out.version;
}

sup_read
store_get(const char *key)
{
    sup_read read = {.kind = SUP_READ_RECORD, .key = sup_str_c(key)};

    assert_int_equal(store_read(&read, 1), SUP_OK);
    assert_int_equal(read.rc, SUP_OK);
    return read;
}

size_t
store_count(const char *key, const char *from, const char *to)
{
    sup_read read = {.kind = SUP_READ_COUNT,
                     .key = sup_str_c(key),
                     .from = sup_str_c(from),
                     .to = sup_str_c(to)};

    assert_int_equal(store_read(&read, 1), SUP_OK);
    assert_int_equal(read.rc, SUP_OK);
    return read.n;
}

void
store_fill_index(const char *key, const char *words)
{
    for (; *words != '\0'; words += strspn(words, " ")) {
        sup_op op = add_op(key, words);

        op.member.len = strcspn(words, " ");
        words += op.member.len;
        assert_int_equal(store_commit(&op, 1).rc, SUP_OK);
    }
}

void
assert_str(sup_str have, sup_str want)
{
    assert_int_equal(have.len, want.len);
    if (want.len > 0) {
        assert_memory_equal(have.data, want.data, want.len);
    }
}

void
assert_range(const char *key, const char *from, const char *to, unsigned reverse,
             uint32_t limit, const char *words)
{
    sup_read read = {.kind = SUP_READ_RANGE,
                     .key = sup_str_c(key),
                     .from = sup_str_c(from),
                     .to = sup_str_c(to),
                     .reverse = reverse,
                     .limit = limit};
    char have[256] = "";
    size_t i, n = 0;

    assert_int_equal(store_read(&read, 1), SUP_OK);
    assert_int_equal(read.rc, SUP_OK);
    for (i = 0; i < read.n; i++) {
        n += (size_t)snprintf(have + n, sizeof(have) - n, "%s%.*s", i ? " " : "",
                              (int)read.members[i].len, read.members[i].data);
    }
    assert_string_equal(have, words);
}

sup_op
put_op(const char *key, const char *bytes)
{
    return (sup_op){.kind = SUP_OP_PUT, .key = sup_str_c(key), .bytes = sup_str_c(bytes)};
}

sup_op
check_op(const char *key, uint64_t version)
{
    return (sup_op){.kind = SUP_OP_CHECK, .key = sup_str_c(key), .version = version};
}

sup_op
add_op(const char *key, const char *member)
{
    return (sup_op){
        .kind = SUP_OP_INDEX_ADD, .key = sup_str_c(key), .member = sup_str_c(member)};
}

sup_op
remove_op(const char *key, const char *member)
{
    return (sup_op){
        .kind = SUP_OP_INDEX_REMOVE, .key = sup_str_c(key), .member = sup_str_c(member)};
}

sup_op
count_op(const char *key, const char *name, int64_t delta)
{
    return (sup_op){.kind = SUP_OP_COUNTER_ADD,
                    .key = sup_str_c(key),
                    .member = sup_str_c(name),
                    .delta = delta};
}

sup_op
event_op(const char *key, const char *bytes)
{
    return (sup_op){
        .kind = SUP_OP_EVENT_APPEND, .key = sup_str_c(key), .bytes = sup_str_c(bytes)};
}
