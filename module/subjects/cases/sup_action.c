/* The actions of the life cycle on a case.
 * Owns: the table of actions with their fields, and what each does to a case beyond its
 *   state.
 * Must not know: which role may do what (core/sup_life.c), how a case is stored. */
#include "engine/sup_problem.h"
#include "engine/sup_roles.h"
#include "evidence/sup_evidence.h"
#include "sup_cases_subject.h"
#include "sup_work.h"
#include "supervision/v1/cases.pb-c.h"

/* Who is waited for. Leaders read and urge: nothing waits for them. */
#define OFFICE    (SUP_ROLE_OFFICE | SUP_ROLE_ADMIN)
#define INSPECTOR SUP_ROLE_INSPECTOR

const sup_action_row sup_actions[] = {
    {{"dispatch", "派单", "Issue the notice", "facts requirement signer",
      "unit domain category severity basis rectify_by"},
     SUP_ACTION_DISPATCH,
     OFFICE | INSPECTOR},
    {{"answer", "答复", "Answer", "reply", ""}, SUP_ACTION_ANSWER, OFFICE},
    {{"sign", "签收", "Sign for it", "receiver", ""}, SUP_ACTION_SIGN, SUP_ROLE_UNIT},
    {{"progress", "报告进展", "Report progress", "milestone reached note", "evidence"},
     SUP_ACTION_PROGRESS,
     SUP_ROLE_UNIT},
    {{"rectify", "报告整改完成", "Report it rectified", "measures", "evidence"},
     SUP_ACTION_RECTIFY,
     SUP_ROLE_UNIT},
    {{"verify", "复查通过", "Pass the re-inspection", "finding", "evidence"},
     SUP_ACTION_VERIFY,
     OFFICE | INSPECTOR},
    {{"return", "复查退回", "Return it", "finding", "evidence rectify_by"},
     SUP_ACTION_RETURN,
     OFFICE | INSPECTOR},
    {{"request_extension", "申请延期", "Ask for an extension", "until reason", ""},
     SUP_ACTION_REQUEST_EXTENSION,
     0},
    {{"grant_extension", "同意延期", "Grant the extension", "", "reason"},
     SUP_ACTION_GRANT_EXTENSION,
     OFFICE},
    {{"refuse_extension", "不同意延期", "Refuse the extension", "reason", ""},
     SUP_ACTION_REFUSE_EXTENSION,
     OFFICE},
    {{"confirm", "评价并办结", "Rate and close", "rating", "comment"},
     SUP_ACTION_CONFIRM,
     0},
    {{"reopen", "不满意，要求重办", "Not solved: reopen", "reason", ""},
     SUP_ACTION_REOPEN,
     0},
    {{"close", "办结", "Close", "", "reason"}, SUP_ACTION_CLOSE, OFFICE},
    {{"reassign", "转派", "Reassign", "unit reason", "rectify_by signer"},
     SUP_ACTION_REASSIGN,
     0},
    {{"urge", "督办", "Urge", "reason", ""}, SUP_ACTION_URGE, 0},
    {{"merge", "合并", "Merge", "parent", "reason"}, SUP_ACTION_MERGE, 0},
    {{"reject", "不予受理", "Reject", "reason", ""}, SUP_ACTION_REJECT, 0},
    {{"withdraw", "撤回", "Withdraw", "", "reason"}, SUP_ACTION_WITHDRAW, 0},
};
const size_t sup_actions_n = sizeof(sup_actions) / sizeof(sup_actions[0]);

static sup_rc
check_version(sup_work *w)
{
    sup_ctx *c = w->c;
    char *key = sup_case_key(c->arena, w->k.c->id);
    if (key == NULL) {
        return SUP_NOMEM;
    }
    if ((w->in->version != 0 &&
         w->in->version != sup_version_shown(c, key, w->k.version)) ||
        (c->request->if_match.len != 0 &&
         !sup_etag_listed(c->request->if_match, sup_case_etag(c, &w->k)))) {
        return sup_fail(c, SUP_API_VERSION, NULL, NULL, NULL);
    }
    return SUP_OK;
}

