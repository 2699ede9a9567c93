/* Protobuf's binary form. protobuf-c builds the message; before that a walk over the
 * bytes checks what protobuf-c does not: depth, number of values, UTF-8, unknown and
 * double fields, ranges.
 * Owns: the walk, the arena as protobuf-c's allocator.
 * Must not know: any one message. */
#include <stdio.h>
#include "sup_message.h"

#define FIELD_NUMBER_MAX 536870911u

typedef struct {
    const uint8_t *p;
    const uint8_t *end;
} bytes;

typedef enum { UNKNOWN_REFUSE, UNKNOWN_KEEP } unknown_policy;

typedef struct {
    sup_reader reader;
    unknown_policy unknown;
} walk;

/* What each type looks like on the wire when it is not packed. */
static const ProtobufCWireType wire_types[] = {
    [PROTOBUF_C_TYPE_INT32] = PROTOBUF_C_WIRE_TYPE_VARINT,
    [PROTOBUF_C_TYPE_SINT32] = PROTOBUF_C_WIRE_TYPE_VARINT,
    [PROTOBUF_C_TYPE_SFIXED32] = PROTOBUF_C_WIRE_TYPE_32BIT,
    [PROTOBUF_C_TYPE_INT64] = PROTOBUF_C_WIRE_TYPE_VARINT,
    [PROTOBUF_C_TYPE_SINT64] = PROTOBUF_C_WIRE_TYPE_VARINT,
    [PROTOBUF_C_TYPE_SFIXED64] = PROTOBUF_C_WIRE_TYPE_64BIT,
    [PROTOBUF_C_TYPE_UINT32] = PROTOBUF_C_WIRE_TYPE_VARINT,
    [PROTOBUF_C_TYPE_FIXED32] = PROTOBUF_C_WIRE_TYPE_32BIT,
    [PROTOBUF_C_TYPE_UINT64] = PROTOBUF_C_WIRE_TYPE_VARINT,
    [PROTOBUF_C_TYPE_FIXED64] = PROTOBUF_C_WIRE_TYPE_64BIT,
    [PROTOBUF_C_TYPE_FLOAT] = PROTOBUF_C_WIRE_TYPE_32BIT,
    [PROTOBUF_C_TYPE_DOUBLE] = PROTOBUF_C_WIRE_TYPE_64BIT,
    [PROTOBUF_C_TYPE_BOOL] = PROTOBUF_C_WIRE_TYPE_VARINT,
    [PROTOBUF_C_TYPE_ENUM] = PROTOBUF_C_WIRE_TYPE_VARINT,
    [PROTOBUF_C_TYPE_STRING] = PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED,
    [PROTOBUF_C_TYPE_BYTES] = PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED,
    [PROTOBUF_C_TYPE_MESSAGE] = PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED,
};

static sup_rc
fail_syntax(walk *w, const sup_path *path)
{
    return sup_reader_fail(&w->reader, SUP_WIRE_SYNTAX, path,
                           "The bytes are not a protobuf message.");
}

static int
read_varint(bytes *in, uint64_t *out)
{
    uint64_t value = 0;
    unsigned shift;

    for (shift = 0; shift < 70 && in->p < in->end; shift += 7) {
        uint8_t c = *in->p++;

        if (shift == 63 && c > 1) {
            return 0;
        }
        value |= (uint64_t)(c & 0x7F) << shift;
        if (c < 0x80) {
            *out = value;
            return 1;
        }
    }
    return 0;
}

static int
take(bytes *in, uint64_t n, bytes *out)
{
    if (n > (uint64_t)(in->end - in->p)) {
        return 0;
    }
    *out = (bytes){in->p, in->p + n};
    in->p += n;
    return 1;
}

/* The payload of one field: a varint in *number, anything else as a slice. */
static int
read_payload(bytes *in, unsigned wire_type, uint64_t *number, bytes *payload)
{
    switch (wire_type) {
    case PROTOBUF_C_WIRE_TYPE_VARINT:
        return read_varint(in, number);
    case PROTOBUF_C_WIRE_TYPE_64BIT:
        return take(in, 8, payload);
    case PROTOBUF_C_WIRE_TYPE_32BIT:
        return take(in, 4, payload);
    case PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED:
        return read_varint(in, number) && take(in, *number, payload);
    default:
        return 0; /* groups; protobuf-c has none either */
    }
}

