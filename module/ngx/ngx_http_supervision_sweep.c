/* Photos collected: the folder is read bit by bit, judged by runs of timed work, cleared.
 * Owns: how much of the folder is looked at at once, and where it goes on.
 * Must not know: which photo may go (evidence/sup_timed_collect.c), who has the lease.
 *
 * Reading and removing are a thread's. What a worker has read is judged with its next
 * run; then it removes what may go, and reads on. A worker that does not have the lease
 * reads nothing. */
#include <dirent.h>

#include "ngx_http_supervision_sweep.h"
#include "ngx_http_supervision_photo.h"

#define FOLDERS         256 /* 00 to ff */
#define FOLDERS_AT_ONCE 16
#define AGE_S           86400 /* of a photo before it is looked at */
#define NEW_AGE_S       3600  /* of a file that was never finished */
#define MARK            ".supervision-photos"
#define MARK_MAX        64
#define NAME_ROOM       NGX_HTTP_SUPERVISION_PHOTO_NAME

typedef enum {
    SWEEP_IDLE,
    SWEEP_READING, /* a thread has it */
    SWEEP_FOUND,   /* waits for a run */
    SWEEP_JUDGING, /* a run has it */
    SWEEP_REMOVING /* a thread has it */
} sweep_state_e;

struct ngx_http_supervision_sweep_s {
    sweep_state_e state;
    const char *folder;
    ngx_thread_pool_t *threads;
    ngx_thread_task_t task;
    ngx_connection_t dummy;

    ngx_uint_t at;        /* the folder it stands in ... */
    char last[NAME_ROOM]; /* ... behind this name; empty: at its beginning */
    time_t now;
    sup_files files;
    char names[SUP_FILES_MAX][NAME_ROOM];
    char mark[MARK_MAX + 1];
    ngx_uint_t worth; /* there is something to be judged */

    uint32_t gone;
    char new_mark[MARK_MAX + 1];
};

/* --- in a thread: reading ------------------------------------------------------------ */

static ngx_int_t
ends_with(const char *name, const char *end)
{
    size_t n = ngx_strlen(name), m = ngx_strlen(end);

    return n > m && ngx_strcmp(name + n - m, end) == 0;
}

static ngx_int_t
is_older(int folder, const char *name, time_t than)
{
    struct stat info;

    return fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISREG(info.st_mode) && info.st_mtime < than;
}

/* What a worker that was killed has left: a file under its first name, or a thumbnail
 * without its photo. Those are removed at once; nothing can name them. */
static void
clear_leftover(ngx_http_supervision_sweep_t *sweep, int folder, const char *name)
{
    char whole[NAME_ROOM];
    size_t stem = ngx_strlen(name) - (sizeof(".t.jpg") - 1);
    struct stat info;

    if (ends_with(name, ".new")) {
        if (is_older(folder, name, sweep->now - NEW_AGE_S)) {
            (void)unlinkat(folder, name, 0);
        }
        return;
    }
    if (stem + sizeof(".jpg") > sizeof(whole) ||
        !is_older(folder, name, sweep->now - AGE_S)) {
        return;
    }
    ngx_sprintf((u_char *)whole, "%*s.jpg%Z", stem, name);
    if (fstatat(folder, whole, &info, AT_SYMLINK_NOFOLLOW) == -1 &&
        ngx_errno == NGX_ENOENT) {
        (void)unlinkat(folder, name, 0);
    }
}

/* The first names behind `last`, in their order, so that a large folder is gone through
 * by and by, whatever comes and goes in it. */
static void
keep_name(ngx_http_supervision_sweep_t *sweep, const char *name)
{
    size_t i, n = sweep->files.n;

    if (ngx_strlen(name) >= NAME_ROOM || ngx_strcmp(name, sweep->last) <= 0) {
        return;
    }
    i = n;
    while (i > 0 && ngx_strcmp(name, sweep->names[i - 1]) < 0) {
        i--;
    }
    if (i == SUP_FILES_MAX) {
        return;
    }
    n = ngx_min(n, SUP_FILES_MAX - 1);
    ngx_memmove(sweep->names[i + 1], sweep->names[i], (n - i) * NAME_ROOM);
    ngx_cpystrn((u_char *)sweep->names[i], (u_char *)name, NAME_ROOM);
    sweep->files.n = n + 1;
}

static void
read_entry(ngx_http_supervision_sweep_t *sweep, int folder, const char *name)
{
    if (ends_with(name, ".new") || ends_with(name, ".t.jpg")) {
        clear_leftover(sweep, folder, name);
    } else if (ends_with(name, ".jpg") && is_older(folder, name, sweep->now - AGE_S)) {
        keep_name(sweep, name);
    }
}

static void
read_folder(ngx_http_supervision_sweep_t *sweep)
{
    char path[NGX_MAX_PATH];
    struct dirent *entry;
    DIR *dir;

    snprintf(path, sizeof(path), "%s/%02x", sweep->folder, (unsigned)sweep->at);
    dir = opendir(path);
    if (dir == NULL) {
        return;
    }
    while ((entry = readdir(dir)) != NULL) {
        read_entry(sweep, dirfd(dir), entry->d_name);
    }
    closedir(dir);
}

