/* Messages into ProtoJSON, compact, with the proto's field names.
 * Owns: the growing buffer, the text of numbers and strings.
 * Must not know: any one message but Timestamp. Every reply passes here: no allocation a
 *   value, one copy of a string that needs no escape. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "sup_message.h"

#define FIRST_BYTES  2048
#define NUMBER_BYTES 40

typedef struct {
    sup_arena *arena;
    char *data;
    size_t len;
    size_t size;
    sup_rc rc;
} output;

/* Room for n more bytes. After a failure the buffer's end stays where it was, and nothing
 * is written any more. */
static int
grow(output *out, size_t n)
{
    size_t size = out->size;
    char *data;

    if (out->rc != SUP_OK || n > SIZE_MAX / 4 || size > SIZE_MAX / 4) {
        out->rc = SUP_NOMEM;
        return 0;
    }
    while (size - out->len < n) {
        size = size == 0 ? FIRST_BYTES : size * 2;
    }
    data = sup_alloc(out->arena, size);
    if (data == NULL) {
        out->rc = SUP_NOMEM;
        return 0;
    }
    if (out->len != 0) {
        memcpy(data, out->data, out->len);
    }
    out->data = data;
    out->size = size;
    return 1;
}

static inline int
room(output *out, size_t n)
{
    return out->size - out->len >= n ? 1 : grow(out, n);
}

static void
put(output *out, const char *data, size_t len)
{
    if (room(out, len)) {
        memcpy(out->data + out->len, data, len);
        out->len += len;
    }
}

static void
put_char(output *out, char c)
{
    if (room(out, 1)) {
        out->data[out->len++] = c;
    }
}

/* 0: as it is; otherwise the letter after the backslash, 'u' for the long form. */
static const char escapes[256] = {
    ['\b'] = 'b',  ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't', ['"'] = '"',
    ['\\'] = '\\', [0x00] = 'u', [0x01] = 'u', [0x02] = 'u', [0x03] = 'u', [0x04] = 'u',
    [0x05] = 'u',  [0x06] = 'u', [0x07] = 'u', [0x0B] = 'u', [0x0E] = 'u', [0x0F] = 'u',
    [0x10] = 'u',  [0x11] = 'u', [0x12] = 'u', [0x13] = 'u', [0x14] = 'u', [0x15] = 'u',
    [0x16] = 'u',  [0x17] = 'u', [0x18] = 'u', [0x19] = 'u', [0x1A] = 'u', [0x1B] = 'u',
    [0x1C] = 'u',  [0x1D] = 'u', [0x1E] = 'u', [0x1F] = 'u', [0x7F] = 'u',
};

static void
put_escape(output *out, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    char text[6] = {'\\', escapes[c], '0', '0', hex[c >> 4], hex[c & 15]};

    put(out, text, escapes[c] == 'u' ? 6 : 2);
}

static void
put_string(output *out, const char *text)
{
    const char *from = text == NULL ? "" : text, *p = from;

    put_char(out, '"');
    for (;;) {
        while (escapes[(unsigned char)*p] == 0) {
            p++;
        }
        put(out, from, (size_t)(p - from));
        if (*p == '\0') {
            break;
        }
        put_escape(out, (unsigned char)*p);
        from = ++p;
    }
    put_char(out, '"');
}

