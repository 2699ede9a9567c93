/* Photos taken in: the directive, the way of a body through a thread, its bounds.
 * Owns: which uploads are under way in this worker; tasks of the thread pool.
 * Must not know: image formats and files (sup_image, _photo.c), records, routes. */
#include "ngx_http_supervision_evidence.h"
#include "ngx_http_supervision_photo.h"

/* Decoding is work for a processor and takes memory: so many at once in a worker, and so
 * many more that wait for them. Beyond, a client is told to come again. */
#define RUNNING_MAX   2
#define UNDER_WAY_MAX 24
#define SLOW          60000

#define SIZE_DEFAULT (8 * 1024 * 1024)
#define SIZE_MIN     (64 * 1024)
#define SIZE_MAX_    (64 * 1024 * 1024)

/* One upload. It lies in the pool of its call. */
struct ngx_http_supervision_intake_s {
    ngx_queue_t queue; /* among those that wait for a thread */
    ngx_http_supervision_photo_t photo;
    ngx_http_supervision_main_conf_t *smcf;
    ngx_http_supervision_loc_conf_t *slcf;
    ngx_thread_task_t *task;
    ngx_connection_t dummy; /* debug logging wants a connection behind every event */
    ngx_http_request_t *r;  /* whose body is read; it stays while it is blocked */
    ngx_http_supervision_intake_handler_pt handler;
    void *data;
    ngx_pool_t *pool; /* to be destroyed here, once the client has gone; or NULL */
    sup_upload upload;
    unsigned posted : 1;
};

/* Files that nothing names. */
typedef struct {
    ngx_pool_t *pool;
    ngx_connection_t dummy;
    char *folder;
    char *file;
} drop_t;

static void start_waiting(ngx_http_supervision_main_conf_t *smcf);

static void
init_task(ngx_thread_task_t *task, ngx_connection_t *dummy, void *data,
          void (*run)(void *data, ngx_log_t *log), ngx_event_handler_pt ran)
{
    dummy->fd = (ngx_socket_t)-1;
    dummy->log = ngx_cycle->log;
    dummy->data = data;
    task->handler = run;
    task->event.handler = ran;
    task->event.data = dummy;
    task->event.log = ngx_cycle->log;
}

/* --- configuration ------------------------------------------------------------------- */

static char *
check_folder(ngx_conf_t *cf, ngx_str_t *path)
{
    ngx_file_info_t info;

    if (ngx_conf_full_name(cf->cycle, path, 0) != NGX_OK) {
        return NGX_CONF_ERROR;
    }
    while (path->len > 1 && path->data[path->len - 1] == '/') {
        path->data[--path->len] = '\0';
    }
    if (ngx_file_info(path->data, &info) == NGX_FILE_ERROR) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, ngx_errno,
                           "the folder of photos \"%V\" cannot be used", path);
        return NGX_CONF_ERROR;
    }
    if (!ngx_is_dir(&info)) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "\"%V\" is no folder", path);
        return NGX_CONF_ERROR;
    }
    return NGX_CONF_OK;
}

static char *
take_option(ngx_conf_t *cf, ngx_http_supervision_evidence_t *evidence, ngx_str_t *value,
            ngx_str_t *pool)
{
    ngx_str_t text;
    ssize_t size;

    if (ngx_strncmp(value->data, "max_size=", 9) == 0) {
        text = (ngx_str_t){value->len - 9, value->data + 9};
        size = ngx_parse_size(&text);
        if (size < SIZE_MIN || size > SIZE_MAX_) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "\"max_size\" must be from 64k to 64m");
            return NGX_CONF_ERROR;
        }
        evidence->max_size = (size_t)size;
        return NGX_CONF_OK;
    }
    if (ngx_strncmp(value->data, "thread_pool=", 12) == 0 && value->len > 12) {
        *pool = (ngx_str_t){value->len - 12, value->data + 12};
        return NGX_CONF_OK;
    }
    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "invalid parameter \"%V\"", value);
    return NGX_CONF_ERROR;
}

