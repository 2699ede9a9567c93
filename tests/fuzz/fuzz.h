/* What the fuzz targets of module/wire share.
 * Owns: the choice of the message from the first byte, checks of errors and of messages.
 * Must not know: any one format. */
#ifndef SUP_FUZZ_H
#define SUP_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include "wire/sup_wire.h"
#include "sup_test_arena.h"
#include "sup_test_types.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_CHECK(condition)                                                            \
    do {                                                                                 \
        if (!(condition)) {                                                              \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);              \
            abort();                                                                     \
        }                                                                                \
    } while (0)

/* Reading back what we printed must not fail for want of room. */
static const sup_wire_limits fuzz_wide = {16 * 1024 * 1024, 32, 1000000};

/* The first byte names the message, so that one corpus serves all of them. */
static inline const ProtobufCMessageDescriptor *
fuzz_type(const uint8_t **data, size_t *size)
{
    const ProtobufCMessageDescriptor *type;

    if (*size == 0) {
        return NULL;
    }
    type = sup_test_types[**data % SUP_TEST_TYPES];
    (*data)++;
    (*size)--;
    return type;
}

static inline void
fuzz_check_error(sup_rc rc, const sup_wire_error *error)
{
    FUZZ_CHECK(rc < 0);
    FUZZ_CHECK(error->field != NULL && error->detail != NULL);
    FUZZ_CHECK(error->detail[0] != '\0');
    FUZZ_CHECK(sup_utf8_length(sup_str_c(error->field)) >= 0);
    FUZZ_CHECK(sup_utf8_length(sup_str_c(error->detail)) >= 0);
    FUZZ_CHECK(strlen(error->field) < 512 && strlen(error->detail) < 512);
}

static inline sup_str
fuzz_pb(sup_arena *arena, const ProtobufCMessage *message)
{
    sup_str out;

    FUZZ_CHECK(sup_pb_print(arena, message, &out) == SUP_OK);
    return out;
}

static inline sup_str
fuzz_json(sup_arena *arena, const ProtobufCMessage *message)
{
    sup_str out;

    FUZZ_CHECK(sup_json_print(arena, message, &out) == SUP_OK);
    FUZZ_CHECK(out.data[out.len] == '\0');
    return out;
}

/* Whatever the message was read from: over JSON and over protobuf it comes back the same.
 */
static inline void
fuzz_round_trip(sup_arena *arena, const ProtobufCMessage *message)
{
    const ProtobufCMessageDescriptor *type = message->descriptor;
    sup_str bytes = fuzz_pb(arena, message), json = fuzz_json(arena, message);
    ProtobufCMessage *again;
    sup_wire_error error;

    FUZZ_CHECK(sup_json_parse(arena, type, json, &fuzz_wide, &again, &error) == SUP_OK);
    /* JSON has one NaN, binary has many. */
    FUZZ_CHECK(strstr(json.data, "\"NaN\"") != NULL ||
               sup_str_eq(fuzz_pb(arena, again), bytes));
    FUZZ_CHECK(sup_str_eq(fuzz_json(arena, again), json));
    FUZZ_CHECK(sup_pb_parse(arena, type, bytes, &fuzz_wide, &again, &error) == SUP_OK);
    FUZZ_CHECK(sup_str_eq(fuzz_pb(arena, again), bytes));
    FUZZ_CHECK(sup_str_eq(fuzz_json(arena, again), json));
    FUZZ_CHECK(sup_record_parse(arena, type, bytes, &again) == SUP_OK);
    FUZZ_CHECK(sup_str_eq(fuzz_pb(arena, again), bytes));
}

#endif
