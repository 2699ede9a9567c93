/* What the files of module/ngx share: configuration, and each file's few entry points.
 * Owns: ngx_http_supervision_*; only this folder sees nginx.
 * Must not know: rules of the domain, the format of records. */
#ifndef NGX_HTTP_SUPERVISION_MODULE_H
#define NGX_HTTP_SUPERVISION_MODULE_H

#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_event.h>
#include <ngx_event_connect.h>
#include <ngx_http.h>

#include "sup_api.h"
#include "sup_calendar_load.h"
#include "sup_store_redis.h"

#if !(NGX_THREADS)
#error "nginx must be built --with-threads: photos are decoded and written in threads"
#endif

#define NGX_HTTP_SUPERVISION_VERSION "0.1.0"

/* Where in the configuration something was said, for errors that show only later. */
typedef struct {
    ngx_str_t file;
    ngx_uint_t line;
} ngx_http_supervision_place_t;

/* An arena over a pool. With a bound, it counts down. */
typedef struct {
    sup_arena arena; /* first: sup_arena * is cast back */
    ngx_pool_t *pool;
    size_t left;
} ngx_http_supervision_arena_t;

typedef struct {
    ngx_http_supervision_place_t place;
    ngx_str_t path; /* of the shared object */
    ngx_str_t domain;
    sup_rulebook *rulebook;
    void *handle;      /* of this worker */
    sup_plugin plugin; /* the hooks, once handle is open */
} ngx_http_supervision_plugin_t;

typedef struct ngx_http_supervision_redis_s ngx_http_supervision_redis_t;
typedef struct ngx_http_supervision_worker_cache_s ngx_http_supervision_worker_cache_t;
typedef struct ngx_http_supervision_timed_s ngx_http_supervision_timed_t;

/* supervision_evidence */
typedef struct {
    ngx_str_t path;
    size_t max_size;
    ngx_thread_pool_t *threads;
} ngx_http_supervision_evidence_t;

typedef struct {
    ngx_str_t plugin_path;
    ngx_array_t plugins;   /* of ngx_http_supervision_plugin_t * */
    ngx_array_t redis;     /* of ngx_http_supervision_redis_t *, each address once */
    ngx_array_t locations; /* of ngx_http_supervision_loc_conf_t *, those switched on */
    ngx_shm_zone_t *zone;
    ngx_http_supervision_worker_cache_t *cache; /* of this worker */
    ngx_queue_t intakes; /* uploads of this worker that wait for a thread */
    ngx_uint_t intakes_running;
    ngx_uint_t intakes_under_way; /* with those that wait */
    ngx_uint_t ended;             /* this worker has no threads any more */

    ngx_msec_t timed_work;               /* between two runs; 0: off */
    ngx_http_supervision_timed_t *timed; /* of this worker */

    sup_keyring *keyring;
    sup_calendar *calendar;
    ngx_str_t calendar_file;
    ngx_str_t calendar_text; /* until it is understood */
    ngx_http_supervision_place_t calendar_place;
    ngx_int_t timezone_min;
} ngx_http_supervision_main_conf_t;

typedef struct {
    ngx_flag_t enable;
    ngx_http_supervision_place_t place;
    ngx_http_supervision_redis_t *redis;
    ngx_str_t campus;
    ngx_str_t campus_name;
    ngx_http_supervision_place_t campus_place;
    ngx_str_t office_name;
    ngx_str_t notice_prefix;
    ngx_str_t report_prefix;
    ngx_array_t *domains; /* of ngx_str_t; empty: all */
    ngx_http_supervision_place_t domains_place;
    ngx_http_complex_value_t *user;
    ngx_http_complex_value_t *role;
    ngx_http_complex_value_t *unit;
    ngx_http_complex_value_t *actor_domains;
    ngx_msec_t board_cache;
    ngx_msec_t idempotency;
    ngx_http_supervision_evidence_t *evidence; /* NULL: off */
    ngx_str_t evidence_folder;                 /* of this campus, with a NUL behind it */

    ngx_http_supervision_main_conf_t *main;
    sup_site *site;    /* NULL: not switched on here */
    u_char digest[16]; /* of all that a shared reply depends on */
} ngx_http_supervision_loc_conf_t;

