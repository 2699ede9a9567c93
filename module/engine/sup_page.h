/* A page of an index: the members that fit, and where the next page begins.
 * Owns: bounded scanning, where in an index a cursor stands.
 * Must not know: what a member stands for, which records are shown.
 *
 * A page looks at a bounded number of members; when few of them fit it is short and has a
 * cursor all the same. A cursor belongs to one index and one set of filters. */
#ifndef SUP_PAGE_H
#define SUP_PAGE_H

#include "sup_cursor.h"
#include "sup_index.h"

#define SUP_PAGE_MAX     100
#define SUP_PAGE_DEFAULT 20

typedef struct {
    /* what is asked */
    const char *index;
    size_t n_digits;   /* of its members */
    unsigned reverse;  /* newest first */
    size_t candidates; /* members wanted, at most SUP_PAGE_MAX */
    char *from;        /* exclusive bounds; NULL: open */
    char *to;
    int (*fits)(const sup_ctx *c, const void *data, const sup_index_member *member);
    const void *data;
    sup_cursor cursor;

    /* what is found */
    sup_index_member members[SUP_PAGE_MAX];
    size_t n;
    sup_index_member last; /* the last one looked at */
    unsigned more;
    sup_rc rcs[SUP_PAGE_MAX]; /* of the members' records: sup_page_load() */
} sup_page;

/* limit as it came in: 0 is SUP_PAGE_DEFAULT; fails with the field "limit". */
sup_rc sup_page_limit(sup_ctx *c, uint32_t limit, size_t *out);
/* The bounds of times from (included) to (excluded), newest first; NULL: open. */
sup_rc sup_page_times(sup_ctx *c, sup_page *page, const Google__Protobuf__Timestamp *from,
                      const Google__Protobuf__Timestamp *to);
/* Goes on where the cursor says; bare: the request without cursor and limit. */
sup_rc sup_page_begin(sup_ctx *c, sup_page *page, const ProtobufCMessage *bare,
                      const char *cursor);
/* Members of an index one after the other, of a bounded number of ranges; each is one more
 * round of reading. visit returns 0 when it wants no more. *more: there is more, or may
 * be. Bounds are exclusive, NULL: open. */
typedef struct {
    const char *index;
    const char *from;
    const char *to;
    unsigned reverse;
} sup_page_range;
typedef int (*sup_page_visit)(const sup_ctx *c, void *data, sup_str member);
sup_rc sup_page_scan(sup_ctx *c, sup_page_range range, sup_page_visit visit, void *data,
                     unsigned *more);
sup_rc sup_page_gather(sup_ctx *c, sup_page *page);
/* The records of all members, asked for in one round trip: load() fills the i-th of
 * `records`, each of `size` bytes, and page->rcs[i] says what it came to: SUP_OK, or why
 * the list leaves this one out. Any other failure is the page's. */
typedef sup_rc (*sup_page_loader)(sup_ctx *c, sup_str id, void *record);
sup_rc sup_page_load(sup_ctx *c, sup_page *page, sup_page_loader load, void *records,
                     size_t size);
/* Is the i-th record there, but cannot be read? Lists tell how many are not. */
int sup_page_unreadable(const sup_page *page, size_t i);
/* The rest, from member i on, is the next page's. */
void sup_page_cut(sup_page *page, size_t i);
/* Of the next page, when there is more; else *out stays. */
sup_rc sup_page_cursor(sup_ctx *c, const sup_page *page, char **out);

/* One record that is gone, of a domain no longer enabled, or not readable must not take a
 * whole list away. */
int sup_page_leaves_out(sup_rc rc);

#endif
