/* Every path and method of the API, and the operation that it leads to.
 * Owns: the list, written by hand once and for all: an address that clients use stays.
 * Must not know: in which room an endpoint lives, in which order rooms are listed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>

#include "engine/sup_route.h"

#define GET    SUP_METHOD_GET
#define POST   SUP_METHOD_POST
#define PUT    SUP_METHOD_PUT
#define NOBODY 0

static const struct {
    sup_method method;
    const char *path;
    const char *operation;
} pinned[] = {
    {GET, "domains", "listDomains"},
    {GET, "domains/x", "getDomain"},
    {GET, "domains/x/rulebook", "getRulebook"},
    {POST, "domains/x/dry-run", "dryRun"},
    {GET, "checklists", "listChecklists"},
    {GET, "checklists/x/score", "getChecklist"},
    {POST, "checklists/x/score", "scoreChecklist"},
    {GET, "checklists/x/y", "getChecklist"},
    {POST, "classify", "classify"},
    {GET, "cases", "listCases"},
    {POST, "cases", "submitCase"},
    {GET, "cases/similar", "similarCases"},
    {GET, "directives", "listDirectives"},
    {GET, "receipt", "getReceipt"},
    {GET, "cases/x", "getCase"},
    {GET, "cases/x/history", "getHistory"},
    {GET, "cases/x/notice", "getNotice"},
    {GET, "cases/x/notice.html", "getNoticePage"},
    {POST, "cases/x/support", "supportCase"},
    {POST, "cases/x/dispatch", "actOnCase"},
    {POST, "cases/x/answer", "actOnCase"},
    {POST, "cases/x/sign", "actOnCase"},
    {POST, "cases/x/progress", "actOnCase"},
    {POST, "cases/x/rectify", "actOnCase"},
    {POST, "cases/x/verify", "actOnCase"},
    {POST, "cases/x/return", "actOnCase"},
    {POST, "cases/x/request_extension", "actOnCase"},
    {POST, "cases/x/grant_extension", "actOnCase"},
    {POST, "cases/x/refuse_extension", "actOnCase"},
    {POST, "cases/x/confirm", "actOnCase"},
    {POST, "cases/x/reopen", "actOnCase"},
    {POST, "cases/x/close", "actOnCase"},
    {POST, "cases/x/reassign", "actOnCase"},
    {POST, "cases/x/urge", "actOnCase"},
    {POST, "cases/x/merge", "actOnCase"},
    {POST, "cases/x/reject", "actOnCase"},
    {POST, "cases/x/withdraw", "actOnCase"},
    {POST, "evidence", "postEvidence"},
    {GET, "cases/x/evidence/y", "getCaseEvidence"},
    {GET, "inspections", "listInspections"},
    {POST, "inspections", "submitInspection"},
    {GET, "inspections/x", "getInspection"},
    {GET, "inspections/x/report.html", "getInspectionPage"},
    {GET, "inspections/x/evidence/y", "getInspectionEvidence"},
    {POST, "inspections/x/acknowledge", "acknowledgeInspection"},
    {POST, "inspections/x/raise", "raiseCase"},
    {GET, "board", "getBoard"},
    {GET, "units", "listUnits"},
    {GET, "units/x", "getUnit"},
    {PUT, "units/x", "putUnit"},
    {GET, "units/x/standing", "getStanding"},
    {GET, "standings", "listStandings"},
    {GET, "places", "listPlaces"},
    {GET, "places/x", "getPlace"},
    {PUT, "places/x", "putPlace"},
    {GET, "periods", "listPeriods"},
    {GET, "periods/x", "getPeriod"},
    {PUT, "periods/x", "putPeriod"},
    {GET, "schedules", "listSchedules"},
    {GET, "schedules/x", "getSchedule"},
    {PUT, "schedules/x", "putSchedule"},
    {GET, "occurrences", "listOccurrences"},
    {GET, "occurrences/x", "getOccurrence"},
    {POST, "occurrences/x/excuse", "excuseOccurrence"},
    {GET, "coverage", "getCoverage"},
    {GET, "me", "getMe"},
    {GET, "health", "getHealth"},
    {GET, "ready", "getReady"},
    {GET, "openapi.json", "getOpenapi"},
    {GET, "cases/similar/history", "getHistory"},
    {POST, "cases/similar/support", "supportCase"},
    {GET, "cases/similar/notice", "getNotice"},
    {GET, "domains/rulebook", "getDomain"},
    {GET, "domains/dry-run", "getDomain"},
    {GET, "cases/similar/evidence/y", "getCaseEvidence"},
    {GET, "cases/history", "getCase"},
    {GET, "inspections/raise", "getInspection"},
};

/* What a path can do at all: a 405 lists it, and 0 is a 404. */
static const struct {
    const char *path;
    unsigned methods;
} allowed_methods[] = {
    {"domains", GET},
    {"domains/x", GET},
    {"domains/x/rulebook", GET},
    {"domains/x/dry-run", POST},
    {"checklists", GET},
    {"checklists/x/score", GET | POST},
    {"checklists/x/y", GET},
    {"classify", POST},
    {"cases", GET | POST},
    {"cases/similar", GET},
    {"directives", GET},
    {"receipt", GET},
    {"cases/x", GET},
    {"cases/x/history", GET},
    {"cases/x/notice", GET},
    {"cases/x/notice.html", GET},
    {"cases/x/support", POST},
    {"cases/x/dispatch", POST},
    {"cases/x/answer", POST},
    {"cases/x/sign", POST},
    {"cases/x/progress", POST},
    {"cases/x/rectify", POST},
    {"cases/x/verify", POST},
    {"cases/x/return", POST},
    {"cases/x/request_extension", POST},
    {"cases/x/grant_extension", POST},
    {"cases/x/refuse_extension", POST},
    {"cases/x/confirm", POST},
    {"cases/x/reopen", POST},
    {"cases/x/close", POST},
    {"cases/x/reassign", POST},
    {"cases/x/urge", POST},
    {"cases/x/merge", POST},
    {"cases/x/reject", POST},
    {"cases/x/withdraw", POST},
    {"evidence", POST},
    {"cases/x/evidence/y", GET},
    {"inspections", GET | POST},
    {"inspections/x", GET},
    {"inspections/x/report.html", GET},
    {"inspections/x/evidence/y", GET},
    {"inspections/x/acknowledge", POST},
    {"inspections/x/raise", POST},
    {"board", GET},
    {"units", GET},
    {"units/x", GET | PUT},
    {"units/x/standing", GET},
    {"standings", GET},
    {"places", GET},
    {"places/x", GET | PUT},
    {"periods", GET},
    {"periods/x", GET | PUT},
    {"schedules", GET},
    {"schedules/x", GET | PUT},
    {"occurrences", GET},
    {"occurrences/x", GET},
    {"occurrences/x/excuse", POST},
    {"coverage", GET},
    {"me", GET},
    {"health", GET},
    {"ready", GET},
    {"openapi.json", GET},
    {"", NOBODY},
    {"cases/", NOBODY},
    {"/cases", NOBODY},
    {"cases//history", NOBODY},
    {"cases/similar/history", GET},
    {"cases/similar/support", POST},
    {"cases/similar/notice", GET},
    {"cases/x/unknown", NOBODY},
    {"cases/x/history/", NOBODY},
    {"cases/x/evidence", NOBODY},
    {"cases/x/evidence/", NOBODY},
    {"cases/x/evidence/y/z", NOBODY},
    {"checklists/d/score/x", NOBODY},
    {"checklists//t", NOBODY},
    {"units/", NOBODY},
    {"units/x/other", NOBODY},
    {"domains/d/other", NOBODY},
    {"domains/rulebook", GET},
    {"domains/dry-run", GET},
    {"inspections/x/unknown", NOBODY},
    {"inspections/x/evidence", NOBODY},
    {"openapi.json/", NOBODY},
    {"receipts", NOBODY},
    {"checklists/score", NOBODY},
    {"Cases", NOBODY},
    {"cases/x/Dispatch", NOBODY},
    {"evidence/x", NOBODY},
    {"occurrences/x/y", NOBODY},
    {"standings/x", NOBODY},
    {"periods/x/y", NOBODY},
    {"cases/similar/evidence/y", GET},
    {"cases/history", GET},
    {"inspections/raise", GET},
};

