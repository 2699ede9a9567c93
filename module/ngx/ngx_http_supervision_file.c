/* Files that the configuration names, read whole by the master.
 * Owns: how such a file is opened and what a secret one must be like.
 * Must not know: what is in them. */
#include "ngx_http_supervision_file.h"

#define SECRET_MAX (64 * 1024)

static char *open_file(ngx_conf_t *cf, ngx_str_t *name, ngx_fd_t *fd,
                       ngx_file_info_t *fi);
static char *read_whole(ngx_conf_t *cf, ngx_str_t *name, ngx_fd_t fd, size_t size,
                        ngx_str_t *text);

char *
ngx_http_supervision_read(ngx_conf_t *cf, ngx_str_t *name, size_t max, ngx_str_t *text)
{
    ngx_fd_t fd;
    ngx_file_info_t fi;

    if (open_file(cf, name, &fd, &fi) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }
    if (ngx_file_size(&fi) > (off_t)max) {
        ngx_close_file(fd);
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "\"%V\" is longer than %uz bytes", name,
                           max);
        return NGX_CONF_ERROR;
    }
    return read_whole(cf, name, fd, (size_t)ngx_file_size(&fi), text);
}

/* As above, for secrets: nobody but the owner may have any right to the file. The caller
 * wipes the text when it has taken what it needs. */
char *
ngx_http_supervision_read_secret(ngx_conf_t *cf, ngx_str_t *name, ngx_str_t *text)
{
    char mode[8];
    ngx_fd_t fd;
    ngx_file_info_t fi;

    if (open_file(cf, name, &fd, &fi) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }
    if (fi.st_mode & 077) {
        ngx_close_file(fd);
        snprintf(mode, sizeof(mode), "%04o", (unsigned)(fi.st_mode & 07777));
        ngx_conf_log_error(
            NGX_LOG_EMERG, cf, 0,
            "\"%V\" holds secrets and others than its owner have rights to it "
            "(mode %s): chmod 0600",
            name, mode);
        return NGX_CONF_ERROR;
    }
    if (ngx_file_size(&fi) == 0 || ngx_file_size(&fi) > SECRET_MAX) {
        ngx_close_file(fd);
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "\"%V\" is %s", name,
                           ngx_file_size(&fi) == 0 ? "empty" : "too long for a secret");
        return NGX_CONF_ERROR;
    }
    return read_whole(cf, name, fd, (size_t)ngx_file_size(&fi), text);
}

static char *
open_file(ngx_conf_t *cf, ngx_str_t *name, ngx_fd_t *fd, ngx_file_info_t *fi)
{
    if (ngx_conf_full_name(cf->cycle, name, 1) != NGX_OK) {
        return NGX_CONF_ERROR;
    }
    /* NONBLOCK: a FIFO must not hang nginx -t */
    *fd =
        ngx_open_file(name->data, NGX_FILE_RDONLY | NGX_FILE_NONBLOCK, NGX_FILE_OPEN, 0);
    if (*fd == NGX_INVALID_FILE) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, ngx_errno, "cannot open \"%V\"", name);
        return NGX_CONF_ERROR;
    }
    if (ngx_fd_info(*fd, fi) == NGX_FILE_ERROR || !ngx_is_file(fi)) {
        ngx_close_file(*fd);
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "\"%V\" is not a regular file", name);
        return NGX_CONF_ERROR;
    }
    return NGX_CONF_OK;
}

static char *
read_whole(ngx_conf_t *cf, ngx_str_t *name, ngx_fd_t fd, size_t size, ngx_str_t *text)
{
    size_t have;
    ssize_t n = 0;

    text->len = size;
    text->data = ngx_pnalloc(cf->pool, size + 1);
    for (have = 0; text->data != NULL && have < size; have += (size_t)n) {
        n = ngx_read_fd(fd, text->data + have, size - have);
        if (n <= 0) {
            break;
        }
    }
    ngx_close_file(fd);
    if (text->data == NULL) {
        return NGX_CONF_ERROR;
    }
    if (have != size) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, n == -1 ? ngx_errno : 0,
                           "cannot read \"%V\"", name);
        return NGX_CONF_ERROR;
    }
    text->data[size] = '\0';
    return NGX_CONF_OK;
}
