/* module/core/sup_life.c: the whole product of the life cycle, and each guard by name.
 * Owns: its own idea of the table, written from the rules and not from the code.
 * Must not know: the rows and guards of sup_life.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "core/sup_life.h"

#define HOUR INT64_C(3600000)
#define DAY  (24 * HOUR)
#define NOW  (INT64_C(1795000000000))

/* None, Submitted, Dispatched, Rectifying, recti-Fied, Verified, Closed, reJected,
 * Withdrawn, Merged: in the order of sup_state. */
static const char state_letters[] = "NSDRFVCJWM";
/* Public, Reporter, Unit, Inspector, Office, Leader, Admin, System: in the order of bits.
 */
static const char role_letters[] = "PRUIOLAS";
/* none, Complaint, Repair, Suggestion, Praise, inQuiry, Inspection, Directive. */
static const char kind_letters[] = "-CRSPQID";
#define ALL_KINDS "-CRSPQID"

/* What the rules say: for each state, in the order of state_letters, where the action
 * leads or a dot. A merged case is not here: it always follows its parent. */
static const struct {
    sup_action action;
    const char *roles;
    const char *kinds;
    const char *leads;
} rules[] = {
    {SUP_ACTION_DISPATCH, "OA", "-CRSID", ".D........"},
    {SUP_ACTION_DISPATCH, "I", "I", ".D........"},
    {SUP_ACTION_REJECT, "OA", ALL_KINDS, ".J........"},
    {SUP_ACTION_MERGE, "OA", ALL_KINDS, ".MMM......"},
    {SUP_ACTION_WITHDRAW, "R", ALL_KINDS, ".WW......."},
    {SUP_ACTION_ANSWER, "OA", "SPQ", ".VVV......"},
    {SUP_ACTION_SIGN, "U", ALL_KINDS, "..R......."},
    {SUP_ACTION_REASSIGN, "OA", ALL_KINDS, "..DD......"},
    {SUP_ACTION_REQUEST_EXTENSION, "U", ALL_KINDS, "..DR......"},
    {SUP_ACTION_GRANT_EXTENSION, "OA", ALL_KINDS, "..DR......"},
    {SUP_ACTION_REFUSE_EXTENSION, "OA", ALL_KINDS, "..DR......"},
    {SUP_ACTION_RECTIFY, "U", ALL_KINDS, "...F......"},
    {SUP_ACTION_RETURN, "IOA", ALL_KINDS, "....R....."},
    {SUP_ACTION_VERIFY, "IOA", ALL_KINDS, "....V....."},
    {SUP_ACTION_CONFIRM, "R", ALL_KINDS, ".....C...."},
    {SUP_ACTION_REOPEN, "R", ALL_KINDS, ".....SS..."},
    {SUP_ACTION_CLOSE, "OAS", ALL_KINDS, ".....C...."},
    {SUP_ACTION_URGE, "LOA", ALL_KINDS, "..DRF....."},
    {SUP_ACTION_PROGRESS, "U", "D", "..DR......"},
};

#define RULES (sizeof(rules) / sizeof(rules[0]))

typedef struct {
    sup_life_case c;
    sup_life_actor actor;
    sup_life_input input;
} world;

/* A world in which every guard is content: only role, state and kind can refuse. */
static world
good_world(sup_action action, unsigned roles, sup_state state, sup_kind kind)
{
    world w = {
        .c = {.state = state,
              .kind = kind,
              .unit = SUP_STR("canteen-2"),
              .fixed_by_user = SUP_STR("cook"),
              .fixed_by_unit = SUP_STR("canteen-2"),
              .rectify_by_ms = NOW + DAY,
              .verified_at_ms = NOW - 10 * DAY,
              .closed_at_ms = NOW - DAY,
              .extended = 0,
              .extension_pending = action == SUP_ACTION_GRANT_EXTENSION ||
                                   action == SUP_ACTION_REFUSE_EXTENSION,
              .milestones_open = action == SUP_ACTION_PROGRESS,
              .extensions_max = 1,
              .extension_max_ms = 3 * DAY,
              .reopen_ms = 7 * DAY,
              .silence_ms = 5 * DAY},
        .actor = {.roles = roles,
                  .user = SUP_STR("li"),
                  .unit = SUP_STR("office"),
                  .in_domain = 1},
        .input = {.unit = SUP_STR("canteen-3"),
                  .until_ms = NOW + 2 * DAY,
                  .parent_state = SUP_STATE_DISPATCHED},
    };

    if ((roles & SUP_ROLE_UNIT) != 0) {
        w.actor.unit = w.c.unit;
        w.actor.user = SUP_STR("cook");
    }
    return w;
}

