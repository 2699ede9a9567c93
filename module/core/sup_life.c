/* The life cycle of a case: the table of rows, and the checks behind its guards.
 * Owns: which actor may take which action in which state, and where it leads.
 * Must not know: how cases are stored or shown, the clock, what an action writes. */
#include "sup_life.h"

#define S(state)  (1u << SUP_STATE_##state)
#define OFFICE    ((unsigned)SUP_ROLE_OFFICE | SUP_ROLE_ADMIN)
#define INSPECTS  (OFFICE | SUP_ROLE_INSPECTOR)
#define UNIT      ((unsigned)SUP_ROLE_UNIT)
#define INSPECTOR ((unsigned)SUP_ROLE_INSPECTOR)
#define REPORTER  ((unsigned)SUP_ROLE_REPORTER)
#define LEADER    ((unsigned)SUP_ROLE_LEADER)
#define SYSTEM    ((unsigned)SUP_ROLE_SYSTEM)
#define G(guard)  ((unsigned)SUP_GUARD_##guard)
#define ACTION(a) SUP_ACTION_##a
#define TO(state) SUP_STATE_##state
#define STAYS     SUP_STATE_NONE

/* Submitting is not here: it makes the case, so there is nothing yet to guard. An
 * inspector issues the notice for what he found on the spot; a report has to pass the
 * office. */
static const sup_life_row life_table[] = {
    {S(SUBMITTED), ACTION(DISPATCH), OFFICE, G(IN_DOMAIN) | G(RECTIFIABLE),
     TO(DISPATCHED)},
    {S(SUBMITTED), ACTION(DISPATCH), INSPECTOR, G(IN_DOMAIN) | G(INSPECTION),
     TO(DISPATCHED)},
    {S(SUBMITTED), ACTION(REJECT), OFFICE, G(IN_DOMAIN), TO(REJECTED)},
    {S(SUBMITTED) | S(DISPATCHED) | S(RECTIFYING), ACTION(MERGE), OFFICE,
     G(IN_DOMAIN) | G(PARENT_OPEN), TO(MERGED)},
    {S(SUBMITTED) | S(DISPATCHED), ACTION(WITHDRAW), REPORTER, G(ALONE), TO(WITHDRAWN)},
    {S(SUBMITTED) | S(DISPATCHED) | S(RECTIFYING), ACTION(ANSWER), OFFICE,
     G(IN_DOMAIN) | G(ANSWERABLE), TO(VERIFIED)},

    {S(DISPATCHED), ACTION(SIGN), UNIT, G(OWN_UNIT), TO(RECTIFYING)},
    {S(DISPATCHED) | S(RECTIFYING), ACTION(REASSIGN), OFFICE,
     G(IN_DOMAIN) | G(ANOTHER_UNIT), TO(DISPATCHED)},
    {S(DISPATCHED) | S(RECTIFYING), ACTION(REQUEST_EXTENSION), UNIT,
     G(OWN_UNIT) | G(BEFORE_DEADLINE) | G(NONE_PENDING) | G(EXTENSIONS_LEFT) |
         G(EXTENSION_LENGTH),
     STAYS},
    {S(DISPATCHED) | S(RECTIFYING), ACTION(GRANT_EXTENSION), OFFICE,
     G(IN_DOMAIN) | G(ONE_PENDING), STAYS},
    {S(DISPATCHED) | S(RECTIFYING), ACTION(REFUSE_EXTENSION), OFFICE,
     G(IN_DOMAIN) | G(ONE_PENDING), STAYS},
    {S(DISPATCHED) | S(RECTIFYING), ACTION(PROGRESS), UNIT,
     G(OWN_UNIT) | G(DIRECTIVE) | G(MILESTONE_LEFT), STAYS},
    {S(RECTIFYING), ACTION(RECTIFY), UNIT, G(OWN_UNIT) | G(MILESTONES_DONE),
     TO(RECTIFIED)},

    {S(RECTIFIED), ACTION(RETURN), INSPECTS, G(IN_DOMAIN) | G(NOT_FIXER), TO(RECTIFYING)},
    {S(RECTIFIED), ACTION(VERIFY), INSPECTS, G(IN_DOMAIN) | G(NOT_FIXER), TO(VERIFIED)},
    {S(VERIFIED), ACTION(CONFIRM), REPORTER, G(NOT_FIXER), TO(CLOSED)},
    {S(VERIFIED) | S(CLOSED), ACTION(REOPEN), REPORTER, G(REOPEN_WINDOW), TO(SUBMITTED)},
    {S(VERIFIED), ACTION(CLOSE), OFFICE, G(IN_DOMAIN) | G(HEARD_OUT), TO(CLOSED)},
    {S(VERIFIED), ACTION(CLOSE), SYSTEM, G(HEARD_OUT), TO(CLOSED)},
    {S(DISPATCHED) | S(RECTIFYING) | S(RECTIFIED), ACTION(URGE), OFFICE | LEADER,
     G(IN_DOMAIN), STAYS},
};

