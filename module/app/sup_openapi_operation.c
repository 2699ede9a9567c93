/* One operation of the OpenAPI document: parameters, bodies, responses.
 * Owns: what bits of a route mean to those who write clients.
 * Must not know: which routes there are, how a message looks. */
#include <ctype.h>

#include "engine/sup_roles.h"
#include "sup_openapi.h"

static const struct {
    unsigned bit;
    const char *name;
    const char *description;
} headers[] = {
    {SUP_TAKES_KEY, "Idempotency-Key",
     "16 至 128 个可见 ASCII 字符；重试时不变，不会重复登记。 16 to 128 visible ASCII "
     "characters; a retry with the same key counts once; a retried submit gets the "
     "same receipt."},
    {SUP_TAKES_RECEIPT, "Supervision-Receipt",
     "反映人的查询码。 The reporter's receipt: it opens his own case."},
    {SUP_TAKES_IF_MATCH, "If-Match",
     "此前得到的 ETag；已有变更时返回 409。 An ETag from before: 409 when it has changed "
     "since."},
    {SUP_TAKES_IF_NONE_MATCH, "If-None-Match",
     "此前得到的 ETag；未变更时返回 304。 An ETag from before: 304 when nothing has "
     "changed."},
};

static const struct {
    unsigned bit;
    const char *status;
} statuses[] = {
    {SUP_REPLIES_200, "200"}, {SUP_REPLIES_201, "201"}, {SUP_REPLIES_503, "503"}};

int
sup_openapi_listed(const char *list, const char *word)
{
    size_t n = strlen(word);
    const char *p;

    for (p = list; (p = strstr(p, word)) != NULL; p += n) {
        if ((p == list || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0')) {
            return 1;
        }
    }
    return 0;
}

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
        if (route->takes & headers[i].bit) {
            text_parameter(d, headers[i].name, "header", 0, headers[i].description);
        }
    }
    sup_jsonw_close(&d->w, ']');
}

/* --- bodies --- */

void
sup_openapi_media(sup_openapi *d, const char *name,
                  const ProtobufCMessageDescriptor *type)
{
    sup_jsonw_in(&d->w, name, '{');
    sup_jsonw_key(&d->w, "schema");
    sup_openapi_ref(&d->w, type);
    sup_jsonw_close(&d->w, '}');
}

void
sup_openapi_binary_media(sup_openapi *d, const ProtobufCMessageDescriptor *type)
{
    sup_jsonw_in(&d->w, "application/x-protobuf", '{');
    sup_jsonw_in(&d->w, "schema", '{');
    sup_jsonw_pair(&d->w, "contentMediaType", "application/x-protobuf");
    sup_jsonw_pair(&d->w, "description", type->name);
    sup_jsonw_close(&d->w, '}');
    sup_jsonw_close(&d->w, '}');
}

static void
plain_media(sup_openapi *d, const char *name, const char *type)
{
    sup_jsonw_in(&d->w, name, '{');
    sup_jsonw_in(&d->w, "schema", '{');
    sup_jsonw_pair(&d->w, "type", type);
    sup_jsonw_close(&d->w, '}');
    sup_jsonw_close(&d->w, '}');
}

/* What a variant takes of the route's input: the other fields it refuses. */
static void
variant_schema(sup_openapi *d, const ProtobufCMessageDescriptor *type,
               const sup_variant *variant)
{
    size_t i;

    sup_jsonw_in(&d->w, "schema", '{');
    sup_jsonw_pair(&d->w, "type", "object");
    sup_jsonw_in(&d->w, "required", '[');
    for (i = 0; i < type->n_fields; i++) {
        if (sup_openapi_listed(variant->required, type->fields[i].name)) {
            sup_jsonw_text(&d->w, type->fields[i].name);
        }
    }
    sup_jsonw_close(&d->w, ']');
    sup_jsonw_in(&d->w, "properties", '{');
    for (i = 0; i < type->n_fields; i++) {
        const char *name = type->fields[i].name;

        if (strcmp(name, "version") == 0 || sup_openapi_listed(variant->required, name) ||
            sup_openapi_listed(variant->optional, name)) {
            sup_jsonw_key(&d->w, name);
            sup_openapi_field(&d->w, &type->fields[i]);
        }
    }
    sup_jsonw_close(&d->w, '}');
    sup_jsonw_pair_word(&d->w, "additionalProperties", "false");
    sup_jsonw_close(&d->w, '}');
}