static sup_rc
step(const world *w, sup_action action, sup_state *next)
{
    return sup_life_step(&w->c, &w->actor, action, &w->input, NOW, next);
}

static int
allows(const world *w, sup_action action)
{
    return sup_life_allows(&w->c, &w->actor, action, NOW);
}

/* The answer by the rules above; *next is set when it is SUP_OK. */
static sup_rc
expected(sup_action action, char role, char kind, int state, sup_state *next)
{
    int role_seen = 0, state_seen = 0;
    size_t i;
    char to;

    if (state_letters[state] == 'M') {
        return SUP_LIFE_FOLLOWS;
    }
    for (i = 0; i < RULES; i++) {
        if (rules[i].action != action || strchr(rules[i].roles, role) == NULL) {
            continue;
        }
        role_seen = 1;
        to = rules[i].leads[state];
        if (to == '.') {
            continue;
        }
        state_seen = 1;
        if (strchr(rules[i].kinds, kind) != NULL) {
            *next = (sup_state)(strchr(state_letters, to) - state_letters);
            return SUP_OK;
        }
    }
    return state_seen ? SUP_LIFE_KIND : role_seen ? SUP_LIFE_STATE : SUP_LIFE_ROLE;
}

static void
test_life__every_action_state_role_and_kind_does_what_the_rules_say(void **unused)
{
    int action, state, role, kind, allowed = 0;

    (void)unused;
    for (action = 0; action < SUP_ACTIONS; action++) {
        for (state = 0; state < SUP_STATES; state++) {
            for (role = 0; role < 8; role++) {
                for (kind = 0; kind < SUP_KINDS; kind++) {
                    world w = good_world((sup_action)action, 1u << role, (sup_state)state,
                                         (sup_kind)kind);
                    sup_state want = SUP_STATES, got = SUP_STATES;
                    sup_rc rc = expected((sup_action)action, role_letters[role],
                                         kind_letters[kind], state, &want);
                    sup_rc result = step(&w, (sup_action)action, &got);

                    if (rc != result || want != got) {
                        fail_msg("action %d, state %c, role %c, kind %c: %d -> %d, "
                                 "expected %d -> %d",
                                 action, state_letters[state], role_letters[role],
                                 kind_letters[kind], result, (int)got, rc, (int)want);
                    }
                    assert_int_equal(allows(&w, (sup_action)action), rc == SUP_OK);
                    allowed += rc == SUP_OK;
                }
            }
        }
    }
    /* The product must not have become empty by a slip in the loops. */
    assert_true(allowed > 400);
}

static void
test_life__two_roles_may_do_what_either_may_and_nothing_more(void **unused)
{
    int action, state, a, b, kind;

    (void)unused;
    for (action = 0; action < SUP_ACTIONS; action++) {
        for (state = 0; state < SUP_STATES; state++) {
            for (a = 0; a < 8; a++) {
                for (b = 0; b < 8; b++) {
                    for (kind = 0; kind < SUP_KINDS; kind++) {
                        unsigned roles = 1u << a | 1u << b;
                        world w = good_world((sup_action)action, roles, (sup_state)state,
                                             (sup_kind)kind);
                        sup_state got = SUP_STATES, one = SUP_STATES, two = SUP_STATES;
                        sup_rc rc_a = expected((sup_action)action, role_letters[a],
                                               kind_letters[kind], state, &one);
                        sup_rc rc_b = expected((sup_action)action, role_letters[b],
                                               kind_letters[kind], state, &two);
                        sup_rc rc = step(&w, (sup_action)action, &got);

                        if ((roles & SUP_ROLE_UNIT) != 0 &&
                            (action == SUP_ACTION_VERIFY || action == SUP_ACTION_RETURN ||
                             action == SUP_ACTION_CONFIRM)) {
                            assert_int_not_equal(rc, SUP_OK); /* the fixer's own */
                            continue;
                        }
                        assert_int_equal(rc == SUP_OK, rc_a == SUP_OK || rc_b == SUP_OK);
                        if (rc == SUP_OK) {
                            assert_int_equal(got, rc_a == SUP_OK ? one : two);
                        } else {
                            /* -300 role, -301 state, below: guards. */
                            assert_int_equal(rc, rc_a < rc_b ? rc_a : rc_b);
                        }
                    }
                }
            }
        }
    }
}

static void
test_life__the_unit_that_fixed_it_has_not_the_last_word_either(void **unused)
{
    world w = good_world(SUP_ACTION_CONFIRM, SUP_ROLE_REPORTER | SUP_ROLE_UNIT,
                         SUP_STATE_VERIFIED, SUP_KIND_COMPLAINT);
    sup_state next;

    (void)unused;
    assert_int_equal(step(&w, SUP_ACTION_CONFIRM, &next), SUP_LIFE_FIXER_VERIFIES);
}

