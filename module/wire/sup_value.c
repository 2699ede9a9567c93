/* Values of any format into fields of any message, by the field's descriptor.
 * Owns: what may become what, ranges, the growth of repeated fields.
 * Must not know: the syntax that a value was written in. */
#include <math.h>
#include <stdio.h>
#include "sup_message.h"

#define ELEMENTS_FIRST   4
#define NUMBER_MAX_BYTES 64

typedef enum {
    TO_INT,
    TO_REAL,
    TO_BOOL,
    TO_ENUM,
    TO_STRING,
    TO_BYTES,
    TO_MESSAGE
} target;

typedef struct {
    target to;
    size_t size; /* of one element in the C structure */
    int bits;    /* of whole numbers; negative: signed */
    const char *name;
} type_row;

static const type_row types[] = {
    [PROTOBUF_C_TYPE_INT32] = {TO_INT, 4, -32, "int32"},
    [PROTOBUF_C_TYPE_SINT32] = {TO_INT, 4, -32, "int32"},
    [PROTOBUF_C_TYPE_SFIXED32] = {TO_INT, 4, -32, "int32"},
    [PROTOBUF_C_TYPE_INT64] = {TO_INT, 8, -64, "int64"},
    [PROTOBUF_C_TYPE_SINT64] = {TO_INT, 8, -64, "int64"},
    [PROTOBUF_C_TYPE_SFIXED64] = {TO_INT, 8, -64, "int64"},
    [PROTOBUF_C_TYPE_UINT32] = {TO_INT, 4, 32, "uint32"},
    [PROTOBUF_C_TYPE_FIXED32] = {TO_INT, 4, 32, "uint32"},
    [PROTOBUF_C_TYPE_UINT64] = {TO_INT, 8, 64, "uint64"},
    [PROTOBUF_C_TYPE_FIXED64] = {TO_INT, 8, 64, "uint64"},
    [PROTOBUF_C_TYPE_FLOAT] = {TO_REAL, 4, 0, "float"},
    [PROTOBUF_C_TYPE_DOUBLE] = {TO_REAL, 8, 0, "double"},
    [PROTOBUF_C_TYPE_BOOL] = {TO_BOOL, sizeof(protobuf_c_boolean), 0, "bool"},
    [PROTOBUF_C_TYPE_ENUM] = {TO_ENUM, 4, -32, "enum"},
    [PROTOBUF_C_TYPE_STRING] = {TO_STRING, sizeof(char *), 0, "string"},
    [PROTOBUF_C_TYPE_BYTES] = {TO_BYTES, sizeof(ProtobufCBinaryData), 0, "bytes"},
    [PROTOBUF_C_TYPE_MESSAGE] = {TO_MESSAGE, sizeof(ProtobufCMessage *), 0, "message"},
};

#define M(to) (1u << (to))
static const unsigned takes[3][5] = {
    [SUP_DIALECT_JSON] =
        {
            [SUP_VALUE_STRING] = M(TO_INT) | M(TO_REAL) | M(TO_ENUM) | M(TO_STRING) |
                                 M(TO_BYTES) | M(TO_MESSAGE),
            [SUP_VALUE_INT] = M(TO_INT) | M(TO_REAL) | M(TO_ENUM),
            [SUP_VALUE_REAL] = M(TO_INT) | M(TO_REAL) | M(TO_ENUM),
            [SUP_VALUE_BOOL] = M(TO_BOOL),
        },
    [SUP_DIALECT_FORM] =
        {
            [SUP_VALUE_STRING] = M(TO_INT) | M(TO_REAL) | M(TO_ENUM) | M(TO_STRING) |
                                 M(TO_BYTES) | M(TO_BOOL) | M(TO_MESSAGE),
        },
    [SUP_DIALECT_TEXT] =
        {
            [SUP_VALUE_STRING] = M(TO_STRING) | M(TO_BYTES),
            [SUP_VALUE_WORD] = M(TO_INT) | M(TO_REAL) | M(TO_ENUM) | M(TO_BOOL),
        },
};
#undef M

/* An element as it lies in the C structure; every member starts where the union does. */
typedef union {
    int32_t i32;
    uint32_t u32;
    int64_t i64;
    uint64_t u64;
    float f32;
    double f64;
    protobuf_c_boolean boolean;
    char *string;
    ProtobufCBinaryData bytes;
    ProtobufCMessage *message;
} element;

/* What a conversion needs to know, to read and to complain. */
typedef struct {
    sup_reader *reader;
    const ProtobufCMessageDescriptor *type;
    const ProtobufCFieldDescriptor *field;
    const sup_value *value;
    const sup_path *path;
} conversion;

