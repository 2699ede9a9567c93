/* A new case (sup_case_new.c) over the memory store, whichever door it comes by.
 * Owns: what every new case has, and what is kept of who reported it.
 * Must not know: nginx, Redis. */
#define _GNU_SOURCE /* memmem */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "engine/sup_roles.h"
#include "sup_test_case.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/cases.pb-c.h"

static sup_new_case
plain(sup_test_site *t)
{
    return (sup_new_case){.kind = SUP__CASE__KIND__repair,
                          .source = SUP__CASE__SOURCE__web,
                          .severity = SUP__CASE__SEVERITY__minor,
                          .rulebook = t->books[0],
                          .category = "general",
                          .text = "饮水机坏了",
                          .unit = "water-unit"};
}

typedef struct {
    sup_new_case what;
    sup_new_notice *notice; /* its numbers are loaded and saved here */
    sup_case made;
} door;

static sup_rc
come_in(sup_ctx *c, void *data)
{
    door *d = data;
    sup_rc rc = SUP_OK;

    sup_ctx_rewind(c);
    d->what.id = sup_draw_id(c);
    d->what.notice = d->notice;
    if (d->notice != NULL) {
        rc = sup_sequence_load(c, "notice", d->notice->numbers);
    }
    if (rc == SUP_OK) {
        rc = sup_case_new(c, &d->what, &d->made);
    }
    return rc == SUP_OK && d->notice != NULL ? sup_sequence_save(c, d->notice->numbers)
                                             : rc;
}

static sup_case
make(sup_test_site *t, const char *role, sup_new_case what, sup_new_notice *notice)
{
    door d = {.what = what, .notice = notice};
    sup_test_ctx *x = sup_calloc(&t->arena->arena, sizeof(*x));

    assert_int_equal(sup_test_ctx_run(t, x, role, "", come_in, &d), SUP_OK);
    return sup_test_case_kept(t, d.made.c->id);
}

static void
test_new__has_what_its_door_says_and_what_every_case_has(void **state)
{
    sup_test_site *t = *state;
    sup_case k = make(t, "", plain(t), NULL);

    assert_string_equal(k.c->domain, "water");
    assert_string_equal(k.c->category, "general");
    assert_string_equal(k.c->text, "饮水机坏了");
    assert_string_equal(k.c->unit, "water-unit");
    assert_int_equal(k.c->state, SUP__CASE__STATE__submitted);
    assert_true(sup_timestamp_ms(k.c->submitted_at) == SUP_TEST_NOW_MS);
    assert_true(sup_timestamp_ms(k.c->deadlines->sign_by) ==
                SUP_TEST_NOW_MS + 60 * 60000);
    assert_true(sup_timestamp_ms(k.c->deadlines->rectify_by) ==
                SUP_TEST_NOW_MS + 600 * 60000);
    assert_non_null(k.c->counters);
    assert_true(strncmp(k.c->rulebook, "2026.11 ", 8) == 0 &&
                strlen(k.c->rulebook) == 20);
    assert_string_equal(k.record->period, "2026-11");
    assert_int_equal(k.record->event_count, 1);
    /* what its door did not say */
    assert_string_equal(k.c->place, "");
    assert_string_equal(k.c->found_by, "");
    assert_null(k.c->ledger);
    assert_null(k.c->notice);
    assert_int_equal(k.c->n_tags + k.c->n_attachments + k.c->n_reasons, 0);
}

static void
test_new__an_anonymous_case_keeps_nothing_of_who_is_signed_in(void **state)
{
    sup_test_site *t = *state;
    sup_case k = make(t, "reporter", plain(t), NULL);

    assert_true(k.c->anonymous);
    assert_int_equal(k.record->reporter.len, 0);
    assert_int_equal(k.record->sealed_contact.len, 0);
    assert_int_equal(k.record->receipt_hash.len, 0);
}

static void
test_new__a_reporter_with_a_contact_finds_it_by_his_name_an_officer_does_not(void **state)
{
    sup_test_site *t = *state;
    Sup__Contact contact = SUP__CONTACT__INIT;
    sup_new_case what = plain(t);
    sup_case k;

    contact.phone = "13800000000";
    what.contact = &contact;
    k = make(t, "office", what, NULL);
    assert_int_equal(k.record->reporter.len, 0);
    assert_false(k.c->anonymous);
    k = make(t, "reporter", what, NULL);
    assert_int_equal(k.record->reporter.len, SUP_HASH_LEN);
    assert_null(memmem(k.record->sealed_contact.data, k.record->sealed_contact.len,
                       contact.phone, strlen(contact.phone)));
    assert_int_equal(sup_test_case_get(t, "reporter", k.c->id, ""), 200);
    assert_true(sup_test_site_says(t, contact.phone));
    assert_int_equal(sup_test_case_get(t, "office", k.c->id, ""), 200);
    assert_true(sup_test_site_says(t, contact.phone));
    assert_int_equal(sup_test_case_get(t, "inspector", k.c->id, ""), 200);
    assert_false(sup_test_site_says(t, contact.phone));
}