static void
test_life__what_others_support_cannot_be_withdrawn(void **unused)
{
    world w = good_world(SUP_ACTION_WITHDRAW, SUP_ROLE_REPORTER, SUP_STATE_SUBMITTED,
                         SUP_KIND_COMPLAINT);
    sup_state next;

    (void)unused;
    assert_int_equal(step(&w, SUP_ACTION_WITHDRAW, &next), SUP_OK);
    w.c.supporters = 1;
    assert_int_equal(step(&w, SUP_ACTION_WITHDRAW, &next), SUP_LIFE_SUPPORTED);
    assert_false(allows(&w, SUP_ACTION_WITHDRAW));
}

static void
test_life__every_row_of_the_table_is_one_of_the_rules(void **unused)
{
    const sup_life_row *rows;
    size_t n, i, state, role, k;

    (void)unused;
    rows = sup_life_table(&n);
    assert_true(n >= RULES);
    for (i = 0; i < n; i++) {
        assert_int_not_equal(rows[i].from, 0);
        assert_int_not_equal(rows[i].roles, 0);
        for (state = 0; state < SUP_STATES; state++) {
            for (role = 0; role < 8; role++) {
                int found = 0;

                if ((rows[i].from & 1u << state) == 0 ||
                    (rows[i].roles & 1u << role) == 0) {
                    continue;
                }
                for (k = 0; k < RULES; k++) {
                    char to =
                        state_letters[rows[i].to == SUP_STATE_NONE ? state
                                                                   : (size_t)rows[i].to];

                    found |= rules[k].action == rows[i].action &&
                             strchr(rules[k].roles, role_letters[role]) != NULL &&
                             rules[k].leads[state] == to;
                }
                assert_true(found);
            }
        }
    }
}

static void
test_life__a_refusal_leaves_the_next_state_alone(void **unused)
{
    world w = good_world(SUP_ACTION_REJECT, SUP_ROLE_PUBLIC, SUP_STATE_SUBMITTED,
                         SUP_KIND_COMPLAINT);
    sup_state next = SUP_STATE_WITHDRAWN;

    (void)unused;
    assert_int_equal(step(&w, SUP_ACTION_REJECT, &next), SUP_LIFE_ROLE);
    assert_int_equal(next, SUP_STATE_WITHDRAWN);
}

static void
test_life__values_outside_the_enums_are_refused(void **unused)
{
    world w =
        good_world(SUP_ACTION_REJECT, SUP_ROLE_OFFICE, (sup_state)77, SUP_KIND_COMPLAINT);
    sup_state next;

    (void)unused;
    assert_int_equal(step(&w, SUP_ACTION_REJECT, &next), SUP_LIFE_STATE);
    w.c.state = (sup_state)-1;
    assert_int_equal(step(&w, SUP_ACTION_REJECT, &next), SUP_LIFE_STATE);
    w.c.state = SUP_STATE_SUBMITTED;
    assert_int_equal(step(&w, (sup_action)99, &next), SUP_LIFE_ROLE);
    assert_int_equal(step(&w, SUP_ACTION_SUBMIT, &next), SUP_LIFE_ROLE);
}

/* --- guards by name --- */

static void
refused(const world *w, sup_action action, sup_rc why)
{
    sup_state next = SUP_STATE_NONE;

    assert_int_equal(step(w, action, &next), why);
    assert_int_equal(next, SUP_STATE_NONE);
}

static void
granted(const world *w, sup_action action, sup_state to)
{
    sup_state next = SUP_STATE_NONE;

    assert_int_equal(step(w, action, &next), SUP_OK);
    assert_int_equal(next, to);
}

static void
test_life__only_the_units_own_cases_are_signed_for_and_rectified(void **unused)
{
    static const struct {
        sup_action action;
        sup_state state;
    } acts[] = {{SUP_ACTION_SIGN, SUP_STATE_DISPATCHED},
                {SUP_ACTION_REQUEST_EXTENSION, SUP_STATE_RECTIFYING},
                {SUP_ACTION_RECTIFY, SUP_STATE_RECTIFYING}};
    size_t i;

    (void)unused;
    for (i = 0; i < 3; i++) {
        world w =
            good_world(acts[i].action, SUP_ROLE_UNIT, acts[i].state, SUP_KIND_COMPLAINT);

        w.actor.unit = SUP_STR("canteen-3");
        refused(&w, acts[i].action, SUP_LIFE_OTHER_UNIT);
        w.actor.unit = SUP_STR("canteen-22");
        refused(&w, acts[i].action, SUP_LIFE_OTHER_UNIT);
        assert_false(allows(&w, acts[i].action));
        /* Nobody's case is nobody's own. */
        w.actor.unit = SUP_STR_NULL;
        w.c.unit = SUP_STR_NULL;
        refused(&w, acts[i].action, SUP_LIFE_OTHER_UNIT);
    }
}

