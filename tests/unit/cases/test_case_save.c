/* A case saved as a difference (sup_case_save.c), over the memory store.
 * Owns: that indexes follow the case whatever changes, and that hearers keep their bounds.
 * Must not know: nginx, Redis, what an action does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "core/sup_facts.h"
#include "sup_test_case.h"
#include "supervision/v1/cases.pb-c.h"

#define ID "261123-7KQ4M2X"

/* --- one case, changed step by step --- */

typedef void (*change)(sup_ctx *c, Sup__Case *k);

typedef struct {
    change change;
    size_t n_ops; /* that saving it took */
    size_t n_index_ops;
} step;

static void
as_reported(sup_ctx *c, Sup__Case *k)
{
    k->kind = SUP__CASE__KIND__complaint;
    k->domain = "water";
    k->category = "general";
    k->place = "hall-1";
    k->unit = "water-unit";
    k->severity = SUP__CASE__SEVERITY__minor;
    k->state = SUP__CASE__STATE__submitted;
    k->source = SUP__CASE__SOURCE__web;
    k->submitted_at = sup_timestamp(c->arena, c->now_ms);
    k->counters = SUP_NEW(c->arena, Sup__Counters, sup__counters__descriptor);
    k->deadlines = SUP_NEW(c->arena, Sup__Deadlines, sup__deadlines__descriptor);
    k->deadlines->sign_by = sup_timestamp(c->arena, c->now_ms + 1000);
    k->deadlines->rectify_by = sup_timestamp(c->arena, c->now_ms + 2000);
}

static void
reworded(sup_ctx *c, Sup__Case *k)
{
    (void)c;
    k->text = "改过的文字";
}

/* All that a unit can have to its account, and all that the board counts at once. */
static void
solved(sup_ctx *c, Sup__Case *k)
{
    k->state = SUP__CASE__STATE__closed;
    k->answered_at = sup_timestamp(c->arena, c->now_ms);
    k->rectified_at = sup_timestamp(c->arena, c->now_ms);
    k->counters->reopened = 1;
    k->satisfaction = SUP_NEW(c->arena, Sup__Satisfaction, sup__satisfaction__descriptor);
    k->satisfaction->word = SUP__SATISFACTION__WORD__satisfied;
}

static void
silent_elsewhere(sup_ctx *c, Sup__Case *k)
{
    (void)c;
    k->domain = "light";
    k->unit = "light-unit";
    k->kind = SUP__CASE__KIND__directive;
    k->state = SUP__CASE__STATE__rectifying;
    k->satisfaction = NULL;
}

static void
count_ops(const sup_ctx *c, step *s)
{
    s->n_ops = c->n_ops;
    s->n_index_ops = 0;
    for (size_t i = 0; i < c->n_ops; i++) {
        s->n_index_ops +=
            c->ops[i].kind == SUP_OP_INDEX_ADD || c->ops[i].kind == SUP_OP_INDEX_REMOVE;
    }
}

static sup_rc
save(sup_ctx *c, void *data)
{
    step *s = data;
    ProtobufCMessage *message = NULL;
    Sup__CaseRecord *before = NULL;
    uint64_t version = 0;
    sup_rc rc =
        sup_ctx_message(c, "case:" ID, &sup__case_record__descriptor, &message, &version);
    Sup__CaseRecord *record = (Sup__CaseRecord *)message;
    Sup__Event *event = SUP_NEW(c->arena, Sup__Event, sup__event__descriptor);

    if (rc != SUP_OK) {
        return rc;
    }
    if (record == NULL) {
        record = SUP_NEW(c->arena, Sup__CaseRecord, sup__case_record__descriptor);
        record->case_ = SUP_NEW(c->arena, Sup__Case, sup__case__descriptor);
        record->case_->id = ID;
        as_reported(c, record->case_);
    } else {
        before = sup_case_remember(c, record);
    }
    s->change(c, record->case_);
    event->action = "submit";
    rc = sup_case_save(c, record, version, before, event);
    count_ops(c, s);
    return rc;
}

static step
saved(sup_test_site *t, change how)
{
    step s = {.change = how};
    sup_test_ctx *x = sup_calloc(&t->arena->arena, sizeof(*x));

    assert_int_equal(sup_test_ctx_run(t, x, "office", "", save, &s), SUP_OK);
    return s;
}

/* --- what is in the store --- */

static const char *const indexes[] = {"by:all",
                                      "by:domain:water",
                                      "by:domain:light",
                                      "by:unit:water-unit",
                                      "by:unit:light-unit",
                                      "by:state:1",
                                      "by:state:3",
                                      "by:state:6",
                                      "open",
                                      "open:unit:water-unit",
                                      "open:unit:light-unit",
                                      "due:water",
                                      "due:light",
                                      "near:water:general:hall-1",
                                      "near:light:general:hall-1",
                                      "directives",
                                      "directives:unit:water-unit",
                                      "directives:unit:light-unit"};
static const char *const counters[] = {"board:2026-11", "figures:water-unit:2026-11",
                                       "figures:light-unit:2026-11"};

