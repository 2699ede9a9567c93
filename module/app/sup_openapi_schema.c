/* Messages as JSON Schema, by protobuf-c's descriptors: how ProtoJSON writes each type.
 * Owns: the entries of components.schemas.
 * Must not know: routes. */
#include "sup_openapi_schema.h"

#include "engine/sup_problem.h"
#include "google/protobuf/timestamp.pb-c.h"
#include "supervision/v1/engine.pb-c.h"

/* How ProtoJSON writes a scalar; wire's printer and the tests against python3-protobuf
 * hold it to that. */
static const struct {
    ProtobufCType type;
    const char *json;
    const char *format; /* or NULL */
} scalars[] = {
    {PROTOBUF_C_TYPE_STRING, "string", NULL},
    {PROTOBUF_C_TYPE_BYTES, "string", NULL},
    {PROTOBUF_C_TYPE_BOOL, "boolean", NULL},
    {PROTOBUF_C_TYPE_INT32, "integer", "int32"},
    {PROTOBUF_C_TYPE_SINT32, "integer", "int32"},
    {PROTOBUF_C_TYPE_SFIXED32, "integer", "int32"},
    {PROTOBUF_C_TYPE_UINT32, "integer", NULL},
    {PROTOBUF_C_TYPE_FIXED32, "integer", NULL},
    {PROTOBUF_C_TYPE_INT64, "string", "int64"},
    {PROTOBUF_C_TYPE_SINT64, "string", "int64"},
    {PROTOBUF_C_TYPE_SFIXED64, "string", "int64"},
    {PROTOBUF_C_TYPE_UINT64, "string", "uint64"},
    {PROTOBUF_C_TYPE_FIXED64, "string", "uint64"},
    {PROTOBUF_C_TYPE_FLOAT, "number", "float"},
    {PROTOBUF_C_TYPE_DOUBLE, "number", "double"},
};

static int
is_timestamp(const void *descriptor)
{
    return descriptor == &google__protobuf__timestamp__descriptor;
}

/* Without the package: Case, Board.Figures. */
static const char *
name_of(const ProtobufCMessageDescriptor *type)
{
    return type->name + strlen(type->package_name) + 1;
}

void
sup_openapi_take(sup_openapi_types *types, const ProtobufCMessageDescriptor *type)
{
    size_t i;

    sup_assert(types->n < SUP_OPENAPI_TYPES);
    if (type == NULL || is_timestamp(type) || types->n == SUP_OPENAPI_TYPES) {
        return;
    }
    for (i = 0; i < types->n; i++) {
        if (types->types[i] == type) {
            return;
        }
    }
    types->types[types->n++] = type;
    for (i = 0; i < type->n_fields; i++) {
        if (type->fields[i].type == PROTOBUF_C_TYPE_MESSAGE) {
            sup_openapi_take(types, type->fields[i].descriptor);
        }
    }
}

void
sup_openapi_ref(sup_jsonw *w, const ProtobufCMessageDescriptor *type)
{
    char *ref = sup_sprintf(w->buf.arena, "#/components/schemas/%s", name_of(type));

    sup_jsonw_open(w, '{');
    w->buf.nomem |= ref == NULL;
    sup_jsonw_pair(w, "$ref", ref == NULL ? "" : ref);
    sup_jsonw_close(w, '}');
}

static void
enum_schema(sup_jsonw *w, const ProtobufCEnumDescriptor *type)
{
    size_t i;

    sup_jsonw_open(w, '{');
    sup_jsonw_pair(w, "type", "string");
    sup_jsonw_in(w, "enum", '[');
    for (i = 0; i < type->n_values; i++) {
        sup_jsonw_text(w, type->values[i].name);
    }
    sup_jsonw_close(w, ']');
    sup_jsonw_close(w, '}');
}

static void
timestamp_schema(sup_jsonw *w)
{
    sup_jsonw_open(w, '{');
    sup_jsonw_pair(w, "type", "string");
    sup_jsonw_pair(w, "format", "date-time");
    sup_jsonw_close(w, '}');
}

static void
scalar_schema(sup_jsonw *w, ProtobufCType type)
{
    size_t i = 0;

    while (scalars[i].type != type) {
        i++;
    }
    sup_jsonw_open(w, '{');
    sup_jsonw_pair(w, "type", scalars[i].json);
    if (scalars[i].format != NULL) {
        sup_jsonw_pair(w, "format", scalars[i].format);
    }
    if (type == PROTOBUF_C_TYPE_BYTES) {
        sup_jsonw_pair(w, "contentEncoding", "base64");
    }
    if (type == PROTOBUF_C_TYPE_UINT32 || type == PROTOBUF_C_TYPE_FIXED32) {
        sup_jsonw_pair_word(w, "minimum", "0");
        sup_jsonw_pair_word(w, "maximum", "4294967295");
    }
    if (scalars[i].format != NULL && strcmp(scalars[i].json, "string") == 0) {
        sup_jsonw_pair(w, "pattern",
                       scalars[i].format[0] == 'u' ? "^[0-9]+$" : "^-?[0-9]+$");
    }
    sup_jsonw_close(w, '}');
}

static void
value_schema(sup_jsonw *w, const ProtobufCFieldDescriptor *field)
{
    if (field->type == PROTOBUF_C_TYPE_ENUM) {
        enum_schema(w, field->descriptor);
    } else if (field->type != PROTOBUF_C_TYPE_MESSAGE) {
        scalar_schema(w, field->type);
    } else if (is_timestamp(field->descriptor)) {
        timestamp_schema(w);
    } else {
        sup_openapi_ref(w, field->descriptor);
    }
}

void
sup_openapi_field(sup_jsonw *w, const ProtobufCFieldDescriptor *field)
{
    if (field->label != PROTOBUF_C_LABEL_REPEATED) {
        value_schema(w, field);
        return;
    }
    sup_jsonw_open(w, '{');
    sup_jsonw_pair(w, "type", "array");
    sup_jsonw_key(w, "items");
    value_schema(w, field);
    sup_jsonw_close(w, '}');
}

/* Stable codes are what a client may rely on, so they stand in the document. */
static void
problem_codes(sup_jsonw *w)
{
    const sup_problem_row *row;
    size_t i;

    sup_jsonw_open(w, '{');
    sup_jsonw_pair(w, "type", "string");
    sup_jsonw_in(w, "enum", '[');
    for (i = 0; (row = sup_problem_at(i)) != NULL; i++) {
        sup_jsonw_text(w, row->code);
    }
    sup_jsonw_close(w, ']');
    sup_jsonw_close(w, '}');
}

void
sup_openapi_message(sup_jsonw *w, const ProtobufCMessageDescriptor *type)
{
    size_t i;

    sup_jsonw_in(w, name_of(type), '{');
    sup_jsonw_pair(w, "type", "object");
    sup_jsonw_in(w, "properties", '{');
    for (i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &type->fields[i];

        sup_jsonw_key(w, field->name);
        if (type == &sup__problem__descriptor && strcmp(field->name, "code") == 0) {
            problem_codes(w);
        } else {
            sup_openapi_field(w, field);
        }
    }
    sup_jsonw_close(w, '}');
    /* What the server does not know it refuses, and never sends. */
    sup_jsonw_pair_word(w, "additionalProperties", "false");
    sup_jsonw_close(w, '}');
}
