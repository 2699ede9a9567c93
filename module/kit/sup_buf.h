/* A text that grows in the arena.
 * Owns: sup_buf, the buffer under the writers of pages and documents.
 * Must not know: HTML, JSON. */
#ifndef SUP_BUF_H
#define SUP_BUF_H

#include "core/sup_base.h"

/* Appending never fails by itself: what does not fit sets nomem, and done() says so once.
 */
typedef struct {
    sup_arena *arena;
    char *data;
    size_t len;
    size_t size;
    unsigned nomem;
} sup_buf;

void sup_buf_init(sup_buf *buf, sup_arena *arena);
void sup_buf_add(sup_buf *buf, const char *bytes, size_t len);
void sup_buf_text(sup_buf *buf, const char *text);
/* SUP_NOMEM when anything was lost. */
sup_rc sup_buf_done(sup_buf *buf, sup_str *out);

#endif
