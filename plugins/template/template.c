/* The plugin to copy. 1. Copy plugins/template to plugins/<domain> and name this file
 * <domain>.c; the Makefile finds it and builds build/plugins/<domain>.so. 2. Write
 * rulebook.txtpb: domain, categories, patterns, deadlines, checklist, scoring, each with
 * its basis. 3. Say the domain below; write a hook only for what a table cannot say, or
 * leave it out. 4. Write tests/unit/plugins/test_plugin_<domain>.c: sentences people really
 * write, with the category and severity they must get; a filled checklist worked by
 * hand, with its score. 5. Switch it on in nginx.conf:
 * `supervision_plugin <domain>;` and the domain's name in `supervision_domains`; `nginx
 * -t` checks everything.
 * Owns: the example domain.
 * Must not know: anything but sup_plugin.h. */
#include "sup_plugin.h"
#include "figures.inc"
#include "text.inc"

static const char rulebook[] =
#include "rulebook.h"
    ;

/* Pure: no I/O, no globals, no clock, nothing kept; microseconds. 0 when there is nothing
 * to say; 1 with the verdict filled and a reason in it. */
static int
template_classify(const sup_plugin_host *host, const sup_plugin_report *report,
                  sup_plugin_verdict *verdict)
{
    static const char *const words[] = {"示例急事", NULL};

    (void)host;
    if (text_claim(report->text, 0, words) == TEXT_NONE) {
        return 0;
    }
    verdict->category = TEXT_LIT("other");
    verdict->severity = SUP_SEVERITY_SERIOUS;
    verdict->reason = TEXT_LIT("提到示例急事");
    verdict->reason_en = TEXT_LIT("The urgent example is named");
    verdict->basis = TEXT_LIT("plan_focus");
    return 1;
}

/* Points of the items that are by_code in the rulebook; what several domains need is in
 * figures.inc. A worse figure never scores higher; -1 for figures that cannot be. */
static int
template_score(const sup_plugin_host *host, const sup_plugin_answer *answer,
               sup_plugin_points *points)
{
    static const figures_item items[] = {{"lk_share", 2, 2, 0, figures_first_fix},
                                         {"lk_handled", 4, 4, 0, figures_handled},
                                         {NULL, 0, 0, 0, NULL}};

    return figures_score(items, host, answer, points);
}

/* The grade of a whole check, where the table of percents is not the rule: here, nothing
 * may have failed for the best one. 0 leaves it to the table. The host applies vetoes and
 * the rulebook's caps after it. */
static int
template_grade(const sup_plugin_host *host, const sup_plugin_check *check,
               sup_plugin_grade *grade)
{
    size_t i, failed = 0;

    for (i = 0; i < check->n_lines; i++) {
        failed += check->lines[i].applies && check->lines[i].failed;
    }
    if (failed == 0 || check->percent < 90) {
        return 0;
    }
    grade->grade = TEXT_LIT("b");
    return figures_say(host, &grade->explanation, "有%zu项不合格，不评优秀", failed) &&
                   figures_say(host, &grade->explanation_en,
                               "%zu items failed: not excellent", failed)
               ? 1
               : -1;
}

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    SUP_PLUGIN_HEAD,
    .domain = "template",
    .version = "1.0",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
    .classify = template_classify,
    .score = template_score,
    .grade = template_grade,
};
