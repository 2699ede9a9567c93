/* Writing JSON into the arena: messages (sup_json_print.c) and documents that are none.
 * Owns: commas, escapes, the growing text.
 * Must not know: what is written. */
#include "sup_jsonw.h"

#define FIRST_BYTES 2048

void
sup_jsonw_init(sup_jsonw *w, sup_arena *arena)
{
    memset(w, 0, sizeof(*w));
    w->buf.arena = arena;
}

/* After a failure the end stays where it was. */
int
sup_jsonw_grow(sup_jsonw *w, size_t n)
{
    size_t size = w->buf.size;
    char *data;

    if (w->buf.nomem || n > SIZE_MAX / 4 || size > SIZE_MAX / 4) {
        w->buf.nomem = 1;
        return 0;
    }
    while (size - w->buf.len < n) {
        size = size == 0 ? FIRST_BYTES : size * 2;
    }
    data = sup_alloc(w->buf.arena, size);
    if (data == NULL) {
        w->buf.nomem = 1;
        return 0;
    }
    if (w->buf.len != 0) {
        memcpy(data, w->buf.data, w->buf.len);
    }
    w->buf.data = data;
    w->buf.size = size;
    return 1;
}

/* 0: as it is; otherwise the letter after the backslash, 'u' for the long form. */
static const char escapes[256] = {
    ['\b'] = 'b',  ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't', ['"'] = '"',
    ['\\'] = '\\', [0x00] = 'u', [0x01] = 'u', [0x02] = 'u', [0x03] = 'u', [0x04] = 'u',
    [0x05] = 'u',  [0x06] = 'u', [0x07] = 'u', [0x0B] = 'u', [0x0E] = 'u', [0x0F] = 'u',
    [0x10] = 'u',  [0x11] = 'u', [0x12] = 'u', [0x13] = 'u', [0x14] = 'u', [0x15] = 'u',
    [0x16] = 'u',  [0x17] = 'u', [0x18] = 'u', [0x19] = 'u', [0x1A] = 'u', [0x1B] = 'u',
    [0x1C] = 'u',  [0x1D] = 'u', [0x1E] = 'u', [0x1F] = 'u', [0x7F] = 'u',
};

static void
escape(sup_jsonw *w, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    char text[6] = {'\\', escapes[c], '0', '0', hex[c >> 4], hex[c & 15]};

    sup_jsonw_put(w, text, escapes[c] == 'u' ? 6 : 2);
}

/* One copy of a text that needs no escape. */
void
sup_jsonw_quote(sup_jsonw *w, const char *text)
{
    const char *from = text == NULL ? "" : text, *p = from;

    sup_jsonw_char(w, '"');
    for (;;) {
        while (escapes[(unsigned char)*p] == 0) {
            p++;
        }
        sup_jsonw_put(w, from, (size_t)(p - from));
        if (*p == '\0') {
            break;
        }
        escape(w, (unsigned char)*p);
        from = ++p;
    }
    sup_jsonw_char(w, '"');
}

void
sup_jsonw_open(sup_jsonw *w, char bracket)
{
    sup_jsonw_comma(w);
    sup_jsonw_char(w, bracket);
}

void
sup_jsonw_close(sup_jsonw *w, char bracket)
{
    sup_jsonw_char(w, bracket);
}

void
sup_jsonw_key(sup_jsonw *w, const char *key)
{
    sup_jsonw_text(w, key);
    sup_jsonw_char(w, ':');
}

void
sup_jsonw_text(sup_jsonw *w, const char *text)
{
    sup_jsonw_comma(w);
    sup_jsonw_quote(w, text);
}

void
sup_jsonw_word(sup_jsonw *w, const char *word)
{
    sup_jsonw_comma(w);
    sup_jsonw_put(w, word, strlen(word));
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
    sup_jsonw_char(w, '\0');
    if (w->buf.nomem) {
        return SUP_NOMEM;
    }
    *out = (sup_str){w->buf.data, w->buf.len - 1};
    return SUP_OK;
}
