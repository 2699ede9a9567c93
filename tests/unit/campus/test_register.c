/* Units and places over the memory store.
 * Owns: what the register takes, refuses and shows.
 * Must not know: nginx, Redis. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "sup_test_site.h"

#define GET(t, role, target) sup_test_site_ask(t, SUP_METHOD_GET, role, target, "")
#define PUT(t, role, target, body)                                                       \
    sup_test_site_ask(t, SUP_METHOD_PUT, role, target, body)
#define CENTRE                                                                           \
    "{\"name\":\"饮水中心\",\"kind\":\"centre\",\"domains\":[\"water\"],"            \
    "\"head\":\"李主任\",\"contract\":\"HT-1\"}"

static void
assert_refused(sup_test_site *t, const char *target, const char *body, const char *code,
               const char *field)
{
    char wanted[200];

    assert_in_range(PUT(t, "admin", target, body), 400, 499);
    snprintf(wanted, sizeof(wanted), "\"code\":\"%s\",\"field\":\"%s\"", code, field);
    if (!sup_test_site_says(t, wanted)) {
        fail_msg("%s %s: wanted %s, got %.*s", target, body, wanted,
                 (int)t->reply.body.len, t->reply.body.data);
    }
}

static void
test_register__a_unit_is_created_replaced_and_read(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(PUT(t, "admin", "units/water-centre", CENTRE), 201);
    assert_true(
        sup_str_eq(t->reply.location, SUP_STR("/supervision/units/water-centre")));
    assert_true(sup_test_site_says(t, "\"id\":\"water-centre\""));
    assert_true(sup_test_site_says(t, "\"version\":\""));
    assert_int_equal(PUT(t, "admin", "units/water-centre",
                         "{\"name\":\"水中心\",\"kind\":\"centre\"}"),
                     200);
    assert_int_equal(t->reply.location.len, 0);
    assert_int_equal(GET(t, "office", "units/water-centre"), 200);
    assert_true(sup_test_site_says(t, "水中心"));
    assert_false(sup_test_site_says(t, "李主任"));
    assert_true(t->reply.etag.len > 2);
}

static void
test_register__the_same_put_again_keeps_the_version(void **state)
{
    sup_test_site *t = *state;
    char etag[40];

    assert_int_equal(PUT(t, "admin", "units/water-centre", CENTRE), 201);
    assert_int_equal(GET(t, "admin", "units/water-centre"), 200);
    snprintf(etag, sizeof(etag), "%.*s", (int)t->reply.etag.len, t->reply.etag.data);
    assert_int_equal(PUT(t, "admin", "units/water-centre", CENTRE), 200);
    assert_int_equal(GET(t, "admin", "units/water-centre"), 200);
    assert_true(sup_str_eq(t->reply.etag, sup_str_c(etag)));
}

static void
test_register__only_the_administrator_puts(void **state)
{
    static const char *const roles[] = {"",          "reporter", "unit",
                                        "inspector", "office",   "leader"};
    sup_test_site *t = *state;
    size_t i;

    for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
        assert_int_equal(PUT(t, roles[i], "units/water-centre", CENTRE), 403);
        assert_int_equal(
            PUT(t, roles[i], "places/hall", "{\"name\":\"x\",\"kind\":\"y\"}"), 403);
    }
    assert_int_equal(GET(t, "admin", "units/water-centre"), 404);
}

static void
test_register__the_public_sees_neither_head_nor_contract(void **state)
{
    static const char *const targets[] = {"units", "units/water-centre"};
    sup_test_site *t = *state;
    size_t i;

    PUT(t, "admin", "units/water-centre", CENTRE);
    for (i = 0; i < 2; i++) {
        assert_int_equal(GET(t, "", targets[i]), 200);
        assert_true(sup_test_site_says(t, "饮水中心"));
        assert_false(sup_test_site_says(t, "李主任"));
        assert_false(sup_test_site_says(t, "HT-1"));
        assert_int_equal(GET(t, "reporter", targets[i]), 200);
        assert_false(sup_test_site_says(t, "李主任"));
        assert_int_equal(GET(t, "unit", targets[i]), 200);
        assert_true(sup_test_site_says(t, "李主任"));
        assert_true(sup_test_site_says(t, "HT-1"));
    }
}

static void
test_register__the_retired_are_listed_for_staff_only(void **state)
{
    sup_test_site *t = *state;

    PUT(t, "admin", "places/hall", "{\"name\":\"大厅\",\"kind\":\"hall\"}");
    PUT(t, "admin", "places/old-hall",
        "{\"name\":\"旧厅\",\"kind\":\"hall\",\"retired\":true}");
    assert_int_equal(GET(t, "", "places"), 200);
    assert_true(sup_test_site_says(t, "大厅"));
    assert_false(sup_test_site_says(t, "旧厅"));
    assert_int_equal(GET(t, "inspector", "places"), 200);
    assert_true(sup_test_site_says(t, "旧厅"));
    assert_int_equal(GET(t, "", "places/old-hall"), 200);
}

static void
test_register__a_unit_has_bounds(void **state)
{
    sup_test_site *t = *state;
    char body[600] = "{\"kind\":\"centre\",\"name\":\"";
    int i;

    assert_refused(t, "units/x1", "{\"kind\":\"centre\"}", "required", "name");
    assert_refused(t, "units/x1", "{\"name\":\"x\"}", "required", "kind");
    assert_refused(t, "units/x1", "{\"name\":\"x\",\"kind\":\"centre\",\"id\":\"x2\"}",
                   "value", "id");
    assert_refused(t, "units/x1",
                   "{\"name\":\"x\",\"kind\":\"centre\",\"domains\":[\"gas\"]}",
                   "reference", "domains[0]");
    assert_refused(t, "units/x1",
                   "{\"name\":\"x\",\"kind\":\"centre\",\"domains\":[\"water\",\"light\","
                   "\"water\"]}",
                   "value", "domains[2]");
    assert_refused(t, "units/x1",
                   "{\"name\":\"x\",\"kind\":\"centre\",\"parent\":\"x1\"}", "value",
                   "parent");
    assert_refused(t, "units/x1",
                   "{\"name\":\"x\",\"kind\":\"centre\",\"parent\":\"x9\"}", "reference",
                   "parent");
    assert_refused(t, "units/x1",
                   "{\"name\":\"x\",\"kind\":\"centre\",\"parent\":\"{c1}:unit:x9\"}",
                   "reference", "parent");
    for (i = 0; i < 61; i++) {
        strcat(body, "水");
    }
    strcat(body, "\"}");
    assert_refused(t, "units/x1", body, "text_length", "name");
    assert_int_equal(GET(t, "admin", "units/x1"), 404);
}

static void
test_register__an_id_has_a_form(void **state)
{
    static const char *const bad[] = {
        "units/x",
        "units/-x1",
        "units/X1",
        "units/x_1",
        "units/水房",
        "units/x1 ",
        "units/x{1",
        "units/x:1",
        "units/a23456789012345678901234567890123456789012345678x"};
    sup_test_site *t = *state;
    size_t i;

    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_refused(t, bad[i], CENTRE, "value", "id");
        assert_int_equal(GET(t, "admin", bad[i]), 404);
    }
    assert_int_equal(
        PUT(t, "admin", "units/a2345678901234567890123456789012345678901234567x", CENTRE),
        201);
    assert_int_equal(PUT(t, "admin", "units/9-", CENTRE), 201);
}

static void
test_register__a_place_names_who_answers_for_each_domain(void **state)
{
    sup_test_site *t = *state;

    PUT(t, "admin", "units/water-centre", CENTRE);
    assert_int_equal(PUT(t, "admin", "places/hall",
                         "{\"name\":\"大厅\",\"kind\":\"hall\",\"responsible\":["
                         "{\"domain\":\"water\",\"unit\":\"water-centre\"},"
                         "{\"domain\":\"light\",\"unit\":\"water-centre\"}]}"),
                     201);
    assert_refused(t, "places/hall",
                   "{\"name\":\"大厅\",\"kind\":\"hall\",\"responsible\":["
                   "{\"domain\":\"water\",\"unit\":\"nobody\"}]}",
                   "reference", "responsible[0].unit");
    assert_refused(t, "places/hall",
                   "{\"name\":\"大厅\",\"kind\":\"hall\",\"responsible\":["
                   "{\"domain\":\"water\",\"unit\":\"water-centre\"},"
                   "{\"domain\":\"water\",\"unit\":\"water-centre\"}]}",
                   "value", "responsible[1].domain");
    assert_refused(t, "places/hall",
                   "{\"name\":\"大厅\",\"kind\":\"hall\",\"responsible\":["
                   "{\"domain\":\"gas\",\"unit\":\"water-centre\"}]}",
                   "reference", "responsible[0].domain");
    assert_refused(t, "places/hall", "{\"name\":\"大厅\"}", "required", "kind");
    assert_int_equal(GET(t, "", "places/hall"), 200);
    assert_true(
        sup_test_site_says(t, "{\"domain\":\"light\",\"unit\":\"water-centre\"}"));
}

static void
test_register__if_match_refuses_what_has_changed(void **state)
{
    sup_test_site *t = *state;
    char etag[40], weak[44];

    t->if_match = "*";
    assert_int_equal(PUT(t, "admin", "units/water-centre", CENTRE), 409);
    t->if_none_match = "*";
    assert_int_equal(PUT(t, "admin", "units/water-centre", CENTRE), 201);
    GET(t, "admin", "units/water-centre");
    snprintf(etag, sizeof(etag), "%.*s", (int)t->reply.etag.len, t->reply.etag.data);
    snprintf(weak, sizeof(weak), "W/%s", etag);

    /* gzip in front of us makes every tag weak, so a weak one of ours counts */
    t->if_match = weak;
    assert_int_equal(
        PUT(t, "admin", "units/water-centre", "{\"name\":\"一\",\"kind\":\"centre\"}"),
        200);
    t->if_match = etag;
    assert_int_equal(
        PUT(t, "admin", "units/water-centre", "{\"name\":\"二\",\"kind\":\"centre\"}"),
        409);
    t->if_none_match = "*";
    assert_int_equal(
        PUT(t, "admin", "units/water-centre", "{\"name\":\"二\",\"kind\":\"centre\"}"),
        409);
    assert_int_equal(
        PUT(t, "admin", "units/water-centre",
            "{\"name\":\"二\",\"kind\":\"centre\",\"version\":\"987654321\"}"),
        409);
    GET(t, "admin", "units/water-centre");
    assert_true(sup_test_site_says(t, "一"));
}