static void
test_life__staff_act_in_their_own_domains_only(void **unused)
{
    static const struct {
        sup_action action;
        sup_state state;
        unsigned role;
    } acts[] = {
        {SUP_ACTION_DISPATCH, SUP_STATE_SUBMITTED, SUP_ROLE_OFFICE},
        {SUP_ACTION_DISPATCH, SUP_STATE_SUBMITTED, SUP_ROLE_INSPECTOR},
        {SUP_ACTION_REJECT, SUP_STATE_SUBMITTED, SUP_ROLE_ADMIN},
        {SUP_ACTION_MERGE, SUP_STATE_SUBMITTED, SUP_ROLE_OFFICE},
        {SUP_ACTION_ANSWER, SUP_STATE_SUBMITTED, SUP_ROLE_OFFICE},
        {SUP_ACTION_REASSIGN, SUP_STATE_DISPATCHED, SUP_ROLE_OFFICE},
        {SUP_ACTION_GRANT_EXTENSION, SUP_STATE_DISPATCHED, SUP_ROLE_OFFICE},
        {SUP_ACTION_REFUSE_EXTENSION, SUP_STATE_DISPATCHED, SUP_ROLE_OFFICE},
        {SUP_ACTION_RETURN, SUP_STATE_RECTIFIED, SUP_ROLE_INSPECTOR},
        {SUP_ACTION_VERIFY, SUP_STATE_RECTIFIED, SUP_ROLE_INSPECTOR},
        {SUP_ACTION_CLOSE, SUP_STATE_VERIFIED, SUP_ROLE_OFFICE},
        {SUP_ACTION_URGE, SUP_STATE_RECTIFYING, SUP_ROLE_LEADER},
    };
    size_t i;

    (void)unused;
    for (i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        world w =
            good_world(acts[i].action, acts[i].role, acts[i].state, SUP_KIND_INQUIRY);

        w.actor.in_domain = 0;
        refused(&w, acts[i].action, SUP_LIFE_DOMAIN);
        assert_false(allows(&w, acts[i].action));
    }
}

static void
test_life__timed_work_closes_in_every_domain(void **unused)
{
    world w = good_world(SUP_ACTION_CLOSE, SUP_ROLE_SYSTEM, SUP_STATE_VERIFIED,
                         SUP_KIND_COMPLAINT);

    (void)unused;
    w.actor.in_domain = 0;
    granted(&w, SUP_ACTION_CLOSE, SUP_STATE_CLOSED);
}

static void
test_life__the_reporter_needs_no_domain_and_no_unit(void **unused)
{
    world w = good_world(SUP_ACTION_CONFIRM, SUP_ROLE_REPORTER, SUP_STATE_VERIFIED,
                         SUP_KIND_COMPLAINT);

    (void)unused;
    w.actor.in_domain = 0;
    w.actor.unit = SUP_STR_NULL;
    w.actor.user = SUP_STR_NULL;
    granted(&w, SUP_ACTION_CONFIRM, SUP_STATE_CLOSED);
    granted(&w, SUP_ACTION_REOPEN, SUP_STATE_SUBMITTED);
}

static void
test_life__the_unit_that_fixed_it_cannot_verify_it(void **unused)
{
    world w = good_world(SUP_ACTION_VERIFY, SUP_ROLE_INSPECTOR, SUP_STATE_RECTIFIED,
                         SUP_KIND_COMPLAINT);

    (void)unused;
    w.actor.unit = w.c.fixed_by_unit;
    refused(&w, SUP_ACTION_VERIFY, SUP_LIFE_FIXER_VERIFIES);
    refused(&w, SUP_ACTION_RETURN, SUP_LIFE_FIXER_VERIFIES);
    assert_false(allows(&w, SUP_ACTION_VERIFY));
    w.actor.roles = SUP_ROLE_ADMIN | SUP_ROLE_OFFICE | SUP_ROLE_UNIT;
    refused(&w, SUP_ACTION_VERIFY, SUP_LIFE_FIXER_VERIFIES);
}