/* A varint as the number that its field takes it for; protobuf-c would cut it to size. */
static sup_rc
check_varint(walk *w, const ProtobufCMessageDescriptor *type,
             const ProtobufCFieldDescriptor *field, uint64_t raw, const sup_path *path)
{
    sup_int value = {raw, 0};

    switch (field->type) {
    case PROTOBUF_C_TYPE_SINT32:
    case PROTOBUF_C_TYPE_SINT64:
        value.negative = (raw & 1) != 0;
        value.magnitude = (raw >> 1) + (raw & 1);
        break;
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_ENUM:
        value.negative = raw >> 63 != 0;
        value.magnitude = value.negative ? -raw : raw;
        break;
    case PROTOBUF_C_TYPE_BOOL:
        return SUP_OK;
    default:
        break;
    }
    if (field->type == PROTOBUF_C_TYPE_ENUM && w->unknown == UNKNOWN_KEEP) {
        return SUP_OK; /* a value that a newer schema has */
    }
    return sup_field_check_int(&w->reader, type, field, value, path);
}

static sup_rc
check_packed(walk *w, const ProtobufCMessageDescriptor *type,
             const ProtobufCFieldDescriptor *field, bytes payload, sup_path *path)
{
    ProtobufCWireType wire = wire_types[field->type];
    size_t size = wire == PROTOBUF_C_WIRE_TYPE_64BIT ? 8 : 4;
    uint64_t number;
    sup_rc rc = SUP_OK;

    if (wire != PROTOBUF_C_WIRE_TYPE_VARINT) {
        if ((size_t)(payload.end - payload.p) % size != 0) {
            return fail_syntax(w, path);
        }
        for (; rc == SUP_OK && payload.p < payload.end; payload.p += size) {
            rc = sup_reader_count(&w->reader, path);
        }
        return rc;
    }
    while (rc == SUP_OK && payload.p < payload.end) {
        if (!read_varint(&payload, &number)) {
            return fail_syntax(w, path);
        }
        rc = sup_reader_count(&w->reader, path);
        if (rc == SUP_OK) {
            rc = check_varint(w, type, field, number, path);
        }
        path->index++;
    }
    return rc;
}

static sup_rc walk_message(walk *w, const ProtobufCMessageDescriptor *type, bytes in,
                           unsigned depth, const sup_path *path);

static sup_rc
check_payload(walk *w, const ProtobufCFieldDescriptor *field, bytes payload,
              unsigned depth, const sup_path *path)
{
    sup_str text = {(const char *)payload.p, (size_t)(payload.end - payload.p)};

    if (field->type == PROTOBUF_C_TYPE_STRING) {
        return sup_field_check_text(&w->reader, text, path);
    }
    if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
        /* A list is a level, as it is in JSON: one limit for all forms of one message. */
        depth += sup_field_is_repeated(field) ? 2 : 1;
        return walk_message(w, field->descriptor, payload, depth, path);
    }
    return SUP_OK;
}

static sup_rc
walk_field(walk *w, const ProtobufCMessageDescriptor *type,
           const ProtobufCFieldDescriptor *field, unsigned wire_type, bytes *in,
           unsigned depth, sup_path *path)
{
    ProtobufCWireType wanted = wire_types[field->type];
    bytes payload = {NULL, NULL};
    uint64_t number = 0;
    sup_rc rc;

    if (!read_payload(in, wire_type, &number, &payload)) {
        return fail_syntax(w, path);
    }
    if (wire_type != wanted && wire_type == PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED &&
        sup_field_is_repeated(field)) {
        return check_packed(w, type, field, payload, path);
    }
    if (wire_type != wanted) {
        return sup_reader_fail(&w->reader, SUP_WIRE_TYPE, path,
                               "The field has wire type %u instead of %u.", wire_type,
                               (unsigned)wanted);
    }
    rc = sup_reader_count(&w->reader, path);
    if (rc != SUP_OK) {
        return rc;
    }
    return wanted == PROTOBUF_C_WIRE_TYPE_VARINT
               ? check_varint(w, type, field, number, path)
               : check_payload(w, field, payload, depth, path);
}

static sup_rc
walk_unknown(walk *w, const ProtobufCMessageDescriptor *type, unsigned number,
             unsigned wire_type, bytes *in, sup_path *path)
{
    bytes payload;
    uint64_t ignored;
    char name[16];

    snprintf(name, sizeof(name), "%u", number);
    path->name = sup_str_c(name);
    if (w->unknown == UNKNOWN_REFUSE) {
        return sup_field_unknown(&w->reader, type, path);
    }
    return read_payload(in, wire_type, &ignored, &payload)
               ? sup_reader_count(&w->reader, path)
               : fail_syntax(w, path);
}

