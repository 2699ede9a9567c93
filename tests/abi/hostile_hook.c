/* A plugin whose hook gives only nonsense: it must load, and every verdict be dropped. */
#include "bad.inc"

static int
classify(const sup_plugin_host *host, const sup_plugin_report *report,
         sup_plugin_verdict *verdict)
{
    (void)report;
    while (host->alloc(host, 4096) != 0) {
    }
    verdict->category = (sup_text){"no_such_category", 16};
    verdict->severity = (sup_severity)99;
    verdict->reason = (sup_text){"\xff\xfe", 2};
    return 1;
}

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    SUP_PLUGIN_HEAD,
    .domain = "bad",
    .version = "1",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
    .classify = classify,
};
