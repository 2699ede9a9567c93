/* Photos made anew, good ones and hostile ones.
 * Owns: what sup_image_make() takes, refuses, keeps and loses.
 * Must not know: nginx, files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include <pthread.h>
#include <sys/resource.h>
#include "media/sup_image.h"
#include "sup_test_image.h"

#define PAYLOAD "<script>alert(document.cookie)</script><?php system($_GET['c']); ?>"

static int
begin(void **state)
{
    (void)state;
    return sup_image_init() == SUP_OK ? 0 : -1;
}

static sup_rc
make(sup_test_bytes in, sup_image *out)
{
    /* a copy of just this length, so that reading past it is seen */
    char *exact = malloc(in.len == 0 ? 1 : in.len);
    memcpy(exact, in.data == NULL ? (const unsigned char *)"" : in.data, in.len);
    sup_rc rc = sup_image_make((sup_str){exact, in.len}, out);
    free(exact);
    return rc;
}

static VipsImage *
open_made(sup_str bytes)
{
    VipsImage *image = NULL;
    assert_int_equal(vips_jpegload_buffer((void *)bytes.data, bytes.len, &image, NULL),
                     0);
    return image;
}

/* How bright the picture is, from 0 to 255, at a place given in eighths. */
static double
brightness(const sup_image *image, int x8, int y8)
{
    VipsImage *open = open_made(image->whole);
    double *pixel = NULL;
    int n = 0;
    assert_int_equal(
        vips_getpoint(open, &pixel, &n, open->Xsize * x8 / 8, open->Ysize * y8 / 8, NULL),
        0);
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += pixel[i] / n;
    }
    g_free(pixel);
    g_object_unref(open);
    return sum;
}

