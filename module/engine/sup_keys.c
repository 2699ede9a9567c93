/* Whose a key of the store is.
 * Owns: the engine's own kinds, how a key fits a pattern.
 * Must not know: what stands under a key. */
#include "sup_keys.h"

const sup_key_row sup_engine_keys[] = {
    {"once:<hash>", "what an Idempotency-Key led to; expires"},
    {"sequence:<name>:<yyyy>", "the last number of a kind and year"},
    {"lease:timed", "who does timed work now; expires"},
    {"timed:<job>", "how far a job of timed work has come, and when its clock was read"},
    {"timed",
     "the same of all jobs, as the version before kept it; goes when it is split"},
    {.pattern = NULL},
};

/* A part in angle brackets is any text without a colon, but not nothing. */
static int
fits(const char *pattern, sup_str key)
{
    const char *k = key.data, *end = key.data + key.len;
    const char *p = pattern;
    while (*p != '\0') {
        if (*p != '<') {
            if (k == end || *k != *p) {
                return 0;
            }
            k++;
            p++;
            continue;
        }
        const char *from = k;
        while (k < end && *k != ':') {
            k++;
        }
        if (k == from) {
            return 0;
        }
        p = strchr(p, '>') + 1;
    }
    return k == end;
}

static int
has(const sup_key_row *row, sup_str key)
{
    for (; row != NULL && row->pattern != NULL; row++) {
        if (fits(row->pattern, key)) {
            return 1;
        }
    }
    return 0;
}

const char *
sup_key_owner(sup_str key, size_t *owners)
{
    const char *name = has(sup_engine_keys, key) ? "engine" : NULL;
    size_t n = name != NULL;
    for (const sup_subject *const *s = sup_subjects; *s != NULL; s++) {
        if (has((*s)->keys, key)) {
            name = (*s)->name;
            n++;
        }
    }
    if (owners != NULL) {
        *owners = n;
    }
    return name;
}
