/* Verbs to command bytes: RESP written straight into the output buffer, without a malloc
 * for each command.
 * Owns: the key layout and the arguments of commit.lua.
 * Must not know: replies, the FIFO, hiredis. */
#include "sup_commit_lua.h"
#include "sup_store_redis_impl.h"

#include <stdlib.h>

/* --- the buffer ------------------------------------------------------------------------
 */

static char *
reserve(sup_redis_buffer *out, size_t n)
{
    size_t size = out->size == 0 ? 4096 : out->size;
    char *data;

    if (out->failed) {
        return NULL;
    }
    if (out->size - out->tail >= n) {
        return out->data + out->tail;
    }
    while (size - out->tail < n) {
        if (size > SIZE_MAX / 2) {
            out->failed = 1;
            return NULL;
        }
        size *= 2;
    }
    data = realloc(out->data, size);
    if (data == NULL) {
        out->failed = 1;
        return NULL;
    }
    out->data = data;
    out->size = size;
    return data + out->tail;
}

static size_t
decimal(char *end, uint64_t number)
{
    size_t n = 0;

    do {
        *--end = (char)('0' + number % 10);
        number /= 10;
        n++;
    } while (number != 0);
    return n;
}

/* "*3\r\n", "$12\r\n" */
static void
write_head(sup_redis_buffer *out, char type, size_t number)
{
    char text[24];
    size_t n = decimal(text + sizeof(text) - 2, number);
    char *at = reserve(out, n + 3);

    if (at == NULL) {
        return;
    }
    text[sizeof(text) - 2] = '\r';
    text[sizeof(text) - 1] = '\n';
    *at = type;
    memcpy(at + 1, text + sizeof(text) - 2 - n, n + 2);
    out->tail += n + 3;
}

/* One argument made of two parts: a prefix and what follows it. */
static void
write_parts(sup_redis_buffer *out, sup_str a, sup_str b)
{
    char *at;

    write_head(out, '$', a.len + b.len);
    at = reserve(out, a.len + b.len + 2);
    if (at == NULL) {
        return;
    }
    if (a.len > 0) {
        memcpy(at, a.data, a.len);
    }
    if (b.len > 0) {
        memcpy(at + a.len, b.data, b.len);
    }
    memcpy(at + a.len + b.len, "\r\n", 2);
    out->tail += a.len + b.len + 2;
}

static void
put_array(sup_redis_buffer *out, size_t n)
{
    write_head(out, '*', n);
}

static void
put_arg(sup_redis_buffer *out, sup_str text)
{
    write_parts(out, text, SUP_STR_NULL);
}

static void
put_number(sup_redis_buffer *out, int64_t number)
{
    char text[24];
    char *end = text + sizeof(text);
    uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    size_t n = decimal(end, size);

    if (number < 0) {
        n++;
        end[-(ptrdiff_t)n] = '-';
    }
    put_arg(out, (sup_str){end - n, n});
}

void
sup_redis_words(sup_redis_buffer *out, const sup_str *words, size_t n)
{
    size_t i;

    put_array(out, n);
    for (i = 0; i < n; i++) {
        put_arg(out, words[i]);
    }
}

/* --- keys ------------------------------------------------------------------------------
 */

typedef struct {
    char data[40];
    size_t len;
} prefix;

static prefix
prefix_of(sup_str campus)
{
    prefix p;

    memcpy(p.data, "sup:{", 5);
    memcpy(p.data + 5, campus.data, campus.len);
    memcpy(p.data + 5 + campus.len, "}:", 2);
    p.len = campus.len + 7;
    return p;
}

static void
write_key(sup_redis_buffer *out, const prefix *p, sup_str key)
{
    write_parts(out, (sup_str){p->data, p->len}, key);
}

/* --- reads -----------------------------------------------------------------------------
 */

/* A lexical bound: open where it is empty. */
static void
write_bound(sup_redis_buffer *out, sup_str bound, sup_str sign, sup_str open)
{
    if (bound.len == 0) {
        put_arg(out, open);
    } else {
        write_parts(out, sign, bound);
    }
}

static void
write_range(sup_redis_buffer *out, const prefix *p, const sup_read *read)
{
    put_array(out, read->reverse ? 9 : 8);
    put_arg(out, SUP_STR("ZRANGE"));
    write_key(out, p, read->key);
    if (read->reverse) {
        write_bound(out, read->to, SUP_STR("("), SUP_STR("+"));
        write_bound(out, read->from, SUP_STR("("), SUP_STR("-"));
    } else {
        write_bound(out, read->from, SUP_STR("("), SUP_STR("-"));
        write_bound(out, read->to, SUP_STR("("), SUP_STR("+"));
    }
    put_arg(out, SUP_STR("BYLEX"));
    if (read->reverse) {
        put_arg(out, SUP_STR("REV"));
    }
    put_arg(out, SUP_STR("LIMIT"));
    put_arg(out, SUP_STR("0"));
    put_number(out, read->limit);
}

