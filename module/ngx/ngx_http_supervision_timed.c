/* Timed work: one timer a worker, one run at a time of each campus.
 * Owns: when runs begin, their pools, what the log says of them.
 * Must not know: what a run does, which worker has the lease. */
#include "ngx_http_supervision_timed.h"
#include "ngx_http_supervision_redis.h"
#include "ngx_http_supervision_sweep.h"
#include "engine/sup_problem.h"

#define RUN_POOL_SIZE (16 * 1024)
#define RUN_BYTES_MAX (32 * 1024 * 1024)
#define FIRST_MAX     1000   /* ms: the first run is not later than three times this */
#define LEASE         3      /* intervals without a run, and another worker takes over */
#define LATE          300000 /* ms: /health tells of it */

typedef struct {
    ngx_http_supervision_loc_conf_t *slcf; /* one of the campus's locations */
    ngx_http_supervision_timed_t *timed;
    ngx_http_supervision_sweep_t *sweep; /* NULL: no photos */
    sup_rc logged;        /* what the log said last: SUP_OK, or what was wrong */
    ngx_msec_t went_well; /* when a run did last: here, or where the lease is held */
    unsigned running : 1;
    unsigned holds : 1;
} campus_t;

struct ngx_http_supervision_timed_s {
    ngx_event_t timer;
    ngx_connection_t dummy;
    ngx_log_t *log;
    ngx_msec_t interval;
    ngx_str_t holder;
    ngx_array_t campuses; /* of campus_t */
    unsigned exiting : 1;
};

/* One run. It lies in a pool of its own, which goes with it. */
typedef struct {
    ngx_http_supervision_arena_t arena;
    campus_t *campus;
    sup_tick tick;
    sup_tick_brought photos;
    sup_files_judged judged;
} run_t;

static void start(campus_t *campus);

/* --- a run -------------------------------------------------------------------------- */

/* An outage is told by the connection itself, once; anything else here, once a change. */
static void
log_result(campus_t *campus, const sup_tick_result *result)
{
    ngx_http_supervision_timed_t *timed = campus->timed;
    sup_rc rc = result->rc != SUP_OK ? result->rc : result->left_out;
    const sup_problem_row *row = sup_problem_find(rc);
    ngx_uint_t level;

    if (result->rc == SUP_OK && result->holds != campus->holds) {
        campus->holds = result->holds;
        ngx_log_error(NGX_LOG_INFO, timed->log, 0,
                      "supervision: timed work of campus \"%V\" is %s this worker's",
                      &campus->slcf->campus, campus->holds ? "now" : "no longer");
    }
    if (rc == campus->logged) {
        return;
    }
    campus->logged = rc;
    if (rc == SUP_OK) {
        ngx_log_error(NGX_LOG_NOTICE, timed->log, 0,
                      "supervision: timed work of campus \"%V\" goes on",
                      &campus->slcf->campus);
        return;
    }
    level = rc == SUP_STORE_AWAY ? NGX_LOG_INFO : NGX_LOG_ERR;
    ngx_log_error(
        level, timed->log, 0, "supervision: timed work of campus \"%V\"%s%s %s: %s",
        &campus->slcf->campus, result->job == NULL ? "" : ", job ",
        result->job == NULL ? "" : result->job,
        result->rc != SUP_OK ? "failed" : "passes over what cannot be read", row->code);
}

static void
done(void *data, const sup_tick_result *result)
{
    run_t *run = data;
    campus_t *campus = run->campus;
    ngx_uint_t more = result->rc == SUP_OK && result->more;

    log_result(campus, result);
    campus->running = 0;
    if (result->rc == SUP_OK) {
        campus->went_well = ngx_current_msec;
    }
    if (campus->sweep != NULL) {
        ngx_http_supervision_sweep_judged(campus->sweep,
                                          result->holds ? &run->judged : NULL);
        if (result->holds) {
            ngx_http_supervision_sweep_go(campus->sweep);
        }
    }
    ngx_destroy_pool(run->arena.pool);
    /* A run that has left something ended with a commit, so this is no recursion. */
    if (more) {
        start(campus);
    }
}