/* supervision_evidence PATH [max_size=SIZE] [thread_pool=NAME] | off */
char *
ngx_http_supervision_evidence(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_supervision_loc_conf_t *slcf = conf;
    ngx_http_supervision_evidence_t *evidence;
    ngx_str_t *value = cf->args->elts, pool = ngx_string("default");
    ngx_uint_t i;

    if (slcf->evidence != NGX_CONF_UNSET_PTR) {
        return "is duplicate";
    }
    if (value[1].len == 3 && ngx_strncmp(value[1].data, "off", 3) == 0) {
        slcf->evidence = NULL;
        return cf->args->nelts == 2 ? NGX_CONF_OK : "takes nothing after \"off\"";
    }
    evidence = ngx_pcalloc(cf->pool, sizeof(ngx_http_supervision_evidence_t));
    if (evidence == NULL) {
        return NGX_CONF_ERROR;
    }
    evidence->max_size = SIZE_DEFAULT;
    for (i = 2; i < cf->args->nelts; i++) {
        if (take_option(cf, evidence, &value[i], &pool) != NGX_CONF_OK) {
            return NGX_CONF_ERROR;
        }
    }
    evidence->path = value[1];
    if (check_folder(cf, &evidence->path) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }
    /* a pool that no "thread_pool" brings is found by nginx, with this line */
    evidence->threads = ngx_thread_pool_add(cf, &pool);
    slcf->evidence = evidence;
    return evidence->threads == NULL ? NGX_CONF_ERROR : NGX_CONF_OK;
}

/* --- workers ------------------------------------------------------------------------- */

ngx_int_t
ngx_http_supervision_evidence_init(ngx_cycle_t *cycle,
                                   ngx_http_supervision_main_conf_t *smcf)
{
    ngx_http_supervision_loc_conf_t **locations = smcf->locations.elts;
    ngx_http_supervision_evidence_t *evidence, *last = NULL;
    ngx_uint_t i;

    ngx_queue_init(&smcf->intakes);
    for (i = 0; i < smcf->locations.nelts; i++) {
        evidence = locations[i]->evidence;
        if (evidence == NULL || evidence == last) {
            continue;
        }
        if (last == NULL && sup_image_init() != SUP_OK) {
            ngx_log_error(NGX_LOG_EMERG, cycle->log, 0,
                          "supervision: libvips does not start");
            return NGX_ERROR;
        }
        if (access((char *)evidence->path.data, W_OK | X_OK) == -1) {
            ngx_log_error(NGX_LOG_ERR, cycle->log, ngx_errno,
                          "supervision: photos cannot be stored: this worker may not "
                          "write to \"%V\"",
                          &evidence->path);
        }
        last = evidence;
    }
    return NGX_OK;
}

ngx_int_t
ngx_http_supervision_evidence_busy(ngx_http_supervision_main_conf_t *smcf)
{
    return smcf->intakes_under_way >= UNDER_WAY_MAX;
}

/* --- files that nothing names ---------------------------------------------------------- */

static void
run_drop(void *data, ngx_log_t *log)
{
    drop_t *drop = data;

    ngx_http_supervision_photo_remove(drop->folder, drop->file);
}

static void
ran_drop(ngx_event_t *ev)
{
    ngx_connection_t *dummy = ev->data;
    drop_t *drop = dummy->data;

    ngx_destroy_pool(drop->pool);
}

