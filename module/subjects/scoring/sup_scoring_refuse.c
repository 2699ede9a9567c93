/* Refusing a part of an answer.
 * Owns: how the field of an answer is named.
 * Must not know: what is refused, and why. */
#include "sup_scoring_refuse.h"

const char *
sup_scoring_field(sup_ctx *c, size_t place, const char *name)
{
    return sup_sprintf(c->arena, "answers[%zu].%s", place, name);
}

sup_rc
sup_scoring_refuse(sup_ctx *c, sup_rc rc, size_t place, const char *name, const char *zh,
                   const char *en)
{
    const char *field = sup_scoring_field(c, place, name);

    if (name == NULL || field == NULL || zh == NULL || en == NULL) {
        return SUP_NOMEM;
    }
    return sup_fail(c, rc, field, zh, en);
}
