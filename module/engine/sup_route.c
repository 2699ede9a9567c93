/* The route table, and the finding of a route.
 * Owns: methods, paths, messages and roles of all endpoints.
 * Must not know: what an endpoint decides. */
#include "sup_route.h"

#include "sup_roles.h"
#include "supervision/v1/app.pb-c.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/engine.pb-c.h"
#include "supervision/v1/evidence.pb-c.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"
#include "supervision/v1/standing.pb-c.h"

#define ANYBODY SUP_ROLE_PUBLIC
#define DESK    SUP_ROLES_STAFF
#define OFFICE  (SUP_ROLE_OFFICE | SUP_ROLE_ADMIN)

/* Those who issue notices, and those who check: leaders read. */
#define OFFICERS (SUP_ROLE_INSPECTOR | SUP_ROLE_OFFICE | SUP_ROLE_ADMIN)
#define CHECKERS (OFFICERS | SUP_ROLE_UNIT)

#define GET  SUP_METHOD_GET
#define POST SUP_METHOD_POST
#define PUT  SUP_METHOD_PUT

#define MSG(name) &sup__##name##__descriptor

/* Literal segments stand before {placeholders} of the same depth: the first match wins.
 */
const sup_route sup_routes[] = {
    {"listDomains", GET, "domains", ANYBODY, NULL, MSG(domain_list), SUP_ROUTE_SHARED,
     sup_decide_domains, "监督领域及其类别", "Domains with their categories"},
    {"getDomain", GET, "domains/{domain}", ANYBODY, NULL, MSG(domain), SUP_ROUTE_SHARED,
     sup_decide_domain, "一个领域的服务标准", "The standards of one domain"},
    {"getRulebook", GET, "domains/{domain}/rulebook", DESK, NULL, MSG(rulebook), 0,
     sup_decide_rulebook, "一个领域的全部规则", "The whole rulebook of a domain"},
    {"dryRun", POST, "domains/{domain}/dry-run", OFFICE, MSG(dry_run_request),
     MSG(dry_run), SUP_ROUTE_RULEBOOK, sup_decide_dry_run, "试算",
     "Past inspections scored by a candidate rulebook; nothing is stored"},
    {"listChecklists", GET, "checklists", DESK, MSG(list_checklists_request),
     MSG(checklist_list), 0, sup_decide_checklists, "检查表", "Checklists"},
    {"scoreChecklist", POST, "checklists/{domain}/score", DESK, MSG(inspection_request),
     MSG(score), SUP_ROUTE_REPORT, sup_decide_score, "试评分",
     "What answers would score now; nothing is stored"},
    {"getChecklist", GET, "checklists/{domain}/{template}", DESK, NULL, MSG(checklist), 0,
     sup_decide_checklist, "一张检查表", "One checklist, with its items"},
    {"classify", POST, "classify", ANYBODY, MSG(classify_request), MSG(classification), 0,
     sup_decide_classify, "预判类别", "Classify a text before submitting it"},
    {"submitCase", POST, "cases", ANYBODY, MSG(submit_request), MSG(submit_reply),
     SUP_ROUTE_FORM, sup_decide_submit, "提交诉求", "Submit a case"},
    {"listCases", GET, "cases", DESK, MSG(list_cases_request), MSG(case_list), 0,
     sup_decide_list, "诉求列表", "List cases"},
    {"similarCases", GET, "cases/similar", ANYBODY, MSG(similar_request), MSG(case_list),
     0, sup_decide_similar, "近期同类诉求", "Similar recent cases"},
    {"listDirectives", GET, "directives", DESK, MSG(list_directives_request),
     MSG(directive_list), 0, sup_decide_directives, "重大决策部署落实台账",
     "The ledger of directives: milestones, lateness, where each stands"},
    {"getReceipt", GET, "receipt", ANYBODY, NULL, MSG(case), 0, sup_decide_receipt,
     "凭查询码查看", "The case that the receipt in the header opens"},
    {"getCase", GET, "cases/{id}", ANYBODY, NULL, MSG(case), 0, sup_decide_case,
     "查看诉求", "One case, as the actor may see it"},
    {"getHistory", GET, "cases/{id}/history", ANYBODY, NULL, MSG(history), 0,
     sup_decide_history, "办理过程", "The history of a case"},
    {"getNotice", GET, "cases/{id}/notice", DESK, NULL, MSG(notice_reply), 0,
     sup_decide_notice, "整改通知单", "The rectification notice"},
    {"getNoticePage", GET, "cases/{id}/notice.html", DESK, NULL, NULL, SUP_ROUTE_PAGE,
     sup_decide_notice_page, "整改通知单（打印）", "The notice as a printable page"},
    {"supportCase", POST, "cases/{id}/support", ANYBODY, MSG(empty), MSG(support_reply),
     0, sup_decide_support, "附议", "Me too"},
    {"actOnCase", POST, "cases/{id}/{action}", ANYBODY, MSG(action_request), MSG(case), 0,
     sup_decide_action, "办理诉求", "Take an action of the life cycle"},
    {"postEvidence", POST, "evidence", ANYBODY, NULL, MSG(evidence), SUP_ROUTE_PHOTO,
     sup_decide_evidence, "上传照片", "Take in a photo"},
    {"getCaseEvidence", GET, "cases/{id}/evidence/{evidence}", ANYBODY,
     MSG(evidence_request), NULL, SUP_ROUTE_FILE, sup_decide_case_evidence, "查看照片",
     "A photo of a case"},
    {"submitInspection", POST, "inspections", CHECKERS, MSG(inspection_request),
     MSG(inspection), SUP_ROUTE_REPORT, sup_decide_inspect, "提交检查",
     "Submit an inspection: scored, reported, its cases raised"},
    {"listInspections", GET, "inspections", DESK, MSG(list_inspections_request),
     MSG(inspection_list), 0, sup_decide_inspections, "检查报告列表", "List inspections"},
    {"getInspection", GET, "inspections/{id}", DESK, NULL, MSG(inspection), 0,
     sup_decide_inspection, "检查报告", "One inspection with its report"},
    {"getInspectionPage", GET, "inspections/{id}/report.html", DESK, NULL, NULL,
     SUP_ROUTE_PAGE, sup_decide_inspection_page, "检查报告（打印）",
     "The report as a printable page"},
    {"getInspectionEvidence", GET, "inspections/{id}/evidence/{evidence}", DESK,
     MSG(evidence_request), NULL, SUP_ROUTE_FILE, sup_decide_inspection_evidence,
     "查看检查照片", "A photo of an inspection"},
    {"acknowledgeInspection", POST, "inspections/{id}/acknowledge", CHECKERS,
     MSG(acknowledge_request), MSG(inspection), 0, sup_decide_acknowledge, "签收检查报告",
     "The unit has read the report"},
    {"raiseCase", POST, "inspections/{id}/raise", OFFICERS, MSG(raise_later_request),
     MSG(inspection), 0, sup_decide_raise, "补办立案",
     "Make a case of a failed item, later"},
    {"getBoard", GET, "board", ANYBODY, MSG(board_request), MSG(board), SUP_ROUTE_SHARED,
     sup_decide_board, "公示数据", "The public board's figures"},
    {"listUnits", GET, "units", ANYBODY, MSG(list_request), MSG(unit_list), 0,
     sup_decide_units, "责任单位", "Units and contractors"},
    {"getUnit", GET, "units/{id}", ANYBODY, NULL, MSG(unit), 0, sup_decide_unit,
     "一个责任单位", "One unit"},
    {"putUnit", PUT, "units/{id}", SUP_ROLE_ADMIN, MSG(unit), MSG(unit), 0,
     sup_decide_unit_put, "登记责任单位", "Register or change a unit"},
    {"getStanding", GET, "units/{id}/standing", DESK, MSG(standing_request),
     MSG(unit_standing), 0, sup_decide_standing, "单位考评",
     "A unit's standing over months, with its parts and its trend"},
    {"listStandings", GET, "standings", SUP_ROLES_OVERSIGHT, MSG(standing_request),
     MSG(standing_list), 0, sup_decide_standings, "各单位考评",
     "The standings of all units"},
    {"listPlaces", GET, "places", ANYBODY, MSG(list_request), MSG(place_list), 0,
     sup_decide_places, "地点", "Places"},
    {"getPlace", GET, "places/{id}", ANYBODY, NULL, MSG(place), 0, sup_decide_place,
     "一个地点", "One place"},
    {"putPlace", PUT, "places/{id}", SUP_ROLE_ADMIN, MSG(place), MSG(place), 0,
     sup_decide_place_put, "登记地点", "Register or change a place"},
    {"listPeriods", GET, "periods", DESK, NULL, MSG(period_list), 0, sup_decide_periods,
     "检查加密与暂停的时段", "Periods that change the calendar"},
    {"getPeriod", GET, "periods/{id}", DESK, NULL, MSG(period), 0, sup_decide_period,
     "一个时段", "One period"},
    {"putPeriod", PUT, "periods/{id}", OFFICE, MSG(period), MSG(period), 0,
     sup_decide_period_put, "设定时段", "Set or change a period"},
    {"listSchedules", GET, "schedules", DESK, NULL, MSG(schedule_list), 0,
     sup_decide_schedules, "检查计划", "Schedules of checks, the rulebooks' among them"},
    {"getSchedule", GET, "schedules/{id}", DESK, NULL, MSG(schedule), 0,
     sup_decide_schedule, "一项检查计划", "One schedule"},
    {"putSchedule", PUT, "schedules/{id}", OFFICE, MSG(schedule), MSG(schedule), 0,
     sup_decide_schedule_put, "设定检查计划", "Set, change or retire a schedule"},
    {"listOccurrences", GET, "occurrences", DESK, MSG(list_occurrences_request),
     MSG(occurrence_list), 0, sup_decide_occurrences, "检查日历",
     "The calendar: today's checks and those still open, or those of some days"},
    {"getOccurrence", GET, "occurrences/{id}", DESK, NULL, MSG(occurrence), 0,
     sup_decide_occurrence, "一次检查任务", "One check of the calendar"},
    {"excuseOccurrence", POST, "occurrences/{id}/excuse", OFFICE, MSG(excuse_request),
     MSG(occurrence), 0, sup_decide_excuse, "免检", "Excuse a check, with a reason"},
    {"getCoverage", GET, "coverage", DESK, MSG(coverage_request), MSG(coverage), 0,
     sup_decide_coverage, "检查覆盖", "Checks due and done, by unit and domain"},
    {"getMe", GET, "me", ANYBODY, NULL, MSG(me), 0, sup_decide_me, "我的身份",
     "Who the server takes me for"},
    {"getHealth", GET, "health", ANYBODY, NULL, MSG(health), 0, sup_decide_health,
     "健康状况", "Is the process alive, and what does it see"},
    {"getReady", GET, "ready", ANYBODY, NULL, MSG(health), 0, sup_decide_ready, "就绪",
     "Can it take cases now"},
    {"getOpenapi", GET, "openapi.json", ANYBODY, NULL, NULL, SUP_ROUTE_PAGE,
     sup_decide_openapi, "接口说明", "This document"},
};
const size_t sup_routes_n = sizeof(sup_routes) / sizeof(sup_routes[0]);

