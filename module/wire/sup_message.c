/* Messages by descriptor, and what every parser needs while it reads one: limits, errors
 * with their paths, fields by name, duplicates.
 * Owns: sup_reader, the text of an error.
 * Must not know: any one format, any one message but Timestamp. */
#include <stdarg.h>
#include <stdio.h>
#include "sup_message.h"

#define NAME_MAX_BYTES   64 /* names of the schema are shorter */
#define PATH_MAX_BYTES   256
#define DETAIL_MAX_BYTES 256

const sup_wire_limits sup_wire_request_limits = {64 * 1024, 8, 512};
const sup_wire_limits sup_wire_report_limits = {256 * 1024, 8, 8192};
const sup_wire_limits sup_wire_rulebook_limits = {1024 * 1024, 8, 100000};

sup_rc
sup_reader_init(sup_reader *reader, sup_arena *arena, const sup_wire_limits *limits,
                sup_str text, sup_wire_error *error)
{
    static const sup_wire_error none = {"", "", 0};

    reader->arena = arena;
    reader->limits = limits;
    reader->error = error;
    reader->elements = 0;
    reader->line = 0;
    if (error != NULL) {
        *error = none;
    }
    if (text.len > limits->bytes_max) {
        return sup_reader_fail(reader, SUP_WIRE_SIZE, NULL,
                               "The text is longer than %zu bytes.", limits->bytes_max);
    }
    return SUP_OK;
}

typedef struct {
    char data[PATH_MAX_BYTES];
    size_t len;
} path_text;

static void
path_append(path_text *out, const char *format, ...)
{
    size_t room = sizeof(out->data) - out->len;
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(out->data + out->len, room, format, args);
    va_end(args);
    if (n > 0) {
        out->len += (size_t)n < room ? (size_t)n : room - 1;
    }
}

/* Recursion is bounded: paths are no deeper than the limit that their parser checked. */
static void
path_render(path_text *out, const sup_path *path)
{
    sup_excerpt_text name;

    if (path == NULL || path->parent == NULL) {
        return;
    }
    path_render(out, path->parent);
    path_append(out, "%s%s", out->len == 0 ? "" : ".", sup_excerpt(name, path->name));
    if (path->index >= 0) {
        path_append(out, "[%ld]", path->index);
    }
}

sup_rc
sup_reader_fail(sup_reader *reader, sup_rc rc, const sup_path *path, const char *format,
                ...)
{
    sup_wire_error *error = reader->error;
    char detail[DETAIL_MAX_BYTES], *field_copy, *detail_copy;
    path_text field = {"", 0};
    va_list args;

    if (error == NULL) {
        return rc;
    }
    va_start(args, format);
    vsnprintf(detail, sizeof(detail), format, args);
    va_end(args);
    path_render(&field, path);
    field_copy = sup_strdup(reader->arena, (sup_str){field.data, field.len});
    detail_copy = sup_strdup(reader->arena, sup_str_c(detail));
    error->line = reader->line;
    if (field_copy == NULL || detail_copy == NULL) {
        return sup_reader_nomem(reader);
    }
    error->field = field_copy;
    error->detail = detail_copy;
    return rc;
}

sup_rc
sup_reader_nomem(sup_reader *reader)
{
    if (reader->error != NULL) {
        reader->error->field = "";
        reader->error->detail = "There is not enough memory for this text.";
    }
    return SUP_NOMEM;
}

sup_rc
sup_reader_count(sup_reader *reader, const sup_path *path)
{
    if (++reader->elements > reader->limits->elements_max) {
        return sup_reader_fail(reader, SUP_WIRE_SIZE, path,
                               "The text holds more than %zu values.",
                               reader->limits->elements_max);
    }
    return SUP_OK;
}

sup_rc
sup_reader_depth(sup_reader *reader, const sup_path *path, unsigned depth)
{
    if (depth > reader->limits->depth_max) {
        return sup_reader_fail(reader, SUP_WIRE_DEPTH, path,
                               "The text is nested deeper than %u levels.",
                               reader->limits->depth_max);
    }
    return SUP_OK;
}

