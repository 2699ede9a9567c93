/* The register of units and places: the subject as the engine sees it.
 * Owns: the table of its routes and keys.
 * Must not know: what is decided. */
#include "sup_campus_subject.h"

#include "engine/sup_roles.h"
#include "engine/sup_subject.h"
#include "supervision/v1/campus.pb-c.h"

static const sup_route routes[] = {
    {.name = "listUnits",
     .method = SUP_METHOD_GET,
     .pattern = "units",
     .roles = SUP_ROLE_PUBLIC,
     .input = &sup__list_request__descriptor,
     .output = &sup__unit_list__descriptor,
     .decide = sup_decide_units,
     .summary = "责任单位",
     .summary_en = "Units and contractors"},
    {.name = "getUnit",
     .method = SUP_METHOD_GET,
     .pattern = "units/{id}",
     .roles = SUP_ROLE_PUBLIC,
     .output = &sup__unit__descriptor,
     .takes = SUP_TAKES_IF_NONE_MATCH,
     .decide = sup_decide_unit,
     .summary = "一个责任单位",
     .summary_en = "One unit"},
    {.name = "putUnit",
     .method = SUP_METHOD_PUT,
     .pattern = "units/{id}",
     .roles = SUP_ROLE_ADMIN,
     .input = &sup__unit__descriptor,
     .output = &sup__unit__descriptor,
     .takes = SUP_TAKES_IF_MATCH | SUP_TAKES_IF_NONE_MATCH,
     .replies = SUP_REPLIES_200 | SUP_REPLIES_201,
     .decide = sup_decide_unit_put,
     .summary = "登记责任单位",
     .summary_en = "Register or change a unit"},
    {.name = "listPlaces",
     .method = SUP_METHOD_GET,
     .pattern = "places",
     .roles = SUP_ROLE_PUBLIC,
     .input = &sup__list_request__descriptor,
     .output = &sup__place_list__descriptor,
     .decide = sup_decide_places,
     .summary = "地点",
     .summary_en = "Places"},
    {.name = "getPlace",
     .method = SUP_METHOD_GET,
     .pattern = "places/{id}",
     .roles = SUP_ROLE_PUBLIC,
     .output = &sup__place__descriptor,
     .takes = SUP_TAKES_IF_NONE_MATCH,
     .decide = sup_decide_place,
     .summary = "一个地点",
     .summary_en = "One place"},
    {.name = "putPlace",
     .method = SUP_METHOD_PUT,
     .pattern = "places/{id}",
     .roles = SUP_ROLE_ADMIN,
     .input = &sup__place__descriptor,
     .output = &sup__place__descriptor,
     .takes = SUP_TAKES_IF_MATCH | SUP_TAKES_IF_NONE_MATCH,
     .replies = SUP_REPLIES_200 | SUP_REPLIES_201,
     .decide = sup_decide_place_put,
     .summary = "登记地点",
     .summary_en = "Register or change a place"},
    {.name = NULL},
};

static const sup_key_row keys[] = {
    {"unit:<id>", "a unit or contractor"},
    {"place:<id>", "a place"},
    {"units", "ids of all units, retired ones among them"},
    {"places", "ids of all places, retired ones among them"},
    {.pattern = NULL},
};

const sup_subject sup_campus_subject = {
    .name = "campus",
    .routes = routes,
    .keys = keys,
};