static void
test_life__the_person_who_fixed_it_cannot_verify_it_from_another_unit(void **unused)
{
    world w = good_world(SUP_ACTION_VERIFY, SUP_ROLE_OFFICE, SUP_STATE_RECTIFIED,
                         SUP_KIND_COMPLAINT);

    (void)unused;
    w.actor.user = w.c.fixed_by_user;
    refused(&w, SUP_ACTION_VERIFY, SUP_LIFE_FIXER_VERIFIES);
    refused(&w, SUP_ACTION_RETURN, SUP_LIFE_FIXER_VERIFIES);
}

static void
test_life__the_unit_that_has_it_cannot_verify_it_when_the_fixer_is_not_on_record(
    void **unused)
{
    world w = good_world(SUP_ACTION_VERIFY, SUP_ROLE_INSPECTOR, SUP_STATE_RECTIFIED,
                         SUP_KIND_COMPLAINT);

    (void)unused;
    w.c.fixed_by_unit = SUP_STR_NULL;
    w.c.fixed_by_user = SUP_STR_NULL;
    w.actor.unit = w.c.unit;
    refused(&w, SUP_ACTION_VERIFY, SUP_LIFE_FIXER_VERIFIES);
    /* Two unknown names are not the same name. */
    w.actor.unit = SUP_STR_NULL;
    w.actor.user = SUP_STR_NULL;
    granted(&w, SUP_ACTION_VERIFY, SUP_STATE_VERIFIED);
}

static void
test_life__an_inspector_issues_notices_for_what_he_found_and_not_for_reports(
    void **unused)
{
    world w = good_world(SUP_ACTION_DISPATCH, SUP_ROLE_INSPECTOR, SUP_STATE_SUBMITTED,
                         SUP_KIND_INSPECTION);

    (void)unused;
    granted(&w, SUP_ACTION_DISPATCH, SUP_STATE_DISPATCHED);
    w.c.kind = SUP_KIND_COMPLAINT;
    refused(&w, SUP_ACTION_DISPATCH, SUP_LIFE_KIND);
    assert_false(allows(&w, SUP_ACTION_DISPATCH));
}

static void
test_life__a_complaint_cannot_be_answered_away(void **unused)
{
    world w = good_world(SUP_ACTION_ANSWER, SUP_ROLE_OFFICE, SUP_STATE_SUBMITTED,
                         SUP_KIND_COMPLAINT);

    (void)unused;
    refused(&w, SUP_ACTION_ANSWER, SUP_LIFE_KIND);
    w.c.kind = SUP_KIND_PRAISE;
    granted(&w, SUP_ACTION_ANSWER, SUP_STATE_VERIFIED);
}

static void
test_life__a_case_is_merged_into_an_open_one_only(void **unused)
{
    static const sup_state closed[] = {SUP_STATE_NONE, SUP_STATE_REJECTED,
                                       SUP_STATE_WITHDRAWN, SUP_STATE_MERGED};
    static const sup_state open[] = {SUP_STATE_SUBMITTED,  SUP_STATE_DISPATCHED,
                                     SUP_STATE_RECTIFYING, SUP_STATE_RECTIFIED,
                                     SUP_STATE_VERIFIED,   SUP_STATE_CLOSED};
    world w = good_world(SUP_ACTION_MERGE, SUP_ROLE_OFFICE, SUP_STATE_SUBMITTED,
                         SUP_KIND_COMPLAINT);
    size_t i;

    (void)unused;
    for (i = 0; i < 4; i++) {
        w.input.parent_state = closed[i];
        refused(&w, SUP_ACTION_MERGE, SUP_LIFE_PARENT);
        assert_true(allows(&w, SUP_ACTION_MERGE)); /* the parent is not known yet */
    }
    w.input.parent_state = (sup_state)42;
    refused(&w, SUP_ACTION_MERGE, SUP_LIFE_PARENT);
    for (i = 0; i < 6; i++) {
        w.input.parent_state = open[i];
        granted(&w, SUP_ACTION_MERGE, SUP_STATE_MERGED);
    }
}

static void
test_life__a_merged_case_follows_its_parent_for_everybody(void **unused)
{
    world w = good_world(SUP_ACTION_URGE, 0xFF, SUP_STATE_MERGED, SUP_KIND_COMPLAINT);
    int action;

    (void)unused;
    for (action = 0; action < SUP_ACTIONS; action++) {
        refused(&w, (sup_action)action, SUP_LIFE_FOLLOWS);
        assert_false(allows(&w, (sup_action)action));
    }
}

