/* An action of the life cycle taken on a case.
 * Owns: the order of its steps, the event of it, what a refusal tells.
 * Must not know: which actions there are (sup_actions.c), which role may do what
 *   (core/sup_life.c), how a case is stored. */
#include "evidence/sup_evidence.h"
#include "sup_cases_subject.h"
#include "sup_work.h"
#include "supervision/v1/cases.pb-c.h"

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
step(sup_work *w, sup_state *next)
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
    sup_rc rc = sup_life_step(&life, &actor, w->row->action, &input, w->c->now_ms, next);
    /* who changes two cases answers for the domains of both */
    if (rc == SUP_OK && w->parent.c != NULL &&
        !sup_actor_in_domain(&w->c->actor, w->parent.c->domain)) {
        rc = sup_fail(w->c, SUP_LIFE_DOMAIN, "parent", NULL, NULL);
    }
    return rc;
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
acts_as_reporter(const sup_work *w)
{
    size_t n;
    const sup_life_row *rows = sup_life_table(&n);
    for (size_t i = 0; i < n; i++) {
        if (rows[i].action == w->row->action && rows[i].roles != SUP_ROLE_REPORTER) {
            return 0;
        }
    }
    return w->k.is_reporter && sup_case_sees(w->c, &w->k) <= SUP_SEES_UNIT;
}

static sup_rc
act(sup_work *w, sup_state next)
{
    sup_ctx *c = w->c;
    Sup__CaseRecord *before = w->is_new ? NULL : sup_case_remember(c, w->k.record);
    w->event = SUP_NEW(c->arena, Sup__Event, sup__event__descriptor);
    if ((before == NULL && !w->is_new) || w->event == NULL) {
        return SUP_NOMEM;
    }
    w->event->action = (char *)w->row->variant.path;
    w->event->from = w->k.c->state;
    w->event->note = *(char *const *)((const char *)w->in + w->row->note);
    w->event->n_evidence = w->in->n_evidence;
    w->event->evidence = w->in->evidence;
    w->event->related_inspection = (char *)w->inspection;
    if (acts_as_reporter(w)) {
        w->event->role = "reporter";
    }
    sup_rc rc = w->row->apply(w);
    if (rc != SUP_OK) {
        return rc;
    }
    if (next != SUP_STATE_NONE) {
        w->k.c->state = (Sup__Case__State)next;
    }
    return sup_case_save(c, w->k.record, w->k.version, before, w->event);
}

sup_rc
sup_action_take(sup_work *w)
{
    sup_state next = SUP_STATE_NONE;
    sup_assert(w->k.c == w->k.record->case_ && w->k.c->counters != NULL);
    sup_rc rc = step(w, &next);
    return rc == SUP_OK ? act(w, next) : rc;
}

sup_rc
sup_case_act(sup_ctx *c, const sup_case *k, sup_action action,
             const Sup__ActionRequest *in, const char *inspection)
{
    sup_work w = {.c = c,
                  .row = sup_action_row_of(action),
                  .in = in,
                  .k = *k,
                  .inspection = inspection};
    sup_assert(w.row != NULL && w.row->first == NULL && w.row->meet == NULL &&
               w.row->load == NULL);
    return sup_action_take(&w);
}

/* --- an action asked for --- */

static sup_rc
load(sup_work *w)
{
    sup_ctx *c = w->c;
    const sup_action_row *row = w->row;
    sup_rc first_rc = row->first == NULL ? SUP_OK : row->first(w);
    sup_rc rc = sup_worst(sup_case_load(c, c->params[0], &w->k), first_rc);
    if (rc != SUP_OK) {
        return rc;
    }
    if (w->k.c->counters == NULL || w->k.c->deadlines == NULL) {
        return sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    return row->meet == NULL ? SUP_OK : row->meet(w);
}

static sup_rc
take(sup_work *w)
{
    sup_ctx *c = w->c;
    sup_state next = SUP_STATE_NONE;
    sup_rc rc = step(w, &next);
    if (rc == SUP_OK) {
        rc = check_version(w);
    }
    if (rc == SUP_OK && w->row->load != NULL) {
        rc = w->row->load(w);
    }
    if (rc == SUP_OK) {
        rc = sup_evidence_use(c, "evidence", w->in->evidence, w->in->n_evidence);
    }
    if (rc == SUP_OK) {
        rc = act(w, next);
    }
    return rc == SUP_OK && w->numbers != NULL ? sup_sequence_save(c, w->numbers) : rc;
}

sup_rc
sup_decide_action(sup_ctx *c)
{
    sup_work w = {.c = c,
                  .row = (const sup_action_row *)c->variant,
                  .in = (const Sup__ActionRequest *)c->input,
                  .inspection = ""};
    sup_rc rc = sup_action_check(c, w.row, w.in);
    if (rc == SUP_OK) {
        rc = load(&w);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    rc = take(&w);
    if (rc != SUP_OK) {
        return rc == SUP_AGAIN || rc == SUP_NOMEM ? rc : refused(&w, rc);
    }
    return reply(&w);
}