static int
holds(sup_str bytes, const char *text)
{
    size_t n = strlen(text);
    for (size_t i = 0; i + n <= bytes.len; i++) {
        if (memcmp(bytes.data + i, text, n) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Nothing but tables, frame and scan; one picture, and nothing behind it. */
static void
assert_plain(sup_str jpeg)
{
    const unsigned char *p = (const unsigned char *)jpeg.data;
    size_t at = 2;
    assert_true(jpeg.len > 100 && p[0] == 0xff && p[1] == 0xd8);
    while (p[at + 1] != 0xda) {
        assert_int_equal(p[at], 0xff);
        if (p[at + 1] != 0xdb && p[at + 1] != 0xc0 && p[at + 1] != 0xc4) {
            fail_msg("marker %02x", p[at + 1]);
        }
        at += 2u + ((unsigned)p[at + 2] << 8 | p[at + 3]);
        assert_true(at + 4 < jpeg.len);
    }
    for (; at + 2 < jpeg.len; at++) {
        assert_false(p[at] == 0xff && p[at + 1] == 0xd9);
    }
    assert_true(p[at] == 0xff && p[at + 1] == 0xd9);
}

static void
assert_made(const sup_image *image, unsigned width, unsigned height)
{
    assert_int_equal(image->width, width);
    assert_int_equal(image->height, height);
    assert_plain(image->whole);
    assert_plain(image->small);
    VipsImage *whole = open_made(image->whole), *small = open_made(image->small);
    assert_int_equal(whole->Xsize, width);
    assert_int_equal(whole->Ysize, height);
    assert_int_equal(whole->Bands, 3);
    unsigned longest = width > height ? width : height;
    int wanted = longest > SUP_IMAGE_SMALL_SIDE ? SUP_IMAGE_SMALL_SIDE : (int)longest;
    assert_int_equal(small->Xsize > small->Ysize ? small->Xsize : small->Ysize, wanted);
    g_object_unref(whole);
    g_object_unref(small);
}

/* --- what is taken --- */

static void
test_image__jpeg_png_and_webp_of_every_kind_come_out_as_plain_jpeg(void **state)
{
    static const struct {
        const char *suffix;
        int bands;
    } kinds[] = {
        {".jpg", 3},
        {".jpg[interlace]", 3},
        {".jpg", 1},
        {".png", 1},
        {".png", 2},
        {".png", 3},
        {".png", 4},
        {".png[interlace]", 4},
        {".png[palette]", 3},
        {".webp", 3},
        {".webp[lossless]", 3},
        {".webp", 4},
        {".png16", 3},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        sup_test_bytes in = sup_test_encode(640, 400, kinds[i].bands, kinds[i].suffix);
        sup_image out;
        assert_int_equal(make(in, &out), SUP_OK);
        assert_made(&out, 640, 400);
        assert_true(brightness(&out, 2, 2) < 110);
        assert_true(brightness(&out, 6, 6) > 140);
        sup_image_release(&out);
        sup_test_bytes_free(&in);
    }
}

static void
test_image__what_was_transparent_is_white(void **state)
{
    static const char *const kinds[] = {".png", ".webp[lossless]"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        sup_test_bytes in = sup_test_encode(200, 200, 4, kinds[i]);
        sup_image out;
        assert_int_equal(make(in, &out), SUP_OK);
        assert_true(brightness(&out, 6, 6) > 250);
        assert_true(brightness(&out, 2, 2) < 110);
        sup_image_release(&out);
        sup_test_bytes_free(&in);
    }
}

static void
test_image__the_largest_side_becomes_2048_and_nothing_is_enlarged(void **state)
{
    static const struct {
        int in_w, in_h;
        unsigned w, h;
        const char *suffix;
    } sizes[] = {
        {1, 1, 1, 1, ".png"},
        {2048, 1000, 2048, 1000, ".jpg"},
        {2049, 1000, 2048, 1000, ".jpg"},
        {1500, 3000, 1024, 2048, ".jpg"},
        {5000, 2500, 2048, 1024, ".jpg"},
        {5000, 2500, 2048, 1024, ".webp"},
        {9000, 30, 2048, 7, ".png"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        sup_test_bytes in =
            sup_test_encode(sizes[i].in_w, sizes[i].in_h, 3, sizes[i].suffix);
        sup_image out;
        assert_int_equal(make(in, &out), SUP_OK);
        assert_made(&out, sizes[i].w, sizes[i].h);
        sup_image_release(&out);
        sup_test_bytes_free(&in);
    }
}

static void
test_image__place_and_device_are_gone_and_it_stands_upright(void **state)
{
    /* where the dark corner of the picture, top left, comes to: in eighths */
    static const struct {
        unsigned orientation;
        int x8, y8;
    } ways[] = {{1, 2, 2}, {2, 6, 2}, {3, 6, 6}, {4, 2, 6},
                {5, 2, 2}, {6, 6, 2}, {7, 6, 6}, {8, 2, 6}};
    (void)state;
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        sup_test_bytes in = sup_test_encode(600, 400, 3, ".jpg");
        sup_image out;
        sup_test_jpeg_exif(&in, ways[i].orientation);
        assert_true(holds(sup_test_bytes_str(in), "ACME Phone9"));
        assert_int_equal(make(in, &out), SUP_OK);
        int turned = ways[i].orientation >= 5;
        assert_made(&out, turned ? 400 : 600, turned ? 600 : 400);
        assert_false(holds(out.whole, "ACME") || holds(out.whole, "Exif") ||
                     holds(out.small, "ACME") || holds(out.small, "Exif"));
        for (int x = 2; x <= 6; x += 4) {
            for (int y = 2; y <= 6; y += 4) {
                int dark = x == ways[i].x8 && y == ways[i].y8;
                assert_int_equal(brightness(&out, x, y) < 110, dark);
            }
        }
        sup_image_release(&out);
        sup_test_bytes_free(&in);
    }
}

static void
test_image__a_colour_profile_is_applied_and_a_bad_one_is_ignored(void **state)
{
    static const unsigned char bad[] = "ICC_PROFILE\0\1\1 this is no profile at all, and "
                                       "it is long enough to be taken for one acsp";
    sup_test_bytes plain = sup_test_encode(300, 200, 3, ".jpg");
    sup_test_bytes p3 = sup_test_encode(300, 200, 3, ".jpg[profile=p3]");
    sup_test_bytes broken = sup_test_encode(300, 200, 3, ".jpg");
    sup_image a, b, c;
    (void)state;
    sup_test_jpeg_segment(&broken, 0xe2, bad, sizeof(bad) - 1);
    assert_int_equal(make(plain, &a), SUP_OK);
    assert_int_equal(make(p3, &b), SUP_OK);
    assert_int_equal(make(broken, &c), SUP_OK);
    assert_plain(b.whole);
    assert_true(sup_str_eq(a.whole, c.whole));
    sup_image_release(&a);
    sup_image_release(&b);
    sup_image_release(&c);
    sup_test_bytes_free(&plain);
    sup_test_bytes_free(&p3);
    sup_test_bytes_free(&broken);
}

static void
test_image__of_an_animation_the_first_picture_is_taken(void **state)
{
    VipsImage *one = sup_test_picture(120, 80, 3), *two = NULL, *both = NULL;
    VipsImage *frames[2];
    void *data = NULL;
    size_t len = 0;
    sup_image out;
    (void)state;
    assert_int_equal(vips_invert(one, &two, NULL), 0);
    frames[0] = one;
    frames[1] = two;
    assert_int_equal(vips_arrayjoin(frames, &both, 2, "across", 1, NULL), 0);
    vips_image_set_int(both, VIPS_META_PAGE_HEIGHT, 80);
    assert_int_equal(vips_webpsave_buffer(both, &data, &len, "lossless", TRUE, NULL), 0);
    assert_int_equal(sup_image_make((sup_str){data, len}, &out), SUP_OK);
    assert_made(&out, 120, 80);
    assert_true(brightness(&out, 2, 2) < 110);
    sup_image_release(&out);
    g_free(data);
    g_object_unref(one);
    g_object_unref(two);
    g_object_unref(both);
}

/* --- what must not come through --- */

static void
assert_payload_lost(sup_test_bytes in)
{
    sup_image out;
    assert_true(holds(sup_test_bytes_str(in), "system("));
    assert_int_equal(make(in, &out), SUP_OK);
    assert_made(&out, 64, 48);
    static const char *const words[] = {"script", "php", "PK\3\4", "system", "cookie"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        assert_false(holds(out.whole, words[i]));
        assert_false(holds(out.small, words[i]));
    }
    sup_image_release(&out);
}

static void
test_image__nothing_of_a_polyglot_survives(void **state)
{
    static const char *const kinds[] = {".jpg", ".png", ".webp"};
    (void)state;
    for (size_t i = 0; i < 3; i++) { /* behind it: a page, a script, an archive */
        sup_test_bytes in = sup_test_encode(64, 48, 3, kinds[i]);
        sup_test_bytes_append(&in, "PK\3\4" PAYLOAD, 4 + strlen(PAYLOAD));
        assert_payload_lost(in);
        sup_test_bytes_free(&in);
    }
    static const unsigned markers[] = {0xfe, 0xe0, 0xe1, 0xe2, 0xed, 0xef};
    for (size_t i = 0; i < sizeof(markers) / sizeof(markers[0]); i++) {
        sup_test_bytes in = sup_test_encode(64, 48, 3, ".jpg");
        sup_test_jpeg_segment(&in, markers[i], PAYLOAD, strlen(PAYLOAD));
        assert_payload_lost(in);
        sup_test_bytes_free(&in);
    }
    static const char *const chunks[] = {"tEXt", "iTXt", "eXIf", "prVt"};
    for (size_t i = 0; i < sizeof(chunks) / sizeof(chunks[0]); i++) {
        sup_test_bytes in = sup_test_encode(64, 48, 3, ".png");
        sup_test_png_chunk(&in, chunks[i], "Comment\0" PAYLOAD, 8 + strlen(PAYLOAD));
        assert_payload_lost(in);
        sup_test_bytes_free(&in);
    }
}

static void
test_image__anything_else_is_refused_by_its_content(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } others[] = {
#define BYTES(text) {text, sizeof(text) - 1}
        BYTES(""),
        BYTES("\xff"),
        BYTES("\xff\xd8"),
        BYTES("GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"),
        BYTES("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"),
        BYTES("<?xml version='1.0'?><svg/>"),
        BYTES("BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0\1\0\x18\0"),
        BYTES("II*\0\x08\0\0\0\0\0"),
        BYTES("MM\0*\0\0\0\x08\0\0"),
        BYTES("\0\0\0\x18"
              "ftypheic\0\0\0\0mif1heic"),
        BYTES("\0\0\0\x18"
              "ftypavif\0\0\0\0mif1avif"),
        BYTES("<html><body>" PAYLOAD),
        BYTES("%PDF-1.7"),
        BYTES("P6 1 1 255\n\1\2\3"),
        BYTES("RIFF\x24\0\0\0WAVEfmt "),
        BYTES("中午的饭里有头发"),
        BYTES(" \xff\xd8\xff\xe0"),
    };
    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        sup_test_bytes in = {(unsigned char *)others[i].bytes, others[i].len};
        sup_image out;
        assert_int_equal(make(in, &out), SUP_IMAGE_TYPE);
        assert_null(out.whole.data);
    }
    /* a photo behind something else is that something else */
    sup_test_bytes in = sup_test_encode(64, 48, 3, ".jpg");
    sup_image out;
    sup_test_bytes_insert(&in, 0, "GIF89a", 6);
    assert_int_equal(make(in, &out), SUP_IMAGE_TYPE);
    sup_test_bytes_free(&in);
}

/* --- what would harm --- */

static void
test_image__a_photo_cut_off_anywhere_is_an_error_or_whole(void **state)
{
    static const char *const kinds[] = {
        ".jpg", ".jpg[interlace]", ".png", ".png[interlace]", ".webp", ".webp[lossless]"};
    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        sup_test_bytes in = sup_test_encode(64, 48, 3, kinds[i]);
        sup_image whole, out;
        size_t survived = 0;
        assert_int_equal(make(in, &whole), SUP_OK);
        for (size_t n = 0; n < in.len; n++) {
            sup_test_bytes cut = {in.data, n};
            sup_rc rc = make(cut, &out);
            if (rc == SUP_OK) {
                assert_true(sup_str_eq(out.whole, whole.whole));
                sup_image_release(&out);
                survived++;
            } else {
                assert_true(rc == SUP_IMAGE_TYPE || rc == SUP_IMAGE_BROKEN);
            }
        }
        if (survived > 24) { /* what ends a file, behind the last row */
            fail_msg("%s: %zu cut ones were taken for whole", kinds[i], survived);
        }
        sup_image_release(&whole);
        sup_test_bytes_free(&in);
    }
}

