/* A disk that is full: preloaded into nginx, write() says ENOSPC for files of photos for as
 * long as the file that SUP_DISK_FULL names is there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

ssize_t
write(int fd, const void *data, size_t n)
{
    static ssize_t (*real)(int, const void *, size_t);
    const char *flag = "@FLAG@";
    char link[64], path[4096];
    ssize_t len;

    if (real == NULL) {
        real = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    }
    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    len = readlink(link, path, sizeof(path) - 1);
    if (len > 0) {
        path[len] = '\0';
        if (strstr(path, "/evidence/") != NULL && access(flag, F_OK) == 0) {
            if (n > 100) {
                return real(fd, data, 100); /* a little still fits */
            }
            errno = ENOSPC;
            return -1;
        }
    }
    return real(fd, data, n);
}