static void
test_life__reassigning_needs_another_unit(void **unused)
{
    world w = good_world(SUP_ACTION_REASSIGN, SUP_ROLE_OFFICE, SUP_STATE_RECTIFYING,
                         SUP_KIND_REPAIR);

    (void)unused;
    granted(&w, SUP_ACTION_REASSIGN, SUP_STATE_DISPATCHED);
    w.input.unit = w.c.unit;
    refused(&w, SUP_ACTION_REASSIGN, SUP_LIFE_SAME_UNIT);
    assert_true(allows(&w, SUP_ACTION_REASSIGN));
    w.input.unit = SUP_STR_NULL;
    refused(&w, SUP_ACTION_REASSIGN, SUP_LIFE_SAME_UNIT);
}

static world
extension_world(void)
{
    return good_world(SUP_ACTION_REQUEST_EXTENSION, SUP_ROLE_UNIT, SUP_STATE_RECTIFYING,
                      SUP_KIND_REPAIR);
}

static void
test_life__an_extension_is_asked_for_before_the_deadline(void **unused)
{
    world w = extension_world();

    (void)unused;
    w.c.rectify_by_ms = NOW + 1;
    granted(&w, SUP_ACTION_REQUEST_EXTENSION, SUP_STATE_RECTIFYING);
    w.c.rectify_by_ms = NOW;
    refused(&w, SUP_ACTION_REQUEST_EXTENSION, SUP_LIFE_DEADLINE_PASSED);
    w.c.rectify_by_ms = 0;
    refused(&w, SUP_ACTION_REQUEST_EXTENSION, SUP_LIFE_DEADLINE_PASSED);
    assert_false(allows(&w, SUP_ACTION_REQUEST_EXTENSION));
}

static void
test_life__one_extension_is_pending_at_a_time(void **unused)
{
    world w = extension_world();

    (void)unused;
    w.c.extension_pending = 1;
    refused(&w, SUP_ACTION_REQUEST_EXTENSION, SUP_LIFE_EXTENSION_PENDING);
}

static void
test_life__extensions_are_used_up(void **unused)
{
    world w = extension_world();

    (void)unused;
    w.c.extended = w.c.extensions_max;
    refused(&w, SUP_ACTION_REQUEST_EXTENSION, SUP_LIFE_EXTENSIONS_USED);
    w.c.extended = 0;
    w.c.extensions_max = 0;
    refused(&w, SUP_ACTION_REQUEST_EXTENSION, SUP_LIFE_EXTENSIONS_USED);
}

static void
test_life__an_extension_ends_after_the_deadline_and_within_its_longest(void **unused)
{
    world w = extension_world();

    (void)unused;
    w.input.until_ms = w.c.rectify_by_ms;
    refused(&w, SUP_ACTION_REQUEST_EXTENSION, SUP_LIFE_EXTENSION_LENGTH);
    assert_true(allows(&w, SUP_ACTION_REQUEST_EXTENSION));
    w.input.until_ms = w.c.rectify_by_ms + 1;
    granted(&w, SUP_ACTION_REQUEST_EXTENSION, SUP_STATE_RECTIFYING);
    w.input.until_ms = w.c.rectify_by_ms + w.c.extension_max_ms;
    granted(&w, SUP_ACTION_REQUEST_EXTENSION, SUP_STATE_RECTIFYING);
    w.input.until_ms++;
    refused(&w, SUP_ACTION_REQUEST_EXTENSION, SUP_LIFE_EXTENSION_LENGTH);
    w.input.until_ms = INT64_MAX;
    refused(&w, SUP_ACTION_REQUEST_EXTENSION, SUP_LIFE_EXTENSION_LENGTH);
    w.input.until_ms = INT64_MIN;
    refused(&w, SUP_ACTION_REQUEST_EXTENSION, SUP_LIFE_EXTENSION_LENGTH);
}

static void
test_life__nothing_is_granted_or_refused_that_was_not_asked_for(void **unused)
{
    world w = good_world(SUP_ACTION_GRANT_EXTENSION, SUP_ROLE_OFFICE,
                         SUP_STATE_RECTIFYING, SUP_KIND_REPAIR);

    (void)unused;
    w.c.extension_pending = 0;
    refused(&w, SUP_ACTION_GRANT_EXTENSION, SUP_LIFE_NO_EXTENSION);
    refused(&w, SUP_ACTION_REFUSE_EXTENSION, SUP_LIFE_NO_EXTENSION);
    assert_false(allows(&w, SUP_ACTION_GRANT_EXTENSION));
}

