/* application/x-www-form-urlencoded into messages: HTML forms and URL queries.
 * Owns: percent-decoding, names that are paths.
 * Must not know: how a value is converted (sup_value.c), any one message. */
#include "sup_message.h"

/* Which fields of a nested message were given: names of one message may lie far apart. */
typedef struct opened_s {
    struct opened_s *next;
    ProtobufCMessage *message;
    sup_seen seen;
} opened;

typedef struct {
    sup_reader reader;
    opened *opened;
} form;

static int
hex_value(unsigned char c)
{
    return c >= '0' && c <= '9'                     ? c - '0'
           : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                    : -1;
}

/* A decoded copy in the arena, valid UTF-8 without NUL. */
static sup_rc
decode(sup_reader *reader, sup_str in, sup_str *out, const sup_path *path)
{
    char *data = sup_alloc(reader->arena, in.len + 1);
    size_t i, n = 0;

    if (data == NULL) {
        return sup_reader_nomem(reader);
    }
    for (i = 0; i < in.len; i++) {
        char c = in.data[i];

        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            int high = i + 2 < in.len ? hex_value((unsigned char)in.data[i + 1]) : -1;
            int low = i + 2 < in.len ? hex_value((unsigned char)in.data[i + 2]) : -1;

            if (high < 0 || low < 0) {
                return sup_reader_fail(reader, SUP_WIRE_SYNTAX, path,
                                       "A %% is not followed by two hexadecimal digits.");
            }
            c = (char)(high << 4 | low);
            i += 2;
        }
        data[n++] = c;
    }
    data[n] = '\0';
    *out = (sup_str){data, n};
    return sup_field_check_text(reader, *out, path);
}

static sup_seen *
seen_of(form *f, ProtobufCMessage *message)
{
    opened *o;

    for (o = f->opened; o != NULL; o = o->next) {
        if (o->message == message) {
            return &o->seen;
        }
    }
    o = sup_alloc(f->reader.arena, sizeof(*o));
    if (o == NULL) {
        return NULL;
    }
    o->message = message;
    o->next = f->opened;
    f->opened = o;
    sup_seen_init(&o->seen, message->descriptor);
    return &o->seen;
}

/* The nested message of a field: the one that an earlier name opened, or a new one. */
static sup_rc
enter(form *f, ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
      ProtobufCMessage **out, const sup_path *path)
{
    memcpy(out, (char *)message + field->offset, sizeof(*out));
    return *out != NULL ? SUP_OK : sup_field_open(&f->reader, message, field, out, path);
}

static sup_rc
set_field(form *f, ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
          sup_str text, sup_path *path)
{
    const sup_value value = {.kind = SUP_VALUE_STRING, .text = text};
    sup_seen *seen = seen_of(f, message);
    sup_rc rc;

    if (seen == NULL) {
        return sup_reader_nomem(&f->reader);
    }
    rc = sup_seen_mark(&f->reader, seen, message->descriptor, field, path);
    if (rc == SUP_OK && sup_field_is_repeated(field)) {
        path->index = (long)*sup_field_count(message, field);
    }
    return rc == SUP_OK ? sup_field_set(&f->reader, message, field, &value, path) : rc;
}

/* One step of a name such as contact.phone. An empty value walks the path only to see
 * that the name is known: it must not open a message that nobody filled in. */
static sup_rc
read_step(form *f, const ProtobufCMessageDescriptor *type, ProtobufCMessage *message,
          sup_str name, sup_str text, unsigned depth, const sup_path *parent)
{
    const char *dot = name.len != 0 ? memchr(name.data, '.', name.len) : NULL;
    size_t len = dot != NULL ? (size_t)(dot - name.data) : name.len;
    sup_path here = {parent, {name.data, len}, -1};
    const ProtobufCFieldDescriptor *field;
    ProtobufCMessage *child = NULL;
    sup_rc rc = sup_reader_depth(&f->reader, &here, depth);

    if (rc != SUP_OK) {
        return rc;
    }
    field = sup_field_find_json(type, here.name);
    if (field == NULL) {
        return sup_field_unknown(&f->reader, type, &here);
    }
    if (dot == NULL) {
        return text.len == 0 ? SUP_OK : set_field(f, message, field, text, &here);
    }
    if (field->type != PROTOBUF_C_TYPE_MESSAGE || sup_field_is_repeated(field) ||
        field->descriptor == SUP_TIMESTAMP) {
        return sup_reader_fail(&f->reader, SUP_WIRE_TYPE, &here,
                               "This field has no fields of its own in a form.");
    }
    if (text.len != 0) {
        rc = enter(f, message, field, &child, &here);
    }
    name.data += len + 1;
    name.len -= len + 1;
    return rc == SUP_OK
               ? read_step(f, field->descriptor, child, name, text, depth + 1, &here)
               : rc;
}

static sup_rc
read_pair(form *f, ProtobufCMessage *message, sup_str pair)
{
    static const sup_path root = {NULL, {"", 0}, -1};
    const char *equals = memchr(pair.data, '=', pair.len);
    size_t len = equals != NULL ? (size_t)(equals - pair.data) : pair.len;
    sup_str name, text = {"", 0};
    sup_path here = {&root, SUP_STR_NULL, -1};
    sup_rc rc = decode(&f->reader, (sup_str){pair.data, len}, &name, NULL);

    if (rc == SUP_OK && equals != NULL) {
        here.name = name;
        rc = decode(&f->reader, (sup_str){equals + 1, pair.len - len - 1}, &text, &here);
    }
    return rc == SUP_OK ? read_step(f, message->descriptor, message, name, text, 1, &root)
                        : rc;
}

sup_rc
sup_form_parse(sup_arena *arena, const ProtobufCMessageDescriptor *type, sup_str text,
               const sup_wire_limits *limits, ProtobufCMessage **out,
               sup_wire_error *error)
{
    form f = {.reader = {.dialect = SUP_DIALECT_FORM}};
    ProtobufCMessage *message;
    size_t pairs = 0;
    sup_rc rc = sup_reader_init(&f.reader, arena, limits, text, error);

    if (rc != SUP_OK) {
        return rc;
    }
    message = sup_message_new(arena, type);
    if (message == NULL) {
        return sup_reader_nomem(&f.reader);
    }
    while (text.len != 0) {
        const char *end = memchr(text.data, '&', text.len);
        sup_str pair = {text.data, end != NULL ? (size_t)(end - text.data) : text.len};
        size_t taken = pair.len + (end != NULL);

        /* Pairs without a value set nothing, and count all the same. */
        if (++pairs > limits->elements_max) {
            f.reader.elements = limits->elements_max;
            return sup_reader_count(&f.reader, NULL);
        }
        rc = pair.len != 0 ? read_pair(&f, message, pair) : SUP_OK;
        if (rc != SUP_OK) {
            return rc;
        }
        text.data += taken;
        text.len -= taken;
    }
    *out = message;
    return SUP_OK;
}
