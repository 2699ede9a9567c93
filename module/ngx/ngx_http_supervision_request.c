/* The content handler: an nginx request in, a call of the application, its reply out.
 * Owns: the life of a call; it may outlive its client, never the other way round.
 * Must not know: routes, records, rules. */
#include "ngx_http_supervision_request.h"
#include "ngx_http_supervision_conf.h"
#include "ngx_http_supervision_evidence.h"
#include "ngx_http_supervision_redis.h"
#include "ngx_http_supervision_reply.h"
#include "ngx_http_supervision_zone.h"

#define CALL_POOL_SIZE (16 * 1024)
#define CALL_BYTES_MAX (32 * 1024 * 1024)

/* One call. It lies in a pool of its own: when the client goes away while Redis still
 * owes an answer, the request is freed and the call stays, detached, until the answer is
 * there. */
typedef struct {
    ngx_http_supervision_arena_t arena;
    ngx_http_request_t *r; /* NULL: detached */
    ngx_http_supervision_loc_conf_t *slcf;
    sup_request request;
    const sup_reply *reply;
    ngx_http_supervision_waiter_t waiter;
    ngx_http_supervision_intake_t *intake; /* its photo, while a thread has it */
    unsigned waiting : 1;                  /* for Redis to greet this worker */
    unsigned starting : 1;                 /* inside sup_api_start */
    unsigned running : 1;                  /* started, done not yet called */
} ngx_http_supervision_call_t;

static void body_handler(ngx_http_request_t *r);
static void start(ngx_http_supervision_call_t *call);
static void done(void *data, const sup_reply *reply);

/* --- the call ----------------------------------------------------------------------- */

/* Of a photo that no record names, nothing is left. */
static void
drop_upload(ngx_http_supervision_call_t *call)
{
    if (call->request.upload != NULL) {
        ngx_http_supervision_evidence_drop(call->slcf, call->request.upload);
        call->request.upload = NULL;
    }
}

static void
detach(void *data)
{
    ngx_http_supervision_call_t *call = data;

    call->r = NULL;
    if (call->waiting) {
        ngx_queue_remove(&call->waiter.queue);
    }
    if (call->intake != NULL) {
        ngx_http_supervision_evidence_forget(call->intake, call->arena.pool);
        return;
    }
    if (!call->running) {
        drop_upload(call);
        ngx_destroy_pool(call->arena.pool);
    }
}

static ngx_http_supervision_call_t *
create_call(ngx_http_request_t *r, ngx_http_supervision_loc_conf_t *slcf)
{
    ngx_http_supervision_call_t *call;
    ngx_http_cleanup_t *cln;
    ngx_pool_t *pool;

    cln = ngx_http_cleanup_add(r, 0);
    if (cln == NULL) {
        return NULL;
    }
    /* The cycle's log: the connection's is gone when the client is. */
    pool = ngx_create_pool(CALL_POOL_SIZE, ngx_cycle->log);
    if (pool == NULL) {
        return NULL;
    }
    call = ngx_pcalloc(pool, ngx_align(sizeof(ngx_http_supervision_call_t), 16));
    if (call == NULL) {
        ngx_destroy_pool(pool);
        return NULL;
    }
    ngx_http_supervision_arena(&call->arena, pool, CALL_BYTES_MAX);
    call->r = r;
    call->slcf = slcf;
    cln->handler = detach;
    cln->data = call;
    ngx_http_set_ctx(r, call, ngx_http_supervision_module);
    return call;
}

