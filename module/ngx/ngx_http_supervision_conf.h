/* The configuration: what is said once, and what is said of a location.
 * Owns: the two structs that nginx keeps for the module.
 * Must not know: what is done with them. */
#ifndef NGX_HTTP_SUPERVISION_CONF_H
#define NGX_HTTP_SUPERVISION_CONF_H

#include "ngx_http_supervision_base.h"

#include "sup_api.h"

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

#endif
