/* Occurrences as they are shown: with names.
 * Owns: the derived fields.
 * Must not know: who may see one, how they are found. */
#include "sup_occurrence_view.h"

#include "campus/sup_campus.h"
#include "rules/sup_rules.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

/* The schedule's name; the checklist's when the schedule is no longer there. */
static void
name_check(const sup_plan *plan, const sup_rulebook *rulebook, Sup__Occurrence *o)
{
    const Sup__Schedule *s = sup_plan_find(plan, o->schedule);
    const Sup__Template *template = sup_rulebook_template(rulebook, o->template_);
    if (s != NULL) {
        o->name = s->name;
        o->name_en = s->name_en;
    } else if (template != NULL) {
        o->name = template->name;
        o->name_en = template->name_en;
    }
}

sup_rc
sup_occurrence_view(sup_ctx *c, Sup__Occurrence *const *list, size_t n)
{
    sup_plan plan;
    sup_rc rc = sup_plan_read(c, &plan, NULL);
    for (size_t i = 0; i < n && rc >= SUP_OK; i++) {
        const Sup__Unit *unit = NULL;
        rc = sup_worst(rc, sup_register_unit(c, list[i]->unit, &unit));
        list[i]->unit_name = unit == NULL ? list[i]->unit : unit->name;
    }
    for (size_t i = 0; i < n && rc == SUP_OK; i++) {
        const sup_rulebook *rulebook = sup_site_rulebook(c->site, list[i]->domain);
        if (rulebook != NULL) {
            list[i]->domain_name = rulebook->book->name;
            name_check(&plan, rulebook, list[i]);
        }
    }
    return rc;
}