static void
put_unsigned(output *out, uint64_t value, int negative)
{
    char text[NUMBER_BYTES], *p = text + sizeof(text);

    do {
        *--p = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    if (negative) {
        *--p = '-';
    }
    put(out, p, (size_t)(text + sizeof(text) - p));
}

static void
put_signed(output *out, int64_t value)
{
    put_unsigned(out, value < 0 ? -(uint64_t)value : (uint64_t)value, value < 0);
}

/* The doubles whose text is not that of "%g", or NULL. A zero with a sign has a fraction
 * too: most readers take "-0" for a whole number, and those have one zero. */
static const char *
real_name(double value)
{
    if (value != value) {
        return "\"NaN\"";
    }
    if (value - value != 0) {
        return value < 0 ? "\"-Infinity\"" : "\"Infinity\"";
    }
    return value == 0 && signbit(value) ? "-0.0" : NULL;
}

/* The shortest of the precisions that reads back as the same number. */
static void
put_real(output *out, double value, int first, int last)
{
    char text[NUMBER_BYTES];
    const char *name = real_name(value);
    int precision, n = 0;

    if (name != NULL) {
        put(out, name, strlen(name));
        return;
    }
    for (precision = first; precision <= last; precision++) {
        n = snprintf(text, sizeof(text), "%.*g", precision, value);
        if (last == 9 ? strtof(text, NULL) == (float)value
                      : strtod(text, NULL) == value) {
            break;
        }
    }
    put(out, text, (size_t)n);
}

static void
put_base64(output *out, const ProtobufCBinaryData *bytes)
{
    sup_str slice = {(const char *)bytes->data, bytes->len};

    if (bytes->len > SUP_BASE64_MAX) {
        out->rc = SUP_NOMEM;
        return;
    }
    put_char(out, '"');
    if (room(out, SUP_BASE64_SIZE(bytes->len))) {
        out->len += sup_base64_write(out->data + out->len, slice, SUP_BASE64_STANDARD);
    }
    put_char(out, '"');
}

static void
put_enum(output *out, const ProtobufCEnumDescriptor *type, int value)
{
    const ProtobufCEnumValue *known = protobuf_c_enum_descriptor_get_value(type, value);

    if (known == NULL) {
        put_signed(out, value); /* of a newer schema; Google's printer does the same */
        return;
    }
    put_char(out, '"');
    put(out, known->name, strlen(known->name));
    put_char(out, '"');
}

static void put_message(output *out, const ProtobufCMessage *message);

static void
put_time(output *out, const Google__Protobuf__Timestamp *time)
{
    if (room(out, SUP_TIME_TEXT + 2)) {
        char *p = out->data + out->len;
        size_t n = sup_timestamp_print(p + 1, time->seconds, time->nanos);

        p[0] = '"';
        p[n + 1] = '"';
        out->len += n + 2;
    }
}

/* One value at p; returns the size that it has in an array. */
static size_t
put_value(output *out, const ProtobufCFieldDescriptor *field, const void *p)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_SINT32:
    case PROTOBUF_C_TYPE_SFIXED32:
        put_signed(out, *(const int32_t *)p);
        return sizeof(int32_t);
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_FIXED32:
        put_unsigned(out, *(const uint32_t *)p, 0);
        return sizeof(uint32_t);
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
        put_char(out, '"');
        put_signed(out, *(const int64_t *)p);
        put_char(out, '"');
        return sizeof(int64_t);
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
        put_char(out, '"');
        put_unsigned(out, *(const uint64_t *)p, 0);
        put_char(out, '"');
        return sizeof(uint64_t);
    case PROTOBUF_C_TYPE_FLOAT:
        put_real(out, (double)*(const float *)p, 6, 9);
        return sizeof(float);
    case PROTOBUF_C_TYPE_DOUBLE:
        put_real(out, *(const double *)p, 15, 17);
        return sizeof(double);
    case PROTOBUF_C_TYPE_BOOL:
        if (*(const protobuf_c_boolean *)p) {
            put(out, "true", 4);
        } else {
            put(out, "false", 5);
        }
        return sizeof(protobuf_c_boolean);
    case PROTOBUF_C_TYPE_ENUM:
        put_enum(out, field->descriptor, *(const int *)p);
        return sizeof(int);
    case PROTOBUF_C_TYPE_STRING:
        put_string(out, *(const char *const *)p);
        return sizeof(char *);
    case PROTOBUF_C_TYPE_BYTES:
        put_base64(out, p);
        return sizeof(ProtobufCBinaryData);
    case PROTOBUF_C_TYPE_MESSAGE:
        put_message(out, *(const ProtobufCMessage *const *)p);
        return sizeof(ProtobufCMessage *);
    }
    return 0;
}

/* As protobuf-c has it, so that both forms of a message say the same: it takes a zero
 * with a sign for a zero, and writes neither. */
static int
is_default(const ProtobufCFieldDescriptor *field, const void *p)
{
    const char *text;

    switch (field->type) {
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
        return *(const uint64_t *)p == 0;
    case PROTOBUF_C_TYPE_FLOAT:
        return *(const float *)p == 0;
    case PROTOBUF_C_TYPE_DOUBLE:
        return *(const double *)p == 0;
    case PROTOBUF_C_TYPE_STRING:
        text = *(const char *const *)p;
        return text == NULL || *text == '\0';
    case PROTOBUF_C_TYPE_BYTES:
        return ((const ProtobufCBinaryData *)p)->len == 0;
    case PROTOBUF_C_TYPE_MESSAGE:
        return *(const ProtobufCMessage *const *)p == NULL;
    default:
        return *(const uint32_t *)p == 0;
    }
}

static void
put_list(output *out, const ProtobufCFieldDescriptor *field, const void *p, size_t count)
{
    const char *element = *(const char *const *)p;
    size_t i;

    put_char(out, '[');
    for (i = 0; i < count; i++) {
        if (i != 0) {
            put_char(out, ',');
        }
        element += put_value(out, field, element);
    }
    put_char(out, ']');
}

static void
put_name(output *out, const char *name, int first)
{
    if (!first) {
        put_char(out, ',');
    }
    put_char(out, '"');
    put(out, name, strlen(name));
    put(out, "\":", 2);
}

static void
put_message(output *out, const ProtobufCMessage *message)
{
    const ProtobufCMessageDescriptor *type = message->descriptor;
    unsigned i;
    int first = 1;

    if (type == SUP_TIMESTAMP) {
        put_time(out, (const Google__Protobuf__Timestamp *)message);
        return;
    }
    put_char(out, '{');
    for (i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &type->fields[i];
        const char *base = (const char *)message;
        int repeated = sup_field_is_repeated(field);
        size_t count = repeated ? *(const size_t *)(base + field->quantifier_offset) : 0;

        if (repeated ? count == 0 : is_default(field, base + field->offset)) {
            continue;
        }
        put_name(out, field->name, first);
        first = 0;
        if (repeated) {
            put_list(out, field, base + field->offset, count);
        } else {
            put_value(out, field, base + field->offset);
        }
    }
    put_char(out, '}');
}

sup_rc
sup_json_print(sup_arena *arena, const ProtobufCMessage *message, sup_str *out)
{
    output o = {.arena = arena, .rc = SUP_OK};

    put_message(&o, message);
    put_char(&o, '\0');
    if (o.rc == SUP_OK) {
        *out = (sup_str){o.data, o.len - 1};
    }
    return o.rc;
}
