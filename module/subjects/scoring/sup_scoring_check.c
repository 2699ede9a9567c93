/* Answers held against their items: which item, which values, which note and evidence.
 * Owns: what an answer must look like before it is scored, and the sentences that say so.
 * Must not know: what an answer is worth. */
#include "sup_scoring_check.h"

#include "sup_scoring_refuse.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

/* --- one answer --- */

#define NOTE_MAX 500 /* characters */
#define FIGURES  4   /* of an item with live figures */

typedef enum {
    TAKES_NONE,   /* pass_fail */
    TAKES_ONE,    /* graded, measured, count */
    TAKES_SEVERAL /* by code */
} values_taken;

static values_taken
values_of(const Sup__Item *item)
{
    if (item->by_code) {
        return TAKES_SEVERAL;
    }
    return item->answer == SUP__ITEM__ANSWER__pass_fail ? TAKES_NONE : TAKES_ONE;
}

static sup_rc
check_result(sup_ctx *c, const Sup__Item *item, const Sup__Answer *answer, size_t place)
{
    int chosen = answer->result == SUP__ANSWER__RESULT__pass ||
                 answer->result == SUP__ANSWER__RESULT__fail;

    if (sup_answer_is_skipped(answer)) {
        return SUP_OK;
    }
    if (values_of(item) == TAKES_NONE) {
        return chosen ? SUP_OK
                      : sup_scoring_refuse(c, SUP_API_REQUIRED, place, "result",
                                           "请选择合格、不合格或者不适用。",
                                           "Choose pass, fail or not applicable.");
    }
    return answer->result == SUP__ANSWER__RESULT__result_unspecified
               ? SUP_OK
               : sup_scoring_refuse(
                     c, SUP_API_VALUE, place, "result",
                     "此项按数值评定，不选合格或者不合格。",
                     "Numbers tell of this item: neither pass nor fail is chosen.");
}

static unsigned
rows_of(const Sup__Item *item)
{
    return item->rows == 0 ? 1 : item->rows;
}

static sup_rc
refuse_count(sup_ctx *c, const Sup__Item *item, const Sup__Answer *answer, size_t place)
{
    if (values_of(item) == TAKES_NONE || sup_answer_is_skipped(answer)) {
        return sup_scoring_refuse(c, SUP_API_VALUE, place, "values", "此项不填数值。",
                                  "No number is given here.");
    }
    if (values_of(item) == TAKES_ONE) {
        return sup_scoring_refuse(
            c, answer->n_values == 0 ? SUP_API_REQUIRED : SUP_API_VALUE, place, "values",
            "此项须填一个数。", "One number is given here.");
    }
    if (answer->n_values == 0) {
        return sup_scoring_refuse(
            c, SUP_API_REQUIRED, place, "values",
            sup_sprintf(c->arena, "请填写数值。%s", item->how),
            sup_sprintf(c->arena, "Numbers are needed. %s", item->how_en));
    }
    if (item->n_columns != 0) {
        return sup_scoring_refuse(
            c, SUP_API_VALUE, place, "values",
            sup_sprintf(c->arena, "须为每组 %zu 个数，最多 %u 组。%s", item->n_columns,
                        rows_of(item), item->how),
            sup_sprintf(c->arena, "Must be %zu numbers at a time, at most %u times. %s",
                        item->n_columns, rows_of(item), item->how_en));
    }
    return sup_scoring_refuse(c, SUP_API_VALUE, place, "values", "数值不能超过 200 个。",
                              "There are more than 200 numbers.");
}

/* Where the form has columns, whole rows of them. */
static int
fills_rows(const Sup__Item *item, size_t n)
{
    return item->n_columns == 0 ||
           (n % item->n_columns == 0 && n / item->n_columns <= rows_of(item));
}

static sup_rc
check_count(sup_ctx *c, const Sup__Item *item, const Sup__Answer *answer, size_t place)
{
    static const struct {
        size_t min, max;
    } rows[] = {[TAKES_NONE] = {0, 0},
                [TAKES_ONE] = {1, 1},
                [TAKES_SEVERAL] = {1, SUP_ANSWER_VALUES_MAX}};
    values_taken taken = sup_answer_is_skipped(answer) ? TAKES_NONE : values_of(item);

    return answer->n_values >= rows[taken].min && answer->n_values <= rows[taken].max &&
                   (taken != TAKES_SEVERAL || fills_rows(item, answer->n_values))
               ? SUP_OK
               : refuse_count(c, item, answer, place);
}

/* Live figures are the system's to say; of a stored report they are in the answer. */
static sup_rc
check_figures(sup_ctx *c, const Sup__Answer *answer, size_t place,
              sup_scoring_purpose purpose)
{
    if (answer->result != SUP__ANSWER__RESULT__result_unspecified &&
        !sup_answer_is_skipped(answer)) {
        return sup_scoring_refuse(
            c, SUP_API_VALUE, place, "result", "此项按系统数据评定，不选合格或者不合格。",
            "The system's figures tell of this item: neither pass nor fail is "
            "chosen.");
    }
    if (purpose == SUP_SCORING_STORED) {
        return answer->n_values == FIGURES || sup_answer_is_skipped(answer)
                   ? SUP_OK
                   : sup_scoring_refuse(c, SUP_API_VALUE, place, "values",
                                        "当时没有系统数据。",
                                        "There were no figures of the system then.");
    }
    if (answer->n_values != 0) {
        return sup_scoring_refuse(
            c, SUP_API_VALUE, place, "values", "此项按系统数据评定，不填数值。",
            "The system's figures tell of this item: no number is given.");
    }
    return SUP_OK;
}