/* --- the request -------------------------------------------------------------------- */

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
take_credentials(ngx_http_request_t *r, ngx_http_supervision_loc_conf_t *slcf,
                 sup_credentials *credentials)
{
    struct {
        ngx_http_complex_value_t *value;
        sup_str *field;
    } all[] = {{slcf->user, &credentials->user},
               {slcf->role, &credentials->role},
               {slcf->unit, &credentials->unit},
               {slcf->actor_domains, &credentials->domains}};
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

/* Everything that the request points to must outlive the client: copied into the arena.
 */
static ngx_int_t
own_request(ngx_http_supervision_call_t *call)
{
    sup_request *q = &call->request;
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
    ngx_uint_t i;

    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (texts[i]->len == 0) {
            continue;
        }
        texts[i]->data = sup_strdup(&call->arena.arena, *texts[i]);
        if (texts[i]->data == NULL) {
            return NGX_ERROR;
        }
    }
    return NGX_OK;
}

/* The body from memory and temporary file, wherever nginx has put it. */
static ngx_int_t
own_body(ngx_http_supervision_call_t *call, size_t max)
{
    ngx_http_request_t *r = call->r;
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
    p = sup_alloc(&call->arena.arena, size + 1);
    if (p == NULL) {
        return NGX_ERROR;
    }
    call->request.body = (sup_str){(char *)p, size};
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

/* --- replies ------------------------------------------------------------------------ */

static void
count_reply(ngx_http_supervision_main_conf_t *smcf, unsigned status)
{
    if (status >= 200 && status < 600) {
        ngx_http_supervision_zone_count(smcf,
                                        NGX_HTTP_SUPERVISION_2XX + (status / 100 - 2));
    }
    if (status == NGX_HTTP_SERVICE_UNAVAILABLE) {
        ngx_http_supervision_zone_count(smcf, NGX_HTTP_SUPERVISION_503);
    }
}

static ngx_int_t send_problem(ngx_http_supervision_call_t *call, sup_rc rc);

static ngx_int_t
send_reply(ngx_http_supervision_call_t *call)
{
    ngx_http_supervision_main_conf_t *smcf;
    ngx_http_request_t *r = call->r;
    int64_t shared;
    ngx_int_t rc;

    smcf = ngx_http_get_module_main_conf(r, ngx_http_supervision_module);
    if (call->reply->status == NGX_HTTP_OK && call->reply->cache_ms > 0 &&
        call->request.method == SUP_METHOD_GET) {
        shared = sup_api_shared_ms(call->slcf->site, &call->request);
        if (shared > 0) {
            ngx_http_supervision_zone_keep(r, smcf, call->slcf, call->reply, shared);
        }
    }
    /* The application has judged If-Match and If-None-Match; nginx must not do it again
     * with the ETag of what has just been written. */
    r->disable_not_modified = 1;
    rc = ngx_http_supervision_send(r, call->reply);
    if (rc == NGX_DECLINED) {
        return send_problem(call, SUP_API_PHOTO_LOST);
    }
    count_reply(smcf, call->reply->status);
    return rc;
}

static ngx_int_t
send_problem(ngx_http_supervision_call_t *call, sup_rc rc)
{
    call->reply = sup_api_problem(&call->arena.arena, &call->request, rc);
    return send_reply(call);
}

static void
done(void *data, const sup_reply *reply)
{
    ngx_http_supervision_call_t *call = data;
    ngx_http_request_t *r = call->r;
    ngx_connection_t *c;

    call->running = 0;
    call->reply = reply;
    if (reply->upload_unused) {
        drop_upload(call);
    }
    call->request.upload = NULL;
    if (call->starting) {
        return; /* start() goes on */
    }
    if (r == NULL) {
        ngx_destroy_pool(call->arena.pool);
        return;
    }
    c = r->connection;
    ngx_http_set_log_request(c->log, r);
    ngx_http_finalize_request(r, send_reply(call));
    ngx_http_run_posted_requests(c);
}

/* --- the handler -------------------------------------------------------------------- */

static void
watch_client(ngx_http_request_t *r)
{
    if (r == r->main) {
        r->read_event_handler = ngx_http_test_reading; /* sees it go away */
    }
}

static void
run(ngx_http_supervision_call_t *call)
{
    ngx_http_request_t *r = call->r;

    call->starting = 1;
    call->running = 1;
    sup_api_start(call->slcf->site, ngx_http_supervision_redis_store(call->slcf->redis),
                  &call->arena.arena, &call->request, done, call);
    call->starting = 0;
    if (!call->running) {
        ngx_http_finalize_request(r, send_reply(call));
        return;
    }
    watch_client(r);
}

static void
go_on(ngx_http_supervision_waiter_t *waiter)
{
    ngx_http_supervision_call_t *call;
    ngx_connection_t *c;

    call = (ngx_http_supervision_call_t *)((u_char *)waiter -
                                           offsetof(ngx_http_supervision_call_t, waiter));
    call->waiting = 0;
    c = call->r->connection;
    ngx_http_set_log_request(c->log, call->r);
    run(call);
    ngx_http_run_posted_requests(c);
}

static void
start(ngx_http_supervision_call_t *call)
{
    ngx_http_request_t *r = call->r;
    ngx_time_t *tp = ngx_timeofday();

    call->request.now_ms = (int64_t)tp->sec * 1000 + (int64_t)tp->msec;
    if (own_request(call) != NGX_OK) {
        ngx_http_finalize_request(r, send_problem(call, SUP_API_INTERNAL));
        return;
    }
    call->waiter.handler = go_on;
    if (ngx_http_supervision_redis_wait(call->slcf->redis, &call->waiter) == NGX_AGAIN) {
        call->waiting = 1;
        watch_client(r);
        return;
    }
    run(call);
}

/* --- a body that is a photo ---------------------------------------------------------- */

static void
taken(void *data)
{
    ngx_http_supervision_call_t *call = data;
    ngx_http_supervision_intake_t *intake = call->intake;
    ngx_connection_t *c = call->r->connection;
    const sup_upload *upload;
    sup_rc rc;

    call->intake = NULL;
    ngx_http_set_log_request(c->log, call->r);
    rc = ngx_http_supervision_evidence_taken(intake, &upload);
    if (rc == SUP_OK) {
        call->request.upload = upload;
        start(call);
    } else {
        ngx_http_finalize_request(call->r, send_problem(call, rc));
    }
    ngx_http_run_posted_requests(c);
}

static void
photo_handler(ngx_http_request_t *r)
{
    ngx_http_supervision_call_t *call;
    ngx_int_t rc;

    call = ngx_http_get_module_ctx(r, ngx_http_supervision_module);
    rc = ngx_http_supervision_evidence_take(r, call->arena.pool, taken, call,
                                            &call->intake);
    if (rc == NGX_OK) {
        watch_client(r);
        /* One who left while the last of it came is not told of again. The call may be
         * over behind this. */
        r->read_event_handler(r);
        return;
    }
    ngx_http_finalize_request(r, send_problem(call, rc == NGX_DECLINED ? SUP_API_TOO_LARGE
                                                    : rc == NGX_BUSY ? SUP_API_PHOTO_BUSY
                                                                     : SUP_API_INTERNAL));
}

static void
body_handler(ngx_http_request_t *r)
{
    ngx_http_supervision_call_t *call;
    ngx_int_t rc;

    call = ngx_http_get_module_ctx(r, ngx_http_supervision_module);
    rc = own_body(call, sup_api_body_max(call->slcf->site, &call->request));
    if (rc == NGX_OK) {
        start(call);
        return;
    }
    ngx_http_finalize_request(
        r, send_problem(call, rc == NGX_DECLINED ? SUP_API_TOO_LARGE : SUP_API_INTERNAL));
}

/* Answers before the body has been read; what still comes of it is thrown away. */
static ngx_int_t
refuse_with(ngx_http_supervision_call_t *call, const sup_reply *reply)
{
    ngx_int_t rc;

    call->r->keepalive = 0;
    call->reply = reply;
    rc = ngx_http_discard_request_body(call->r);
    return rc == NGX_OK ? send_reply(call) : rc;
}

static ngx_int_t
refuse(ngx_http_supervision_call_t *call, sup_rc problem)
{
    return refuse_with(call,
                       sup_api_problem(&call->arena.arena, &call->request, problem));
}

/* What can be refused of a photo is refused before it is read. */
static const sup_reply *
refusal_of_photo(ngx_http_supervision_call_t *call,
                 ngx_http_supervision_main_conf_t *smcf)
{
    const sup_reply *refusal;

    refusal = sup_api_refusal(call->slcf->site, &call->arena.arena, &call->request);
    if (refusal == NULL && ngx_http_supervision_evidence_busy(smcf)) {
        refusal = sup_api_problem(&call->arena.arena, &call->request, SUP_API_PHOTO_BUSY);
    }
    return refusal;
}

static ngx_int_t
prepare(ngx_http_supervision_call_t *call, sup_rc *problem)
{
    ngx_http_request_t *r = call->r;
    const sup_str *base = &call->slcf->site->base;

    call->request.method = method_of(r);
    /* A rewrite inside the location may have led the URI elsewhere. */
    if (r->uri.len < base->len || ngx_memcmp(r->uri.data, base->data, base->len) != 0) {
        return NGX_HTTP_NOT_FOUND;
    }
    call->request.path =
        (sup_str){(char *)r->uri.data + base->len, r->uri.len - base->len};
    call->request.query = ngx_http_supervision_str(&r->args);
    *problem = take_headers(r, &call->request);
    return take_credentials(r, call->slcf, &call->request.credentials) == NGX_OK
               ? NGX_OK
               : NGX_HTTP_INTERNAL_SERVER_ERROR;
}

ngx_int_t
ngx_http_supervision_handler(ngx_http_request_t *r)
{
    ngx_http_supervision_main_conf_t *smcf;
    ngx_http_supervision_loc_conf_t *slcf;
    ngx_http_supervision_call_t *call;
    const sup_reply *kept;
    ngx_http_client_body_handler_pt handler = body_handler;
    sup_rc problem = SUP_OK;
    ngx_int_t rc;

    smcf = ngx_http_get_module_main_conf(r, ngx_http_supervision_module);
    slcf = ngx_http_get_module_loc_conf(r, ngx_http_supervision_module);
    ngx_http_supervision_zone_count(smcf, NGX_HTTP_SUPERVISION_REQUESTS);

    if (r->method & (NGX_HTTP_GET | NGX_HTTP_HEAD)) {
        kept = ngx_http_supervision_zone_find(r, smcf, slcf);
        if (kept != NULL) {
            rc = ngx_http_discard_request_body(r);
            return rc == NGX_OK ? ngx_http_supervision_send(r, kept) : rc;
        }
    }
    call = create_call(r, slcf);
    if (call == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    rc = prepare(call, &problem);
    if (rc != NGX_OK) {
        return rc;
    }
    if (problem != SUP_OK) {
        return refuse(call, problem);
    }
    if (!(r->method & (NGX_HTTP_POST | NGX_HTTP_PUT))) {
        rc = ngx_http_discard_request_body(r);
        if (rc != NGX_OK) {
            return rc;
        }
        r->main->count++;
        start(call);
        return NGX_DONE;
    }
    if (sup_api_takes_photo(&call->request)) {
        kept = refusal_of_photo(call, smcf);
        if (kept != NULL) {
            return refuse_with(call, kept);
        }
        handler = photo_handler;
        r->request_body_file_log_level = NGX_LOG_INFO; /* large ones are no surprise */
    }
    if (r->headers_in.content_length_n >
        (off_t)sup_api_body_max(slcf->site, &call->request)) {
        return refuse(call, SUP_API_TOO_LARGE);
    }
    rc = ngx_http_read_client_request_body(r, handler);
    return rc >= NGX_HTTP_SPECIAL_RESPONSE ? rc : NGX_DONE;
}
