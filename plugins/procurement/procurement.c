/* The procurement plugin: its rulebook, and the acceptance of a lot by GB/T 2828.1 (ISO
 * 2859-1): general inspection level II, normal inspection, single sampling.
 * Owns: the standard's tables 1 and 2-A.
 * Must not know: anything but sup_plugin.h. */
#include "sup_plugin.h"
#include "figures.inc"

static const char rulebook[] =
#include "rulebook.h"
    ;

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Table 1, level II: the largest lot of each code letter; and the letter's sample size.
 */
static const struct {
    double lot_max;
    int size;
    char letter;
} letters[] = {{8, 2, 'A'},
               {15, 3, 'B'},
               {25, 5, 'C'},
               {50, 8, 'D'},
               {90, 13, 'E'},
               {150, 20, 'F'},
               {280, 32, 'G'},
               {500, 50, 'H'},
               {1200, 80, 'J'},
               {3200, 125, 'K'},
               {10000, 200, 'L'},
               {35000, 315, 'M'},
               {150000, 500, 'N'},
               {500000, 800, 'P'},
               {FIGURES_MAX, 1250, 'Q'},
               {FIGURES_MAX, 2000, 'R'}};

/* Table 2-A is diagonal: an AQL one step smaller moves everything one letter down. At
 * the letter of its first plan it accepts with 0; the next letter points up to it, the
 * one after that down to the first plan that accepts with 1. R is only pointed to. */
static const double aqls[] = {6.5,  4,   2.5,   1.5,  1,     0.65,  0.4, 0.25,
                              0.15, 0.1, 0.065, 0.04, 0.025, 0.015, 0.01};
static const int accepts[] = {0, 0, 0, 1, 2, 3, 5, 7, 10, 14, 21};

typedef struct {
    size_t letter;
    int size, accept;
} plan;

static int
plan_find(double lot, double aql, plan *out)
{
    size_t letter = 0, first = 0;

    while (letter + 1 < COUNT(letters) && lot > letters[letter].lot_max) {
        letter++;
    }
    while (first < COUNT(aqls) &&
           (aqls[first] - aql > 1e-6 || aql - aqls[first] > 1e-6)) {
        first++;
    }
    if (first == COUNT(aqls)) {
        return 0;
    }
    if (letter <= first + 1) {
        letter = first;
    } else if (letter == first + 2) {
        letter = first + 3;
    } else if (letter >= first + COUNT(accepts)) {
        letter = first + COUNT(accepts) - 1;
    }
    if (letter >= COUNT(letters)) {
        return 0;
    }
    *out = (plan){letter, letters[letter].size, accepts[letter - first]};
    return 1;
}

/* Size of the lot, AQL, nonconforming items in the sample. */
static int
lot_accepted(const sup_plugin_host *host, const double *v, size_t n, double limit,
             sup_plugin_points *points)
{
    plan p;

    (void)n;
    (void)limit;
    if (v[0] < 1 || !plan_find(v[0], v[1], &p)) {
        return -1;
    }
    p.size = p.size > v[0] ? (int)v[0] : p.size; /* a small lot: all of it */
    if (v[2] > p.size) {
        return -1;
    }
    points->points = v[2] <= p.accept;
    return figures_say(host, &points->explanation,
                       "批量%.0f，字码%c，AQL %g：抽%d件，接收数%d，不合格%.0f件，%s",
                       v[0], letters[p.letter].letter, v[1], p.size, p.accept, v[2],
                       points->points == 1 ? "接收" : "不接收") &&
                   figures_say(host, &points->explanation_en,
                               "Lot %.0f, letter %c, AQL %g: sample %d, accept %d, found "
                               "%.0f: %s",
                               v[0], letters[p.letter].letter, v[1], p.size, p.accept,
                               v[2], points->points == 1 ? "accepted" : "rejected")
               ? 1
               : -1;
}

static const figures_item items[] = {{"pq_lot_look", 3, 3, 0, lot_accepted},
                                     {"pq_lot_size", 3, 3, 0, lot_accepted},
                                     {"pq_lot_safe", 3, 3, 0, lot_accepted},
                                     {NULL, 0, 0, 0, NULL}};

static int
procurement_score(const sup_plugin_host *host, const sup_plugin_answer *answer,
                  sup_plugin_points *points)
{
    return figures_score(items, host, answer, points);
}

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    SUP_PLUGIN_HEAD,
    .domain = "procurement",
    .version = "1.0",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
    .score = procurement_score,
};
