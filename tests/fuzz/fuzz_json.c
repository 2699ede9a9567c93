/* Fuzz target: ProtoJSON.
 * Owns: what must hold of any input: no crash, a full error, a message that survives the
 *   way to JSON and protobuf and back.
 * Must not know: which inputs are right. */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const ProtobufCMessageDescriptor *type = fuzz_type(&data, &size);
    sup_test_arena *t;
    ProtobufCMessage *message = NULL;
    sup_wire_error error = {NULL, NULL, 0};
    sup_str text = {(const char *)data, size};
    sup_rc rc;

    if (type == NULL) {
        return 0;
    }
    t = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    rc =
        sup_json_parse(&t->arena, type, text, &sup_wire_request_limits, &message, &error);
    if (rc == SUP_OK) {
        fuzz_round_trip(&t->arena, message);
    } else {
        FUZZ_CHECK(message == NULL);
        fuzz_check_error(rc, &error);
    }
    sup_test_arena_destroy(t);
    return 0;
}
