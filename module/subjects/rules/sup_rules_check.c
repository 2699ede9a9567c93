/* A rulebook validated: a walk over it by the tables of rules, then what a table cannot
 * say.
 * Owns: the walk; the sentences that say why a value is refused.
 * Must not know: PCRE2, nginx, Redis, HTTP. */
#include "sup_rules_check.h"

#include "sup_rules_check_parts.h"
#include "sup_rules_tables.h"
#include "supervision/v1/rules.pb-c.h"

typedef sup_rules_checked check;

/* --- single values --- */

static int
code_is_good(const char *text, int unit)
{
    size_t i;

    for (i = 0; text[i] != '\0'; i++) {
        char ch = text[i];
        int letter = ch >= 'a' && ch <= 'z', digit = ch >= '0' && ch <= '9';

        if (!letter && !(digit && (unit || i > 0)) &&
            !(i > 0 && ch == (unit ? '-' : '_'))) {
            return 0;
        }
    }
    return 1;
}

static int
has_control(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7F) {
            return 1;
        }
    }
    return 0;
}

static sup_rc
check_string(check *c, const sup_rule *r, const char *text)
{
    sup_str slice = sup_str_c(text);
    long n = r->kind == R_TEXT ? sup_utf8_length(slice) : (long)slice.len;

    if (n == 0 && r->min > 0) {
        return sup_rules_refuse(c, "is required");
    }
    if (r->kind == R_REF) {
        if (n != 0 && !r->list->has(&c->rulebook, text)) {
            return sup_rules_refuse(
                c, sup_sprintf(c->arena, "\"%.60s\" is not in %s", text, r->list->name));
        }
        return SUP_OK;
    }
    if (n < 0 || (n != 0 && n < (long)r->min) || n > (long)r->max) {
        return sup_rules_refuse(
            c, sup_sprintf(c->arena, "is not %u to %u %s long", r->min, r->max,
                           r->kind == R_TEXT ? "characters" : "bytes"));
    }
    if (r->kind == R_TEXT && has_control(text)) {
        return sup_rules_refuse(c, "holds control characters");
    }
    if (r->kind == R_CODE && !code_is_good(text, 0)) {
        return sup_rules_refuse(
            c, "is not lower-case letters, digits and _, a letter first");
    }
    if (r->kind == R_UNIT && !code_is_good(text, 1)) {
        return sup_rules_refuse(c, "is not lower-case letters, digits and -");
    }
    return SUP_OK;
}

static sup_rc
check_number(check *c, const sup_rule *r, const void *value)
{
    int64_t n = r->kind == R_UINT ? (int64_t) * (const uint32_t *)value
                                  : (int64_t) * (const int32_t *)value;

    if (r->kind == R_PERCENT) {
        double percent = *(const double *)value;

        if (!(percent >= 0 && percent <= 100)) {
            return sup_rules_refuse(c, "is not 0 to 100");
        }
        return SUP_OK;
    }
    if (r->kind == R_ENUM && n == 0 && r->min > 0) {
        return sup_rules_refuse(c, "is required");
    }
    if (n < (int64_t)r->min || n > (int64_t)r->max) {
        return sup_rules_refuse(c,
                                sup_sprintf(c->arena, "is not %u to %u", r->min, r->max));
    }
    return SUP_OK;
}

/* --- the walk --- */

static sup_rc check_message(check *c, const sup_rule *rules,
                            const ProtobufCMessage *message);

/* What names a message among its like: its code, or the id of a schedule; NULL: neither. */
static const char *
name_of(const ProtobufCMessage *message, const char *field)
{
    const ProtobufCFieldDescriptor *f =
        protobuf_c_message_descriptor_get_field_by_name(message->descriptor, field);

    return f == NULL ? NULL : *(const char *const *)((const char *)message + f->offset);
}

static sup_rc
check_unique(check *c, const char *field, ProtobufCMessage *const *list, size_t at)
{
    const char *by = name_of(list[at], "code") != NULL ? "code" : "id";
    const char *name = name_of(list[at], by);
    size_t i;

    for (i = 0; name != NULL && i < at; i++) {
        if (strcmp(name, name_of(list[i], by)) == 0) {
            sup_rules_path(c, by, -1);
            return sup_rules_refuse(
                c, sup_sprintf(c->arena, "\"%s\" is already %s[%zu]", name, field, i));
        }
    }
    return SUP_OK;
}

