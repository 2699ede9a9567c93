/* What of an nginx request the application gets.
 * Owns: which headers and variables become fields of a sup_request, and their copies.
 * Must not know: routes, what is answered. */
#include "ngx_http_supervision_input.h"

#include "wire/sup_wire.h"

static sup_method
method_of(ngx_http_request_t *r)
{
    switch (r->method) {
    case NGX_HTTP_GET:
        return SUP_METHOD_GET;
    case NGX_HTTP_HEAD:
        return SUP_METHOD_HEAD;
    case NGX_HTTP_POST:
        return SUP_METHOD_POST;
    case NGX_HTTP_PUT:
        return SUP_METHOD_PUT;
    case NGX_HTTP_DELETE:
        return SUP_METHOD_DELETE;
    default:
        return SUP_METHOD_OTHER;
    }
}

/* Of headers that are lists (RFC 9110, 5.3) the first line counts; the others may come
 * once. */
static const struct {
    ngx_str_t name;
    size_t offset;
    ngx_uint_t list;
} headers[] = {
    {ngx_string("content-type"), offsetof(sup_request, content_type), 0},
    {ngx_string("accept"), offsetof(sup_request, accept), 1},
    {ngx_string("host"), offsetof(sup_request, host), 0},
    {ngx_string("origin"), offsetof(sup_request, origin), 0},
    {ngx_string("sec-fetch-site"), offsetof(sup_request, fetch_site), 0},
    {ngx_string("idempotency-key"), offsetof(sup_request, idempotency_key), 0},
    {ngx_string("supervision-receipt"), offsetof(sup_request, receipt), 0},
    {ngx_string("if-match"), offsetof(sup_request, if_match), 0},
    {ngx_string("if-none-match"), offsetof(sup_request, if_none_match), 1},
};

static sup_rc
take_header(sup_request *request, const ngx_table_elt_t *h)
{
    sup_str *field;
    ngx_uint_t i;

    for (i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        if (h->key.len != headers[i].name.len ||
            ngx_strncasecmp(h->key.data, headers[i].name.data, h->key.len) != 0) {
            continue;
        }
        field = (sup_str *)((char *)request + headers[i].offset);
        /* Two of one name: which of them a proxy before us believed is unknown. */
        if (field->data != NULL) {
            return headers[i].list ? SUP_OK : SUP_WIRE_DUPLICATE;
        }
        *field = ngx_http_supervision_str(&h->value);
        return SUP_OK;
    }
    return SUP_OK;
}

static sup_rc
take_headers(ngx_http_request_t *r, sup_request *request)
{
    ngx_list_part_t *part;
    ngx_table_elt_t *h;
    ngx_uint_t i;
    sup_rc rc;

    for (part = &r->headers_in.headers.part; part != NULL; part = part->next) {
        h = part->elts;
        for (i = 0; i < part->nelts; i++) {
            rc = take_header(request, &h[i]);
            if (rc != SUP_OK) {
                return rc;
            }
        }
    }
    return SUP_OK;
}

static ngx_int_t
take_credentials(ngx_http_request_t *r, const ngx_http_supervision_actor_t *actor,
                 sup_credentials *credentials)
{
    struct {
        ngx_http_complex_value_t *value;
        sup_str *field;
    } all[] = {{actor->user, &credentials->user},
               {actor->role, &credentials->role},
               {actor->unit, &credentials->unit},
               {actor->domains, &credentials->domains}};
    ngx_str_t text;
    ngx_uint_t i;

    /* Not configured is all; a map that does not know somebody gives him none. */
    credentials->domains = SUP_STR("*");
    for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if (all[i].value == NULL) {
            continue;
        }
        if (ngx_http_complex_value(r, all[i].value, &text) != NGX_OK) {
            return NGX_ERROR;
        }
        *all[i].field = ngx_http_supervision_str(&text);
    }
    return NGX_OK;
}

ngx_int_t
ngx_http_supervision_input_take(ngx_http_request_t *r,
                                const ngx_http_supervision_actor_t *actor, sup_str base,
                                sup_request *request, sup_rc *problem)
{
    request->method = method_of(r);
    /* A rewrite inside the location may have led the URI elsewhere. */
    if (r->uri.len < base.len || ngx_memcmp(r->uri.data, base.data, base.len) != 0) {
        return NGX_HTTP_NOT_FOUND;
    }
    request->path = (sup_str){(char *)r->uri.data + base.len, r->uri.len - base.len};
    request->query = ngx_http_supervision_str(&r->args);
    *problem = take_headers(r, request);
    return take_credentials(r, actor, &request->credentials) == NGX_OK
               ? NGX_OK
               : NGX_HTTP_INTERNAL_SERVER_ERROR;
}

ngx_int_t
ngx_http_supervision_input_own(sup_arena *arena, sup_request *q)
{
    sup_str *texts[] = {&q->path,
                        &q->query,
                        &q->content_type,
                        &q->accept,
                        &q->host,
                        &q->origin,
                        &q->fetch_site,
                        &q->idempotency_key,
                        &q->receipt,
                        &q->if_match,
                        &q->if_none_match,
                        &q->credentials.user,
                        &q->credentials.role,
                        &q->credentials.unit,
                        &q->credentials.domains};
    const char *path = q->path.data;
    ngx_uint_t i;

    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (texts[i]->len == 0) {
            continue;
        }
        texts[i]->data = sup_strdup(arena, *texts[i]);
        if (texts[i]->data == NULL) {
            return NGX_ERROR;
        }
    }
    for (i = 0; i < SUP_PARAMS_MAX; i++) { /* parts of the path */
        if (q->match.params[i].len != 0) {
            q->match.params[i].data = q->path.data + (q->match.params[i].data - path);
        }
    }
    return NGX_OK;
}

ngx_int_t
ngx_http_supervision_input_body(ngx_http_request_t *r, sup_arena *arena, size_t max,
                                sup_str *body)
{
    ngx_chain_t *cl, *bufs;
    size_t size = 0, n;
    u_char *p;

    bufs = r->request_body != NULL ? r->request_body->bufs : NULL;
    for (cl = bufs; cl != NULL; cl = cl->next) {
        size += (size_t)ngx_buf_size(cl->buf);
        if (size > max) {
            return NGX_DECLINED;
        }
    }
    if (size == 0) {
        return NGX_OK;
    }
    p = sup_alloc(arena, size + 1);
    if (p == NULL) {
        return NGX_ERROR;
    }
    *body = (sup_str){(char *)p, size};
    for (cl = bufs; cl != NULL; cl = cl->next) {
        n = (size_t)ngx_buf_size(cl->buf);
        if (n == 0) {
            continue;
        }
        if (ngx_buf_in_memory(cl->buf)) {
            ngx_memcpy(p, cl->buf->pos, n);
        } else if (ngx_read_file(cl->buf->file, p, n, cl->buf->file_pos) != (ssize_t)n) {
            return NGX_ERROR;
        }
        p += n;
    }
    *p = '\0';
    return NGX_OK;
}
