/* What the parsers and printers of this folder share; nobody outside includes it.
 * Owns: the reader (limits, error), field values, the setter, base64 and time in their
 *   raw forms.
 * Must not know: the syntax of any one format. */
#ifndef SUP_MESSAGE_H
#define SUP_MESSAGE_H

#include <limits.h>
#include "google/protobuf/timestamp.pb-c.h"
#include "sup_wire.h"

/* The message that is a text in JSON and forms. */
#define SUP_TIMESTAMP (&google__protobuf__timestamp__descriptor)

/* Who gives a value decides what it may become: "5" is a number in JSON and forms, never
 * in text format. See the table in sup_message.c. */
typedef enum { SUP_DIALECT_JSON, SUP_DIALECT_FORM, SUP_DIALECT_TEXT } sup_dialect;

typedef enum {
    SUP_VALUE_STRING, /* text */
    SUP_VALUE_WORD,   /* a bare word or number of text format, in text */
    SUP_VALUE_INT,
    SUP_VALUE_REAL,
    SUP_VALUE_BOOL
} sup_value_kind;

/* A string of forms and text format is a NUL-terminated copy in the arena already, and
 * the message keeps it; a string of JSON is jansson's, and is copied. */
typedef struct {
    sup_value_kind kind;
    sup_str text;
    int64_t integer; /* also of a bool */
    double real;
} sup_value;

/* Where the parser is; frames live on the parser's stack and become a text only when
 * something is wrong. The root has a NULL parent. */
typedef struct sup_path_s {
    const struct sup_path_s *parent;
    sup_str name;
    long index; /* of a repeated field, else -1 */
} sup_path;

typedef struct {
    sup_arena *arena;
    const sup_wire_limits *limits;
    sup_wire_error *error;
    sup_dialect dialect;
    size_t elements; /* values so far */
    unsigned line;   /* 0: the format has none */
} sup_reader;

/* How often each field of one message was given. No message of the schema has more
 * fields; a unit test holds that. */
#define SUP_FIELDS_MAX 128
typedef struct {
    unsigned count[SUP_FIELDS_MAX];
} sup_seen;

/* Starts a parse: an empty error, then the size of the text. */
sup_rc sup_reader_init(sup_reader *reader, sup_arena *arena,
                       const sup_wire_limits *limits, sup_str text,
                       sup_wire_error *error);
/* Writes the error, returns rc. The sentence has no input in it but by sup_excerpt. */
sup_rc sup_reader_fail(sup_reader *reader, sup_rc rc, const sup_path *path,
                       const char *format, ...) __attribute__((format(printf, 4, 5)));
sup_rc sup_reader_nomem(sup_reader *reader);
/* Counts one value against the limit. */
sup_rc sup_reader_count(sup_reader *reader, const sup_path *path);
sup_rc sup_reader_depth(sup_reader *reader, const sup_path *path, unsigned depth);

/* At most 40 bytes of input, fit to be shown: whole characters, no controls, no quotes.
 */
#define SUP_EXCERPT 48
typedef char sup_excerpt_text[SUP_EXCERPT];
const char *sup_excerpt(sup_excerpt_text out, sup_str input);

/* By the proto's name; sup_field_find_json also knows lowerCamelCase. */
const ProtobufCFieldDescriptor *sup_field_find(const ProtobufCMessageDescriptor *type,
                                               sup_str name);
const ProtobufCFieldDescriptor *sup_field_find_json(
    const ProtobufCMessageDescriptor *type, sup_str name);
sup_rc sup_field_unknown(sup_reader *reader, const ProtobufCMessageDescriptor *type,
                         const sup_path *path);

void sup_seen_init(sup_seen *seen, const ProtobufCMessageDescriptor *type);
/* Counts the field; SUP_WIRE_DUPLICATE when it is singular and was there before. */
sup_rc sup_seen_mark(sup_reader *reader, sup_seen *seen,
                     const ProtobufCMessageDescriptor *type,
                     const ProtobufCFieldDescriptor *field, const sup_path *path);

int sup_field_is_repeated(const ProtobufCFieldDescriptor *field);
size_t *sup_field_count(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);

/* Sets a singular field or appends to a repeated one, and counts the value. */
sup_rc sup_field_set(sup_reader *reader, ProtobufCMessage *message,
                     const ProtobufCFieldDescriptor *field, const sup_value *value,
                     const sup_path *path);
/* The same for a nested message: a new one, linked into its parent. */
sup_rc sup_field_open(sup_reader *reader, ProtobufCMessage *message,
                      const ProtobufCFieldDescriptor *field, ProtobufCMessage **out,
                      const sup_path *path);
/* A whole number of any field: -2^63 to 2^64 - 1. */
typedef struct {
    uint64_t magnitude;
    int negative;
} sup_int;
/* SUP_OK, SUP_WIRE_TYPE or SUP_WIRE_RANGE; the caller knows the field to complain about.
 */
sup_rc sup_int_from_text(sup_str text, sup_dialect dialect, sup_int *out);
sup_rc sup_real_from_text(const char *text, sup_dialect dialect, double *out);
/* Refuses a number that the field's own range does not hold, or that no Timestamp has. */
sup_rc sup_field_check_int(sup_reader *reader, const ProtobufCMessageDescriptor *type,
                           const ProtobufCFieldDescriptor *field, sup_int value,
                           const sup_path *path);
sup_rc sup_field_check_text(sup_reader *reader, sup_str text, const sup_path *path);
/* Without the package: Case.Kind. */
const char *sup_enum_name(const ProtobufCEnumDescriptor *type);

/* Base64. The strict decoder takes the URL alphabet without padding only; the other one
 * both alphabets, padded or not, as ProtoJSON does. Nothing longer than SUP_BASE64_MAX is
 * written; out has room for SUP_BASE64_SIZE, with a NUL. */
typedef enum { SUP_BASE64_STANDARD, SUP_BASE64_URL } sup_base64_kind;
#define SUP_BASE64_MAX       (INT_MAX / 2)
#define SUP_BASE64_SIZE(len) (((len) + 2) / 3 * 4 + 1)
size_t sup_base64_write(char *out, sup_str bytes, sup_base64_kind kind);
sup_rc sup_base64_read(sup_arena *arena, sup_str text, sup_base64_kind kind,
                       sup_str *out);

/* RFC 3339 with nanoseconds; out has room for SUP_TIME_TEXT; returns the length. */
size_t sup_timestamp_print(char *out, int64_t seconds, int32_t nanos);
sup_rc sup_timestamp_parse(sup_str text, int64_t *seconds, int32_t *nanos);
#define SUP_SECONDS_MIN (-62135596800LL) /* 0001-01-01T00:00:00Z */
#define SUP_SECONDS_MAX 253402300799LL   /* 9999-12-31T23:59:59Z */

#endif
