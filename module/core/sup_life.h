/* The life cycle of a case: one table of state x action x role x guards.
 * Owns: states, actions, roles, guards and what each action leads to.
 * Must not know: how cases are stored or shown, the clock. */
#ifndef SUP_LIFE_H
#define SUP_LIFE_H

#include "sup_base.h"

/* Values equal those of Case.State and Case.Kind in cases.proto (module/subjects asserts it).
 */
typedef enum {
    SUP_STATE_NONE,
    SUP_STATE_SUBMITTED,  /* 已登记 */
    SUP_STATE_DISPATCHED, /* 已派单 */
    SUP_STATE_RECTIFYING, /* 整改中 */
    SUP_STATE_RECTIFIED,  /* 已整改待复查 */
    SUP_STATE_VERIFIED,   /* 复查通过待回访 */
    SUP_STATE_CLOSED,     /* 已办结 */
    SUP_STATE_REJECTED,   /* 不予受理 */
    SUP_STATE_WITHDRAWN,  /* 已撤回 */
    SUP_STATE_MERGED,     /* 已合并 */
    SUP_STATES
} sup_state;

typedef enum {
    SUP_KIND_NONE,
    SUP_KIND_COMPLAINT,
    SUP_KIND_REPAIR,
    SUP_KIND_SUGGESTION,
    SUP_KIND_PRAISE,
    SUP_KIND_INQUIRY,
    SUP_KIND_INSPECTION,
    SUP_KIND_DIRECTIVE,
    SUP_KINDS
} sup_kind;

/* Roles as bits. REPORTER is a relation to one case (receipt, or own user name), the
 * others are what nginx says of the actor; UNIT counts only for cases of the actor's own
 * unit. */
typedef enum {
    SUP_ROLE_PUBLIC = 1 << 0,
    SUP_ROLE_REPORTER = 1 << 1,
    SUP_ROLE_UNIT = 1 << 2,      /* 中心、合作企业负责人 */
    SUP_ROLE_INSPECTOR = 1 << 3, /* 监督检查员 */
    SUP_ROLE_OFFICE = 1 << 4,    /* 后勤管理处 */
    SUP_ROLE_LEADER = 1 << 5,    /* 领导小组 */
    SUP_ROLE_ADMIN = 1 << 6,
    SUP_ROLE_SYSTEM = 1 << 7 /* timed work */
} sup_role;

typedef enum {
    SUP_ACTION_NONE,
    SUP_ACTION_SUBMIT,
    SUP_ACTION_DISPATCH,          /* 派单 */
    SUP_ACTION_REJECT,            /* 不予受理 */
    SUP_ACTION_MERGE,             /* 合并 */
    SUP_ACTION_WITHDRAW,          /* 撤回 */
    SUP_ACTION_ANSWER,            /* 答复 */
    SUP_ACTION_SIGN,              /* 签收 */
    SUP_ACTION_REASSIGN,          /* 转派 */
    SUP_ACTION_REQUEST_EXTENSION, /* 申请延期 */
    SUP_ACTION_GRANT_EXTENSION,   /* 同意延期 */
    SUP_ACTION_REFUSE_EXTENSION,  /* 不同意延期 */
    SUP_ACTION_RECTIFY,           /* 整改完成 */
    SUP_ACTION_RETURN,            /* 复查退回 */
    SUP_ACTION_VERIFY,            /* 复查通过 */
    SUP_ACTION_CONFIRM,           /* 回访评价 */
    SUP_ACTION_REOPEN,            /* 不满意重办 */
    SUP_ACTION_CLOSE,    /* 办结 (the reporter stayed silent, or there is none) */
    SUP_ACTION_URGE,     /* 督办、催办: an event, no change of state */
    SUP_ACTION_PROGRESS, /* 报告进展: a milestone of a directive is reached */
    SUP_ACTIONS
} sup_action;

