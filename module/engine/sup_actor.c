/* Who asks: from nginx's words to role bits.
 * Owns: what a role's name makes of an actor.
 * Must not know: how nginx came to its words. */
#include "core/sup_id.h"
#include "sup_ctx.h"
#include "sup_roles.h"

/* What nginx says of an actor ends up in records: only text that they can hold. */
#define WORDS_MAX 512

static int
is_word(sup_str word)
{
    if (word.len > WORDS_MAX || sup_utf8_length(word) < 0) {
        return 0;
    }
    for (size_t i = 0; i < word.len; i++) {
        unsigned char ch = (unsigned char)word.data[i];
        if (ch < 0x20 || ch == 0x7f) {
            return 0;
        }
    }
    return 1;
}

sup_rc
sup_actor_resolve(sup_actor *actor, const sup_credentials *credentials)
{
    *actor = (sup_actor){.roles = SUP_ROLE_PUBLIC,
                         .user = credentials->user,
                         .unit = credentials->unit,
                         .domains = credentials->domains};
    actor->signed_in = credentials->user.len != 0 || credentials->role.len != 0;
    if (!is_word(credentials->user) || !is_word(credentials->unit) ||
        !is_word(credentials->domains)) {
        return SUP_API_ACTOR;
    }
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
    if (sup_str_eq(list, SUP_STR("*"))) {
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

int
sup_actor_oversees(const sup_actor *actor, const char *domain)
{
    return (actor->roles & SUP_ROLE_LEADER) != 0 ||
           ((actor->roles & SUP_ROLES_OVERSIGHT) != 0 &&
            sup_actor_in_domain(actor, domain));
}

sup_rc
sup_actor_own_unit(sup_ctx *c, const char *asked, const char **unit)
{
    *unit = asked;
    if (!(c->actor.roles & SUP_ROLES_OVERSIGHT)) {
        *unit = sup_strdup(c->arena, c->actor.unit);
        if (*unit == NULL || (*unit)[0] == '\0' ||
            (asked[0] != '\0' && strcmp(asked, *unit) != 0)) {
            return sup_fail(c, SUP_LIFE_OTHER_UNIT, "unit", NULL, NULL);
        }
    }
    return (*unit)[0] == '\0' || sup_name_ok(sup_str_c(*unit))
               ? SUP_OK
               : sup_fail(c, SUP_API_REFERENCE, "unit", NULL, NULL); /* makes no key */
}
