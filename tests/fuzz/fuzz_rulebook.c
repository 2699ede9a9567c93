/* libFuzzer: any bytes as a rulebook. Build with the core, wire and rules sources:
 * clang -fsanitize=fuzzer,address,undefined ... -lprotobuf-c -lpcre2-8 -lcrypto
 * Seeds: plugins/<domain>/rulebook.txtpb. */
#include <stdint.h>
#include "sup_rules.h"
#include "sup_test_arena.h"
#include "sup_test_needles.h"

#define BUDGET (64u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sup_test_arena *arena = sup_test_arena_create(BUDGET);
    sup_str text = {(const char *)data, size};
    sup_rulebook *book = NULL;
    sup_wire_error error;
    sup_rc rc = sup_rulebook_compile(&arena->arena, text, SUP_STR(""), &book, &error);

    if (rc == SUP_OK) {
        sup_rulebook *const books[] = {book};
        sup_rules_question question = {text, "", "", 0, 0, 1};
        Sup__Classification *c = NULL;
        unsigned limited = 0;

        (void)sup_rules_classify(&arena->arena, books, 1, &question, &c, &limited);
        sup_test_needles(&arena->arena, book, text);
        sup_rulebook_release(book);
    } else if (error.field == NULL || error.detail == NULL || error.detail[0] == '\0') {
        __builtin_trap(); /* every refusal has a place and a sentence */
    }
    sup_test_arena_destroy(arena);
    return 0;
}
