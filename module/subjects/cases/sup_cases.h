/* Cases, for other rooms: one loaded, one made, an action taken on one.
 * Owns: what other rooms may know of cases.
 * Must not know: keys and indexes of cases, who sees which field, endpoints.
 *
 * What is handed out lies in the arena of the call and lives as long. Functions that read
 * return SUP_AGAIN as sup_ctx_record() does. Those that write add ops to the call's commit,
 * after they told all who hear SUP_CASE_CHANGED. SUP_NOMEM: the arena is used up; other
 * errors have set the failure of the call, unless it says otherwise. */
#ifndef SUP_CASES_H
#define SUP_CASES_H

#include "core/sup_id.h"
#include "core/sup_life.h"
#include "engine/sup_ctx.h"
#include "engine/sup_sequence.h"
#include "rules/sup_rules.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/cases.pb-c.h"

typedef struct {
    Sup__CaseRecord *record;
    Sup__Case *c; /* record->case_ */
    uint64_t version;
    uint32_t supporters; /* counted apart, so that a flood of them never conflicts */
    const sup_rulebook *rulebook;
    unsigned is_reporter; /* the actor showed the receipt, or is the named reporter */
} sup_case;

/* A case other than the one that the request's receipt opens: without it. One that is not
 * there, or not of an enabled domain, is SUP_API_NOT_FOUND. */
sup_rc sup_case_load_other(sup_ctx *c, sup_str id, sup_case *out);

/* --- a new case ------------------------------------------------------------------------ */

/* A notice that is issued as the case is made. */
typedef struct {
    const Sup__ActionRequest *in; /* as for dispatch; without unit and domain */
    const Sup__Unit *unit;        /* that answers for it */
    sup_sequence *numbers;        /* of notices, loaded; saved by the caller, once */
    uint32_t deadline_percent;    /* of the usual time to rectify */
} sup_new_notice;

/* What one new case has that another has not. Texts are not copied; NULL is no text. */
typedef struct {
    char *id; /* of sup_draw_id() */
    Sup__Case__Kind kind;
    Sup__Case__Source source;
    Sup__Case__Severity severity;
    const sup_rulebook *rulebook; /* of its domain: whose deadlines run */
    const char *category;         /* of the rulebook; or none yet */
    const char *text;
    const char *place;
    const char *place_name;
    const char *place_detail;
    const char *unit; /* that answers for it, once the office says so */
    const char *unit_name;
    Google__Protobuf__Timestamp *occurred_at;
    size_t n_tags;
    Sup__Case__Tag *tags;
    size_t n_attachments; /* used already: sup_evidence_use() */
    char **attachments;
    size_t n_reasons; /* why it was judged so */
    Sup__Reason **reasons;
    Sup__Directive *ledger; /* of a directive; else NULL */
    const char *found_by;   /* the inspection that found it, and by which item */
    const char *item;

    const Sup__Contact *contact; /* sealed; NULL: the case is anonymous */
    const char *secret;   /* the receipt's that opens it (core/sup_id.h); or NULL */
    unsigned by_reporter; /* its first event names nobody: he speaks for himself */
    const sup_new_notice *notice; /* or NULL: it waits for the office */
} sup_new_case;

/* The case, its first event, and its notice if there is one. *out is as if it had been
 * loaded, of version 0. */
sup_rc sup_case_new(sup_ctx *c, const sup_new_case *what, sup_case *out);

/* --- an action ------------------------------------------------------------------------- */

/* One that needs no more than the case: none of dispatch, reassign, merge and withdraw.
 * The case has deadlines and counters; what `in` holds was checked by the caller. A refusal
 * of the life cycle (SUP_LIFE_*) sets no failure. inspection: that it belongs to; or "". */
sup_rc sup_case_act(sup_ctx *c, const sup_case *k, sup_action action,
                    const Sup__ActionRequest *in, const char *inspection);

/* --- figures --------------------------------------------------------------------------- */

/* For items with live figures (Item.Figures): the unit's cases of one kind submitted in
 * this month and the last: done, of them on time, of them reopened (never more than those
 * done), and how many open ones are overdue now. */
typedef struct {
    double complaints[4];
    double repairs[4];
} sup_case_handled;
sup_rc sup_case_handled_read(sup_ctx *c, const char *unit, const char *domain,
                             sup_case_handled *out);

#endif
