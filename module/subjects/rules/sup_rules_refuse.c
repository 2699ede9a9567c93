/* One validation of a rulebook under way: where it stands, how it refuses.
 * Owns: the path of the field looked at.
 * Must not know: what is refused, and why. */
#include "sup_rules_refuse.h"

#include <stdio.h>

sup_rc
sup_rules_refuse(sup_rules_checked *c, const char *detail)
{
    c->error->field = sup_strdup(c->arena, sup_str_c(c->path));
    c->error->detail = detail;
    if (c->error->field == NULL || detail == NULL) {
        c->error->field = "";
        c->error->detail = "no memory is left";
        return SUP_NOMEM;
    }
    return SUP_RULES_INVALID;
}

void
sup_rules_path(sup_rules_checked *c, const char *field, long index)
{
    size_t len = strlen(c->path);
    const char *dot = len == 0 ? "" : ".";

    if (index < 0) {
        (void)snprintf(c->path + len, sizeof(c->path) - len, "%s%s", dot, field);
    } else {
        (void)snprintf(c->path + len, sizeof(c->path) - len, "%s%s[%ld]", dot, field,
                       index);
    }
}

sup_rc
sup_rules_refuse_field(sup_rules_checked *c, const char *field, const char *detail)
{
    sup_rules_path(c, field, -1);
    return sup_rules_refuse(c, detail);
}
