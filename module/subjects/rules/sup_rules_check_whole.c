/* A rulebook validated beyond its tables: deadlines, templates, scoring.
 * Owns: the rules that hold between fields, and the sentences that say why they are
 *   broken.
 * Must not know: schedules, PCRE2, nginx, Redis, HTTP. */
#include "sup_rules_check_parts.h"
#include "supervision/v1/rules.pb-c.h"

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

static int
section_has(const Sup__Section *section, const char *item)
{
    size_t i;

    for (i = 0; i < section->n_items; i++) {
        if (strcmp(section->items[i]->code, item) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The tables have seen to it that every section named is there. */
static const char *
section_with(const check *c, const Sup__Template *t, const char *item)
{
    size_t i;

    for (i = 0; i < t->n_sections; i++) {
        const Sup__Section *section = sup_rulebook_section(&c->rulebook, t->sections[i]);

        sup_assert(section != NULL);
        if (section_has(section, item)) {
            return t->sections[i];
        }
    }
    return NULL;
}

static size_t
template_items(const check *c, const Sup__Template *t)
{
    size_t i, n = t->n_items;

    for (i = 0; i < t->n_sections; i++) {
        n += sup_rulebook_section(&c->rulebook, t->sections[i])->n_items;
    }
    return n;
}

static sup_rc
check_template(check *c, const Sup__Template *t)
{
    size_t i, n = template_items(c, t);

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
        const char *section = section_with(c, t, t->items[i]);

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
    static sup_rc (*const checks[])(check *) = {check_deadlines, sup_rules_check_items,
                                                check_templates, check_scoring};
    size_t i;
    sup_rc rc = SUP_OK;

    for (i = 0; i < sizeof(checks) / sizeof(checks[0]) && rc == SUP_OK; i++) {
        rc = checks[i](c);
    }
    return rc;
}
