/* Messages from and to text: ProtoJSON, protobuf, HTML forms and queries, text format.
 * Owns: every untrusted parser of messages. All go by protobuf-c's descriptors; no field
 *   is mapped by hand.
 * Must not know: nginx, Redis, the rules of the domain. */
#ifndef SUP_WIRE_H
#define SUP_WIRE_H

#include <protobuf-c/protobuf-c.h>
#include "core/sup_base.h"

/* Errors of the parsers; the path of the field and a sentence are in sup_wire_error. */
enum {
    SUP_WIRE_SYNTAX = -100,    /* not JSON, not a form, not protobuf at all */
    SUP_WIRE_UTF8 = -101,      /* text that is not UTF-8, or holds U+0000 */
    SUP_WIRE_DEPTH = -102,     /* nested deeper than the limit */
    SUP_WIRE_SIZE = -103,      /* longer than the limit, or too many elements */
    SUP_WIRE_UNKNOWN = -104,   /* a field that the message does not have */
    SUP_WIRE_DUPLICATE = -105, /* a key or singular field given twice */
    SUP_WIRE_TYPE = -106,      /* a string where a number belongs, ... */
    SUP_WIRE_RANGE = -107, /* a number outside its type, a time outside years 1 to 9999 */
    SUP_WIRE_ENUM = -108   /* not a value of the enum */
};

typedef struct {
    size_t bytes_max;    /* of the text */
    unsigned depth_max;  /* of nested messages and lists */
    size_t elements_max; /* values in the whole text */
} sup_wire_limits;

extern const sup_wire_limits sup_wire_request_limits;  /* 64 KiB, 8, 512 */
extern const sup_wire_limits sup_wire_report_limits;   /* 256 KiB, 8, 8192 */
extern const sup_wire_limits sup_wire_rulebook_limits; /* 1 MiB, 8, 100000 */

/* Where and why a text was refused. Strings live as long as the arena of the call. */
typedef struct {
    const char
        *field; /* contact.phone, tags[2]; "" for the text as a whole; never NULL */
    const char *detail; /* one English sentence; never NULL */
    unsigned line;      /* of text formats, from 1; 0 when it has none */
} sup_wire_error;

/* Each parser makes a message in the arena (nothing of it is ever freed singly), refuses what
 * the message does not know, and leaves *out alone when it fails. Strings in the message are
 * NUL-terminated, valid UTF-8 without NUL inside. Unset fields have protobuf's defaults. */
sup_rc sup_json_parse(sup_arena *arena, const ProtobufCMessageDescriptor *type,
                      sup_str text, const sup_wire_limits *limits, ProtobufCMessage **out,
                      sup_wire_error *error);
/* application/x-www-form-urlencoded: names are field paths (contact.phone); a repeated field
 * is a repeated name; an empty value leaves the field unset. Also for URL queries. */
sup_rc sup_form_parse(sup_arena *arena, const ProtobufCMessageDescriptor *type,
                      sup_str text, const sup_wire_limits *limits, ProtobufCMessage **out,
                      sup_wire_error *error);
/* Protobuf's binary form. Unknown fields are refused (SUP_WIRE_UNKNOWN). */
sup_rc sup_pb_parse(sup_arena *arena, const ProtobufCMessageDescriptor *type,
                    sup_str bytes, const sup_wire_limits *limits, ProtobufCMessage **out,
                    sup_wire_error *error);
/* Protobuf's text format, as rulebook.txtpb is written; error->line is set. */
sup_rc sup_text_parse(sup_arena *arena, const ProtobufCMessageDescriptor *type,
                      sup_str text, const sup_wire_limits *limits, ProtobufCMessage **out,
                      sup_wire_error *error);

/* ProtoJSON with the proto's field names, fields at their default left out, enums by name,
 * 64-bit integers as strings, bytes as base64, google.protobuf.Timestamp as RFC 3339 in UTC
 * with as many fraction digits (0, 3, 6 or 9) as it needs. Compact; *out is NUL-terminated.
 * Returns SUP_OK or SUP_NOMEM. */
sup_rc sup_json_print(sup_arena *arena, const ProtobufCMessage *message, sup_str *out);
sup_rc sup_pb_print(sup_arena *arena, const ProtobufCMessage *message, sup_str *out);

/* A message of the type in the arena, with protobuf's defaults. */
ProtobufCMessage *sup_message_new(sup_arena *arena,
                                  const ProtobufCMessageDescriptor *type);
#define SUP_NEW(arena, type, descriptor) ((type *)sup_message_new((arena), &(descriptor)))

/* Trusted bytes that we stored ourselves: like sup_pb_parse, but unknown fields are the
 * caller's to judge by the record's schema number, so they are kept silently. */
sup_rc sup_record_parse(sup_arena *arena, const ProtobufCMessageDescriptor *type,
                        sup_str bytes, ProtobufCMessage **out);

/* Well-formed? For header values and other single texts. */
int sup_base64url_encode(sup_arena *arena, sup_str bytes, sup_str *out); /* no padding */
sup_rc sup_base64url_decode(sup_arena *arena, sup_str text, sup_str *out);

/* RFC 3339 <-> UTC milliseconds. Out has room for SUP_TIME_TEXT. */
#define SUP_TIME_TEXT 32
void sup_time_print(char *out, int64_t utc_ms);
sup_rc sup_time_parse(sup_str text, int64_t *utc_ms);

#endif
