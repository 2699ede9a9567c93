/* libFuzzer: any bytes as a rulebook. Build with the core, wire and rules sources:
 * clang -fsanitize=fuzzer,address,undefined ... -lprotobuf-c -lpcre2-8 -lcrypto
 * Seeds: plugins/<domain>/rulebook.txtpb. */
#include <stdint.h>
#include <stdlib.h>
#include "scoring/sup_scoring.h"
#include "sup_test_arena.h"
#include "sup_test_needles.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#define BUDGET (64u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every template can be carried, and answered as not applicable throughout. */
static void
score_nothing(sup_arena *arena, const sup_rulebook *book, const Sup__Template *template)
{
    sup_ctx c = {.arena = arena};
    const sup_scoring_facts facts = {.purpose = SUP_SCORING_SUBMIT};
    Sup__Answer *answers[SUP_CHECKLIST_MAX];
    sup_checklist list;
    Sup__Score *score = NULL;
    size_t i;

    if (sup_checklist_of(arena, book, template, &list) != SUP_OK) {
        return;
    }
    if (list.n == 0 || list.n > SUP_CHECKLIST_MAX) {
        abort();
    }
    for (i = 0; i < list.n; i++) {
        answers[i] = SUP_NEW(arena, Sup__Answer, sup__answer__descriptor);
        if (answers[i] == NULL) {
            return;
        }
        answers[i]->item = list.items[i]->code;
        answers[i]->result = SUP__ANSWER__RESULT__not_applicable;
    }
    if (sup_score_answers(&c, book, &list, answers, list.n, &facts, &score) == SUP_OK &&
        (sup_score_applies(score) || score->n_lines != list.n)) {
        abort();
    }
    if (c.failure.field != NULL) {
        abort(); /* whoever skips everything has nothing left to get wrong */
    }
}

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
        for (size_t i = 0; i < book->book->n_templates; i++) {
            score_nothing(&arena->arena, book, book->book->templates[i]);
        }
        sup_rulebook_release(book);
    } else if (error.field == NULL || error.detail == NULL || error.detail[0] == '\0') {
        __builtin_trap(); /* every refusal has a place and a sentence */
    }
    sup_test_arena_destroy(arena);
    return 0;
}