static sup_rc
walk_message(walk *w, const ProtobufCMessageDescriptor *type, bytes in, unsigned depth,
             const sup_path *parent)
{
    const ProtobufCFieldDescriptor *field;
    uint64_t tag;
    sup_seen seen;
    sup_rc rc = sup_reader_depth(&w->reader, parent, depth);

    sup_seen_init(&seen, type);
    while (rc == SUP_OK && in.p < in.end) {
        sup_path here = {parent, SUP_STR_NULL, -1};

        if (!read_varint(&in, &tag) || tag >> 3 == 0 || tag >> 3 > FIELD_NUMBER_MAX) {
            return fail_syntax(w, parent);
        }
        field = protobuf_c_message_descriptor_get_field(type, (unsigned)(tag >> 3));
        if (field == NULL) {
            rc = walk_unknown(w, type, (unsigned)(tag >> 3), tag & 7, &in, &here);
            continue;
        }
        if (w->reader.error != NULL) { /* nobody else reads the path */
            here.name = sup_str_c(field->name);
        }
        rc = sup_seen_mark(&w->reader, &seen, type, field, &here);
        if (rc == SUP_OK) {
            if (sup_field_is_repeated(field) && field - type->fields < SUP_FIELDS_MAX) {
                here.index = (long)seen.count[field - type->fields] - 1;
            }
            rc = walk_field(w, type, field, tag & 7, &in, depth, &here);
        }
    }
    return rc;
}

typedef struct {
    sup_arena *arena;
    int used_up;
} arena_allocator;

static void *
allocate(void *data, size_t size)
{
    arena_allocator *a = data;
    void *p = sup_alloc(a->arena, size);

    a->used_up |= p == NULL;
    return p;
}

static void
release(void *data, void *p)
{
    (void)data;
    (void)p;
}

static sup_rc
parse(walk *w, const ProtobufCMessageDescriptor *type, sup_str text,
      ProtobufCMessage **out)
{
    static const sup_path root = {NULL, {"", 0}, -1};
    arena_allocator a = {w->reader.arena, 0};
    ProtobufCAllocator allocator = {allocate, release, &a};
    /* No text at all is a message with nothing set; its pointer may be NULL. */
    const uint8_t *data = (const uint8_t *)(text.len != 0 ? text.data : "");
    ProtobufCMessage *message;
    sup_rc rc = walk_message(w, type, (bytes){data, data + text.len}, 1, &root);

    if (rc != SUP_OK) {
        return rc;
    }
    message = protobuf_c_message_unpack(type, &allocator, text.len, data);
    if (message == NULL) {
        return a.used_up ? sup_reader_nomem(&w->reader) : fail_syntax(w, NULL);
    }
    *out = message;
    return SUP_OK;
}

sup_rc
sup_pb_parse(sup_arena *arena, const ProtobufCMessageDescriptor *type, sup_str text,
             const sup_wire_limits *limits, ProtobufCMessage **out, sup_wire_error *error)
{
    walk w = {.reader = {.dialect = SUP_DIALECT_JSON}, .unknown = UNKNOWN_REFUSE};
    sup_rc rc = sup_reader_init(&w.reader, arena, limits, text, error);

    return rc == SUP_OK ? parse(&w, type, text, out) : rc;
}

sup_rc
sup_record_parse(sup_arena *arena, const ProtobufCMessageDescriptor *type, sup_str text,
                 ProtobufCMessage **out)
{
    /* Records hold what requests brought, one message deeper, and may have grown. */
    static const sup_wire_limits limits = {16 * 1024 * 1024, 32, 1000000};
    walk w = {.reader = {.dialect = SUP_DIALECT_JSON}, .unknown = UNKNOWN_KEEP};
    sup_rc rc = sup_reader_init(&w.reader, arena, &limits, text, NULL);

    return rc == SUP_OK ? parse(&w, type, text, out) : rc;
}

sup_rc
sup_pb_print(sup_arena *arena, const ProtobufCMessage *message, sup_str *out)
{
    size_t size = protobuf_c_message_get_packed_size(message);
    uint8_t *data = sup_alloc(arena, size);

    if (data == NULL) {
        return SUP_NOMEM;
    }
    protobuf_c_message_pack(message, data);
    *out = (sup_str){(const char *)data, size};
    return SUP_OK;
}
