/* Photos taken in: the way of a body through a thread, and its bounds.
 * Owns: which uploads are under way in this worker; what becomes of files that nothing
 * names.
 * Must not know: image formats and files (sup_image, _photo.c), records, routes. */
#include "ngx_http_supervision_intake.h"
#include "ngx_http_supervision_photo.h"

/* Decoding is work for a processor and takes memory: so many at once in a worker, and so
 * many more that wait for them. Beyond, a client is told to come again. */
#define RUNNING_MAX   2
#define UNDER_WAY_MAX 24
#define SLOW          60000

/* One upload. It lies in the pool of its call. */
struct ngx_http_supervision_intake_s {
    ngx_queue_t queue; /* among those that wait for a thread */
    ngx_http_supervision_photo_t photo;
    const ngx_http_supervision_photos_t *photos;
    ngx_thread_task_t *task;
    ngx_connection_t dummy;
    ngx_http_request_t *r; /* whose body is read; it stays while it is blocked */
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

static void start_waiting(ngx_http_supervision_intakes_t *intakes);

static void
init_task(ngx_thread_task_t *task, ngx_connection_t *dummy, void *data,
          void (*run)(void *data, ngx_log_t *log), ngx_event_handler_pt ran)
{
    task->handler = run;
    ngx_http_supervision_event(&task->event, dummy, ngx_cycle->log, ran, data);
}

void
ngx_http_supervision_intake_init(ngx_http_supervision_intakes_t *intakes)
{
    ngx_queue_init(&intakes->waiting);
}

ngx_uint_t
ngx_http_supervision_intake_busy(const ngx_http_supervision_intakes_t *intakes)
{
    return intakes->under_way >= UNDER_WAY_MAX;
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
    drop_t *drop = ngx_http_supervision_event_data(ev);

    ngx_destroy_pool(drop->pool);
}

void
ngx_http_supervision_intake_drop(const ngx_http_supervision_photos_t *photos,
                                 const sup_upload *upload)
{
    ngx_thread_task_t *task;
    ngx_pool_t *pool;
    drop_t *drop;
    size_t file = upload->file.len, folder = photos->folder.len;

    if (photos->intakes->ended) {
        /* its threads are gone, and nobody waits for its event loop any more */
        ngx_http_supervision_photo_remove((char *)photos->folder.data, upload->file.data);
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
    ngx_memcpy(drop->folder, photos->folder.data, folder);
    ngx_memcpy(drop->file, upload->file.data, file);
    init_task(task, &drop->dummy, drop, run_drop, ran_drop);
    if (ngx_thread_task_post(photos->evidence->threads, task) != NGX_OK) {
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
        ngx_http_supervision_intake_drop(intake->photos, &intake->upload);
    }
    ngx_destroy_pool(intake->pool);
    ngx_http_set_log_request(c->log, r);
    r->write_event_handler(r); /* terminates it, no longer blocked */
    ngx_http_run_posted_requests(c);
}

static void
ran_intake(ngx_event_t *ev)
{
    ngx_http_supervision_intake_t *intake = ngx_http_supervision_event_data(ev);
    ngx_http_supervision_intakes_t *intakes = intake->photos->intakes;

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
    intakes->running--;
    intakes->under_way--;
    intake->r->main->blocked--;
    log_failure(&intake->photo);
    fill_upload(intake);
    start_waiting(intakes);
    if (intake->pool != NULL) {
        end_alone(intake);
        return;
    }
    intake->handler(intake->data);
}

static ngx_int_t
post(ngx_http_supervision_intake_t *intake)
{
    if (ngx_thread_task_post(intake->photos->evidence->threads, intake->task) != NGX_OK) {
        return NGX_ERROR;
    }
    /* holds a leaving worker until the thread is done */
    ngx_add_timer(&intake->task->event, SLOW);
    intake->posted = 1;
    intake->r->main->blocked++;
    intake->photos->intakes->running++;
    return NGX_OK;
}

static void
start_waiting(ngx_http_supervision_intakes_t *intakes)
{
    ngx_http_supervision_intake_t *intake;
    ngx_queue_t *q;

    while (intakes->running < RUNNING_MAX && !ngx_queue_empty(&intakes->waiting)) {
        q = ngx_queue_head(&intakes->waiting);
        ngx_queue_remove(q);
        intake = ngx_queue_data(q, ngx_http_supervision_intake_t, queue);
        if (post(intake) != NGX_OK) {
            intake->photo.rc = SUP_EVIDENCE_BUSY;
            intakes->under_way--;
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
        if (intake->photo.size > intake->photos->evidence->max_size) {
            return NGX_DECLINED;
        }
    }
    return NGX_OK;
}

ngx_int_t
ngx_http_supervision_intake_take(ngx_http_request_t *r, ngx_pool_t *pool,
                                 const ngx_http_supervision_photos_t *photos,
                                 ngx_http_supervision_intake_handler_pt handler,
                                 void *data, ngx_http_supervision_intake_t **out)
{
    ngx_http_supervision_intakes_t *intakes = photos->intakes;
    ngx_http_supervision_intake_t *intake, **slot;

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
    intake->photos = photos;
    intake->r = r;
    intake->handler = handler;
    intake->data = data;
    intake->photo.folder = (char *)photos->folder.data;
    if (measure(intake) != NGX_OK) {
        return NGX_DECLINED;
    }
    if (ngx_http_supervision_intake_busy(intakes)) {
        return NGX_BUSY;
    }
    if (intakes->running >= RUNNING_MAX) {
        ngx_queue_insert_tail(&intakes->waiting, &intake->queue);
    } else if (post(intake) != NGX_OK) {
        return NGX_BUSY;
    }
    intakes->under_way++;
    *out = intake;
    return NGX_OK;
}

sup_rc
ngx_http_supervision_intake_taken(ngx_http_supervision_intake_t *intake,
                                  const sup_upload **upload)
{
    static const struct {
        sup_rc of_image;
        sup_rc rc;
    } failures[] = {{SUP_IMAGE_TYPE, SUP_EVIDENCE_TYPE},
                    {SUP_IMAGE_BROKEN, SUP_EVIDENCE_BROKEN},
                    {SUP_IMAGE_PIXELS, SUP_EVIDENCE_PIXELS},
                    {SUP_IMAGE_SLOW, SUP_EVIDENCE_PIXELS}};
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
ngx_http_supervision_intake_forget(ngx_http_supervision_intake_t *intake,
                                   ngx_pool_t *pool)
{
    if (intake->posted) {
        intake->pool = pool;
        return;
    }
    ngx_queue_remove(&intake->queue);
    intake->photos->intakes->under_way--;
    ngx_destroy_pool(pool);
}
