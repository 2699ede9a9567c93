/* Between bytes and messages: which media type comes in, which goes out.
 * Owns: content negotiation, the parsing of inputs, the encoding of replies and
 *   problems.
 * Must not know: what an endpoint decides. */
#include "sup_exchange.h"

#include "kit/sup_html.h"
#include "sup_problem.h"
#include "supervision/v1/engine.pb-c.h"

#include <strings.h>

static const struct {
    sup_str name;
    sup_media media;
} media_types[] = {
    {{"application/json", 16}, SUP_MEDIA_JSON},
    {{"application/x-protobuf", 22}, SUP_MEDIA_PROTOBUF},
    {{"application/protobuf", 20}, SUP_MEDIA_PROTOBUF},
    {{"application/x-www-form-urlencoded", 33}, SUP_MEDIA_FORM},
};

static sup_str
trim(sup_str s)
{
    while (s.len > 0 && (s.data[0] == ' ' || s.data[0] == '\t')) {
        s.data++;
        s.len--;
    }
    while (s.len > 0 && (s.data[s.len - 1] == ' ' || s.data[s.len - 1] == '\t')) {
        s.len--;
    }
    return s;
}

/* Up to the separator; *rest is what follows it. */
static sup_str
cut(sup_str s, char separator, sup_str *rest)
{
    const char *at = s.len == 0 ? NULL : memchr(s.data, separator, s.len);
    if (at == NULL) {
        *rest = SUP_STR_NULL;
        return trim(s);
    }
    size_t n = (size_t)(at - s.data);
    *rest = (sup_str){at + 1, s.len - n - 1};
    return trim((sup_str){s.data, n});
}

static sup_media
media_of(sup_str content_type)
{
    sup_str parameters;
    sup_str name = cut(content_type, ';', &parameters);
    for (size_t i = 0; i < sizeof(media_types) / sizeof(media_types[0]); i++) {
        if (name.len == media_types[i].name.len &&
            strncasecmp(name.data, media_types[i].name.data, name.len) == 0) {
            return media_types[i].media;
        }
    }
    return SUP_MEDIA_OTHER;
}

/* The q of a media range in thousandths; one that cannot be read counts as 1. */
static int
quality(sup_str parameters)
{
    int digits = 0, q = 0;
    while (parameters.len > 0) {
        sup_str rest;
        sup_str one = cut(parameters, ';', &rest);
        parameters = rest;
        if (one.len < 3 || (one.data[0] | 0x20) != 'q' || one.data[1] != '=' ||
            one.data[2] != '0') {
            continue;
        }
        for (size_t i = 4; i < one.len && one.data[i] >= '0' && one.data[i] <= '9'; i++) {
            q = digits++ < 3 ? q * 10 + one.data[i] - '0' : q;
        }
        for (; digits < 3; digits++) {
            q *= 10;
        }
        return q;
    }
    return 1000;
}

sup_media
sup_media_accepted(sup_str accept)
{
    sup_media best = SUP_MEDIA_JSON;
    int best_q = 0;
    while (accept.len > 0) {
        sup_str rest, parameters;
        sup_media media = media_of(cut(cut(accept, ',', &rest), ';', &parameters));
        int q = quality(parameters);
        if ((media == SUP_MEDIA_JSON || media == SUP_MEDIA_PROTOBUF) && q > best_q) {
            best = media;
            best_q = q;
        }
        accept = rest;
    }
    return best;
}

/* Does a browser ask, for a page? */
static int
accepts_html(sup_str accept)
{
    while (accept.len > 0) {
        sup_str rest, parameters;
        if (sup_str_eq(cut(cut(accept, ',', &rest), ';', &parameters),
                       SUP_STR("text/html"))) {
            return 1;
        }
        accept = rest;
    }
    return 0;
}

/* --- in --------------------------------------------------------------------------------
 */

typedef sup_rc (*parser)(sup_arena *, const ProtobufCMessageDescriptor *, sup_str,
                         const sup_wire_limits *, ProtobufCMessage **, sup_wire_error *);

