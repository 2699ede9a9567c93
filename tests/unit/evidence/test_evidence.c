/* Records of photos over the memory store: taken in, used, shown.
 * Owns: what a photo's record goes through, and the names that a reply may have of it.
 * Must not know: images, files, nginx, Redis. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "engine/sup_problem.h"
#include "evidence/sup_evidence.h"
#include "sup_test_timed_kept.h"
#include "supervision/v1/evidence.pb-c.h"

#define A16        "aaaaaaaaaaaaaaaa"
#define ID_A       A16 A16 A16 A16
#define ID_B       "bb" A16 A16 A16 "aaaaaaaaaaaaaa"
#define FILE_1(id) "aa/" id "-0123456789abcdef.jpg"
#define FILE_1_B   "bb/" ID_B "-0123456789abcdef.jpg"
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
                           .taken = &upload,
                           .now_ms = t->now_ms};
    t->replies = 0;
    sup_api_match(&request);
    sup_api_start(&t->site, &t->engine, &t->arena->arena, &request, sup_test_site_done,
                  t);
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
    assert_false(t->reply.taken_unused);
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
    assert_true(t->reply.taken_unused);
    const Sup__EvidenceRecord *record = record_of(t, "evidence:" ID_A);
    assert_string_equal(record->file, FILE_1(ID_A));
    assert_int_equal(sup_timestamp_ms(record->taken_in_at), t->now_ms);
}

static void
test_evidence__a_site_without_photos_takes_none_in(void **state)
{
    sup_test_site *t = *state;
    sup_request request = {.method = SUP_METHOD_POST, .path = SUP_STR("evidence")};
    sup_api_match(&request);
    t->site.evidence_max = 0;
    const sup_reply *refused = sup_api_refusal(&t->site, &t->arena->arena, &request);
    assert_non_null(refused);
    assert_int_equal(refused->status, 404);
    assert_non_null(strstr(refused->body.data, "\"evidence_off\""));
    assert_int_equal(take_in(t, ID_A, FILE_1(ID_A)), 404);
    assert_true(t->reply.taken_unused);
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
        sup_api_match(&request);
        assert_non_null(sup_api_intake(&request));
        const sup_reply *refused = sup_api_refusal(&t->site, &t->arena->arena, &request);
        assert_int_equal(refused == NULL ? 0 : refused->status, cases[i].status);
    }
}

/* --- collected --- */

#define DAY 86400000

/* What became of a run, and of the files that it was told of. */
typedef struct {
    sup_rc rc;
    const char *job;
    unsigned holds;
    sup_files_judged files;
} judged;

/* One run of timed work that was told of these files. */
static judged
run_with(sup_test_site *t, const char *mark, const char *const *names, size_t n)
{
    sup_files files = {.mark = sup_str_c(mark), .n = n};
    sup_files_judged result = {0};
    const sup_tick_brought brought = {SUP_PHOTOS_JOB, &files, &result, sizeof(result)};
    sup_test_run run = {.tick = {.holder = SUP_STR("here:1"),
                                 .lease_ms = SUP_TEST_LEASE_MS,
                                 .now_ms = t->now_ms,
                                 .brought = &brought,
                                 .n_brought = 1}};
    for (size_t i = 0; i < n; i++) {
        files.names[i] = sup_str_c(names[i]);
    }
    sup_api_tick(&t->site, &t->engine, &t->arena->arena, &run.tick, sup_test_run_done,
                 &run);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_int_equal(run.done, 1);
    return (judged){run.result.rc, run.result.job, run.result.holds, result};
}

/* The folder's mark, once it has one. */
static const char *
marked(sup_test_site *t)
{
    judged result = run_with(t, "", NULL, 0);
    assert_int_equal(result.rc, SUP_OK);
    assert_non_null(result.files.mark);
    return result.files.mark;
}

static void
use(sup_test_site *t, const char *id)
{
    char body[400];
    snprintf(body, sizeof(body),
             "{\"kind\":\"complaint\",\"domain\":\"water\",\"text\":\"饮水坏了\","
             "\"attachments\":[\"%s\"]}",
             id);
    assert_int_equal(sup_test_site_ask(t, SUP_METHOD_POST, "", "cases", body), 201);
}

