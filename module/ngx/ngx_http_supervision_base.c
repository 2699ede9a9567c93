/* What every file here may use: arenas over pools, errors of the configuration that show
 * only later, events that are no connection's.
 * Owns: helpers without a state of their own.
 * Must not know: what is configured, requests, Redis, photos. */
#include "ngx_http_supervision_base.h"

static void *
arena_alloc(sup_arena *base, size_t size)
{
    ngx_http_supervision_arena_t *arena = (ngx_http_supervision_arena_t *)base;

    if (size > arena->left) {
        return NULL;
    }
    /* Multiples of 16 keep everything in a pool of our own aligned for any type. */
    size = ngx_align(size, 16);
    arena->left -= ngx_min(size, arena->left);
    return ngx_palloc(arena->pool, size);
}

sup_arena *
ngx_http_supervision_arena(ngx_http_supervision_arena_t *arena, ngx_pool_t *pool,
                           size_t bound)
{
    arena->arena.alloc = arena_alloc;
    arena->pool = pool;
    arena->left = bound;
    return &arena->arena;
}

void
ngx_http_supervision_here(ngx_conf_t *cf, ngx_http_supervision_place_t *place)
{
    ngx_str_null(&place->file);
    place->line = 0;
    if (cf->conf_file != NULL && cf->conf_file->file.fd != NGX_INVALID_FILE) {
        place->file = cf->conf_file->file.name;
        place->line = cf->conf_file->line;
    }
}

char *
ngx_http_supervision_error(ngx_conf_t *cf, const ngx_http_supervision_place_t *place,
                           const char *format, ...)
{
    u_char text[NGX_MAX_CONF_ERRSTR], *last;
    va_list args;

    va_start(args, format);
    last = ngx_vslprintf(text, text + sizeof(text), format, args);
    va_end(args);
    ngx_log_error(NGX_LOG_EMERG, cf->log, 0, "%*s in %V:%ui", (size_t)(last - text), text,
                  &place->file, place->line);
    return NGX_CONF_ERROR;
}

void
ngx_http_supervision_event(ngx_event_t *ev, ngx_connection_t *dummy, ngx_log_t *log,
                           ngx_event_handler_pt handler, void *data)
{
    dummy->fd = (ngx_socket_t)-1;
    dummy->log = log;
    dummy->data = data;
    ev->handler = handler;
    ev->data = dummy;
    ev->log = log;
}