/* Repeated fields have no capacity of their own: they grow when their count reaches a
 * power of two. The old array stays in the arena, at most as large as the new one's half.
 */
static sup_rc
store(sup_reader *reader, ProtobufCMessage *message,
      const ProtobufCFieldDescriptor *field, const element *e)
{
    size_t size = types[field->type].size, *count, n;
    void *slot = (char *)message + field->offset;
    char *array;

    if (!sup_field_is_repeated(field)) {
        memcpy(slot, e, size);
        return SUP_OK;
    }
    count = sup_field_count(message, field);
    n = *count;
    memcpy(&array, slot, sizeof(array));
    if (n == 0 || (n >= ELEMENTS_FIRST && (n & (n - 1)) == 0)) {
        char *grown = sup_alloc(reader->arena, (n == 0 ? ELEMENTS_FIRST : n * 2) * size);

        if (grown == NULL) {
            return sup_reader_nomem(reader);
        }
        if (n != 0) {
            memcpy(grown, array, n * size);
        }
        array = grown;
        memcpy(slot, &array, sizeof(array));
    }
    memcpy(array + n * size, e, size);
    *count = n + 1;
    return SUP_OK;
}

static sup_rc
fail_range(const conversion *c)
{
    return sup_reader_fail(c->reader, SUP_WIRE_RANGE, c->path,
                           "The number is outside the range of %s.",
                           types[c->field->type].name);
}

static sup_rc
fail_enum(const conversion *c, sup_str given)
{
    sup_excerpt_text excerpt;

    return sup_reader_fail(
        c->reader, SUP_WIRE_ENUM, c->path, "\"%s\" is not one of the values of %s.",
        sup_excerpt(excerpt, given), sup_enum_name(c->field->descriptor));
}

static sup_rc
fail_type(const conversion *c)
{
    static const char *const wanted[] = {
        [TO_INT] = "a whole number",
        [TO_REAL] = "a number",
        [TO_BOOL] = "true or false",
        [TO_ENUM] = "the name of a value",
        [TO_STRING] = "a text",
        [TO_BYTES] = "bytes in base64",
        [TO_MESSAGE] = "a message with fields",
    };

    if (c->field->descriptor == SUP_TIMESTAMP && c->reader->dialect != SUP_DIALECT_TEXT) {
        return sup_reader_fail(c->reader, SUP_WIRE_TYPE, c->path,
                               "This field takes a time such as %s.",
                               "2026-09-01T08:30:00+08:00");
    }
    return sup_reader_fail(c->reader, SUP_WIRE_TYPE, c->path, "This field takes %s.",
                           wanted[types[c->field->type].to]);
}

static sup_rc
int_from_value(const sup_value *value, sup_dialect dialect, sup_int *out)
{
    double size;

    switch (value->kind) {
    case SUP_VALUE_INT:
        out->negative = value->integer < 0;
        out->magnitude =
            out->negative ? -(uint64_t)value->integer : (uint64_t)value->integer;
        return SUP_OK;
    case SUP_VALUE_REAL:
        size = value->real < 0 ? -value->real : value->real;
        if (!(size < 18446744073709551616.0)) {
            return SUP_WIRE_RANGE;
        }
        out->magnitude = (uint64_t)size;
        out->negative = value->real < 0 && out->magnitude != 0;
        return (double)out->magnitude == size ? SUP_OK : SUP_WIRE_TYPE;
    default:
        return sup_int_from_text(value->text, dialect, out);
    }
}

static int
int_fits(sup_int value, int bits)
{
    uint64_t top = bits < 0 ? (uint64_t)1 << (-bits - 1) : 0;

    if (bits < 0) {
        return value.negative ? value.magnitude <= top : value.magnitude < top;
    }
    return !value.negative && (bits == 64 || value.magnitude >> bits == 0);
}

sup_rc
sup_field_check_int(sup_reader *reader, const ProtobufCMessageDescriptor *type,
                    const ProtobufCFieldDescriptor *field, sup_int value,
                    const sup_path *path)
{
    conversion c = {reader, type, field, NULL, path};
    int64_t number;

    if (!int_fits(value, types[field->type].bits)) {
        return fail_range(&c);
    }
    number = (int64_t)(value.negative ? -value.magnitude : value.magnitude);
    if (type == SUP_TIMESTAMP &&
        (field->id == 1 ? number < SUP_SECONDS_MIN || number > SUP_SECONDS_MAX
                        : number < 0 || number > 999999999)) {
        return sup_reader_fail(reader, SUP_WIRE_RANGE, path,
                               "The time is outside the years 1 to 9999.");
    }
    if (field->type == PROTOBUF_C_TYPE_ENUM &&
        protobuf_c_enum_descriptor_get_value(field->descriptor, (int)number) == NULL) {
        char digits[24];

        snprintf(digits, sizeof(digits), "%lld", (long long)number);
        return fail_enum(&c, sup_str_c(digits));
    }
    return SUP_OK;
}

