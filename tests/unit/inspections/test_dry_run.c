/* Past inspections scored by a candidate rulebook, over the memory store: what differs is
 * told, what does not is not, and nothing is stored.
 * Owns: reports written as the inspections' endpoint writes them.
 * Must not know: the arithmetic, nginx, Redis. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "cases/sup_case.h"
#include "engine/sup_index.h"
#include "scoring/sup_scoring.h"
#include "sup_test_site.h"
#include "sup_test_water.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#define PATH "domains/water/dry-run"
#define DAY  86400000LL

static const sup_plugin plugin = {SUP_PLUGIN_HEAD, .domain = "water",
                                  .score = sup_test_water_score};

static int
begin(void **state)
{
    sup_test_site *t = sup_test_site_create();

    sup_rulebook_release(t->books[0]);
    t->books[0] = sup_test_water_book(&t->arena->arena, sup_test_water);
    t->books[0]->plugin = &plugin;
    *state = t;
    return 0;
}

static int
end(void **state)
{
    sup_test_site_destroy(*state);
    return 0;
}

/* --- reports --- */

/* Eight answers as values; clean is 1 or 0. An item that is NAN is not applicable. */
typedef struct {
    double clean, dust, hair, look, fridge, core, wait, lot;
} told;

static const told well = {1, 0, 0, 4, 4, 75, 30, 1};
static const char *const codes[] = {"clean",  "dust", "hair", "look",
                                    "fridge", "core", "wait", "lot"};

static const sup_case_handled figures = {.complaints = {8, 6, 1, 2}};
static const uint32_t repeats[16] = {0, 2, 0, 0, 1};

static void
answer_all(sup_test_site *t, Sup__Inspection *report, const told *given)
{
    const double *values = &given->clean;
    size_t i;

    report->answers = sup_calloc(&t->arena->arena, 8 * sizeof(*report->answers));
    for (i = 0; i < 8; i++) {
        Sup__Answer *a = SUP_NEW(&t->arena->arena, Sup__Answer, sup__answer__descriptor);

        a->item = (char *)(uintptr_t)codes[i];
        if (values[i] != values[i]) {
            a->result = SUP__ANSWER__RESULT__not_applicable;
        } else if (i == 0) {
            a->result =
                values[0] != 0 ? SUP__ANSWER__RESULT__pass : SUP__ANSWER__RESULT__fail;
        } else {
            a->values = sup_calloc(&t->arena->arena, 2 * sizeof(double));
            a->values[0] = values[i];
            a->n_values = i == 7 ? 2 : 1; /* the lot has two columns */
        }
        a->note = "见现场";
        report->answers[report->n_answers++] = a;
    }
}

static Sup__Inspection *
report_of(sup_test_site *t, const char *id, int64_t at_ms, const told *given)
{
    Sup__Inspection *report =
        SUP_NEW(&t->arena->arena, Sup__Inspection, sup__inspection__descriptor);
    sup_ctx c = {.arena = &t->arena->arena};
    sup_scoring_facts facts = {.complaints = figures.complaints,
                               .repeats = repeats,
                               .purpose = SUP_SCORING_PREVIEW};
    sup_checklist list;

    report->id = (char *)(uintptr_t)id;
    report->domain = "water";
    report->template_ = "whole";
    report->check = SUP__TEMPLATE__CHECK__comprehensive;
    report->number = "后勤检查〔2026〕1号";
    report->unit_name = "饮水中心";
    report->submitted_at = sup_timestamp(&t->arena->arena, at_ms);
    answer_all(t, report, given);
    assert_int_equal(sup_checklist_of(c.arena, t->books[0],
                                      sup_rulebook_template(t->books[0], "whole"), &list),
                     SUP_OK);
    assert_int_equal(sup_score_answers(&c, t->books[0], &list, report->answers,
                                       report->n_answers, &facts, &report->score),
                     SUP_OK);
    return report;
}

static void
committed(void *data, sup_rc rc, uint64_t version, size_t at)
{
    (void)version;
    (void)at;
    *(sup_rc *)data = rc;
}

