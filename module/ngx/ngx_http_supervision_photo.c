/* What is done with a photo in a thread of nginx's pool: made anew, written, removed.
 * Owns: files of photos on disk: their names, modes, and the order of writing.
 * Must not know: requests, records, the event loop. */
#include "ngx_http_supervision_photo.h"

#define FOLDER_MODE 0750
#define FILE_MODE   0640
#define PATH_ROOM   (NGX_MAX_PATH)

static sup_rc
failed(ngx_http_supervision_photo_t *photo, const char *at)
{
    photo->err = ngx_errno;
    photo->at = at;
    return photo->err == NGX_ENOSPC || photo->err == EDQUOT ? SUP_EVIDENCE_FULL
                                                            : SUP_EVIDENCE_FAILED;
}

/* --- the body --- */

static ssize_t
read_buf(ngx_buf_t *b, u_char *to)
{
    size_t n = (size_t)ngx_buf_size(b), done = 0;
    ssize_t got;

    if (ngx_buf_in_memory(b)) {
        ngx_memcpy(to, b->pos, n);
        return (ssize_t)n;
    }
    while (done < n) {
        got = pread(b->file->fd, to + done, n - done, b->file_pos + (off_t)done);
        if (got <= 0) {
            return NGX_ERROR;
        }
        done += (size_t)got;
    }
    return (ssize_t)n;
}

/* As one piece. *owned is to be freed; NULL where it lay in one buffer already. */
static sup_rc
gather(ngx_http_supervision_photo_t *photo, sup_str *bytes, u_char **owned)
{
    ngx_chain_t *cl = photo->body;
    size_t at = 0;
    ssize_t n;

    *owned = NULL;
    if (cl != NULL && cl->next == NULL && ngx_buf_in_memory(cl->buf)) {
        *bytes = (sup_str){(char *)cl->buf->pos, photo->size};
        return SUP_OK;
    }
    *owned = malloc(photo->size + 1);
    if (*owned == NULL) {
        return SUP_NOMEM;
    }
    for (; cl != NULL; cl = cl->next) {
        n = read_buf(cl->buf, *owned + at);
        if (n < 0) {
            return failed(photo, "reading the body");
        }
        at += (size_t)n;
    }
    *bytes = (sup_str){(char *)*owned, at};
    return SUP_OK;
}

/* --- files --- */

/* The folder's entries are on disk, too. */
static int
sync_folder(const char *path)
{
    int rc, fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd == -1) {
        return -1;
    }
    rc = fsync(fd);
    close(fd);
    return rc;
}

/* Made, and known to its parent, which is made before it. The parent is synced also when
 * the folder is there: another thread may have made it a moment ago and not synced it yet,
 * and what is answered with success must be found again. */
static int
make_folder(const char *path, const char *parent)
{
    return mkdir(path, FOLDER_MODE) == 0 || ngx_errno == NGX_EEXIST ? sync_folder(parent)
                                                                    : -1;
}

static int
make_folders(const char *folder, const char *path)
{
    char parent[PATH_ROOM];
    size_t n = ngx_strlen(folder);

    while (n > 1 && folder[n - 1] != '/') {
        n--;
    }
    ngx_cpystrn((u_char *)parent, (u_char *)folder, ngx_min(n + 1, sizeof(parent)));
    return make_folder(folder, parent) == 0 ? make_folder(path, folder) : -1;
}

static int
write_all(int fd, sup_str bytes)
{
    size_t done = 0;
    ssize_t n;

    while (done < bytes.len) {
        n = write(fd, bytes.data + done, bytes.len - done);
        if (n == -1 && ngx_errno == NGX_EINTR) {
            continue;
        }
        if (n <= 0) {
            return -1;
        }
        done += (size_t)n;
    }
    return fsync(fd);
}

/* Whole under its name, or not there: written under another one, then renamed. */
static sup_rc
write_file(ngx_http_supervision_photo_t *photo, const char *name, sup_str bytes)
{
    char temporary[PATH_ROOM + 8];
    sup_rc rc;
    int fd;

    snprintf(temporary, sizeof(temporary), "%s.new", name);
    fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
    if (fd == -1) {
        return failed(photo, "creating a file");
    }
    rc = write_all(fd, bytes) == 0 ? SUP_OK : failed(photo, "writing a file");
    if (close(fd) == -1 && rc == SUP_OK) {
        rc = failed(photo, "closing a file");
    }
    if (rc == SUP_OK && rename(temporary, name) == -1) {
        rc = failed(photo, "renaming a file");
    }
    if (rc != SUP_OK) {
        (void)unlink(temporary);
    }
    return rc;
}

