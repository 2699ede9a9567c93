/* Photos: taken in, referred to, shown.
 * Owns: what the server hands over of a photo and gets back, and what other rooms may ask.
 * Must not know: image formats, files, who may see what refers to a photo.
 *
 * What is returned lives in the call's arena. Functions that return sup_rc say SUP_AGAIN as
 * sup_ctx_record() does, and set the failure when they fail. */
#ifndef SUP_EVIDENCE_H
#define SUP_EVIDENCE_H

#include "engine/sup_ctx.h"
#include "kit/sup_html.h"

/* --- for the server, which decodes photos and keeps their files ----------------------- */

/* A photo that was taken in for one request (request->taken): made anew, on disk, and not
 * yet known to anybody. */
typedef struct {
    sup_str id;     /* SHA-256 of the bytes stored, in hex */
    sup_str file;   /* its name below the folder of the campus's photos */
    uint32_t width; /* pixels */
    uint32_t height;
    uint32_t bytes;
} sup_upload;

/* What a route says whose body is a photo. */
extern const sup_intake sup_photo_intake;

/* Photos that lie in the campus's folder for a day or longer, some of them: what is
 * brought for the job. Those that nothing refers to are told to go. */
#define SUP_PHOTOS_JOB "photos"
#define SUP_FILES_MAX  32
typedef struct {
    sup_str mark; /* what the folder says whose it is; empty: nothing yet */
    sup_str names[SUP_FILES_MAX]; /* <aa>/<id>-<random>.jpg */
    size_t n;
} sup_files;
typedef struct {
    uint32_t gone;    /* bits of the files: no record names them any more */
    const char *mark; /* to be written into the folder; or NULL */
} sup_files_judged;

enum {
    SUP_EVIDENCE_OFF = -470,    /* photos are not configured */
    SUP_EVIDENCE_TYPE = -471,   /* no JPEG, PNG or WebP */
    SUP_EVIDENCE_BROKEN = -472, /* one that does not decode to its end */
    SUP_EVIDENCE_PIXELS = -473, /* one of too many pixels */
    SUP_EVIDENCE_BUSY = -474,   /* too many are being taken in */
    SUP_EVIDENCE_FULL = -475,   /* no space left */
    SUP_EVIDENCE_FAILED = -476, /* it cannot be written */
    SUP_EVIDENCE_LOST = -477,   /* its record is there, its file is not */
    SUP_EVIDENCE_FOLDER = -478  /* the folder is not this store's */
};

/* --- for what refers to photos -------------------------------------------------------- */

/* That each id names a photo that was taken in; the failure names field[i] otherwise.
 * Ops: what was not used before is marked as used, in the same commit as whatever refers
 * to it. All are asked for in one round trip. A repeated id is fine. */
sup_rc sup_evidence_use(sup_ctx *c, const char *field, char *const *ids, size_t n);

/* For endpoints that show the photos of something: the id in the path as text, or NULL
 * when it cannot be one; whether a list has it; the reply, once the actor was found to be
 * one who sees it. */
char *sup_evidence_id(sup_ctx *c, sup_str typed);
int sup_evidence_listed(char *const *ids, size_t n, const char *id);
sup_rc sup_evidence_show(sup_ctx *c, const char *id);

/* On a page that is printed: thumbnails that lead to the whole. of: cases/<id> or
 * inspections/<id>. Nothing when there are none. */
void sup_evidence_print(sup_html *html, sup_str base, const char *of, char *const *ids,
                        size_t n);

#endif
