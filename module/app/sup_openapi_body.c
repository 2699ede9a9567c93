/* What requests and replies hold, in which media types.
 * Owns: requestBody, responses, and the entries of a `content`.
 * Must not know: parameters, which routes there are. */
#include "sup_openapi_body.h"

#include "sup_openapi_schema.h"

static const struct {
    unsigned bit;
    const char *status;
} statuses[] = {
    {SUP_REPLIES_200, "200"}, {SUP_REPLIES_201, "201"}, {SUP_REPLIES_503, "503"}};

/* --- entries of a content --- */

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
        unsigned required;

        sup_variant_takes(variant, type->fields[i].name, &required);
        if (required) {
            sup_jsonw_text(&d->w, type->fields[i].name);
        }
    }
    sup_jsonw_close(&d->w, ']');
    sup_jsonw_in(&d->w, "properties", '{');
    for (i = 0; i < type->n_fields; i++) {
        const char *name = type->fields[i].name;

        if (sup_variant_takes(variant, name, NULL)) {
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

void
sup_openapi_request(sup_openapi *d, const sup_route *route, const sup_variant *variant)
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
    if (route->flags & SUP_ROUTE_FORM) {
        plain_media(d, "text/html", "string");
    }
    if (route->page != NULL) {
        plain_media(d, route->page,
                    strcmp(route->page, "text/html") == 0 ? "string" : "object");
    }
    if (route->flags & SUP_ROUTE_FILE) {
        file_media(d, "image/jpeg");
    }
    sup_jsonw_close(&d->w, '}');
    sup_jsonw_close(&d->w, '}');
}

void
sup_openapi_responses(sup_openapi *d, const sup_route *route)
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
