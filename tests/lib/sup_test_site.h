/* The application over the memory store, without nginx: one site, one request at a time.
 * Owns: sup_test_site: two small domains, a key ring, a fixed moment, the store.
 * Must not know: what is tested. */
#ifndef SUP_TEST_SITE_H
#define SUP_TEST_SITE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include "engine/sup_api.h"
#include "rules/sup_rules.h"
#include "store/sup_store_memory.h"
#include "sup_test_arena.h"

/* 2026-11-23 12:00 on the campus, a Monday. */
#define SUP_TEST_NOW_MS 1795406400000

typedef struct {
    sup_site site;
    sup_test_arena *arena;       /* of the site */
    sup_test_arena *reply_arena; /* of the last request */
    sup_store_memory *memory;
    sup_engine engine; /* over it: one worker */
    sup_keyring keyring;
    sup_calendar calendar;
    sup_rulebook *books[2];
    size_t n_books;
    sup_reply reply; /* of the last request */
    unsigned replies;
    size_t budget; /* of each request's arena */
    int64_t now_ms;
    /* headers of the next request */
    const char *if_match;
    const char *if_none_match;
    const char *accept;
    const char *idempotency_key;
    const char *receipt;
    const char *domains; /* of the actor, of all requests; NULL: every one */
    const char *unit;    /* his unit; NULL: none */
    sup_site_status status;
} sup_test_site;

static inline int64_t
sup_test_site_now(void)
{
    return SUP_TEST_NOW_MS;
}

static inline void
sup_test_site_status_of(void *data, sup_site_status *status)
{
    *status = ((sup_test_site *)data)->status;
}

/* A rulebook as small as the rules of rulebooks allow, and more of it. */
static inline sup_rulebook *
sup_test_site_book_with(sup_test_site *t, const char *domain, const char *name,
                        const char *more)
{
    char *text = sup_sprintf(
        &t->arena->arena,
        "domain: \"%s\" name: \"%s\" name_en: \"%s\" version: \"2026.11\" unit: "
        "\"%s-unit\"\n"
        "bases { code: \"plan\" kind: plan title: \"实施方案\" title_en: \"The plan\" "
        "clause: \"三（二）\" }\n"
        "categories { code: \"general\" name: \"一般\" name_en: \"General\" "
        "standard: \"按标准服务\" standard_en: \"As promised\" severity: minor "
        "basis: \"plan\" }\n"
        "patterns { code: \"p1\" category: \"general\" regex: \"%s坏了\" weight: 10 "
        "severity: minor reason: \"坏了\" reason_en: \"Broken\" basis: \"plan\" }\n"
        "deadlines { severity: minor sign_min: 60 rectify_min: 600 clock: elapsed "
        "basis: \"plan\" }\n"
        "deadlines { severity: major sign_min: 60 rectify_min: 600 clock: elapsed "
        "basis: \"plan\" }\n"
        "deadlines { severity: serious sign_min: 60 rectify_min: 600 clock: elapsed "
        "basis: \"plan\" }\n"
        "deadlines { severity: critical sign_min: 60 rectify_min: 600 clock: elapsed "
        "basis: \"plan\" }\n"
        "terms { reopen_min: 10080 silence_min: 4320 extensions_max: 1 "
        "extension_max_min: 1440 similar_min: 10080 basis: \"plan\" }\n%s",
        domain, name, domain, domain, name, more);
    sup_rulebook *book = NULL;
    sup_wire_error error = {"", "", 0};

    if (sup_rulebook_compile(&t->arena->arena, sup_str_c(text), sup_str_c(domain), &book,
                             &error) != SUP_OK) {
        fprintf(stderr, "%u: %s: %s\n", error.line, error.field, error.detail);
        abort();
    }
    return book;
}

static inline sup_rulebook *
sup_test_site_book(sup_test_site *t, const char *domain, const char *name)
{
    return sup_test_site_book_with(t, domain, name, "");
}

