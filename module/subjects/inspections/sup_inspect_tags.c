/* The ways of supervision 监督方式 of an inspection: those given, and those that follow.
 * Owns: the table of tags.
 * Must not know: answers, the store. */
#include "sup_inspect_tags.h"

#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

#define TAG(t) (1u << SUP__CASE__TAG__##t)

static const struct {
    unsigned a, b; /* exclude each other */
} opposites[] = {{TAG(internal), TAG(from_complaint)},
                 {TAG(comprehensive), TAG(partial)},
                 {TAG(from_above), TAG(self_check)},
                 {TAG(regular), TAG(irregular)},
                 {TAG(open_visit), TAG(covert_visit)}};

static const unsigned implied[] = {
    [SUP__TEMPLATE__CHECK__daily] = TAG(regular) | TAG(partial),
    [SUP__TEMPLATE__CHECK__weekly] = TAG(regular) | TAG(partial),
    [SUP__TEMPLATE__CHECK__comprehensive] = TAG(comprehensive),
    [SUP__TEMPLATE__CHECK__partial] = TAG(partial),
    [SUP__TEMPLATE__CHECK__special] = TAG(partial),
    [SUP__TEMPLATE__CHECK__unannounced] =
        TAG(covert_visit) | TAG(irregular) | TAG(partial),
    [SUP__TEMPLATE__CHECK__reinspection] = TAG(partial) | TAG(irregular),
};

static unsigned
opposite_of(unsigned tag)
{
    for (size_t i = 0; i < sizeof(opposites) / sizeof(opposites[0]); i++) {
        if (tag & (opposites[i].a | opposites[i].b)) {
            return tag == opposites[i].a ? opposites[i].b : opposites[i].a;
        }
    }
    return 0;
}

/* What follows from template, actor and participants gives way to what was said, but for
 * this: a unit's own check is a self-check, and nobody else's is. */
static unsigned
complete(const sup_inspect *s, unsigned given)
{
    unsigned more = TAG(internal) | TAG(open_visit) | implied[s->template->check];
    unsigned all = given;
    more |= s->in->occurrence[0] != '\0' ? TAG(regular) : 0;
    more |= s->in->n_participants != 0 ? TAG(joint) : 0;
    if (more & TAG(covert_visit)) {
        more &= ~TAG(open_visit);
    }
    if (more & TAG(regular)) {
        more &= ~TAG(irregular);
    }
    if (s->self_check) {
        more |= TAG(self_check);
    }
    for (unsigned tag = 1; tag <= TAG(joint); tag <<= 1) {
        if ((more & tag) && !(all & opposite_of(tag))) {
            all |= tag;
        }
    }
    return all;
}

static sup_rc
check_tags(sup_ctx *c, const sup_inspect *s, unsigned given)
{
    for (size_t i = 0; i < sizeof(opposites) / sizeof(opposites[0]); i++) {
        if ((given & opposites[i].a) && (given & opposites[i].b)) {
            return sup_fail(c, SUP_API_VALUE, "tags", "两种监督方式互相排斥。",
                            "Two of the tags exclude each other.");
        }
    }
    if (s->self_check && (given & (TAG(from_above) | TAG(covert_visit)))) {
        return sup_fail(c, SUP_API_VALUE, "tags", "自查不能是上级督促或暗访。",
                        "A self-check is neither from above nor covert.");
    }
    if (!s->self_check && (given & TAG(self_check))) {
        return sup_fail(c, SUP_API_VALUE, "tags", "自查由被检单位进行。",
                        "A self-check is done by the unit itself.");
    }
    return SUP_OK;
}

sup_rc
sup_inspect_tags(sup_ctx *c, const sup_inspect *s, Sup__Inspection *report)
{
    unsigned given = 0;
    for (size_t i = 0; i < s->in->n_tags; i++) {
        given |= 1u << s->in->tags[i];
    }
    sup_rc rc = check_tags(c, s, given & ~1u);
    if (rc != SUP_OK) {
        return rc;
    }
    unsigned all = complete(s, given & ~1u);
    report->tags = sup_alloc(c->arena, 16 * sizeof(report->tags[0]));
    if (report->tags == NULL) {
        return SUP_NOMEM;
    }
    for (int tag = SUP__CASE__TAG__internal; tag <= SUP__CASE__TAG__joint; tag++) {
        if (all & 1u << tag) {
            report->tags[report->n_tags++] = (Sup__Case__Tag)tag;
        }
    }
    return SUP_OK;
}
