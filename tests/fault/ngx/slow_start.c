/* A machine that is busy while nginx starts: preloaded into it, to open a plugin takes half a
 * second. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>
#include <unistd.h>

void *
dlopen(const char *path, int flags)
{
    void *(*real)(const char *, int);

    real = (void *(*)(const char *, int))dlsym(RTLD_NEXT, "dlopen");
    if (path != NULL && strstr(path, "/plugins/") != NULL) {
        usleep(500000);
    }
    return real(path, flags);
}
