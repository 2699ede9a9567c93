/* The base types that core, wire, store and all above share: text slices, arenas, errors.
 * Owns: sup_str, sup_arena, sup_rc, sup_error.
 * Must not know: nginx, Redis, protobuf-c, the clock, malloc. */
#ifndef SUP_BASE_H
#define SUP_BASE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A slice of bytes; not NUL-terminated unless said so; never owns its data. */
typedef struct {
    const char *data;
    size_t len;
} sup_str;

#define SUP_STR(literal)                                                                 \
    (sup_str)                                                                            \
    {                                                                                    \
        (literal), sizeof(literal) - 1                                                   \
    }
#define SUP_STR_NULL                                                                     \
    (sup_str)                                                                            \
    {                                                                                    \
        NULL, 0                                                                          \
    }

static inline sup_str
sup_str_c(const char *text)
{
    return (sup_str){text, text == NULL ? 0 : strlen(text)};
}

static inline int
sup_str_eq(sup_str a, sup_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* An arena: memory of one request, freed as a whole by whoever made it (an nginx pool, a
 * test's list). alloc() returns memory aligned for any type, or NULL when the arena's
 * bound or the machine's memory is used up. */
typedef struct sup_arena_s {
    void *(*alloc)(struct sup_arena_s *arena, size_t size);
} sup_arena;

/* What a function came to. Negative values are errors and are listed once, with HTTP
 * status and text, in module/engine/sup_problem.c. */
typedef int sup_rc;
#define SUP_OK    0
#define SUP_AGAIN 1 /* more is needed: another read, another round */
#define SUP_NOMEM (-1)

/* The worse of two outcomes: an error, else that more is needed. Whoever asks for several
 * things keeps the worst of their outcomes and returns it once all are asked for, so that
 * they are read in one round. Of two errors the first one stays. */
static inline sup_rc
sup_worst(sup_rc a, sup_rc b)
{
    return a < 0 ? a : b < 0 ? b : a != SUP_OK ? a : b;
}

/* What must hold where it stands: builds for tests, fuzzing and sanitizers stop (they
 * define SUP_ASSERT), others do not look. */
#if SUP_ASSERT
#define sup_assert(holds) ((holds) ? (void)0 : __builtin_trap())
#else
#define sup_assert(holds) ((void)sizeof(holds))
#endif

/* Helpers over an arena; each returns NULL when the arena is used up. */
void *sup_alloc(sup_arena *arena, size_t size);   /* not zeroed */
void *sup_calloc(sup_arena *arena, size_t size);  /* zeroed */
char *sup_strdup(sup_arena *arena, sup_str text); /* NUL-terminated copy */
char *sup_sprintf(sup_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* UTF-8: number of characters, or -1 when the bytes are not well-formed UTF-8 (RFC 3629:
 * no overlong forms, no surrogates, nothing above U+10FFFF). */
long sup_utf8_length(sup_str text);

/* Lower-case hexadecimal of bytes; out has room for 2 * len + 1. */
void sup_hex(char *out, const void *bytes, size_t len);

#endif