static void
test_image__damaged_photos_do_no_harm(void **state)
{
    static const char *const kinds[] = {".jpg", ".jpg[interlace]", ".png", ".webp"};
    uint32_t random = 1;
    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        sup_test_bytes in = sup_test_encode(48, 32, 3, kinds[i]);
        sup_test_jpeg_exif(&in, 6); /* in the others it is just damage */
        for (int round = 0; round < 400; round++) {
            sup_image out;
            random = random * 1664525u + 1013904223u;
            size_t at = random % in.len;
            unsigned char was = in.data[at];
            in.data[at] = (unsigned char)(random >> 24);
            if (make(in, &out) == SUP_OK) {
                assert_plain(out.whole);
                assert_true(out.width <= SUP_IMAGE_SIDE && out.height <= SUP_IMAGE_SIDE);
                sup_image_release(&out);
            }
            in.data[at] = was;
        }
        sup_test_bytes_free(&in);
    }
}

static void
test_image__too_many_pixels_are_refused_by_the_header(void **state)
{
    sup_test_bytes jpeg = sup_test_encode(64, 48, 3, ".jpg");
    size_t sof = 2;
    (void)state;
    while (jpeg.data[sof + 1] != 0xc0) {
        sof += 2u + ((unsigned)jpeg.data[sof + 2] << 8 | jpeg.data[sof + 3]);
    }
    memset(jpeg.data + sof + 5, 0xfe, 4); /* 65278 x 65278 */
    sup_test_bytes cases[] = {
        jpeg,
        sup_test_png_of_zeros(30000, 30000, 30000),
        sup_test_png_of_zeros(12001, 1, 1),
        sup_test_png_of_zeros(1, 12001, 1),
        sup_test_png_of_zeros(0x7fffffff, 0x7fffffff, 1),
        sup_test_png_of_zeros(12000, 6000, 1),
        sup_test_webp_canvas(16384, 16384),
        sup_test_webp_canvas(8000, 6000),
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        sup_image out;
        assert_int_equal(make(cases[i], &out), SUP_IMAGE_PIXELS);
        sup_test_bytes_free(&cases[i]);
    }
}

