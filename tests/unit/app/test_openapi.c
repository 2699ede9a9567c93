/* Rows of routes are whole, and one row is all that an endpoint needs: what the OpenAPI
 * document says of it stands there.
 * Owns: which fields and flags of a row go together.
 * Must not know: which endpoints there are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>
#include "engine/sup_roles.h"
#include "engine/sup_route.h"
#include "sup_test_site.h"

#define FLAGS (SUP_ROUTE_FORM | SUP_ROUTE_SHARED | SUP_ROUTE_FILE)
#define TAKES                                                                            \
    (SUP_TAKES_KEY | SUP_TAKES_RECEIPT | SUP_TAKES_IF_MATCH | SUP_TAKES_IF_NONE_MATCH)
#define REPLIES (SUP_REPLIES_200 | SUP_REPLIES_201 | SUP_REPLIES_503)

typedef int (*rule)(const sup_route *route);

static int
is_named(const sup_route *r)
{
    return r->name[0] >= 'a' && r->name[0] <= 'z' && r->summary != NULL &&
           r->summary[0] != '\0' && r->summary_en != NULL && r->summary_en[0] != '\0';
}

static int
is_decided_for_somebody(const sup_route *r)
{
    return r->decide != NULL && r->roles != 0;
}

static int
has_a_method_of_the_api(const sup_route *r)
{
    return r->method == SUP_METHOD_GET || r->method == SUP_METHOD_POST ||
           r->method == SUP_METHOD_PUT;
}

static int
has_no_bits_but_known_ones(const sup_route *r)
{
    return (r->flags & ~(unsigned)FLAGS) == 0 && (r->takes & ~(unsigned)TAKES) == 0 &&
           (r->replies & ~(unsigned)REPLIES) == 0;
}

/* A message, a page or a file. */
static int
replies_with_one_thing(const sup_route *r)
{
    return (r->output != NULL) + (r->page != NULL) + ((r->flags & SUP_ROUTE_FILE) != 0) ==
           1;
}

static int
takes_one_body(const sup_route *r)
{
    int body = (r->input != NULL) + (r->intake != NULL);

    return r->method == SUP_METHOD_GET ? r->intake == NULL : body == 1;
}

/* Queries are words and numbers. */
static int
is_asked_by_scalars(const sup_route *r)
{
    size_t i;

    if (r->method != SUP_METHOD_GET || r->input == NULL) {
        return 1;
    }
    for (i = 0; i < r->input->n_fields; i++) {
        if (r->input->fields[i].type == PROTOBUF_C_TYPE_MESSAGE &&
            strcmp(((const ProtobufCMessageDescriptor *)r->input->fields[i].descriptor)
                       ->short_name,
                   "Timestamp") != 0) {
            return 0;
        }
    }
    return 1;
}

static int
has_flags_that_fit_its_method(const sup_route *r)
{
    int reads = r->method == SUP_METHOD_GET;
    unsigned of_bodies = SUP_ROUTE_FORM;
    unsigned of_reads = SUP_ROUTE_SHARED | SUP_ROUTE_FILE;

    return (r->flags & (reads ? of_bodies : of_reads)) == 0 &&
           (r->limits == NULL || !reads) && (r->page == NULL || reads) &&
           (r->variant == NULL) == (r->variant_suffix == NULL) &&
           (r->flags & SUP_ROUTE_SHARED ? r->roles & SUP_ROLE_PUBLIC : 1);
}

static int
takes_headers_that_fit_its_method(const sup_route *r)
{
    static const struct {
        sup_method method;
        unsigned takes;
    } rows[] = {
        {SUP_METHOD_GET, SUP_TAKES_RECEIPT | SUP_TAKES_IF_NONE_MATCH},
        {SUP_METHOD_POST, SUP_TAKES_RECEIPT | SUP_TAKES_KEY | SUP_TAKES_IF_MATCH},
        {SUP_METHOD_PUT, SUP_TAKES_IF_MATCH | SUP_TAKES_IF_NONE_MATCH},
    };
    size_t i;

    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].method == r->method) {
            return (r->takes & ~rows[i].takes) == 0;
        }
    }
    return 0;
}

