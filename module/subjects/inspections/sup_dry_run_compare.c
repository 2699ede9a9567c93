/* What differs between a score as it was issued and the same check by a candidate.
 * Owns: the comparison, and the sentences that say why a line differs.
 * Must not know: how reports are read, how they are scored. */
#include "sup_dry_run.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#define SAME_PERCENT 0.004 /* two decimals are shown */

typedef struct {
    sup_ctx *c;
    const Sup__Score__Line *then, *now; /* now: NULL, not scored by the candidate */
    const char *zh, *en;                /* NULL: no memory */
} comparison;

static int
differ(double a, double b)
{
    return a - b > SAME_PERCENT || b - a > SAME_PERCENT;
}

/* Of its weight, in percent; -1: it was not scored. */
static double
points_of(const Sup__Score__Line *line)
{
    if (line == NULL || line->outcome == SUP__SCORE__OUTCOME__skipped ||
        line->weight <= 0) {
        return -1;
    }
    return (double)(int64_t)(line->points / line->weight * 10000 + 0.5) / 100;
}

/* --- why a line differs --- */

static void
why(comparison *x, const char *zh, const char *en)
{
    sup_arena *arena = x->c->arena;

    if (x->zh == NULL || x->en == NULL || zh == NULL || en == NULL) {
        x->zh = x->en = NULL;
        return;
    }
    x->zh = sup_sprintf(arena, "%s%s%s", x->zh, x->zh[0] == '\0' ? "" : "；", zh);
    x->en = sup_sprintf(arena, "%s%s%s", x->en, x->en[0] == '\0' ? "" : "; ", en);
}

static void
why_outcome(comparison *x)
{
    static const struct {
        const char *zh, *en;
    } names[] = {{"未评定", "not judged"},
                 {"得满分", "full points"},
                 {"部分得分", "partial points"},
                 {"不合格", "failed"},
                 {"不适用", "not applicable"}};
    unsigned then = (unsigned)x->then->outcome, now = (unsigned)x->now->outcome;

    if (then != now && then < 5 && now < 5) {
        why(x, sup_sprintf(x->c->arena, "由%s变为%s", names[then].zh, names[now].zh),
            sup_sprintf(x->c->arena, "from %s to %s", names[then].en, names[now].en));
    }
}

static void
why_points(comparison *x)
{
    double then = points_of(x->then), now = points_of(x->now);

    if (then >= 0 && now >= 0 && differ(then, now)) {
        why(x, sup_sprintf(x->c->arena, "得分比例由 %.2f%% 变为 %.2f%%", then, now),
            sup_sprintf(x->c->arena, "from %.2f%% to %.2f%% of its points", then, now));
    }
}

/* A limit stands in the answer's words. */
static void
why_answer(comparison *x)
{
    if (strcmp(x->then->answer, x->now->answer) != 0) {
        why(x,
            sup_sprintf(x->c->arena, "当时为“%s”，现为“%s”", x->then->answer,
                        x->now->answer),
            sup_sprintf(x->c->arena, "\"%s\" then, \"%s\" now", x->then->answer_en,
                        x->now->answer_en));
    }
}

static void
why_weight(comparison *x)
{
    if (x->then->weight != x->now->weight) {
        why(x,
            sup_sprintf(x->c->arena, "权重由 %.10g 变为 %.10g", x->then->weight,
                        x->now->weight),
            sup_sprintf(x->c->arena, "weight from %.10g to %.10g", x->then->weight,
                        x->now->weight));
    }
}

static void
why_critical(comparison *x)
{
    if (!x->then->critical != !x->now->critical) {
        why(x, x->now->critical ? "计为关键项不合格" : "不再计为关键项不合格",
            x->now->critical ? "counts as a critical failure"
                             : "no longer a critical failure");
    }
    if (!x->then->veto != !x->now->veto) {
        why(x, x->now->veto ? "一票否决" : "不再一票否决",
            x->now->veto ? "a veto" : "no longer a veto");
    }
}

static void
why_factor(comparison *x)
{
    if (x->then->factor != x->now->factor) {
        why(x,
            sup_sprintf(x->c->arena, "重复不合格由 %.10g 倍变为 %.10g 倍计",
                        x->then->factor, x->now->factor),
            sup_sprintf(x->c->arena, "repetition counts %.10g instead of %.10g times",
                        x->now->factor, x->then->factor));
    }
}

