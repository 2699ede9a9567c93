/* Rulebooks asked: domains, and what a text is about: the subject as the engine sees it.
 * Owns: the table of its routes.
 * Must not know: what is decided. */
#include "sup_rules_subject.h"

#include "engine/sup_roles.h"
#include "engine/sup_subject.h"
#include "supervision/v1/rules.pb-c.h"

static const sup_route routes[] = {
    {.name = "listDomains",
     .method = SUP_METHOD_GET,
     .pattern = "domains",
     .roles = SUP_ROLE_PUBLIC,
     .output = &sup__domain_list__descriptor,
     .flags = SUP_ROUTE_SHARED,
     .decide = sup_decide_domains,
     .summary = "监督领域及其类别",
     .summary_en = "Domains with their categories"},
    {.name = "getDomain",
     .method = SUP_METHOD_GET,
     .pattern = "domains/{domain}",
     .roles = SUP_ROLE_PUBLIC,
     .output = &sup__domain__descriptor,
     .flags = SUP_ROUTE_SHARED,
     .decide = sup_decide_domain,
     .summary = "一个领域的服务标准",
     .summary_en = "The standards of one domain"},
    {.name = "getRulebook",
     .method = SUP_METHOD_GET,
     .pattern = "domains/{domain}/rulebook",
     .roles = SUP_ROLES_STAFF,
     .output = &sup__rulebook__descriptor,
     .takes = SUP_TAKES_IF_NONE_MATCH,
     .decide = sup_decide_rulebook,
     .summary = "一个领域的全部规则",
     .summary_en = "The whole rulebook of a domain"},
    {.name = "classify",
     .method = SUP_METHOD_POST,
     .pattern = "classify",
     .roles = SUP_ROLE_PUBLIC,
     .input = &sup__classify_request__descriptor,
     .output = &sup__classification__descriptor,
     .decide = sup_decide_classify,
     .summary = "预判类别",
     .summary_en = "Classify a text before submitting it"},
    {.name = NULL},
};

const sup_subject sup_rules_subject = {
    .name = "rules",
    .routes = routes,
};