static void
test_evidence__what_a_case_refers_to_is_marked_as_used_in_its_own_commit(void **state)
{
    sup_test_site *t = *state;
    assert_int_equal(take_in(t, ID_A, FILE_1(ID_A)), 201);
    assert_int_equal(take_in(t, ID_B, FILE_1_B), 201);
    use(t, ID_A);
    assert_true(record_of(t, "evidence:" ID_A)->used);
    assert_false(record_of(t, "evidence:" ID_B)->used);
    assert_int_equal(sup_test_site_ask(t, SUP_METHOD_POST, "", "cases",
                                       "{\"kind\":\"complaint\",\"domain\":\"water\","
                                       "\"text\":\" \",\"attachments\":[\"" ID_B "\"]}"),
                     422);
    assert_false(record_of(t, "evidence:" ID_B)->used);
}

static void
test_evidence__a_photo_that_nobody_used_for_a_day_goes_with_its_record(void **state)
{
    sup_test_site *t = *state;
    static const char *const names[] = {FILE_1(ID_A), FILE_1_B};
    const char *mark = marked(t);
    take_in(t, ID_A, FILE_1(ID_A));
    take_in(t, ID_B, FILE_1_B);
    use(t, ID_B);
    t->now_ms += DAY - 1;
    assert_int_equal(run_with(t, mark, names, 2).files.gone, 0);
    t->now_ms += 1;
    assert_int_equal(run_with(t, mark, names, 2).files.gone, 1);
    assert_null(record_of(t, "evidence:" ID_A));
    assert_non_null(record_of(t, "evidence:" ID_B));
}

static void
test_evidence__a_file_that_no_record_names_goes(void **state)
{
    sup_test_site *t = *state;
    static const char *const names[] = {FILE_2(ID_A),   FILE_1(ID_A),    FILE_1_B,
                                        "aa/notes.txt", "../etc/passwd", "ab/" ID_A};
    const char *mark = marked(t);
    take_in(t, ID_A, FILE_1(ID_A));
    assert_int_equal(run_with(t, mark, names, 6).files.gone, 1 << 0 | 1 << 2);
    assert_non_null(record_of(t, "evidence:" ID_A));
}

static void
test_evidence__a_folder_of_another_store_is_left_alone(void **state)
{
    sup_test_site *t = *state;
    static const char *const names[] = {FILE_1(ID_A)};
    /* a store that knows of no folder, and a folder that has a mark */
    judged result = run_with(t, "0123456789abcdef", names, 1);
    assert_int_equal(result.rc, SUP_EVIDENCE_FOLDER);
    assert_string_equal(result.job, "photos");
    assert_int_equal(result.files.gone, 0);
    /* a folder that has no mark gets the one there is, and nothing of it goes yet */
    const char *mark = marked(t);
    result = run_with(t, "", names, 1);
    assert_string_equal(result.files.mark, mark);
    assert_int_equal(result.files.gone, 0);
    result = run_with(t, "0123456789abcdef", names, 1);
    assert_int_equal(result.rc, SUP_EVIDENCE_FOLDER);
    assert_int_equal(run_with(t, mark, names, 1).files.gone, 1);
}

static void
test_evidence__a_clock_that_leaps_collects_nothing(void **state)
{
    sup_test_site *t = *state;
    static const char *const names[] = {FILE_1(ID_A)};
    const char *mark = marked(t);
    take_in(t, ID_A, FILE_1(ID_A));
    t->now_ms += 40 * (int64_t)DAY;
    assert_int_equal(run_with(t, mark, names, 1).files.gone, 0);
    assert_non_null(record_of(t, "evidence:" ID_A));
}

