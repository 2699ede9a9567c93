/* Writing JSON that is no message: documents of our own making.
 * Owns: commas, escapes, nesting.
 * Must not know: what is written. */
#include <stdio.h>
#include "sup_jsonw.h"

void
sup_jsonw_init(sup_jsonw *w, sup_arena *arena)
{
    memset(w, 0, sizeof(*w));
    sup_buf_init(&w->buf, arena);
}

static void
comma(sup_jsonw *w)
{
    if (w->valued) {
        w->valued = 0;
        return;
    }
    if (w->filled[w->depth]) {
        sup_buf_add(&w->buf, ",", 1);
    }
    w->filled[w->depth] = 1;
}

void
sup_jsonw_open(sup_jsonw *w, char bracket)
{
    comma(w);
    sup_buf_add(&w->buf, &bracket, 1);
    if (w->depth + 1 < SUP_JSONW_DEPTH) {
        w->depth++;
    }
    w->filled[w->depth] = 0;
}

void
sup_jsonw_close(sup_jsonw *w, char bracket)
{
    sup_buf_add(&w->buf, &bracket, 1);
    if (w->depth > 0) {
        w->depth--;
    }
}

static void
quote(sup_jsonw *w, const char *text)
{
    const char *from = text;
    const char *p;
    char escape[8];

    sup_buf_add(&w->buf, "\"", 1);
    for (p = text; *p != '\0'; p++) {
        if ((unsigned char)*p >= 0x20 && *p != '"' && *p != '\\') {
            continue;
        }
        sup_buf_add(&w->buf, from, (size_t)(p - from));
        snprintf(escape, sizeof(escape), "\\u%04x", (unsigned char)*p);
        sup_buf_text(&w->buf, escape);
        from = p + 1;
    }
    sup_buf_add(&w->buf, from, (size_t)(p - from));
    sup_buf_add(&w->buf, "\"", 1);
}

void
sup_jsonw_key(sup_jsonw *w, const char *key)
{
    comma(w);
    quote(w, key);
    sup_buf_add(&w->buf, ":", 1);
    w->valued = 1;
}

void
sup_jsonw_text(sup_jsonw *w, const char *text)
{
    comma(w);
    quote(w, text);
}

void
sup_jsonw_word(sup_jsonw *w, const char *word)
{
    comma(w);
    sup_buf_text(&w->buf, word);
}

void
sup_jsonw_pair(sup_jsonw *w, const char *key, const char *text)
{
    sup_jsonw_key(w, key);
    sup_jsonw_text(w, text);
}

void
sup_jsonw_pair_word(sup_jsonw *w, const char *key, const char *word)
{
    sup_jsonw_key(w, key);
    sup_jsonw_word(w, word);
}

void
sup_jsonw_in(sup_jsonw *w, const char *key, char bracket)
{
    sup_jsonw_key(w, key);
    sup_jsonw_open(w, bracket);
}

sup_rc
sup_jsonw_done(sup_jsonw *w, sup_str *out)
{
    return sup_buf_done(&w->buf, out);
}
