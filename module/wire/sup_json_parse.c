/* ProtoJSON into messages, over jansson's tree.
 * Owns: what jansson leaves open: limits before it allocates, the place of its errors.
 * Must not know: how a value is converted (sup_value.c), any one message. */
#include <jansson.h>
#include <stdio.h>
#include "sup_message.h"

#define FRAMES_MAX 32

/* Every value follows an opening or a comma, so counting those in one pass over the raw
 * text bounds what jansson will allocate. A text that is not JSON may be counted wrong;
 * jansson refuses it anyway. */
static sup_rc
check_limits(sup_reader *reader, sup_str text)
{
    size_t i, values = 0;
    unsigned depth = 0;
    int in_string = 0;

    for (i = 0; i < text.len; i++) {
        char c = text.data[i];

        if (in_string) {
            i += c == '\\';
            in_string = c != '"';
        } else if (c == '"') {
            in_string = 1;
        } else if (c == '{' || c == '[') {
            values += c == '{'; /* an array is no value of its own, its elements are */
            if (++depth > reader->limits->depth_max) {
                return sup_reader_depth(reader, NULL, depth);
            }
        } else if (c == '}' || c == ']') {
            depth -= depth != 0;
        } else {
            values += c == ',';
        }
        if (values > reader->limits->elements_max) {
            reader->elements = values - 1;
            return sup_reader_count(reader, NULL);
        }
    }
    return SUP_OK;
}

/* The path at which jansson stopped, from the raw text before it. frames[0] is the root.
 */
static const sup_path *
locate(sup_path frames[FRAMES_MAX], sup_str text, size_t stop)
{
    size_t i, start, depth = 0;

    frames[0] = (sup_path){NULL, SUP_STR(""), -1};
    for (i = 0; i < stop && i < text.len; i++) {
        char c = text.data[i];

        if (c == '"') {
            for (start = ++i; i < text.len && text.data[i] != '"'; i++) {
                i += text.data[i] == '\\';
            }
            i = i < text.len ? i : text.len;
            if (depth != 0 && frames[depth].name.data == NULL) {
                frames[depth].name = (sup_str){text.data + start, i - start};
            }
        } else if (c == '{' && depth + 1 < FRAMES_MAX) {
            depth++;
            frames[depth] = (sup_path){&frames[depth - 1], SUP_STR_NULL, -1};
        } else if (c == '[' && depth != 0) {
            frames[depth].index = 0;
        } else if (c == ']' && depth != 0) {
            frames[depth].index = -1;
        } else if (c == '}' && depth != 0) {
            depth--;
        } else if (c == ',' && depth != 0 && frames[depth].index >= 0) {
            frames[depth].index++;
        } else if (c == ',' && depth != 0) {
            frames[depth].name = (sup_str)SUP_STR_NULL;
        }
    }
    if (depth != 0 && frames[depth].name.data == NULL) {
        depth--;
    }
    return &frames[depth];
}

static sup_rc
fail_load(sup_reader *reader, sup_str text, const json_error_t *error)
{
    static const struct {
        enum json_error_code code;
        sup_rc rc;
        const char *detail;
    } rows[] = {
        {json_error_stack_overflow, SUP_WIRE_DEPTH, "The text is nested too deep."},
        {json_error_invalid_utf8, SUP_WIRE_UTF8, "The text is not UTF-8."},
        {json_error_null_character, SUP_WIRE_UTF8, "The text holds U+0000."},
        {json_error_null_byte_in_key, SUP_WIRE_UTF8, "The name of a field holds U+0000."},
        {json_error_duplicate_key, SUP_WIRE_DUPLICATE, "The field is given twice."},
        {json_error_numeric_overflow, SUP_WIRE_RANGE,
         "The number is too large; whole numbers above 2^63 - 1 are given as a text."},
        {json_error_premature_end_of_input, SUP_WIRE_SYNTAX,
         "The JSON text ends too early."},
        {json_error_end_of_input_expected, SUP_WIRE_SYNTAX,
         "Something follows the end of the JSON object."},
    };
    sup_path frames[FRAMES_MAX];
    const sup_path *path;
    enum json_error_code code = json_error_code(error);
    /* The last byte that jansson read is the one it did not like. */
    size_t i, stop = error->position > 0 ? (size_t)error->position - 1 : 0;

    if (code == json_error_out_of_memory) {
        return sup_reader_nomem(reader);
    }
    reader->line = error->line > 0 ? (unsigned)error->line : 0;
    path = locate(frames, text, stop);
    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].code == code) {
            return sup_reader_fail(reader, rows[i].rc, path, "%s", rows[i].detail);
        }
    }
    if (strncmp(error->text, "invalid Unicode", 15) == 0) {
        return sup_reader_fail(reader, SUP_WIRE_UTF8, path,
                               "The text holds half of a surrogate pair.");
    }
    return sup_reader_fail(reader, SUP_WIRE_SYNTAX, path,
                           "The text is not a JSON object: see line %u, column %d.",
                           reader->line, error->column);
}