static void
put(sup_test_site *t, const Sup__Inspection *report, sup_str record)
{
    char time[SUP_INDEX_TIME_LEN + 1];
    sup_store *store = sup_store_memory_store(t->memory);
    sup_arena *arena = &t->arena->arena;
    sup_op ops[2] = {{.kind = SUP_OP_PUT, .bytes = record}, {.kind = SUP_OP_INDEX_ADD}};
    sup_rc rc = SUP_AGAIN;

    sup_index_time(time, sup_timestamp_ms(report->submitted_at));
    ops[0].key = sup_str_c(sup_sprintf(arena, "inspection:%s", report->id));
    ops[1].key = SUP_STR("inspections:domain:water");
    ops[1].member = sup_str_c(
        sup_sprintf(arena, "%s:%s:%d:water", time, report->id, (int)report->check));
    assert_int_equal(store->commit(store, arena, t->site.campus, ops, 2, committed, &rc),
                     SUP_OK);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_int_equal(rc, SUP_OK);
}

static void
issue(sup_test_site *t, const Sup__Inspection *report)
{
    Sup__InspectionRecord *record = SUP_NEW(&t->arena->arena, Sup__InspectionRecord,
                                            sup__inspection_record__descriptor);
    sup_str bytes, packed;

    record->schema = 1;
    assert_int_equal(sup_pb_print(&t->arena->arena, &report->base, &bytes), SUP_OK);
    record->report = (ProtobufCBinaryData){bytes.len, (uint8_t *)(uintptr_t)bytes.data};
    assert_int_equal(sup_pb_print(&t->arena->arena, &record->base, &packed), SUP_OK);
    put(t, report, packed);
}

/* --- asking --- */

/* The rulebook with these words in the place of those, once. */
static char *
with(sup_test_site *t, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);

    assert_non_null(at);
    return sup_sprintf(&t->arena->arena, "%.*s%s%s", (int)(at - text), text, to,
                       at + strlen(from));
}

static Sup__DryRunRequest *
request(sup_test_site *t, const char *text)
{
    Sup__DryRunRequest *in =
        SUP_NEW(&t->arena->arena, Sup__DryRunRequest, sup__dry_run_request__descriptor);

    in->rulebook = (char *)(uintptr_t)text;
    return in;
}

static unsigned
ask(sup_test_site *t, const char *role, const Sup__DryRunRequest *in)
{
    sup_str body;

    assert_int_equal(sup_json_print(&t->arena->arena, &in->base, &body), SUP_OK);
    return sup_test_site_ask(t, SUP_METHOD_POST, role, PATH, body.data);
}

static Sup__DryRun *
run(sup_test_site *t, const Sup__DryRunRequest *in)
{
    static const sup_wire_limits wide = {16 << 20, 16, 100000};
    ProtobufCMessage *message = NULL;
    sup_wire_error error;

    if (ask(t, "office", in) != 200 ||
        sup_json_parse(&t->arena->arena, &sup__dry_run__descriptor, t->reply.body, &wide,
                       &message, &error) != SUP_OK) {
        fail_msg("%.*s", (int)t->reply.body.len, t->reply.body.data);
    }
    return (Sup__DryRun *)message;
}

static const Sup__DryRun__LineChange *
line(const Sup__DryRun__Change *change, const char *item)
{
    size_t i;

    for (i = 0; i < change->n_lines; i++) {
        if (strcmp(change->lines[i]->item, item) == 0) {
            return change->lines[i];
        }
    }
    fail_msg("no line of %s", item);
    return NULL;
}

/* --- tests --- */

static void
test_dry_run__a_report_comes_out_as_it_was_issued_by_its_own_rulebook(void **state)
{
    static const told rows[] = {{1, 0, 0, 4, 4, 75, 30, 1},
                                {0, 3, 1, 2, 9, 69, 121, 0.3},
                                {1, 2, 0.0 / 0.0, 3, 8, 70, 0.0 / 0.0, 0.6},
                                {1, 9, 9, 0, -1, 75, 30, -1}};
    sup_test_site *t = *state;
    sup_ctx c = {.arena = &t->arena->arena};
    sup_checklist list;
    size_t i;

    assert_int_equal(sup_checklist_of(c.arena, t->books[0],
                                      sup_rulebook_template(t->books[0], "whole"), &list),
                     SUP_OK);
    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        Sup__Inspection *report = report_of(t, "261126-0000001", t->now_ms, &rows[i]);
        Sup__Score *again = NULL;
        sup_str then, now;

        assert_int_equal(sup_score_again(&c, t->books[0], &list, report->score,
                                         report->answers, report->n_answers, &again),
                         SUP_OK);
        assert_int_equal(sup_pb_print(c.arena, &report->score->base, &then), SUP_OK);
        assert_int_equal(sup_pb_print(c.arena, &again->base, &now), SUP_OK);
        assert_true(sup_str_eq(then, now));
    }
}

