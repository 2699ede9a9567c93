/* A sup_reply onto the wire: status, headers, body.
 * Owns: which HTTP headers a reply has.
 * Must not know: why the reply is what it is. */
#include "ngx_http_supervision_reply.h"

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

/* A picture is a picture, whatever somebody has managed to put into it. */
static ngx_int_t
add_file_headers(ngx_http_request_t *r)
{
    return ADD_HEADER(r, "Content-Security-Policy", SUP_STR("default-src 'none'"),
                      NULL) == NGX_OK &&
                   ADD_HEADER(r, "Content-Disposition",
                              SUP_STR("inline; filename=\"photo.jpg\""), NULL) == NGX_OK
               ? NGX_OK
               : NGX_ERROR;
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
    if (reply->private_ms != 0) {
        return add_number(r, "Cache-Control", sizeof("Cache-Control") - 1,
                          "private, immutable, max-age=", reply->private_ms / 1000);
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

/* Opened as nginx opens its static files, with the location's own open_file_cache. */
static ngx_int_t
open_photo(ngx_http_request_t *r, const ngx_str_t *folder, sup_str file, ngx_str_t *path,
           ngx_open_file_info_t *of)
{
    ngx_http_core_loc_conf_t *clcf;

    clcf = ngx_http_get_module_loc_conf(r, ngx_http_core_module);
    path->len = folder->len + 1 + file.len;
    path->data = ngx_pnalloc(r->pool, path->len + 1);
    if (path->data == NULL) {
        return NGX_ERROR;
    }
    ngx_sprintf(path->data, "%V/%*s%Z", folder, file.len, file.data);
    ngx_memzero(of, sizeof(ngx_open_file_info_t));
    of->read_ahead = clcf->read_ahead;
    of->directio = clcf->directio;
    of->valid = clcf->open_file_cache_valid;
    of->min_uses = clcf->open_file_cache_min_uses;
    of->errors = clcf->open_file_cache_errors;
    of->events = clcf->open_file_cache_events;
    if (ngx_open_cached_file(clcf->open_file_cache, path, of, r->pool) == NGX_OK &&
        of->is_file) {
        return NGX_OK;
    }
    ngx_log_error(NGX_LOG_ERR, r->connection->log, of->err,
                  "supervision: the photo \"%V\" cannot be opened", path);
    return NGX_DECLINED;
}

static ngx_int_t
fill_photo(ngx_http_request_t *r, ngx_buf_t *b, const ngx_str_t *path,
           const ngx_open_file_info_t *of)
{
    b->file = ngx_pcalloc(r->pool, sizeof(ngx_file_t));
    if (b->file == NULL) {
        return NGX_ERROR;
    }
    b->file_last = of->size;
    b->in_file = b->file_last != 0;
    b->file->fd = of->fd;
    b->file->name = *path;
    b->file->log = r->connection->log;
    b->file->directio = of->is_directio;
    return NGX_OK;
}

static void
fill_body(ngx_http_request_t *r, ngx_buf_t *b, sup_str body)
{
    if (body.len != 0) {
        b->pos = (u_char *)body.data;
        b->last = b->pos + body.len;
        b->memory = 1;
    }
    b->sync = r != r->main && body.len == 0; /* a subrequest's empty body */
}

static void
set_content_type(ngx_http_request_t *r, sup_str type)
{
    u_char *semicolon, *end = (u_char *)type.data + type.len;

    r->headers_out.content_type.data = (u_char *)type.data;
    r->headers_out.content_type.len = type.len;
    /* gzip_types and the like compare the type without its parameters */
    semicolon = ngx_strlchr(r->headers_out.content_type.data, end, ';');
    r->headers_out.content_type_len =
        semicolon != NULL ? (size_t)(semicolon - r->headers_out.content_type.data)
                          : type.len;
}

ngx_int_t
ngx_http_supervision_send(ngx_http_request_t *r, const sup_reply *reply,
                          const ngx_str_t *folder)
{
    ngx_uint_t photo = reply->file.len != 0;
    ngx_open_file_info_t of;
    ngx_chain_t out;
    ngx_str_t path;
    ngx_buf_t *b;
    ngx_int_t rc;

    if (photo) {
        rc = open_photo(r, folder, reply->file, &path, &of);
        if (rc != NGX_OK) {
            return rc == NGX_ERROR ? NGX_HTTP_INTERNAL_SERVER_ERROR : rc;
        }
    }
    r->headers_out.status = reply->status;
    r->headers_out.content_length_n = photo ? of.size : (off_t)reply->body.len;
    if (reply->content_type.len != 0) {
        set_content_type(r, reply->content_type);
    }
    if (add_headers(r, reply) != NGX_OK || (photo && add_file_headers(r) != NGX_OK)) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    r->allow_ranges |= photo;
    rc = ngx_http_send_header(r);
    if (rc == NGX_ERROR || rc > NGX_OK || r->header_only) {
        return rc;
    }
    b = ngx_calloc_buf(r->pool);
    if (b == NULL) {
        return NGX_ERROR;
    }
    if (!photo) {
        fill_body(r, b, reply->body);
    } else if (fill_photo(r, b, &path, &of) != NGX_OK) {
        return NGX_ERROR;
    }
    b->last_buf = r == r->main;
    b->last_in_chain = 1;
    out.buf = b;
    out.next = NULL;
    return ngx_http_output_filter(r, &out);
}
