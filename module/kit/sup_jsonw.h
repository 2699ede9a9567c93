/* Writing JSON that is no message: documents of our own making.
 * Owns: commas, escapes, nesting.
 * Must not know: what is written. Messages go through sup_json_print(). */
#ifndef SUP_JSONW_H
#define SUP_JSONW_H

#include "sup_buf.h"

#define SUP_JSONW_DEPTH 32 /* no document of ours is nested deeper */

typedef struct {
    sup_buf buf;
    unsigned depth;
    unsigned char filled[SUP_JSONW_DEPTH]; /* something stands before at this depth */
    unsigned char valued; /* a key was written: no comma before its value */
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

/* SUP_NOMEM when anything was lost. */
sup_rc sup_jsonw_done(sup_jsonw *w, sup_str *out);

#endif
