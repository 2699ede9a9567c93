/* The plugin to copy. 1. Copy plugins/template to plugins/<domain> and name this file
 * <domain>.c; the Makefile finds it and builds build/plugins/<domain>.so. 2. Write
 * rulebook.txtpb: domain, categories, patterns, deadlines, each with its basis. 3. Say
 * the domain below; write a hook only for what a table cannot say, or leave it out. 4.
 * Write tests/unit/test_plugin_<domain>.c: sentences people really write, with the
 * category and severity they must get. 5. Switch it on in nginx.conf:
 * `supervision_plugin <domain>;` and the domain's name in `supervision_domains`; `nginx
 * -t` checks everything.
 * Owns: the example domain.
 * Must not know: anything but sup_plugin.h. */
#include "sup_plugin.h"
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

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    SUP_PLUGIN_HEAD,
    .domain = "template",
    .version = "1.0",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
    .classify = template_classify,
};