#define ROWS (sizeof(life_table) / sizeof(life_table[0]))

/* All that a guard may look at. */
typedef struct {
    const sup_life_case *c;
    const sup_life_actor *actor;
    const sup_life_input *input; /* NULL: not known yet */
    int64_t now_ms;
} facts;

/* Two unknown names are not the same name. */
static int
same(sup_str a, sup_str b)
{
    return a.len != 0 && sup_str_eq(a, b);
}

/* Kinds that nobody reported, so nobody's word is waited for. */
static int
has_reporter(sup_kind kind)
{
    return kind != SUP_KIND_INSPECTION && kind != SUP_KIND_DIRECTIVE;
}

static int
check_own_unit(const facts *f)
{
    return same(f->actor->unit, f->c->unit);
}

static int
check_in_domain(const facts *f)
{
    return f->actor->in_domain != 0;
}

/* The unit that has the case counts as its fixer even if the record does not say who was.
 */
static int
check_not_fixer(const facts *f)
{
    return !same(f->actor->unit, f->c->fixed_by_unit) &&
           !same(f->actor->unit, f->c->unit) &&
           !same(f->actor->user, f->c->fixed_by_user);
}

static int
check_inspection(const facts *f)
{
    return f->c->kind == SUP_KIND_INSPECTION;
}

static int
check_answerable(const facts *f)
{
    return f->c->kind == SUP_KIND_SUGGESTION || f->c->kind == SUP_KIND_PRAISE ||
           f->c->kind == SUP_KIND_INQUIRY;
}

static int
check_parent_open(const facts *f)
{
    switch (f->input->parent_state) {
    case SUP_STATE_SUBMITTED:
    case SUP_STATE_DISPATCHED:
    case SUP_STATE_RECTIFYING:
    case SUP_STATE_RECTIFIED:
    case SUP_STATE_VERIFIED:
    case SUP_STATE_CLOSED:
        return 1;
    default:
        return 0;
    }
}

static int
check_another_unit(const facts *f)
{
    return f->input->unit.len != 0 && !sup_str_eq(f->input->unit, f->c->unit);
}

static int
check_before_deadline(const facts *f)
{
    return f->now_ms < f->c->rectify_by_ms;
}

static int
check_none_pending(const facts *f)
{
    return !f->c->extension_pending;
}

static int
check_one_pending(const facts *f)
{
    return f->c->extension_pending != 0;
}

static int
check_extensions_left(const facts *f)
{
    return f->c->extended < f->c->extensions_max;
}

/* Written so that no time, however wild, can overflow: spans are never negative here. */
static int
check_extension_length(const facts *f)
{
    int64_t span;

    return f->input->until_ms > f->c->rectify_by_ms &&
           !__builtin_sub_overflow(f->input->until_ms, f->c->rectify_by_ms, &span) &&
           span <= f->c->extension_max_ms;
}

static int
check_reopen_window(const facts *f)
{
    int64_t span;

    if (f->c->state == SUP_STATE_VERIFIED) {
        return 1;
    }
    return f->c->closed_at_ms != 0 &&
           !__builtin_sub_overflow(f->now_ms, f->c->closed_at_ms, &span) &&
           span <= f->c->reopen_ms;
}

static int
check_heard_out(const facts *f)
{
    int64_t span;

    if (!has_reporter(f->c->kind)) {
        return 1;
    }
    return f->c->verified_at_ms != 0 &&
           !__builtin_sub_overflow(f->now_ms, f->c->verified_at_ms, &span) &&
           span >= f->c->silence_ms;
}

/* A rectification notice answers neither thanks nor a question. */
static int
check_rectifiable(const facts *f)
{
    return f->c->kind != SUP_KIND_PRAISE && f->c->kind != SUP_KIND_INQUIRY;
}

static int
check_alone(const facts *f)
{
    return f->c->supporters == 0;
}

static int
check_directive(const facts *f)
{
    return f->c->kind == SUP_KIND_DIRECTIVE;
}

/* Only a directive has any. */
static int
check_milestones_done(const facts *f)
{
    return f->c->milestones_open == 0;
}

static int
check_milestone_left(const facts *f)
{
    return f->c->milestones_open != 0;
}

