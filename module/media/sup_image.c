/* A photo decoded, turned upright, made smaller and encoded anew, by libvips.
 * Owns: every call of libvips; its set-up.
 * Must not know: nginx, HTTP, files. Loaders are named, never guessed by libvips. */
#include "sup_image.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <vips/vips.h>
#include <vips/vector.h>

#define DEADLINE_US (20 * G_USEC_PER_SEC)

/* --- set-up --- */

static void
say_nothing(const char *domain, GLogLevelFlags level, const char *message, void *data)
{
    (void)domain, (void)level, (void)message, (void)data;
}

/* libvips loads every format that it has a module for (ImageMagick, PDF, ...) from its
 * folder, which it looks for where this variable says. */
static int
init_without_modules(void)
{
    g_setenv("VIPSHOME", "/nonexistent", TRUE);
    int failed = VIPS_INIT("supervision");
    g_unsetenv("VIPSHOME");
    return failed;
}

sup_rc
sup_image_init(void)
{
    sigset_t all, before;
    /* threads that it may start must not take signals that are for the caller */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = init_without_modules();
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed) {
        return SUP_NOMEM;
    }
    g_log_set_handler("VIPS", G_LOG_LEVEL_MASK, say_nothing, NULL);
    vips_block_untrusted_set(TRUE);
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    /* The compiled loops of other processors round otherwise, and one photo would have
     * two names; and code made at run time needs memory that is both written and run. */
    vips_vector_set_enabled(FALSE);
    return SUP_OK;
}

/* --- reading --- */

/* A factor that the decoder itself can shrink by, with no side below what is wanted. */
static int
shrink_of(const sup_image_head *head)
{
    unsigned longest = head->width > head->height ? head->width : head->height;
    int shrink = 8;
    while (shrink > 1 && longest / (unsigned)shrink < SUP_IMAGE_SIDE) {
        shrink /= 2;
    }
    return shrink;
}