static void
put_places(sup_test_site *t, int n)
{
    char target[40];
    int i;

    for (i = 0; i < n; i++) {
        snprintf(target, sizeof(target), "places/p-%03d", i);
        assert_int_equal(PUT(t, "admin", target, "{\"name\":\"地点\",\"kind\":\"hall\"}"),
                         201);
    }
}

/* The value of "next_cursor", or "". */
static void
cursor_of(const sup_test_site *t, char out[200])
{
    static const char name[] = "\"next_cursor\":\"";
    const char *from = sup_test_site_find(t, name);

    out[0] = '\0';
    if (from != NULL) {
        sscanf(from + sizeof(name) - 1, "%199[^\"]", out);
    }
}

static void
test_register__pages_hold_each_place_once_in_order(void **state)
{
    sup_test_site *t = *state;
    char cursor[200] = "", target[300], id[20];
    int pages = 0, seen = 0;

    put_places(t, 23);
    do {
        const char *p;

        snprintf(target, sizeof(target), "places?limit=5%s%s",
                 cursor[0] ? "&cursor=" : "", cursor);
        assert_int_equal(GET(t, "", target), 200);
        for (p = t->reply.body.data; (p = strstr(p, "\"id\":\"")) != NULL; p++) {
            snprintf(id, sizeof(id), "p-%03d", seen++);
            assert_memory_equal(p + 6, id, 5);
        }
        cursor_of(t, cursor);
        pages++;
    } while (cursor[0] != '\0');
    assert_int_equal(seen, 23);
    assert_int_equal(pages, 5);
}

