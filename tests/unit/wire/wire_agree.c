/* The parsers and printers of module/wire behind a pipe, for test_wire_agreement.py,
 * which compares them with Google's implementation.
 * Owns: the pipe's protocol. A request is a line "type from to length" and that many
 *   bytes; from is json, form, pb, text or record, to is json or pb. The reply is a line
 *   "rc length" and the message, or "field\nline\ndetail".
 * Must not know: what is right. */
#include <stdio.h>
#include "wire/sup_wire.h"
#include "sup_test_arena.h"
#include "sup_test_types.h"

typedef sup_rc (*parse_function)(sup_arena *, const ProtobufCMessageDescriptor *, sup_str,
                                 const sup_wire_limits *, ProtobufCMessage **,
                                 sup_wire_error *);

static sup_rc
parse_record(sup_arena *arena, const ProtobufCMessageDescriptor *type, sup_str text,
             const sup_wire_limits *limits, ProtobufCMessage **out, sup_wire_error *error)
{
    (void)limits;
    *error = (sup_wire_error){"", "", 0};
    return sup_record_parse(arena, type, text, out);
}

static parse_function
parser_of(const char *from)
{
    static const struct {
        const char *name;
        parse_function parse;
    } rows[] = {{"json", sup_json_parse},
                {"form", sup_form_parse},
                {"pb", sup_pb_parse},
                {"text", sup_text_parse},
                {"record", parse_record}};
    size_t i;

    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (strcmp(rows[i].name, from) == 0) {
            return rows[i].parse;
        }
    }
    return NULL;
}

static int
answer(const char *type_name, const char *from, const char *to, sup_str text)
{
    const ProtobufCMessageDescriptor *type = sup_test_type(type_name);
    parse_function parse = parser_of(from);
    sup_test_arena *t = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    ProtobufCMessage *message = NULL;
    sup_wire_error error = {NULL, NULL, 0};
    sup_str out = SUP_STR_NULL;
    sup_rc rc;

    if (type == NULL || parse == NULL) {
        fprintf(stderr, "wire_agree: no type %s or no format %s\n", type_name, from);
        return 0;
    }
    rc = parse(&t->arena, type, text, &sup_wire_rulebook_limits, &message, &error);
    if (rc == SUP_OK) {
        rc = strcmp(to, "json") == 0 ? sup_json_print(&t->arena, message, &out)
                                     : sup_pb_print(&t->arena, message, &out);
    } else {
        out = sup_str_c(
            sup_sprintf(&t->arena, "%s\n%u\n%s", error.field, error.line, error.detail));
    }
    printf("%d %zu\n", rc, out.len);
    fwrite(out.data, 1, out.len, stdout);
    fflush(stdout);
    sup_test_arena_destroy(t);
    return 1;
}

int
main(void)
{
    char type[64], from[16], to[16];
    size_t len;
    int ok = 1;

    while (ok && scanf("%63s %15s %15s %zu", type, from, to, &len) == 4 &&
           getchar() == '\n') {
        char *text = malloc(len + 1);

        if (text == NULL || fread(text, 1, len, stdin) != len) {
            return 1;
        }
        ok = answer(type, from, to, (sup_str){text, len});
        free(text);
    }
    return ok ? 0 : 1;
}
