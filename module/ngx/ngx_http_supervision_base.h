/* What every file here may use: nginx, the module's name in it, texts, arenas, and the
 * line of the configuration that a complaint is about.
 * Owns: helpers without a state of their own.
 * Must not know: what is configured, requests, Redis, photos. */
#ifndef NGX_HTTP_SUPERVISION_BASE_H
#define NGX_HTTP_SUPERVISION_BASE_H

#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_event.h>
#include <ngx_http.h>

#include "core/sup_base.h"

#if !(NGX_THREADS)
#error "nginx must be built --with-threads: photos are decoded and written in threads"
#endif

/* nginx keeps configurations, contexts of requests and shared memory under this name; it is
 * defined at the top, in _module.c. Below it is a key, and nothing of it is called. */
extern ngx_module_t ngx_http_supervision_module;

/* Where in the configuration something was said, for errors that show only later. The name
 * lives as long as the cycle. */
typedef struct {
    ngx_str_t file;
    ngx_uint_t line; /* 0: in no file (nginx -g) */
} ngx_http_supervision_place_t;

/* Notes the line that is being read. */
void ngx_http_supervision_here(ngx_conf_t *cf, ngx_http_supervision_place_t *place);
/* Says it in the log with the place behind it; always NGX_CONF_ERROR. */
char *ngx_http_supervision_error(ngx_conf_t *cf,
                                 const ngx_http_supervision_place_t *place,
                                 const char *format, ...);

/* An arena over a pool, which is its owner's and outlives it. With a bound, in bytes, it
 * counts down, and gives NULL behind it. */
typedef struct {
    sup_arena arena; /* first: sup_arena * is cast back */
    ngx_pool_t *pool;
    size_t left;
} ngx_http_supervision_arena_t;

/* Never fails. */
sup_arena *ngx_http_supervision_arena(ngx_http_supervision_arena_t *arena,
                                      ngx_pool_t *pool, size_t bound);

/* An event of ours that is no connection's: debug logging wants one behind every event, so
 * it gets a dummy. Event and dummy are zeroed, and the caller's. */
void ngx_http_supervision_event(ngx_event_t *ev, ngx_connection_t *dummy, ngx_log_t *log,
                                ngx_event_handler_pt handler, void *data);

/* What the handler of such an event finds. */
static ngx_inline void *
ngx_http_supervision_event_data(const ngx_event_t *ev)
{
    return ((ngx_connection_t *)ev->data)->data;
}

/* What a directive fills: the struct or field of a configuration at the command's offset.
 * So a file that owns a part of it need not see the whole. */
static ngx_inline void *
ngx_http_supervision_slot(const ngx_command_t *cmd, void *conf)
{
    return (u_char *)conf + cmd->offset;
}

static ngx_inline ngx_uint_t
ngx_http_supervision_same(const ngx_str_t *a, const ngx_str_t *b)
{
    return a->len == b->len && ngx_memcmp(a->data, b->data, a->len) == 0;
}

/* The same bytes, not a copy. */
static ngx_inline sup_str
ngx_http_supervision_str(const ngx_str_t *text)
{
    return (sup_str){(const char *)text->data, text->len};
}

#endif