void
sup_redis_write_read(sup_redis_buffer *out, sup_str campus, const sup_read *read)
{
    prefix p = prefix_of(campus);

    switch (read->kind) {
    case SUP_READ_RECORD:
        put_array(out, 2);
        put_arg(out, SUP_STR("GET"));
        write_key(out, &p, read->key);
        break;
    case SUP_READ_RANGE:
        write_range(out, &p, read);
        break;
    case SUP_READ_COUNT:
        put_array(out, 4);
        put_arg(out, SUP_STR("ZLEXCOUNT"));
        write_key(out, &p, read->key);
        write_bound(out, read->from, SUP_STR("["), SUP_STR("-"));
        write_bound(out, read->to, SUP_STR("("), SUP_STR("+"));
        break;
    case SUP_READ_COUNTERS:
        put_array(out, 2);
        put_arg(out, SUP_STR("HGETALL"));
        write_key(out, &p, read->key);
        break;
    case SUP_READ_EVENTS:
        put_array(out, 4);
        put_arg(out, SUP_STR("LRANGE"));
        write_key(out, &p, read->key);
        put_number(out, -(int64_t)read->limit);
        put_arg(out, SUP_STR("-1"));
        break;
    }
}

/* --- commits ---------------------------------------------------------------------------
 */

/* The letters of commit.lua and how many arguments each takes. */
static char
op_letter(const sup_op *op, size_t *args)
{
    static const struct {
        char letter;
        size_t args;
    } plain[] = {
        [SUP_OP_CHECK] = {'c', 1},        [SUP_OP_PUT] = {'p', 1},
        [SUP_OP_DELETE] = {'d', 0},       [SUP_OP_INDEX_ADD] = {'i', 1},
        [SUP_OP_INDEX_REMOVE] = {'r', 1}, [SUP_OP_COUNTER_ADD] = {'n', 2},
        [SUP_OP_EVENT_APPEND] = {'e', 1},
    };

    if (op->kind == SUP_OP_CHECK && op->version == 0) {
        *args = 0;
        return 'a';
    }
    if (op->kind == SUP_OP_PUT && op->ttl_ms > 0) {
        *args = 2;
        return 't';
    }
    *args = plain[op->kind].args;
    return plain[op->kind].letter;
}

static void
write_version(sup_redis_buffer *out, uint64_t version)
{
    char bytes[8];
    int i;

    for (i = 7; i >= 0; i--) {
        bytes[i] = (char)(version & 0xff);
        version >>= 8;
    }
    put_arg(out, (sup_str){bytes, sizeof(bytes)});
}

static void
write_op(sup_redis_buffer *out, const sup_op *op)
{
    switch (op->kind) {
    case SUP_OP_CHECK:
        if (op->version != 0) {
            write_version(out, op->version);
        }
        break;
    case SUP_OP_PUT:
        put_arg(out, op->bytes);
        if (op->ttl_ms > 0) {
            put_number(out, op->ttl_ms);
        }
        break;
    case SUP_OP_INDEX_ADD:
    case SUP_OP_INDEX_REMOVE:
        put_arg(out, op->member);
        break;
    case SUP_OP_COUNTER_ADD:
        put_arg(out, op->member);
        put_number(out, op->delta);
        break;
    case SUP_OP_EVENT_APPEND:
        put_arg(out, op->bytes);
        break;
    case SUP_OP_DELETE:
        break;
    }
}

void
sup_redis_write_commit(sup_redis_buffer *out, sup_str campus, const sup_op *ops, size_t n)
{
    prefix p = prefix_of(campus);
    char letters[SUP_OPS_MAX];
    size_t i, one, args = 0;

    for (i = 0; i < n; i++) {
        letters[i] = op_letter(&ops[i], &one);
        args += one;
    }
    put_array(out, 5 + n + args);
    put_arg(out, SUP_STR("FCALL"));
    put_arg(out, SUP_STR(SUP_COMMIT_NAME));
    put_number(out, (int64_t)n + 1);
    write_key(out, &p, SUP_STR("seq"));
    for (i = 0; i < n; i++) {
        write_key(out, &p, ops[i].key);
    }
    put_arg(out, (sup_str){letters, n});
    for (i = 0; i < n; i++) {
        write_op(out, &ops[i]);
    }
}

void
sup_redis_write_load(sup_redis_buffer *out)
{
    put_array(out, 3);
    put_arg(out, SUP_STR("FUNCTION"));
    put_arg(out, SUP_STR("LOAD"));
    put_arg(out, SUP_STR(sup_commit_lua));
}