/* A scalar of jansson; 0 for an object, an array, null. */
static int
value_from_json(sup_value *out, const json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_STRING:
        out->kind = SUP_VALUE_STRING;
        out->text = (sup_str){json_string_value(json), json_string_length(json)};
        return 1;
    case JSON_INTEGER:
        out->kind = SUP_VALUE_INT;
        out->integer = json_integer_value(json);
        return 1;
    case JSON_REAL:
        out->kind = SUP_VALUE_REAL;
        out->real = json_real_value(json);
        return 1;
    case JSON_TRUE:
    case JSON_FALSE:
        out->kind = SUP_VALUE_BOOL;
        out->integer = json_is_true(json);
        return 1;
    default:
        return 0;
    }
}

static sup_rc read_object(sup_reader *reader, json_t *json, ProtobufCMessage *message,
                          const sup_path *path);

static sup_rc
fail_shape(sup_reader *reader, const sup_path *path, const char *wanted)
{
    return sup_reader_fail(reader, SUP_WIRE_TYPE, path, "This field takes %s.", wanted);
}

static sup_rc
read_value(sup_reader *reader, json_t *json, ProtobufCMessage *message,
           const ProtobufCFieldDescriptor *field, const sup_path *path)
{
    ProtobufCMessage *child;
    sup_value value;
    sup_rc rc;

    if (value_from_json(&value, json)) {
        return sup_field_set(reader, message, field, &value, path);
    }
    if (json_is_null(json)) {
        return fail_shape(reader, path, "no null in its list");
    }
    if (field->type != PROTOBUF_C_TYPE_MESSAGE || field->descriptor == SUP_TIMESTAMP) {
        return fail_shape(reader, path, "a single value, not an object or a list");
    }
    if (!json_is_object(json)) {
        return fail_shape(reader, path, "an object");
    }
    rc = sup_field_open(reader, message, field, &child, path);
    return rc == SUP_OK ? read_object(reader, json, child, path) : rc;
}

static sup_rc
read_list(sup_reader *reader, json_t *json, ProtobufCMessage *message,
          const ProtobufCFieldDescriptor *field, sup_path *path)
{
    json_t *item;
    size_t i;
    sup_rc rc;

    if (!json_is_array(json)) {
        return fail_shape(reader, path, "a list");
    }
    json_array_foreach(json, i, item)
    {
        path->index = (long)i;
        rc = read_value(reader, item, message, field, path);
        if (rc != SUP_OK) {
            return rc;
        }
    }
    return SUP_OK;
}

/* Recursion is bounded: check_limits has seen the depth of the text. */
static sup_rc
read_object(sup_reader *reader, json_t *json, ProtobufCMessage *message,
            const sup_path *path)
{
    const ProtobufCMessageDescriptor *type = message->descriptor;
    const ProtobufCFieldDescriptor *field;
    sup_path here = {path, SUP_STR_NULL, -1};
    sup_seen seen;
    sup_rc rc;
    void *iter;

    sup_seen_init(&seen, type);
    for (iter = json_object_iter(json); iter != NULL;
         iter = json_object_iter_next(json, iter)) {
        json_t *value = json_object_iter_value(iter);

        here.name = (sup_str){json_object_iter_key(iter), json_object_iter_key_len(iter)};
        here.index = -1;
        field = sup_field_find_json(type, here.name);
        if (field == NULL) {
            return sup_field_unknown(reader, type, &here);
        }
        /* jansson saw equal keys; unit_name beside unitName is ours to see. */
        rc = sup_seen_mark(reader, &seen, type, field, &here);
        if (rc == SUP_OK && sup_field_is_repeated(field) && !json_is_null(value)) {
            if (*sup_field_count(message, field) != 0) {
                return sup_reader_fail(reader, SUP_WIRE_DUPLICATE, &here,
                                       "The field is given twice.");
            }
            rc = read_list(reader, value, message, field, &here);
        } else if (rc == SUP_OK && !json_is_null(value)) {
            rc = read_value(reader, value, message, field, &here);
        }
        if (rc != SUP_OK) {
            return rc;
        }
    }
    return SUP_OK;
}

sup_rc
sup_json_parse(sup_arena *arena, const ProtobufCMessageDescriptor *type, sup_str text,
               const sup_wire_limits *limits, ProtobufCMessage **out,
               sup_wire_error *error)
{
    static const sup_path root = {NULL, {"", 0}, -1};
    sup_reader reader = {.dialect = SUP_DIALECT_JSON};
    ProtobufCMessage *message;
    json_error_t load_error;
    json_t *json;
    sup_rc rc;

    rc = sup_reader_init(&reader, arena, limits, text, error);
    if (rc == SUP_OK) {
        rc = check_limits(&reader, text);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    if (text.len == 0) {
        return sup_reader_fail(&reader, SUP_WIRE_SYNTAX, NULL, "The text is empty.");
    }
    message = sup_message_new(arena, type);
    if (message == NULL) {
        return sup_reader_nomem(&reader);
    }
    json = json_loadb(text.data, text.len, JSON_REJECT_DUPLICATES, &load_error);
    if (json == NULL) {
        return fail_load(&reader, text, &load_error);
    }
    if (json_is_object(json)) {
        rc = read_object(&reader, json, message, &root);
    } else {
        rc = sup_reader_fail(&reader, SUP_WIRE_SYNTAX, NULL,
                             "The text is a list; an object is wanted.");
    }
    json_decref(json);
    if (rc == SUP_OK) {
        *out = message;
    }
    return rc;
}
