/* What timed work keeps, looked at and changed past all rules; the calendar that it works on.
 * Owns: records by key, occurrences by id and state, cases that wait for their reporter.
 * Must not know: what is tested. */
#ifndef SUP_TEST_TIMED_KEPT_H
#define SUP_TEST_TIMED_KEPT_H

#include "cases/sup_case.h"
#include "sup_test_timed.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/engine.pb-c.h"

/* --- a calendar with its units, and the time --- */

static inline int
sup_test_timed_begin(void **state)
{
    sup_test_site *t = sup_test_calendar_create();

    sup_test_calendar_units(t);
    *state = t;
    return 0;
}

static inline void
sup_test_go(sup_test_site *t, int64_t ms)
{
    sup_test_calendar_set(t, t->now_ms + ms);
}

/* --- the store, past all rules --- */

static inline void
sup_test_commit_op(sup_test_site *t, const sup_op *op)
{
    static sup_test_ctx x;
    sup_store *store = sup_store_memory_store(t->memory);

    assert_int_equal(store->commit(store, &t->arena->arena, t->site.campus, op, 1,
                                   sup_test_ctx_committed, &x),
                     SUP_OK);
    sup_store_memory_run(t->memory);
    assert_int_equal(x.rc, SUP_OK);
}

static inline void
sup_test_put_bytes(sup_test_site *t, const char *key, sup_str bytes)
{
    sup_test_commit_op(
        t, &(sup_op){.kind = SUP_OP_PUT, .key = sup_str_c(key), .bytes = bytes});
}

static inline void
sup_test_take_away(sup_test_site *t, const char *key)
{
    sup_test_commit_op(t, &(sup_op){.kind = SUP_OP_DELETE, .key = sup_str_c(key)});
}

/* data is NULL when there is none. */
static inline sup_str
sup_test_bytes_of(sup_test_site *t, const char *key)
{
    static sup_test_ctx x;
    sup_store *store = sup_store_memory_store(t->memory);
    sup_read read = {.kind = SUP_READ_RECORD, .key = sup_str_c(key)};

    assert_int_equal(store->read(store, &t->arena->arena, t->site.campus, &read, 1,
                                 sup_test_ctx_read, &x),
                     SUP_OK);
    sup_store_memory_run(t->memory);
    return read.found ? read.bytes : SUP_STR_NULL;
}

/* The record of a job, or of the clock, as it is kept now; or NULL. */
static inline const void *
sup_test_kept(sup_test_site *t, const char *key, const ProtobufCMessageDescriptor *type)
{
    sup_str bytes = sup_test_bytes_of(t, key);
    ProtobufCMessage *message = NULL;

    if (bytes.data == NULL) {
        return NULL;
    }
    assert_int_equal(sup_record_parse(&t->arena->arena, type, bytes, &message), SUP_OK);
    return message;
}

#define SUP_TEST_MAKING(t)                                                               \
    ((const Sup__MakingRecord *)sup_test_kept(t, "timed:occurrences",                    \
                                              &sup__making_record__descriptor))
#define SUP_TEST_MISSING(t)                                                              \
    ((const Sup__MissingRecord *)sup_test_kept(t, "timed:missed",                        \
                                               &sup__missing_record__descriptor))
#define SUP_TEST_CLOCK(t)                                                                \
    ((const Sup__ClockRecord *)sup_test_kept(t, "timed:clock",                           \
                                             &sup__clock_record__descriptor))

static inline void
sup_test_put_lease(sup_test_site *t, const char *holder)
{
    Sup__LeaseRecord lease = SUP__LEASE_RECORD__INIT;
    sup_str bytes;

    lease.schema = 1;
    lease.holder = (char *)holder;
    assert_int_equal(sup_pb_print(&t->arena->arena, &lease.base, &bytes), SUP_OK);
    sup_test_put_bytes(t, "lease:timed", bytes);
}

/* --- what there is --- */

static inline void
sup_test_put_schedule(sup_test_site *t, const char *id, int from_min, int to_min)
{
    char target[80], body[400];

    snprintf(target, sizeof(target), "schedules/%s", id);
    snprintf(
        body, sizeof(body),
        "{\"name\":\"夜查\",\"domain\":\"water\",\"template\":\"daily\",\"unit\":"
        "\"water-unit\",\"by\":\"self\",\"every\":\"day\",\"from_min\":%d,\"to_min\":%d}",
        from_min, to_min);
    assert_int_equal(sup_test_site_ask(t, SUP_METHOD_PUT, "office", target, body), 201);
}

/* "water-daily.20261123.1:1": in `occurrences`, so often. Its state is 1 due, 4 missed. */
static inline unsigned
sup_test_found(sup_test_site *t, const char *id_and_state)
{
    char text[100];
    const char *picture = sup_test_calendar_picture(t);
    unsigned n = 0;
    const char *line;

    snprintf(text, sizeof(text), "%s%s", strchr(".:", id_and_state[0]) ? "" : ":",
             id_and_state);
    for (line = picture; *line != '\0'; line = strchr(line, '\n') + 1) {
        if (strncmp(line, "occurrences ", 12) == 0) {
            const char *at = strstr(line, text);

            n += at != NULL && at < strchr(line, '\n');
        }
    }
    return n;
}

/* --- cases whose reporters may be silent --- */

static inline sup_rc
sup_test_make_verified(sup_ctx *c, void *data)
{
    sup_arena *a = c->arena;
    Sup__CaseRecord *record = SUP_NEW(a, Sup__CaseRecord, sup__case_record__descriptor);
    Sup__Case *k = SUP_NEW(a, Sup__Case, sup__case__descriptor);
    Sup__Event *event = SUP_NEW(a, Sup__Event, sup__event__descriptor);

    k->id = data;
    k->kind = SUP__CASE__KIND__complaint;
    k->domain = "water";
    k->category = "general";
    k->text = "饮水机坏了";
    k->unit = "water-unit";
    k->severity = SUP__CASE__SEVERITY__minor;
    k->state = SUP__CASE__STATE__verified;
    k->source = SUP__CASE__SOURCE__web;
    k->submitted_at = sup_timestamp(a, c->now_ms - SUP_TEST_DAY_MS);
    k->rectified_at = sup_timestamp(a, c->now_ms - SUP_TEST_HOUR_MS);
    k->verified_at = sup_timestamp(a, c->now_ms);
    k->counters = SUP_NEW(a, Sup__Counters, sup__counters__descriptor);
    k->deadlines = SUP_NEW(a, Sup__Deadlines, sup__deadlines__descriptor);
    k->deadlines->rectify_by = sup_timestamp(a, c->now_ms);
    record->case_ = k;
    event->action = "submit";
    return sup_case_save(c, record, 0, NULL, event);
}

static inline void
sup_test_verified_case(sup_test_site *t, const char *id)
{
    static sup_test_ctx x;

    assert_int_equal(sup_test_ctx_run(t, &x, "", "", sup_test_make_verified, (void *)id),
                     SUP_OK);
}

static inline unsigned
sup_test_is_closed(sup_test_site *t, const char *id)
{
    char target[64];

    snprintf(target, sizeof(target), "cases/%s", id);
    assert_int_equal(sup_test_site_ask(t, SUP_METHOD_GET, "office", target, ""), 200);
    return sup_test_site_says(t, "\"state\":\"closed\"");
}

#endif
