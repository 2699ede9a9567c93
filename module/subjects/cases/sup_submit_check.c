/* A report as it comes in: whether it is well-formed, and says only what its sender may.
 * Owns: the bounds of every field of SubmitRequest but the ledger.
 * Must not know: rulebooks, the register, the store. */
#include "engine/sup_roles.h"
#include "sup_ledger.h"
#include "sup_submit.h"
#include "supervision/v1/cases.pb-c.h"

#define TEXT_MAX         2000
#define PLACE_DETAIL_MAX 100
#define TAGS_MAX         8
#define PAST_MAX_MS      (366LL * 86400000)
#define FUTURE_MAX_MS    (10LL * 60000) /* clocks of phones differ */

static sup_rc
check_contact(sup_ctx *c, const Sup__Contact *contact)
{
    static const char *const fields[] = {"contact.name", "contact.phone",
                                         "contact.email"};
    if (contact == NULL) {
        return SUP_OK;
    }
    const char *values[] = {contact->name, contact->phone, contact->email};
    static const long max[] = {40, 20, 80};
    for (size_t i = 0; i < 3; i++) {
        sup_rc rc = sup_check_text(c, fields[i], values[i], 0, max[i]);
        if (rc != SUP_OK) {
            return rc;
        }
    }
    if (strspn(contact->phone, "0123456789+- ()") != strlen(contact->phone)) {
        return sup_fail(c, SUP_API_VALUE, fields[1], "电话号码只能含数字和 + - ( )。",
                        "A phone number has digits, spaces and + - ( ) only.");
    }
    if (contact->email[0] != '\0' && strchr(contact->email, '@') == NULL) {
        return sup_fail(c, SUP_API_VALUE, fields[2], "电子邮箱格式不对。",
                        "This is not an e-mail address.");
    }
    if (contact->phone[0] == '\0' && contact->email[0] == '\0') {
        return sup_fail(c, SUP_API_REQUIRED, fields[1], "留下联系方式须有电话或邮箱。",
                        "A contact needs a phone number or an e-mail address.");
    }
    return SUP_OK;
}

/* What only the office may say of a case. */
static sup_rc
check_staff_fields(sup_ctx *c, const Sup__SubmitRequest *in)
{
    const struct {
        const char *field;
        int given;
    } fields[] = {
        {"source", in->source != SUP__CASE__SOURCE__source_unspecified &&
                       in->source != SUP__CASE__SOURCE__web},
        {"tags", in->n_tags != 0},
        {"severity", in->severity != SUP__CASE__SEVERITY__severity_unspecified},
        {"kind", in->kind == SUP__CASE__KIND__inspection ||
                     in->kind == SUP__CASE__KIND__directive},
    };
    if (c->actor.roles & SUP_ROLES_OVERSIGHT) {
        return SUP_OK;
    }
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (fields[i].given) {
            return sup_fail(c, SUP_API_FORBIDDEN, fields[i].field,
                            "此项只能由后勤管理处填写。",
                            "Only the office may set this field.");
        }
    }
    return SUP_OK;
}

static sup_rc
check_lists(sup_ctx *c, const Sup__SubmitRequest *in)
{
    sup_rc rc =
        sup_check_attachments(c, "attachments", in->attachments, in->n_attachments);
    if (rc != SUP_OK) {
        return rc; /* before anything is looked up */
    }
    if (in->n_tags > TAGS_MAX) {
        return sup_fail(c, SUP_API_VALUE, "tags", "标签过多。",
                        "There are too many tags.");
    }
    return SUP_OK;
}

sup_rc
sup_submit_check(sup_ctx *c, const Sup__SubmitRequest *in)
{
    if (in->kind == SUP__CASE__KIND__kind_unspecified) {
        return sup_fail(c, SUP_API_REQUIRED, "kind", NULL, NULL);
    }
    sup_rc rc = sup_check_text(c, "text", in->text, in->ledger == NULL, TEXT_MAX);
    if (rc == SUP_OK) {
        rc = sup_check_text(c, "place_detail", in->place_detail, 0, PLACE_DETAIL_MAX);
    }
    if (rc == SUP_OK) {
        rc = check_contact(c, in->contact);
    }
    if (rc == SUP_OK) {
        rc = check_staff_fields(c, in);
    }
    if (rc == SUP_OK) {
        rc = check_lists(c, in);
    }
    if (rc == SUP_OK) {
        rc = sup_ledger_check(c, in);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    int64_t at = sup_timestamp_ms(in->occurred_at);
    if (in->occurred_at != NULL &&
        (at > c->now_ms + FUTURE_MAX_MS || at < c->now_ms - PAST_MAX_MS)) {
        return sup_fail(c, SUP_API_VALUE, "occurred_at", "发生时间须在过去一年以内。",
                        "It must have happened within the past year.");
    }
    return SUP_OK;
}