static long
peak_kb(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static void
test_image__bombs_take_little_memory(void **state)
{
    static const struct {
        const char *type, *head;
        size_t head_len;
    } bombs[] = {{"iCCP", "p\0", 3}, {"zTXt", "Comment\0", 9}, {"iTXt", "C\0\1\0\0", 6}};
    sup_test_bytes zeros = sup_test_deflated_zeros(400u << 20);
    long before = peak_kb();
    (void)state;
    for (size_t i = 0; i < sizeof(bombs) / sizeof(bombs[0]); i++) {
        sup_test_bytes in = sup_test_encode(64, 48, 3, ".png"), payload = {0};
        sup_image out;
        sup_test_bytes_append(&payload, bombs[i].head, bombs[i].head_len);
        sup_test_bytes_append(&payload, zeros.data, zeros.len);
        sup_test_png_chunk(&in, bombs[i].type, payload.data, payload.len);
        if (make(in, &out) == SUP_OK) {
            assert_made(&out, 64, 48);
            sup_image_release(&out);
        }
        sup_test_bytes_free(&payload);
        sup_test_bytes_free(&in);
    }
    /* more rows than the header tells of */
    sup_test_bytes rows = sup_test_png_of_zeros(64, 48, 40u << 20);
    sup_image out;
    if (make(rows, &out) == SUP_OK) {
        sup_image_release(&out);
    }
    sup_test_bytes_free(&rows);
    sup_test_bytes_free(&zeros);
    if (peak_kb() - before > 120 * 1024) {
        fail_msg("%ld MB more than before", (peak_kb() - before) / 1024);
    }
}

static void
test_image__a_jpeg_of_a_thousand_scans_is_refused(void **state)
{
    sup_test_bytes in = sup_test_encode(64, 48, 3, ".jpg[interlace]");
    size_t last = in.len - 2;
    sup_image out;
    (void)state;
    assert_int_equal(make(in, &out), SUP_OK);
    sup_image_release(&out);
    while (!(in.data[last] == 0xff && in.data[last + 1] == 0xda)) {
        last--;
    }
    sup_test_bytes scan = {0};
    sup_test_bytes_append(&scan, in.data + last, in.len - 2 - last);
    for (int i = 0; i < 1000; i++) {
        sup_test_bytes_insert(&in, in.len - 2, scan.data, scan.len);
    }
    assert_int_equal(make(in, &out), SUP_IMAGE_PIXELS);
    sup_test_bytes_free(&scan);
    sup_test_bytes_free(&in);
}

static void
test_image__the_largest_that_is_taken_comes_out_small(void **state)
{
    sup_test_bytes in = sup_test_png_of_zeros(12000, 5592, 5592);
    sup_image out;
    (void)state;
    assert_int_equal(make(in, &out), SUP_OK);
    assert_made(&out, 2048, 954);
    sup_image_release(&out);
    sup_test_bytes_free(&in);
}

/* --- threads --- */

typedef struct {
    sup_test_bytes in;
    sup_str wanted;
    int wrong;
} shared_work;

static void *
make_many(void *data)
{
    shared_work *work = data;
    for (int i = 0; i < 12; i++) {
        sup_image out;
        if (sup_image_make(sup_test_bytes_str(work->in), &out) != SUP_OK ||
            !sup_str_eq(out.whole, work->wanted)) {
            __atomic_store_n(&work->wrong, 1, __ATOMIC_RELAXED);
        }
        sup_image_release(&out);
    }
    return NULL;
}

static void
test_image__many_threads_at_once_make_the_same_bytes(void **state)
{
    shared_work work = {sup_test_encode(900, 700, 4, ".png"), SUP_STR_NULL, 0};
    pthread_t threads[6];
    sup_image first;
    (void)state;
    assert_int_equal(make(work.in, &first), SUP_OK);
    work.wanted = first.whole;
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, make_many, &work), 0);
    }
    for (size_t i = 0; i < 6; i++) {
        pthread_join(threads[i], NULL);
    }
    assert_false(work.wrong);
    sup_image_release(&first);
    sup_test_bytes_free(&work.in);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test(name)
        TEST(test_image__jpeg_png_and_webp_of_every_kind_come_out_as_plain_jpeg),
        TEST(test_image__what_was_transparent_is_white),
        TEST(test_image__the_largest_side_becomes_2048_and_nothing_is_enlarged),
        TEST(test_image__place_and_device_are_gone_and_it_stands_upright),
        TEST(test_image__a_colour_profile_is_applied_and_a_bad_one_is_ignored),
        TEST(test_image__of_an_animation_the_first_picture_is_taken),
        TEST(test_image__nothing_of_a_polyglot_survives),
        TEST(test_image__anything_else_is_refused_by_its_content),
        TEST(test_image__a_photo_cut_off_anywhere_is_an_error_or_whole),
        TEST(test_image__damaged_photos_do_no_harm),
        TEST(test_image__too_many_pixels_are_refused_by_the_header),
        TEST(test_image__bombs_take_little_memory),
        TEST(test_image__a_jpeg_of_a_thousand_scans_is_refused),
        TEST(test_image__the_largest_that_is_taken_comes_out_small),
        TEST(test_image__many_threads_at_once_make_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
