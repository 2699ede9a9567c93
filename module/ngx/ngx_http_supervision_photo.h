/* What is done with a photo in a thread of nginx's pool: made anew, written, removed.
 * Owns: files of photos on disk: their names, modes, and the order of writing.
 * Must not know: requests, records, the event loop. */
#ifndef NGX_HTTP_SUPERVISION_PHOTO_H
#define NGX_HTTP_SUPERVISION_PHOTO_H

#include "ngx_http_supervision_base.h"

#include "evidence/sup_evidence.h"
#include "media/sup_image.h"

/* <aa>/<sha256>-<16 hex>.jpg, and its thumbnail .t.jpg beside it. A new name each time:
 * a record that names a file can never find it replaced or collected as another's. */
#define NGX_HTTP_SUPERVISION_PHOTO_NAME (3 + 2 * SUP_HASH_LEN + 1 + 16 + sizeof(".jpg"))

typedef struct {
    const char *folder; /* of the campus's photos; made when it is not there yet */
    ngx_chain_t *body;  /* in memory or in a temporary file: read in the thread */
    size_t size;        /* of all of it */

    sup_rc rc;      /* SUP_OK, SUP_IMAGE_*, or SUP_EVIDENCE_* */
    ngx_err_t err;  /* of the step that failed, 0: it was no system call */
    const char *at; /* that step */
    unsigned width;
    unsigned height;
    uint32_t bytes;
    char id[2 * SUP_HASH_LEN + 1];
    char file[NGX_HTTP_SUPERVISION_PHOTO_NAME];
} ngx_http_supervision_photo_t;

/* All of these block: for threads alone. They log nothing. */
void ngx_http_supervision_photo_take(ngx_http_supervision_photo_t *photo);
/* Of file and thumbnail; what is not there is fine. */
void ngx_http_supervision_photo_remove(const char *folder, const char *file);
/* Says in a file of the folder whose it is. */
void ngx_http_supervision_photo_mark(const char *folder, const char *name,
                                     const char *mark);

#endif
