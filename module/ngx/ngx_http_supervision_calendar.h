/* The campus calendar and time zone.
 * Owns: supervision_calendar, supervision_timezone, and what they come to.
 * Must not know: what deadlines are made of them. */
#ifndef NGX_HTTP_SUPERVISION_CALENDAR_H
#define NGX_HTTP_SUPERVISION_CALENDAR_H

#include "ngx_http_supervision_base.h"

#include "core/sup_calendar.h"

typedef struct {
    ngx_str_t file; /* data NULL: none was named */
    ngx_str_t text; /* until it is understood */
    ngx_http_supervision_place_t place;
    ngx_int_t timezone_min; /* minutes east of UTC; NGX_CONF_UNSET: not said */
    sup_calendar *calendar; /* NULL until it is loaded; lives as long as the cycle */
} ngx_http_supervision_calendar_t;

/* Directives; the offset of the command is that of the struct above. */
char *ngx_http_supervision_calendar(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_supervision_timezone(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);

/* When all directives have been read: the calendar is made, with or without a file.
 * NGX_CONF_ERROR: the file does not say one; the log says where. */
char *ngx_http_supervision_calendar_load(ngx_conf_t *cf,
                                         ngx_http_supervision_calendar_t *conf);

#endif