static void
start(campus_t *campus)
{
    ngx_http_supervision_timed_t *timed = campus->timed;
    ngx_time_t *tp = ngx_timeofday();
    ngx_pool_t *pool;
    run_t *run;

    if (campus->running || timed->exiting || ngx_exiting || ngx_terminate) {
        return;
    }
    pool = ngx_create_pool(RUN_POOL_SIZE, timed->log);
    if (pool == NULL) {
        return;
    }
    run = ngx_pcalloc(pool, ngx_align(sizeof(run_t), 16));
    if (run == NULL) {
        ngx_destroy_pool(pool);
        return;
    }
    ngx_http_supervision_arena(&run->arena, pool, RUN_BYTES_MAX);
    run->campus = campus;
    run->tick.holder = ngx_http_supervision_str(&timed->holder);
    run->tick.lease_ms = (int64_t)timed->interval * LEASE;
    run->tick.now_ms = (int64_t)tp->sec * 1000 + (int64_t)tp->msec;
    if (campus->sweep != NULL) {
        run->photos.job = SUP_PHOTOS_JOB;
        run->photos.what = ngx_http_supervision_sweep_found(campus->sweep);
        run->photos.result = &run->judged;
        run->photos.result_size = sizeof(run->judged);
        run->tick.brought = &run->photos;
        run->tick.n_brought = 1;
    }
    campus->running = 1;
    /* May be over before it returns: run is not touched any more. */
    sup_api_tick(campus->slcf->site,
                 ngx_http_supervision_redis_engine(campus->slcf->redis),
                 &run->arena.arena, &run->tick, done, run);
}

static void
timer_handler(ngx_event_t *ev)
{
    ngx_http_supervision_timed_t *timed = ngx_http_supervision_event_data(ev);
    campus_t *campus = timed->campuses.elts;
    ngx_uint_t i;

    if (ngx_exiting || ngx_terminate) {
        return;
    }
    for (i = 0; i < timed->campuses.nelts; i++) {
        start(&campus[i]);
    }
    ngx_add_timer(ev, timed->interval);
}

/* --- start and end of a worker ------------------------------------------------------ */

/* Each campus once, however many locations serve it. */
static ngx_int_t
find_campuses(ngx_http_supervision_timed_t *timed, ngx_http_supervision_main_conf_t *smcf,
              ngx_pool_t *pool)
{
    ngx_http_supervision_loc_conf_t **slcf = smcf->locations.elts;
    const ngx_http_supervision_photos_t *photos;
    campus_t *campus;
    ngx_uint_t i, j;

    if (ngx_array_init(&timed->campuses, pool, smcf->locations.nelts, sizeof(campus_t)) !=
        NGX_OK) {
        return NGX_ERROR;
    }
    for (i = 0; i < smcf->locations.nelts; i++) {
        campus = timed->campuses.elts;
        for (j = 0; j < timed->campuses.nelts; j++) {
            if (sup_str_eq(campus[j].slcf->site->campus, slcf[i]->site->campus)) {
                break;
            }
        }
        if (j == timed->campuses.nelts) {
            campus = ngx_array_push(&timed->campuses); /* there is room for all */
            ngx_memzero(campus, sizeof(campus_t));
            campus->slcf = slcf[i];
            campus->timed = timed;
            campus->went_well = ngx_current_msec;
        } else {
            campus += j;
        }
        photos = &slcf[i]->photos;
        /* where photos are off at one of its locations, another has them */
        if (campus->sweep == NULL && photos->evidence != NULL) {
            campus->sweep = ngx_http_supervision_sweep_create(
                pool, (char *)photos->folder.data, photos->evidence->threads);
            if (campus->sweep == NULL) {
                return NGX_ERROR;
            }
        }
    }
    return NGX_OK;
}