static void
test_register__a_full_last_page_has_no_next(void **state)
{
    sup_test_site *t = *state;
    char cursor[200];

    put_places(t, 4);
    assert_int_equal(GET(t, "", "places?limit=4"), 200);
    cursor_of(t, cursor);
    assert_string_equal(cursor, "");
    assert_int_equal(GET(t, "", "units"), 200);
    assert_true(sup_str_eq(t->reply.body, SUP_STR("{}")));
}

static void
test_register__the_largest_page_is_read_in_one_round(void **state)
{
    sup_test_site *t = *state;
    char cursor[200];

    put_places(t, 205);
    assert_int_equal(GET(t, "", "places?limit=200"), 200);
    cursor_of(t, cursor);
    assert_true(cursor[0] != '\0');
    assert_true(sup_test_site_says(t, "\"p-199\""));
    assert_false(sup_test_site_says(t, "\"p-200\""));
}

static void
test_register__a_cursor_belongs_to_its_list(void **state)
{
    static const char *const bad[] = {"x", "%E6%B0%B4", "AAAA", "CgVwbGFjZXM",
                                      "CgVwbGFjZXMSBHt9eDE"};
    sup_test_site *t = *state;
    char cursor[200], target[300];
    size_t i;

    put_places(t, 3);
    GET(t, "", "places?limit=1");
    cursor_of(t, cursor);
    snprintf(target, sizeof(target), "units?cursor=%s", cursor);
    assert_int_equal(GET(t, "", target), 400);
    assert_true(sup_test_site_says(t, "\"code\":\"cursor\",\"field\":\"cursor\""));
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        snprintf(target, sizeof(target), "places?cursor=%s", bad[i]);
        assert_int_equal(GET(t, "", target), 400);
        assert_true(sup_test_site_says(t, "\"code\":\"cursor\""));
    }
    assert_int_equal(GET(t, "", "places?limit=201"), 422);
    assert_true(sup_test_site_says(t, "\"field\":\"limit\""));
}

