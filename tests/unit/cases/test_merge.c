/* Actions that race with somebody else (sup_doing_end.c), over the memory store.
 * Owns: that merging and withdrawing lose nobody who joins at their last moment.
 * Must not know: nginx, Redis. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "cases/sup_cases_subject.h"
#include "cases/sup_work.h"
#include "sup_test_case.h"
#include "supervision/v1/cases.pb-c.h"

typedef struct {
    sup_test_site *site;
    sup_test_racer racer;
    sup_test_reported a;
    sup_test_reported b;
} race;

static int
begin(void **state)
{
    race *r = calloc(1, sizeof(*r));

    r->site = sup_test_site_create();
    r->a = sup_test_case_report(r->site, "", "");
    r->b = sup_test_case_report(r->site, "", "");
    sup_test_racer_init(&r->racer, r->site);
    r->racer.data = r;
    *state = r;
    return 0;
}

static int
end(void **state)
{
    race *r = *state;

    sup_test_site_destroy(r->site);
    free(r);
    return 0;
}

/* --- who comes first --- */

static sup_rc
support(sup_ctx *c, void *data)
{
    const race *r = data;

    sup_ctx_rewind(c);
    c->params = (sup_str[]){sup_str_c(r->a.id)};
    return sup_decide_support(c);
}

static void
somebody_joins_a(void *data)
{
    race *r = data;
    sup_test_ctx *x = sup_calloc(&r->site->arena->arena, sizeof(*x));

    assert_int_equal(sup_test_ctx_run(r->site, x, "leader", "", support, r), SUP_OK);
}

static sup_rc
merge(sup_ctx *c, void *data)
{
    race *r = data;
    Sup__ActionRequest *in =
        SUP_NEW(c->arena, Sup__ActionRequest, sup__action_request__descriptor);

    sup_ctx_rewind(c);
    in->parent = r->a.id;
    c->params = (sup_str[]){sup_str_c(r->b.id)};
    c->variant = &sup_action_row_of(SUP_ACTION_MERGE)->variant;
    c->input = &in->base;
    return sup_decide_action(c);
}

static void
another_officer_merges_b_into_a(void *data)
{
    race *r = data;
    sup_test_ctx *x = sup_calloc(&r->site->arena->arena, sizeof(*x));

    assert_int_equal(sup_test_ctx_run(r->site, x, "office", "", merge, r), SUP_OK);
}

static unsigned
merge_a_into_b(race *r)
{
    char body[64];

    snprintf(body, sizeof(body), "{\"parent\":\"%s\"}", r->b.id);
    return sup_test_case_act(r->site, "office", r->a.id, "merge", body);
}

/* --- tests --- */

static void
test_merge__takes_over_whoever_joins_at_its_last_moment(void **state)
{
    race *r = *state;

    r->racer.first = somebody_joins_a;
    assert_int_equal(merge_a_into_b(r), 200);
    assert_int_equal(r->racer.commits, 2); /* the first one has lost */
    assert_int_equal(sup_test_case_kept(r->site, r->a.id).c->state,
                     SUP__CASE__STATE__merged);
    /* its supporter, and its reporter */
    assert_int_equal(sup_test_case_kept(r->site, r->b.id).supporters, 2);
    assert_int_equal(sup_test_case_kept(r->site, r->b.id).record->event_count, 2);
}

static void
test_merge__of_two_into_each_other_at_once_leaves_one_to_act_on(void **state)
{
    race *r = *state;

    r->racer.first = another_officer_merges_b_into_a;
    assert_int_equal(merge_a_into_b(r), 422);
    assert_true(sup_test_site_says(r->site, "\"code\":\"parent\""));
    assert_int_equal(sup_test_case_kept(r->site, r->b.id).c->state,
                     SUP__CASE__STATE__merged);
    assert_int_equal(sup_test_case_kept(r->site, r->a.id).c->state,
                     SUP__CASE__STATE__submitted);
    assert_int_equal(sup_test_case_kept(r->site, r->a.id).supporters, 1);
}

static void
test_merge__an_officer_of_one_domain_merges_into_no_other(void **state)
{
    race *r = *state;
    sup_test_site *t = r->site;

    assert_int_equal(sup_test_site_ask(t, SUP_METHOD_POST, "", "cases",
                                       "{\"kind\":\"repair\",\"domain\":\"light\","
                                       "\"text\":\"灯坏了\"}"),
                     201);
    sup_test_case_copy(t, "{\"case\":{\"id\":\"", r->b.id, SUP_CASE_ID_LEN);
    t->domains = "water";
    assert_int_equal(merge_a_into_b(r), 403);
    assert_true(sup_test_site_says(t, "\"code\":\"domain\",\"field\":\"parent\""));
    t->domains = "water,light";
    assert_int_equal(merge_a_into_b(r), 200);
}

static void
test_merge__into_itself_or_into_nothing_is_refused(void **state)
{
    race *r = *state;

    memcpy(r->b.id, r->a.id, sizeof(r->b.id));
    assert_int_equal(merge_a_into_b(r), 422);
    memcpy(r->b.id, "261123-0000000", sizeof(r->b.id));
    assert_int_equal(merge_a_into_b(r), 422);
    assert_true(sup_test_site_says(r->site, "\"code\":\"parent\""));
}

static void
test_withdraw__is_refused_when_somebody_joins_at_its_last_moment(void **state)
{
    race *r = *state;
    sup_test_site *t = r->site;

    r->racer.first = somebody_joins_a;
    t->receipt = r->a.receipt;
    assert_int_equal(sup_test_case_act(t, "", r->a.id, "withdraw", "{}"), 409);
    assert_true(sup_test_site_says(t, "\"code\":\"supported\""));
    t->receipt = r->b.receipt;
    assert_int_equal(sup_test_case_act(t, "", r->b.id, "withdraw", "{}"), 200);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(test_merge__takes_over_whoever_joins_at_its_last_moment),
        TEST(test_merge__of_two_into_each_other_at_once_leaves_one_to_act_on),
        TEST(test_merge__an_officer_of_one_domain_merges_into_no_other),
        TEST(test_merge__into_itself_or_into_nothing_is_refused),
        TEST(test_withdraw__is_refused_when_somebody_joins_at_its_last_moment),
    };

    return cmocka_run_group_tests_name("merge", tests, NULL, NULL);
}
