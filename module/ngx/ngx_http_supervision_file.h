/* Reading files at configuration time.
 * Owns: the two ways in which a file that the configuration names is read.
 * Must not know: what is in them. */
#ifndef NGX_HTTP_SUPERVISION_FILE_H
#define NGX_HTTP_SUPERVISION_FILE_H

#include "ngx_http_supervision_base.h"

/* The whole file, with a NUL behind it, into the pool of cf; name becomes its full path,
 * relative to the folder of the configuration. NGX_CONF_ERROR: it is not there, no regular
 * file, or longer than max bytes; the log says which. */
char *ngx_http_supervision_read(ngx_conf_t *cf, ngx_str_t *name, size_t max,
                                ngx_str_t *text);
/* As above, for secrets: nobody but the owner may have any right to the file. The caller
 * wipes the text when it has taken what it needs. */
char *ngx_http_supervision_read_secret(ngx_conf_t *cf, ngx_str_t *name, ngx_str_t *text);

#endif
