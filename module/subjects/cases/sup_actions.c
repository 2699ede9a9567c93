/* The table of actions on a case: all that there is to an action stands in its row.
 * Owns: the table, and finding a row.
 * Must not know: which role may do what in which state (core/sup_life.c), what the
 *   functions do (sup_doing*.c). */
#include "engine/sup_roles.h"
#include "sup_cases_subject.h"
#include "sup_doing.h"
#include "supervision/v1/cases.pb-c.h"

/* Who is waited for. Leaders read and urge: nothing waits for them. */
#define OFFICE    (SUP_ROLE_OFFICE | SUP_ROLE_ADMIN)
#define INSPECTOR SUP_ROLE_INSPECTOR

#define NOTE(field) offsetof(Sup__ActionRequest, field)

const sup_action_row sup_actions[] = {
    {.variant = {"dispatch", "派单", "Issue the notice", "facts requirement signer",
                 "unit domain category severity basis rectify_by"},
     .action = SUP_ACTION_DISPATCH,
     .duty = OFFICE | INSPECTOR,
     .note = NOTE(requirement),
     .load = sup_do_load_notice,
     .apply = sup_do_dispatch},
    {.variant = {"answer", "答复", "Answer", "reply", ""},
     .action = SUP_ACTION_ANSWER,
     .duty = OFFICE,
     .note = NOTE(reply),
     .apply = sup_do_answer},
    {.variant = {"sign", "签收", "Sign for it", "receiver", ""},
     .action = SUP_ACTION_SIGN,
     .duty = SUP_ROLE_UNIT,
     .note = NOTE(reason),
     .apply = sup_do_sign},
    {.variant = {"progress", "报告进展", "Report progress", "milestone reached note",
                 "evidence"},
     .action = SUP_ACTION_PROGRESS,
     .duty = SUP_ROLE_UNIT,
     .note = NOTE(note),
     .apply = sup_do_progress},
    {.variant = {"rectify", "报告整改完成", "Report it rectified", "measures",
                 "evidence"},
     .action = SUP_ACTION_RECTIFY,
     .duty = SUP_ROLE_UNIT,
     .note = NOTE(measures),
     .apply = sup_do_rectify},
    {.variant = {"verify", "复查通过", "Pass the re-inspection", "finding", "evidence"},
     .action = SUP_ACTION_VERIFY,
     .duty = OFFICE | INSPECTOR,
     .note = NOTE(finding),
     .apply = sup_do_verify},
    {.variant = {"return", "复查退回", "Return it", "finding", "evidence rectify_by"},
     .action = SUP_ACTION_RETURN,
     .duty = OFFICE | INSPECTOR,
     .note = NOTE(finding),
     .apply = sup_do_return},
    {.variant = {"request_extension", "申请延期", "Ask for an extension", "until reason",
                 ""},
     .action = SUP_ACTION_REQUEST_EXTENSION,
     .note = NOTE(reason),
     .apply = sup_do_request_extension},
    {.variant = {"grant_extension", "同意延期", "Grant the extension", "", "reason"},
     .action = SUP_ACTION_GRANT_EXTENSION,
     .duty = OFFICE,
     .note = NOTE(reason),
     .apply = sup_do_grant_extension},
    {.variant = {"refuse_extension", "不同意延期", "Refuse the extension", "reason", ""},
     .action = SUP_ACTION_REFUSE_EXTENSION,
     .duty = OFFICE,
     .note = NOTE(reason),
     .apply = sup_do_refuse_extension},
    {.variant = {"confirm", "评价并办结", "Rate and close", "rating", "comment"},
     .action = SUP_ACTION_CONFIRM,
     .note = NOTE(comment),
     .apply = sup_do_confirm},
    {.variant = {"reopen", "不满意，要求重办", "Not solved: reopen", "reason", ""},
     .action = SUP_ACTION_REOPEN,
     .note = NOTE(reason),
     .apply = sup_do_reopen},
    {.variant = {"close", "办结", "Close", "", "reason"},
     .action = SUP_ACTION_CLOSE,
     .duty = OFFICE,
     .note = NOTE(reason),
     .apply = sup_do_close},
    {.variant = {"reassign", "转派", "Reassign", "unit reason", "rectify_by signer"},
     .action = SUP_ACTION_REASSIGN,
     .note = NOTE(reason),
     .load = sup_do_load_notice,
     .apply = sup_do_reassign},
    {.variant = {"urge", "督办", "Urge", "reason", ""},
     .action = SUP_ACTION_URGE,
     .note = NOTE(reason),
     .apply = sup_do_urge},
    {.variant = {"merge", "合并", "Merge", "parent", "reason"},
     .action = SUP_ACTION_MERGE,
     .note = NOTE(reason),
     .first = sup_do_load_mark,
     .meet = sup_do_load_parent,
     .apply = sup_do_merge},
    {.variant = {"reject", "不予受理", "Reject", "reason", ""},
     .action = SUP_ACTION_REJECT,
     .note = NOTE(reason),
     .apply = sup_do_reject},
    {.variant = {"withdraw", "撤回", "Withdraw", "", "reason"},
     .action = SUP_ACTION_WITHDRAW,
     .note = NOTE(reason),
     .first = sup_do_load_mark,
     .apply = sup_do_withdraw},
};
const size_t sup_actions_n = sizeof(sup_actions) / sizeof(sup_actions[0]);

const sup_variant *
sup_action_variant(size_t i)
{
    return i < sup_actions_n ? &sup_actions[i].variant : NULL;
}

const sup_action_row *
sup_action_row_of(sup_action action)
{
    for (size_t i = 0; i < sup_actions_n; i++) {
        if (sup_actions[i].action == action) {
            return &sup_actions[i];
        }
    }
    return NULL;
}

const sup_action_row *
sup_action_row_named(const char *path)
{
    for (size_t i = 0; i < sup_actions_n; i++) {
        if (strcmp(sup_actions[i].variant.path, path) == 0) {
            return &sup_actions[i];
        }
    }
    return NULL;
}