static sup_rc
convert_int(const conversion *c, element *out)
{
    sup_int value;
    sup_rc rc = int_from_value(c->value, c->reader->dialect, &value);

    if (rc == SUP_WIRE_RANGE) {
        return fail_range(c);
    }
    if (rc != SUP_OK) {
        return fail_type(c);
    }
    rc = sup_field_check_int(c->reader, c->type, c->field, value, c->path);
    if (rc == SUP_OK) {
        uint64_t bits = value.negative ? -value.magnitude : value.magnitude;

        if (types[c->field->type].size == 4) {
            out->u32 = (uint32_t)bits;
        } else {
            out->u64 = bits;
        }
    }
    return rc;
}

static sup_rc
convert_enum(const conversion *c, element *out)
{
    char name[NUMBER_MAX_BYTES];
    const ProtobufCEnumValue *found = NULL;
    sup_str text = c->value->text;
    sup_int number;

    if (c->value->kind == SUP_VALUE_INT || c->value->kind == SUP_VALUE_REAL) {
        return convert_int(c, out);
    }
    if (text.len < sizeof(name) && memchr(text.data, '\0', text.len) == NULL) {
        memcpy(name, text.data, text.len);
        name[text.len] = '\0';
        found = protobuf_c_enum_descriptor_get_value_by_name(c->field->descriptor, name);
    }
    if (found != NULL) {
        out->i32 = found->value;
        return SUP_OK;
    }
    if (sup_int_from_text(text, c->reader->dialect, &number) == SUP_OK &&
        int_fits(number, -32)) {
        return convert_int(c, out);
    }
    return fail_enum(c, text);
}

static sup_rc
real_from_text(const conversion *c, double *out)
{
    sup_str text = c->value->text;
    char small[NUMBER_MAX_BYTES], *copy = small;
    sup_rc rc;

    if (text.len >= sizeof(small)) {
        copy = sup_alloc(c->reader->arena, text.len + 1);
        if (copy == NULL) {
            return sup_reader_nomem(c->reader);
        }
    }
    memcpy(copy, text.data, text.len);
    copy[text.len] = '\0';
    rc = strlen(copy) == text.len ? sup_real_from_text(copy, c->reader->dialect, out)
                                  : SUP_WIRE_TYPE;
    if (rc != SUP_OK) {
        return rc == SUP_WIRE_RANGE ? fail_range(c) : fail_type(c);
    }
    return SUP_OK;
}

static sup_rc
convert_real(const conversion *c, element *out)
{
    double real = c->value->real;
    sup_rc rc = SUP_OK;

    if (c->value->kind == SUP_VALUE_INT) {
        real = (double)c->value->integer;
    } else if (c->value->kind != SUP_VALUE_REAL) {
        rc = real_from_text(c, &real);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    if (c->field->type == PROTOBUF_C_TYPE_DOUBLE) {
        out->f64 = real;
        return SUP_OK;
    }
    /* Rounded first: the shortest text of the largest float is above it as a double. */
    out->f32 = (float)real;
    return isinf(out->f32) && !isinf(real) ? fail_range(c) : SUP_OK;
}

static sup_rc
convert_bool(const conversion *c, element *out)
{
    /* "on" is what a browser sends for a ticked box. */
    static const struct {
        const char *word;
        sup_dialect dialect;
        int value;
    } words[] = {
        {"true", SUP_DIALECT_FORM, 1},  {"false", SUP_DIALECT_FORM, 0},
        {"on", SUP_DIALECT_FORM, 1},    {"1", SUP_DIALECT_FORM, 1},
        {"0", SUP_DIALECT_FORM, 0},     {"true", SUP_DIALECT_TEXT, 1},
        {"false", SUP_DIALECT_TEXT, 0}, {"t", SUP_DIALECT_TEXT, 1},
        {"f", SUP_DIALECT_TEXT, 0},     {"1", SUP_DIALECT_TEXT, 1},
        {"0", SUP_DIALECT_TEXT, 0},     {"True", SUP_DIALECT_TEXT, 1},
        {"False", SUP_DIALECT_TEXT, 0},
    };
    size_t i;

    if (c->value->kind == SUP_VALUE_BOOL) {
        out->boolean = c->value->integer != 0;
        return SUP_OK;
    }
    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (words[i].dialect == c->reader->dialect &&
            sup_str_eq(c->value->text, sup_str_c(words[i].word))) {
            out->boolean = words[i].value;
            return SUP_OK;
        }
    }
    return fail_type(c);
}

