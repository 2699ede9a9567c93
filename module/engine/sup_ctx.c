/* The context of one call: reads by name, ops, failures, times, the actor.
 * Owns: what decide functions call.
 * Must not know: when and how reads are fetched (sup_engine.c). */
#include "sup_ctx.h"

#include "core/sup_id.h"

#include <stdio.h>

sup_rc
sup_fail(sup_ctx *c, sup_rc rc, const char *field, const char *detail,
         const char *detail_en)
{
    c->failure.rc = rc;
    c->failure.field = field;
    c->failure.detail = detail;
    c->failure.detail_en = detail_en;
    return rc;
}

/* --- reads ---------------------------------------------------------------------------
 */

static sup_str
copy_str(sup_arena *arena, const char *text)
{
    if (text == NULL || text[0] == '\0') {
        return SUP_STR_NULL;
    }
    char *copy = sup_strdup(arena, sup_str_c(text));
    return sup_str_c(copy);
}

/* The read that asks the same; a new one when nobody has asked yet. */
static sup_rc
ask(sup_ctx *c, const sup_read *question, const sup_read **out)
{
    if (question->key.data == NULL) {
        return SUP_NOMEM;
    }
    for (size_t i = 0; i < c->n_reads; i++) {
        const sup_read *r = c->reads[i];
        if (r->kind == question->kind && sup_str_eq(r->key, question->key) &&
            sup_str_eq(r->from, question->from) && sup_str_eq(r->to, question->to) &&
            r->reverse == question->reverse && r->limit == question->limit) {
            if (i >= c->n_answered) {
                return SUP_AGAIN;
            }
            if (r->rc != SUP_OK) {
                return sup_fail(c, r->rc, NULL, NULL, NULL);
            }
            *out = r;
            return SUP_OK;
        }
    }
    if (c->n_reads == SUP_READS_MAX) {
        return sup_fail(c, SUP_API_INTERNAL, NULL, NULL, NULL);
    }
    sup_read *made = sup_alloc(c->arena, sizeof(*made));
    if (made == NULL) {
        return SUP_NOMEM;
    }
    *made = *question;
    c->reads[c->n_reads++] = made;
    return SUP_AGAIN;
}

static sup_rc
ask_about(sup_ctx *c, sup_read_kind kind, const char *key, const char *from,
          const char *to, unsigned reverse, uint32_t limit, const sup_read **out)
{
    sup_read question = {.kind = kind, .reverse = reverse, .limit = limit};
    question.key = copy_str(c->arena, key);
    question.from = copy_str(c->arena, from);
    question.to = copy_str(c->arena, to);
    return ask(c, &question, out);
}

sup_rc
sup_ctx_record(sup_ctx *c, const char *key, const sup_read **out)
{
    return ask_about(c, SUP_READ_RECORD, key, NULL, NULL, 0, 0, out);
}

sup_rc
sup_ctx_counters(sup_ctx *c, const char *key, const sup_read **out)
{
    return ask_about(c, SUP_READ_COUNTERS, key, NULL, NULL, 0, 0, out);
}

sup_rc
sup_ctx_events(sup_ctx *c, const char *key, uint32_t limit, const sup_read **out)
{
    return ask_about(c, SUP_READ_EVENTS, key, NULL, NULL, 0, limit, out);
}

sup_rc
sup_ctx_count(sup_ctx *c, const char *index, const char *from, const char *to,
              const sup_read **out)
{
    return ask_about(c, SUP_READ_COUNT, index, from, to, 0, 0, out);
}

sup_rc
sup_ctx_range(sup_ctx *c, const char *index, const char *from, const char *to,
              unsigned reverse, uint32_t limit, const sup_read **out)
{
    return ask_about(c, SUP_READ_RANGE, index, from, to, reverse, limit, out);
}

/* Every stored message has `uint32 schema = 1`, the first field of its descriptor. */
static uint32_t
schema_of(const ProtobufCMessage *message)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field(message->descriptor, 1);
    if (field == NULL || field->type != PROTOBUF_C_TYPE_UINT32) {
        return 0;
    }
    return *(const uint32_t *)((const char *)message + field->offset);
}