const char *
sup_excerpt(sup_excerpt_text out, sup_str input)
{
    size_t i, n = input.len < 40 ? input.len : 40;

    if (n < input.len) {
        /* Whole characters only: step back over the bytes of a cut one. */
        while (n > 0 && ((unsigned char)input.data[n] & 0xC0) == 0x80) {
            n--;
        }
    }
    for (i = 0; i < n; i++) {
        unsigned char c = (unsigned char)input.data[i];

        out[i] = c < 0x20 || c == 0x7F || c == '"' ? '?' : (char)c;
    }
    out[n] = '\0';
    if (sup_utf8_length((sup_str){out, n}) < 0) {
        for (i = 0; i < n; i++) {
            if ((unsigned char)out[i] >= 0x80) {
                out[i] = '?';
            }
        }
    }
    if (n < input.len) {
        memcpy(out + n, "...", 4);
    }
    return out;
}

/* The lookups of protobuf-c want C strings. */
static int
name_copy(char out[NAME_MAX_BYTES], sup_str name)
{
    if (name.len >= NAME_MAX_BYTES || memchr(name.data, '\0', name.len) != NULL) {
        return 0;
    }
    memcpy(out, name.data, name.len);
    out[name.len] = '\0';
    return 1;
}

const ProtobufCFieldDescriptor *
sup_field_find(const ProtobufCMessageDescriptor *type, sup_str name)
{
    char copy[NAME_MAX_BYTES];

    if (name.len == 0 || !name_copy(copy, name)) {
        return NULL;
    }
    return protobuf_c_message_descriptor_get_field_by_name(type, copy);
}

/* protoc's rule of JSON names: "_" goes, the letter after it is raised. */
static int
is_json_name(const char *proto, sup_str name)
{
    size_t i = 0;
    int raise = 0;

    for (; *proto != '\0'; proto++) {
        char c = *proto;

        if (c == '_') {
            raise = 1;
            continue;
        }
        if (raise && c >= 'a' && c <= 'z') {
            c = (char)(c - 'a' + 'A');
        }
        raise = 0;
        if (i == name.len || name.data[i++] != c) {
            return 0;
        }
    }
    return i == name.len;
}

const ProtobufCFieldDescriptor *
sup_field_find_json(const ProtobufCMessageDescriptor *type, sup_str name)
{
    const ProtobufCFieldDescriptor *field = sup_field_find(type, name);
    unsigned i;

    for (i = 0; field == NULL && i < type->n_fields; i++) {
        if (is_json_name(type->fields[i].name, name)) {
            field = &type->fields[i];
        }
    }
    return field;
}

static const char *
without_package(const char *name, const char *package)
{
    size_t n = strlen(package);

    return n != 0 && strncmp(name, package, n) == 0 && name[n] == '.' ? name + n + 1
                                                                      : name;
}

int
sup_field_is_repeated(const ProtobufCFieldDescriptor *field)
{
    return field->label == PROTOBUF_C_LABEL_REPEATED;
}

size_t *
sup_field_count(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    return (size_t *)((char *)message + field->quantifier_offset);
}

const char *
sup_enum_name(const ProtobufCEnumDescriptor *type)
{
    return without_package(type->name, type->package_name);
}

static const char *
message_name(const ProtobufCMessageDescriptor *type)
{
    return without_package(type->name, type->package_name);
}

sup_rc
sup_field_unknown(sup_reader *reader, const ProtobufCMessageDescriptor *type,
                  const sup_path *path)
{
    sup_excerpt_text name;

    return sup_reader_fail(reader, SUP_WIRE_UNKNOWN, path, "%s has no field \"%s\".",
                           message_name(type), sup_excerpt(name, path->name));
}

void
sup_seen_init(sup_seen *seen, const ProtobufCMessageDescriptor *type)
{
    unsigned n = type->n_fields < SUP_FIELDS_MAX ? type->n_fields : SUP_FIELDS_MAX;

    memset(seen->count, 0, n * sizeof(seen->count[0]));
}

sup_rc
sup_seen_mark(sup_reader *reader, sup_seen *seen, const ProtobufCMessageDescriptor *type,
              const ProtobufCFieldDescriptor *field, const sup_path *path)
{
    size_t index = (size_t)(field - type->fields);

    if (index < SUP_FIELDS_MAX && seen->count[index]++ != 0 &&
        !sup_field_is_repeated(field)) {
        return sup_reader_fail(reader, SUP_WIRE_DUPLICATE, path,
                               "The field \"%s\" is given twice.", field->name);
    }
    return SUP_OK;
}

ProtobufCMessage *
sup_message_new(sup_arena *arena, const ProtobufCMessageDescriptor *type)
{
    ProtobufCMessage *message = sup_alloc(arena, type->sizeof_message);

    if (message != NULL) {
        protobuf_c_message_init(type, message);
    }
    return message;
}