static void
test_dry_run__the_same_rules_change_nothing(void **state)
{
    static const told bad = {0, 3, 1, 2, 9, 75, 121, 0.3};
    sup_test_site *t = *state;
    Sup__DryRun *out;

    issue(t, report_of(t, "261126-0000001", t->now_ms - DAY, &well));
    issue(t, report_of(t, "261126-0000002", t->now_ms, &bad));
    out = run(t, request(t, with(t, sup_test_water, "version: \"2026.11\"",
                                 "version: \"2026.12\"")));
    assert_int_equal(out->scored, 2);
    assert_int_equal(out->changed, 0);
    assert_int_equal(out->n_changes, 0);
    assert_int_equal(out->n_skipped, 0);
    assert_string_equal(out->version, "2026.12");
    assert_string_not_equal(out->digest, t->books[0]->digest);
    assert_string_equal(out->next_cursor, "");
}

static void
test_dry_run__a_stricter_limit_is_told_with_both_answers(void **state)
{
    sup_test_site *t = *state;
    told warm = well;
    const Sup__DryRun__Change *change;
    const Sup__DryRun__LineChange *fridge;
    Sup__DryRun *out;

    warm.fridge = 6;
    issue(t, report_of(t, "261126-0000001", t->now_ms - DAY, &well));
    issue(t, report_of(t, "261126-0000002", t->now_ms, &warm));
    out = run(t, request(t, with(t, sup_test_water, "at_most { value: 8 }",
                                 "at_most { value: 5 }")));
    assert_int_equal(out->scored, 2);
    assert_int_equal(out->changed, 2); /* the limit is in the other's words too */
    change = out->changes[0];          /* newest first */
    assert_string_equal(change->inspection, "261126-0000002");
    assert_string_equal(change->number, "后勤检查〔2026〕1号");
    assert_string_equal(change->unit_name, "饮水中心");
    assert_true(change->percent_then == 97.09);
    assert_true(change->percent == 83.45); /* 60 + 0.4 x (20.4 - 7.5)/22 */
    assert_string_equal(change->grade_then, "优秀");
    assert_string_equal(change->grade, "良好");
    assert_int_equal(change->n_lines, 1);
    fridge = line(change, "fridge");
    assert_true(fridge->points_then == 100 && fridge->points == 0);
    assert_non_null(strstr(fridge->why, "由得满分变为不合格"));
    assert_non_null(
        strstr(fridge->why, "当时为“6 ℃（应为 0～8 ℃）”，现为“6 ℃（应为 0～5 ℃）”"));
    assert_non_null(strstr(fridge->why, "重复不合格由 1 倍变为 1.5 倍计"));
    assert_non_null(strstr(fridge->why_en, "from full points to failed"));
    change = out->changes[1];
    assert_true(change->percent == change->percent_then);
    assert_true(line(change, "fridge")->points == 100);
}

static void
test_dry_run__items_that_went_came_or_changed_their_kind_are_told(void **state)
{
    sup_test_site *t = *state;
    const char *text = with(t, sup_test_water, "code: \"dust\"", "code: \"dirt\"");
    const Sup__DryRun__Change *change;
    Sup__DryRun *out;

    text = with(t, text, "items: \"dust\"", "items: \"dirt\"");
    text = with(t, text, "answer: graded grades: 4", "answer: pass_fail");
    issue(t, report_of(t, "261126-0000001", t->now_ms, &well));
    out = run(t, request(t, text));
    assert_int_equal(out->scored, 1);
    assert_int_equal(out->changed, 1);
    change = out->changes[0];
    assert_int_equal(change->n_lines, 3);
    assert_true(line(change, "dust")->points == -1);
    assert_true(line(change, "dust")->points_then == 100);
    assert_string_equal(line(change, "dust")->why, "候选规则没有此项");
    assert_true(line(change, "look")->points == -1);
    assert_non_null(strstr(line(change, "look")->why, "作答方式不同"));
    assert_true(line(change, "dirt")->points == -1);
    assert_true(line(change, "dirt")->points_then == -1);
    assert_string_equal(line(change, "dirt")->why, "候选规则新增，当时没有检查");
    assert_true(change->percent == change->percent_then); /* all that is left was well */
}

