/* A plugin that grades: worse than the table would, and says why. */
#define CHECKLIST TWO_ITEMS
#include "bad.inc"

static int
grade(const sup_plugin_host *host, const sup_plugin_check *check,
      sup_plugin_grade *verdict)
{
    (void)host;
    if (check->n_lines != 2 || check->lines[0].weight != 5 || !check->lines[0].applies ||
        check->lines[1].points != 1 || check->percent != 100) {
        return 0;
    }
    verdict->grade = (sup_text){"b", 1};
    verdict->explanation = (sup_text){"why", 3};
    verdict->explanation_en = verdict->explanation;
    return 1;
}

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    SUP_PLUGIN_HEAD,
    .domain = "bad",
    .version = "1",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
    .score = score_tenths,
    .grade = grade,
};
