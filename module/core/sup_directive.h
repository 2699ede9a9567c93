/* A directive of the ledger: where it stands, how late it is.
 * Owns: the supervision state, lateness of milestones.
 * Must not know: the clock, how a directive is stored or shown.
 *
 * Days are days of the campus (sup_calendar.h). A milestone is late from the day after it
 * was due: until it is reached, by today; then by the day it was reached, for ever. */
#ifndef SUP_DIRECTIVE_H
#define SUP_DIRECTIVE_H

#include "sup_life.h"

#define SUP_DIRECTIVE_MILESTONES_MAX 20
#define SUP_DAY_NONE                 INT32_MIN

/* Values equal those of Directive.Supervision in cases.proto (module/subjects asserts it). */
typedef enum {
    SUP_SUPERVISION_NONE,        /* rejected, withdrawn, merged: not carried out at all */
    SUP_SUPERVISION_NOT_STARTED, /* 未启动: neither signed for nor any milestone reached */
    SUP_SUPERVISION_ON_TRACK, /* 推进中 */
    SUP_SUPERVISION_LATE,     /* 逾期: a milestone is due and not reached */
    SUP_SUPERVISION_URGED,    /* 督办中: urged, and no progress reported since */
    SUP_SUPERVISION_DONE,     /* 已落实: somebody else has verified it */
    SUP_SUPERVISIONS
} sup_supervision;

typedef struct {
    int32_t due;
    int32_t reached; /* SUP_DAY_NONE: not yet */
} sup_milestone;

typedef struct {
    sup_state state;
    unsigned urged; /* since the last progress */
    const sup_milestone *milestones;
    size_t n;
} sup_directive;

typedef struct {
    sup_supervision supervision;
    uint32_t reached;   /* milestones */
    uint32_t late;      /* those reached late, or late now */
    uint32_t days_late; /* the longest of them */
} sup_directive_standing;

/* How many days; 0: it is not late. today is SUP_DAY_NONE where nobody works on it any
 * more: then what was not reached is not late either. */
uint32_t sup_milestone_late(const sup_milestone *milestone, int32_t today);

sup_directive_standing sup_directive_stands(const sup_directive *directive,
                                            int32_t today);

/* Until when lateness runs: today, or SUP_DAY_NONE in a state in which it is over. */
int32_t sup_directive_today(sup_state state, int32_t today);

#endif
