/* A plugin whose grade is none of the rulebook's, with a text that is none: it must load,
 * and its checks be graded by the table. */
#define CHECKLIST TWO_ITEMS
#include "bad.inc"

static int
grade(const sup_plugin_host *host, const sup_plugin_check *check,
      sup_plugin_grade *verdict)
{
    (void)check;
    while (host->alloc(host, 4096) != 0) {
    }
    verdict->grade = (sup_text){"platinum", 8};
    verdict->explanation = (sup_text){"\xff\xfe", 2};
    verdict->explanation_en = (sup_text){NULL, 600};
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