static void
test_register__when_memory_ends_it_says_so_and_writes_nothing(void **state)
{
    sup_test_site *t = *state;
    size_t budget;
    unsigned status = 0;

    for (budget = 0; budget < 200000 && status != 201; budget += 400) {
        t->budget = budget;
        status = PUT(t, "admin", "units/water-centre", CENTRE);
        assert_true(status == 500 || status == 201);
        if (status == 500) {
            t->budget = SUP_TEST_UNBOUNDED;
            /* Only the printing of the reply may fail after the commit. */
            if (GET(t, "admin", "units/water-centre") == 200) {
                break;
            }
        }
    }
    t->budget = SUP_TEST_UNBOUNDED;
    assert_int_equal(GET(t, "admin", "units/water-centre"), 200);
}

int
main(void)
{
#define TEST(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, sup_test_site_begin, sup_test_site_end)
    const struct CMUnitTest tests[] = {
        TEST(test_register__a_unit_is_created_replaced_and_read),
        TEST(test_register__the_same_put_again_keeps_the_version),
        TEST(test_register__only_the_administrator_puts),
        TEST(test_register__the_public_sees_neither_head_nor_contract),
        TEST(test_register__the_retired_are_listed_for_staff_only),
        TEST(test_register__a_unit_has_bounds),
        TEST(test_register__an_id_has_a_form),
        TEST(test_register__a_place_names_who_answers_for_each_domain),
        TEST(test_register__if_match_refuses_what_has_changed),
        TEST(test_register__pages_hold_each_place_once_in_order),
        TEST(test_register__a_full_last_page_has_no_next),
        TEST(test_register__the_largest_page_is_read_in_one_round),
        TEST(test_register__a_cursor_belongs_to_its_list),
        TEST(test_register__when_memory_ends_it_says_so_and_writes_nothing),
    };
    return cmocka_run_group_tests_name("register", tests, NULL, NULL);
}
