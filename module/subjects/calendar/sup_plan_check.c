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

/* One that is enabled, and the actor's. */
sup_rc
sup_plan_check_domain(sup_ctx *c, const char *domain, const char *field)
{
    if (sup_site_rulebook(c->site, domain) == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, field, "没有启用这个监督领域。",
                        "No such domain is enabled.");
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
