/* The calendar of checks: the subject as the engine sees it.
 * Owns: the table of its routes, problems, jobs and keys.
 * Must not know: what is decided. */
#include "sup_calendar_subject.h"

#include "engine/sup_roles.h"
#include "engine/sup_subject.h"
#include "sup_occurrence.h"
#include "sup_plan.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

static const sup_route routes[] = {
    {.name = "listPeriods",
     .method = SUP_METHOD_GET,
     .pattern = "periods",
     .roles = SUP_ROLES_STAFF,
     .output = &sup__period_list__descriptor,
     .decide = sup_decide_periods,
     .summary = "检查加密与暂停的时段",
     .summary_en = "Periods that change the calendar"},
    {.name = "getPeriod",
     .method = SUP_METHOD_GET,
     .pattern = "periods/{id}",
     .roles = SUP_ROLES_STAFF,
     .output = &sup__period__descriptor,
     .takes = SUP_TAKES_IF_NONE_MATCH,
     .decide = sup_decide_period,
     .summary = "一个时段",
     .summary_en = "One period"},
    {.name = "putPeriod",
     .method = SUP_METHOD_PUT,
     .pattern = "periods/{id}",
     .roles = SUP_ROLES_OFFICE,
     .input = &sup__period__descriptor,
     .output = &sup__period__descriptor,
     .takes = SUP_TAKES_IF_MATCH | SUP_TAKES_IF_NONE_MATCH,
     .replies = SUP_REPLIES_200 | SUP_REPLIES_201,
     .decide = sup_decide_period_put,
     .summary = "设定时段",
     .summary_en = "Set or change a period"},
    {.name = "listSchedules",
     .method = SUP_METHOD_GET,
     .pattern = "schedules",
     .roles = SUP_ROLES_STAFF,
     .output = &sup__schedule_list__descriptor,
     .decide = sup_decide_schedules,
     .summary = "检查计划",
     .summary_en = "Schedules of checks, the rulebooks' among them"},
    {.name = "getSchedule",
     .method = SUP_METHOD_GET,
     .pattern = "schedules/{id}",
     .roles = SUP_ROLES_STAFF,
     .output = &sup__schedule__descriptor,
     .takes = SUP_TAKES_IF_NONE_MATCH,
     .decide = sup_decide_schedule,
     .summary = "一项检查计划",
     .summary_en = "One schedule"},
    {.name = "putSchedule",
     .method = SUP_METHOD_PUT,
     .pattern = "schedules/{id}",
     .roles = SUP_ROLES_OFFICE,
     .input = &sup__schedule__descriptor,
     .output = &sup__schedule__descriptor,
     .takes = SUP_TAKES_IF_MATCH | SUP_TAKES_IF_NONE_MATCH,
     .replies = SUP_REPLIES_200 | SUP_REPLIES_201,
     .decide = sup_decide_schedule_put,
     .summary = "设定检查计划",
     .summary_en = "Set, change or retire a schedule"},
    {.name = "listOccurrences",
     .method = SUP_METHOD_GET,
     .pattern = "occurrences",
     .roles = SUP_ROLES_STAFF,
     .input = &sup__list_occurrences_request__descriptor,
     .output = &sup__occurrence_list__descriptor,
     .decide = sup_decide_occurrences,
     .summary = "检查日历",
     .summary_en =
         "The calendar: today's checks and those still open, or those of some days"},
    {.name = "getOccurrence",
     .method = SUP_METHOD_GET,
     .pattern = "occurrences/{id}",
     .roles = SUP_ROLES_STAFF,
     .output = &sup__occurrence__descriptor,
     .decide = sup_decide_occurrence,
     .summary = "一次检查任务",
     .summary_en = "One check of the calendar"},
    {.name = "excuseOccurrence",
     .method = SUP_METHOD_POST,
     .pattern = "occurrences/{id}/excuse",
     .roles = SUP_ROLES_OFFICE,
     .input = &sup__excuse_request__descriptor,
     .output = &sup__occurrence__descriptor,
     .decide = sup_decide_excuse,
     .summary = "免检",
     .summary_en = "Excuse a check, with a reason"},
    {.name = "getCoverage",
     .method = SUP_METHOD_GET,
     .pattern = "coverage",
     .roles = SUP_ROLES_STAFF,
     .input = &sup__coverage_request__descriptor,
     .output = &sup__coverage__descriptor,
     .decide = sup_decide_coverage,
     .summary = "检查覆盖",
     .summary_en = "Checks due and done, by unit and domain"},
    {.name = NULL},
};

static const sup_problem_row problems[] = {
    SUP_PROBLEM(SUP_CHECK_OVER, 409, "check_over", "检查任务已结束", "The check is over",
                "这项检查已经完成或已免检，不能再免检。",
                "The check was done, or excused before: it cannot be excused."),
    {.rc = SUP_OK},
};

static const sup_timed_job jobs[] = {
    {"occurrences", &sup__making_record__descriptor, sup_timed_make},
    {"missed", &sup__missing_record__descriptor, sup_timed_miss},
    {.name = NULL},
};

static const sup_key_row keys[] = {
    {SUP_PERIODS, "all periods of the campus"},
    {SUP_SCHEDULES, "all schedules of the campus"},
    {"occurrence:<id>", "one occurrence: <schedule>.<yyyymmdd>.<n>"},
    {SUP_OCCURRENCES, "all occurrences, by the beginning of their windows"},
    {SUP_OCCURRENCES ":unit:<unit>", "those of a unit, likewise"},
    {SUP_OCCURRENCES_OPEN, "those due, by when they will be missed"},
    {.pattern = NULL},
};

const sup_subject sup_calendar_subject = {
    .name = "calendar",
    .routes = routes,
    .problems = problems,
    .jobs = jobs,
    .keys = keys,
};
