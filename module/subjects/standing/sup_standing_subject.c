/* The board and the standings: the subject as the engine sees it.
 * Owns: the table of its routes, keys and hearers.
 * Must not know: what is decided. */
#include "sup_standing_subject.h"

#include "engine/sup_roles.h"
#include "engine/sup_subject.h"
#include "topics/sup_topics.h"
#include "supervision/v1/standing.pb-c.h"

static const sup_route routes[] = {
    {.name = "getBoard",
     .method = SUP_METHOD_GET,
     .pattern = "board",
     .roles = SUP_ROLE_PUBLIC,
     .input = &sup__board_request__descriptor,
     .output = &sup__board__descriptor,
     .flags = SUP_ROUTE_SHARED,
     .decide = sup_decide_board,
     .summary = "公示数据",
     .summary_en = "The public board's figures"},
    {.name = "getStanding",
     .method = SUP_METHOD_GET,
     .pattern = "units/{id}/standing",
     .roles = SUP_ROLES_STAFF,
     .input = &sup__standing_request__descriptor,
     .output = &sup__unit_standing__descriptor,
     .decide = sup_decide_standing,
     .summary = "单位考评",
     .summary_en = "A unit's standing over months, with its parts and its trend"},
    {.name = "listStandings",
     .method = SUP_METHOD_GET,
     .pattern = "standings",
     .roles = SUP_ROLES_OVERSIGHT,
     .input = &sup__standing_request__descriptor,
     .output = &sup__standing_list__descriptor,
     .decide = sup_decide_standings,
     .summary = "各单位考评",
     .summary_en = "The standings of all units"},
    {.name = NULL},
};

static const sup_key_row keys[] = {
    {"board:<yyyy-mm>", "counters of the cases submitted in a month: <domain>.<fact>"},
    {.pattern = NULL},
};

static const sup_hearer hears[] = {
    {SUP_CASE_CHANGED, SUP_BOARD_CASE_OPS, "the board's figures of cases",
     sup_board_hear_case},
    {SUP_CHECK_CHANGED, SUP_BOARD_CHECK_OPS, "the board's figures of checks",
     sup_board_hear_check},
    {.topic = 0},
};

const sup_subject sup_standing_subject = {
    .name = "standing",
    .routes = routes,
    .keys = keys,
    .hears = hears,
};