/* Only who reads can be told that nothing has changed, and then by a tag. */
static int
is_a_file_that_is_kept(const sup_route *r)
{
    return !(r->flags & SUP_ROUTE_FILE) || r->takes & SUP_TAKES_IF_NONE_MATCH;
}

/* A receipt is a reporter's, who signs in nowhere. */
static int
takes_receipts_of_the_public(const sup_route *r)
{
    return !(r->takes & SUP_TAKES_RECEIPT) || r->roles & SUP_ROLE_PUBLIC;
}

static int
fields_are_there(const ProtobufCMessageDescriptor *type, const char *list)
{
    char name[64];
    size_t n;

    for (; *list != '\0'; list += n + (list[n] == ' ')) {
        n = strcspn(list, " ");
        if (n == 0 || n >= sizeof(name)) {
            return 0;
        }
        memcpy(name, list, n);
        name[n] = '\0';
        if (protobuf_c_message_descriptor_get_field_by_name(type, name) == NULL) {
            return 0;
        }
    }
    return 1;
}

static int
has_variants_with_fields_of_its_input(const sup_route *r)
{
    const sup_variant *v;
    size_t i;

    if (r->variant == NULL) {
        return 1;
    }
    for (i = 0; (v = r->variant(i)) != NULL; i++) {
        if (v->path[0] == '\0' || v->name[0] == '\0' || v->name_en[0] == '\0' ||
            !fields_are_there(r->input, v->required) ||
            !fields_are_there(r->input, v->optional)) {
            return 0;
        }
    }
    return i > 0 && r->pattern[strlen(r->pattern) - 1] == '}';
}

static void
test_openapi__every_row_of_a_route_is_whole(void **state)
{
    static const struct {
        rule holds;
        const char *name;
    } rules[] = {
#define RULE(rule) {rule, #rule}
        RULE(is_named),
        RULE(is_decided_for_somebody),
        RULE(has_a_method_of_the_api),
        RULE(has_no_bits_but_known_ones),
        RULE(replies_with_one_thing),
        RULE(takes_one_body),
        RULE(is_asked_by_scalars),
        RULE(has_flags_that_fit_its_method),
        RULE(takes_headers_that_fit_its_method),
        RULE(is_a_file_that_is_kept),
        RULE(takes_receipts_of_the_public),
        RULE(has_variants_with_fields_of_its_input),
    };
    const sup_route *route;
    size_t i, k;

    (void)state;
    for (i = 0; (route = sup_route_at(i)) != NULL; i++) {
        for (k = 0; k < sizeof(rules) / sizeof(rules[0]); k++) {
            if (!rules[k].holds(route)) {
                fail_msg("%s: not so: %s", route->name, rules[k].name);
            }
        }
    }
    assert_true(i > 40);
}

static void
test_openapi__no_two_rows_have_one_name(void **state)
{
    const sup_route *a, *b;
    size_t i, k;

    (void)state;
    for (i = 0; (a = sup_route_at(i)) != NULL; i++) {
        for (k = 0; k < i; k++) {
            b = sup_route_at(k);
            if (strcmp(a->name, b->name) == 0) {
                fail_msg("%s stands twice", a->name);
            }
        }
    }
}

/* --- the document --- */

static const json_t *
operation_of(const json_t *document, const sup_route *route)
{
    static const struct {
        sup_method method;
        const char *name;
    } names[] = {
        {SUP_METHOD_GET, "get"}, {SUP_METHOD_POST, "post"}, {SUP_METHOD_PUT, "put"}};
    char path[128];
    size_t i = 0;

    while (names[i].method != route->method) {
        i++;
    }
    snprintf(path, sizeof(path), "/%s", route->pattern);
    return json_object_get(json_object_get(json_object_get(document, "paths"), path),
                           names[i].name);
}

