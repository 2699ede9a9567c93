/* What the life cycle is told of a case and its actor, and the actions offered to him.
 * Owns: how a record becomes what core/sup_life.c looks at.
 * Must not know: which role may do what, what an action does. */
#include "sup_case.h"
#include "sup_ledger.h"
#include "sup_work.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

void
sup_case_life(const sup_case *k, sup_life_case *life)
{
    const Sup__Case *c = k->c;
    const Sup__Terms *terms = k->rulebook->book->terms;
    *life = (sup_life_case){
        .state = (sup_state)c->state,
        .kind = (sup_kind)c->kind,
        .unit = sup_str_c(c->unit),
        .verified_at_ms = sup_timestamp_ms(c->verified_at),
        .closed_at_ms = sup_timestamp_ms(c->closed_at),
        .supporters = k->supporters,
        .extension_pending = c->extension != NULL &&
                             c->extension->state == SUP__EXTENSION__STATE__requested,
        .milestones_open = sup_ledger_open(c),
        .extensions_max = terms->extensions_max,
        .extension_max_ms = (int64_t)terms->extension_max_min * 60000,
        .reopen_ms = (int64_t)terms->reopen_min * 60000,
        .silence_ms = (int64_t)terms->silence_min * 60000,
    };
    if (c->rectification != NULL) {
        life->fixed_by_user = sup_str_c(c->rectification->by);
        life->fixed_by_unit = sup_str_c(c->rectification->unit);
    }
    if (c->deadlines != NULL) {
        life->rectify_by_ms = sup_timestamp_ms(c->deadlines->rectify_by);
        life->extended = c->deadlines->extended; /* of an earlier notice: history */
    }
}

void
sup_case_actor(const sup_ctx *c, const sup_case *k, sup_life_actor *actor)
{
    *actor = (sup_life_actor){
        .roles = c->actor.roles | (k->is_reporter ? SUP_ROLE_REPORTER : 0),
        .user = c->actor.user,
        .unit = c->actor.unit,
        .in_domain = sup_actor_in_domain(&c->actor, k->c->domain) != 0,
    };
}

/* --- offered --- */

static size_t
count_words(const char *list)
{
    size_t n = 0;
    for (const char *p = list; *p != '\0'; p++) {
        n += *p != ' ' && (p == list || p[-1] == ' ');
    }
    return n;
}

static int
list_fields(sup_arena *arena, Sup__AllowedAction *a, const char *list,
            protobuf_c_boolean must)
{
    for (const char *p = list; *p != '\0';) {
        const char *end = p + strcspn(p, " ");
        Sup__AllowedAction__Field *f = SUP_NEW(arena, Sup__AllowedAction__Field,
                                               sup__allowed_action__field__descriptor);
        if (f == NULL) {
            return 0;
        }
        f->name = sup_strdup(arena, (sup_str){p, (size_t)(end - p)});
        f->required = must;
        a->fields[a->n_fields++] = f;
        p = end + (*end == ' ');
    }
    return 1;
}

static Sup__AllowedAction *
offer(sup_arena *arena, const sup_action_row *row)
{
    Sup__AllowedAction *a =
        SUP_NEW(arena, Sup__AllowedAction, sup__allowed_action__descriptor);
    if (a == NULL) {
        return NULL;
    }
    a->action = (char *)row->variant.path;
    a->name = (char *)row->variant.name;
    a->name_en = (char *)row->variant.name_en;
    size_t n = count_words(row->variant.required) + count_words(row->variant.optional);
    a->fields = sup_alloc(arena, (n + 1) * sizeof(a->fields[0]));
    if (a->fields == NULL || !list_fields(arena, a, row->variant.required, 1) ||
        !list_fields(arena, a, row->variant.optional, 0)) {
        return NULL;
    }
    return a;
}

int
sup_case_offer(sup_ctx *c, const sup_case *k, Sup__Case *v)
{
    sup_life_case life;
    sup_life_actor actor;
    sup_case_life(k, &life);
    sup_case_actor(c, k, &actor);
    if (actor.roles == SUP_ROLE_PUBLIC) {
        return 1;
    }
    v->allowed_actions =
        sup_alloc(c->arena, sup_actions_n * sizeof(v->allowed_actions[0]));
    if (v->allowed_actions == NULL) {
        return 0;
    }
    for (size_t i = 0; i < sup_actions_n; i++) {
        if (!sup_life_allows(&life, &actor, sup_actions[i].action, c->now_ms)) {
            continue;
        }
        Sup__AllowedAction *a = offer(c->arena, &sup_actions[i]);
        if (a == NULL) {
            return 0;
        }
        v->allowed_actions[v->n_allowed_actions++] = a;
    }
    return 1;
}
