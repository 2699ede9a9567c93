/* The public board: sums of facts of a month's cases, and what is overdue now.
 * Owns: which counters make which figure.
 * Must not know: how a case came to its facts (module/core/sup_facts.c). */
#include "sup_board.h"

#include "core/sup_facts.h"
#include "engine/sup_index.h"
#include "engine/sup_period.h"
#include "engine/sup_subject.h"
#include "rules/sup_rules.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/standing.pb-c.h"

/* Facts of cases, and of checks beside them (sup_board_hear.c counts both). */
enum { CHECKS_DUE = SUP_FACTS, CHECKS_DONE, FACTS };
typedef uint32_t facts[FACTS];

/* What the store was asked, all in one round trip. */
typedef struct {
    const sup_read *overdue;
    const sup_read *open;
} due_counts;

/* Asks for everything before it says SUP_AGAIN. */
static sup_rc
ask(sup_ctx *c, const char *period, const sup_read **counters, due_counts *due)
{
    char now[SUP_INDEX_TIME_LEN + 1];
    char *key = sup_board_key(c->arena, period);
    sup_rc worst;
    size_t i;

    if (key == NULL) {
        return SUP_NOMEM;
    }
    sup_index_time(now, c->now_ms);
    worst = sup_ctx_counters(c, key, counters);
    for (i = 0; i < c->site->n_rulebooks && worst >= SUP_OK; i++) {
        const char *domain = c->site->rulebooks[i]->book->domain;
        char *index = sup_sprintf(c->arena, "due:%s", domain);

        if (index == NULL) {
            return SUP_NOMEM;
        }
        worst = sup_worst(worst, sup_ctx_count(c, index, "", now, &due[i].overdue));
        worst = sup_worst(worst, sup_ctx_count(c, index, "", "", &due[i].open));
    }
    return worst;
}

static uint32_t
clamp(int64_t value)
{
    return value < 0 ? 0 : value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
}

static const char *
fact_name(int fact)
{
    return fact == CHECKS_DUE    ? SUP_BOARD_CHECKS_DUE
           : fact == CHECKS_DONE ? SUP_BOARD_CHECKS_DONE
                                 : sup_fact_name((sup_fact)fact);
}

/* Counters are named <domain>.<fact>; a name that says nothing to us is another
 * version's. */
static void
take_facts(const sup_read *counters, const char *domain, facts out)
{
    size_t prefix = strlen(domain) + 1;
    size_t i;
    int fact;

    for (i = 0; i < counters->n; i++) {
        sup_str name = counters->counters[i].name;

        if (name.len <= prefix || memcmp(name.data, domain, prefix - 1) != 0 ||
            name.data[prefix - 1] != '.') {
            continue;
        }
        name = (sup_str){name.data + prefix, name.len - prefix};
        for (fact = 0; fact < FACTS; fact++) {
            if (sup_str_eq(name, sup_str_c(fact_name(fact)))) {
                out[fact] = clamp(counters->counters[i].value);
            }
        }
    }
}

static Sup__Ratio *
ratio(sup_arena *arena, uint32_t numerator, uint32_t denominator)
{
    Sup__Ratio *r = SUP_NEW(arena, Sup__Ratio, sup__ratio__descriptor);

    if (r != NULL) {
        r->numerator = numerator;
        r->denominator = denominator;
    }
    return r;
}

static Sup__Board__Figures *
figures(sup_arena *arena, const facts f, uint32_t overdue, uint32_t open)
{
    Sup__Board__Figures *g =
        SUP_NEW(arena, Sup__Board__Figures, sup__board__figures__descriptor);

    if (g == NULL) {
        return NULL;
    }
    g->received = f[SUP_FACT_RECEIVED];
    g->answered = ratio(arena, f[SUP_FACT_ANSWERED], f[SUP_FACT_RECEIVED]);
    g->solved = ratio(arena, f[SUP_FACT_SOLVED], f[SUP_FACT_SOLVABLE]);
    /* Of those that spoke: silence is no satisfaction. */
    g->satisfied = ratio(arena, f[SUP_FACT_SATISFIED],
                         f[SUP_FACT_SATISFIED] + f[SUP_FACT_DISSATISFIED]);
    g->dissatisfied = f[SUP_FACT_DISSATISFIED];
    g->silent = f[SUP_FACT_SILENT];
    g->awaiting = f[SUP_FACT_AWAITING];
    g->overdue = ratio(arena, overdue, open);
    g->on_time = ratio(arena, f[SUP_FACT_ON_TIME], f[SUP_FACT_RECTIFIED]);
    g->reopened = f[SUP_FACT_REOPENED];
    g->checks = ratio(arena, f[CHECKS_DONE], f[CHECKS_DUE]);
    if (g->answered == NULL || g->solved == NULL || g->satisfied == NULL ||
        g->overdue == NULL || g->on_time == NULL || g->checks == NULL) {
        return NULL;
    }
    return g;
}

/* The figures of the domains, in the order of the site, and their sum. */
static sup_rc
fill(sup_ctx *c, Sup__Board *board, const sup_read *counters, const due_counts *due)
{
    size_t n = c->site->n_rulebooks;
    uint32_t overdue = 0, open = 0;
    facts total = {0};
    size_t i;
    int fact;

    board->domains = sup_calloc(c->arena, (n + 1) * sizeof(*board->domains));
    if (board->domains == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < n; i++) {
        const Sup__Rulebook *book = c->site->rulebooks[i]->book;
        facts one = {0};
        Sup__Board__Figures *g;

        take_facts(counters, book->domain, one);
        g = figures(c->arena, one, clamp((int64_t)due[i].overdue->n),
                    clamp((int64_t)due[i].open->n));
        if (g == NULL) {
            return SUP_NOMEM;
        }
        g->domain = book->domain;
        g->name = book->name;
        g->name_en = book->name_en;
        board->domains[i] = g;
        for (fact = 0; fact < FACTS; fact++) {
            total[fact] += one[fact];
        }
        overdue += g->overdue->numerator;
        open += g->overdue->denominator;
    }
    board->n_domains = n;
    board->total = figures(c->arena, total, overdue, open);
    if (board->total == NULL) {
        return SUP_NOMEM;
    }
    board->total->name = "全部";
    board->total->name_en = "All";
    return SUP_OK;
}

sup_rc
sup_decide_board(sup_ctx *c)
{
    char period[8];
    const sup_read *counters = NULL;
    due_counts *due = sup_calloc(c->arena, (c->site->n_rulebooks + 1) * sizeof(*due));
    Sup__Board *board = SUP_NEW(c->arena, Sup__Board, sup__board__descriptor);
    sup_rc rc;

    if (due == NULL || board == NULL) {
        return SUP_NOMEM;
    }
    rc = sup_period_read(c, "period", ((const Sup__BoardRequest *)c->input)->period,
                         period);
    if (rc == SUP_OK) {
        rc = ask(c, period, &counters, due);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    board->period = sup_strdup(c->arena, sup_str_c(period));
    board->generated_at = sup_timestamp(c->arena, c->now_ms);
    if (board->period == NULL || board->generated_at == NULL) {
        return SUP_NOMEM;
    }
    c->output = &board->base;
    return fill(c, board, counters, due);
}
