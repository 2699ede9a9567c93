/* The line of a field in protobuf's text format, for messages about what was parsed well
 * but breaks a rule.
 * Owns: a scanner of braces, strings and names.
 * Must not know: the schema, rulebooks, PCRE2. */
#include "sup_rules_line.h"

#include <stdlib.h>

typedef struct {
    sup_str text;
    size_t at;
    unsigned line;
} cursor;

static void
step(cursor *c)
{
    c->line += c->text.data[c->at] == '\n';
    c->at++;
}

static int
is_name(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
           (ch >= '0' && ch <= '9') || ch == '_';
}

static void
skip_string(cursor *c)
{
    char quote = c->text.data[c->at];

    step(c);
    while (c->at < c->text.len && c->text.data[c->at] != quote) {
        if (c->text.data[c->at] == '\\' && c->at + 1 < c->text.len) {
            step(c);
        }
        step(c);
    }
    if (c->at < c->text.len) {
        step(c);
    }
}

static void
skip_comment(cursor *c)
{
    while (c->at < c->text.len && c->text.data[c->at] != '\n') {
        step(c);
    }
}

static sup_str
read_name(cursor *c)
{
    sup_str name = {c->text.data + c->at, 0};

    while (c->at < c->text.len && is_name(c->text.data[c->at])) {
        step(c);
        name.len++;
    }
    return name;
}

/* Moves to just behind the index-th field of that name in the message the cursor is in; 0
 * when it is not there. */
static int
find_field(cursor *c, sup_str field, size_t index)
{
    int depth = 0, value = 0;

    while (c->at < c->text.len && depth >= 0) {
        char ch = c->text.data[c->at];

        if (ch == '"' || ch == '\'') {
            skip_string(c);
            value = 0;
        } else if (ch == '#') {
            skip_comment(c);
        } else if (is_name(ch)) {
            sup_str name = read_name(c);

            /* An enum's value is a name too: it follows a colon. */
            if (depth == 0 && !value && sup_str_eq(name, field) && index-- == 0) {
                return 1;
            }
            value = 0;
        } else {
            value = ch == ':' || (value && (ch == ' ' || ch == '\t' || ch == '\n'));
            depth += (ch == '{' || ch == '[' || ch == '<') -
                     (ch == '}' || ch == ']' || ch == '>');
            step(c);
        }
    }
    return 0;
}

unsigned
sup_rules_line(sup_str text, const char *path)
{
    cursor c = {text, 0, 1};
    unsigned line = 1;

    while (*path != '\0') {
        sup_str field = {path, strcspn(path, ".[")};
        char *end = (char *)(uintptr_t)(path + field.len);
        size_t index = 0;

        if (*end == '[') {
            index = strtoul(end + 1, &end, 10);
            end += *end == ']';
        }
        if (!find_field(&c, field, index)) {
            break;
        }
        line = c.line;
        while (c.at < text.len && text.data[c.at] != '{' && text.data[c.at] != '<' &&
               text.data[c.at] != '"') {
            step(&c);
        }
        if (c.at < text.len && text.data[c.at] != '"') {
            step(&c);
        }
        path = *end == '.' ? end + 1 : end;
    }
    return line;
}