void
ngx_http_supervision_evidence_drop(ngx_http_supervision_loc_conf_t *slcf,
                                   const sup_upload *upload)
{
    ngx_http_supervision_main_conf_t *smcf;
    ngx_thread_task_t *task;
    ngx_pool_t *pool;
    drop_t *drop;
    size_t file = upload->file.len, folder = slcf->evidence_folder.len;

    smcf = ngx_http_cycle_get_module_main_conf(ngx_cycle, ngx_http_supervision_module);
    if (smcf->ended) {
        /* its threads are gone, and nobody waits for its event loop any more */
        ngx_http_supervision_photo_remove((char *)slcf->evidence_folder.data,
                                          upload->file.data);
        return;
    }
    pool = ngx_create_pool(1024, ngx_cycle->log);
    if (pool == NULL) {
        return; /* the collection finds them */
    }
    task = ngx_thread_task_alloc(pool, sizeof(drop_t));
    if (task == NULL) {
        ngx_destroy_pool(pool);
        return;
    }
    drop = task->ctx;
    drop->pool = pool;
    drop->folder = ngx_pcalloc(pool, folder + 1);
    drop->file = ngx_pcalloc(pool, file + 1);
    if (drop->folder == NULL || drop->file == NULL) {
        ngx_destroy_pool(pool);
        return;
    }
    ngx_memcpy(drop->folder, slcf->evidence_folder.data, folder);
    ngx_memcpy(drop->file, upload->file.data, file);
    init_task(task, &drop->dummy, drop, run_drop, ran_drop);
    if (ngx_thread_task_post(slcf->evidence->threads, task) != NGX_OK) {
        ngx_destroy_pool(pool);
    }
}

/* --- one upload ---------------------------------------------------------------------- */

static void
run_intake(void *data, ngx_log_t *log)
{
    ngx_http_supervision_intake_t **intake = data;

    ngx_http_supervision_photo_take(&(*intake)->photo);
}

static void
log_failure(ngx_http_supervision_photo_t *photo)
{
    if (photo->at != NULL) {
        ngx_log_error(NGX_LOG_ERR, ngx_cycle->log, photo->err,
                      "supervision: a photo could not be stored in \"%s\": %s failed",
                      photo->folder, photo->at);
    }
}

static void
fill_upload(ngx_http_supervision_intake_t *intake)
{
    ngx_http_supervision_photo_t *photo = &intake->photo;

    intake->upload = (sup_upload){.id = sup_str_c(photo->id),
                                  .file = sup_str_c(photo->file),
                                  .width = photo->width,
                                  .height = photo->height,
                                  .bytes = photo->bytes};
}

/* The client went away meanwhile, and its request was kept for its body alone. */
static void
end_alone(ngx_http_supervision_intake_t *intake)
{
    ngx_http_request_t *r = intake->r->main;
    ngx_connection_t *c = r->connection;

    if (intake->photo.rc == SUP_OK) {
        ngx_http_supervision_evidence_drop(intake->slcf, &intake->upload);
    }
    ngx_destroy_pool(intake->pool);
    ngx_http_set_log_request(c->log, r);
    r->write_event_handler(r); /* terminates it, no longer blocked */
    ngx_http_run_posted_requests(c);
}

static void
ran_intake(ngx_event_t *ev)
{
    ngx_connection_t *dummy = ev->data;
    ngx_http_supervision_intake_t *intake = dummy->data;
    ngx_http_supervision_main_conf_t *smcf = intake->smcf;

    if (ev->timedout) {
        ev->timedout = 0;
        ngx_log_error(NGX_LOG_ERR, ngx_cycle->log, 0,
                      "supervision: a photo has been in a thread for a minute");
        ngx_add_timer(ev, SLOW);
        return;
    }
    if (ev->timer_set) {
        ngx_del_timer(ev);
    }
    smcf->intakes_running--;
    smcf->intakes_under_way--;
    intake->r->main->blocked--;
    log_failure(&intake->photo);
    fill_upload(intake);
    start_waiting(smcf);
    if (intake->pool != NULL) {
        end_alone(intake);
        return;
    }
    intake->handler(intake->data);
}

static ngx_int_t
post(ngx_http_supervision_intake_t *intake)
{
    if (ngx_thread_task_post(intake->slcf->evidence->threads, intake->task) != NGX_OK) {
        return NGX_ERROR;
    }
    /* holds a leaving worker until the thread is done */
    ngx_add_timer(&intake->task->event, SLOW);
    intake->posted = 1;
    intake->r->main->blocked++;
    intake->smcf->intakes_running++;
    return NGX_OK;
}

