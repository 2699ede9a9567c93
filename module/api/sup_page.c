/* A page of an index: the members that fit, and where the next page begins.
 * Owns: bounded scanning, cursors.
 * Must not know: what a member stands for, which records are shown. */
#include "sup_page.h"

#include "sup_id.h"
#include "sup_problem.h"

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

static sup_rc
read_cursor(sup_ctx *c, sup_page *page, const char *cursor)
{
    sup_str bytes;
    ProtobufCMessage *message = NULL;
    sup_wire_error error;
    if (cursor[0] == '\0') {
        return SUP_OK;
    }
    if (strlen(cursor) > 512 ||
        sup_base64url_decode(c->arena, sup_str_c(cursor), &bytes) != SUP_OK ||
        sup_pb_parse(c->arena, &sup__cursor_token__descriptor, bytes,
                     &sup_wire_request_limits, &message, &error) != SUP_OK) {
        return sup_fail(c, SUP_API_CURSOR, "cursor", NULL, NULL);
    }
    const Sup__CursorToken *token = (const Sup__CursorToken *)message;
    if (strcmp(token->index, page->index) != 0 ||
        token->filter.len != sizeof(page->filter) ||
        memcmp(token->filter.data, page->filter, sizeof(page->filter)) != 0 ||
        !last_is_good(token->last)) {
        return sup_fail(c, SUP_API_CURSOR, "cursor", NULL, NULL);
    }
    /* past every member of that time and id, whatever its digits have become since */
    if (page->reverse) {
        page->to = token->last;
        return SUP_OK;
    }
    page->from = sup_sprintf(c->arena, "%s;", token->last);
    return page->from == NULL ? SUP_NOMEM : SUP_OK;
}

sup_rc
sup_page_begin(sup_ctx *c, sup_page *page, const ProtobufCMessage *bare,
               const char *cursor)
{
    unsigned char digest[SUP_HASH_LEN];
    sup_str packed;
    if (page->index == NULL || sup_pb_print(c->arena, bare, &packed) != SUP_OK) {
        return SUP_NOMEM;
    }
    if (sup_sha256(digest, packed) != SUP_OK) {
        return SUP_CRYPTO_FAILED;
    }
    memcpy(page->filter, digest, sizeof(page->filter));
    return read_cursor(c, page, cursor);
}

sup_rc
sup_page_gather(sup_ctx *c, sup_page *page)
{
    char *from = page->from, *to = page->to;
    for (int scan = 0; scan < SCANS_MAX; scan++) {
        const sup_read *range = NULL;
        sup_rc rc = sup_ctx_range(c, page->index, from, to, page->reverse, SCAN, &range);
        if (rc != SUP_OK) {
            return rc;
        }
        for (size_t i = 0; i < range->n; i++) {
            sup_index_member m;
            if (!sup_index_member_parse(range->members[i], page->n_digits, &m)) {
                continue;
            }
            if (page->n == page->candidates) {
                page->more = 1;
                return SUP_OK;
            }
            page->last = m;
            if (page->fits(c, page->data, &m)) {
                page->members[page->n++] = m;
            }
        }
        page->more = range->n == SCAN;
        if (!page->more) {
            return SUP_OK;
        }
        char *edge = sup_strdup(c->arena, range->members[range->n - 1]);
        if (edge == NULL) {
            return SUP_NOMEM;
        }
        *(page->reverse ? &to : &from) = edge;
    }
    return SUP_OK;
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
    Sup__CursorToken token = SUP__CURSOR_TOKEN__INIT;
    sup_str bytes, text;
    if (!page->more) {
        return SUP_OK;
    }
    token.index = (char *)page->index;
    token.last =
        sup_sprintf(c->arena, "%.*s:%.*s", (int)page->last.time.len, page->last.time.data,
                    (int)page->last.id.len, page->last.id.data);
    token.urgent = !page->reverse;
    token.filter = (ProtobufCBinaryData){sizeof(page->filter), (uint8_t *)page->filter};
    if (token.last == NULL || sup_pb_print(c->arena, &token.base, &bytes) != SUP_OK ||
        sup_base64url_encode(c->arena, bytes, &text) != SUP_OK) {
        return SUP_NOMEM;
    }
    *out = sup_strdup(c->arena, text);
    return *out == NULL ? SUP_NOMEM : SUP_OK;
}

int
sup_page_leaves_out(sup_rc rc)
{
    return rc == SUP_API_NOT_FOUND || rc == SUP_STORE_CORRUPT || rc == SUP_API_SCHEMA ||
           rc == SUP_STORE_TYPE;
}
