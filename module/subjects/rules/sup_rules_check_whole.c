/* A rulebook validated beyond its tables: deadlines, checklists, templates, scoring.
 * Owns: the rules that hold between fields, and the sentences that say why they are
 *   broken.
 * Must not know: PCRE2, nginx, Redis, HTTP. */
#include "sup_rules_check.h"
#include "supervision/v1/rules.pb-c.h"

#define BOUND_MAX 1e9

typedef sup_rules_checked check;

static sup_rc
check_deadlines(check *c)
{
    const Sup__Rulebook *book = c->book;
    size_t i, j;

    for (i = 0; i < book->n_deadlines; i++) {
        const Sup__DeadlineRule *d = book->deadlines[i];

        sup_rules_path(c, "deadlines", (long)i);
        for (j = 0; j < i; j++) {
            if (book->deadlines[j]->severity == d->severity) {
                return sup_rules_refuse_field(
                    c, "severity", "is given twice: one rule for each severity");
            }
        }
        if (d->sign_min > d->rectify_min) {
            return sup_rules_refuse_field(c, "sign_min", "is longer than rectify_min");
        }
        c->path[0] = '\0';
    }
    return SUP_OK;
}

/* --- checklists --- */

static int
bound_is_good(const Sup__Bound *bound)
{
    return bound == NULL || (bound->value >= -BOUND_MAX && bound->value <= BOUND_MAX);
}

static sup_rc
check_bounds(check *c, const Sup__Item *item)
{
    if (!bound_is_good(item->at_least)) {
        return sup_rules_refuse_field(c, "at_least", "is not a number within 1e9");
    }
    if (!bound_is_good(item->at_most)) {
        return sup_rules_refuse_field(c, "at_most", "is not a number within 1e9");
    }
    if (item->at_least != NULL && item->at_most != NULL &&
        item->at_least->value > item->at_most->value) {
        return sup_rules_refuse_field(c, "at_least",
                                      "is above at_most: nothing could pass");
    }
    return SUP_OK;
}

/* Measured, without code: a unit and at least one limit, or nothing could fail. */
static sup_rc
check_measured(check *c, const Sup__Item *item)
{
    if (item->answer != SUP__ITEM__ANSWER__measured) {
        return SUP_OK;
    }
    if (item->measure[0] == '\0') {
        return sup_rules_refuse_field(c, "measure",
                                      "is required: the unit of what is measured");
    }
    if (!item->by_code && item->at_least == NULL && item->at_most == NULL) {
        return sup_rules_refuse_field(
            c, "at_most",
            "is required: a limit, at_least, or by_code of a measured item");
    }
    return SUP_OK;
}

/* Counted, without code: full points up to at_most (0 when absent), none from zero_at. */
static sup_rc
check_counted(check *c, const Sup__Item *item)
{
    double most = item->at_most == NULL ? 0 : item->at_most->value;

    if (item->answer != SUP__ITEM__ANSWER__count) {
        return item->zero_at == 0
                   ? SUP_OK
                   : sup_rules_refuse_field(c, "zero_at", "is for counted items alone");
    }
    if (item->at_least != NULL || most < 0) {
        return sup_rules_refuse_field(
            c, item->at_least != NULL ? "at_least" : "at_most",
            "is not for a count: at_most from 0 and zero_at are");
    }
    if (!item->by_code && (double)item->zero_at <= most) {
        return sup_rules_refuse_field(c, "zero_at",
                                      "is not above at_most: no points from here on");
    }
    return SUP_OK;
}

static sup_rc
check_graded(check *c, const Sup__Item *item)
{
    int graded = item->answer == SUP__ITEM__ANSWER__graded;

    if (graded != (item->grades != 0)) {
        return sup_rules_refuse_field(c, "grades",
                                      graded
                                          ? "is required: the best grade of a graded item"
                                          : "is for graded items alone");
    }
    return SUP_OK;
}