static void
test_dry_run__weights_factors_and_what_is_critical_are_told(void **state)
{
    static const told bad = {1, 3, 0, 4, 4, 75, 30, 1};
    sup_test_site *t = *state;
    const char *text = with(t, sup_test_water, "repeat_factor: 1.5", "repeat_factor: 2");
    const Sup__DryRun__LineChange *dust;

    text = with(t, text, "weight: 4 at_most", "weight: 8 critical: true at_most");
    issue(t, report_of(t, "261126-0000001", t->now_ms, &bad));
    dust = line(run(t, request(t, text))->changes[0], "dust");
    assert_non_null(strstr(dust->why, "权重由 4 变为 8"));
    assert_non_null(strstr(dust->why, "重复不合格由 1.5 倍变为 2 倍计"));
    assert_non_null(strstr(dust->why, "计为关键项不合格"));
    assert_true(dust->points == 50 && dust->points_then == 50);
}

static void
test_dry_run__a_grade_may_change_though_no_line_does(void **state)
{
    sup_test_site *t = *state;
    const Sup__DryRun__Change *change;

    issue(t, report_of(t, "261126-0000001", t->now_ms, &well));
    change = run(t, request(t, with(t, sup_test_water, "at_least: 90", "at_least: 98")))
                 ->changes[0];
    assert_int_equal(change->n_lines, 0);
    assert_true(change->percent == change->percent_then);
    assert_string_equal(change->grade, "良好");
    assert_string_equal(change->grade_then, "优秀");
    assert_string_equal(change->version_then, "2026.11");
}

static void
test_dry_run__what_cannot_be_scored_at_all_is_named_with_why(void **state)
{
    sup_test_site *t = *state;
    Sup__Inspection *report = report_of(t, "261126-0000001", t->now_ms, &well);
    Sup__DryRun *out;

    issue(t, report);
    out = run(t, request(t, with(t, sup_test_water, "templates { code: \"whole\"",
                                 "templates { code: \"full\"")));
    assert_int_equal(out->scored, 0);
    assert_int_equal(out->n_skipped, 1);
    assert_non_null(strstr(out->skipped[0], "261126-0000001：候选规则没有这张检查表"));
    /* a checklist of the same name that asks for nothing of what was answered */
    out =
        run(t, request(t, with(t,
                               with(t, sup_test_water, "sections { code: \"cold\"",
                                    "sections { code: \"new\" name: \"新\" name_en: "
                                    "\"New\" weight: 1 items { code: \"extra\" text: "
                                    "\"新\" text_en: \"New\" answer: pass_fail weight: 1 "
                                    "basis: \"law\" category: \"general\" } }\n"
                                    "sections { code: \"cold\""),
                               "sections: \"cold\" sections: \"hygiene\"",
                               "sections: \"new\"")));
    assert_int_equal(out->scored, 0);
    assert_non_null(strstr(out->skipped[0], "261126-0000001：没有可沿用的答案"));
}

static void
test_dry_run__a_record_that_cannot_be_read_takes_nothing_else_away(void **state)
{
    sup_test_site *t = *state;
    Sup__DryRun *out;

    issue(t, report_of(t, "261126-0000001", t->now_ms, &well));
    put(t, report_of(t, "261126-0000002", t->now_ms - DAY, &well), SUP_STR("\xff"));
    out = run(t, request(t, sup_test_water));
    assert_int_equal(out->scored, 1);
    assert_int_equal(out->n_skipped, 1);
    assert_non_null(strstr(out->skipped[0], "261126-0000002：记录无法读取"));
}

/* The numbers that a hook takes no more: the line says so, and the rest is scored. */
static void
test_dry_run__numbers_that_the_present_hook_refuses_count_for_nothing(void **state)
{
    sup_test_site *t = *state;
    Sup__Inspection *report = report_of(t, "261126-0000001", t->now_ms, &well);
    const Sup__DryRun__LineChange *lot;

    report->answers[7]->note = "failed";
    issue(t, report);
    lot = line(run(t, request(t, sup_test_water))->changes[0], "lot");
    assert_true(lot->points == -1 && lot->points_then == 100);
    assert_non_null(strstr(lot->why, "由得满分变为不适用"));
}

static void
refused(sup_test_site *t, const Sup__DryRunRequest *in, unsigned status,
        const char *field, const char *says)
{
    char *wanted = sup_sprintf(&t->arena->arena, "\"field\":\"%s\"", field);

    if (ask(t, "office", in) != status || !sup_test_site_says(t, wanted) ||
        !sup_test_site_says(t, says)) {
        fail_msg("%s, %s: %.*s", field, says, (int)t->reply.body.len, t->reply.body.data);
    }
}