static sup_rc
refuse_number(sup_ctx *c, size_t place, size_t i)
{
    return sup_scoring_refuse(c, SUP_API_VALUE, place,
                              sup_sprintf(c->arena, "values[%zu]", i), "不是可用的数值。",
                              "Not a number that can be.");
}

static sup_rc
refuse_range(sup_ctx *c, const Sup__Item *item, size_t place)
{
    if (item->answer == SUP__ITEM__ANSWER__graded) {
        return sup_scoring_refuse(
            c, SUP_API_VALUE, place, "values[0]",
            sup_sprintf(c->arena, "须为 0 至 %u 的整数。", item->grades),
            sup_sprintf(c->arena, "Must be a whole number from 0 to %u.", item->grades));
    }
    if (item->answer == SUP__ITEM__ANSWER__count) {
        return sup_scoring_refuse(c, SUP_API_VALUE, place, "values[0]",
                                  "须为不小于 0 的整数。",
                                  "Must be a whole number, not below 0.");
    }
    return refuse_number(c, place, 0);
}

static sup_rc
check_range(sup_ctx *c, const Sup__Item *item, const Sup__Answer *answer, size_t place)
{
    sup_score_item one = {.kind = (sup_answer_kind)item->answer, .grades = item->grades};
    sup_score_answer given = {.applies = !sup_answer_is_skipped(answer)};
    size_t i;

    for (i = 0; i < answer->n_values; i++) {
        if (!(answer->values[i] >= -1e15 && answer->values[i] <= 1e15)) {
            return refuse_number(c, place, i);
        }
    }
    if (values_of(item) == TAKES_ONE && given.applies) {
        given.value = answer->values[0];
        return sup_score_answer_ok(&one, &given) ? SUP_OK : refuse_range(c, item, place);
    }
    return SUP_OK;
}

static sup_rc
check_papers(sup_ctx *c, const Sup__Answer *answer, size_t place)
{
    const char *field;
    sup_rc rc = SUP_OK;

    if (answer->note[0] != '\0') {
        field = sup_scoring_field(c, place, "note");
        rc = field == NULL ? SUP_NOMEM
                           : sup_check_text(c, field, answer->note, 0, NOTE_MAX);
    }
    if (rc == SUP_OK && answer->n_evidence != 0) {
        field = sup_scoring_field(c, place, "evidence");
        rc = field == NULL
                 ? SUP_NOMEM
                 : sup_check_attachments(c, field, answer->evidence, answer->n_evidence);
    }
    return rc;
}

sup_rc
sup_scoring_check_answer(sup_ctx *c, const Sup__Item *item, const Sup__Answer *answer,
                         size_t place, sup_scoring_purpose purpose)
{
    sup_rc rc;

    if (item->figures != SUP__ITEM__FIGURES__figures_unspecified) {
        rc = check_figures(c, answer, place, purpose);
    } else {
        rc = check_result(c, item, answer, place);
        if (rc == SUP_OK) {
            rc = check_count(c, item, answer, place);
        }
    }
    if (rc == SUP_OK) {
        rc = check_range(c, item, answer, place);
    }
    return rc == SUP_OK ? check_papers(c, answer, place) : rc;
}

/* --- what a failure must show --- */

/* A reading is a value; an item that takes none has it in the note. */
static int
is_shown(const sup_scored *scored, Sup__Item__Evidence evidence)
{
    switch (evidence) {
    case SUP__ITEM__EVIDENCE__photo:
        return scored->answer->n_evidence != 0;
    case SUP__ITEM__EVIDENCE__note:
        return scored->answer->note[0] != '\0';
    case SUP__ITEM__EVIDENCE__reading:
        return scored->n_values != 0 || scored->answer->note[0] != '\0';
    default:
        return 1;
    }
}

static sup_rc
refuse_evidence(const sup_scoring *s, size_t i, Sup__Item__Evidence evidence)
{
    static const struct {
        const char *field, *zh, *en;
    } rows[] = {
        [SUP__ITEM__EVIDENCE__photo] = {"evidence", "此项不合格，须附照片：%s",
                                        "It failed, and needs a photo: %s"},
        [SUP__ITEM__EVIDENCE__note] = {"note", "此项不合格，须写明情况：%s",
                                       "It failed, and needs a note: %s"},
        [SUP__ITEM__EVIDENCE__reading] = {"note", "此项不合格，须写明读数：%s",
                                          "It failed, and needs the reading: %s"},
    };
    const Sup__Item *item = s->scored[i].item;

    return sup_scoring_refuse(s->c, SUP_API_REQUIRED, s->scored[i].place,
                              rows[evidence].field,
                              sup_sprintf(s->c->arena, rows[evidence].zh, item->text),
                              sup_sprintf(s->c->arena, rows[evidence].en, item->text_en));
}

sup_rc
sup_scoring_check_evidence(const sup_scoring *s)
{
    size_t i, k;

    for (i = 0; i < s->n; i++) {
        const Sup__Item *item = s->scored[i].item;

        /* what the system counted needs no other proof */
        if (!s->lines[i].failed ||
            item->figures != SUP__ITEM__FIGURES__figures_unspecified) {
            continue;
        }
        for (k = 0; k < item->n_evidence; k++) {
            if (!is_shown(&s->scored[i], item->evidence[k])) {
                return refuse_evidence(s, i, item->evidence[k]);
            }
        }
    }
    return SUP_OK;
}
