/* The application end to end over the store in memory: from a complaint to a closed
 * case.
 * Owns: the walk through the life cycle, conflicts, idempotency, memory that runs out.
 * Must not know: nginx, Redis. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "sup_test_plugins.h"
#include "sup_test_site.h"

/* Who asks. */
typedef struct {
    const char *user, *role, *unit;
} sup_test_actor;

typedef struct {
    const sup_reply *reply;
    unsigned times; /* that done was called: must be 1 */
} sup_test_answer;

static const sup_test_actor office = {"wang", "office", ""};
static const sup_test_actor admin = {"root", "admin", ""};
static const sup_test_actor unit = {"chen", "unit", "catering-centre"};
static const sup_test_actor inspector = {"li", "inspector", ""};

static sup_test_plugins *plugins;

static int
set_up(void **state)
{
    sup_test_site *t = sup_test_site_create();
    plugins = sup_test_plugins_open();
    t->site.rulebooks = plugins->books;
    t->site.n_rulebooks = SUP_TEST_PLUGINS;
    *state = t;
    return 0;
}

static int
tear_down(void **state)
{
    sup_test_site_destroy(*state);
    sup_test_plugins_close(plugins);
    return 0;
}

static void
answered(void *data, const sup_reply *reply)
{
    sup_test_answer *answer = data;
    answer->reply = reply;
    answer->times++;
}

static void
start(sup_test_site *t, sup_arena *arena, sup_request *request,
      const sup_test_actor *actor, sup_test_answer *answer)
{
    if (actor != NULL) {
        request->credentials =
            (sup_credentials){sup_str_c(actor->user), sup_str_c(actor->role),
                              sup_str_c(actor->unit), SUP_STR("*")};
    }
    request->now_ms = t->now_ms;
    if (request->content_type.len == 0) {
        request->content_type = SUP_STR("application/json");
    }
    sup_api_match(request);
    sup_api_start(&t->site, &t->engine, arena, request, answered, answer);
}

/* The reply lives as long as the site. */
static const sup_reply *
ask(sup_test_site *t, sup_request *request, const sup_test_actor *actor)
{
    sup_test_answer answer = {NULL, 0};
    start(t, &t->arena->arena, request, actor, &answer);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_int_equal(answer.times, 1);
    return answer.reply;
}

static const sup_reply *
get(sup_test_site *t, const char *path, const sup_test_actor *actor)
{
    sup_request *r = sup_calloc(&t->arena->arena, sizeof(*r));
    r->method = SUP_METHOD_GET;
    r->path = sup_str_c(path);
    return ask(t, r, actor);
}

static const sup_reply *
post(sup_test_site *t, const char *path, const char *body, const char *receipt,
     const sup_test_actor *actor)
{
    sup_request *r = sup_calloc(&t->arena->arena, sizeof(*r));
    r->method = SUP_METHOD_POST;
    r->path = sup_str_c(path);
    r->body = sup_str_c(body);
    r->receipt = sup_str_c(receipt);
    return ask(t, r, actor);
}

static void
expect(const sup_reply *reply, unsigned status, const char *part)
{
    if (reply->status != status ||
        (part != NULL && strstr(reply->body.data, part) == NULL)) {
        print_error("%u %.*s\n", reply->status, (int)reply->body.len, reply->body.data);
    }
    assert_int_equal(reply->status, status);
    if (part != NULL) {
        assert_non_null(strstr(reply->body.data, part));
    }
}

static const char *
text_of(sup_test_site *t, const sup_reply *reply, const char *key)
{
    const char *at = strstr(reply->body.data, key);
    assert_non_null(at);
    at += strlen(key);
    return sup_strdup(&t->arena->arena, (sup_str){at, strcspn(at, "\"")});
}

static void
register_units(sup_test_site *t)
{
    static const char *const units[] = {"catering-centre", "transport-centre",
                                        "energy-centre"};
    for (size_t i = 0; i < 3; i++) {
        sup_request *r = sup_calloc(&t->arena->arena, sizeof(*r));
        r->method = SUP_METHOD_PUT;
        r->path = sup_str_c(sup_sprintf(&t->arena->arena, "units/%s", units[i]));
        r->body = SUP_STR("{\"name\":\"某中心\",\"kind\":\"centre\"}");
        expect(ask(t, r, &admin), 201, "某中心");
    }
}

static const char SUBMIT[] =
    "{\"kind\":\"complaint\",\"text\":\"食堂的米饭里吃出一只虫子，我的电话13812345678\","
    "\"contact\":{\"name\":\"张三\",\"phone\":\"13812345678\"}}";

