/* Protobuf's text format into messages: the language of rulebook.txtpb.
 * Owns: its tokens and its grammar, a subset of Google's: no extensions, no Any, no
 *   escape of an unknown letter (a regex writes two backslashes), no \u.
 * Must not know: how a value is converted (sup_value.c), any one message. */
#include <stdio.h>
#include "sup_message.h"

typedef enum { TOKEN_END, TOKEN_WORD, TOKEN_STRING, TOKEN_MARK } token_kind;

typedef struct {
    sup_reader reader;
    const char *p; /* after the token */
    const char *end;
    token_kind kind;
    sup_str token;      /* a string has its quotes */
    unsigned next_line; /* of p; the reader's line is the token's */
} parser;

static sup_rc
fail_syntax(parser *t, const sup_path *path, const char *wanted)
{
    sup_excerpt_text found;

    if (t->kind == TOKEN_END) {
        return sup_reader_fail(&t->reader, SUP_WIRE_SYNTAX, path,
                               "The text ends where %s is wanted.", wanted);
    }
    return sup_reader_fail(&t->reader, SUP_WIRE_SYNTAX, path,
                           "Found \"%s\" where %s is wanted.",
                           sup_excerpt(found, t->token), wanted);
}

static void
skip_blanks(parser *t)
{
    for (; t->p < t->end; t->p++) {
        if (*t->p == '#') {
            while (t->p < t->end && *t->p != '\n') {
                t->p++;
            }
            if (t->p == t->end) {
                return;
            }
        }
        if (*t->p == '\n') {
            t->next_line++;
        } else if (*t->p != ' ' && *t->p != '\t' && *t->p != '\r') {
            return;
        }
    }
}

static int
is_word(char c, int number)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           c == '_' || (number && (c == '.' || c == '+' || c == '-'));
}

/* A string ends on its line. Returns NULL when it does not. */
static const char *
string_end(const char *p, const char *end)
{
    char quote = *p;

    for (p++; p < end && *p != '\n'; p++) {
        if (*p == quote) {
            return p + 1;
        }
        if (*p == '\\' && p + 1 < end && p[1] != '\n') {
            p++;
        }
    }
    return NULL;
}

static sup_rc
next(parser *t, const sup_path *path)
{
    const char *start, *p;
    int number;

    skip_blanks(t);
    t->reader.line = t->next_line;
    start = p = t->p;
    if (p == t->end) {
        t->kind = TOKEN_END;
        t->token = (sup_str){p, 0};
        return SUP_OK;
    }
    number = (*p >= '0' && *p <= '9') || *p == '-' ||
             (*p == '.' && p + 1 < t->end && p[1] >= '0' && p[1] <= '9');
    if (number || is_word(*p, 0)) {
        t->kind = TOKEN_WORD;
        for (p++; p < t->end && is_word(*p, number); p++) {
        }
    } else if (*p == '"' || *p == '\'') {
        t->kind = TOKEN_STRING;
        p = string_end(p, t->end);
        if (p == NULL) {
            return sup_reader_fail(&t->reader, SUP_WIRE_SYNTAX, path,
                                   "A text is not closed on its line.");
        }
    } else {
        t->kind = TOKEN_MARK;
        p++;
    }
    t->token = (sup_str){start, (size_t)(p - start)};
    t->p = p;
    return SUP_OK;
}

static int
at(const parser *t, char mark)
{
    return t->kind == TOKEN_MARK && t->token.data[0] == mark;
}

static sup_rc
skip_optional(parser *t, char mark, const sup_path *path)
{
    return at(t, mark) ? next(t, path) : SUP_OK;
}

/* Up to width digits of a base, at p; moves p behind them. */
static unsigned
escape_number(const char **p, const char *end, unsigned base, int width)
{
    unsigned value = 0;

    for (; width > 0 && *p < end; width--, (*p)++) {
        unsigned char c = (unsigned char)**p;
        unsigned digit = c >= '0' && c <= '9'                     ? c - '0'
                         : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                                  : 99;

        if (digit >= base) {
            break;
        }
        value = value * base + digit;
    }
    return value;
}