static int
has_header(const json_t *operation, const char *name)
{
    const json_t *one;
    size_t i;

    json_array_foreach(json_object_get(operation, "parameters"), i, one)
    {
        if (strcmp(json_string_value(json_object_get(one, "in")), "header") == 0 &&
            strcmp(json_string_value(json_object_get(one, "name")), name) == 0) {
            return 1;
        }
    }
    return 0;
}

static void
check_row(const json_t *document, const sup_route *route)
{
    static const struct {
        unsigned bit;
        const char *header;
    } headers[] = {{SUP_TAKES_KEY, "Idempotency-Key"},
                   {SUP_TAKES_RECEIPT, "Supervision-Receipt"},
                   {SUP_TAKES_IF_MATCH, "If-Match"},
                   {SUP_TAKES_IF_NONE_MATCH, "If-None-Match"}};
    static const struct {
        unsigned bit;
        const char *status;
    } replies[] = {
        {SUP_REPLIES_200, "200"}, {SUP_REPLIES_201, "201"}, {SUP_REPLIES_503, "503"}};
    const json_t *operation = operation_of(document, route);
    unsigned replied = route->replies == 0 ? SUP_REPLIES_200 : route->replies;
    size_t i;

    assert_non_null(operation);
    assert_string_equal(json_string_value(json_object_get(operation, "operationId")),
                        route->name);
    for (i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        if (has_header(operation, headers[i].header) !=
            ((route->takes & headers[i].bit) != 0)) {
            fail_msg("%s: %s", route->name, headers[i].header);
        }
    }
    for (i = 0; i < sizeof(replies) / sizeof(replies[0]); i++) {
        const json_t *reply =
            json_object_get(json_object_get(operation, "responses"), replies[i].status);

        if ((reply != NULL) != ((replied & replies[i].bit) != 0)) {
            fail_msg("%s: %s", route->name, replies[i].status);
        }
        if (reply != NULL && json_object_size(json_object_get(reply, "content")) == 0) {
            fail_msg("%s: %s is of no type", route->name, replies[i].status);
        }
    }
    assert_int_equal(json_object_get(operation, "requestBody") != NULL,
                     route->method != SUP_METHOD_GET);
    assert_int_equal(json_object_get(operation, "x-roles") == NULL,
                     (route->roles & SUP_ROLE_PUBLIC) != 0);
}

static void
test_openapi__says_of_each_row_what_it_says_itself(void **state)
{
    sup_test_site *t = sup_test_site_create();
    const sup_route *route;
    json_t *document;
    size_t i;

    (void)state;
    assert_int_equal(sup_test_site_ask(t, SUP_METHOD_GET, "", "openapi.json", ""), 200);
    document = json_loadb(t->reply.body.data, t->reply.body.len, 0, NULL);
    assert_non_null(document);
    for (i = 0; (route = sup_route_at(i)) != NULL; i++) {
        if (route->variant == NULL) {
            check_row(document, route);
        }
    }
    json_decref(document);
    sup_test_site_destroy(t);
}

static void
test_openapi__is_whole_or_fails_when_memory_ends(void **state)
{
    sup_test_site *t = sup_test_site_create();
    size_t budget;
    unsigned status = 0;

    (void)state;
    for (budget = 1000; budget < 4000000 && status != 200; budget += 8000) {
        t->budget = budget;
        status = sup_test_site_ask(t, SUP_METHOD_GET, "", "openapi.json", "");
        assert_true(status == 200 || status == 500);
    }
    assert_int_equal(status, 200);
    assert_memory_equal(t->reply.body.data, "{\"openapi\":\"3.1.0\"", 18);
    assert_int_equal(t->reply.body.data[t->reply.body.len - 1], '}');
    sup_test_site_destroy(t);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_openapi__every_row_of_a_route_is_whole),
        cmocka_unit_test(test_openapi__no_two_rows_have_one_name),
        cmocka_unit_test(test_openapi__is_whole_or_fails_when_memory_ends),
        cmocka_unit_test(test_openapi__says_of_each_row_what_it_says_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
