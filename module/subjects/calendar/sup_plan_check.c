/* What may be put as a period or as a schedule: what both have.
 * Owns: names and domains of both.
 * Must not know: how they are stored, which checks come of them. */
#include "core/sup_life.h"
#include "rules/sup_rules.h"
#include "sup_plan_private.h"

sup_rc
sup_plan_check_names(sup_ctx *c, const char *name, const char *name_en)
{
    sup_rc rc = sup_check_text(c, "name", name, 1, 40);
    return rc == SUP_OK ? sup_check_text(c, "name_en", name_en, 0, 80) : rc;
}

sup_rc
sup_plan_check_day(sup_ctx *c, const char *field, const char *text, int32_t *day)
{
    return sup_date_parse(sup_str_c(text), day) == SUP_OK
               ? SUP_OK
               : sup_fail(c, SUP_API_VALUE, field, "日期须写作 2026-11-23。",
                          "A date is written 2026-11-23.");
}

/* One that is enabled, and the actor's. */
sup_rc
sup_plan_check_domain(sup_ctx *c, const char *domain, const char *field)
{
    sup_rc rc = sup_rulebook_enabled(c, field, domain);
    if (rc != SUP_OK) {
        return rc;
    }
    return sup_actor_in_domain(&c->actor, domain)
               ? SUP_OK
               : sup_fail(c, SUP_LIFE_DOMAIN, field, "这不是您负责的领域。",
                          "This is not one of your domains.");
}

sup_rc
sup_plan_not_his(sup_ctx *c)
{
    return sup_fail(c, SUP_LIFE_DOMAIN, "id", "这个编号现属您不负责的领域。",
                    "What has this id now is not of your domains alone.");
}
