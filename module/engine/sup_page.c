/* A page of an index: the members that fit, and where the next page begins.
 * Owns: bounded scanning, where in an index a cursor stands.
 * Must not know: what a member stands for, which records are shown. */
#include "sup_page.h"

#include "core/sup_id.h"

#define SCAN      250 /* members a range */
#define SCANS_MAX 6

sup_rc
sup_page_limit(sup_ctx *c, uint32_t limit, size_t *out)
{
    if (limit > SUP_PAGE_MAX) {
        return sup_fail(c, SUP_API_VALUE, "limit", "每页为 1 至 100 条。",
                        "A page has 1 to 100 entries.");
    }
    *out = limit == 0 ? SUP_PAGE_DEFAULT : limit;
    return SUP_OK;
}

static sup_rc
bound(sup_ctx *c, const Google__Protobuf__Timestamp *at, char **out)
{
    char time[SUP_INDEX_TIME_LEN + 1];
    if (at == NULL) {
        return SUP_OK;
    }
    sup_index_time(time, sup_timestamp_ms(at));
    *out = sup_strdup(c->arena, sup_str_c(time));
    return *out == NULL ? SUP_NOMEM : SUP_OK;
}

/* A time alone sorts before every member of that time: so `from` is within and `to` is
 * without. */
sup_rc
sup_page_times(sup_ctx *c, sup_page *page, const Google__Protobuf__Timestamp *from,
               const Google__Protobuf__Timestamp *to)
{
    sup_rc rc = bound(c, from, &page->from);
    return rc == SUP_OK ? bound(c, to, &page->to) : rc;
}

static int
last_is_good(const char *last)
{
    return strlen(last) == SUP_INDEX_TIME_LEN + 1 + SUP_CASE_ID_LEN &&
           strspn(last,
                  "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:-") ==
               strlen(last);
}

sup_rc
sup_page_begin(sup_ctx *c, sup_page *page, const ProtobufCMessage *bare,
               const char *cursor)
{
    const char *last = NULL;
    page->cursor.index = page->index;
    sup_rc rc =
        page->index == NULL ? SUP_NOMEM : sup_cursor_filter(c, bare, &page->cursor);
    if (rc == SUP_OK) {
        rc = sup_cursor_read(c, &page->cursor, cursor, &last);
    }
    if (rc != SUP_OK || last == NULL) {
        return rc;
    }
    if (!last_is_good(last)) {
        return sup_cursor_refuse(c);
    }
    /* past every member of that time and id, whatever its digits have become since */
    char **edge = page->reverse ? &page->to : &page->from;
    *edge = sup_sprintf(c->arena, page->reverse ? "%s" : "%s;", last);
    return *edge == NULL ? SUP_NOMEM : SUP_OK;
}

sup_rc
sup_page_scan(sup_ctx *c, sup_page_range range, sup_page_visit visit, void *data,
              unsigned *more)
{
    for (int scan = 0; scan < SCANS_MAX; scan++) {
        const sup_read *read = NULL;
        sup_rc rc = sup_ctx_range(c, range.index, range.from, range.to, range.reverse,
                                  SCAN, &read);
        if (rc != SUP_OK) {
            return rc;
        }
        *more = 1;
        for (size_t i = 0; i < read->n; i++) {
            if (!visit(c, data, read->members[i])) {
                return SUP_OK;
            }
        }
        *more = read->n == SCAN;
        if (!*more) {
            return SUP_OK;
        }
        char *edge = sup_strdup(c->arena, read->members[read->n - 1]);
        if (edge == NULL) {
            return SUP_NOMEM;
        }
        *(range.reverse ? &range.to : &range.from) = edge;
    }
    return SUP_OK;
}

static int
take(const sup_ctx *c, void *data, sup_str member)
{
    sup_page *page = data;
    sup_index_member m;
    if (!sup_index_member_parse(member, page->n_digits, &m)) {
        return 1;
    }
    if (page->n == page->candidates) {
        return 0;
    }
    page->last = m;
    if (page->fits(c, page->data, &m)) {
        page->members[page->n++] = m;
    }
    return 1;
}

sup_rc
sup_page_gather(sup_ctx *c, sup_page *page)
{
    sup_page_range range = {page->index, page->from, page->to, page->reverse};
    return sup_page_scan(c, range, take, page, &page->more);
}

sup_rc
sup_page_load(sup_ctx *c, sup_page *page, sup_page_loader load, void *records,
              size_t size)
{
    sup_rc result = SUP_OK;
    for (size_t i = 0; i < page->n; i++) {
        sup_rc rc = load(c, page->members[i].id, (char *)records + i * size);
        page->rcs[i] = rc;
        if (rc == SUP_AGAIN) {
            result = SUP_AGAIN;
        } else if (rc != SUP_OK && !sup_page_leaves_out(rc)) {
            return rc; /* at once: the failure that is set is this one's */
        }
    }
    return result;
}

int
sup_page_unreadable(const sup_page *page, size_t i)
{
    return page->rcs[i] != SUP_OK && page->rcs[i] != SUP_API_NOT_FOUND;
}

void
sup_page_cut(sup_page *page, size_t i)
{
    page->last = page->members[i - 1];
    page->more = 1;
}

sup_rc
sup_page_cursor(sup_ctx *c, const sup_page *page, char **out)
{
    const sup_index_member *m = &page->last;
    if (!page->more) {
        return SUP_OK;
    }
    return sup_cursor_after(c, &page->cursor, m->time, m->id, out);
}

int
sup_page_leaves_out(sup_rc rc)
{
    return rc == SUP_API_NOT_FOUND || rc == SUP_STORE_CORRUPT || rc == SUP_API_SCHEMA ||
           rc == SUP_STORE_TYPE;
}
