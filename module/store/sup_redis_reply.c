/* Replies to answers.
 * Owns: hiredis, what a reply means to a read, and what an error text means to anybody.
 * Must not know: the FIFO, the handshake. */
#include "sup_store_redis_impl.h"

#include <hiredis/hiredis.h>
#include <stdlib.h>

/* --- the reader ------------------------------------------------------------------------
 */

/* No command of ours is answered by more: a larger array is a broken peer, and would have
 * hiredis allocate whatever number it sent. */
#define ELEMENTS_MAX (1 << 20)

#if defined(HIREDIS_MAJOR) && HIREDIS_MAJOR >= 1
typedef size_t elements_t;
#else
typedef int elements_t;
#endif

static void *
create_array(const redisReadTask *task, elements_t elements)
{
    const redisReplyObjectFunctions *plain = task->privdata;

    if (elements > ELEMENTS_MAX) {
        return NULL;
    }
    return plain->createArray(task, elements);
}

struct redisReader *
sup_redis_reader_create(void)
{
    redisReader *reader = redisReaderCreate();
    redisReplyObjectFunctions *bounded;

    if (reader == NULL) {
        return NULL;
    }
    bounded = malloc(sizeof(*bounded));
    if (bounded == NULL) {
        redisReaderFree(reader);
        return NULL;
    }
    *bounded = *reader->fn;
    bounded->createArray = create_array;
    reader->privdata = reader->fn;
    reader->fn = bounded;
    return reader;
}

void
sup_redis_reader_destroy(struct redisReader *reader)
{
    redisReplyObjectFunctions *bounded;

    if (reader == NULL) {
        return;
    }
    bounded = reader->fn;
    redisReaderFree(reader);
    free(bounded);
}

sup_rc
sup_redis_feed(struct redisReader *reader, const void *bytes, size_t n)
{
    return redisReaderFeed(reader, bytes, n) == REDIS_OK ? SUP_OK : SUP_STORE_CORRUPT;
}

sup_rc
sup_redis_next(struct redisReader *reader, struct redisReply **reply, const char **why)
{
    void *out = NULL;

    if (redisReaderGetReply(reader, &out) != REDIS_OK) {
        *why = reader->errstr;
        return SUP_STORE_CORRUPT;
    }
    *reply = out;
    return SUP_OK;
}

void
sup_redis_reply_free(struct redisReply *reply)
{
    freeReplyObject(reply);
}

/* --- errors ----------------------------------------------------------------------------
 */

/* The first word of an error reply. What is AWAY was not executed and passes by itself.
 */
static const struct {
    const char *word;
    sup_rc rc;
} error_words[] = {
    {"WRONGTYPE", SUP_STORE_TYPE},      {"OOM", SUP_STORE_FULL},
    {"READONLY", SUP_STORE_READONLY},   {"MISCONF", SUP_STORE_READONLY},
    {"NOREPLICAS", SUP_STORE_READONLY}, {"LOADING", SUP_STORE_AWAY},
    {"BUSY", SUP_STORE_AWAY},           {"MASTERDOWN", SUP_STORE_AWAY},
    {"CLUSTERDOWN", SUP_STORE_AWAY},    {"TRYAGAIN", SUP_STORE_AWAY},
};

static sup_rc
error_rc(sup_str text)
{
    size_t i, len = 0;

    while (len < text.len && text.data[len] != ' ') {
        len++;
    }
    text.len = len;
    for (i = 0; i < sizeof(error_words) / sizeof(error_words[0]); i++) {
        if (sup_str_eq(text, sup_str_c(error_words[i].word))) {
            return error_words[i].rc;
        }
    }
    return SUP_STORE_REFUSED;
}

/* --- replies ---------------------------------------------------------------------------
 */

static sup_str
reply_text(const redisReply *reply)
{
    return (sup_str){reply->str, reply->len};
}

sup_reply
sup_redis_reply(const struct redisReply *reply)
{
    sup_reply r = {SUP_REPLY_OTHER, SUP_OK, 0, SUP_STR_NULL, reply};

    switch (reply->type) {
    case REDIS_REPLY_ERROR:
        r.kind = SUP_REPLY_ERROR;
        r.text = reply_text(reply);
        r.rc = error_rc(r.text);
        break;
    case REDIS_REPLY_INTEGER:
        r.kind = SUP_REPLY_INTEGER;
        r.integer = reply->integer;
        break;
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
        r.kind = SUP_REPLY_TEXT;
        r.text = reply_text(reply);
        break;
    default:
        break;
    }
    return r;
}

