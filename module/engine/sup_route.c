/* The finding of a route among all subjects'.
 * Owns: how a path fits a pattern, which of two that fit is meant; what a request may be
 *   told before it is decided.
 * Must not know: which routes there are, what an endpoint decides. */
#include "sup_route.h"

const sup_route *
sup_route_at(size_t i)
{
    for (const sup_subject *const *s = sup_subjects; *s != NULL; s++) {
        for (const sup_route *r = (*s)->routes; r != NULL && r->name != NULL; r++) {
            if (i-- == 0) {
                return r;
            }
        }
    }
    return NULL;
}

static const char *
segment_end(const char *p, const char *end)
{
    while (p < end && *p != '/') {
        p++;
    }
    return p;
}

static const sup_variant *
variant_of(const sup_route *route, sup_str segment)
{
    const sup_variant *v;
    for (size_t i = 0; (v = route->variant(i)) != NULL; i++) {
        if (sup_str_eq(segment, sup_str_c(v->path))) {
            return v;
        }
    }
    return NULL;
}

/* Is the word one of a list separated by spaces? */
static unsigned
is_listed(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = list; (p = strstr(p, word)) != NULL; p += n) {
        if ((p == list || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0')) {
            return 1;
        }
    }
    return 0;
}

unsigned
sup_variant_takes(const sup_variant *variant, const char *field, unsigned *required)
{
    unsigned must = is_listed(variant->required, field);
    if (required != NULL) {
        *required = must;
    }
    return must || is_listed(variant->optional, field) || strcmp(field, "version") == 0;
}

/* How much a pattern says of a path, segment by segment: more is meant before less. */
enum { ANY_TEXT, ONE_OF_SOME, LITERAL, WEIGHTS };

/* 0: the path does not fit. Most patterns differ in their first letters. */
static int
fits(const sup_route *route, sup_str path, sup_match *out, unsigned *rank)
{
    const char *p = route->pattern;
    const char *s = path.data, *s_end = path.data + path.len;
    size_t n = 0;
    *out = (sup_match){.route = route};
    *rank = 0;
    for (;;) {
        unsigned weight = LITERAL;
        if (*p == '{') {
            const sup_str segment = {s, (size_t)(segment_end(s, s_end) - s)};
            if (n == SUP_PARAMS_MAX || segment.len == 0) {
                return 0;
            }
            p = strchr(p, '}') + 1;
            s += segment.len;
            out->params[n++] = segment;
            weight = ANY_TEXT;
            if (route->variant != NULL && *p == '\0') {
                out->variant = variant_of(route, segment);
                weight = ONE_OF_SOME;
                if (out->variant == NULL) {
                    return 0;
                }
            }
        } else {
            while (*p != '\0' && *p != '/' && s < s_end && *s == *p) {
                p++;
                s++;
            }
        }
        *rank = *rank * WEIGHTS + weight;
        if (*p == '\0' || s == s_end) {
            return *p == '\0' && s == s_end;
        }
        if (*p != '/' || *s != '/') {
            return 0;
        }
        p++;
        s++;
    }
}

void
sup_route_find(sup_method method, sup_str path, sup_match *out)
{
    unsigned wanted = method == SUP_METHOD_HEAD ? SUP_METHOD_GET : method;
    unsigned rank, best = 0, allowed = 0;
    sup_match found;
    *out = (sup_match){.route = NULL};
    if (path.len == 0) {
        return;
    }
    for (const sup_subject *const *s = sup_subjects; *s != NULL; s++) {
        for (const sup_route *r = (*s)->routes; r != NULL && r->name != NULL; r++) {
            if (!fits(r, path, &found, &rank)) {
                continue;
            }
            allowed |= r->method;
            if (r->method == wanted && (out->route == NULL || rank > best)) {
                *out = found;
                best = rank;
            }
        }
    }
    out->allowed = allowed;
}

/* --- what can be said before anything is decided --- */

/* Only queries that a page of ours makes are worth a place in the cache: any other text
 * would be one more entry for the same reply. */
static int
is_plain_query(sup_str query)
{
    static const char form[] = "period=dddd-dd";
    if (query.len == 0) {
        return 1;
    }
    if (query.len != sizeof(form) - 1) {
        return 0;
    }
    for (size_t i = 0; i < query.len; i++) {
        if (form[i] == 'd' && i >= 7 ? query.data[i] < '0' || query.data[i] > '9'
                                     : query.data[i] != form[i]) {
            return 0;
        }
    }
    return 1;
}

void
sup_api_match(sup_request *request)
{
    sup_route_find(request->method, request->path, &request->match);
}

int64_t
sup_api_shared_ms(const sup_site *site, const sup_request *request)
{
    const sup_route *route = request->match.route;
    return (request->method & (SUP_METHOD_GET | SUP_METHOD_HEAD)) &&
                   is_plain_query(request->query) && route != NULL &&
                   (route->flags & SUP_ROUTE_SHARED)
               ? site->board_cache_ms
               : 0;
}

const sup_wire_limits *
sup_route_limits(const sup_route *route)
{
    return route == NULL || route->limits == NULL ? &sup_wire_request_limits
                                                  : route->limits;
}

/* A method or a path that is not taken has its own answer (405, 404), and none of them is
 * "too large": they count as any other. */
size_t
sup_api_body_max(const sup_site *site, const sup_request *request)
{
    const sup_intake *intake = sup_api_intake(request);
    return intake != NULL ? intake->max(site)
                          : sup_route_limits(request->match.route)->bytes_max;
}

const sup_intake *
sup_api_intake(const sup_request *request)
{
    const sup_route *route = request->match.route;
    return route == NULL ? NULL : route->intake;
}