static const parser parsers[] = {
    [SUP_MEDIA_JSON] = sup_json_parse,
    [SUP_MEDIA_PROTOBUF] = sup_pb_parse,
    [SUP_MEDIA_FORM] = sup_form_parse,
};

static sup_rc
parse(sup_ctx *c, sup_media media, sup_str text)
{
    sup_wire_error error = {"", "", 0};
    ProtobufCMessage *message = NULL;
    sup_rc rc = parsers[media](c->arena, c->route->input, text,
                               sup_route_limits(c->route), &message, &error);
    if (rc != SUP_OK) {
        const char *detail = NULL;
        if (rc == SUP_WIRE_SYNTAX || rc == SUP_WIRE_DEPTH || rc == SUP_WIRE_SIZE) {
            detail = "内容无法解析，请检查格式与大小。";
        }
        return sup_fail(c, rc, error.field, detail, error.detail);
    }
    c->input = message;
    return SUP_OK;
}

/* GET's input is its query; nothing else has one. */
static sup_rc
check_no_query(sup_ctx *c)
{
    return c->request->query.len == 0 ? SUP_OK
                                      : sup_fail(c, SUP_API_QUERY, NULL, NULL, NULL);
}

sup_rc
sup_exchange_input(sup_ctx *c)
{
    const sup_request *request = c->request;
    unsigned reads = c->route->method & (SUP_METHOD_GET | SUP_METHOD_HEAD);
    if (reads && c->route->input != NULL) {
        return parse(c, SUP_MEDIA_FORM, request->query);
    }
    sup_rc rc = check_no_query(c);
    if (rc != SUP_OK || reads || c->route->intake != NULL) {
        return rc; /* what is taken in is what its bytes are, whatever it is said to be */
    }
    if (c->route->input == &sup__empty__descriptor && request->body.len == 0) {
        return SUP_OK; /* who has nothing to say needs no content type either */
    }
    sup_media media = media_of(request->content_type);
    if (media == SUP_MEDIA_OTHER ||
        (media == SUP_MEDIA_FORM && !(c->route->flags & SUP_ROUTE_FORM))) {
        return sup_fail(c, SUP_API_MEDIA_TYPE, NULL, NULL, NULL);
    }
    return parse(c, media, request->body);
}

/* --- out -------------------------------------------------------------------------------
 */

static const struct {
    sup_rc (*print)(sup_arena *, const ProtobufCMessage *, sup_str *);
    sup_str type;
    sup_str problem_type;
} printers[] = {
    [SUP_MEDIA_JSON] = {sup_json_print,
                        {"application/json", 16},
                        {"application/problem+json", 24}},
    [SUP_MEDIA_PROTOBUF] = {sup_pb_print,
                            {"application/x-protobuf", 22},
                            {"application/x-protobuf; messageType=supervision.v1.Problem",
                             58}},
};

/* For when there is no memory to say it better. */
static const sup_reply last_resort = {
    .status = 500,
    .content_type = {"application/problem+json", 24},
    .body =
        {"{\"type\":\"urn:supervision:problem:out_of_memory\",\"title\":\"内存不足\","
         "\"status\":500,\"code\":\"out_of_memory\",\"title_en\":\"Out of memory\"}",
         sizeof(
             "{\"type\":\"urn:supervision:problem:out_of_memory\",\"title\":\"内存不足\","
             "\"status\":500,\"code\":\"out_of_memory\",\"title_en\":\"Out of "
             "memory\"}") -
             1},
};

/* A browser that posted a form cannot read a problem document: its user can read this. */
static sup_rc
print_page(sup_arena *arena, const Sup__Problem *problem, sup_str *out)
{
    sup_html *h = sup_html_new(arena);
    if (h == NULL) {
        return SUP_NOMEM;
    }
    sup_html_open(h, SUP_STR_NULL, problem->title, NULL, "problem");
    sup_html_raw(h, "<main><h1>");
    sup_html_c(h, problem->title);
    sup_html_raw(h, "</h1><p>");
    sup_html_c(h, problem->detail);
    sup_html_raw(h, "</p><p lang=\"en\">");
    sup_html_c(h, problem->detail_en);
    sup_html_raw(h, "</p><p>请返回上一页修改后再提交。"
                    " <span lang=\"en\">Go back, correct it and send it again.</span></p>"
                    "</main>");
    sup_html_close(h);
    return sup_html_done(h, out);
}