typedef struct {
    const char *id;
    const char *receipt;
} made;

static made
submit(sup_test_site *t)
{
    const sup_reply *reply = post(t, "cases", SUBMIT, NULL, NULL);
    expect(reply, 201, "\"domain\":\"catering\"");
    return (made){text_of(t, reply, "\"id\":\""), text_of(t, reply, "\"receipt\":\"")};
}

static const sup_reply *
act(sup_test_site *t, made m, const char *action, const char *body, const char *receipt,
    const sup_test_actor *actor)
{
    return post(t, sup_sprintf(&t->arena->arena, "cases/%s/%s", m.id, action), body,
                receipt, actor);
}

static const char DISPATCH[] = "{\"facts\":\"米饭内有虫\",\"requirement\":\"停用并清查\","
                               "\"signer\":\"王主任\"}";

static void
test_application__a_complaint_becomes_a_closed_case(void **state)
{
    sup_test_site *t = *state;
    register_units(t);
    made m = submit(t);
    expect(act(t, m, "dispatch", DISPATCH, NULL, &office), 200, "后勤整改〔2026〕1号");
    expect(act(t, m, "sign", "{\"receiver\":\"陈\"}", NULL, &unit), 200, "rectifying");
    expect(act(t, m, "rectify", "{\"measures\":\"已换批次\"}", NULL, &unit), 200,
           "rectified");
    expect(act(t, m, "verify", "{\"finding\":\"现场查看已整改\"}", NULL, &inspector), 200,
           "verified");
    expect(act(t, m, "confirm", "{\"rating\":5}", m.receipt, NULL), 200,
           "\"state\":\"closed\"");
    const sup_reply *history =
        get(t, sup_sprintf(&t->arena->arena, "cases/%s/history", m.id), &office);
    expect(history, 200, "\"intact\":true");
    expect(history, 200, "\"sequence\":6");
    expect(get(t, "board", NULL), 200,
           "\"satisfied\":{\"numerator\":1,\"denominator\":1}");
}

static void
test_application__the_public_and_the_unit_never_see_the_contact(void **state)
{
    sup_test_site *t = *state;
    register_units(t);
    made m = submit(t);
    act(t, m, "dispatch", DISPATCH, NULL, &office);
    const char *path = sup_sprintf(&t->arena->arena, "cases/%s", m.id);
    const sup_test_actor *blind[] = {NULL, &unit, &inspector};
    for (size_t i = 0; i < 3; i++) {
        const sup_reply *reply = get(t, path, blind[i]);
        expect(reply, 200, m.id);
        assert_null(strstr(reply->body.data, "张三"));
        if (blind[i] != &inspector) {
            assert_null(strstr(reply->body.data, "13812345678"));
        }
    }
    expect(get(t, path, &office), 200, "张三");
}

static void
test_application__the_unit_that_fixed_it_cannot_verify_it(void **state)
{
    sup_test_site *t = *state;
    const sup_test_actor both = {"chen", "inspector", "catering-centre"};
    register_units(t);
    made m = submit(t);
    act(t, m, "dispatch", DISPATCH, NULL, &office);
    act(t, m, "sign", "{\"receiver\":\"陈\"}", NULL, &unit);
    act(t, m, "rectify", "{\"measures\":\"已换批次\"}", NULL, &unit);
    expect(act(t, m, "verify", "{\"finding\":\"好\"}", NULL, &both), 403,
           "fixer_verifies");
    expect(act(t, m, "verify", "{}", NULL, &inspector), 422, "\"field\":\"finding\"");
}

static void
test_application__a_retried_submit_makes_one_case_and_gets_the_same_receipt(void **state)
{
    sup_test_site *t = *state;
    const char *bodies[2];
    for (int i = 0; i < 2; i++) {
        sup_request r = {.method = SUP_METHOD_POST,
                         .path = SUP_STR("cases"),
                         .body = sup_str_c(SUBMIT),
                         .idempotency_key = SUP_STR("0123456789abcdef")};
        const sup_reply *reply = ask(t, &r, NULL);
        expect(reply, 201, NULL);
        bodies[i] = reply->body.data;
    }
    assert_string_equal(bodies[0], bodies[1]);
    sup_request other = {.method = SUP_METHOD_POST,
                         .path = SUP_STR("cases"),
                         .body =
                             SUP_STR("{\"kind\":\"complaint\",\"text\":\"校车超员\"}"),
                         .idempotency_key = SUP_STR("0123456789abcdef")};
    expect(ask(t, &other, NULL), 422, "idempotency_key_reused");
    expect(get(t, "cases", &office), 200, "米饭");
}

