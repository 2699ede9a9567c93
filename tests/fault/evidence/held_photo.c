/* Photos that take as long as a test wants: preloaded into nginx, a thread that has decoded one
 * waits for as long as the file @FLAG@ is there, and says so by @FLAG@.begun. A file that was
 * removed and made anew in between is another one. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

void *vips_image_copy_memory(void *image);

static int
same(const struct stat *a, const struct stat *b)
{
    return a->st_ino == b->st_ino && a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
           a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

void *
vips_image_copy_memory(void *image)
{
    void *(*real)(void *) = (void *(*)(void *))dlsym(RTLD_NEXT, "vips_image_copy_memory");
    void *made = real(image);
    struct stat first, now;

    if (stat("@FLAG@", &first) == 0) {
        close(open("@FLAG@.begun", O_WRONLY | O_CREAT, 0600));
        while (stat("@FLAG@", &now) == 0 && same(&first, &now)) {
            usleep(1000);
        }
    }
    return made;
}