int
sup_exchange_wants_page(const sup_request *request)
{
    return media_of(request->content_type) == SUP_MEDIA_FORM &&
           accepts_html(request->accept);
}

const sup_reply *
sup_exchange_problem(sup_arena *arena, const sup_request *request,
                     const sup_failure *failure)
{
    sup_media media = sup_media_accepted(request->accept);
    int page = sup_exchange_wants_page(request);
    const Sup__Problem *problem = sup_problem_message(arena, failure);
    sup_reply *reply = sup_calloc(arena, sizeof(*reply));
    if (problem == NULL || reply == NULL ||
        (page ? print_page(arena, problem, &reply->body)
              : printers[media].print(arena, &problem->base, &reply->body)) != SUP_OK) {
        return &last_resort;
    }
    reply->status = problem->status;
    reply->content_type = page ? SUP_HTML_TYPE : printers[media].problem_type;
    reply->retry_after_s = problem->retry_after_s;
    reply->taken_unused = failure->rc != SUP_STORE_UNKNOWN;
    return reply;
}

const sup_reply *
sup_api_problem(sup_arena *arena, const sup_request *request, sup_rc rc)
{
    sup_failure failure = {.rc = rc};
    return sup_exchange_problem(arena, request, &failure);
}

/* Whatever the row's own status is, the reply says the one that nginx has given. */
const sup_reply *
sup_api_refused(sup_arena *arena, unsigned status)
{
    static const struct {
        unsigned status;
        sup_rc rc;
    } reasons[] = {{400, SUP_WIRE_SYNTAX},
                   {401, SUP_API_SIGN_IN},
                   {403, SUP_API_FORBIDDEN},
                   {413, SUP_API_TOO_LARGE},
                   {429, SUP_API_TOO_MANY}};
    sup_failure failure = {.rc = SUP_API_INTERNAL};
    sup_reply *reply = sup_calloc(arena, sizeof(*reply));
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
        if (reasons[i].status == status) {
            failure.rc = reasons[i].rc;
        }
    }
    Sup__Problem *problem = sup_problem_message(arena, &failure);
    if (reply == NULL || problem == NULL) {
        return &last_resort;
    }
    problem->status = failure.rc == SUP_API_INTERNAL ? problem->status : status;
    reply->status = problem->status;
    reply->content_type = printers[SUP_MEDIA_JSON].problem_type;
    reply->retry_after_s = problem->retry_after_s;
    return printers[SUP_MEDIA_JSON].print(arena, &problem->base, &reply->body) == SUP_OK
               ? reply
               : &last_resort;
}

const sup_reply *
sup_exchange_reply(sup_ctx *c)
{
    sup_reply *reply = sup_calloc(c->arena, sizeof(*reply));
    if (reply == NULL) {
        return &last_resort;
    }
    reply->status = c->status == 0 ? 200 : c->status;
    reply->location = c->location;
    reply->etag = c->etag;
    reply->taken_unused = c->taken_unused;
    if (c->route->flags & SUP_ROUTE_SHARED) {
        reply->cache_ms = c->site->board_cache_ms;
    }
    reply->private_ms = c->private_ms;
    if (reply->status == 200 && (c->route->method & SUP_METHOD_GET) &&
        sup_etag_listed(c->request->if_none_match, c->etag)) {
        reply->status = 304;
        return reply;
    }
    if (c->file.len != 0) {
        reply->content_type = c->text_type;
        reply->file = c->file;
        return reply;
    }
    if (c->text.data != NULL) {
        reply->content_type = c->text_type;
        reply->body = c->text;
        return reply;
    }
    sup_media media = sup_media_accepted(c->request->accept);
    reply->content_type = printers[media].type;
    if (printers[media].print(c->arena, c->output, &reply->body) != SUP_OK) {
        return &last_resort;
    }
    return reply;
}