typedef struct {
    char text[8192];
    size_t len;
} picture;

static void
draw(picture *p, const char *key, sup_str name, int64_t value)
{
    p->len +=
        (size_t)snprintf(p->text + p->len, sizeof(p->text) - p->len, "%s %.*s %lld\n",
                         key, (int)name.len, name.data, (long long)value);
    assert_true(p->len < sizeof(p->text));
}

static sup_rc
take_picture(sup_ctx *c, void *data)
{
    picture *p = data;
    const sup_read *read = NULL;
    sup_rc rc = SUP_OK;

    p->len = 0;
    for (size_t i = 0; i < sizeof(indexes) / sizeof(indexes[0]); i++) {
        sup_rc one = sup_ctx_range(c, indexes[i], NULL, NULL, 0, 100, &read);

        for (size_t m = 0; one == SUP_OK && m < read->n; m++) {
            draw(p, indexes[i], read->members[m], 1);
        }
        rc = sup_worst(rc, one);
    }
    for (size_t i = 0; i < sizeof(counters) / sizeof(counters[0]); i++) {
        sup_rc one = sup_ctx_counters(c, counters[i], &read);

        for (size_t m = 0; one == SUP_OK && m < read->n; m++) {
            if (read->counters[m].value != 0) {
                draw(p, counters[i], read->counters[m].name, read->counters[m].value);
            }
        }
        rc = sup_worst(rc, one);
    }
    return rc;
}

static const char *
pictured(sup_test_site *t)
{
    picture *p = sup_calloc(&t->arena->arena, sizeof(*p));
    sup_test_ctx *x = sup_calloc(&t->arena->arena, sizeof(*x));

    assert_int_equal(sup_test_ctx_run(t, x, "", "", take_picture, p), SUP_OK);
    return p->text;
}

/* --- tests --- */

static void
test_save__a_new_text_changes_the_record_and_its_history_alone(void **state)
{
    sup_test_site *t = *state;
    const char *before;
    step s;

    saved(t, reworded);
    before = pictured(t);
    s = saved(t, reworded);
    assert_int_equal(s.n_ops, 3); /* a check, an event, the record */
    assert_string_equal(pictured(t), before);
}

static void
solved_elsewhere(sup_ctx *c, Sup__Case *k)
{
    solved(c, k);
    silent_elsewhere(c, k);
}

static void
test_save__indexes_and_counters_are_as_if_it_had_always_been_so(void **state)
{
    sup_test_site *t = *state;
    sup_test_site *fresh = sup_test_site_create();

    saved(t, reworded);
    saved(t, solved);
    saved(t, reworded);
    saved(t, silent_elsewhere);
    saved(fresh, solved_elsewhere);
    assert_string_equal(pictured(t), pictured(fresh));
    sup_test_site_destroy(fresh);
}

/* Each hearer states the most ops that it adds, and a hearer that adds more is stopped
 * (engine/sup_topic.c): here all of them have all to do, for everything that is counted
 * of the case goes from one domain and unit to another. */
static void
test_save__the_largest_change_keeps_every_hearers_bound(void **state)
{
    sup_test_site *t = *state;
    step s;

    saved(t, solved);
    s = saved(t, silent_elsewhere);
    /* out of 4 indexes; into those and the 5 of an open directive whose clock runs */
    assert_int_equal(s.n_index_ops, 4 + 4 + 2 + 2 + 1 + 1);
    assert_true(s.n_ops <= SUP_OPS_MAX / 8); /* a report raises 15 cases in one commit */
    s = saved(t, solved);
    assert_true(s.n_ops <= SUP_OPS_MAX / 8);
}

/* The copy that a change is told apart from shares nothing with the record. */
static sup_rc
remember(sup_ctx *c, void *data)
{
    sup_test_looked l = {.id = ID};
    sup_rc rc = sup_test_case_look(c, &l);

    if (rc == SUP_OK) {
        Sup__CaseRecord *copy = sup_case_remember(c, l.k.record);

        l.k.c->counters->reopened = 7;
        l.k.c->domain[0] = 'W';
        *(unsigned *)data = copy->case_->counters->reopened == 0 &&
                            strcmp(copy->case_->domain, "water") == 0;
    }
    return rc;
}

static void
test_remember__shares_nothing_with_the_record(void **state)
{
    sup_test_site *t = *state;
    static sup_test_ctx x;
    unsigned whole = 0;

    saved(t, reworded);
    assert_int_equal(sup_test_ctx_run(t, &x, "", "", remember, &whole), SUP_OK);
    assert_true(whole);
}

int
main(void)
{
#define TEST(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, sup_test_site_begin, sup_test_site_end)
    const struct CMUnitTest tests[] = {
        TEST(test_save__a_new_text_changes_the_record_and_its_history_alone),
        TEST(test_save__indexes_and_counters_are_as_if_it_had_always_been_so),
        TEST(test_save__the_largest_change_keeps_every_hearers_bound),
        TEST(test_remember__shares_nothing_with_the_record),
    };

    return cmocka_run_group_tests_name("case_save", tests, NULL, NULL);
}
