/* Photos made anew: whatever comes in, a plain JPEG and its thumbnail go out, or why not.
 * Owns: which formats are photos, how large one may be, what is stored of it.
 * Must not know: nginx, HTTP, Redis, protobuf, files. */
#ifndef SUP_IMAGE_H
#define SUP_IMAGE_H

#include "core/sup_base.h"

enum {
    SUP_IMAGE_TYPE = -500,   /* no JPEG, PNG or WebP */
    SUP_IMAGE_BROKEN = -501, /* one of them, but it does not decode to its end */
    SUP_IMAGE_PIXELS = -502, /* of more pixels than are decoded here */
    SUP_IMAGE_SLOW = -503    /* it took too long */
};

/* Of what comes in. */
#define SUP_IMAGE_SIDE_MAX   12000
#define SUP_IMAGE_PIXELS_MAX (64L << 20)
/* Of what cannot be decoded line by line and lies in memory whole: progressive JPEG,
 * interlaced PNG, WebP. */
#define SUP_IMAGE_WHOLE_MAX (32L << 20)
#define SUP_IMAGE_SCANS_MAX 64 /* of a progressive JPEG; encoders make about ten */

/* Of what goes out. Nothing is ever enlarged. */
#define SUP_IMAGE_SIDE       2048
#define SUP_IMAGE_SMALL_SIDE 320
#define SUP_IMAGE_QUALITY    85

/* Both are baseline JPEG, sRGB, upright, on white where they were transparent, with no
 * metadata of any kind. The same bytes in give the same bytes out. */
typedef struct {
    sup_str whole;
    sup_str small;
    unsigned width; /* of whole */
    unsigned height;
} sup_image;

/* Once in a process, after it was forked and before the first sup_image_make(). */
sup_rc sup_image_init(void);

/* From any thread; blocks it for as long as decoding takes, within bounds. A result is to
 * be released; after an error there is none. */
sup_rc sup_image_make(sup_str bytes, sup_image *out);
void sup_image_release(sup_image *image);

/* --- sup_image_probe.c: what the first bytes say, before any library sees them --- */

typedef enum { SUP_IMAGE_JPEG, SUP_IMAGE_PNG, SUP_IMAGE_WEBP } sup_image_format;

typedef struct {
    sup_image_format format;
    unsigned width;
    unsigned height;
    unsigned whole; /* it is decoded in memory as a whole */
} sup_image_head;

/* By content alone. SUP_OK: one of the three formats, within the limits. */
sup_rc sup_image_probe(sup_str bytes, sup_image_head *head);

#endif
