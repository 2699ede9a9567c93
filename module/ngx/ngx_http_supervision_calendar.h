/* The campus calendar and time zone.
 * Owns: supervision_calendar, supervision_timezone.
 * Must not know: what deadlines are made of them. */
#ifndef NGX_HTTP_SUPERVISION_CALENDAR_H
#define NGX_HTTP_SUPERVISION_CALENDAR_H

#include "ngx_http_supervision_conf.h"

char *ngx_http_supervision_calendar(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_supervision_timezone(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_supervision_calendar_load(ngx_conf_t *cf,
                                         ngx_http_supervision_main_conf_t *smcf);

#endif