static void
test_life__a_closed_case_is_reopened_within_its_window(void **unused)
{
    world w = good_world(SUP_ACTION_REOPEN, SUP_ROLE_REPORTER, SUP_STATE_CLOSED,
                         SUP_KIND_COMPLAINT);

    (void)unused;
    w.c.closed_at_ms = NOW - w.c.reopen_ms;
    granted(&w, SUP_ACTION_REOPEN, SUP_STATE_SUBMITTED);
    w.c.closed_at_ms--;
    refused(&w, SUP_ACTION_REOPEN, SUP_LIFE_REOPEN_WINDOW);
    assert_false(allows(&w, SUP_ACTION_REOPEN));
    w.c.closed_at_ms = 0;
    refused(&w, SUP_ACTION_REOPEN, SUP_LIFE_REOPEN_WINDOW);
    w.c.closed_at_ms = INT64_MIN;
    refused(&w, SUP_ACTION_REOPEN, SUP_LIFE_REOPEN_WINDOW);
    w.c.state = SUP_STATE_VERIFIED; /* not closed yet: no window runs */
    granted(&w, SUP_ACTION_REOPEN, SUP_STATE_SUBMITTED);
}

static void
test_life__a_case_is_not_closed_while_the_reporter_may_still_speak(void **unused)
{
    world w = good_world(SUP_ACTION_CLOSE, SUP_ROLE_SYSTEM, SUP_STATE_VERIFIED,
                         SUP_KIND_COMPLAINT);

    (void)unused;
    w.c.verified_at_ms = NOW - w.c.silence_ms;
    granted(&w, SUP_ACTION_CLOSE, SUP_STATE_CLOSED);
    w.c.verified_at_ms++;
    refused(&w, SUP_ACTION_CLOSE, SUP_LIFE_TOO_EARLY);
    w.actor.roles = SUP_ROLE_OFFICE;
    refused(&w, SUP_ACTION_CLOSE, SUP_LIFE_TOO_EARLY);
    assert_false(allows(&w, SUP_ACTION_CLOSE));
    w.c.verified_at_ms = 0; /* not known when: nobody was silent since */
    refused(&w, SUP_ACTION_CLOSE, SUP_LIFE_TOO_EARLY);
}

static void
test_life__findings_and_directives_have_no_reporter_to_wait_for(void **unused)
{
    world w = good_world(SUP_ACTION_CLOSE, SUP_ROLE_OFFICE, SUP_STATE_VERIFIED,
                         SUP_KIND_INSPECTION);

    (void)unused;
    w.c.verified_at_ms = NOW;
    granted(&w, SUP_ACTION_CLOSE, SUP_STATE_CLOSED);
    w.c.kind = SUP_KIND_DIRECTIVE;
    granted(&w, SUP_ACTION_CLOSE, SUP_STATE_CLOSED);
}

static void
test_life__a_directive_is_not_carried_out_before_its_milestones_are_reached(void **unused)
{
    world w = good_world(SUP_ACTION_RECTIFY, SUP_ROLE_UNIT, SUP_STATE_RECTIFYING,
                         SUP_KIND_DIRECTIVE);

    (void)unused;
    w.c.milestones_open = 1;
    refused(&w, SUP_ACTION_RECTIFY, SUP_LIFE_MILESTONES_OPEN);
    assert_false(allows(&w, SUP_ACTION_RECTIFY));
    w.c.milestones_open = 0;
    granted(&w, SUP_ACTION_RECTIFY, SUP_STATE_RECTIFIED);
}

static void
test_life__progress_is_reported_while_a_milestone_is_left(void **unused)
{
    world w = good_world(SUP_ACTION_PROGRESS, SUP_ROLE_UNIT, SUP_STATE_DISPATCHED,
                         SUP_KIND_DIRECTIVE);

    (void)unused;
    w.c.milestones_open = 1;
    granted(&w, SUP_ACTION_PROGRESS, SUP_STATE_DISPATCHED);
    w.actor.unit = SUP_STR("canteen-3");
    refused(&w, SUP_ACTION_PROGRESS, SUP_LIFE_OTHER_UNIT);
    w.actor.unit = w.c.unit;
    w.c.milestones_open = 0;
    refused(&w, SUP_ACTION_PROGRESS, SUP_LIFE_MILESTONE_REACHED);
    assert_false(allows(&w, SUP_ACTION_PROGRESS));
    w.c.kind = SUP_KIND_REPAIR;
    refused(&w, SUP_ACTION_PROGRESS, SUP_LIFE_KIND);
}

