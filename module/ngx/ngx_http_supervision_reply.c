/* A sup_reply onto the wire: status, headers, body.
 * Owns: which HTTP headers a reply has.
 * Must not know: why the reply is what it is. */
#include "ngx_http_supervision_module.h"

static ngx_int_t
add_header(ngx_http_request_t *r, const char *key, size_t key_len, sup_str value,
           ngx_table_elt_t **out)
{
    ngx_table_elt_t *h = ngx_list_push(&r->headers_out.headers);

    if (h == NULL) {
        return NGX_ERROR;
    }
    h->hash = 1;
    h->key.data = (u_char *)key;
    h->key.len = key_len;
    h->value.data = (u_char *)value.data;
    h->value.len = value.len;
    if (out != NULL) {
        *out = h;
    }
    return NGX_OK;
}

#define ADD_HEADER(r, key, value, out) add_header(r, key, sizeof(key) - 1, value, out)

static ngx_int_t
add_number(ngx_http_request_t *r, const char *key, size_t key_len, const char *before,
           int64_t number)
{
    u_char *p = ngx_pnalloc(r->pool, ngx_strlen(before) + NGX_INT64_LEN);
    sup_str value = {(char *)p, 0};

    if (p == NULL) {
        return NGX_ERROR;
    }
    value.len = (size_t)(ngx_sprintf(p, "%s%L", before, number) - p);
    return add_header(r, key, key_len, value, NULL);
}

static ngx_int_t
add_headers(ngx_http_request_t *r, const sup_reply *reply)
{
    if (ADD_HEADER(r, "X-Content-Type-Options", SUP_STR("nosniff"), NULL) != NGX_OK) {
        return NGX_ERROR;
    }
    /* Not headers_out.location: nginx would make it absolute, with the scheme and port of
     * this hop, which is not the public one behind a proxy. */
    if (reply->location.len != 0 &&
        ADD_HEADER(r, "Location", reply->location, NULL) != NGX_OK) {
        return NGX_ERROR;
    }
    if (reply->etag.len != 0 &&
        ADD_HEADER(r, "ETag", reply->etag, &r->headers_out.etag) != NGX_OK) {
        return NGX_ERROR;
    }
    if (reply->allow.len != 0 && ADD_HEADER(r, "Allow", reply->allow, NULL) != NGX_OK) {
        return NGX_ERROR;
    }
    if (reply->retry_after_s != 0 &&
        add_number(r, "Retry-After", sizeof("Retry-After") - 1, "",
                   reply->retry_after_s) != NGX_OK) {
        return NGX_ERROR;
    }
    /* Else a shared cache would hand protobuf to a browser. */
    if (reply->cache_ms != 0 &&
        ADD_HEADER(r, "Vary", SUP_STR("Accept"), NULL) != NGX_OK) {
        return NGX_ERROR;
    }
    if (reply->cache_ms == 1000) {
        return ADD_HEADER(r, "Cache-Control", SUP_STR("max-age=1"), NULL);
    }
    if (reply->cache_ms >= 1000) {
        return add_number(r, "Cache-Control", sizeof("Cache-Control") - 1,
                          "max-age=", reply->cache_ms / 1000);
    }
    return ADD_HEADER(r, "Cache-Control", SUP_STR("no-store"), NULL);
}

ngx_int_t
ngx_http_supervision_send(ngx_http_request_t *r, const sup_reply *reply)
{
    ngx_chain_t out;
    ngx_buf_t *b;
    ngx_int_t rc;
    u_char *semicolon;

    r->headers_out.status = reply->status;
    r->headers_out.content_length_n = (off_t)reply->body.len;
    if (reply->content_type.len != 0) {
        r->headers_out.content_type.data = (u_char *)reply->content_type.data;
        r->headers_out.content_type.len = reply->content_type.len;
        semicolon = ngx_strlchr(
            r->headers_out.content_type.data,
            r->headers_out.content_type.data + r->headers_out.content_type.len, ';');
        /* gzip_types and the like compare the type without its parameters */
        r->headers_out.content_type_len =
            semicolon != NULL ? (size_t)(semicolon - r->headers_out.content_type.data)
                              : reply->content_type.len;
    }
    if (add_headers(r, reply) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    rc = ngx_http_send_header(r);
    if (rc == NGX_ERROR || rc > NGX_OK || r->header_only) {
        return rc;
    }
    b = ngx_calloc_buf(r->pool);
    if (b == NULL) {
        return NGX_ERROR;
    }
    if (reply->body.len != 0) {
        b->pos = (u_char *)reply->body.data;
        b->last = b->pos + reply->body.len;
        b->memory = 1;
    }
    b->last_buf = r == r->main;
    b->sync = r != r->main && reply->body.len == 0; /* a subrequest's empty body */
    b->last_in_chain = 1;
    out.buf = b;
    out.next = NULL;
    return ngx_http_output_filter(r, &out);
}