int
sup_redis_pair(const struct redisReply *reply, size_t i, sup_str *name, sup_str *value)
{
    const redisReply *a, *b;

    if (reply->type != REDIS_REPLY_ARRAY || reply->elements < 2 * i + 2) {
        return 0;
    }
    a = reply->element[2 * i];
    b = reply->element[2 * i + 1];
    if (a->type != REDIS_REPLY_STRING || b->type != REDIS_REPLY_STRING) {
        return 0;
    }
    *name = reply_text(a);
    *value = reply_text(b);
    return 1;
}

/* NULL data: the arena is used up. */
static sup_str
copy(sup_arena *arena, const char *data, size_t len)
{
    char *to = arena->alloc(arena, len + 1);

    if (to != NULL) {
        memcpy(to, data, len);
        to[len] = '\0';
    }
    return (sup_str){to, len};
}

static sup_rc
fill_record(sup_arena *arena, sup_read *read, const redisReply *reply)
{
    size_t i;

    if (reply->type == REDIS_REPLY_NIL) {
        return SUP_OK;
    }
    if (reply->type != REDIS_REPLY_STRING || (size_t)reply->len < 8) {
        read->rc = SUP_STORE_CORRUPT;
        return SUP_OK;
    }
    read->bytes = copy(arena, reply->str + 8, (size_t)reply->len - 8);
    if (read->bytes.data == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < 8; i++) {
        read->version = read->version << 8 | (unsigned char)reply->str[i];
    }
    read->found = 1;
    return SUP_OK;
}

static sup_rc
fill_members(sup_arena *arena, sup_read *read, const redisReply *reply)
{
    size_t i, n = reply->elements;

    if (reply->type != REDIS_REPLY_ARRAY || n > read->limit) {
        read->rc = SUP_STORE_CORRUPT;
        return SUP_OK;
    }
    if (n == 0) {
        return SUP_OK;
    }
    read->members = arena->alloc(arena, n * sizeof(sup_str));
    if (read->members == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < n; i++) {
        const redisReply *one = reply->element[i];

        if (one->type != REDIS_REPLY_STRING) {
            read->rc = SUP_STORE_CORRUPT;
            return SUP_OK;
        }
        read->members[i] = copy(arena, one->str, (size_t)one->len);
        if (read->members[i].data == NULL) {
            return SUP_NOMEM;
        }
    }
    read->n = n;
    return SUP_OK;
}

static int
by_name(const void *a, const void *b)
{
    sup_str x = ((const sup_counter *)a)->name, y = ((const sup_counter *)b)->name;
    int order = memcmp(x.data, y.data, x.len < y.len ? x.len : y.len);

    return order != 0 ? order : (x.len > y.len) - (x.len < y.len);
}

static int
parse_value(sup_str text, int64_t *value)
{
    char *end;

    *value = strtoll(text.data, &end, 10);
    return text.len > 0 && text.len < 20 && end == text.data + text.len;
}

static sup_rc
fill_counters(sup_arena *arena, sup_read *read, const redisReply *reply)
{
    size_t i, n = reply->elements / 2;
    sup_str name, text;

    if (reply->type != REDIS_REPLY_ARRAY || reply->elements % 2 != 0) {
        read->rc = SUP_STORE_CORRUPT;
        return SUP_OK;
    }
    if (n == 0) {
        return SUP_OK;
    }
    read->counters = arena->alloc(arena, n * sizeof(sup_counter));
    if (read->counters == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < n; i++) {
        sup_counter *counter = &read->counters[i];

        if (!sup_redis_pair(reply, i, &name, &text) ||
            !parse_value(text, &counter->value)) {
            read->rc = SUP_STORE_CORRUPT;
            return SUP_OK;
        }
        counter->name = copy(arena, name.data, name.len);
        if (counter->name.data == NULL) {
            return SUP_NOMEM;
        }
    }
    qsort(read->counters, n, sizeof(sup_counter), by_name);
    read->n = n;
    return SUP_OK;
}

sup_rc
sup_redis_fill(sup_arena *arena, sup_read *read, const struct redisReply *reply)
{
    if (reply->type == REDIS_REPLY_ERROR) {
        read->rc = error_rc(reply_text(reply));
        return SUP_OK;
    }
    switch (read->kind) {
    case SUP_READ_RECORD:
        return fill_record(arena, read, reply);
    case SUP_READ_RANGE:
    case SUP_READ_EVENTS:
        return fill_members(arena, read, reply);
    case SUP_READ_COUNTERS:
        return fill_counters(arena, read, reply);
    case SUP_READ_COUNT:
        if (reply->type != REDIS_REPLY_INTEGER || reply->integer < 0) {
            read->rc = SUP_STORE_CORRUPT;
            return SUP_OK;
        }
        read->n = (size_t)reply->integer;
        return SUP_OK;
    }
    return SUP_OK;
}