static void
test_life__role_is_reported_before_state_and_state_before_guards(void **unused)
{
    world w = good_world(SUP_ACTION_VERIFY, SUP_ROLE_PUBLIC, SUP_STATE_SUBMITTED,
                         SUP_KIND_COMPLAINT);

    (void)unused;
    w.actor.in_domain = 0;
    w.actor.unit = w.c.fixed_by_unit;
    refused(&w, SUP_ACTION_VERIFY, SUP_LIFE_ROLE);
    w.actor.roles = SUP_ROLE_INSPECTOR;
    refused(&w, SUP_ACTION_VERIFY, SUP_LIFE_STATE);
    w.c.state = SUP_STATE_RECTIFIED;
    refused(&w, SUP_ACTION_VERIFY, SUP_LIFE_DOMAIN);
    w.actor.in_domain = 1;
    refused(&w, SUP_ACTION_VERIFY, SUP_LIFE_FIXER_VERIFIES);
}

static void
test_life__without_an_input_what_needs_one_is_refused(void **unused)
{
    world w = good_world(SUP_ACTION_MERGE, SUP_ROLE_OFFICE, SUP_STATE_DISPATCHED,
                         SUP_KIND_COMPLAINT);
    sup_state next;

    (void)unused;
    assert_int_equal(sup_life_step(&w.c, &w.actor, SUP_ACTION_MERGE, NULL, NOW, &next),
                     SUP_LIFE_PARENT);
    assert_int_equal(sup_life_step(&w.c, &w.actor, SUP_ACTION_REASSIGN, NULL, NOW, &next),
                     SUP_LIFE_SAME_UNIT);
}

static void
test_life__only_what_is_over_stops_the_clocks(void **unused)
{
    int state;

    (void)unused;
    for (state = 0; state < SUP_STATES; state++) {
        assert_int_equal(sup_life_is_over((sup_state)state),
                         strchr("CJWM", state_letters[state]) != NULL);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_life__every_action_state_role_and_kind_does_what_the_rules_say),
        cmocka_unit_test(test_life__two_roles_may_do_what_either_may_and_nothing_more),
        cmocka_unit_test(test_life__the_unit_that_fixed_it_has_not_the_last_word_either),
        cmocka_unit_test(test_life__what_others_support_cannot_be_withdrawn),
        cmocka_unit_test(test_life__every_row_of_the_table_is_one_of_the_rules),
        cmocka_unit_test(test_life__a_refusal_leaves_the_next_state_alone),
        cmocka_unit_test(test_life__values_outside_the_enums_are_refused),
        cmocka_unit_test(
            test_life__only_the_units_own_cases_are_signed_for_and_rectified),
        cmocka_unit_test(test_life__staff_act_in_their_own_domains_only),
        cmocka_unit_test(test_life__timed_work_closes_in_every_domain),
        cmocka_unit_test(test_life__the_reporter_needs_no_domain_and_no_unit),
        cmocka_unit_test(test_life__the_unit_that_fixed_it_cannot_verify_it),
        cmocka_unit_test(
            test_life__the_person_who_fixed_it_cannot_verify_it_from_another_unit),
        cmocka_unit_test(
            test_life__the_unit_that_has_it_cannot_verify_it_when_the_fixer_is_not_on_record),
        cmocka_unit_test(
            test_life__an_inspector_issues_notices_for_what_he_found_and_not_for_reports),
        cmocka_unit_test(test_life__a_complaint_cannot_be_answered_away),
        cmocka_unit_test(test_life__a_case_is_merged_into_an_open_one_only),
        cmocka_unit_test(test_life__a_merged_case_follows_its_parent_for_everybody),
        cmocka_unit_test(test_life__reassigning_needs_another_unit),
        cmocka_unit_test(test_life__an_extension_is_asked_for_before_the_deadline),
        cmocka_unit_test(test_life__one_extension_is_pending_at_a_time),
        cmocka_unit_test(test_life__extensions_are_used_up),
        cmocka_unit_test(
            test_life__an_extension_ends_after_the_deadline_and_within_its_longest),
        cmocka_unit_test(test_life__nothing_is_granted_or_refused_that_was_not_asked_for),
        cmocka_unit_test(test_life__a_closed_case_is_reopened_within_its_window),
        cmocka_unit_test(
            test_life__a_case_is_not_closed_while_the_reporter_may_still_speak),
        cmocka_unit_test(test_life__findings_and_directives_have_no_reporter_to_wait_for),
        cmocka_unit_test(
            test_life__a_directive_is_not_carried_out_before_its_milestones_are_reached),
        cmocka_unit_test(test_life__progress_is_reported_while_a_milestone_is_left),
        cmocka_unit_test(
            test_life__role_is_reported_before_state_and_state_before_guards),
        cmocka_unit_test(test_life__without_an_input_what_needs_one_is_refused),
        cmocka_unit_test(test_life__only_what_is_over_stops_the_clocks),
    };

    return cmocka_run_group_tests_name("life", tests, NULL, NULL);
}
