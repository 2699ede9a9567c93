/* Writing JSON into the arena: messages (sup_json_print.c) and documents that are none.
 * Owns: commas, escapes, the growing text.
 * Must not know: what is written. */
#ifndef SUP_JSONW_H
#define SUP_JSONW_H

#include "core/sup_base.h"

/* Writing never fails by itself: what finds no room sets nomem, and done() says so once. */
typedef struct {
    struct {
        sup_arena *arena;
        char *data;
        size_t len;
        size_t size;
        unsigned nomem;
    } buf;
} sup_jsonw;

void sup_jsonw_init(sup_jsonw *w, sup_arena *arena);
/* bracket: { or [, closed by sup_jsonw_close() with } or ]. */
void sup_jsonw_open(sup_jsonw *w, char bracket);
void sup_jsonw_close(sup_jsonw *w, char bracket);
void sup_jsonw_key(sup_jsonw *w, const char *key);
void sup_jsonw_text(sup_jsonw *w, const char *text);
/* A number, true, false. */
void sup_jsonw_word(sup_jsonw *w, const char *word);

/* key and value at once. */
void sup_jsonw_pair(sup_jsonw *w, const char *key, const char *text);
void sup_jsonw_pair_word(sup_jsonw *w, const char *key, const char *word);
/* key: { or [ */
void sup_jsonw_in(sup_jsonw *w, const char *key, char bracket);

/* The text, NUL-terminated; SUP_NOMEM when anything was lost. */
sup_rc sup_jsonw_done(sup_jsonw *w, sup_str *out);

/* What these are made of, for a printer that has no time for more. */
int sup_jsonw_grow(sup_jsonw *w, size_t n);
void sup_jsonw_quote(sup_jsonw *w, const char *text);

/* Room for n more bytes. */
static inline int
sup_jsonw_room(sup_jsonw *w, size_t n)
{
    return w->buf.size - w->buf.len >= n ? 1 : sup_jsonw_grow(w, n);
}

static inline void
sup_jsonw_put(sup_jsonw *w, const char *data, size_t len)
{
    if (len != 0 && sup_jsonw_room(w, len)) {
        memcpy(w->buf.data + w->buf.len, data, len);
        w->buf.len += len;
    }
}

static inline void
sup_jsonw_char(sup_jsonw *w, char c)
{
    if (sup_jsonw_room(w, 1)) {
        w->buf.data[w->buf.len++] = c;
    }
}

/* Between two values, and nowhere else: the last byte tells, for a text ends in a quote. */
static inline void
sup_jsonw_comma(sup_jsonw *w)
{
    char last = w->buf.len == 0 ? '[' : w->buf.data[w->buf.len - 1];

    if (last != '{' && last != '[' && last != ':') {
        sup_jsonw_char(w, ',');
    }
}

#endif
