/* The OpenAPI 3.1 document, from the tables of the subjects: it cannot drift from them.
 * Owns: info, paths, components.
 * Must not know: how an operation or a message is written. */
#include "engine/sup_route.h"
#include "engine/sup_subject.h"
#include "sup_app_subject.h"
#include "sup_openapi_body.h"
#include "sup_openapi_doc.h"
#include "sup_openapi_operation.h"
#include "sup_openapi_schema.h"
#include "supervision/v1/engine.pb-c.h"

static const char info[] =
    "高校后勤服务质量监督接口。消息同时支持 application/json 与 "
    "application/x-protobuf。身份由 nginx 认证后给出；错误为 RFC 9457 problem 文档。\n\n"
    "Supervision of a university's logistics services. Messages are protobuf (package "
    "supervision.v1), as ProtoJSON with the proto's field names or in binary; fields at "
    "their default are left out. Who asks is what nginx authenticated: an operation "
    "names "
    "the roles that it is for in x-roles, none meaning anybody. Errors are RFC 9457 "
    "problem "
    "documents with a stable `code`.";

/* --- paths --- */

/* Variants of a route each have a path of their own, in the place of the last segment. */
static void
variant_paths(sup_openapi *d, const sup_route *route)
{
    size_t prefix = (size_t)(strrchr(route->pattern, '/') - route->pattern);
    const sup_variant *variant;
    size_t i;

    for (i = 0; (variant = route->variant(i)) != NULL; i++) {
        char *path =
            sup_sprintf(d->arena, "/%.*s/%s", (int)prefix, route->pattern, variant->path);

        sup_jsonw_in(&d->w, sup_openapi_text(d, path), '{');
        sup_openapi_operation(d, route, variant);
        sup_jsonw_close(&d->w, '}');
    }
}

/* All methods of a pattern at its first row. */
static void
path(sup_openapi *d, const sup_route *first, size_t at)
{
    char *name = sup_sprintf(d->arena, "/%s", first->pattern);
    const sup_route *route;
    size_t i;

    for (i = 0; i < at; i++) {
        if (strcmp(sup_route_at(i)->pattern, first->pattern) == 0) {
            return;
        }
    }
    sup_jsonw_in(&d->w, sup_openapi_text(d, name), '{');
    for (i = at; (route = sup_route_at(i)) != NULL; i++) {
        if (strcmp(route->pattern, first->pattern) == 0) {
            sup_openapi_operation(d, route, NULL);
        }
    }
    sup_jsonw_close(&d->w, '}');
}

static void
paths(sup_openapi *d)
{
    const sup_route *route;
    size_t i;

    sup_jsonw_in(&d->w, "paths", '{');
    for (i = 0; (route = sup_route_at(i)) != NULL; i++) {
        if (route->variant != NULL) {
            variant_paths(d, route);
        } else {
            path(d, route, i);
        }
    }
    sup_jsonw_close(&d->w, '}');
}

/* --- the document --- */

static void
components(sup_openapi *d)
{
    const sup_route *route;
    size_t i;

    sup_openapi_take(&d->types, &sup__problem__descriptor);
    for (i = 0; (route = sup_route_at(i)) != NULL; i++) {
        if (route->method != SUP_METHOD_GET && route->variant == NULL) {
            sup_openapi_take(&d->types, route->input);
        }
        sup_openapi_take(&d->types, route->output);
    }
    sup_jsonw_in(&d->w, "components", '{');
    sup_jsonw_in(&d->w, "responses", '{');
    sup_jsonw_in(&d->w, "Problem", '{');
    sup_jsonw_pair(&d->w, "description", "RFC 9457");
    sup_jsonw_in(&d->w, "content", '{');
    sup_openapi_media(d, "application/problem+json", &sup__problem__descriptor);
    sup_openapi_binary_media(d, &sup__problem__descriptor);
    sup_jsonw_close(&d->w, '}');
    sup_jsonw_close(&d->w, '}');
    sup_jsonw_close(&d->w, '}');
    sup_jsonw_in(&d->w, "schemas", '{');
    for (i = 0; i < d->types.n; i++) {
        sup_openapi_message(&d->w, d->types.types[i]);
    }
    sup_jsonw_close(&d->w, '}');
    sup_jsonw_close(&d->w, '}');
}

/* A server's address has no slash at its end: paths begin with theirs. */
static void
servers(sup_openapi *d, sup_str base)
{
    char *url;

    if (base.len < 2) {
        return;
    }
    url = sup_strdup(d->arena, (sup_str){base.data, base.len - 1});
    sup_jsonw_in(&d->w, "servers", '[');
    sup_jsonw_open(&d->w, '{');
    sup_jsonw_pair(&d->w, "url", sup_openapi_text(d, url));
    sup_jsonw_close(&d->w, '}');
    sup_jsonw_close(&d->w, ']');
}

static sup_rc
set_etag(sup_ctx *c)
{
    unsigned char hash[SUP_HASH_LEN];
    char hex[2 * 12 + 1];
    char *etag;

    if (sup_sha256(hash, c->text) != SUP_OK) {
        return SUP_CRYPTO_FAILED;
    }
    sup_hex(hex, hash, 12);
    etag = sup_sprintf(c->arena, "\"%s\"", hex);
    c->etag = sup_str_c(etag);
    return etag == NULL ? SUP_NOMEM : SUP_OK;
}

sup_rc
sup_decide_openapi(sup_ctx *c)
{
    sup_openapi *d = sup_calloc(c->arena, sizeof(*d));
    sup_rc rc;

    if (d == NULL) {
        return SUP_NOMEM;
    }
    d->arena = c->arena;
    sup_jsonw_init(&d->w, c->arena);
    sup_jsonw_open(&d->w, '{');
    sup_jsonw_pair(&d->w, "openapi", "3.1.0");
    sup_jsonw_in(&d->w, "info", '{');
    sup_jsonw_pair(&d->w, "title", "后勤服务质量监督 Supervision of campus services");
    sup_jsonw_pair(&d->w, "version", c->site->version == NULL ? "0" : c->site->version);
    sup_jsonw_pair(&d->w, "description", info);
    sup_jsonw_close(&d->w, '}');
    servers(d, c->site->base);
    paths(d);
    components(d);
    sup_jsonw_close(&d->w, '}');
    rc = sup_jsonw_done(&d->w, &c->text);
    if (rc != SUP_OK) {
        return rc;
    }
    c->text_type = SUP_STR("application/json");
    return set_etag(c);
}
