/* The facts of a case that the public board counts: one row for each fact.
 * Owns: which case counts for what.
 * Must not know: how counters are stored, what the board shows. */
#include "sup_facts.h"

#define STATE(s) (1u << SUP_STATE_##s)
#define KIND(k)  (1u << SUP_KIND_##k)

#define ANY_KIND   ((1u << SUP_KINDS) - 1u)
#define ANY_STATE  ((1u << SUP_STATES) - 1u - STATE(NONE))
#define SIDE_WAYS  (STATE(REJECTED) | STATE(WITHDRAWN) | STATE(MERGED))
#define AFTER_WORK (STATE(RECTIFIED) | STATE(VERIFIED) | STATE(CLOSED))

/* A suggestion, praise or inquiry asks for an answer, not for a solution. */
#define CALLS_FOR_SOLVING                                                                \
    (KIND(COMPLAINT) | KIND(REPAIR) | KIND(INSPECTION) | KIND(DIRECTIVE))
/* What an inspection found or a superior ordered has no reporter whose word could count.
 */
#define HAS_REPORTER (ANY_KIND & ~(KIND(INSPECTION) | KIND(DIRECTIVE)))

static int
is_answered(const sup_facts_case *c)
{
    return c->answered != 0;
}

static int
is_satisfied(const sup_facts_case *c)
{
    return c->word == SUP_WORD_SATISFIED;
}

static int
is_dissatisfied(const sup_facts_case *c)
{
    return c->word == SUP_WORD_DISSATISFIED;
}

/* All that is left, so that satisfied, dissatisfied and silent add up to the closed. */
static int
is_silent(const sup_facts_case *c)
{
    return !is_satisfied(c) && !is_dissatisfied(c);
}

static int
is_rectified(const sup_facts_case *c)
{
    return c->rectified_at_ms != 0;
}

/* Without a deadline nothing can be said to have kept it. */
static int
is_on_time(const sup_facts_case *c)
{
    return is_rectified(c) && c->rectify_by_ms != 0 &&
           c->rectified_at_ms <= c->rectify_by_ms;
}

static int
is_reopened(const sup_facts_case *c)
{
    return c->reopened != 0;
}

/* A numerator's states and kinds lie within those of its denominator and its check
 * implies the denominator's: no sum of rows can make a ratio above one. */
static const struct {
    const char *name;
    unsigned states;
    unsigned kinds;
    int (*check)(const sup_facts_case *c); /* NULL: state and kind are enough */
} fact_table[SUP_FACTS] = {
    [SUP_FACT_RECEIVED] = {"received", ANY_STATE, ANY_KIND, NULL},
    [SUP_FACT_ANSWERED] = {"answered", ANY_STATE, ANY_KIND, is_answered},
    [SUP_FACT_SOLVABLE] = {"solvable", ANY_STATE & ~SIDE_WAYS, CALLS_FOR_SOLVING, NULL},
    [SUP_FACT_SOLVED] = {"solved", STATE(CLOSED), CALLS_FOR_SOLVING, NULL},
    [SUP_FACT_SATISFIED] = {"satisfied", STATE(CLOSED), HAS_REPORTER, is_satisfied},
    [SUP_FACT_DISSATISFIED] = {"dissatisfied", STATE(CLOSED), HAS_REPORTER,
                               is_dissatisfied},
    [SUP_FACT_SILENT] = {"silent", STATE(CLOSED), HAS_REPORTER, is_silent},
    [SUP_FACT_AWAITING] = {"awaiting", STATE(VERIFIED), HAS_REPORTER, NULL},
    [SUP_FACT_RECTIFIED] = {"rectified", AFTER_WORK, ANY_KIND, is_rectified},
    [SUP_FACT_ON_TIME] = {"on_time", AFTER_WORK, ANY_KIND, is_on_time},
    [SUP_FACT_REOPENED] = {"reopened", ANY_STATE, ANY_KIND, is_reopened},
};

unsigned
sup_facts_of(const sup_facts_case *c)
{
    unsigned state, kind, facts = 0;
    int i;

    if ((unsigned)c->state >= SUP_STATES || (unsigned)c->kind >= SUP_KINDS) {
        return 0;
    }
    state = 1u << c->state;
    kind = 1u << c->kind;
    for (i = 0; i < SUP_FACTS; i++) {
        if ((fact_table[i].states & state) != 0 && (fact_table[i].kinds & kind) != 0 &&
            (fact_table[i].check == NULL || fact_table[i].check(c))) {
            facts |= 1u << i;
        }
    }
    return facts;
}

#define FACT(f) (1u << SUP_FACT_##f)

unsigned
sup_facts_of_unit(unsigned facts)
{
    const unsigned of_unit = FACT(SOLVABLE) | FACT(RECTIFIED) | FACT(ON_TIME) |
                             FACT(REOPENED) | FACT(SATISFIED) | FACT(DISSATISFIED);

    facts &= of_unit;
    return facts & FACT(SOLVABLE) ? facts : facts & ~FACT(REOPENED);
}

const char *
sup_fact_name(sup_fact fact)
{
    return (unsigned)fact < SUP_FACTS ? fact_table[fact].name : "";
}
