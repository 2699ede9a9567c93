/* libFuzzer: any JSON as the answers to a checklist of a real rulebook, scored with its
 * plugin's hooks. Plugins come from SUP_PLUGIN_DIR. The first byte picks the domain, the
 * second the template and whether it is a re-inspection; the rest is an
 * InspectionRequest. */
#include <stdint.h>
#include "cases/sup_case.h"
#include "scoring/sup_scoring.h"
#include "sup_test_plugins.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#define BUDGET (32u << 20)

#define CHECK(condition)                                                                 \
    do {                                                                                 \
        if (!(condition)) {                                                              \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);              \
            abort();                                                                     \
        }                                                                                \
    } while (0)

typedef struct {
    sup_ctx c;
    const sup_rulebook *book;
    sup_checklist list;
    Sup__InspectionRequest *in;
    sup_scoring_facts facts;
} check;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
is_text(const char *text)
{
    return text != NULL && sup_utf8_length(sup_str_c(text)) >= 0;
}

/* A refusal says where, in words. */
static void
check_refusal(const check *k)
{
    CHECK(k->c.failure.field != NULL);
    CHECK(strncmp(k->c.failure.field, "answers", 7) == 0);
    CHECK(k->c.failure.detail == NULL || is_text(k->c.failure.detail));
    CHECK(k->c.failure.detail_en == NULL || is_text(k->c.failure.detail_en));
}

static void
check_line(const Sup__Score__Line *line)
{
    CHECK(line->points >= 0 && line->points <= line->weight && line->lost >= 0);
    CHECK(line->outcome != SUP__SCORE__OUTCOME__outcome_unspecified);
    CHECK(is_text(line->answer) && line->answer[0] != '\0' && is_text(line->answer_en));
    CHECK(is_text(line->explanation) && is_text(line->explanation_en));
}

static void
check_score(const check *k, const Sup__Score *score)
{
    size_t i;

    CHECK(score->percent >= 0 && score->percent <= 100);
    CHECK(score->arithmetic >= score->percent && score->arithmetic <= 100);
    CHECK(score->n_lines <= k->list.n && score->n_sections <= score->n_lines);
    CHECK(is_text(score->explanation) && is_text(score->explanation_en));
    for (i = 0; i < score->n_lines; i++) {
        check_line(score->lines[i]);
    }
    for (i = 0; i < score->n_sections; i++) {
        CHECK(score->sections[i]->percent >= 0 && score->sections[i]->percent <= 100);
    }
}

static sup_str
bytes_of(check *k, const Sup__Score *score)
{
    sup_str out;

    CHECK(sup_pb_print(k->c.arena, &score->base, &out) == SUP_OK);
    return out;
}

/* In whatever order, and from the score as well, it is the same score. */
static void
check_again(check *k, Sup__Score *score)
{
    sup_str first = bytes_of(k, score);
    Sup__Score *again = NULL;
    size_t i, n = k->in->n_answers;

    CHECK(sup_score_again(&k->c, k->book, &k->list, score, k->in->answers, n, &again) ==
          SUP_OK);
    CHECK(again != NULL && sup_str_eq(first, bytes_of(k, again)));
    for (i = 0; i < n / 2; i++) {
        Sup__Answer *other = k->in->answers[n - 1 - i];

        k->in->answers[n - 1 - i] = k->in->answers[i];
        k->in->answers[i] = other;
    }
    CHECK(sup_score_answers(&k->c, k->book, &k->list, k->in->answers, n, &k->facts,
                            &again) == SUP_OK);
    CHECK(sup_str_eq(first, bytes_of(k, again)));
}

static void
score(check *k)
{
    Sup__Score *out = NULL;
    sup_rc rc = sup_score_answers(&k->c, k->book, &k->list, k->in->answers,
                                  k->in->n_answers, &k->facts, &out);

    if (rc == SUP_OK) {
        check_score(k, out);
        check_again(k, out);
    } else if (rc != SUP_NOMEM) {
        check_refusal(k);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const sup_case_handled figures = {{8, 6, 1, 2}, {3, 3, 0, 0}};
    static const uint32_t repeats[SUP_CHECKLIST_MAX] = {0, 1, 0, 2, 1};
    static sup_test_plugins *plugins;
    sup_test_arena *arena;
    ProtobufCMessage *message = NULL;
    sup_wire_error error;
    check k = {.facts = {.repeats = repeats, .purpose = SUP_SCORING_PREVIEW}};

    if (plugins == NULL) {
        plugins = sup_test_plugins_open_all();
    }
    if (size < 2) {
        return 0;
    }
    arena = sup_test_arena_create(BUDGET);
    k.c.arena = &arena->arena;
    k.book = plugins->books[data[0] % plugins->n];
    k.facts.complaints = data[0] & 0x80 ? NULL : figures.complaints;
    k.facts.repairs = data[0] & 0x80 ? NULL : figures.repairs;
    k.facts.partial = data[1] >> 7;
    if (sup_checklist_of(
            k.c.arena, k.book,
            k.book->book->templates[(data[1] & 0x7f) % k.book->book->n_templates],
            &k.list) == SUP_OK &&
        sup_json_parse(k.c.arena, &sup__inspection_request__descriptor,
                       (sup_str){(const char *)data + 2, size - 2},
                       &sup_wire_report_limits, &message, &error) == SUP_OK) {
        k.in = (Sup__InspectionRequest *)message;
        score(&k);
    }
    sup_test_arena_destroy(arena);
    return 0;
}