static void
test_evidence__a_photo_used_at_the_moment_of_its_collection_stays(void **state)
{
    sup_test_site *t = *state;
    sup_test_proxy proxy;
    const char *mark = marked(t);
    take_in(t, ID_A, FILE_1(ID_A));
    t->now_ms += DAY;
    sup_files files = {.mark = sup_str_c(mark), .names = {SUP_STR(FILE_1(ID_A))}, .n = 1};
    sup_files_judged result = {0};
    const sup_tick_brought brought = {SUP_PHOTOS_JOB, &files, &result, sizeof(result)};
    sup_test_proxy_init(&proxy, t);
    sup_test_run run = {.tick = {.holder = SUP_STR("here:1"),
                                 .lease_ms = SUP_TEST_LEASE_MS,
                                 .now_ms = t->now_ms,
                                 .brought = &brought,
                                 .n_brought = 1},
                        .engine = {.store = &proxy.store}};
    proxy.holds = 1;
    sup_api_tick(&t->site, &run.engine, &t->arena->arena, &run.tick, sup_test_run_done,
                 &run);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    use(t, ID_A); /* between the run's reading and its commit */
    sup_test_proxy_let_go(&proxy);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_int_equal(run.done, 1);
    assert_int_equal(run.result.rc, SUP_OK);
    assert_int_equal(result.gone, 0);
    assert_true(record_of(t, "evidence:" ID_A)->used);
}

/* Decided while the lease was his, committed when it was another's: the run ends well and has
 * done nothing, so nothing of what it had judged may be believed. */
static void
test_evidence__a_run_whose_lease_was_taken_meanwhile_tells_no_file_to_go(void **state)
{
    sup_test_site *t = *state;
    sup_test_proxy proxy;
    sup_test_run other;
    const char *mark = marked(t);
    take_in(t, ID_A, FILE_1(ID_A));
    t->now_ms += DAY;
    sup_files files = {.mark = sup_str_c(mark), .names = {SUP_STR(FILE_1(ID_A))}, .n = 1};
    sup_files_judged result = {0};
    const sup_tick_brought brought = {SUP_PHOTOS_JOB, &files, &result, sizeof(result)};
    sup_test_proxy_init(&proxy, t);
    sup_test_run run = {.tick = {.holder = SUP_STR("here:2"),
                                 .lease_ms = SUP_TEST_LEASE_MS,
                                 .now_ms = t->now_ms,
                                 .brought = &brought,
                                 .n_brought = 1},
                        .engine = {.store = &proxy.store}};
    sup_store *store = sup_store_memory_store(t->memory);
    sup_test_take_away(t, "lease:timed");
    proxy.holds = 1;
    sup_api_tick(&t->site, &run.engine, &t->arena->arena, &run.tick, sup_test_run_done,
                 &run);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_int_equal(result.gone, 1); /* as it was judged, and not committed yet */
    sup_test_run_start(t, store, "elsewhere:1", &other);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_true(other.result.holds);
    sup_test_proxy_let_go(&proxy);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_int_equal(run.done, 1);
    assert_int_equal(run.result.rc, SUP_OK);
    assert_false(run.result.holds);
    assert_int_equal(result.gone, 0);
    assert_non_null(record_of(t, "evidence:" ID_A));
}

/* Photos that nobody used go for good: the others' trouble is no reason to keep them. */
static void
test_evidence__what_fails_elsewhere_keeps_no_photo(void **state)
{
    sup_test_site *t = *state;
    static const char *const names[] = {FILE_1(ID_A)};
    const char *mark = marked(t);
    take_in(t, ID_A, FILE_1(ID_A));
    sup_test_put_bytes(t, "timed:missed", SUP_STR("\xff\xff"));
    t->now_ms += DAY;
    judged result = run_with(t, mark, names, 1);
    assert_int_equal(result.rc, SUP_STORE_CORRUPT);
    assert_string_equal(result.job, "missed");
    assert_true(result.holds);
    assert_int_equal(result.files.gone, 1);
    assert_null(record_of(t, "evidence:" ID_A));
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
        TEST(test_evidence__what_a_case_refers_to_is_marked_as_used_in_its_own_commit),
        TEST(test_evidence__a_photo_that_nobody_used_for_a_day_goes_with_its_record),
        TEST(test_evidence__a_file_that_no_record_names_goes),
        TEST(test_evidence__a_folder_of_another_store_is_left_alone),
        TEST(test_evidence__a_clock_that_leaps_collects_nothing),
        TEST(test_evidence__a_photo_used_at_the_moment_of_its_collection_stays),
        TEST(test_evidence__a_run_whose_lease_was_taken_meanwhile_tells_no_file_to_go),
        TEST(test_evidence__what_fails_elsewhere_keeps_no_photo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
