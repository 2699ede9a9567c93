/* Photos: any bytes are refused or become a plain JPEG within bounds, the same each time.
 * Owns: the seeds, made in code; what must hold of whatever comes out.
 * Must not know: how a photo is decoded. */
#include <stdio.h>
#include "media/sup_image.h"
#include "sup_test_image.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition)                                                                 \
    do {                                                                                 \
        if (!(condition)) {                                                              \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);              \
            abort();                                                                     \
        }                                                                                \
    } while (0)

static void
seed(const char *folder, const char *name, sup_test_bytes bytes)
{
    char path[1024];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (file != NULL) {
        fwrite(bytes.data, 1, bytes.len, file);
        fclose(file);
    }
    sup_test_bytes_free(&bytes);
}

static sup_test_bytes
with_exif(void)
{
    sup_test_bytes jpeg = sup_test_encode(24, 16, 3, ".jpg[strip]");
    sup_test_jpeg_exif(&jpeg, 6);
    return jpeg;
}

static sup_test_bytes
with_profile(void)
{
    static const unsigned char profile[] = "ICC_PROFILE\0\1\1\0\0\2\0acsp";
    sup_test_bytes jpeg = sup_test_encode(24, 16, 3, ".jpg[strip]");
    sup_test_jpeg_segment(&jpeg, 0xe2, profile, sizeof(profile) - 1);
    return jpeg;
}

/* Into the corpus, which is the last argument that is no option. */
int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const char *const suffixes[] = {".jpg[strip]",        ".jpg[strip,interlace]",
                                           ".png[strip]",        ".png[strip,interlace]",
                                           ".webp[strip]",       ".webp[strip,lossless]",
                                           ".png[strip,palette]"};
    const char *folder = NULL;
    CHECK(sup_image_init() == SUP_OK);
    for (int i = 1; i < *argc; i++) {
        folder = (*argv)[i][0] != '-' ? (*argv)[i] : folder;
    }
    if (folder == NULL) {
        return 0;
    }
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        char name[32];
        snprintf(name, sizeof(name), "seed_%zu", i);
        seed(folder, name, sup_test_encode(24, 16, i % 2 ? 3 : 1, suffixes[i]));
    }
    seed(folder, "seed_exif", with_exif());
    seed(folder, "seed_profile", with_profile());
    seed(folder, "seed_alpha", sup_test_encode(24, 16, 4, ".webp[strip]"));
    seed(folder, "seed_canvas", sup_test_webp_canvas(64, 48));
    return 0;
}

/* Tables, frame and scan alone, up to its end. */
static void
check_plain(sup_str jpeg)
{
    const unsigned char *p = (const unsigned char *)jpeg.data;
    size_t at = 2;
    CHECK(jpeg.len > 100 && p[0] == 0xff && p[1] == 0xd8);
    while (p[at + 1] != 0xda) {
        CHECK(p[at] == 0xff);
        CHECK(p[at + 1] == 0xdb || p[at + 1] == 0xc0 || p[at + 1] == 0xc4);
        at += 2u + ((unsigned)p[at + 2] << 8 | p[at + 3]);
        CHECK(at + 4 < jpeg.len);
    }
    CHECK(p[jpeg.len - 2] == 0xff && p[jpeg.len - 1] == 0xd9);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sup_str bytes = {(const char *)data, size};
    sup_image image, again;
    sup_image_head head;
    sup_rc rc = sup_image_make(bytes, &image);
    if (rc != SUP_OK) {
        CHECK(rc == SUP_IMAGE_TYPE || rc == SUP_IMAGE_BROKEN || rc == SUP_IMAGE_PIXELS ||
              rc == SUP_IMAGE_SLOW);
        CHECK(image.whole.data == NULL && image.small.data == NULL);
        return 0;
    }
    check_plain(image.whole);
    check_plain(image.small);
    CHECK(sup_image_probe(image.whole, &head) == SUP_OK);
    CHECK(head.format == SUP_IMAGE_JPEG && !head.whole);
    CHECK(head.width == image.width && head.height == image.height);
    CHECK(head.width <= SUP_IMAGE_SIDE && head.height <= SUP_IMAGE_SIDE);
    CHECK(sup_image_probe(image.small, &head) == SUP_OK);
    CHECK(head.width <= SUP_IMAGE_SMALL_SIDE && head.height <= SUP_IMAGE_SMALL_SIDE);
    CHECK(sup_image_make(bytes, &again) == SUP_OK);
    CHECK(sup_str_eq(image.whole, again.whole) && sup_str_eq(image.small, again.small));
    sup_image_release(&again);
    sup_image_release(&image);
    return 0;
}
