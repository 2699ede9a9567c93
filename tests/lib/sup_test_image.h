/* Photos made in code, good and hostile, for tests and fuzzing.
 * Owns: pictures encoded by libvips, segments and chunks put into them by hand.
 * Must not know: what is tested. */
#ifndef SUP_TEST_IMAGE_H
#define SUP_TEST_IMAGE_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <vips/vips.h>
#include <zlib.h>
#include "core/sup_base.h"

/* Bytes of a test's own; freed by sup_test_bytes_free(). */
typedef struct {
    unsigned char *data;
    size_t len;
} sup_test_bytes;

static inline void
sup_test_bytes_free(sup_test_bytes *b)
{
    free(b->data);
    *b = (sup_test_bytes){0};
}

static inline sup_str
sup_test_bytes_str(sup_test_bytes b)
{
    return (sup_str){(const char *)b.data, b.len};
}

/* More of them put in at a place. */
static inline void
sup_test_bytes_insert(sup_test_bytes *b, size_t at, const void *more, size_t len)
{
    unsigned char *grown = malloc(b->len + len + 1);
    if (grown == NULL || at > b->len) {
        abort();
    }
    memcpy(grown + at, more, len);
    if (b->data != NULL) {
        memcpy(grown, b->data, at);
        memcpy(grown + at + len, b->data + at, b->len - at);
        free(b->data);
    }
    b->data = grown;
    b->len += len;
}

static inline void
sup_test_bytes_append(sup_test_bytes *b, const void *more, size_t len)
{
    sup_test_bytes_insert(b, b->len, more, len);
}

/* A picture with a dark corner, top left, so that turning it shows; bands 1 to 4. */
static inline VipsImage *
sup_test_picture(int width, int height, int bands)
{
    size_t n = (size_t)width * (size_t)height * (size_t)bands;
    unsigned char *pixels = malloc(n);
    VipsImage *shared, *image;
    if (pixels == NULL) {
        abort();
    }
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            int dark = 2 * x < width && 2 * y < height;
            for (int b = 0; b < bands; b++) {
                int alpha = b == 3 || (bands == 2 && b == 1);
                pixels[((size_t)y * (size_t)width + (size_t)x) * (size_t)bands +
                       (size_t)b] =
                    (unsigned char)(alpha ? (dark ? 255 : 0)
                                          : (dark ? 20 : 150) +
                                                (x * 7 + y * 5 + b * 9) % 60);
            }
        }
    }
    shared =
        vips_image_new_from_memory(pixels, n, width, height, bands, VIPS_FORMAT_UCHAR);
    if (shared == NULL ||
        vips_copy(shared, &image, "interpretation",
                  bands < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB, NULL)) {
        abort();
    }
    g_object_unref(shared);
    shared = vips_image_copy_memory(image);
    g_object_unref(image);
    free(pixels);
    return shared;
}

/* In 16 bits: 0xabab where it was 0xab. */
static inline VipsImage *
sup_test_deepen(VipsImage *image)
{
    VipsImage *wide = NULL, *out = NULL;
    if (vips_linear1(image, &wide, 257, 0, NULL) ||
        vips_cast(wide, &out, VIPS_FORMAT_USHORT, NULL)) {
        abort();
    }
    g_object_unref(wide);
    g_object_unref(image);
    image = NULL;
    if (vips_copy(out, &image, "interpretation", VIPS_INTERPRETATION_RGB16, NULL)) {
        abort();
    }
    g_object_unref(out);
    return image;
}

/* suffix: ".jpg", ".png[interlace]", ".webp[lossless]", ... as libvips takes it; ".png16"
 * is a PNG of 16 bits a sample. */
static inline sup_test_bytes
sup_test_encode(int width, int height, int bands, const char *suffix)
{
    VipsImage *image = sup_test_picture(width, height, bands);
    sup_test_bytes out = {0};
    void *data = NULL;
    size_t len = 0;
    if (strcmp(suffix, ".png16") == 0) {
        image = sup_test_deepen(image);
        suffix = ".png";
    }
    if (vips_image_write_to_buffer(image, suffix, &data, &len, NULL)) {
        fprintf(stderr, "%s: %s\n", suffix, vips_error_buffer());
        abort();
    }
    g_object_unref(image);
    sup_test_bytes_append(&out, data, len);
    g_free(data);
    return out;
}

/* --- segments of a JPEG --- */

static inline void
sup_test_jpeg_segment(sup_test_bytes *jpeg, unsigned marker, const void *payload,
                      size_t len)
{
    unsigned char head[4] = {0xff, (unsigned char)marker, (unsigned char)((len + 2) >> 8),
                             (unsigned char)(len + 2)};
    sup_test_bytes_insert(jpeg, 2, payload, len);
    sup_test_bytes_insert(jpeg, 2, head, 4);
}