static int
name_of(char path[PATH_ROOM], const char *folder, const char *file, const char *suffix)
{
    size_t stem = ngx_strlen(file) - (sizeof(".jpg") - 1);

    return snprintf(path, PATH_ROOM, "%s/%.*s%s", folder, (int)stem, file, suffix) <
                   PATH_ROOM
               ? 0
               : -1;
}

void
ngx_http_supervision_photo_remove(const char *folder, const char *file)
{
    char path[PATH_ROOM];

    if (name_of(path, folder, file, ".jpg") == 0) {
        (void)unlink(path);
    }
    if (name_of(path, folder, file, ".t.jpg") == 0) {
        (void)unlink(path);
    }
}

static sup_rc
write_files(ngx_http_supervision_photo_t *photo, const sup_image *image)
{
    char whole[PATH_ROOM], small[PATH_ROOM], folder[PATH_ROOM];
    sup_rc rc;

    if (name_of(whole, photo->folder, photo->file, ".jpg") != 0 ||
        name_of(small, photo->folder, photo->file, ".t.jpg") != 0) {
        ngx_set_errno(ENAMETOOLONG);
        return failed(photo, "naming a file");
    }
    snprintf(folder, sizeof(folder), "%s/%.2s", photo->folder, photo->file);
    if (make_folders(photo->folder, folder) != 0) {
        return failed(photo, "creating a folder");
    }
    rc = write_file(photo, small, image->small);
    if (rc == SUP_OK) {
        rc = write_file(photo, whole, image->whole);
    }
    if (rc == SUP_OK && sync_folder(folder) != 0) {
        rc = failed(photo, "syncing a folder");
    }
    if (rc != SUP_OK) {
        ngx_http_supervision_photo_remove(photo->folder, photo->file);
    }
    return rc;
}

void
ngx_http_supervision_photo_mark(const char *folder, const char *name, const char *mark)
{
    ngx_http_supervision_photo_t nobody = {.folder = folder};
    char path[PATH_ROOM], left_over[PATH_ROOM + 8];

    if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path)) {
        return;
    }
    /* of a worker that was killed while it wrote the mark: it would be in the way for ever */
    snprintf(left_over, sizeof(left_over), "%s.new", path);
    (void)unlink(left_over);
    if (write_file(&nobody, path, sup_str_c(mark)) == SUP_OK) {
        (void)sync_folder(folder);
    }
}

/* --- all --- */

static sup_rc
name_photo(ngx_http_supervision_photo_t *photo, const sup_image *image)
{
    unsigned char hash[SUP_HASH_LEN], random[8];
    char hex[2 * sizeof(random) + 1];

    if (sup_sha256(hash, image->whole) != SUP_OK ||
        sup_random(random, sizeof(random)) != SUP_OK) {
        return SUP_NOMEM;
    }
    sup_hex(photo->id, hash, sizeof(hash));
    sup_hex(hex, random, sizeof(random));
    snprintf(photo->file, sizeof(photo->file), "%.2s/%s-%s.jpg", photo->id, photo->id,
             hex);
    photo->width = image->width;
    photo->height = image->height;
    photo->bytes = (uint32_t)image->whole.len;
    return SUP_OK;
}

void
ngx_http_supervision_photo_take(ngx_http_supervision_photo_t *photo)
{
    sup_image image = {0};
    u_char *owned = NULL;
    sup_str bytes = SUP_STR_NULL;

    photo->rc = gather(photo, &bytes, &owned);
    if (photo->rc == SUP_OK) {
        photo->rc = sup_image_make(bytes, &image);
    }
    free(owned);
    if (photo->rc != SUP_OK) {
        return;
    }
    photo->rc = name_photo(photo, &image);
    if (photo->rc == SUP_OK) {
        photo->rc = write_files(photo, &image);
    }
    sup_image_release(&image);
}
