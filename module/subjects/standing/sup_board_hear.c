/* The public board's counters, kept with the cases and checks that they count.
 * Owns: which change counts on the board, and the names of its counters.
 * Must not know: what the board makes of them (sup_board.c). */
#include "core/sup_facts.h"
#include "topics/sup_topics.h"
#include "sup_board.h"
#include "sup_standing_subject.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/cases.pb-c.h"

char *
sup_board_key(sup_arena *arena, const char *period)
{
    return sup_sprintf(arena, "board:%s", period);
}

static sup_rc
count(sup_ctx *c, const char *period, const char *domain, const char *name, int delta)
{
    return delta == 0
               ? SUP_OK
               : sup_op_counter(c, sup_board_key(c->arena, period),
                                sup_sprintf(c->arena, "%s.%s", domain, name), delta);
}

static sup_rc
count_facts(sup_ctx *c, const Sup__CaseRecord *of, const char *period, unsigned before,
            unsigned after)
{
    sup_rc rc = SUP_OK;
    for (unsigned f = 0; rc == SUP_OK && f < SUP_FACTS; f++) {
        rc = count(c, period, of->case_->domain, sup_fact_name(f),
                   (int)(after >> f & 1) - (int)(before >> f & 1));
    }
    return rc;
}

_Static_assert(SUP_BOARD_CASE_OPS == 2 * SUP_FACTS, "a case goes to another domain");

sup_rc
sup_board_hear_case(sup_ctx *c, const void *told)
{
    const sup_case_change *change = told;
    const Sup__CaseRecord *before = change->before, *after = change->after;
    const char *period = after->period; /* a case keeps it, or gets it with this change */
    if (before == NULL || strcmp(before->case_->domain, after->case_->domain) == 0) {
        return count_facts(c, after, period, before == NULL ? 0 : before->facts,
                           after->facts);
    }
    sup_rc rc = count_facts(c, before, period, before->facts, 0);
    return rc == SUP_OK ? count_facts(c, after, period, 0, after->facts) : rc;
}

#define IN(name) (1u << SUP__OCCURRENCE__STATE__##name)

/* The public's ratio is of checks that are over: today's are not done yet, and are no
 * failing. */
static const struct {
    const char *name;
    unsigned states;
} of_check[] = {
    {SUP_BOARD_CHECKS_DUE, IN(done) | IN(late) | IN(missed)},
    {SUP_BOARD_CHECKS_DONE, IN(done) | IN(late)},
};
_Static_assert(sizeof(of_check) / sizeof(of_check[0]) == SUP_BOARD_CHECK_OPS, "agree");

sup_rc
sup_board_hear_check(sup_ctx *c, const void *told)
{
    const sup_check_change *change = told;
    const Sup__OccurrenceRecord *record = change->after;
    sup_rc rc = SUP_OK;
    for (size_t i = 0; rc == SUP_OK && i < sizeof(of_check) / sizeof(of_check[0]); i++) {
        rc = count(c, record->counted_in, record->occurrence->domain, of_check[i].name,
                   sup_check_delta(change, of_check[i].states));
    }
    return rc;
}