static const char *
segment_end(const char *p, const char *end)
{
    while (p < end && *p != '/') {
        p++;
    }
    return p;
}

/* {action} stands for the names of the action table, any other placeholder for any text.
 */
static int
fits(sup_str placeholder, sup_str segment)
{
    if (!sup_str_eq(placeholder, SUP_STR("{action}"))) {
        return segment.len != 0;
    }
    for (size_t i = 0; i < sup_actions_n; i++) {
        if (sup_str_eq(segment, sup_str_c(sup_actions[i].path))) {
            return 1;
        }
    }
    return 0;
}

static int
matches(const char *pattern, sup_str path, sup_str params[2])
{
    const char *p = pattern, *pattern_end = pattern + strlen(pattern);
    const char *s = path.data, *s_end = path.data + path.len;
    size_t n = 0;
    for (;;) {
        const char *pe = segment_end(p, pattern_end), *se = segment_end(s, s_end);
        if (*p == '{') {
            sup_str segment = {s, (size_t)(se - s)};
            if (n == 2 || !fits((sup_str){p, (size_t)(pe - p)}, segment)) {
                return 0;
            }
            params[n++] = segment;
        } else if (pe - p != se - s || memcmp(p, s, (size_t)(pe - p)) != 0) {
            return 0;
        }
        if (pe == pattern_end || se == s_end) {
            return pe == pattern_end && se == s_end;
        }
        p = pe + 1;
        s = se + 1;
    }
}

