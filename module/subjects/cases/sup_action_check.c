/* The input of an action: which fields it takes, and whether they are well-formed.
 * Owns: the bounds of every field of ActionRequest.
 * Must not know: the case. */
#include "sup_work.h"
#include "supervision/v1/cases.pb-c.h"

#define BASIS_MAX       9
#define DEADLINE_MAX_MS (366LL * 86400000)

/* How long each text may be. */
static const struct {
    const char *field;
    long max;
} lengths[] = {
    {"unit", 48},          {"domain", 32},  {"category", 48},   {"facts", 2000},
    {"requirement", 2000}, {"signer", 40},  {"receiver", 40},   {"reason", 500},
    {"parent", 32},        {"reply", 2000}, {"measures", 2000}, {"finding", 2000},
    {"comment", 500},      {"reached", 10}, {"note", 500},
};

/* --- fields --- */

/* Not at its proto3 default. */
static int
is_given(const ProtobufCMessage *m, const ProtobufCFieldDescriptor *f)
{
    const char *at = (const char *)m + f->offset;
    if (f->label == PROTOBUF_C_LABEL_REPEATED) {
        return *(const size_t *)((const char *)m + f->quantifier_offset) != 0;
    }
    switch (f->type) {
    case PROTOBUF_C_TYPE_STRING:
        return (*(char *const *)at)[0] != '\0';
    case PROTOBUF_C_TYPE_MESSAGE:
        return *(void *const *)at != NULL;
    case PROTOBUF_C_TYPE_UINT64:
        return *(const uint64_t *)at != 0;
    default:
        return *(const uint32_t *)at != 0;
    }
}

static sup_rc
check_fields(sup_ctx *c, const sup_action_row *row, const ProtobufCMessage *in)
{
    for (unsigned i = 0; i < in->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &in->descriptor->fields[i];
        unsigned required;
        unsigned taken = sup_variant_takes(&row->variant, f->name, &required);
        if (!is_given(in, f)) {
            if (required) {
                return sup_fail(c, SUP_API_REQUIRED, f->name, NULL, NULL);
            }
        } else if (!taken) {
            return sup_fail(c, SUP_API_FIELD, f->name, NULL, NULL);
        }
    }
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        const ProtobufCFieldDescriptor *f =
            protobuf_c_message_descriptor_get_field_by_name(in->descriptor,
                                                            lengths[i].field);
        const char *text = *(char *const *)((const char *)in + f->offset);
        sup_rc rc = sup_check_text(c, f->name, text, 0, lengths[i].max);
        if (rc != SUP_OK) {
            return rc;
        }
    }
    return SUP_OK;
}

static sup_rc
check_lists(sup_ctx *c, const Sup__ActionRequest *in)
{
    sup_rc rc = sup_check_attachments(c, "evidence", in->evidence, in->n_evidence);
    if (rc != SUP_OK) {
        return rc;
    }
    if (in->n_basis > BASIS_MAX) {
        return sup_fail(c, SUP_API_VALUE, "basis", "依据不能超过 9 项。",
                        "There are more than 9 bases.");
    }
    for (size_t i = 0; i < in->n_basis; i++) {
        rc = sup_check_text(c, sup_sprintf(c->arena, "basis[%zu]", i), in->basis[i], 1,
                            200);
        if (rc != SUP_OK) {
            return rc;
        }
    }
    if (in->rating > 5) {
        return sup_fail(c, SUP_API_VALUE, "rating", "评分为 1 至 5。",
                        "A rating is 1 to 5.");
    }
    int64_t by = sup_timestamp_ms(in->rectify_by);
    if (in->rectify_by != NULL && (by <= c->now_ms || by > c->now_ms + DEADLINE_MAX_MS)) {
        return sup_fail(c, SUP_API_VALUE, "rectify_by", "整改期限须在未来一年以内。",
                        "The deadline must lie within the coming year.");
    }
    return SUP_OK;
}

sup_rc
sup_action_check(sup_ctx *c, const sup_action_row *row, const Sup__ActionRequest *in)
{
    sup_rc rc = check_fields(c, row, &in->base);
    return rc == SUP_OK ? check_lists(c, in) : rc;
}