static void
why_missing(comparison *x, const sup_rulebook *candidate, const sup_checklist *list)
{
    if (sup_checklist_place(list, x->then->item) < list->n) {
        why(x, "候选规则的作答方式不同，当时的答案不能沿用",
            "it is answered in another way, so the answer of then says nothing");
        return;
    }
    if (sup_rulebook_item(candidate, x->then->item) != NULL) {
        why(x, "候选规则的这张检查表没有此项", "not in this checklist of the candidate");
    } else {
        why(x, "候选规则没有此项", "not in the candidate");
    }
}

/* --- lines --- */

static sup_rc
add_line(comparison *x, Sup__DryRun__Change *change, const char *item, const char *text)
{
    Sup__DryRun__LineChange *line;

    if (x->zh == NULL) {
        return SUP_NOMEM;
    }
    if (x->zh[0] == '\0') {
        return SUP_OK;
    }
    line = SUP_NEW(x->c->arena, Sup__DryRun__LineChange,
                   sup__dry_run__line_change__descriptor);
    if (line == NULL) {
        return SUP_NOMEM;
    }
    line->item = (char *)(uintptr_t)item;
    line->text = (char *)(uintptr_t)text;
    line->points = points_of(x->now);
    line->points_then = points_of(x->then);
    line->why = (char *)(uintptr_t)x->zh;
    line->why_en = (char *)(uintptr_t)x->en;
    change->lines[change->n_lines++] = line;
    return SUP_OK;
}

static sup_rc
compare_lines(sup_ctx *c, const sup_rulebook *candidate, const sup_checklist *list,
              const Sup__Score *then, const Sup__Score *now, Sup__DryRun__Change *change)
{
    static void (*const reasons[])(comparison *) = {
        why_outcome, why_points, why_answer, why_weight, why_critical, why_factor};
    sup_rc rc = SUP_OK;
    size_t i, k;

    for (i = 0; i < then->n_lines && rc == SUP_OK; i++) {
        const Sup__Score__Line *line = then->lines[i];
        comparison x = {.c = c,
                        .then = line,
                        .now = sup_score_find(now, line->item),
                        .zh = "",
                        .en = ""};

        for (k = 0; x.now != NULL && k < sizeof(reasons) / sizeof(reasons[0]); k++) {
            reasons[k](&x);
        }
        if (x.now == NULL) {
            why_missing(&x, candidate, list);
        }
        rc = add_line(&x, change, line->item, line->text);
    }
    return rc;
}

/* What the candidate asks for and nobody looked at then. */
static sup_rc
compare_new(sup_ctx *c, const sup_checklist *list, const Sup__Score *then,
            Sup__DryRun__Change *change)
{
    sup_rc rc = SUP_OK;
    size_t i;

    for (i = 0; i < list->n && rc == SUP_OK; i++) {
        comparison x = {.c = c,
                        .zh = "候选规则新增，当时没有检查",
                        .en = "new in the candidate, and not looked at then"};

        if (sup_score_find(then, list->items[i]->code) == NULL) {
            rc = add_line(&x, change, list->items[i]->code, list->items[i]->text);
        }
    }
    return rc;
}

/* --- the whole --- */

sup_rc
sup_dry_run_compare(sup_ctx *c, const sup_rulebook *candidate, const sup_checklist *list,
                    const Sup__Inspection *report, const Sup__Score *now,
                    Sup__DryRun__Change **out)
{
    const Sup__Score *then = report->score;
    Sup__DryRun__Change *change =
        SUP_NEW(c->arena, Sup__DryRun__Change, sup__dry_run__change__descriptor);
    sup_rc rc;

    *out = NULL;
    if (change == NULL) {
        return SUP_NOMEM;
    }
    change->lines =
        sup_calloc(c->arena, (then->n_lines + list->n + 1) * sizeof(*change->lines));
    if (change->lines == NULL) {
        return SUP_NOMEM;
    }
    change->inspection = report->id;
    change->number = report->number;
    change->unit_name = report->unit_name;
    change->submitted_at = report->submitted_at;
    change->percent = now->percent;
    change->percent_then = then->percent;
    change->grade = now->grade_name;
    change->grade_then = then->grade_name;
    change->version_then = then->rulebook_version;
    rc = compare_lines(c, candidate, list, then, now, change);
    if (rc == SUP_OK) {
        rc = compare_new(c, list, then, change);
    }
    if (rc == SUP_OK && (change->n_lines != 0 || differ(now->percent, then->percent) ||
                         strcmp(now->grade_name, then->grade_name) != 0)) {
        *out = change;
    }
    return rc;
}