static sup_rc
check_list(check *c, const sup_rule *r, ProtobufCMessage *const *list, size_t n,
           int repeated)
{
    size_t i, len = strlen(c->path);
    sup_rc rc = SUP_OK;

    if (n < r->min || n > r->max) {
        sup_rules_path(c, r->field, -1);
        return sup_rules_refuse(c, n == 0 && r->max == 1
                                       ? "is required"
                                       : sup_sprintf(c->arena,
                                                     "has %zu elements, not %u to %u", n,
                                                     r->min, r->max));
    }
    for (i = 0; i < n && rc == SUP_OK; i++) {
        sup_rules_path(c, r->field, repeated ? (long)i : -1);
        rc = check_message(c, r->sub, list[i]);
        if (rc == SUP_OK) {
            rc = check_unique(c, r->field, list, i);
        }
        c->path[len] = '\0';
    }
    return rc;
}

/* Repeated strings: references, min to max of them. */
static sup_rc
check_refs(check *c, const sup_rule *r, char *const *list, size_t n)
{
    const sup_rule one = {r->field, R_REF, 1, 1, NULL, r->list};
    size_t i, len = strlen(c->path);
    sup_rc rc = SUP_OK;

    if (n < r->min || n > r->max) {
        sup_rules_path(c, r->field, -1);
        return sup_rules_refuse(c, sup_sprintf(c->arena, "has %zu elements, not %u to %u",
                                               n, r->min, r->max));
    }
    for (i = 0; i < n && rc == SUP_OK; i++) {
        sup_rules_path(c, r->field, (long)i);
        rc = check_string(c, &one, list[i]);
        c->path[len] = '\0';
    }
    return rc;
}

static sup_rc
check_field(check *c, const sup_rule *r, const ProtobufCMessage *message)
{
    const ProtobufCFieldDescriptor *f =
        protobuf_c_message_descriptor_get_field_by_name(message->descriptor, r->field);
    const char *at = (const char *)message + f->offset;
    int repeated = f->label == PROTOBUF_C_LABEL_REPEATED;
    size_t n = 0, len = strlen(c->path);
    sup_rc rc;

    if (repeated) {
        n = *(const size_t *)((const char *)message + f->quantifier_offset);
    }
    if (r->kind == R_LIST) {
        ProtobufCMessage *const *list = repeated ? *(ProtobufCMessage *const *const *)at
                                                 : (ProtobufCMessage *const *)at;

        return check_list(c, r, list, repeated ? n : list[0] != NULL, repeated);
    }
    if (repeated) {
        return check_refs(c, r, *(char *const *const *)at, n);
    }
    sup_rules_path(c, r->field, -1);
    if (f->type == PROTOBUF_C_TYPE_STRING) {
        rc = check_string(c, r, *(const char *const *)at);
    } else {
        rc = check_number(c, r, at);
    }
    if (rc == SUP_OK) {
        c->path[len] = '\0';
    }
    return rc;
}

static sup_rc
check_message(check *c, const sup_rule *rules, const ProtobufCMessage *message)
{
    sup_rc rc = SUP_OK;

    for (; rules->field != NULL && rc == SUP_OK; rules++) {
        rc = check_field(c, rules, message);
    }
    return rc;
}

sup_rc
sup_rules_check(sup_arena *arena, const Sup__Rulebook *book, sup_str domain,
                sup_wire_error *error)
{
    check c = {.arena = arena, .rulebook = {.book = book}, .book = book, .error = error};
    sup_rc rc = check_message(&c, sup_rules_of_book, &book->base);

    if (rc == SUP_OK && domain.len != 0 && !sup_str_eq(domain, sup_str_c(book->domain))) {
        sup_rules_path(&c, "domain", -1);
        return sup_rules_refuse(
            &c, sup_sprintf(arena, "is \"%s\", but the plugin says \"%.*s\"",
                            book->domain, (int)domain.len, domain.data));
    }
    rc = rc == SUP_OK ? sup_rules_check_whole(&c) : rc;
    return rc == SUP_OK ? sup_rules_check_schedules(&c) : rc;
}