static int
load(sup_str bytes, const sup_image_head *head, VipsImage **out)
{
    void *data = (void *)bytes.data;
    int shrink = shrink_of(head);
    switch (head->format) {
    case SUP_IMAGE_JPEG:
        return vips_jpegload_buffer(data, bytes.len, out, "shrink", shrink, "access",
                                    VIPS_ACCESS_SEQUENTIAL, "fail_on",
                                    VIPS_FAIL_ON_TRUNCATED, NULL);
    case SUP_IMAGE_PNG:
        return vips_pngload_buffer(data, bytes.len, out, "access", VIPS_ACCESS_SEQUENTIAL,
                                   "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL);
    default:
        /* of an animation the first picture alone */
        return vips_webpload_buffer(data, bytes.len, out, "scale", 1.0 / shrink, "n", 1,
                                    "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                                    VIPS_FAIL_ON_TRUNCATED, NULL);
    }
}

/* What is decoded is no larger than what the header had said. */
static int
has_the_size(const VipsImage *image, const sup_image_head *head)
{
    return image->Xsize > 0 && image->Ysize > 0 && image->Xsize <= (int)head->width &&
           image->Ysize <= (int)head->height;
}

/* --- making --- */

/* A step takes the place of its input. */
static int
next(VipsImage **image, VipsImage *made)
{
    g_object_unref(*image);
    *image = made;
    return 0;
}

/* Upright, small enough, in sRGB; by the profile in it unless that is to be ignored. */
static int
to_size(VipsImage **image, int side, int with_profile)
{
    VipsImage *made = NULL, *plain = NULL;
    if (with_profile) {
        return vips_thumbnail_image(*image, &made, side, "height", side, "size",
                                    VIPS_SIZE_DOWN, "export_profile", "srgb", NULL)
                   ? -1
                   : next(image, made);
    }
    if (vips_copy(*image, &plain, NULL)) {
        return -1;
    }
    vips_image_remove(plain, VIPS_META_ICC_NAME);
    next(image, plain);
    return vips_thumbnail_image(*image, &made, side, "height", side, "size",
                                VIPS_SIZE_DOWN, NULL)
               ? -1
               : next(image, made);
}

static int
to_plain(VipsImage **image)
{
    VipsImage *made = NULL;
    if ((*image)->Type != VIPS_INTERPRETATION_sRGB) {
        if (vips_colourspace(*image, &made, VIPS_INTERPRETATION_sRGB, NULL)) {
            return -1;
        }
        next(image, made);
    }
    if (vips_image_hasalpha(*image)) {
        VipsArrayDouble *white = vips_array_double_newv(1, 255.0);
        int failed = vips_flatten(*image, &made, "background", white, NULL);
        vips_area_unref(VIPS_AREA(white));
        if (failed) {
            return -1;
        }
        next(image, made);
    }
    if ((*image)->BandFmt != VIPS_FORMAT_UCHAR) {
        if (vips_cast(*image, &made, VIPS_FORMAT_UCHAR, NULL)) {
            return -1;
        }
        next(image, made);
    }
    return (*image)->Bands == 3 ? 0 : -1;
}

/* One try. */
typedef struct {
    sup_str bytes;
    const sup_image_head *head;
    int with_profile;
    int has_profile; /* found out */
    int late;
    gint64 until;
} decoding;

static void
watch(VipsImage *image, VipsProgress *progress, decoding *d)
{
    (void)progress;
    if (g_get_monotonic_time() > d->until) {
        d->late = 1;
        vips_image_set_kill(image, TRUE);
    }
}

/* All pixels, in memory: the only place where decoding happens. */
static int
to_memory(VipsImage **image, decoding *d)
{
    vips_image_set_progress(*image, TRUE);
    g_signal_connect(*image, "eval", G_CALLBACK(watch), d);
    VipsImage *made = vips_image_copy_memory(*image);
    return made == NULL ? -1 : next(image, made);
}

/* *made holds the picture in memory, or NULL. */
static sup_rc
decode(decoding *d, VipsImage **made)
{
    VipsImage *image = NULL;
    int failed = load(d->bytes, d->head, &image);
    if (!failed) {
        d->has_profile = vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0;
        failed = !has_the_size(image, d->head) ||
                 to_size(&image, SUP_IMAGE_SIDE, d->with_profile && d->has_profile) ||
                 to_plain(&image) || to_memory(&image, d);
    }
    if (!failed) {
        *made = image;
        return SUP_OK;
    }
    VIPS_UNREF(image);
    return d->late ? SUP_IMAGE_SLOW : SUP_IMAGE_BROKEN;
}

static int
save(VipsImage *image, sup_str *out)
{
    void *data = NULL;
    size_t len = 0;
    if (vips_jpegsave_buffer(image, &data, &len, "Q", SUP_IMAGE_QUALITY, "strip", TRUE,
                             "optimize_coding", TRUE, NULL)) {
        return -1;
    }
    *out = (sup_str){data, len};
    return 0;
}

static sup_rc
encode(VipsImage *image, sup_image *out)
{
    VipsImage *small = image;
    g_object_ref(small);
    out->width = (unsigned)image->Xsize;
    out->height = (unsigned)image->Ysize;
    int failed = save(image, &out->whole) || to_size(&small, SUP_IMAGE_SMALL_SIDE, 0) ||
                 to_plain(&small) || save(small, &out->small);
    g_object_unref(small);
    if (failed) {
        sup_image_release(out);
        return SUP_NOMEM; /* nothing of it depends on what came in */
    }
    return SUP_OK;
}

sup_rc
sup_image_make(sup_str bytes, sup_image *out)
{
    sup_image_head head;
    VipsImage *image = NULL;
    *out = (sup_image){0};
    sup_rc rc = sup_image_probe(bytes, &head);
    if (rc != SUP_OK) {
        return rc;
    }
    decoding d = {bytes, &head, 1, 0, 0, g_get_monotonic_time() + DEADLINE_US};
    rc = decode(&d, &image);
    if (rc == SUP_IMAGE_BROKEN && d.has_profile) {
        d.with_profile = 0; /* perhaps it is its colour profile alone that is no good */
        rc = decode(&d, &image);
    }
    if (rc == SUP_OK) {
        rc = encode(image, out);
        g_object_unref(image);
    }
    vips_error_clear();
    vips_thread_shutdown();
    return rc;
}

void
sup_image_release(sup_image *image)
{
    g_free((void *)image->whole.data);
    g_free((void *)image->small.data);
    *image = (sup_image){0};
}