static sup_rc
load_parent(sup_work *w)
{
    sup_rc rc = sup_case_load_other(w->c, sup_str_c(w->in->parent), &w->parent);
    if (rc == SUP_API_NOT_FOUND ||
        (rc == SUP_OK && strcmp(w->parent.c->id, w->k.c->id) == 0)) {
        w->parent.c = NULL; /* the guard says it */
        return SUP_OK;
    }
    return rc;
}

/* Supporters are counted apart from the record: their mark is read before their number,
 * and checked when that goes to the parent, so that none is lost in between. */
static sup_rc
load_mark(sup_work *w)
{
    char id[SUP_CASE_ID_LEN + 1];
    ProtobufCMessage *mark;
    if (sup_case_id_parse(w->c->params[0], id) != SUP_OK) {
        return SUP_OK; /* loading the case says it */
    }
    w->mark_key = sup_case_mark_key(w->c->arena, id);
    return sup_ctx_message(w->c, w->mark_key, &sup__support_record__descriptor, &mark,
                           &w->mark_version);
}

/* --- the action --- */

const sup_variant *
sup_action_variant(size_t i)
{
    return i < sup_actions_n ? &sup_actions[i].variant : NULL;
}

/* A row begins with its variant. */
static const sup_action_row *
row_of(const sup_variant *variant)
{
    return (const sup_action_row *)variant;
}

/* Conflicts tell what the case is in now, so that a page can show it. */
static sup_rc
refused(sup_work *w, sup_rc rc)
{
    sup_ctx *c = w->c;
    if (c->failure.rc != rc) {
        sup_fail(c, rc, rc == SUP_LIFE_PARENT ? "parent" : NULL, NULL, NULL);
    }
    if (rc == SUP_LIFE_FOLLOWS) {
        c->failure.detail =
            sup_sprintf(c->arena, "此件已并入 %s，请在主件上操作。", w->k.c->parent);
        c->failure.detail_en = sup_sprintf(
            c->arena, "The case was merged into %s: act there.", w->k.c->parent);
    }
    c->failure.state = w->k.c->state;
    if (sup_case_sees(c, &w->k) != SUP_SEES_PUBLIC) {
        c->failure.version =
            sup_version_shown(c, sup_case_key(c->arena, w->k.c->id), w->k.version);
    }
    return rc;
}

static sup_rc
step(sup_work *w, sup_action action, sup_state *next)
{
    sup_life_case life;
    sup_life_actor actor;
    sup_case_life(&w->k, &life);
    sup_case_actor(w->c, &w->k, &actor);
    sup_life_input input = {
        .unit = sup_str_c(w->in->unit),
        .until_ms = sup_timestamp_ms(w->in->until),
        .parent_state =
            w->parent.c == NULL ? SUP_STATE_NONE : (sup_state)w->parent.c->state,
    };
    return sup_life_step(&life, &actor, action, &input, w->c->now_ms, next);
}

static sup_rc
reply(sup_work *w)
{
    sup_ctx *c = w->c;
    Sup__Case *view = sup_case_view(c, &w->k, sup_case_sees(c, &w->k));
    if (view == NULL) {
        return SUP_NOMEM;
    }
    c->output = &view->base;
    c->version_out = view->version != 0 ? &view->version : NULL;
    c->version_key = sup_case_key(c->arena, view->id);
    return SUP_OK;
}

/* As the reporter, and so without a name in the history: what only a reporter may do,
 * also when he is signed in as a unit. An officer who shows a receipt stays an officer.
 */
static int
acts_as_reporter(const sup_work *w, sup_action action)
{
    size_t n;
    const sup_life_row *rows = sup_life_table(&n);
    for (size_t i = 0; i < n; i++) {
        if (rows[i].action == action && rows[i].roles != SUP_ROLE_REPORTER) {
            return 0;
        }
    }
    return w->k.is_reporter && sup_case_sees(w->c, &w->k) <= SUP_SEES_UNIT;
}