sup_rc
sup_field_check_text(sup_reader *reader, sup_str text, const sup_path *path)
{
    if (text.len != 0 && memchr(text.data, '\0', text.len) != NULL) {
        return sup_reader_fail(reader, SUP_WIRE_UTF8, path, "The text holds U+0000.");
    }
    if (sup_utf8_length(text) < 0) {
        return sup_reader_fail(reader, SUP_WIRE_UTF8, path, "The text is not UTF-8.");
    }
    return SUP_OK;
}

static sup_rc
convert_string(const conversion *c, element *out)
{
    sup_rc rc;

    if (c->reader->dialect != SUP_DIALECT_JSON) {
        rc = sup_field_check_text(c->reader, c->value->text, c->path);
        out->string = (char *)c->value->text.data;
        return rc;
    }
    out->string = sup_strdup(c->reader->arena, c->value->text);
    return out->string != NULL ? SUP_OK : sup_reader_nomem(c->reader);
}

static sup_rc
convert_bytes(const conversion *c, element *out)
{
    sup_str bytes = c->value->text;
    sup_rc rc = SUP_OK;

    if (c->reader->dialect != SUP_DIALECT_TEXT) {
        rc = sup_base64_read(c->reader->arena, bytes, SUP_BASE64_STANDARD, &bytes);
    }
    if (rc != SUP_OK) {
        return rc == SUP_NOMEM ? sup_reader_nomem(c->reader) : fail_type(c);
    }
    out->bytes.len = bytes.len;
    out->bytes.data = (uint8_t *)bytes.data;
    return SUP_OK;
}

static sup_rc
convert_time(const conversion *c, element *out)
{
    Google__Protobuf__Timestamp *time;
    int64_t seconds;
    int32_t nanos;
    sup_rc rc;

    if (c->field->descriptor != SUP_TIMESTAMP) {
        return fail_type(c);
    }
    rc = sup_timestamp_parse(c->value->text, &seconds, &nanos);
    if (rc == SUP_WIRE_RANGE) {
        return sup_reader_fail(
            c->reader, rc, c->path,
            "No such time: a date that is not in the calendar, outside "
            "the years 1 to 9999, or finer than a nanosecond.");
    }
    if (rc != SUP_OK) {
        return fail_type(c);
    }
    time = SUP_NEW(c->reader->arena, Google__Protobuf__Timestamp, *SUP_TIMESTAMP);
    if (time == NULL) {
        return sup_reader_nomem(c->reader);
    }
    time->seconds = seconds;
    time->nanos = nanos;
    out->message = &time->base;
    return SUP_OK;
}

sup_rc
sup_field_set(sup_reader *reader, ProtobufCMessage *message,
              const ProtobufCFieldDescriptor *field, const sup_value *value,
              const sup_path *path)
{
    static sup_rc (*const convert[])(const conversion *, element *) = {
        [TO_INT] = convert_int,       [TO_REAL] = convert_real,
        [TO_BOOL] = convert_bool,     [TO_ENUM] = convert_enum,
        [TO_STRING] = convert_string, [TO_BYTES] = convert_bytes,
        [TO_MESSAGE] = convert_time,
    };
    const conversion c = {reader, message->descriptor, field, value, path};
    target to = types[field->type].to;
    element e;
    sup_rc rc;

    if ((takes[reader->dialect][value->kind] & 1u << to) == 0) {
        return fail_type(&c);
    }
    rc = sup_reader_count(reader, path);
    if (rc == SUP_OK) {
        rc = convert[to](&c, &e);
    }
    return rc == SUP_OK ? store(reader, message, field, &e) : rc;
}

sup_rc
sup_field_open(sup_reader *reader, ProtobufCMessage *message,
               const ProtobufCFieldDescriptor *field, ProtobufCMessage **out,
               const sup_path *path)
{
    element e;
    sup_rc rc = sup_reader_count(reader, path);

    if (rc != SUP_OK) {
        return rc;
    }
    e.message = sup_message_new(reader->arena, field->descriptor);
    if (e.message == NULL) {
        return sup_reader_nomem(reader);
    }
    *out = e.message;
    return store(reader, message, field, &e);
}