/* The bytes of a file, of a media type that is no message. */
static void
file_media(sup_openapi *d, const char *name)
{
    sup_jsonw_in(&d->w, name, '{');
    sup_jsonw_in(&d->w, "schema", '{');
    sup_jsonw_pair(&d->w, "contentMediaType", name);
    sup_jsonw_close(&d->w, '}');
    sup_jsonw_close(&d->w, '}');
}

static void
intake_body(sup_openapi *d, const sup_intake *intake)
{
    sup_jsonw_in(&d->w, "requestBody", '{');
    sup_jsonw_pair_word(&d->w, "required", "true");
    sup_jsonw_in(&d->w, "content", '{');
    for (const char *const *type = intake->types; *type != NULL; type++) {
        file_media(d, *type);
    }
    sup_jsonw_close(&d->w, '}');
    sup_jsonw_close(&d->w, '}');
}

static void
request_body(sup_openapi *d, const sup_route *route, const sup_variant *variant)
{
    if (route->intake != NULL) {
        intake_body(d, route->intake);
        return;
    }
    if (route->method == SUP_METHOD_GET || route->input == NULL) {
        return;
    }
    sup_jsonw_in(&d->w, "requestBody", '{');
    sup_jsonw_pair_word(&d->w, "required", "true");
    sup_jsonw_in(&d->w, "content", '{');
    if (variant != NULL) {
        sup_jsonw_in(&d->w, "application/json", '{');
        variant_schema(d, route->input, variant);
        sup_jsonw_close(&d->w, '}');
    } else {
        sup_openapi_media(d, "application/json", route->input);
    }
    sup_openapi_binary_media(d, route->input);
    if (route->flags & SUP_ROUTE_FORM) {
        sup_openapi_media(d, "application/x-www-form-urlencoded", route->input);
    }
    sup_jsonw_close(&d->w, '}');
    sup_jsonw_close(&d->w, '}');
}

/* --- responses --- */

static void
success(sup_openapi *d, const sup_route *route, const char *status)
{
    sup_jsonw_in(&d->w, status, '{');
    sup_jsonw_pair(&d->w, "description", route->summary_en);
    sup_jsonw_in(&d->w, "content", '{');
    if (route->output != NULL) {
        sup_openapi_media(d, "application/json", route->output);
        sup_openapi_binary_media(d, route->output);
    }
    if (route->flags & SUP_ROUTE_FORM || strstr(route->pattern, ".html") != NULL) {
        plain_media(d, "text/html", "string");
    }
    if (route->flags & SUP_ROUTE_FILE) {
        file_media(d, "image/jpeg");
    }
    if (strstr(route->pattern, ".json") != NULL) {
        plain_media(d, "application/json", "object");
    }
    sup_jsonw_close(&d->w, '}');
    sup_jsonw_close(&d->w, '}');
}

static void
responses(sup_openapi *d, const sup_route *route)
{
    unsigned replies = route->replies == 0 ? SUP_REPLIES_200 : route->replies;
    size_t i;

    sup_jsonw_in(&d->w, "responses", '{');
    for (i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        if (replies & statuses[i].bit) {
            success(d, route, statuses[i].status);
        }
    }
    sup_jsonw_in(&d->w, "default", '{');
    sup_jsonw_pair(&d->w, "$ref", "#/components/responses/Problem");
    sup_jsonw_close(&d->w, '}');
    sup_jsonw_close(&d->w, '}');
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
operation_of(sup_openapi *d, const sup_variant *variant)
{
    char *name = sup_sprintf(d->arena, "%sCase", variant->path);
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
                   variant == NULL ? route->name : operation_of(d, variant));
    sup_jsonw_in(&d->w, "tags", '[');
    sup_jsonw_text(&d->w, sup_openapi_text(d, first));
    sup_jsonw_close(&d->w, ']');
    sup_jsonw_pair(&d->w, "summary", variant == NULL ? route->summary : variant->name);
    sup_jsonw_pair(&d->w, "description",
                   variant == NULL ? route->summary_en : variant->name_en);
    roles(d, route->roles);
    parameters(d, route);
    request_body(d, route, variant);
    responses(d, route);
    sup_jsonw_close(&d->w, '}');
}
