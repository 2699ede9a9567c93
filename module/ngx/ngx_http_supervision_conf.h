/* The configuration: what is said once, and what is said of a location.
 * Owns: the two structs that nginx keeps for the module, and the directives that do no more
 * than fill a field of theirs.
 * Must not know: what is made of a location (_site.c), how anything is done. */
#ifndef NGX_HTTP_SUPERVISION_CONF_H
#define NGX_HTTP_SUPERVISION_CONF_H

#include "ngx_http_supervision_cache.h"
#include "ngx_http_supervision_calendar.h"
#include "ngx_http_supervision_input.h"
#include "ngx_http_supervision_intake.h"
#include "ngx_http_supervision_plugin.h"

#include "engine/sup_api.h"

typedef struct ngx_http_supervision_redis_s ngx_http_supervision_redis_t;
typedef struct ngx_http_supervision_timed_s ngx_http_supervision_timed_t;

/* Both live as long as the cycle. What is said to be of this worker is zeroed in the master
 * and filled when the worker starts, or later. */
typedef struct {
    ngx_http_supervision_plugins_t plugins;
    ngx_http_supervision_calendar_t calendar;
    ngx_http_supervision_cache_t cache;
    ngx_http_supervision_intakes_t intakes; /* of this worker */
    sup_keyring *keyring;                   /* NULL: not said; wiped with the pool */
    ngx_array_t redis;     /* of ngx_http_supervision_redis_t *, each address once */
    ngx_array_t locations; /* of ngx_http_supervision_loc_conf_t *, those switched on */
    ngx_msec_t timed_work; /* between two runs; 0: off */
    ngx_http_supervision_timed_t *timed; /* of this worker; NULL: off */
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
    ngx_http_supervision_actor_t actor;
    ngx_msec_t board_cache;
    ngx_msec_t idempotency;
    ngx_http_supervision_photos_t photos;

    ngx_http_supervision_main_conf_t *main; /* once it is merged */
    sup_site *site;                         /* NULL: not switched on here */
    /* Of all that a shared reply depends on. */
    u_char digest[NGX_HTTP_SUPERVISION_DIGEST_LEN];
} ngx_http_supervision_loc_conf_t;

/* NULL: no memory, or PCRE2 does not start, which the log says. */
void *ngx_http_supervision_conf_create_main(ngx_conf_t *cf);
void *ngx_http_supervision_conf_create_loc(ngx_conf_t *cf);
/* Inherits and fills in what is not said; site and digest stay as they are. */
void ngx_http_supervision_conf_merge_loc(ngx_conf_t *cf,
                                         const ngx_http_supervision_loc_conf_t *prev,
                                         ngx_http_supervision_loc_conf_t *conf);

/* Directives of a location. */
char *ngx_http_supervision_conf_enable(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_supervision_conf_campus(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_supervision_conf_domains(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
/* A directive of the main configuration: supervision_secrets. */
char *ngx_http_supervision_conf_secrets(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);

/* For the slots of ngx_command_t: what a text or a time must be like. */
extern ngx_conf_post_t ngx_http_supervision_conf_name;
typedef struct {
    ngx_conf_post_handler_pt handler; /* first: nginx knows no more of it */
    ngx_msec_t low;
    ngx_msec_t high;
    const char *range;
} ngx_http_supervision_conf_range_t;
extern ngx_http_supervision_conf_range_t ngx_http_supervision_conf_board_cache;
extern ngx_http_supervision_conf_range_t ngx_http_supervision_conf_idempotency;

#endif