static sup_rc
check_evidence(check *c, const Sup__Item *item)
{
    size_t i, j;

    for (i = 0; i < item->n_evidence; i++) {
        sup_rc rc = SUP_OK;
        size_t len = strlen(c->path);

        sup_rules_path(c, "evidence", (long)i);
        if (item->evidence[i] < SUP__ITEM__EVIDENCE__photo ||
            item->evidence[i] > SUP__ITEM__EVIDENCE__reading) {
            rc = sup_rules_refuse(c, "is not photo, note or reading");
        }
        for (j = 0; j < i && rc == SUP_OK; j++) {
            if (item->evidence[j] == item->evidence[i]) {
                rc = sup_rules_refuse(c, "is given twice");
            }
        }
        if (rc != SUP_OK) {
            return rc;
        }
        c->path[len] = '\0';
    }
    return SUP_OK;
}

/* Live figures are four counts, and only code makes points of several numbers. */
static sup_rc
check_figures(check *c, const Sup__Item *item)
{
    if (item->figures == SUP__ITEM__FIGURES__figures_unspecified) {
        return SUP_OK;
    }
    if (!item->by_code) {
        return sup_rules_refuse_field(c, "figures", "is for items with by_code alone");
    }
    if (item->answer != SUP__ITEM__ANSWER__measured &&
        item->answer != SUP__ITEM__ANSWER__count) {
        return sup_rules_refuse_field(
            c, "figures", "is for measured or counted items: it gives four counts");
    }
    return SUP_OK;
}

/* Columns are what a form asks for where only code knows what numbers mean. */
static sup_rc
check_columns(check *c, const Sup__Item *item)
{
    int asked = item->by_code && item->figures == SUP__ITEM__FIGURES__figures_unspecified;

    if (item->n_columns != 0 && !asked) {
        return sup_rules_refuse_field(
            c, "columns", "is for items with by_code and without figures alone");
    }
    if (item->n_columns == 0 && item->rows != 0) {
        return sup_rules_refuse_field(c, "rows", "is for items with columns alone");
    }
    if (item->n_columns * (size_t)item->rows > SUP_ANSWER_VALUES_MAX) {
        return sup_rules_refuse_field(
            c, "rows",
            sup_sprintf(c->arena, "times columns are more than %d numbers",
                        SUP_ANSWER_VALUES_MAX));
    }
    return SUP_OK;
}

static sup_rc
check_item(check *c, const Sup__Item *item)
{
    static sup_rc (*const checks[])(check *, const Sup__Item *) = {
        check_bounds,   check_measured, check_counted, check_graded,
        check_evidence, check_figures,  check_columns};
    size_t i;
    sup_rc rc = SUP_OK;

    for (i = 0; i < sizeof(checks) / sizeof(checks[0]) && rc == SUP_OK; i++) {
        rc = checks[i](c, item);
    }
    return rc;
}

/* Item codes are one name space, because templates and answers name items alone. */
static sup_rc
check_items(check *c)
{
    const Sup__Rulebook *book = c->book;
    size_t i, j;

    for (i = 0; i < book->n_sections; i++) {
        const Sup__Rulebook earlier = {.n_sections = i, .sections = book->sections};

        for (j = 0; j < book->sections[i]->n_items; j++) {
            const Sup__Item *item = book->sections[i]->items[j];
            sup_rc rc;

            sup_rules_path(c, "sections", (long)i);
            sup_rules_path(c, "items", (long)j);
            if (sup_rules_has(&earlier, "items", item->code)) {
                return sup_rules_refuse_field(c, "code",
                                              "is already in an earlier section");
            }
            rc = check_item(c, item);
            if (rc != SUP_OK) {
                return rc;
            }
            c->path[0] = '\0';
        }
    }
    return SUP_OK;
}

/* --- templates --- */