extern ngx_module_t ngx_http_supervision_module;

/* ngx_http_supervision_module.c */
sup_arena *ngx_http_supervision_arena(ngx_http_supervision_arena_t *arena,
                                      ngx_pool_t *pool, size_t bound);
void ngx_http_supervision_here(ngx_conf_t *cf, ngx_http_supervision_place_t *place);
char *ngx_http_supervision_error(ngx_conf_t *cf,
                                 const ngx_http_supervision_place_t *place,
                                 const char *format, ...);

/* ngx_http_supervision_file.c: reading files at configuration time */
char *ngx_http_supervision_read(ngx_conf_t *cf, ngx_str_t *name, size_t max,
                                ngx_str_t *text);
char *ngx_http_supervision_read_secret(ngx_conf_t *cf, ngx_str_t *name, ngx_str_t *text);

/* ngx_http_supervision_calendar.c */
char *ngx_http_supervision_calendar(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_supervision_timezone(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_supervision_calendar_load(ngx_conf_t *cf,
                                         ngx_http_supervision_main_conf_t *smcf);

/* ngx_http_supervision_site.c */
char *ngx_http_supervision_site(ngx_conf_t *cf, ngx_http_supervision_loc_conf_t *slcf,
                                ngx_http_core_loc_conf_t *clcf);
/* An exact location inside one that is switched on: one address of the same API, with
 * limits of its own. */
char *ngx_http_supervision_inner(ngx_conf_t *cf, ngx_http_supervision_loc_conf_t *slcf,
                                 ngx_http_supervision_loc_conf_t *outer,
                                 ngx_http_core_loc_conf_t *clcf);

/* ngx_http_supervision_plugin.c */
char *ngx_http_supervision_plugin(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
void ngx_http_supervision_plugin_open(ngx_cycle_t *cycle,
                                      ngx_http_supervision_plugin_t *p);

/* ngx_http_supervision_redis.c */
char *ngx_http_supervision_redis(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
ngx_int_t ngx_http_supervision_redis_init(ngx_cycle_t *cycle,
                                          ngx_http_supervision_redis_t *peer);
void ngx_http_supervision_redis_exit(ngx_http_supervision_redis_t *peer);
typedef struct ngx_http_supervision_waiter_s {
    ngx_queue_t queue;
    void (*handler)(struct ngx_http_supervision_waiter_s *waiter);
} ngx_http_supervision_waiter_t;
/* NGX_OK: go on. NGX_AGAIN: handler will be called; take the waiter out of its queue to
 * give up. */
ngx_int_t ngx_http_supervision_redis_wait(ngx_http_supervision_redis_t *peer,
                                          ngx_http_supervision_waiter_t *waiter);
sup_store *ngx_http_supervision_redis_store(ngx_http_supervision_redis_t *peer);
void ngx_http_supervision_redis_state(ngx_http_supervision_redis_t *peer,
                                      sup_site_status *status);

/* ngx_http_supervision_request.c */
ngx_int_t ngx_http_supervision_handler(ngx_http_request_t *r);

/* ngx_http_supervision_timed.c */
char *ngx_http_supervision_timed_work(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
ngx_int_t ngx_http_supervision_timed_init(ngx_cycle_t *cycle,
                                          ngx_http_supervision_main_conf_t *smcf);
void ngx_http_supervision_timed_exit(ngx_http_supervision_main_conf_t *smcf);
/* timed: NULL when it is off. */
void ngx_http_supervision_timed_state(ngx_http_supervision_timed_t *timed, sup_str campus,
                                      sup_site_status *status);

/* ngx_http_supervision_sweep.c: photos collected */
typedef struct ngx_http_supervision_sweep_s ngx_http_supervision_sweep_t;
ngx_http_supervision_sweep_t *ngx_http_supervision_sweep_create(
    ngx_pool_t *pool, ngx_http_supervision_loc_conf_t *slcf);
/* What the next run is to judge, or NULL; and what it judged. */
const sup_files *ngx_http_supervision_sweep_found(ngx_http_supervision_sweep_t *sweep);
void ngx_http_supervision_sweep_judged(ngx_http_supervision_sweep_t *sweep,
                                       const sup_tick_result *result);
/* Reads on, unless it is at something already. */
void ngx_http_supervision_sweep_go(ngx_http_supervision_sweep_t *sweep);

/* ngx_http_supervision_evidence.c: photos taken in */
typedef struct ngx_http_supervision_intake_s ngx_http_supervision_intake_t;
typedef void (*ngx_http_supervision_intake_handler_pt)(void *data);

char *ngx_http_supervision_evidence(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
ngx_int_t ngx_http_supervision_evidence_init(ngx_cycle_t *cycle,
                                             ngx_http_supervision_main_conf_t *smcf);
/* Are there as many uploads under way as this worker takes? */
ngx_int_t ngx_http_supervision_evidence_busy(ngx_http_supervision_main_conf_t *smcf);
/* The body of r goes to a thread; handler is called once, later, unless it is forgotten.
 * NGX_DECLINED: it is too large. NGX_BUSY: there are too many. */
ngx_int_t ngx_http_supervision_evidence_take(
    ngx_http_request_t *r, ngx_pool_t *pool,
    ngx_http_supervision_intake_handler_pt handler, void *data,
    ngx_http_supervision_intake_t **out);
/* What came of it; the upload lives as long as the pool. */
sup_rc ngx_http_supervision_evidence_taken(ngx_http_supervision_intake_t *intake,
                                           const sup_upload **upload);
/* The client has gone before the handler was called: it will not be called, nothing is
 * left of the photo, and the pool is destroyed when the thread no longer needs it. */
void ngx_http_supervision_evidence_forget(ngx_http_supervision_intake_t *intake,
                                          ngx_pool_t *pool);
/* Removes the files of an upload that nothing names. */
void ngx_http_supervision_evidence_drop(ngx_http_supervision_loc_conf_t *slcf,
                                        const sup_upload *upload);

/* ngx_http_supervision_reply.c */
/* NGX_DECLINED: the reply's file is not there, and nothing has been sent. */
ngx_int_t ngx_http_supervision_send(ngx_http_request_t *r, const sup_reply *reply);

/* ngx_http_supervision_zone.c */
typedef enum {
    NGX_HTTP_SUPERVISION_REQUESTS,
    NGX_HTTP_SUPERVISION_2XX,
    NGX_HTTP_SUPERVISION_3XX,
    NGX_HTTP_SUPERVISION_4XX,
    NGX_HTTP_SUPERVISION_5XX,
    NGX_HTTP_SUPERVISION_503,
    NGX_HTTP_SUPERVISION_SHARED, /* answered from the cache */
    NGX_HTTP_SUPERVISION_COUNTERS
} ngx_http_supervision_counter_e;

char *ngx_http_supervision_zone(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
ngx_int_t ngx_http_supervision_zone_variables(ngx_conf_t *cf);
void ngx_http_supervision_zone_count(ngx_http_supervision_main_conf_t *smcf,
                                     ngx_http_supervision_counter_e counter);
/* A reply kept for this location, path, query and Accept, or NULL. It lives as long as
 * the request. */
const sup_reply *ngx_http_supervision_zone_find(ngx_http_request_t *r,
                                                ngx_http_supervision_main_conf_t *smcf,
                                                ngx_http_supervision_loc_conf_t *slcf);
void ngx_http_supervision_zone_keep(ngx_http_request_t *r,
                                    ngx_http_supervision_main_conf_t *smcf,
                                    ngx_http_supervision_loc_conf_t *slcf,
                                    const sup_reply *reply, int64_t ms);

static ngx_inline sup_str
ngx_http_supervision_str(const ngx_str_t *text)
{
    return (sup_str){(const char *)text->data, text->len};
}

#endif
