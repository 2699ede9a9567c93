/* Items of a rulebook's sections validated beyond their table.
 * Owns: the rules that hold between the fields of an item, and the sentences that say why
 *   they are broken.
 * Must not know: templates, what an answer is worth, PCRE2, nginx, Redis, HTTP. */
#include "sup_rules_check_parts.h"
#include "supervision/v1/rules.pb-c.h"

#define BOUND_MAX 1e9

typedef sup_rules_checked check;

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
sup_rc
sup_rules_check_items(sup_rules_checked *c)
{
    const Sup__Rulebook *book = c->book;
    size_t i, j;

    for (i = 0; i < book->n_sections; i++) {
        Sup__Rulebook before = {.n_sections = i, .sections = book->sections};
        const sup_rulebook earlier = {.book = &before};

        for (j = 0; j < book->sections[i]->n_items; j++) {
            const Sup__Item *item = book->sections[i]->items[j];
            sup_rc rc;

            sup_rules_path(c, "sections", (long)i);
            sup_rules_path(c, "items", (long)j);
            if (sup_rulebook_item(&earlier, item->code) != NULL) {
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
