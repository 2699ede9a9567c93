/* Who asks: from nginx's words to role bits.
 * Owns: what a role's name makes of an actor.
 * Must not know: how nginx came to its words. */
#include "sup_ctx.h"
#include "sup_problem.h"
#include "sup_roles.h"

sup_rc
sup_actor_resolve(sup_actor *actor, const sup_credentials *credentials)
{
    *actor = (sup_actor){.roles = SUP_ROLE_PUBLIC,
                         .user = credentials->user,
                         .unit = credentials->unit,
                         .domains = credentials->domains};
    actor->signed_in = credentials->user.len != 0 || credentials->role.len != 0;
    for (size_t i = 0; i < sup_roles_n; i++) {
        if (sup_str_eq(sup_str_c(sup_roles[i].word), credentials->role)) {
            actor->roles |= sup_roles[i].bit;
            return SUP_OK;
        }
    }
    return SUP_API_ROLE;
}

int
sup_actor_in_domain(const sup_actor *actor, const char *domain)
{
    sup_str list = actor->domains;
    if (list.len == 0 || sup_str_eq(list, SUP_STR("*"))) {
        return 1;
    }
    sup_str wanted = sup_str_c(domain);
    size_t start = 0;
    for (size_t i = 0; i <= list.len; i++) {
        if (i < list.len && list.data[i] != ',' && list.data[i] != ' ') {
            continue;
        }
        if (sup_str_eq((sup_str){list.data + start, i - start}, wanted)) {
            return 1;
        }
        start = i + 1;
    }
    return 0;
}
