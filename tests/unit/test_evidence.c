/* Records of photos over the memory store: taken in, used, shown.
 * Owns: what a photo's record goes through, and the names that a reply may have of it.
 * Must not know: images, files, nginx, Redis. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "sup_evidence.h"
#include "sup_test_site.h"

#define A16        "aaaaaaaaaaaaaaaa"
#define ID_A       A16 A16 A16 A16
#define ID_B       "bb" A16 A16 A16 "aaaaaaaaaaaaaa"
#define FILE_1(id) "aa/" id "-0123456789abcdef.jpg"
#define FILE_2(id) "aa/" id "-fedcba9876543210.jpg"

static int
begin(void **state)
{
    sup_test_site *t = sup_test_site_create();
    t->site.evidence_max = 1 << 20;
    *state = t;
    return 0;
}

static int
end(void **state)
{
    sup_test_site_destroy(*state);
    return 0;
}

static void
run(sup_test_site *t)
{
    while (sup_store_memory_run(t->memory) != 0) {
    }
}

/* What nginx does once a photo is on disk. */
static unsigned
take_in(sup_test_site *t, const char *id, const char *file)
{
    sup_upload upload = {sup_str_c(id), sup_str_c(file), 640, 480, 12345};
    sup_request request = {.method = SUP_METHOD_POST,
                           .path = SUP_STR("evidence"),
                           .upload = &upload,
                           .now_ms = t->now_ms};
    t->replies = 0;
    sup_api_start(&t->site, sup_store_memory_store(t->memory), &t->arena->arena, &request,
                  sup_test_site_done, t);
    run(t);
    assert_int_equal(t->replies, 1);
    return t->reply.status;
}

static void
read_done(void *data, sup_rc rc)
{
    assert_int_equal(rc, SUP_OK);
    *(int *)data = 1;
}

static const Sup__EvidenceRecord *
record_of(sup_test_site *t, const char *key)
{
    sup_read read = {.kind = SUP_READ_RECORD, .key = sup_str_c(key)};
    sup_store *store = sup_store_memory_store(t->memory);
    ProtobufCMessage *message = NULL;
    int done = 0;
    assert_int_equal(
        store->read(store, &t->arena->arena, t->site.campus, &read, 1, read_done, &done),
        SUP_OK);
    run(t);
    assert_true(done);
    if (!read.found) {
        return NULL;
    }
    assert_int_equal(sup_record_parse(&t->arena->arena, &sup__evidence_record__descriptor,
                                      read.bytes, &message),
                     SUP_OK);
    return (const Sup__EvidenceRecord *)message;
}

static void
test_evidence__a_photo_that_comes_in_has_a_record_that_names_its_file(void **state)
{
    sup_test_site *t = *state;
    assert_int_equal(take_in(t, ID_A, FILE_1(ID_A)), 201);
    assert_true(sup_test_site_says(t, "{\"id\":\"" ID_A "\",\"width\":640,\"height\":480,"
                                      "\"bytes\":12345}"));
    assert_false(t->reply.upload_unused);
    const Sup__EvidenceRecord *record = record_of(t, "evidence:" ID_A);
    assert_non_null(record);
    assert_string_equal(record->file, FILE_1(ID_A));
    assert_false(record->used);
    assert_int_equal(sup_timestamp_ms(record->taken_in_at), t->now_ms);
}

static void
test_evidence__the_same_photo_again_keeps_its_file_and_begins_its_time_anew(void **state)
{
    sup_test_site *t = *state;
    assert_int_equal(take_in(t, ID_A, FILE_1(ID_A)), 201);
    t->now_ms += 3600000;
    assert_int_equal(take_in(t, ID_A, FILE_2(ID_A)), 201);
    assert_true(t->reply.upload_unused);
    const Sup__EvidenceRecord *record = record_of(t, "evidence:" ID_A);
    assert_string_equal(record->file, FILE_1(ID_A));
    assert_int_equal(sup_timestamp_ms(record->taken_in_at), t->now_ms);
}

static void
test_evidence__a_site_without_photos_takes_none_in(void **state)
{
    sup_test_site *t = *state;
    sup_request request = {.method = SUP_METHOD_POST, .path = SUP_STR("evidence")};
    t->site.evidence_max = 0;
    const sup_reply *refused = sup_api_refusal(&t->site, &t->arena->arena, &request);
    assert_non_null(refused);
    assert_int_equal(refused->status, 404);
    assert_non_null(strstr(refused->body.data, "\"evidence_off\""));
    assert_int_equal(take_in(t, ID_A, FILE_1(ID_A)), 404);
    assert_true(t->reply.upload_unused);
    assert_null(record_of(t, "evidence:" ID_A));
}

static void
test_evidence__what_can_be_refused_is_refused_before_the_body(void **state)
{
    sup_test_site *t = *state;
    static const struct {
        sup_method method;
        const char *path, *query, *role, *origin;
        unsigned status; /* 0: it may come in */
    } cases[] = {
        {SUP_METHOD_POST, "evidence", "", "", "", 0},
        {SUP_METHOD_POST, "evidence", "", "", "https://elsewhere.example", 0},
        {SUP_METHOD_POST, "evidence", "", "office", "", 0},
        {SUP_METHOD_POST, "evidence", "", "office", "https://elsewhere.example", 403},
        {SUP_METHOD_POST, "evidence", "a=b", "", "", 400},
        {SUP_METHOD_POST, "evidence", "", "king", "", 500},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        sup_request request = {.method = cases[i].method,
                               .path = sup_str_c(cases[i].path),
                               .query = sup_str_c(cases[i].query),
                               .host = SUP_STR("here.example"),
                               .origin = sup_str_c(cases[i].origin),
                               .credentials = {.role = sup_str_c(cases[i].role)}};
        assert_true(sup_api_takes_photo(&request));
        const sup_reply *refused = sup_api_refusal(&t->site, &t->arena->arena, &request);
        assert_int_equal(refused == NULL ? 0 : refused->status, cases[i].status);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
        TEST(test_evidence__a_photo_that_comes_in_has_a_record_that_names_its_file),
        TEST(test_evidence__the_same_photo_again_keeps_its_file_and_begins_its_time_anew),
        TEST(test_evidence__a_site_without_photos_takes_none_in),
        TEST(test_evidence__what_can_be_refused_is_refused_before_the_body),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