const sup_route *
sup_route_find(sup_method method, sup_str path, sup_str params[2], unsigned *allowed)
{
    unsigned wanted = method == SUP_METHOD_HEAD ? SUP_METHOD_GET : method;
    *allowed = 0;
    if (path.len == 0) {
        return NULL;
    }
    for (size_t i = 0; i < sup_routes_n; i++) {
        if (!matches(sup_routes[i].pattern, path, params)) {
            continue;
        }
        if (sup_routes[i].method == wanted) {
            return &sup_routes[i];
        }
        *allowed |= sup_routes[i].method;
    }
    return NULL;
}

/* Only queries that a page of ours makes are worth a place in the cache: any other text
 * would be one more entry for the same reply. */
static int
is_plain_query(sup_str query)
{
    static const char form[] = "period=dddd-dd";
    if (query.len == 0) {
        return 1;
    }
    if (query.len != sizeof(form) - 1) {
        return 0;
    }
    for (size_t i = 0; i < query.len; i++) {
        if (form[i] == 'd' && i >= 7 ? query.data[i] < '0' || query.data[i] > '9'
                                     : query.data[i] != form[i]) {
            return 0;
        }
    }
    return 1;
}

int64_t
sup_api_shared_ms(const sup_site *site, const sup_request *request)
{
    sup_str params[2];
    unsigned allowed;
    if (!(request->method & (SUP_METHOD_GET | SUP_METHOD_HEAD)) ||
        !is_plain_query(request->query)) {
        return 0;
    }
    const sup_route *route =
        sup_route_find(request->method, request->path, params, &allowed);
    return route != NULL && (route->flags & SUP_ROUTE_SHARED) ? site->board_cache_ms : 0;
}

const sup_wire_limits *
sup_route_limits(const sup_route *route)
{
    unsigned flags = route == NULL ? 0 : route->flags;
    return flags & SUP_ROUTE_RULEBOOK ? &sup_wire_rulebook_limits
           : flags & SUP_ROUTE_REPORT ? &sup_wire_report_limits
                                      : &sup_wire_request_limits;
}

/* A method or a path that is not taken has its own answer (405, 404), and none of them is
 * "too large": they count as any other. */
size_t
sup_api_body_max(const sup_site *site, const sup_request *request)
{
    sup_str params[2];
    unsigned allowed;
    const sup_route *route =
        sup_route_find(request->method, request->path, params, &allowed);
    return route != NULL && (route->flags & SUP_ROUTE_PHOTO)
               ? site->evidence_max
               : sup_route_limits(route)->bytes_max;
}

int
sup_api_takes_photo(const sup_request *request)
{
    sup_str params[2];
    unsigned allowed;
    const sup_route *route =
        sup_route_find(request->method, request->path, params, &allowed);
    return route != NULL && (route->flags & SUP_ROUTE_PHOTO);
}