static int
named_before(char *const *list, size_t at)
{
    size_t i;

    for (i = 0; i < at; i++) {
        if (strcmp(list[i], list[at]) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The section of the template that brings the item already; NULL: none. */
static const char *
section_with(const Sup__Rulebook *book, const Sup__Template *t, const char *item)
{
    size_t i, j;

    for (i = 0; i < t->n_sections; i++) {
        for (j = 0; j < book->n_sections; j++) {
            const Sup__Rulebook one = {.n_sections = 1, .sections = &book->sections[j]};

            if (strcmp(book->sections[j]->code, t->sections[i]) == 0 &&
                sup_rules_has(&one, "items", item)) {
                return t->sections[i];
            }
        }
    }
    return NULL;
}

static size_t
template_items(const Sup__Rulebook *book, const Sup__Template *t)
{
    size_t i, j, n = t->n_items;

    for (i = 0; i < t->n_sections; i++) {
        for (j = 0; j < book->n_sections; j++) {
            if (strcmp(book->sections[j]->code, t->sections[i]) == 0) {
                n += book->sections[j]->n_items;
            }
        }
    }
    return n;
}

static sup_rc
check_template(check *c, const Sup__Template *t)
{
    size_t i, n = template_items(c->book, t);

    if (t->n_items + t->n_sections == 0) {
        return sup_rules_refuse_field(c, "items",
                                      "is required: an item, or a section in sections");
    }
    if (n > SUP_CHECKLIST_MAX) {
        return sup_rules_refuse_field(
            c, t->n_sections != 0 ? "sections" : "items",
            sup_sprintf(c->arena, "bring %zu items, more than %d", n, SUP_CHECKLIST_MAX));
    }
    for (i = 0; i < t->n_sections; i++) {
        if (named_before(t->sections, i)) {
            sup_rules_path(c, "sections", (long)i);
            return sup_rules_refuse(c, "is named twice");
        }
    }
    for (i = 0; i < t->n_items; i++) {
        const char *section = section_with(c->book, t, t->items[i]);

        if (named_before(t->items, i) || section != NULL) {
            sup_rules_path(c, "items", (long)i);
            return sup_rules_refuse(
                c, section == NULL
                       ? "is named twice"
                       : sup_sprintf(c->arena, "comes with section \"%.48s\"", section));
        }
    }
    return SUP_OK;
}

static sup_rc
check_templates(check *c)
{
    size_t i;

    for (i = 0; i < c->book->n_templates; i++) {
        sup_rc rc;

        sup_rules_path(c, "templates", (long)i);
        rc = check_template(c, c->book->templates[i]);
        if (rc != SUP_OK) {
            return rc;
        }
        c->path[0] = '\0';
    }
    return SUP_OK;
}

/* --- scoring --- */

static sup_rc
check_standing(check *c, const Sup__Standing *s)
{
    uint64_t sum;

    if (s == NULL) {
        return SUP_OK;
    }
    sum = (uint64_t)s->inspections + s->on_time + s->not_reopened + s->satisfaction +
          s->checks_done;
    if (sum != 100) {
        return sup_rules_refuse_field(
            c, "standing",
            sup_sprintf(c->arena, "has weights that sum to %u, not 100", (unsigned)sum));
    }
    return SUP_OK;
}

static sup_rc
check_scoring(check *c)
{
    const Sup__Scoring *scoring = c->book->scoring;
    sup_rc rc;
    size_t i;

    if (scoring == NULL) {
        return SUP_OK;
    }
    sup_rules_path(c, "scoring", -1);
    for (i = 1; i < scoring->n_grades; i++) {
        if (!(scoring->grades[i]->at_least < scoring->grades[i - 1]->at_least)) {
            sup_rules_path(c, "grades", (long)i);
            return sup_rules_refuse_field(c, "at_least",
                                          "is not below the grade before: best first");
        }
    }
    if (!(scoring->repeat_factor == 0 ||
          (scoring->repeat_factor >= 1 && scoring->repeat_factor <= 10))) {
        return sup_rules_refuse_field(c, "repeat_factor", "is not 1 to 10");
    }
    if (!(scoring->failed_below >= 0 && scoring->failed_below <= 1)) {
        return sup_rules_refuse_field(c, "failed_below",
                                      "is not a share of the points, 0 to 1");
    }
    rc = check_standing(c, scoring->standing);
    if (rc == SUP_OK) {
        c->path[0] = '\0';
    }
    return rc;
}

sup_rc
sup_rules_check_whole(sup_rules_checked *c)
{
    static sup_rc (*const checks[])(check *) = {check_deadlines, check_items,
                                                check_templates, check_scoring};
    size_t i;
    sup_rc rc = SUP_OK;

    for (i = 0; i < sizeof(checks) / sizeof(checks[0]) && rc == SUP_OK; i++) {
        rc = checks[i](c);
    }
    return rc;
}
