/* The campus calendar and time zone.
 * Owns: supervision_calendar, supervision_timezone, and the warning before the data end.
 * Must not know: what deadlines are made of them. */
#include "ngx_http_supervision_calendar.h"
#include "ngx_http_supervision_file.h"
#include "sup_calendar_load.h"

/* Without a file: office hours, and weekends alone decide. */
#define NO_CALENDAR                                                                      \
    "first_day: '1970-01-01' last_day: '1970-01-01' "                                    \
    "hours { from_min: 480 to_min: 720 } hours { from_min: 840 to_min: 1050 }"
#define CALENDAR_MAX       (1024 * 1024)
#define CALENDAR_ENDS_DAYS 30

char *
ngx_http_supervision_calendar(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_supervision_main_conf_t *smcf = conf;
    ngx_str_t *value = cf->args->elts;

    if (smcf->calendar_file.data != NULL) {
        return "is duplicate";
    }
    smcf->calendar_file = value[1];
    ngx_http_supervision_here(cf, &smcf->calendar_place);
    /* Read here, so that a file that is not there is reported with this line; understood
     * later, when the time zone is known. */
    return ngx_http_supervision_read(cf, &smcf->calendar_file, CALENDAR_MAX,
                                     &smcf->calendar_text);
}

char *
ngx_http_supervision_timezone(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_supervision_main_conf_t *smcf = conf;
    ngx_str_t *value = cf->args->elts;
    ngx_int_t hours, minutes;
    u_char *p = value[1].data;

    if (smcf->timezone_min != NGX_CONF_UNSET) {
        return "is duplicate";
    }
    if (value[1].len == 6 && (p[0] == '+' || p[0] == '-') && p[3] == ':') {
        hours = ngx_atoi(p + 1, 2);
        minutes = ngx_atoi(p + 4, 2);
        if (hours >= 0 && hours <= 14 && minutes >= 0 && minutes < 60) {
            smcf->timezone_min = (hours * 60 + minutes) * (p[0] == '-' ? -1 : 1);
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
warn_calendar_ends(ngx_conf_t *cf, ngx_http_supervision_main_conf_t *smcf)
{
    ngx_int_t today, left;

    today = (ngx_int_t)((ngx_time() + smcf->timezone_min * 60) / 86400);
    left = (ngx_int_t)smcf->calendar->last_day - today;
    if (left >= CALENDAR_ENDS_DAYS) {
        return;
    }
    ngx_log_error(NGX_LOG_WARN, cf->log, 0,
                  "calendar %V: its last_day %s, after it weekends alone decide; add the "
                  "next year's holidays and make-up days, in %V:%ui",
                  &smcf->calendar_file,
                  left < 0 ? "is over" : "is less than 30 days ahead",
                  &smcf->calendar_place.file, smcf->calendar_place.line);
}

char *
ngx_http_supervision_calendar_load(ngx_conf_t *cf, ngx_http_supervision_main_conf_t *smcf)
{
    ngx_http_supervision_arena_t arena;
    ngx_uint_t given = smcf->calendar_file.data != NULL;
    sup_wire_error error = {"", "", 0};

    ngx_conf_init_value(smcf->timezone_min, 8 * 60);
    if (!given) {
        ngx_str_set(&smcf->calendar_text, NO_CALENDAR);
    }
    ngx_http_supervision_arena(&arena, cf->pool, 16 * 1024 * 1024);
    if (sup_calendar_load(&arena.arena, ngx_http_supervision_str(&smcf->calendar_text),
                          (int32_t)smcf->timezone_min, &smcf->calendar,
                          &error) != SUP_OK) {
        return ngx_http_supervision_error(cf, &smcf->calendar_place,
                                          "calendar %V:%ui: %s%s%s", &smcf->calendar_file,
                                          (ngx_uint_t)error.line, error.field,
                                          error.field[0] ? ": " : "", error.detail);
    }
    if (given) {
        warn_calendar_ends(cf, smcf);
    }
    return NGX_CONF_OK;
}