sup_rc
sup_ctx_message(sup_ctx *c, const char *key, const ProtobufCMessageDescriptor *type,
                ProtobufCMessage **out, uint64_t *version)
{
    const sup_read *read = NULL;
    sup_rc rc = sup_ctx_record(c, key, &read);
    if (rc != SUP_OK) {
        return rc;
    }
    *out = NULL;
    *version = read->version;
    if (!read->found) {
        return SUP_OK;
    }
    rc = sup_record_parse(c->arena, type, read->bytes, out);
    if (rc != SUP_OK) {
        return rc == SUP_NOMEM ? rc : sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    uint32_t schema = schema_of(*out);
    if (schema > SUP_SCHEMA) {
        return sup_fail(c, SUP_API_SCHEMA, NULL, NULL, NULL);
    }
    if (schema == 0) {
        return sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    return SUP_OK;
}

uint64_t
sup_version_shown(const sup_ctx *c, const char *key, uint64_t version)
{
    unsigned char hash[SUP_HASH_LEN];
    char text[128];
    uint64_t shown = 0;
    int n = snprintf(text, sizeof(text), "%s %llu", key, (unsigned long long)version);
    if (version == 0 || n < 0 || (size_t)n >= sizeof(text) ||
        sup_keyed_hash(&c->site->keyring->keys[0], "version", (sup_str){text, (size_t)n},
                       hash) != SUP_OK) {
        return version == 0 ? 0 : 1;
    }
    memcpy(&shown, hash, sizeof(shown));
    return shown >> 1 | 1; /* never 0, and within a signed integer too */
}

static sup_str
next_tag(sup_str *list)
{
    static const char space[] = " \t,";
    while (list->len > 0 && memchr(space, list->data[0], 3) != NULL) {
        list->data++;
        list->len--;
    }
    size_t n = 0;
    while (n < list->len && memchr(space, list->data[n], 3) == NULL) {
        n++;
    }
    sup_str tag = {list->data, n};
    list->data += n;
    list->len -= n;
    if (tag.len > 2 && memcmp(tag.data, "W/", 2) == 0) {
        tag = (sup_str){tag.data + 2, tag.len - 2};
    }
    return tag;
}

int
sup_etag_listed(sup_str list, sup_str etag)
{
    while (list.len > 0) {
        sup_str tag = next_tag(&list);
        if (etag.len != 0 && (sup_str_eq(tag, etag) || sup_str_eq(tag, SUP_STR("*")))) {
            return 1;
        }
    }
    return 0;
}

#define PROTOBUF_TAG "-p"

sup_str
sup_etag_of(const sup_ctx *c, const char *what)
{
    return what == NULL ? SUP_STR_NULL
                        : sup_str_c(sup_sprintf(c->arena, "\"%s%s\"", what,
                                                c->protobuf ? PROTOBUF_TAG : ""));
}

int
sup_etag_names(sup_str list, const char *what)
{
    static const char *const forms[] = {"", PROTOBUF_TAG};
    char tag[96];
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        int n = snprintf(tag, sizeof(tag), "\"%s%s\"", what, forms[i]);
        if (n > 0 && (size_t)n < sizeof(tag) &&
            sup_etag_listed(list, (sup_str){tag, (size_t)n})) {
            return 1;
        }
    }
    return 0;
}

/* --- ops -------------------------------------------------------------------------------
 */

#define OPS_FIRST 32 /* most commits need no more */

static int
ops_grow(sup_ctx *c)
{
    size_t room = c->ops_room == 0 ? OPS_FIRST : 4 * c->ops_room;
    room = room > SUP_OPS_MAX ? SUP_OPS_MAX : room;
    sup_op *ops = sup_alloc(c->arena, room * sizeof(*ops));
    if (ops == NULL) {
        return 0;
    }
    if (c->n_ops != 0) {
        memcpy(ops, c->ops, c->n_ops * sizeof(*ops));
    }
    c->ops = ops;
    c->ops_room = room;
    return 1;
}

static int
takes_member(sup_op_kind kind)
{
    return kind == SUP_OP_INDEX_ADD || kind == SUP_OP_INDEX_REMOVE ||
           kind == SUP_OP_COUNTER_ADD;
}

/* A key or a member that is NULL is an arena that was used up where it was made. */
static sup_rc
op_add(sup_ctx *c, sup_op op, const char *key, const char *member)
{
    if (c->n_ops == SUP_OPS_MAX) {
        return sup_fail(c, SUP_API_OPS, NULL, NULL, NULL);
    }
    if (c->n_ops == c->ops_room && !ops_grow(c)) {
        return SUP_NOMEM;
    }
    op.key = copy_str(c->arena, key);
    op.member = copy_str(c->arena, member);
    if (op.key.data == NULL || (takes_member(op.kind) && op.member.data == NULL)) {
        return SUP_NOMEM;
    }
    c->ops[c->n_ops++] = op;
    return SUP_OK;
}

sup_rc
sup_op_check(sup_ctx *c, const char *key, uint64_t version)
{
    return op_add(c, (sup_op){.kind = SUP_OP_CHECK, .version = version}, key, NULL);
}

sup_rc
sup_op_put(sup_ctx *c, const char *key, const ProtobufCMessage *message, int64_t ttl_ms)
{
    sup_op op = {.kind = SUP_OP_PUT, .ttl_ms = ttl_ms};
    sup_rc rc = sup_pb_print(c->arena, message, &op.bytes);
    return rc == SUP_OK ? op_add(c, op, key, NULL) : rc;
}

sup_rc
sup_op_delete(sup_ctx *c, const char *key)
{
    return op_add(c, (sup_op){.kind = SUP_OP_DELETE}, key, NULL);
}

sup_rc
sup_op_index_add(sup_ctx *c, const char *index, const char *member)
{
    return op_add(c, (sup_op){.kind = SUP_OP_INDEX_ADD}, index, member);
}

sup_rc
sup_op_index_remove(sup_ctx *c, const char *index, const char *member)
{
    return op_add(c, (sup_op){.kind = SUP_OP_INDEX_REMOVE}, index, member);
}

sup_rc
sup_op_counter(sup_ctx *c, const char *key, const char *name, int64_t delta)
{
    return op_add(c, (sup_op){.kind = SUP_OP_COUNTER_ADD, .delta = delta}, key, name);
}

sup_rc
sup_op_event(sup_ctx *c, const char *key, sup_str bytes)
{
    return op_add(c, (sup_op){.kind = SUP_OP_EVENT_APPEND, .bytes = bytes}, key, NULL);
}

/* --- what is drawn ---------------------------------------------------------------------
 */

struct sup_draw_s {
    struct sup_draw_s *next;
    size_t len;
    unsigned char bytes[];
};

const unsigned char *
sup_draw(sup_ctx *c, size_t len)
{
    struct sup_draw_s *draw = *c->next_draw;
    if (draw == NULL || draw->len != len) { /* decide went another way than before */
        draw = sup_alloc(c->arena, sizeof(*draw) + len);
        if (draw == NULL || sup_random(draw->bytes, len) != SUP_OK) {
            return NULL;
        }
        draw->next = NULL;
        draw->len = len;
        *c->next_draw = draw;
    }
    c->next_draw = &draw->next;
    return draw->bytes;
}

char *
sup_draw_id(sup_ctx *c)
{
    char day[8];
    const unsigned char *random = sup_draw(c, SUP_CASE_ID_RANDOM);
    char *id = sup_alloc(c->arena, SUP_CASE_ID_LEN + 1);
    if (id == NULL || random == NULL) {
        return NULL;
    }
    sup_day_text(c->site->calendar, c->now_ms, day);
    sup_case_id_make(id, day, random);
    return id;
}

void
sup_ctx_rewind(sup_ctx *c)
{
    c->n_ops = 0;
    c->version_out = NULL;
    c->failure = (sup_failure){0};
    c->ticked = (sup_tick_result){0};
    c->next_draw = &c->draws;
}

void
sup_ctx_forget(sup_ctx *c)
{
    c->n_reads = c->n_answered = 0;
    c->draws = NULL;
}

/* --- small things that every subject needs ----------------------------------------------
 */

void *
sup_message_copy(sup_arena *arena, const ProtobufCMessage *message)
{
    void *copy = sup_alloc(arena, message->descriptor->sizeof_message);
    if (copy != NULL) {
        memcpy(copy, message, message->descriptor->sizeof_message);
    }
    return copy;
}

Google__Protobuf__Timestamp *
sup_timestamp(sup_arena *arena, int64_t utc_ms)
{
    if (utc_ms == 0) {
        return NULL;
    }
    Google__Protobuf__Timestamp *t = SUP_NEW(arena, Google__Protobuf__Timestamp,
                                             google__protobuf__timestamp__descriptor);
    if (t == NULL) {
        return NULL;
    }
    int64_t ms = utc_ms % 1000;
    if (ms < 0) {
        ms += 1000;
    }
    t->seconds = (utc_ms - ms) / 1000;
    t->nanos = (int32_t)ms * 1000000;
    return t;
}

int64_t
sup_timestamp_ms(const Google__Protobuf__Timestamp *timestamp)
{
    return timestamp == NULL ? 0 : timestamp->seconds * 1000 + timestamp->nanos / 1000000;
}