/* What follows a backslash; -1 when nothing of ours does. */
static int
unescape(const char **p, const char *end)
{
    static const char letters[] = "abfnrtv\\'\"", bytes[] = "\a\b\f\n\r\t\v\\'\"";
    const char *start = *p, *found;
    unsigned value;

    if (start == end || *start == '\0') {
        return -1;
    }
    if (*start >= '0' && *start <= '7') {
        value = escape_number(p, end, 8, 3);
        return value <= 255 ? (int)value : -1;
    }
    (*p)++;
    if (*start == 'x') {
        value = escape_number(p, end, 16, 2);
        return *p > start + 1 ? (int)value : -1;
    }
    found = strchr(letters, *start);
    return found != NULL ? (unsigned char)bytes[found - letters] : -1;
}

/* Decodes one literal to out; returns the end of what it wrote, or NULL. */
static char *
decode_literal(parser *t, char *out, const sup_path *path)
{
    const char *p = t->token.data + 1, *end = t->token.data + t->token.len - 1;
    int c;

    while (p < end) {
        if (*p != '\\') {
            *out++ = *p++;
            continue;
        }
        p++;
        c = unescape(&p, end);
        if (c < 0) {
            sup_reader_fail(&t->reader, SUP_WIRE_SYNTAX, path,
                            "The text has an escape that is not known; "
                            "a backslash is written \\\\.");
            return NULL;
        }
        *out++ = (char)c;
    }
    return out;
}

/* Adjacent literals are one text. The room for all of them is bounded by the distance
 * from the first to the last, found by reading the tokens twice. */
