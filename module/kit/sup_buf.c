/* A text that grows in the arena.
 * Owns: how it grows.
 * Must not know: HTML, JSON. */
#include "sup_buf.h"

enum { FIRST = 1024 };

void
sup_buf_init(sup_buf *buf, sup_arena *arena)
{
    memset(buf, 0, sizeof(*buf));
    buf->arena = arena;
}

static int
make_room(sup_buf *buf, size_t len)
{
    size_t size = buf->size == 0 ? FIRST : buf->size;
    char *data;

    if (buf->nomem || len > SIZE_MAX / 4 - buf->len) {
        buf->nomem = 1;
        return 0;
    }
    while (size - buf->len < len) {
        size *= 2;
    }
    if (size == buf->size) {
        return 1;
    }
    data = sup_alloc(buf->arena, size);
    if (data == NULL) {
        buf->nomem = 1;
        return 0;
    }
    if (buf->len != 0) {
        memcpy(data, buf->data, buf->len);
    }
    buf->data = data;
    buf->size = size;
    return 1;
}

void
sup_buf_add(sup_buf *buf, const char *bytes, size_t len)
{
    if (len != 0 && make_room(buf, len)) {
        memcpy(buf->data + buf->len, bytes, len);
        buf->len += len;
    }
}

void
sup_buf_text(sup_buf *buf, const char *text)
{
    sup_buf_add(buf, text, strlen(text));
}

sup_rc
sup_buf_done(sup_buf *buf, sup_str *out)
{
    if (buf->nomem) {
        return SUP_NOMEM;
    }
    *out = (sup_str){buf->data, buf->len};
    return SUP_OK;
}