static void
test_dry_run__a_mistake_of_the_candidate_is_told_with_line_and_place(void **state)
{
    sup_test_site *t = *state;

    refused(t, request(t, ""), 422, "rulebook", "\"code\":\"required\"");
    refused(t, request(t, "domain: \"water\"\nnonsense: 1"), 422, "rulebook",
            "候选规则第 2 行有误（nonsense）");
    refused(t,
            request(t, with(t, sup_test_water, "basis: \"law\" basis",
                            "basis: \"no\" basis")),
            422, "rulebook", "sections[0].items[0].basis[0]");
    refused(t,
            request(t, with(t, sup_test_water, "domain: \"water\"", "domain: \"fire\"")),
            422, "rulebook", "the plugin says");
    refused(t, request(t, with(t, sup_test_water, "zero_at: 5", "zero_at: 1")), 422,
            "rulebook", "is not above at_most");
}

static void
test_dry_run__goes_on_where_the_cursor_says_and_for_that_candidate_alone(void **state)
{
    sup_test_site *t = *state;
    const char *text = with(t, sup_test_water, "at_least: 90", "at_least: 98");
    Sup__DryRunRequest *in = request(t, text);
    Sup__DryRun *out;
    size_t i, seen = 0;

    for (i = 0; i < 5; i++) {
        issue(t, report_of(t, sup_sprintf(&t->arena->arena, "261126-000000%zu", i),
                           t->now_ms - (int64_t)i * DAY, &well));
    }
    in->limit = 2;
    do {
        out = run(t, in);
        for (i = 0; i < out->n_changes; i++, seen++) {
            assert_true(out->changes[i]->inspection[13] == (char)('0' + seen));
        }
        in->cursor = out->next_cursor;
    } while (out->next_cursor[0] != '\0');
    assert_int_equal(seen, 5);
    in->cursor = "";
    out = run(t, in);
    in->cursor = out->next_cursor;
    in->rulebook = (char *)(uintptr_t)sup_test_water;
    assert_int_equal(ask(t, "office", in), 400);
    in->cursor = "";
    in->limit = 51;
    refused(t, in, 422, "limit", "1 至 50");
    in->limit = 0;
    in->rulebook = (char *)(uintptr_t)text;
    in->from = sup_timestamp(&t->arena->arena, t->now_ms - 3 * DAY);
    in->to = sup_timestamp(&t->arena->arena, t->now_ms - DAY);
    assert_int_equal(run(t, in)->scored, 2); /* from is within, to is not */
}

static void
test_dry_run__is_for_the_office(void **state)
{
    static const char *const roles[] = {"", "reporter", "unit", "inspector", "leader"};
    sup_test_site *t = *state;
    size_t i;

    for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
        assert_int_equal(ask(t, roles[i], request(t, sup_test_water)), 403);
    }
    assert_int_equal(ask(t, "admin", request(t, sup_test_water)), 200);
    assert_int_equal(
        sup_test_site_ask(t, SUP_METHOD_POST, "office", "domains/fire/dry-run", "{}"),
        404);
}

static void
test_dry_run__no_memory_is_told_wherever_it_ends(void **state)
{
    sup_test_site *t = *state;
    Sup__DryRunRequest *in = request(t, sup_test_water);
    unsigned status = 500;

    issue(t, report_of(t, "261126-0000001", t->now_ms, &well));
    for (t->budget = 60000; status != 200 && t->budget < 4000000; t->budget += 20011) {
        status = ask(t, "office", in);
        assert_true(status == 500 || status == 200);
    }
    assert_int_equal(status, 200);
    t->budget = SUP_TEST_UNBOUNDED;
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_dry_run__##name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_report_comes_out_as_it_was_issued_by_its_own_rulebook),
        TEST(the_same_rules_change_nothing),
        TEST(a_stricter_limit_is_told_with_both_answers),
        TEST(items_that_went_came_or_changed_their_kind_are_told),
        TEST(weights_factors_and_what_is_critical_are_told),
        TEST(a_grade_may_change_though_no_line_does),
        TEST(what_cannot_be_scored_at_all_is_named_with_why),
        TEST(a_record_that_cannot_be_read_takes_nothing_else_away),
        TEST(numbers_that_the_present_hook_refuses_count_for_nothing),
        TEST(a_mistake_of_the_candidate_is_told_with_line_and_place),
        TEST(goes_on_where_the_cursor_says_and_for_that_candidate_alone),
        TEST(is_for_the_office),
        TEST(no_memory_is_told_wherever_it_ends),
    };

    return cmocka_run_group_tests_name("dry run", tests, NULL, NULL);
}