/* Orientation, a maker's name and a place: big-endian TIFF, one entry after the other. */
static inline void
sup_test_jpeg_exif(sup_test_bytes *jpeg, unsigned orientation)
{
    static const unsigned char exif[] =
        "Exif\0\0MM\0\x2a\0\0\0\x08"
        "\0\x03"                             /* three entries */
        "\x01\x0f\0\x02\0\0\0\x0c\0\0\0\x32" /* Make, at 50 */
        "\x01\x12\0\x03\0\0\0\x01\0\x01\0\0" /* Orientation */
        "\x88\x25\0\x04\0\0\0\x01\0\0\0\x3e" /* GPS, at 62 */
        "\0\0\0\0"                           /* no more */
        "ACME Phone9\0"                      /* 50 */
        "\0\x02"                             /* 62: two entries */
        "\0\x01\0\x02\0\0\0\x02N\0\0\0"      /* north */
        "\0\x02\0\x05\0\0\0\x03\0\0\0\x5c"   /* latitude, at 92 */
        "\0\0\0\0"
        "\0\0\0\x27\0\0\0\x01\0\0\0\x36\0\0\0\x01\0\0\0\x14\0\0\0\x01";
    unsigned char copy[sizeof(exif) - 1];
    memcpy(copy, exif, sizeof(copy));
    copy[6 + 8 + 2 + 12 + 9] = (unsigned char)orientation;
    sup_test_jpeg_segment(jpeg, 0xe1, copy, sizeof(copy));
}

/* --- chunks of a PNG --- */

static inline void
sup_test_big32(unsigned char *p, uint32_t v)
{
    p[0] = (unsigned char)(v >> 24);
    p[1] = (unsigned char)(v >> 16);
    p[2] = (unsigned char)(v >> 8);
    p[3] = (unsigned char)v;
}

/* Behind the header, IHDR. */
static inline void
sup_test_png_chunk(sup_test_bytes *png, const char *type, const void *payload, size_t len)
{
    sup_test_bytes chunk = {0};
    unsigned char word[4];
    sup_test_big32(word, (uint32_t)len);
    sup_test_bytes_append(&chunk, word, 4);
    sup_test_bytes_append(&chunk, type, 4);
    sup_test_bytes_append(&chunk, payload, len);
    sup_test_big32(word, (uint32_t)crc32(0, chunk.data + 4, (uInt)(len + 4)));
    sup_test_bytes_append(&chunk, word, 4);
    sup_test_bytes_insert(png, 33, chunk.data, chunk.len);
    sup_test_bytes_free(&chunk);
}

/* So many zeros, deflated. */
static inline sup_test_bytes
sup_test_deflated_zeros(size_t n)
{
    static unsigned char zeros[1 << 16];
    unsigned char out[1 << 16];
    sup_test_bytes made = {0};
    z_stream z = {0};
    if (deflateInit(&z, 9) != Z_OK) {
        abort();
    }
    for (size_t left = n;;) {
        z.next_in = zeros;
        z.avail_in = (uInt)(left < sizeof(zeros) ? left : sizeof(zeros));
        left -= z.avail_in;
        int last;
        do {
            z.next_out = out;
            z.avail_out = sizeof(out);
            last = deflate(&z, left == 0 ? Z_FINISH : Z_NO_FLUSH);
            sup_test_bytes_append(&made, out, sizeof(out) - z.avail_out);
        } while (z.avail_out == 0);
        if (left == 0 && last == Z_STREAM_END) {
            break;
        }
    }
    deflateEnd(&z);
    return made;
}

/* A PNG of that many zero pixels, one bit each: what is large is what it says alone. */
static inline sup_test_bytes
sup_test_png_of_zeros(uint32_t width, uint32_t height, size_t rows)
{
    static const unsigned char signature[] = "\x89PNG\r\n\x1a\n";
    unsigned char head[13] = {[8] = 1};
    sup_test_bytes png = {0},
                   data = sup_test_deflated_zeros(rows * (1 + (width + 7) / 8));
    sup_test_bytes_append(&png, signature, 8);
    sup_test_bytes_append(&png, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 25);
    sup_test_png_chunk(&png, "IEND", "", 0);
    sup_test_png_chunk(&png, "IDAT", data.data, data.len);
    sup_test_big32(head, width);
    sup_test_big32(head + 4, height);
    sup_test_png_chunk(&png, "IHDR", head, 13);
    memmove(png.data + 8, png.data + 33, png.len - 33);
    png.len -= 25;
    sup_test_bytes_free(&data);
    return png;
}

/* --- a WebP that says how large it is, and holds nothing --- */

static inline sup_test_bytes
sup_test_webp_canvas(uint32_t width, uint32_t height)
{
    sup_test_bytes webp = sup_test_encode(16, 16, 3, ".webp[lossless]");
    unsigned char vp8x[18] = {'V', 'P', '8', 'X', 10};
    for (int i = 0; i < 3; i++) {
        vp8x[12 + i] = (unsigned char)((width - 1) >> 8 * i);
        vp8x[15 + i] = (unsigned char)((height - 1) >> 8 * i);
    }
    sup_test_bytes_insert(&webp, 12, vp8x, sizeof(vp8x));
    uint32_t size = (uint32_t)webp.len - 8;
    for (int i = 0; i < 4; i++) {
        webp.data[4 + i] = (unsigned char)(size >> 8 * i);
    }
    return webp;
}

#endif