/* NGX_DECLINED: there is no folder yet. */
static ngx_int_t
read_mark(ngx_http_supervision_sweep_t *sweep)
{
    char path[NGX_MAX_PATH];
    ssize_t n = 0;
    int fd;

    if (access(sweep->folder, R_OK | X_OK) == -1) {
        return NGX_DECLINED;
    }
    snprintf(path, sizeof(path), "%s/" MARK, sweep->folder);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd != -1) {
        n = read(fd, sweep->mark, MARK_MAX);
        close(fd);
    } else if (ngx_errno != NGX_ENOENT) {
        return NGX_DECLINED; /* whose it is cannot be told */
    }
    n = ngx_max(n, 0);
    sweep->mark[n] = '\0';
    return NGX_OK;
}

static void
name_files(ngx_http_supervision_sweep_t *sweep, ngx_uint_t at)
{
    char name[NAME_ROOM];
    size_t i;

    for (i = 0; i < sweep->files.n; i++) {
        ngx_memcpy(name, sweep->names[i], NAME_ROOM);
        snprintf(sweep->names[i], NAME_ROOM, "%02x/%.*s", (unsigned)at,
                 (int)NAME_ROOM - 4, name);
        sweep->files.names[i] = sup_str_c(sweep->names[i]);
    }
    sweep->files.mark = sup_str_c(sweep->mark);
}

static void
run_reading(void *data, ngx_log_t *log)
{
    ngx_http_supervision_sweep_t *sweep = data;
    ngx_uint_t i, at = sweep->at;

    sweep->files.n = 0;
    sweep->worth = 0;
    if (read_mark(sweep) != NGX_OK) {
        return;
    }
    for (i = 0; i < FOLDERS_AT_ONCE && sweep->files.n == 0; i++) {
        at = sweep->at;
        read_folder(sweep);
        if (sweep->files.n == SUP_FILES_MAX) {
            ngx_memcpy(sweep->last, sweep->names[SUP_FILES_MAX - 1], NAME_ROOM);
        } else {
            sweep->at = (at + 1) % FOLDERS;
            sweep->last[0] = '\0';
        }
    }
    name_files(sweep, at);
    sweep->worth = sweep->files.n != 0 || sweep->mark[0] == '\0';
}

/* --- in a thread: removing ----------------------------------------------------------- */

static void
run_removing(void *data, ngx_log_t *log)
{
    ngx_http_supervision_sweep_t *sweep = data;
    size_t i;

    if (sweep->new_mark[0] != '\0') {
        ngx_http_supervision_photo_mark(sweep->folder, MARK, sweep->new_mark);
    }
    for (i = 0; i < sweep->files.n; i++) {
        if (sweep->gone & 1u << i) {
            ngx_http_supervision_photo_remove(sweep->folder, sweep->names[i]);
        }
    }
}

/* --- on the event loop --------------------------------------------------------------- */

static void
ran(ngx_event_t *ev)
{
    ngx_http_supervision_sweep_t *sweep = ngx_http_supervision_event_data(ev);

    if (sweep->state == SWEEP_READING && sweep->worth) {
        sweep->state = SWEEP_FOUND;
        return;
    }
    sweep->state = SWEEP_IDLE;
}

static void
post(ngx_http_supervision_sweep_t *sweep, sweep_state_e state,
     void (*run)(void *data, ngx_log_t *log))
{
    sweep->task.handler = run;
    sweep->state =
        ngx_thread_task_post(sweep->threads, &sweep->task) == NGX_OK ? state : SWEEP_IDLE;
}

ngx_http_supervision_sweep_t *
ngx_http_supervision_sweep_create(ngx_pool_t *pool, const char *folder,
                                  ngx_thread_pool_t *threads)
{
    ngx_http_supervision_sweep_t *sweep;

    sweep = ngx_pcalloc(pool, sizeof(ngx_http_supervision_sweep_t));
    if (sweep == NULL) {
        return NULL;
    }
    sweep->folder = folder;
    sweep->threads = threads;
    sweep->at = (ngx_uint_t)ngx_random() % FOLDERS;
    sweep->task.ctx = sweep;
    ngx_http_supervision_event(&sweep->task.event, &sweep->dummy, ngx_cycle->log, ran,
                               sweep);
    return sweep;
}

void
ngx_http_supervision_sweep_go(ngx_http_supervision_sweep_t *sweep)
{
    if (sweep->state == SWEEP_IDLE && !ngx_exiting && !ngx_terminate) {
        sweep->now = ngx_time();
        post(sweep, SWEEP_READING, run_reading);
    }
}

const sup_files *
ngx_http_supervision_sweep_found(ngx_http_supervision_sweep_t *sweep)
{
    if (sweep->state != SWEEP_FOUND) {
        return NULL;
    }
    sweep->state = SWEEP_JUDGING;
    return &sweep->files;
}

void
ngx_http_supervision_sweep_judged(ngx_http_supervision_sweep_t *sweep,
                                  const sup_files_judged *judged)
{
    if (sweep->state != SWEEP_JUDGING) {
        return;
    }
    sweep->state = SWEEP_IDLE;
    sweep->gone = judged != NULL ? judged->gone : 0;
    sweep->new_mark[0] = '\0';
    if (judged != NULL && judged->mark != NULL) {
        ngx_cpystrn((u_char *)sweep->new_mark, (u_char *)judged->mark,
                    sizeof(sweep->new_mark));
    }
    if (sweep->gone != 0 || sweep->new_mark[0] != '\0') {
        post(sweep, SWEEP_REMOVING, run_removing);
    }
}