static inline sup_test_site *
sup_test_site_create(void)
{
    static const sup_hours hours[] = {{8 * 60, 12 * 60}, {14 * 60, 18 * 60}};
    sup_test_site *t = calloc(1, sizeof(*t));
    unsigned line;

    if (t == NULL) {
        abort();
    }
    t->arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    t->budget = SUP_TEST_UNBOUNDED;
    t->now_ms = SUP_TEST_NOW_MS;
    t->memory = sup_store_memory_create(sup_test_site_now);
    t->engine.store = sup_store_memory_store(t->memory);
    t->calendar = (sup_calendar){.offset_min = 480, .hours = hours, .n_hours = 2};
    t->status = (sup_site_status){.redis_ready = 1,
                                  .durable_enough = 1,
                                  .redis_version = "7.0.15",
                                  .durability = "always"};
    t->books[0] = sup_test_site_book(t, "water", "饮水");
    t->books[1] = sup_test_site_book(t, "light", "照明");
    t->n_books = 2;
    if (sup_keyring_parse(&t->keyring,
                          SUP_STR("k1 MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n"),
                          &line) != SUP_OK) {
        abort();
    }
    t->site = (sup_site){.campus = SUP_STR("c1"),
                         .campus_name = SUP_STR("某某大学"),
                         .office_name = SUP_STR("后勤管理处"),
                         .notice_prefix = SUP_STR("后勤整改"),
                         .report_prefix = SUP_STR("后勤检查"),
                         .base = SUP_STR("/supervision/"),
                         .rulebooks = t->books,
                         .n_rulebooks = 2,
                         .keyring = &t->keyring,
                         .calendar = &t->calendar,
                         .board_cache_ms = 1000,
                         .idempotency_ms = 86400000,
                         .version = "0.1",
                         .status = sup_test_site_status_of,
                         .status_data = t};
    return t;
}

static inline void
sup_test_site_destroy(sup_test_site *t)
{
    sup_store_memory_destroy(t->memory);
    sup_keyring_wipe(&t->keyring);
    sup_keyring_wipe(&t->keyring);
    sup_rulebook_release(t->books[0]);
    sup_rulebook_release(t->books[1]);
    if (t->reply_arena != NULL) {
        sup_test_arena_destroy(t->reply_arena);
    }
    sup_test_arena_destroy(t->arena);
    free(t);
}

static inline void
sup_test_site_done(void *data, const sup_reply *reply)
{
    sup_test_site *t = data;

    t->reply = *reply;
    t->replies++;
}

/* role: as nginx says it, or "". target: path and query. The status; the reply is in t.
 */
static inline unsigned
sup_test_site_ask(sup_test_site *t, sup_method method, const char *role,
                  const char *target, const char *body)
{
    const char *query = strchr(target, '?');
    sup_request request = {
        .method = method,
        .path = {target, query == NULL ? strlen(target) : (size_t)(query - target)},
        .query = sup_str_c(query == NULL ? "" : query + 1),
        .body = sup_str_c(body),
        .content_type = SUP_STR("application/json"),
        .accept = sup_str_c(t->accept),
        .idempotency_key = sup_str_c(t->idempotency_key),
        .if_match = sup_str_c(t->if_match),
        .if_none_match = sup_str_c(t->if_none_match),
        .receipt = sup_str_c(t->receipt),
        .credentials = {.user = sup_str_c(role),
                        .role = sup_str_c(role),
                        .unit = sup_str_c(t->unit),
                        .domains = sup_str_c(t->domains == NULL ? "*" : t->domains)},
        .now_ms = t->now_ms};

    if (t->reply_arena != NULL) {
        sup_test_arena_destroy(t->reply_arena);
    }
    t->reply_arena = sup_test_arena_create(t->budget);
    t->replies = 0;
    sup_api_match(&request);
    sup_api_start(&t->site, &t->engine, &t->reply_arena->arena, &request,
                  sup_test_site_done, t);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    if (t->replies != 1) {
        fprintf(stderr, "%s: %u replies\n", target, t->replies);
        abort();
    }
    t->if_match = t->if_none_match = t->receipt = t->idempotency_key = NULL;
    return t->reply.status;
}

/* Where the reply's body holds this text first, or NULL. */
static inline const char *
sup_test_site_find(const sup_test_site *t, const char *text)
{
    size_t n = strlen(text);
    size_t i;

    for (i = 0; t->reply.body.data != NULL && i + n <= t->reply.body.len; i++) {
        if (memcmp(t->reply.body.data + i, text, n) == 0) {
            return t->reply.body.data + i;
        }
    }
    return NULL;
}

/* Does the reply's body hold this text? */
static inline int
sup_test_site_says(const sup_test_site *t, const char *text)
{
    return sup_test_site_find(t, text) != NULL;
}

static inline void
sup_test_site_assert_says(const sup_test_site *t, const char *text)
{
    if (!sup_test_site_says(t, text)) {
        fail_msg("wanted %s in %.*s", text, (int)t->reply.body.len, t->reply.body.data);
    }
}

/* cmocka's setup and teardown for a test whose state is a site. */
static inline int
sup_test_site_begin(void **state)
{
    *state = sup_test_site_create();
    return 0;
}

static inline int
sup_test_site_end(void **state)
{
    sup_test_site_destroy(*state);
    return 0;
}

#endif