static const sup_route *
find(sup_method method, const char *path, unsigned *allowed)
{
    sup_match match;
    sup_route_find(method, sup_str_c(path), &match);
    *allowed = match.allowed;
    return match.route;
}

static void
test_routes__every_path_and_method_leads_where_it_did(void **state)
{
    unsigned allowed;
    (void)state;
    for (size_t i = 0; i < sizeof(pinned) / sizeof(pinned[0]); i++) {
        const sup_route *route = find(pinned[i].method, pinned[i].path, &allowed);
        if (route == NULL || strcmp(route->name, pinned[i].operation) != 0) {
            fail_msg("%s: %s, not %s", pinned[i].path,
                     route == NULL ? "nothing" : route->name, pinned[i].operation);
        }
    }
}

static int
is_pinned(sup_method method, const char *path)
{
    for (size_t i = 0; i < sizeof(pinned) / sizeof(pinned[0]); i++) {
        if (pinned[i].method == method && strcmp(pinned[i].path, path) == 0) {
            return 1;
        }
    }
    return 0;
}

static void
test_routes__a_path_does_what_is_listed_and_nothing_else(void **state)
{
    static const sup_method methods[] = {GET, POST, PUT, SUP_METHOD_DELETE,
                                         SUP_METHOD_OTHER};
    unsigned allowed;
    (void)state;
    for (size_t i = 0; i < sizeof(allowed_methods) / sizeof(allowed_methods[0]); i++) {
        const char *path = allowed_methods[i].path;
        assert_null(find(SUP_METHOD_OTHER, path, &allowed));
        if (allowed != allowed_methods[i].methods) {
            fail_msg("%s: %u, not %u", path, allowed, allowed_methods[i].methods);
        }
        for (size_t m = 0; m < sizeof(methods) / sizeof(methods[0]); m++) {
            if ((find(methods[m], path, &allowed) != NULL) !=
                is_pinned(methods[m], path)) {
                fail_msg("%s: method %d", path, (int)methods[m]);
            }
        }
    }
}