static const struct {
    sup_guard guard;
    int (*check)(const facts *f);
    sup_rc refusal;
    int needs_input; /* cannot be judged before the input is known */
} guard_table[] = {
    {SUP_GUARD_OWN_UNIT, check_own_unit, SUP_LIFE_OTHER_UNIT, 0},
    {SUP_GUARD_IN_DOMAIN, check_in_domain, SUP_LIFE_DOMAIN, 0},
    {SUP_GUARD_NOT_FIXER, check_not_fixer, SUP_LIFE_FIXER_VERIFIES, 0},
    {SUP_GUARD_INSPECTION, check_inspection, SUP_LIFE_KIND, 0},
    {SUP_GUARD_ANSWERABLE, check_answerable, SUP_LIFE_KIND, 0},
    {SUP_GUARD_PARENT_OPEN, check_parent_open, SUP_LIFE_PARENT, 1},
    {SUP_GUARD_ANOTHER_UNIT, check_another_unit, SUP_LIFE_SAME_UNIT, 1},
    {SUP_GUARD_BEFORE_DEADLINE, check_before_deadline, SUP_LIFE_DEADLINE_PASSED, 0},
    {SUP_GUARD_NONE_PENDING, check_none_pending, SUP_LIFE_EXTENSION_PENDING, 0},
    {SUP_GUARD_ONE_PENDING, check_one_pending, SUP_LIFE_NO_EXTENSION, 0},
    {SUP_GUARD_EXTENSIONS_LEFT, check_extensions_left, SUP_LIFE_EXTENSIONS_USED, 0},
    {SUP_GUARD_EXTENSION_LENGTH, check_extension_length, SUP_LIFE_EXTENSION_LENGTH, 1},
    {SUP_GUARD_REOPEN_WINDOW, check_reopen_window, SUP_LIFE_REOPEN_WINDOW, 0},
    {SUP_GUARD_HEARD_OUT, check_heard_out, SUP_LIFE_TOO_EARLY, 0},
    {SUP_GUARD_RECTIFIABLE, check_rectifiable, SUP_LIFE_KIND, 0},
    {SUP_GUARD_ALONE, check_alone, SUP_LIFE_SUPPORTED, 0},
    {SUP_GUARD_DIRECTIVE, check_directive, SUP_LIFE_KIND, 0},
    {SUP_GUARD_MILESTONES_DONE, check_milestones_done, SUP_LIFE_MILESTONES_OPEN, 0},
    {SUP_GUARD_MILESTONE_LEFT, check_milestone_left, SUP_LIFE_MILESTONE_REACHED, 0},
};

static sup_rc
guards_check(unsigned guards, const facts *f)
{
    size_t i;

    for (i = 0; i < sizeof(guard_table) / sizeof(guard_table[0]); i++) {
        if ((guards & guard_table[i].guard) == 0 ||
            (guard_table[i].needs_input && f->input == NULL)) {
            continue;
        }
        if (!guard_table[i].check(f)) {
            return guard_table[i].refusal;
        }
    }
    return SUP_OK;
}

/* An actor may have several roles (an officer who is the reporter too), so every row that
 * fits is tried. Refusals: what he may never do says more than what he may not do now,
 * and that more than what this case lacks; among guards the earliest row speaks. */
static sup_rc
walk(const facts *f, sup_action action, sup_state *next)
{
    sup_rc refusal = SUP_LIFE_ROLE, rc;
    unsigned state = (unsigned)f->c->state;
    const sup_life_row *row;
    size_t i;

    if (state == SUP_STATE_MERGED) {
        return SUP_LIFE_FOLLOWS;
    }
    for (i = 0; i < ROWS; i++) {
        row = &life_table[i];
        if (row->action != action || (row->roles & f->actor->roles) == 0) {
            continue;
        }
        if (state >= SUP_STATES || (row->from & 1u << state) == 0) {
            refusal = refusal == SUP_LIFE_ROLE ? SUP_LIFE_STATE : refusal;
            continue;
        }
        rc = guards_check(row->guards, f);
        if (rc == SUP_OK) {
            *next = row->to == STAYS ? f->c->state : row->to;
            return SUP_OK;
        }
        if (refusal == SUP_LIFE_ROLE || refusal == SUP_LIFE_STATE) {
            refusal = rc;
        }
    }
    return refusal;
}

sup_rc
sup_life_step(const sup_life_case *c, const sup_life_actor *actor, sup_action action,
              const sup_life_input *input, int64_t now_ms, sup_state *next)
{
    static const sup_life_input none = {SUP_STR_NULL, 0, SUP_STATE_NONE};
    facts f = {c, actor, input == NULL ? &none : input, now_ms};

    return walk(&f, action, next);
}

int
sup_life_allows(const sup_life_case *c, const sup_life_actor *actor, sup_action action,
                int64_t now_ms)
{
    facts f = {c, actor, NULL, now_ms};
    sup_state next;

    return walk(&f, action, &next) == SUP_OK;
}

int
sup_life_is_over(sup_state state)
{
    return state == SUP_STATE_CLOSED || state == SUP_STATE_REJECTED ||
           state == SUP_STATE_WITHDRAWN || state == SUP_STATE_MERGED;
}

const sup_life_row *
sup_life_table(size_t *n)
{
    *n = ROWS;
    return life_table;
}