static void
test_application__two_actors_race_and_one_is_told_the_state(void **state)
{
    sup_test_site *t = *state;
    sup_test_answer answers[2] = {{NULL, 0}, {NULL, 0}};
    sup_request requests[2];
    register_units(t);
    made m = submit(t);
    for (int i = 0; i < 2; i++) {
        requests[i] = (sup_request){
            .method = SUP_METHOD_POST,
            .path = sup_str_c(sup_sprintf(&t->arena->arena, "cases/%s/dispatch", m.id)),
            .body = sup_str_c(DISPATCH)};
        start(t, &t->arena->arena, &requests[i], &office, &answers[i]);
    }
    while (sup_store_memory_run(t->memory) > 0) {
    }
    assert_int_equal(answers[0].times, 1);
    assert_int_equal(answers[1].times, 1);
    expect(answers[0].reply, 200, "dispatched");
    expect(answers[1].reply, 409, "\"current_state\":\"dispatched\"");
}

/* More than TRIES_MAX: each takes the next number of a notice, and none comes away
 * empty-handed. */
static void
test_application__a_crowd_that_races_for_numbers_is_served_one_after_the_other(
    void **state)
{
    enum { CROWD = 200 };
    static sup_test_answer answers[CROWD];
    static sup_request requests[CROWD];
    static unsigned char taken[CROWD + 1];
    sup_test_site *t = *state;
    register_units(t);
    memset(answers, 0, sizeof(answers));
    memset(taken, 0, sizeof(taken));
    for (int i = 0; i < CROWD; i++) {
        requests[i] =
            (sup_request){.method = SUP_METHOD_POST,
                          .path = sup_str_c(sup_sprintf(
                              &t->arena->arena, "cases/%s/dispatch", submit(t).id)),
                          .body = sup_str_c(DISPATCH)};
    }
    for (int i = 0; i < CROWD; i++) {
        start(t, &t->arena->arena, &requests[i], &office, &answers[i]);
    }
    size_t answered_by_the_store = 0, n;
    while ((n = sup_store_memory_run(t->memory)) > 0) {
        answered_by_the_store += n;
    }
    for (int i = 0; i < CROWD; i++) {
        assert_int_equal(answers[i].times, 1);
        expect(answers[i].reply, 200, "dispatched");
        const char *number = text_of(t, answers[i].reply, "2026〕");
        assert_in_range(atoi(number), 1, CROWD);
        assert_false(taken[atoi(number)]++);
    }
    /* two tries each, of some rounds of reading; not one for each other call */
    assert_in_range(answered_by_the_store, CROWD, 12 * CROWD);
}

static void
test_application__every_route_survives_memory_that_runs_out(void **state)
{
    static const char *const paths[] = {"cases",        "board",
                                        "domains",      "cases/%s",
                                        "standings",    "units/catering-centre/standing",
                                        "openapi.json", "cases/%s/history"};
    sup_test_site *t = *state;
    register_units(t);
    made m = submit(t);
    for (size_t p = 0; p < sizeof(paths) / sizeof(paths[0]); p++) {
        char path[80];
        snprintf(path, sizeof(path), paths[p], m.id);
        for (size_t budget = 0; budget < 60000; budget += 1777) {
            sup_test_arena *small = sup_test_arena_create(budget);
            sup_test_answer answer = {NULL, 0};
            sup_request r = {.method = SUP_METHOD_GET, .path = sup_str_c(path)};
            start(t, &small->arena, &r, &office, &answer);
            while (sup_store_memory_run(t->memory) != 0) {
            }
            assert_int_equal(answer.times, 1);
            assert_true(answer.reply->status == 200 || answer.reply->status == 500);
            sup_test_arena_destroy(small);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        T(test_application__a_complaint_becomes_a_closed_case),
        T(test_application__the_public_and_the_unit_never_see_the_contact),
        T(test_application__the_unit_that_fixed_it_cannot_verify_it),
        T(test_application__a_retried_submit_makes_one_case_and_gets_the_same_receipt),
        T(test_application__two_actors_race_and_one_is_told_the_state),
        T(test_application__a_crowd_that_races_for_numbers_is_served_one_after_the_other),
        T(test_application__every_route_survives_memory_that_runs_out),
    };
    return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
