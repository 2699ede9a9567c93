/* What the header of a photo says: its format, its size, how it has to be decoded.
 * Owns: the limits, judged before any library sees the bytes.
 * Must not know: libvips; how anything is decoded. */
#include "sup_image.h"

static unsigned
big16(const unsigned char *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static uint32_t
big32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static uint32_t
little24(const unsigned char *p)
{
    return (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

/* --- JPEG --- */

enum { SOF0 = 0xc0, DHT = 0xc4, JPG = 0xc8, DAC = 0xcc, SOF15 = 0xcf };
enum { RST0 = 0xd0, RST7 = 0xd7, SOI = 0xd8, EOI = 0xd9, SOS = 0xda, TEM = 0x01 };

static int
is_frame(unsigned marker)
{
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG &&
           marker != DAC;
}

static int
stands_alone(unsigned marker)
{
    return marker == TEM || (marker >= RST0 && marker <= SOI);
}

/* The next marker from at on, whatever lies before it; *at is behind it. 0: there is
 * none. In coded data 0xff is followed by 0. */
static unsigned
next_marker(const unsigned char *p, size_t n, size_t *at)
{
    while (*at + 1 < n) {
        const unsigned char *ff = memchr(p + *at, 0xff, n - *at - 1);
        if (ff == NULL) {
            return 0;
        }
        *at = (size_t)(ff - p) + 1;
        if (p[*at] != 0 && p[*at] != 0xff) {
            return p[(*at)++];
        }
    }
    return 0;
}

/* Each scan of a progressive JPEG goes over all of its coefficients again: a small file
 * of thousands of scans would keep a thread for minutes, and libjpeg sets no limit. */
static sup_rc
probe_jpeg(const unsigned char *p, size_t n, sup_image_head *head)
{
    size_t at = 2;
    unsigned marker, scans = 0;
    while ((marker = next_marker(p, n, &at)) != 0 && marker != EOI) {
        if (stands_alone(marker)) {
            continue;
        }
        if (at + 2 > n || big16(p + at) < 2) {
            break;
        }
        if (is_frame(marker) && head->width == 0) {
            if (at + 7 > n) {
                break;
            }
            head->height = big16(p + at + 3);
            head->width = big16(p + at + 5);
            head->whole = (marker & 3) == 2; /* SOF2, 6, 10, 14 are progressive */
        }
        if (marker == SOS && ++scans > SUP_IMAGE_SCANS_MAX) {
            return SUP_IMAGE_PIXELS;
        }
        head->whole |= scans > 1;
        at += big16(p + at);
    }
    return SUP_OK;
}

/* --- PNG --- */

static sup_rc
probe_png(const unsigned char *p, size_t n, sup_image_head *head)
{
    if (n < 33 || memcmp(p + 12, "IHDR", 4) != 0) {
        return SUP_IMAGE_BROKEN;
    }
    head->width = big32(p + 16);
    head->height = big32(p + 20);
    head->whole = p[28] != 0; /* interlaced */
    return SUP_OK;
}

/* --- WebP --- */

static sup_rc
probe_webp(const unsigned char *p, size_t n, sup_image_head *head)
{
    head->whole = 1;
    if (n < 30) {
        return SUP_IMAGE_BROKEN;
    }
    if (memcmp(p + 12, "VP8X", 4) == 0) {
        head->width = little24(p + 24) + 1;
        head->height = little24(p + 27) + 1;
    } else if (memcmp(p + 12, "VP8L", 4) == 0) {
        uint32_t bits = little24(p + 21) | (uint32_t)p[24] << 24;
        head->width = (bits & 0x3fff) + 1;
        head->height = (bits >> 14 & 0x3fff) + 1;
    } else if (memcmp(p + 12, "VP8 ", 4) == 0) {
        head->width = little24(p + 26) & 0x3fff;
        head->height = (little24(p + 27) >> 8) & 0x3fff;
    }
    return SUP_OK;
}

/* --- all --- */

static const struct {
    sup_image_format format;
    size_t at[2];
    const char *magic[2];
    size_t len[2];
    sup_rc (*probe)(const unsigned char *p, size_t n, sup_image_head *head);
} formats[] = {
    {SUP_IMAGE_JPEG, {0, 0}, {"\xff\xd8\xff", ""}, {3, 0}, probe_jpeg},
    {SUP_IMAGE_PNG, {0, 0}, {"\x89PNG\r\n\x1a\n", ""}, {8, 0}, probe_png},
    {SUP_IMAGE_WEBP, {0, 8}, {"RIFF", "WEBP"}, {4, 4}, probe_webp},
};

static int
has_magic(sup_str bytes, size_t at, const char *magic, size_t len)
{
    return bytes.len >= at + len && memcmp(bytes.data + at, magic, len) == 0;
}

static sup_rc
within_limits(const sup_image_head *head)
{
    uint64_t pixels = (uint64_t)head->width * head->height;
    if (head->width == 0 || head->height == 0) {
        return SUP_IMAGE_BROKEN;
    }
    if (head->width > SUP_IMAGE_SIDE_MAX || head->height > SUP_IMAGE_SIDE_MAX ||
        pixels > SUP_IMAGE_PIXELS_MAX || (head->whole && pixels > SUP_IMAGE_WHOLE_MAX)) {
        return SUP_IMAGE_PIXELS;
    }
    return SUP_OK;
}

sup_rc
sup_image_probe(sup_str bytes, sup_image_head *head)
{
    *head = (sup_image_head){0};
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        if (has_magic(bytes, formats[i].at[0], formats[i].magic[0], formats[i].len[0]) &&
            (formats[i].len[1] == 0 ||
             has_magic(bytes, formats[i].at[1], formats[i].magic[1],
                       formats[i].len[1]))) {
            head->format = formats[i].format;
            sup_rc rc =
                formats[i].probe((const unsigned char *)bytes.data, bytes.len, head);
            return rc == SUP_OK ? within_limits(head) : rc;
        }
    }
    return SUP_IMAGE_TYPE;
}
