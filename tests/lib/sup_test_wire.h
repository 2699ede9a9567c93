/* What the unit tests of module/wire share: an arena for each test, one call a text.
 * Owns: accepted() and refused(), which say in one line what a parser must do.
 * Must not know: which parser. */
#ifndef SUP_TEST_WIRE_H
#define SUP_TEST_WIRE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>
#include "wire/sup_wire.h"
#include "sup_test_arena.h"
#include "sup_test_types.h"

typedef sup_rc (*sup_test_parser)(sup_arena *, const ProtobufCMessageDescriptor *,
                                  sup_str, const sup_wire_limits *, ProtobufCMessage **,
                                  sup_wire_error *);

static inline int
sup_test_wire_setup(void **state)
{
    *state = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    return 0;
}

static inline int
sup_test_wire_teardown(void **state)
{
    sup_test_arena_destroy(*state);
    return 0;
}

#define SUP_TEST_WIRE(test)                                                              \
    cmocka_unit_test_setup_teardown(test, sup_test_wire_setup, sup_test_wire_teardown)

static inline sup_str
sup_test_json(sup_test_arena *t, const ProtobufCMessage *message)
{
    sup_str out;

    assert_int_equal(sup_json_print(&t->arena, message, &out), SUP_OK);
    assert_int_equal(strlen(out.data), out.len);
    return out;
}

/* The text is read, and the message prints as the JSON. */
static inline ProtobufCMessage *
sup_test_accepted(void **state, sup_test_parser parse, const char *type, sup_str text,
                  const char *json)
{
    sup_test_arena *t = *state;
    ProtobufCMessage *message = NULL;
    sup_wire_error error;
    sup_rc rc = parse(&t->arena, sup_test_type(type), text, &sup_wire_request_limits,
                      &message, &error);

    if (rc != SUP_OK) {
        fail_msg("%.*s: %d %s: %s", (int)text.len, text.data, rc, error.field,
                 error.detail);
    }
    assert_string_equal(sup_test_json(t, message).data, json);
    return message;
}

/* The text is refused with this code at this field, and nothing is given out. */
static inline sup_wire_error
sup_test_refused(void **state, sup_test_parser parse, const char *type, sup_str text,
                 sup_rc rc, const char *field)
{
    sup_test_arena *t = *state;
    ProtobufCMessage *message = NULL;
    sup_wire_error error = {NULL, NULL, 77};

    assert_int_equal(parse(&t->arena, sup_test_type(type), text, &sup_wire_request_limits,
                           &message, &error),
                     rc);
    assert_null(message);
    assert_string_equal(error.field, field);
    assert_true(strlen(error.detail) > 5);
    return error;
}

/* With every smaller amount of memory the parser says so, and with enough it works. */
static inline void
sup_test_memory_runs_out(sup_test_parser parse, const char *type, sup_str text)
{
    ProtobufCMessage *message;
    sup_wire_error error;
    size_t budget;
    sup_rc rc = SUP_NOMEM;

    for (budget = 0; rc != SUP_OK; budget += 8) {
        sup_test_arena *t = sup_test_arena_create(budget);

        assert_true(budget < 100000);
        rc = parse(&t->arena, sup_test_type(type), text, &sup_wire_request_limits,
                   &message, &error);
        if (rc != SUP_OK) {
            assert_int_equal(rc, SUP_NOMEM);
            assert_string_equal(error.field, "");
            assert_non_null(error.detail);
        }
        sup_test_arena_destroy(t);
    }
    assert_true(budget > 16);
}

#endif
