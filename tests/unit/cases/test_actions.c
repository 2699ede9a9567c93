/* The table of actions (sup_actions.c): each action is one whole row.
 * Owns: what every row must hold.
 * Must not know: nginx, Redis, what an action does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "cases/sup_cases_subject.h"
#include "cases/sup_work.h"
#include "supervision/v1/cases.pb-c.h"

static size_t
rows_of(sup_action action)
{
    size_t n = 0;

    for (size_t i = 0; i < sup_actions_n; i++) {
        n += sup_actions[i].action == action;
    }
    return n;
}

static void
test_actions__each_of_the_life_cycle_has_one_row_and_nothing_else_has(void **state)
{
    (void)state;
    for (int action = SUP_ACTION_NONE; action < SUP_ACTIONS; action++) {
        assert_int_equal(rows_of((sup_action)action),
                         action != SUP_ACTION_NONE && action != SUP_ACTION_SUBMIT);
    }
    assert_int_equal(sup_actions_n, SUP_ACTIONS - 2);
    assert_null(sup_action_row_of(SUP_ACTION_SUBMIT));
}

static void
test_actions__a_row_is_whole_and_is_found_by_its_action_and_by_its_word(void **state)
{
    (void)state;
    for (size_t i = 0; i < sup_actions_n; i++) {
        const sup_action_row *row = &sup_actions[i];

        assert_non_null(row->apply);
        assert_true(row->variant.name[0] != '\0' && row->variant.name_en[0] != '\0');
        assert_ptr_equal(sup_action_row_of(row->action), row);
        assert_ptr_equal(sup_action_row_named(row->variant.path), row);
        /* the route's variant is the row */
        assert_ptr_equal(sup_action_variant(i), row);
    }
    assert_null(sup_action_variant(sup_actions_n));
    assert_null(sup_action_row_named("sing"));
}

/* Counts the words of the list that are fields of ActionRequest; others fail. */
static size_t
take_fields(const char *list, unsigned taken[])
{
    const ProtobufCMessageDescriptor *type = &sup__action_request__descriptor;
    size_t n = 0;

    while (*list != '\0') {
        char name[32] = "";
        size_t len = strcspn(list, " ");

        assert_true(len > 0 && len < sizeof(name));
        memcpy(name, list, len);
        const ProtobufCFieldDescriptor *f =
            protobuf_c_message_descriptor_get_field_by_name(type, name);
        if (f == NULL) {
            fail_msg("no field %s", name);
        }
        taken[f - type->fields]++;
        n++;
        list += len + (list[len] == ' ');
    }
    return n;
}

static void
test_actions__take_fields_that_there_are_each_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < sup_actions_n; i++) {
        unsigned taken[64] = {0};
        size_t n = take_fields(sup_actions[i].variant.required, taken);

        n += take_fields(sup_actions[i].variant.optional, taken);
        for (size_t f = 0; f < sup__action_request__descriptor.n_fields; f++) {
            assert_true(taken[f] <= 1);
            n -= taken[f];
        }
        assert_int_equal(n, 0);
    }
}

static void
test_actions__what_an_event_keeps_is_a_text_of_the_request(void **state)
{
    const ProtobufCMessageDescriptor *type = &sup__action_request__descriptor;

    (void)state;
    for (size_t i = 0; i < sup_actions_n; i++) {
        size_t f = 0;

        while (f < type->n_fields && type->fields[f].offset != sup_actions[i].note) {
            f++;
        }
        assert_true(f < type->n_fields);
        assert_int_equal(type->fields[f].type, PROTOBUF_C_TYPE_STRING);
        assert_int_not_equal(type->fields[f].label, PROTOBUF_C_LABEL_REPEATED);
    }
}

static void
test_actions__wait_for_nobody_who_may_not_take_them(void **state)
{
    size_t n;
    const sup_life_row *life = sup_life_table(&n);

    (void)state;
    for (size_t i = 0; i < sup_actions_n; i++) {
        unsigned may = 0;

        for (size_t r = 0; r < n; r++) {
            may |= life[r].action == sup_actions[i].action ? life[r].roles : 0;
        }
        assert_int_equal(sup_actions[i].duty & ~may, 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_actions__each_of_the_life_cycle_has_one_row_and_nothing_else_has),
        cmocka_unit_test(
            test_actions__a_row_is_whole_and_is_found_by_its_action_and_by_its_word),
        cmocka_unit_test(test_actions__take_fields_that_there_are_each_once),
        cmocka_unit_test(test_actions__what_an_event_keeps_is_a_text_of_the_request),
        cmocka_unit_test(test_actions__wait_for_nobody_who_may_not_take_them),
    };

    return cmocka_run_group_tests_name("actions", tests, NULL, NULL);
}
