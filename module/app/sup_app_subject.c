/* What speaks of all subjects: the subject as the engine sees it.
 * Owns: the table of its routes.
 * Must not know: what is decided. */
#include "sup_app_subject.h"

#include "engine/sup_roles.h"
#include "engine/sup_subject.h"
#include "supervision/v1/app.pb-c.h"

static const sup_route routes[] = {
    {.name = "getMe",
     .method = SUP_METHOD_GET,
     .pattern = "me",
     .roles = SUP_ROLE_PUBLIC,
     .output = &sup__me__descriptor,
     .decide = sup_decide_me,
     .summary = "我的身份",
     .summary_en = "Who the server takes me for"},
    {.name = "getHealth",
     .method = SUP_METHOD_GET,
     .pattern = "health",
     .roles = SUP_ROLE_PUBLIC,
     .output = &sup__health__descriptor,
     .decide = sup_decide_health,
     .summary = "健康状况",
     .summary_en = "Is the process alive, and what does it see"},
    {.name = "getReady",
     .method = SUP_METHOD_GET,
     .pattern = "ready",
     .roles = SUP_ROLE_PUBLIC,
     .output = &sup__health__descriptor,
     .replies = SUP_REPLIES_200 | SUP_REPLIES_503,
     .decide = sup_decide_ready,
     .summary = "就绪",
     .summary_en = "Can it take cases now"},
    {.name = "getOpenapi",
     .method = SUP_METHOD_GET,
     .pattern = "openapi.json",
     .roles = SUP_ROLE_PUBLIC,
     .takes = SUP_TAKES_IF_NONE_MATCH,
     .page = "application/json",
     .decide = sup_decide_openapi,
     .summary = "接口说明",
     .summary_en = "This document"},
    {.name = NULL},
};

const sup_subject sup_app_subject = {
    .name = "app",
    .routes = routes,
};