static const char *
path_of(sup_action action)
{
    size_t i = 0;
    while (sup_actions[i].action != action) {
        i++;
    }
    return sup_actions[i].variant.path;
}

static sup_rc
act(sup_work *w, const sup_doing *doing, sup_state next)
{
    sup_ctx *c = w->c;
    Sup__CaseRecord *before = w->is_new ? NULL : sup_case_remember(c, w->k.record);
    w->event = SUP_NEW(c->arena, Sup__Event, sup__event__descriptor);
    if ((before == NULL && !w->is_new) || w->event == NULL) {
        return SUP_NOMEM;
    }
    w->event->action = (char *)path_of(doing->action);
    w->event->from = w->k.c->state;
    w->event->note = *(char *const *)((const char *)w->in + doing->note);
    w->event->n_evidence = w->in->n_evidence;
    w->event->evidence = w->in->evidence;
    w->event->related_inspection = (char *)w->inspection;
    if (acts_as_reporter(w, doing->action)) {
        w->event->role = "reporter";
    }
    sup_rc rc = doing->apply(w);
    if (rc != SUP_OK) {
        return rc;
    }
    if (next != SUP_STATE_NONE) {
        w->k.c->state = (Sup__Case__State)next;
    }
    return sup_case_save(c, w->k.record, w->k.version, before, w->event);
}

sup_rc
sup_action_take(sup_work *w, sup_action action)
{
    sup_state next = SUP_STATE_NONE;
    sup_rc rc = step(w, action, &next);
    return rc == SUP_OK ? act(w, sup_doing_find(action), next) : rc;
}

sup_rc
sup_decide_action(sup_ctx *c)
{
    sup_work w = {.c = c, .in = (const Sup__ActionRequest *)c->input, .inspection = ""};
    const sup_action_row *row = row_of(c->variant);
    const sup_doing *doing = sup_doing_find(row->action);
    sup_rc rc = sup_action_check(c, row, w.in);
    sup_rc mark_rc = SUP_OK;
    if (rc == SUP_OK &&
        (row->action == SUP_ACTION_MERGE || row->action == SUP_ACTION_WITHDRAW)) {
        mark_rc = load_mark(&w);
    }
    if (rc == SUP_OK) {
        rc = sup_case_load(c, c->params[0], &w.k);
    }
    if (rc != SUP_OK || mark_rc != SUP_OK) {
        return rc != SUP_OK ? rc : mark_rc;
    }
    if (w.k.c->counters == NULL || w.k.c->deadlines == NULL) {
        return sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    sup_state next = SUP_STATE_NONE;
    if (row->action == SUP_ACTION_MERGE && (rc = load_parent(&w)) != SUP_OK) {
        return rc;
    }
    rc = step(&w, row->action, &next);
    /* merging writes to the parent too */
    if (rc == SUP_OK && w.parent.c != NULL &&
        !sup_actor_in_domain(&c->actor, w.parent.c->domain)) {
        rc = sup_fail(c, SUP_LIFE_DOMAIN, "parent", NULL, NULL);
    }
    if (rc == SUP_OK) {
        rc = check_version(&w);
    }
    if (rc == SUP_OK && doing->load != NULL) {
        rc = doing->load(&w);
    }
    if (rc == SUP_OK) {
        rc = sup_evidence_use(c, "evidence", w.in->evidence, w.in->n_evidence);
    }
    if (rc == SUP_OK) {
        rc = act(&w, doing, next);
    }
    if (rc == SUP_OK && w.numbers != NULL) {
        rc = sup_sequence_save(c, w.numbers);
    }
    if (rc != SUP_OK) {
        return rc == SUP_AGAIN || rc == SUP_NOMEM ? rc : refused(&w, rc);
    }
    return reply(&w);
}