static void
start_waiting(ngx_http_supervision_main_conf_t *smcf)
{
    ngx_http_supervision_intake_t *intake;
    ngx_queue_t *q;

    while (smcf->intakes_running < RUNNING_MAX && !ngx_queue_empty(&smcf->intakes)) {
        q = ngx_queue_head(&smcf->intakes);
        ngx_queue_remove(q);
        intake = ngx_queue_data(q, ngx_http_supervision_intake_t, queue);
        if (post(intake) != NGX_OK) {
            intake->photo.rc = SUP_API_PHOTO_BUSY;
            smcf->intakes_under_way--;
            intake->handler(intake->data);
        }
    }
}

static ngx_int_t
measure(ngx_http_supervision_intake_t *intake)
{
    ngx_chain_t *cl, *body;

    body = intake->r->request_body != NULL ? intake->r->request_body->bufs : NULL;
    intake->photo.body = body;
    for (cl = body; cl != NULL; cl = cl->next) {
        intake->photo.size += (size_t)ngx_buf_size(cl->buf);
        if (intake->photo.size > intake->slcf->evidence->max_size) {
            return NGX_DECLINED;
        }
    }
    return NGX_OK;
}

ngx_int_t
ngx_http_supervision_evidence_take(ngx_http_request_t *r, ngx_pool_t *pool,
                                   ngx_http_supervision_intake_handler_pt handler,
                                   void *data, ngx_http_supervision_intake_t **out)
{
    ngx_http_supervision_intake_t *intake, **slot;
    ngx_http_supervision_main_conf_t *smcf;

    smcf = ngx_http_get_module_main_conf(r, ngx_http_supervision_module);
    intake = ngx_pcalloc(pool, sizeof(ngx_http_supervision_intake_t));
    if (intake == NULL) {
        return NGX_ERROR;
    }
    intake->task = ngx_thread_task_alloc(pool, sizeof(intake));
    if (intake->task == NULL) {
        return NGX_ERROR;
    }
    slot = intake->task->ctx;
    *slot = intake;
    init_task(intake->task, &intake->dummy, intake, run_intake, ran_intake);
    intake->smcf = smcf;
    intake->slcf = ngx_http_get_module_loc_conf(r, ngx_http_supervision_module);
    intake->r = r;
    intake->handler = handler;
    intake->data = data;
    intake->photo.folder = (char *)intake->slcf->evidence_folder.data;
    if (measure(intake) != NGX_OK) {
        return NGX_DECLINED;
    }
    if (ngx_http_supervision_evidence_busy(smcf)) {
        return NGX_BUSY;
    }
    if (smcf->intakes_running >= RUNNING_MAX) {
        ngx_queue_insert_tail(&smcf->intakes, &intake->queue);
    } else if (post(intake) != NGX_OK) {
        return NGX_BUSY;
    }
    smcf->intakes_under_way++;
    *out = intake;
    return NGX_OK;
}

sup_rc
ngx_http_supervision_evidence_taken(ngx_http_supervision_intake_t *intake,
                                    const sup_upload **upload)
{
    static const struct {
        sup_rc of_image;
        sup_rc rc;
    } failures[] = {{SUP_IMAGE_TYPE, SUP_API_PHOTO_TYPE},
                    {SUP_IMAGE_BROKEN, SUP_API_PHOTO_BROKEN},
                    {SUP_IMAGE_PIXELS, SUP_API_PHOTO_PIXELS},
                    {SUP_IMAGE_SLOW, SUP_API_PHOTO_PIXELS}};
    ngx_uint_t i;

    *upload = &intake->upload;
    for (i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
        if (failures[i].of_image == intake->photo.rc) {
            return failures[i].rc;
        }
    }
    return intake->photo.rc;
}

void
ngx_http_supervision_evidence_forget(ngx_http_supervision_intake_t *intake,
                                     ngx_pool_t *pool)
{
    if (intake->posted) {
        intake->pool = pool;
        return;
    }
    ngx_queue_remove(&intake->queue);
    intake->smcf->intakes_under_way--;
    ngx_destroy_pool(pool);
}
