/* Cursors: where a list goes on, as a text that clients hand back.
 * Owns: their layout, and that one belongs to one index and one set of filters.
 * Must not know: what stands in an index. */
#ifndef SUP_CURSOR_H
#define SUP_CURSOR_H

#include "sup_ctx.h"

/* Which list it is of. */
typedef struct {
    const char *index;
    unsigned char filter[8]; /* of what else was asked for */
    unsigned filtered;       /* 0: there is nothing else */
} sup_cursor;

/* bare: the request without cursor and limit. */
sup_rc sup_cursor_filter(sup_ctx *c, const ProtobufCMessage *bare, sup_cursor *out);
/* *last: what was written; NULL when the text is empty. Whether it can stand in the index
 * is the caller's to check: sup_cursor_refuse() when not. */
sup_rc sup_cursor_read(sup_ctx *c, const sup_cursor *of, const char *text,
                       const char **last);
sup_rc sup_cursor_refuse(sup_ctx *c);
/* last NULL: memory has run out. */
sup_rc sup_cursor_write(sup_ctx *c, const sup_cursor *of, const char *last, char **out);
/* After a member of an index, as sup_index_time() and its id say where it stands. */
sup_rc sup_cursor_after(sup_ctx *c, const sup_cursor *of, sup_str time, sup_str id,
                        char **out);

#endif
