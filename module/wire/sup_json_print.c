/* Messages into ProtoJSON, compact, with the proto's field names.
 * Owns: what stands for each type, which fields are left out, the text of numbers.
 * Must not know: any one message but Timestamp. Every reply passes here: no allocation a
 *   value, one copy of a string that needs no escape. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "sup_jsonw.h"
#include "sup_message.h"

#define NUMBER_BYTES 40

static void
put_unsigned(sup_jsonw *w, uint64_t value, int negative)
{
    char text[NUMBER_BYTES], *p = text + sizeof(text);

    do {
        *--p = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    if (negative) {
        *--p = '-';
    }
    sup_jsonw_put(w, p, (size_t)(text + sizeof(text) - p));
}

static void
put_signed(sup_jsonw *w, int64_t value)
{
    put_unsigned(w, value < 0 ? -(uint64_t)value : (uint64_t)value, value < 0);
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
put_real(sup_jsonw *w, double value, int first, int last)
{
    char text[NUMBER_BYTES];
    const char *name = real_name(value);
    int precision, n = 0;

    if (name != NULL) {
        sup_jsonw_put(w, name, strlen(name));
        return;
    }
    for (precision = first; precision <= last; precision++) {
        n = snprintf(text, sizeof(text), "%.*g", precision, value);
        if (last == 9 ? strtof(text, NULL) == (float)value
                      : strtod(text, NULL) == value) {
            break;
        }
    }
    sup_jsonw_put(w, text, (size_t)n);
}

static void
put_base64(sup_jsonw *w, const ProtobufCBinaryData *bytes)
{
    sup_str slice = {(const char *)bytes->data, bytes->len};

    if (bytes->len > SUP_BASE64_MAX) {
        w->buf.nomem = 1;
        return;
    }
    sup_jsonw_char(w, '"');
    if (sup_jsonw_room(w, SUP_BASE64_SIZE(bytes->len))) {
        w->buf.len +=
            sup_base64_write(w->buf.data + w->buf.len, slice, SUP_BASE64_STANDARD);
    }
    sup_jsonw_char(w, '"');
}

static void
put_enum(sup_jsonw *w, const ProtobufCEnumDescriptor *type, int value)
{
    const ProtobufCEnumValue *known = protobuf_c_enum_descriptor_get_value(type, value);

    if (known == NULL) {
        put_signed(w, value); /* of a newer schema; Google's printer does the same */
        return;
    }
    sup_jsonw_char(w, '"');
    sup_jsonw_put(w, known->name, strlen(known->name));
    sup_jsonw_char(w, '"');
}

static void put_message(sup_jsonw *w, const ProtobufCMessage *message);

static void
put_time(sup_jsonw *w, const Google__Protobuf__Timestamp *time)
{
    if (sup_jsonw_room(w, SUP_TIME_TEXT + 2)) {
        char *p = w->buf.data + w->buf.len;
        size_t n = sup_timestamp_print(p + 1, time->seconds, time->nanos);

        p[0] = '"';
        p[n + 1] = '"';
        w->buf.len += n + 2;
    }
}

/* One value at p; returns the size that it has in an array. */
static size_t
put_value(sup_jsonw *w, const ProtobufCFieldDescriptor *field, const void *p)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_SINT32:
    case PROTOBUF_C_TYPE_SFIXED32:
        put_signed(w, *(const int32_t *)p);
        return sizeof(int32_t);
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_FIXED32:
        put_unsigned(w, *(const uint32_t *)p, 0);
        return sizeof(uint32_t);
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
        sup_jsonw_char(w, '"');
        put_signed(w, *(const int64_t *)p);
        sup_jsonw_char(w, '"');
        return sizeof(int64_t);
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
        sup_jsonw_char(w, '"');
        put_unsigned(w, *(const uint64_t *)p, 0);
        sup_jsonw_char(w, '"');
        return sizeof(uint64_t);
    case PROTOBUF_C_TYPE_FLOAT:
        put_real(w, (double)*(const float *)p, 6, 9);
        return sizeof(float);
    case PROTOBUF_C_TYPE_DOUBLE:
        put_real(w, *(const double *)p, 15, 17);
        return sizeof(double);
    case PROTOBUF_C_TYPE_BOOL:
        if (*(const protobuf_c_boolean *)p) {
            sup_jsonw_put(w, "true", 4);
        } else {
            sup_jsonw_put(w, "false", 5);
        }
        return sizeof(protobuf_c_boolean);
    case PROTOBUF_C_TYPE_ENUM:
        put_enum(w, field->descriptor, *(const int *)p);
        return sizeof(int);
    case PROTOBUF_C_TYPE_STRING:
        sup_jsonw_quote(w, *(const char *const *)p);
        return sizeof(char *);
    case PROTOBUF_C_TYPE_BYTES:
        put_base64(w, p);
        return sizeof(ProtobufCBinaryData);
    case PROTOBUF_C_TYPE_MESSAGE:
        put_message(w, *(const ProtobufCMessage *const *)p);
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
put_list(sup_jsonw *w, const ProtobufCFieldDescriptor *field, const void *p, size_t count)
{
    const char *element = *(const char *const *)p;
    size_t i;

    sup_jsonw_char(w, '[');
    for (i = 0; i < count; i++) {
        sup_jsonw_comma(w);
        element += put_value(w, field, element);
    }
    sup_jsonw_char(w, ']');
}

static void
put_name(sup_jsonw *w, const char *name)
{
    sup_jsonw_comma(w);
    sup_jsonw_char(w, '"');
    sup_jsonw_put(w, name, strlen(name));
    sup_jsonw_put(w, "\":", 2);
}

static void
put_message(sup_jsonw *w, const ProtobufCMessage *message)
{
    const ProtobufCMessageDescriptor *type = message->descriptor;
    unsigned i;

    if (type == SUP_TIMESTAMP) {
        put_time(w, (const Google__Protobuf__Timestamp *)message);
        return;
    }
    sup_jsonw_char(w, '{');
    for (i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &type->fields[i];
        const char *base = (const char *)message;
        int repeated = sup_field_is_repeated(field);
        size_t count = repeated ? *(const size_t *)(base + field->quantifier_offset) : 0;

        if (repeated ? count == 0 : is_default(field, base + field->offset)) {
            continue;
        }
        put_name(w, field->name);
        if (repeated) {
            put_list(w, field, base + field->offset, count);
        } else {
            put_value(w, field, base + field->offset);
        }
    }
    sup_jsonw_char(w, '}');
}

sup_rc
sup_json_print(sup_arena *arena, const ProtobufCMessage *message, sup_str *out)
{
    sup_jsonw w;

    sup_jsonw_init(&w, arena);
    put_message(&w, message);
    return sup_jsonw_done(&w, out);
}
