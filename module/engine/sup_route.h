/* The route table: one row for each endpoint.
 * Owns: methods, paths, messages and roles of all endpoints.
 * Must not know: what an endpoint decides. */
#ifndef SUP_ROUTE_H
#define SUP_ROUTE_H

#include "sup_ctx.h"

enum {
    SUP_ROUTE_FORM = 1,   /* also takes an HTML form post, and then answers with a page */
    SUP_ROUTE_SHARED = 2, /* a shared cache may answer */
    SUP_ROUTE_PAGE = 4,   /* the reply is not a message: text_type says what */
    SUP_ROUTE_REPORT = 8, /* its body may be as large as a report with all its answers */
    SUP_ROUTE_RULEBOOK = 16, /* or as a rulebook */
    SUP_ROUTE_PHOTO = 256,   /* its body is a photo */
    SUP_ROUTE_FILE = 512     /* it replies with one */
};

struct sup_route_s {
    const char *name; /* operationId */
    sup_method method;
    const char *pattern; /* cases/{id}/history */
    unsigned roles;      /* SUP_ROLE_PUBLIC: anybody */
    const ProtobufCMessageDescriptor
        *input; /* body of POST and PUT, query of GET; or NULL */
    const ProtobufCMessageDescriptor *output;
    unsigned flags;
    sup_rc (*decide)(sup_ctx *c);
    const char *summary; /* Chinese */
    const char *summary_en;
};

extern const sup_route sup_routes[];
extern const size_t sup_routes_n;

/* The route of method and path, params filled; NULL with *allowed = the methods that the
 * path has (0: no such path). HEAD finds GET's. */
const sup_route *sup_route_find(sup_method method, sup_str path, sup_str params[2],
                                unsigned *allowed);

/* What its body may hold; of NULL, what any may. */
const sup_wire_limits *sup_route_limits(const sup_route *route);

/* The decide functions, one file a topic. */
sup_rc sup_decide_domains(sup_ctx *c);
sup_rc sup_decide_domain(sup_ctx *c);
sup_rc sup_decide_rulebook(sup_ctx *c);
sup_rc sup_decide_dry_run(sup_ctx *c);
sup_rc sup_decide_checklists(sup_ctx *c);
sup_rc sup_decide_checklist(sup_ctx *c);
sup_rc sup_decide_score(sup_ctx *c);
sup_rc sup_decide_classify(sup_ctx *c);
sup_rc sup_decide_submit(sup_ctx *c);
sup_rc sup_decide_list(sup_ctx *c);
sup_rc sup_decide_similar(sup_ctx *c);
sup_rc sup_decide_directives(sup_ctx *c);
sup_rc sup_decide_case(sup_ctx *c);
sup_rc sup_decide_receipt(sup_ctx *c);
sup_rc sup_decide_history(sup_ctx *c);
sup_rc sup_decide_notice(sup_ctx *c);
sup_rc sup_decide_notice_page(sup_ctx *c);
sup_rc sup_decide_support(sup_ctx *c);
sup_rc sup_decide_action(sup_ctx *c);
sup_rc sup_decide_evidence(sup_ctx *c);
sup_rc sup_decide_case_evidence(sup_ctx *c);
sup_rc sup_decide_inspection_evidence(sup_ctx *c);
sup_rc sup_decide_inspect(sup_ctx *c);
sup_rc sup_decide_inspections(sup_ctx *c);
sup_rc sup_decide_inspection(sup_ctx *c);
sup_rc sup_decide_inspection_page(sup_ctx *c);
sup_rc sup_decide_acknowledge(sup_ctx *c);
sup_rc sup_decide_raise(sup_ctx *c);
sup_rc sup_decide_board(sup_ctx *c);
sup_rc sup_decide_units(sup_ctx *c);
sup_rc sup_decide_unit(sup_ctx *c);
sup_rc sup_decide_unit_put(sup_ctx *c);
sup_rc sup_decide_places(sup_ctx *c);
sup_rc sup_decide_place(sup_ctx *c);
sup_rc sup_decide_place_put(sup_ctx *c);
sup_rc sup_decide_standing(sup_ctx *c);
sup_rc sup_decide_standings(sup_ctx *c);
sup_rc sup_decide_periods(sup_ctx *c);
sup_rc sup_decide_period(sup_ctx *c);
sup_rc sup_decide_period_put(sup_ctx *c);
sup_rc sup_decide_schedules(sup_ctx *c);
sup_rc sup_decide_schedule(sup_ctx *c);
sup_rc sup_decide_schedule_put(sup_ctx *c);
sup_rc sup_decide_occurrences(sup_ctx *c);
sup_rc sup_decide_occurrence(sup_ctx *c);
sup_rc sup_decide_excuse(sup_ctx *c);
sup_rc sup_decide_coverage(sup_ctx *c);
sup_rc sup_decide_me(sup_ctx *c);
sup_rc sup_decide_health(sup_ctx *c);
sup_rc sup_decide_ready(sup_ctx *c);
sup_rc sup_decide_openapi(sup_ctx *c);

/* The table of actions on a case, in the order in which a desk offers them. */
typedef struct {
    sup_action action;
    const char *path; /* cases/{id}/<path> */
    const char *name;
    const char *name_en;
    const char *required; /* fields of ActionRequest, separated by spaces */
    const char *optional; /* `version` is always optional */
    unsigned duty;        /* roles that are waited for to take it: what `mine` lists */
} sup_action_row;
extern const sup_action_row sup_actions[];
extern const size_t sup_actions_n;

#endif