/* One worker of one machine, and not another one that gets its process id later. It is
 * stored as text, so a host name's bytes are held to ASCII. */
static ngx_int_t
name_holder(ngx_http_supervision_timed_t *timed, ngx_cycle_t *cycle)
{
    u_char *p, *name;
    ngx_uint_t i;

    name = ngx_pnalloc(cycle->pool, cycle->hostname.len + 64);
    if (name == NULL) {
        return NGX_ERROR;
    }
    p = name;
    for (i = 0; i < cycle->hostname.len; i++) {
        *p = cycle->hostname.data[i];
        *p = *p > ' ' && *p < 0x7f ? *p : '?';
        p++;
    }
    p = ngx_sprintf(p, ":%P:%08xD%08xD", ngx_pid, (uint32_t)ngx_random(),
                    (uint32_t)ngx_random());
    timed->holder.data = name;
    timed->holder.len = (size_t)(p - name);
    return NGX_OK;
}

ngx_int_t
ngx_http_supervision_timed_init(ngx_cycle_t *cycle,
                                ngx_http_supervision_main_conf_t *smcf)
{
    ngx_http_supervision_timed_t *timed;
    ngx_msec_t first;

    if (smcf->timed_work == 0) {
        return NGX_OK;
    }
    timed = ngx_pcalloc(cycle->pool, sizeof(ngx_http_supervision_timed_t));
    if (timed == NULL || find_campuses(timed, smcf, cycle->pool) != NGX_OK ||
        name_holder(timed, cycle) != NGX_OK) {
        return NGX_ERROR;
    }
    timed->log = cycle->log;
    timed->interval = smcf->timed_work;
    ngx_http_supervision_event(&timed->timer, &timed->dummy, cycle->log, timer_handler,
                               timed);
    timed->timer.cancelable = 1; /* no worker stays for it */
    smcf->timed = timed;

    /* Workers start together: their first runs are spread. */
    first = ngx_min(timed->interval, FIRST_MAX);
    ngx_add_timer(&timed->timer, first + (ngx_msec_t)ngx_random() % (2 * first));
    return NGX_OK;
}

/* Who finds the lease taken knows that another one works: it expires without a run. */
void
ngx_http_supervision_timed_state(const ngx_http_supervision_timed_t *timed, sup_str name,
                                 sup_site_status *status)
{
    const campus_t *campus;
    ngx_uint_t i;

    if (timed == NULL) {
        return;
    }
    campus = timed->campuses.elts;
    for (i = 0; i < timed->campuses.nelts; i++) {
        if (sup_str_eq(campus[i].slcf->site->campus, name)) {
            status->timed_work = 1;
            status->timed_late = ngx_current_msec - campus[i].went_well > LATE;
        }
    }
}

/* Runs under way end when the connection to Redis does. */
void
ngx_http_supervision_timed_exit(ngx_http_supervision_timed_t *timed)
{
    if (timed == NULL) {
        return;
    }
    timed->exiting = 1;
    if (timed->timer.timer_set) {
        ngx_del_timer(&timed->timer);
    }
}

/* supervision_timed_work off | time */
char *
ngx_http_supervision_timed_work(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_msec_t *interval = ngx_http_supervision_slot(cmd, conf);
    ngx_str_t *value = cf->args->elts;
    ngx_int_t ms;

    if (*interval != NGX_CONF_UNSET_MSEC) {
        return "is duplicate";
    }
    if (value[1].len == 3 && ngx_strncmp(value[1].data, "off", 3) == 0) {
        *interval = 0;
        return NGX_CONF_OK;
    }
    ms = ngx_parse_time(&value[1], 0);
    if (ms == NGX_ERROR || ms < 100 || ms > 60 * 1000) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "\"%V\" is neither \"off\" nor a time from 100ms to 1m",
                           &value[1]);
        return NGX_CONF_ERROR;
    }
    *interval = (ngx_msec_t)ms;
    return NGX_CONF_OK;
}
