/* Cursors: where a list goes on, as a text that clients hand back.
 * Owns: their layout, and that one belongs to one index and one set of filters.
 * Must not know: what stands in an index. */
#include "sup_cursor.h"

#include "supervision/v1/engine.pb-c.h"

#define TEXT_MAX 512

static ProtobufCBinaryData
filter_of(const sup_cursor *of)
{
    return (ProtobufCBinaryData){of->filtered ? sizeof(of->filter) : 0,
                                 (uint8_t *)(uintptr_t)of->filter};
}

sup_rc
sup_cursor_filter(sup_ctx *c, const ProtobufCMessage *bare, sup_cursor *out)
{
    unsigned char digest[SUP_HASH_LEN];
    sup_str packed;
    if (sup_pb_print(c->arena, bare, &packed) != SUP_OK) {
        return SUP_NOMEM;
    }
    if (sup_sha256(digest, packed) != SUP_OK) {
        return SUP_CRYPTO_FAILED;
    }
    memcpy(out->filter, digest, sizeof(out->filter));
    out->filtered = 1;
    return SUP_OK;
}

sup_rc
sup_cursor_refuse(sup_ctx *c)
{
    return sup_fail(c, SUP_API_CURSOR, "cursor", NULL, NULL);
}

sup_rc
sup_cursor_read(sup_ctx *c, const sup_cursor *of, const char *text, const char **last)
{
    const ProtobufCBinaryData filter = filter_of(of);
    ProtobufCMessage *message = NULL;
    sup_wire_error error;
    sup_str bytes;
    *last = NULL;
    if (text[0] == '\0') {
        return SUP_OK;
    }
    if (strlen(text) > TEXT_MAX ||
        sup_base64url_decode(c->arena, sup_str_c(text), &bytes) != SUP_OK ||
        sup_pb_parse(c->arena, &sup__cursor_token__descriptor, bytes,
                     &sup_wire_request_limits, &message, &error) != SUP_OK) {
        return sup_cursor_refuse(c);
    }
    const Sup__CursorToken *token = (const Sup__CursorToken *)message;
    if (strcmp(token->index, of->index) != 0 || token->filter.len != filter.len ||
        (filter.len != 0 && memcmp(token->filter.data, filter.data, filter.len) != 0)) {
        return sup_cursor_refuse(c);
    }
    *last = token->last;
    return SUP_OK;
}

sup_rc
sup_cursor_write(sup_ctx *c, const sup_cursor *of, const char *last, char **out)
{
    Sup__CursorToken token = SUP__CURSOR_TOKEN__INIT;
    sup_str bytes, text;
    if (last == NULL) {
        return SUP_NOMEM;
    }
    token.index = (char *)(uintptr_t)of->index;
    token.last = (char *)(uintptr_t)last;
    token.filter = filter_of(of);
    if (sup_pb_print(c->arena, &token.base, &bytes) != SUP_OK ||
        sup_base64url_encode(c->arena, bytes, &text) != SUP_OK) {
        return SUP_NOMEM;
    }
    *out = sup_strdup(c->arena, text);
    return *out == NULL ? SUP_NOMEM : SUP_OK;
}

sup_rc
sup_cursor_after(sup_ctx *c, const sup_cursor *of, sup_str time, sup_str id, char **out)
{
    return sup_cursor_write(c, of,
                            sup_sprintf(c->arena, "%.*s:%.*s", (int)time.len, time.data,
                                        (int)id.len, id.data),
                            out);
}
