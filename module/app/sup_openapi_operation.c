/* One operation of the OpenAPI document: its head and its parameters.
 * Owns: what bits of a route mean to those who write clients.
 * Must not know: which routes there are, how a message looks. */
#include "sup_openapi_operation.h"

#include "engine/sup_roles.h"
#include "sup_openapi_body.h"
#include "sup_openapi_schema.h"

#include <ctype.h>

#define ANY ~0u

static const struct {
    unsigned bit;
    unsigned methods; /* that it says this to */
    const char *name;
    const char *description;
} headers[] = {
    {SUP_TAKES_KEY, ANY, "Idempotency-Key",
     "16 至 128 个可见 ASCII 字符；重试时不变，不会重复登记。 16 to 128 visible ASCII "
     "characters; a retry with the same key counts once; a retried submit gets the "
     "same receipt."},
    {SUP_TAKES_RECEIPT, ANY, "Supervision-Receipt",
     "反映人的查询码。 The reporter's receipt: it opens his own case."},
    {SUP_TAKES_IF_MATCH, ANY, "If-Match",
     "此前得到的 ETag；已有变更时返回 409。 An ETag from before: 409 when it has changed "
     "since."},
    {SUP_TAKES_IF_NONE_MATCH, SUP_METHOD_GET, "If-None-Match",
     "此前得到的 ETag；未变更时返回 304。 An ETag from before: 304 when nothing has "
     "changed."},
    {SUP_TAKES_IF_NONE_MATCH, SUP_METHOD_PUT, "If-None-Match",
     "不应已有的 ETag，* 表示须为新登记；已有时返回 409。 An ETag that must not be "
     "there, "
     "or * for something new: 409 when it is there."},
};

/* --- parameters --- */

static void
parameter(sup_openapi *d, const char *name, const char *in, int required,
          const char *description)
{
    sup_jsonw_open(&d->w, '{');
    sup_jsonw_pair(&d->w, "name", name);
    sup_jsonw_pair(&d->w, "in", in);
    if (required) {
        sup_jsonw_pair_word(&d->w, "required", "true");
    }
    if (description != NULL) {
        sup_jsonw_pair(&d->w, "description", description);
    }
    sup_jsonw_key(&d->w, "schema");
}

static void
text_parameter(sup_openapi *d, const char *name, const char *in, int required,
               const char *description)
{
    parameter(d, name, in, required, description);
    sup_jsonw_open(&d->w, '{');
    sup_jsonw_pair(&d->w, "type", "string");
    sup_jsonw_close(&d->w, '}');
    sup_jsonw_close(&d->w, '}');
}

/* {placeholders}; the last one of variants is spelled out in the path. */
static void
path_parameters(sup_openapi *d, const sup_route *route)
{
    const char *p = route->pattern;

    while ((p = strchr(p, '{')) != NULL) {
        const char *end = strchr(p, '}');
        char *name = sup_strdup(d->arena, (sup_str){p + 1, (size_t)(end - p - 1)});

        p = end;
        if (name == NULL) {
            d->w.buf.nomem = 1;
        } else if (route->variant == NULL || end[1] != '\0') {
            text_parameter(d, name, "path", 1, NULL);
        }
    }
}

static void
parameters(sup_openapi *d, const sup_route *route)
{
    size_t i;

    sup_jsonw_in(&d->w, "parameters", '[');
    path_parameters(d, route);
    for (i = 0; route->method == SUP_METHOD_GET && route->input != NULL &&
                i < route->input->n_fields;
         i++) {
        parameter(d, route->input->fields[i].name, "query", 0, NULL);
        sup_openapi_field(&d->w, &route->input->fields[i]);
        sup_jsonw_close(&d->w, '}');
    }
    for (i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        if (route->takes & headers[i].bit && route->method & headers[i].methods) {
            text_parameter(d, headers[i].name, "header", 0, headers[i].description);
        }
    }
    sup_jsonw_close(&d->w, ']');
}

/* --- operations --- */

static void
roles(sup_openapi *d, unsigned bits)
{
    size_t i;

    if (bits & SUP_ROLE_PUBLIC) {
        return;
    }
    sup_jsonw_in(&d->w, "x-roles", '[');
    for (i = 0; i < sup_roles_n; i++) {
        if (sup_roles[i].bit & bits) {
            sup_jsonw_text(&d->w, sup_roles[i].word);
        }
    }
    sup_jsonw_close(&d->w, ']');
}

/* request_extension becomes requestExtensionCase: unique beside the routes' own names. */
static const char *
operation_of(sup_openapi *d, const sup_route *route, const sup_variant *variant)
{
    char *name = sup_sprintf(d->arena, "%s%s", variant->path, route->variant_suffix);
    char *to = name;
    char *from;

    if (name == NULL) {
        d->w.buf.nomem = 1;
        return "";
    }
    for (from = name; *from != '\0'; from++) {
        if (*from == '_' || *from == '-') {
            from++;
            *to++ = (char)toupper((unsigned char)*from);
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
    return name;
}

void
sup_openapi_operation(sup_openapi *d, const sup_route *route, const sup_variant *variant)
{
    static const struct {
        sup_method method;
        const char *name;
    } methods[] = {{SUP_METHOD_GET, "get"},
                   {SUP_METHOD_POST, "post"},
                   {SUP_METHOD_PUT, "put"},
                   {SUP_METHOD_DELETE, "delete"}};
    size_t tag = strcspn(route->pattern, "/.");
    char *first = sup_strdup(d->arena, (sup_str){route->pattern, tag});
    size_t i = 0;

    while (methods[i].method != route->method) {
        i++;
    }
    sup_jsonw_in(&d->w, methods[i].name, '{');
    sup_jsonw_pair(&d->w, "operationId",
                   variant == NULL ? route->name : operation_of(d, route, variant));
    sup_jsonw_in(&d->w, "tags", '[');
    sup_jsonw_text(&d->w, sup_openapi_text(d, first));
    sup_jsonw_close(&d->w, ']');
    sup_jsonw_pair(&d->w, "summary", variant == NULL ? route->summary : variant->name);
    sup_jsonw_pair(&d->w, "description",
                   variant == NULL ? route->summary_en : variant->name_en);
    roles(d, route->roles);
    parameters(d, route);
    sup_openapi_request(d, route, variant);
    sup_openapi_responses(d, route);
    sup_jsonw_close(&d->w, '}');
}