static void
test_new__the_event_of_one_who_speaks_for_himself_names_nobody(void **state)
{
    sup_test_site *t = *state;
    sup_new_case what = plain(t);
    sup_case k;

    what.by_reporter = 1;
    k = make(t, "office", what, NULL);
    assert_int_equal(sup_test_case_get(t, "office", k.c->id, "/history"), 200);
    assert_true(sup_test_site_says(t, "\"role\":\"reporter\""));
    assert_false(sup_test_site_says(t, "\"user\""));
    what.by_reporter = 0;
    k = make(t, "office", what, NULL);
    assert_int_equal(sup_test_case_get(t, "office", k.c->id, "/history"), 200);
    assert_true(sup_test_site_says(t, "\"user\":\"office\""));
}

static void
test_new__with_a_notice_it_is_two_events_of_one_commit(void **state)
{
    sup_test_site *t = *state;
    Sup__Unit unit = SUP__UNIT__INIT;
    Sup__ActionRequest in = SUP__ACTION_REQUEST__INIT;
    sup_sequence numbers;
    sup_new_notice notice = {
        .in = &in, .unit = &unit, .numbers = &numbers, .deadline_percent = 50};
    sup_new_case what = plain(t);
    sup_case k;

    unit.id = "water-unit";
    in.facts = "台面有积水，电话 13800000000";
    in.requirement = "立即整改";
    in.signer = "张三";
    what.kind = SUP__CASE__KIND__inspection;
    what.found_by = "261123-0000001";
    k = make(t, "inspector", what, &notice);
    assert_int_equal(k.c->state, SUP__CASE__STATE__dispatched);
    assert_string_equal(k.c->notice->number, "后勤整改〔2026〕1号");
    assert_null(strstr(k.c->notice->facts, "13800000000")); /* masked */
    assert_true(sup_timestamp_ms(k.c->deadlines->rectify_by) ==
                SUP_TEST_NOW_MS + 300 * 60000);
    assert_int_equal(k.record->event_count, 2);
    k = make(t, "inspector", what, &notice);
    assert_string_equal(k.c->notice->number, "后勤整改〔2026〕2号");
    assert_int_equal(sup_test_case_get(t, "office", k.c->id, "/history"), 200);
    assert_true(sup_test_site_says(t, "\"intact\":true"));
    assert_true(sup_test_site_find(t, "\"submit\"") <
                sup_test_site_find(t, "\"dispatch\""));
    assert_true(sup_test_site_says(t, "\"related_inspection\":\"261123-0000001\""));
}

static void
test_receipt__that_a_submit_shows_opens_its_case_and_no_other(void **state)
{
    sup_test_site *t = *state;
    static const char contact[] = ",\"contact\":{\"phone\":\"13800000000\"}";
    sup_test_reported one = sup_test_case_report(t, "", contact);
    sup_test_reported two = sup_test_case_report(t, "", contact);

    t->receipt = one.receipt;
    assert_int_equal(sup_test_case_get(t, "", one.id, ""), 200);
    assert_true(sup_test_site_says(t, "13800000000"));
    t->receipt = one.receipt;
    assert_int_equal(sup_test_case_get(t, "", two.id, ""), 403);
    assert_int_equal(sup_test_case_get(t, "", one.id, ""), 200);
    assert_false(sup_test_site_says(t, "13800000000"));
}

int
main(void)
{
#define TEST(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, sup_test_site_begin, sup_test_site_end)
    const struct CMUnitTest tests[] = {
        TEST(test_new__has_what_its_door_says_and_what_every_case_has),
        TEST(test_new__an_anonymous_case_keeps_nothing_of_who_is_signed_in),
        TEST(
            test_new__a_reporter_with_a_contact_finds_it_by_his_name_an_officer_does_not),
        TEST(test_new__the_event_of_one_who_speaks_for_himself_names_nobody),
        TEST(test_new__with_a_notice_it_is_two_events_of_one_commit),
        TEST(test_receipt__that_a_submit_shows_opens_its_case_and_no_other),
    };

    return cmocka_run_group_tests_name("case_new", tests, NULL, NULL);
}
