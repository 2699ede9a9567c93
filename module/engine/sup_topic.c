/* Topics: telling all who hear.
 * Owns: that each keeps to the bound of ops that its row states.
 * Must not know: which topics there are, what is told. */
#include "sup_topic.h"

static sup_rc
ask(sup_ctx *c, const sup_hearer *hearer, const void *told)
{
    size_t before = c->n_ops;
    sup_rc rc = hearer->hear(c, told);
    sup_assert(c->n_ops - before <= hearer->ops_max);
    return rc == SUP_OK && c->n_ops - before > hearer->ops_max
               ? sup_fail(c, SUP_API_INTERNAL, NULL, NULL, NULL)
               : rc;
}

sup_rc
sup_tell(sup_ctx *c, unsigned topic, const void *told)
{
    sup_rc result = SUP_OK;
    for (const sup_subject *const *s = sup_subjects; *s != NULL; s++) {
        const sup_hearer *h = (*s)->hears;
        for (; h != NULL && h->topic != 0 && result >= 0; h++) {
            if (h->topic == topic) {
                result = sup_worst(result, ask(c, h, told));
            }
        }
    }
    return result;
}