static void
test_routes__head_finds_what_get_finds(void **state)
{
    unsigned allowed;
    (void)state;
    for (size_t i = 0; i < sizeof(pinned) / sizeof(pinned[0]); i++) {
        if (pinned[i].method == GET) {
            assert_ptr_equal(find(SUP_METHOD_HEAD, pinned[i].path, &allowed),
                             find(GET, pinned[i].path, &allowed));
        }
    }
}

static void
test_routes__every_operation_is_pinned(void **state)
{
    (void)state;
    const sup_route *route;
    for (size_t i = 0; (route = sup_route_at(i)) != NULL; i++) {
        size_t k = 0;
        while (k < sizeof(pinned) / sizeof(pinned[0]) &&
               strcmp(pinned[k].operation, route->name) != 0) {
            k++;
        }
        if (k == sizeof(pinned) / sizeof(pinned[0])) {
            fail_msg("%s is not in the list above", route->name);
        }
    }
}

/* What of a pattern decides between it and another: literals, and that a placeholder is
 * one, or one of some. */
static void
shape_of(const sup_route *route, char *out, size_t room)
{
    size_t n = 0;
    for (const char *p = route->pattern; *p != '\0'; p++) {
        assert_true(n + 2 < room);
        if (*p != '{') {
            out[n++] = *p;
            continue;
        }
        p = strchr(p, '}');
        out[n++] = route->variant != NULL && p[1] == '\0' ? '!' : '?';
    }
    out[n] = '\0';
}

static void
test_routes__no_two_rows_tie(void **state)
{
    const sup_route *a, *b;
    char shape_a[128], shape_b[128];
    (void)state;
    for (size_t i = 0; (a = sup_route_at(i)) != NULL; i++) {
        shape_of(a, shape_a, sizeof(shape_a));
        for (size_t j = 0; j < i; j++) {
            b = sup_route_at(j);
            shape_of(b, shape_b, sizeof(shape_b));
            if (a->method == b->method && strcmp(shape_a, shape_b) == 0) {
                fail_msg("%s and %s: which is meant?", a->name, b->name);
            }
        }
    }
}

#define T(name) cmocka_unit_test(name)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        T(test_routes__every_path_and_method_leads_where_it_did),
        T(test_routes__a_path_does_what_is_listed_and_nothing_else),
        T(test_routes__head_finds_what_get_finds),
        T(test_routes__every_operation_is_pinned),
        T(test_routes__no_two_rows_tie),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