static sup_rc
read_string(parser *t, sup_value *value, const sup_path *path)
{
    parser ahead = *t;
    char *data, *out;
    size_t size = 0;
    sup_rc rc = SUP_OK;

    while (rc == SUP_OK && ahead.kind == TOKEN_STRING) {
        size += ahead.token.len;
        rc = next(&ahead, path);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    data = out = sup_alloc(t->reader.arena, size);
    if (data == NULL) {
        return sup_reader_nomem(&t->reader);
    }
    while (t->kind == TOKEN_STRING) {
        out = decode_literal(t, out, path);
        if (out == NULL) {
            return SUP_WIRE_SYNTAX;
        }
        rc = next(t, path);
        if (rc != SUP_OK) {
            return rc;
        }
    }
    *out = '\0'; /* the quotes left room for it */
    value->kind = SUP_VALUE_STRING;
    value->text = (sup_str){data, (size_t)(out - data)};
    return SUP_OK;
}

static sup_rc
read_scalar(parser *t, ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
            const sup_path *path)
{
    unsigned line = t->reader.line, after;
    sup_value value;
    sup_rc rc;

    if (t->kind == TOKEN_STRING) {
        rc = read_string(t, &value, path);
    } else if (t->kind == TOKEN_WORD) {
        value.kind = SUP_VALUE_WORD;
        value.text = t->token;
        rc = next(t, path);
    } else {
        return fail_syntax(t, path, "a value");
    }
    if (rc != SUP_OK) {
        return rc;
    }
    /* A complaint about the value names its own line, not that of what follows. */
    after = t->reader.line;
    t->reader.line = line;
    rc = sup_field_set(&t->reader, message, field, &value, path);
    if (rc == SUP_OK) {
        t->reader.line = after;
    }
    return rc;
}

static sup_rc read_fields(parser *t, ProtobufCMessage *message, char close,
                          unsigned depth, const sup_path *parent);

static sup_rc
read_message(parser *t, ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
             unsigned depth, const sup_path *path)
{
    ProtobufCMessage *child;
    char close = at(t, '<') ? '>' : '}';
    sup_rc rc;

    if (!at(t, '{') && !at(t, '<')) {
        return fail_syntax(t, path, "\"{\"");
    }
    depth += sup_field_is_repeated(field) ? 2 : 1;
    rc = sup_reader_depth(&t->reader, path, depth);
    if (rc == SUP_OK) {
        rc = sup_field_open(&t->reader, message, field, &child, path);
    }
    if (rc == SUP_OK) {
        rc = next(t, path);
    }
    if (rc == SUP_OK) {
        rc = read_fields(t, child, close, depth, path);
    }
    return rc == SUP_OK ? next(t, path) : rc;
}

static sup_rc
read_value(parser *t, ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
           unsigned depth, sup_path *path)
{
    if (sup_field_is_repeated(field)) {
        path->index = (long)*sup_field_count(message, field);
    }
    return field->type == PROTOBUF_C_TYPE_MESSAGE
               ? read_message(t, message, field, depth, path)
               : read_scalar(t, message, field, path);
}

/* [a, b, c], the opening bracket being the token at hand. */
static sup_rc
read_list(parser *t, ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
          unsigned depth, sup_path *path)
{
    sup_rc rc = next(t, path);

    if (rc == SUP_OK && at(t, ']')) {
        return next(t, path);
    }
    while (rc == SUP_OK) {
        rc = read_value(t, message, field, depth, path);
        if (rc == SUP_OK && at(t, ']')) {
            return next(t, path);
        }
        if (rc == SUP_OK && !at(t, ',')) {
            return fail_syntax(t, path, "\",\" or \"]\"");
        }
        rc = rc == SUP_OK ? next(t, path) : rc;
    }
    return rc;
}

static sup_rc
read_field(parser *t, ProtobufCMessage *message, sup_seen *seen, unsigned depth,
           const sup_path *parent)
{
    const ProtobufCMessageDescriptor *type = message->descriptor;
    const ProtobufCFieldDescriptor *field;
    sup_path here = {parent, t->token, -1};
    sup_rc rc;

    if (t->kind != TOKEN_WORD) {
        return fail_syntax(t, parent, "the name of a field");
    }
    field = sup_field_find(type, t->token);
    if (field == NULL) {
        return sup_field_unknown(&t->reader, type, &here);
    }
    rc = sup_seen_mark(&t->reader, seen, type, field, &here);
    if (rc == SUP_OK) {
        rc = next(t, &here);
    }
    if (rc == SUP_OK && !at(t, ':') && field->type != PROTOBUF_C_TYPE_MESSAGE) {
        return fail_syntax(t, &here, "\":\"");
    }
    rc = rc == SUP_OK ? skip_optional(t, ':', &here) : rc;
    if (rc == SUP_OK) {
        rc = sup_field_is_repeated(field) && at(t, '[')
                 ? read_list(t, message, field, depth, &here)
                 : read_value(t, message, field, depth, &here);
    }
    if (rc == SUP_OK && (at(t, ',') || at(t, ';'))) {
        rc = next(t, parent);
    }
    return rc;
}

/* Up to the closing mark, which stays the token at hand; '\0' closes at the end. */
static sup_rc
read_fields(parser *t, ProtobufCMessage *message, char close, unsigned depth,
            const sup_path *path)
{
    char wanted[] = "\"}\"";
    sup_seen seen;
    sup_rc rc = SUP_OK;

    sup_seen_init(&seen, message->descriptor);
    while (rc == SUP_OK) {
        if (t->kind == TOKEN_END && close != '\0') {
            wanted[1] = close;
            return fail_syntax(t, path, wanted);
        }
        if (t->kind == TOKEN_END || (close != '\0' && at(t, close))) {
            return SUP_OK;
        }
        rc = read_field(t, message, &seen, depth, path);
    }
    return rc;
}

/* Comments too: a file is UTF-8 or it is not. Line by line, so that the error has its
 * line. */
static sup_rc
check_utf8(parser *t, sup_str text)
{
    sup_rc rc = SUP_OK;

    for (t->reader.line = 1; rc == SUP_OK && text.len != 0; t->reader.line++) {
        const char *newline = memchr(text.data, '\n', text.len);
        size_t len = newline != NULL ? (size_t)(newline - text.data) + 1 : text.len;

        rc = sup_field_check_text(&t->reader, (sup_str){text.data, len}, NULL);
        text.data += len;
        text.len -= len;
    }
    return rc;
}

sup_rc
sup_text_parse(sup_arena *arena, const ProtobufCMessageDescriptor *type, sup_str text,
               const sup_wire_limits *limits, ProtobufCMessage **out,
               sup_wire_error *error)
{
    static const sup_path root = {NULL, {"", 0}, -1};
    parser t = {.reader = {.dialect = SUP_DIALECT_TEXT}};
    ProtobufCMessage *message;
    sup_rc rc = sup_reader_init(&t.reader, arena, limits, text, error);

    if (rc != SUP_OK) {
        return rc;
    }
    if (text.len == 0) {
        text.data = "";
    }
    rc = check_utf8(&t, text);
    if (rc != SUP_OK) {
        return rc;
    }
    t.p = text.data;
    t.end = text.data + text.len;
    t.next_line = 1;
    message = sup_message_new(arena, type);
    if (message == NULL) {
        return sup_reader_nomem(&t.reader);
    }
    rc = next(&t, &root);
    if (rc == SUP_OK) {
        rc = read_fields(&t, message, '\0', 1, &root);
    }
    if (rc == SUP_OK) {
        *out = message;
    }
    return rc;
}
