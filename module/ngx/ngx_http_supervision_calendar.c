/* The campus calendar and time zone.
 * Owns: supervision_calendar, supervision_timezone, and the warning before the data end.
 * Must not know: what deadlines are made of them. */
#include "ngx_http_supervision_calendar.h"
#include "ngx_http_supervision_file.h"
#include "campus/sup_campus.h"

/* Without a file: office hours, and weekends alone decide. */
#define NO_CALENDAR                                                                      \
    "first_day: '1970-01-01' last_day: '1970-01-01' "                                    \
    "hours { from_min: 480 to_min: 720 } hours { from_min: 840 to_min: 1050 }"
#define CALENDAR_MAX       (1024 * 1024)
#define CALENDAR_ENDS_DAYS 30

char *
ngx_http_supervision_calendar(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_supervision_calendar_t *calendar = ngx_http_supervision_slot(cmd, conf);
    ngx_str_t *value = cf->args->elts;

    if (calendar->file.data != NULL) {
        return "is duplicate";
    }
    calendar->file = value[1];
    ngx_http_supervision_here(cf, &calendar->place);
    /* Read here, so that a file that is not there is reported with this line; understood
     * later, when the time zone is known. */
    return ngx_http_supervision_read(cf, &calendar->file, CALENDAR_MAX, &calendar->text);
}

char *
ngx_http_supervision_timezone(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_supervision_calendar_t *calendar = ngx_http_supervision_slot(cmd, conf);
    ngx_str_t *value = cf->args->elts;
    ngx_int_t hours, minutes;
    u_char *p = value[1].data;

    if (calendar->timezone_min != NGX_CONF_UNSET) {
        return "is duplicate";
    }
    if (value[1].len == 6 && (p[0] == '+' || p[0] == '-') && p[3] == ':') {
        hours = ngx_atoi(p + 1, 2);
        minutes = ngx_atoi(p + 4, 2);
        if (hours >= 0 && hours <= 14 && minutes >= 0 && minutes < 60) {
            calendar->timezone_min = (hours * 60 + minutes) * (p[0] == '-' ? -1 : 1);
            return NGX_CONF_OK;
        }
    }
    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "time zone \"%V\" is not like +08:00",
                       &value[1]);
    return NGX_CONF_ERROR;
}

/* The next year's days are published in autumn and must then be entered by hand: without
 * them New Year counts as a working day, and nothing else would ever say so. */
static void
warn_calendar_ends(ngx_conf_t *cf, ngx_http_supervision_calendar_t *conf)
{
    ngx_int_t today, left;

    today = (ngx_int_t)((ngx_time() + conf->timezone_min * 60) / 86400);
    left = (ngx_int_t)conf->calendar->last_day - today;
    if (left >= CALENDAR_ENDS_DAYS) {
        return;
    }
    ngx_log_error(NGX_LOG_WARN, cf->log, 0,
                  "calendar %V: its last_day %s, after it weekends alone decide; add the "
                  "next year's holidays and make-up days, in %V:%ui",
                  &conf->file, left < 0 ? "is over" : "is less than 30 days ahead",
                  &conf->place.file, conf->place.line);
}

char *
ngx_http_supervision_calendar_load(ngx_conf_t *cf, ngx_http_supervision_calendar_t *conf)
{
    ngx_http_supervision_arena_t arena;
    ngx_uint_t given = conf->file.data != NULL;
    sup_wire_error error = {"", "", 0};

    ngx_conf_init_value(conf->timezone_min, 8 * 60);
    if (!given) {
        ngx_str_set(&conf->text, NO_CALENDAR);
    }
    ngx_http_supervision_arena(&arena, cf->pool, 16 * 1024 * 1024);
    if (sup_calendar_load(&arena.arena, ngx_http_supervision_str(&conf->text),
                          (int32_t)conf->timezone_min, &conf->calendar,
                          &error) != SUP_OK) {
        return ngx_http_supervision_error(cf, &conf->place, "calendar %V:%ui: %s%s%s",
                                          &conf->file, (ngx_uint_t)error.line,
                                          error.field, error.field[0] ? ": " : "",
                                          error.detail);
    }
    if (given) {
        warn_calendar_ends(cf, conf);
    }
    return NGX_CONF_OK;
}