/* Why an action was refused. The first is the one reported. */
enum {
    SUP_LIFE_ROLE = -300,            /* no row allows this role to do this */
    SUP_LIFE_STATE = -301,           /* not in this state */
    SUP_LIFE_OTHER_UNIT = -302,      /* the case belongs to another unit */
    SUP_LIFE_DOMAIN = -303,          /* not one of the actor's domains */
    SUP_LIFE_FIXER_VERIFIES = -304,  /* neither the unit nor the person that fixed it */
    SUP_LIFE_KIND = -305,            /* not for this kind of case */
    SUP_LIFE_DEADLINE_PASSED = -306, /* extensions are asked for before the deadline */
    SUP_LIFE_EXTENSION_PENDING = -307,
    SUP_LIFE_NO_EXTENSION = -308, /* none is pending */
    SUP_LIFE_EXTENSIONS_USED = -309,
    SUP_LIFE_EXTENSION_LENGTH = -310, /* not after the deadline, or longer than allowed */
    SUP_LIFE_REOPEN_WINDOW = -311,    /* too late to reopen */
    SUP_LIFE_TOO_EARLY = -312,        /* the reporter may still speak */
    SUP_LIFE_PARENT = -313,    /* the parent is itself, merged, rejected or withdrawn */
    SUP_LIFE_SAME_UNIT = -314, /* reassigning to the unit that has it */
    SUP_LIFE_SUPPORTED = -316, /* others suffer from it too: it is theirs as well */
    SUP_LIFE_FOLLOWS = -315,   /* a merged case follows its parent: act there */
    SUP_LIFE_MILESTONES_OPEN = -317,  /* the whole is not done before its milestones */
    SUP_LIFE_MILESTONE_REACHED = -318 /* none is left to be reached, or not this one */
};

/* What the rules look at. All times UTC ms, 0: not set. */
typedef struct {
    sup_state state;
    sup_kind kind;
    sup_str unit;
    sup_str fixed_by_user; /* who reported the rectification */
    sup_str fixed_by_unit;
    int64_t rectify_by_ms;
    int64_t verified_at_ms;
    int64_t closed_at_ms;
    unsigned extended;   /* extensions granted under the notice in force */
    unsigned supporters; /* me too 附议, and cases merged into this one */
    unsigned extension_pending;
    unsigned milestones_open; /* of a directive: not reached yet */
    /* terms of the rulebook */
    unsigned extensions_max;
    int64_t extension_max_ms;
    int64_t reopen_ms;
    int64_t silence_ms;
} sup_life_case;

typedef struct {
    unsigned roles; /* bits of sup_role */
    sup_str user;
    sup_str unit;
    unsigned in_domain; /* the case's domain is one of the actor's */
} sup_life_actor;

typedef struct {
    sup_str unit;     /* reassign: the new one */
    int64_t until_ms; /* request_extension */
    sup_state
        parent_state; /* merge: NONE when the parent does not exist or is the case */
} sup_life_input;

/* SUP_OK and the next state, or why not. Pure. */
sup_rc sup_life_step(const sup_life_case *c, const sup_life_actor *actor,
                     sup_action action, const sup_life_input *input, int64_t now_ms,
                     sup_state *next);

/* May the actor take the action now, as far as that can be said before its input is
 * known? For the list of actions that a desk offers. */
int sup_life_allows(const sup_life_case *c, const sup_life_actor *actor,
                    sup_action action, int64_t now_ms);

/* Is it over, so that no deadline runs? */
int sup_life_is_over(sup_state state);

/* What a row asks for beyond role and state, as bits; checked and reported in this order.
 */
typedef enum {
    SUP_GUARD_OWN_UNIT = 1 << 0,
    SUP_GUARD_IN_DOMAIN = 1 << 1,
    SUP_GUARD_NOT_FIXER = 1 << 2,
    SUP_GUARD_INSPECTION = 1 << 3, /* kind: found by inspection */
    SUP_GUARD_ANSWERABLE = 1 << 4, /* kind: suggestion, praise, inquiry */
    SUP_GUARD_PARENT_OPEN = 1 << 5,
    SUP_GUARD_ANOTHER_UNIT = 1 << 6,
    SUP_GUARD_BEFORE_DEADLINE = 1 << 7,
    SUP_GUARD_NONE_PENDING = 1 << 8,
    SUP_GUARD_ONE_PENDING = 1 << 9,
    SUP_GUARD_EXTENSIONS_LEFT = 1 << 10,
    SUP_GUARD_EXTENSION_LENGTH = 1 << 11,
    SUP_GUARD_REOPEN_WINDOW = 1 << 12,
    SUP_GUARD_HEARD_OUT = 1 << 13,   /* silent for long enough, or nobody to hear */
    SUP_GUARD_RECTIFIABLE = 1 << 14, /* kind: not praise, not an inquiry */
    SUP_GUARD_ALONE = 1 << 15,       /* nobody else supports it or was merged into it */
    SUP_GUARD_DIRECTIVE = 1 << 16,   /* kind: directive */
    SUP_GUARD_MILESTONES_DONE = 1 << 17,
    SUP_GUARD_MILESTONE_LEFT = 1 << 18
} sup_guard;

/* The table itself, for tests and for the documentation that is made from it. */
typedef struct {
    unsigned from; /* bits 1 << sup_state */
    sup_action action;
    unsigned roles;
    unsigned guards; /* bits of sup_guard */
    sup_state to;    /* NONE: stays */
} sup_life_row;
const sup_life_row *sup_life_table(size_t *n);

#endif
