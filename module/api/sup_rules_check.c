/* A rulebook validated: tables of rules for each message, then what a table cannot say.
 * Owns: what a rulebook may contain; the sentences that say why one is refused.
 * Must not know: PCRE2, nginx, Redis, HTTP. */
#include <stdio.h>
#include "sup_rules_check.h"

typedef enum {
    R_CODE,    /* [a-z][a-z0-9_]*, min to max bytes */
    R_UNIT,    /* [a-z0-9][a-z0-9-]*, or empty when min is 0 */
    R_TEXT,    /* min to max characters, no control characters */
    R_BYTES,   /* min to max bytes of anything */
    R_ENUM,    /* min to max */
    R_INT,     /* int32, min to max */
    R_UINT,    /* uint32, min to max */
    R_PERCENT, /* double, 0 to 100 */
    R_REF,     /* a code that exists in a list; may be empty when min is 0 */
    R_LIST     /* min to max elements, each checked by the sub-table */
} rule_kind;

typedef struct rule_s rule;
struct rule_s {
    const char *field;
    rule_kind kind;
    unsigned min, max;
    const rule *sub; /* of R_LIST */
    const char
        *list; /* of R_REF: bases, categories, items, sections, grades, templates */
};

static const rule basis_rules[] = {
    {"code", R_CODE, 2, 48, NULL, NULL},   {"kind", R_ENUM, 1, 4, NULL, NULL},
    {"title", R_TEXT, 1, 120, NULL, NULL}, {"title_en", R_TEXT, 1, 240, NULL, NULL},
    {"clause", R_TEXT, 0, 80, NULL, NULL}, {0}};

static const rule category_rules[] = {
    {"code", R_CODE, 2, 48, NULL, NULL},         {"name", R_TEXT, 1, 20, NULL, NULL},
    {"name_en", R_TEXT, 1, 60, NULL, NULL},      {"standard", R_TEXT, 1, 300, NULL, NULL},
    {"standard_en", R_TEXT, 1, 600, NULL, NULL}, {"severity", R_ENUM, 1, 4, NULL, NULL},
    {"unit", R_UNIT, 0, 48, NULL, NULL},         {"basis", R_REF, 1, 10, NULL, "bases"},
    {"section", R_TEXT, 0, 20, NULL, NULL},      {0}};

static const rule pattern_rules[] = {{"code", R_CODE, 2, 48, NULL, NULL},
                                     {"category", R_REF, 1, 1, NULL, "categories"},
                                     {"regex", R_BYTES, 1, 2000, NULL, NULL},
                                     {"weight", R_INT, 1, 100, NULL, NULL},
                                     {"severity", R_ENUM, 0, 4, NULL, NULL},
                                     {"reason", R_TEXT, 1, 80, NULL, NULL},
                                     {"reason_en", R_TEXT, 1, 160, NULL, NULL},
                                     {"basis", R_REF, 0, 1, NULL, "bases"},
                                     {0}};

static const rule deadline_rules[] = {{"severity", R_ENUM, 1, 4, NULL, NULL},
                                      {"sign_min", R_UINT, 1, 43200, NULL, NULL},
                                      {"rectify_min", R_UINT, 1, 525600, NULL, NULL},
                                      {"clock", R_ENUM, 1, 2, NULL, NULL},
                                      {"basis", R_REF, 1, 1, NULL, "bases"},
                                      {0}};

static const rule terms_rules[] = {{"reopen_min", R_UINT, 1, 525600, NULL, NULL},
                                   {"silence_min", R_UINT, 1, 525600, NULL, NULL},
                                   {"extensions_max", R_UINT, 0, 5, NULL, NULL},
                                   {"extension_max_min", R_UINT, 0, 129600, NULL, NULL},
                                   {"similar_min", R_UINT, 0, 525600, NULL, NULL},
                                   {"basis", R_REF, 1, 1, NULL, "bases"},
                                   {0}};

static const rule column_rules[] = {{"name", R_TEXT, 1, 20, NULL, NULL},
                                    {"name_en", R_TEXT, 1, 40, NULL, NULL},
                                    {"kind", R_ENUM, 0, 2, NULL, NULL},
                                    {0}};

static const rule item_rules[] = {{"code", R_CODE, 2, 48, NULL, NULL},
                                  {"text", R_TEXT, 1, 200, NULL, NULL},
                                  {"text_en", R_TEXT, 1, 400, NULL, NULL},
                                  {"how", R_TEXT, 0, 300, NULL, NULL},
                                  {"how_en", R_TEXT, 0, 600, NULL, NULL},
                                  {"answer", R_ENUM, 1, 6, NULL, NULL},
                                  {"weight", R_UINT, 1, 100, NULL, NULL},
                                  {"basis", R_REF, 1, 10, NULL, "bases"},
                                  {"fix_min", R_UINT, 0, 525600, NULL, NULL},
                                  {"category", R_REF, 1, 1, NULL, "categories"},
                                  {"measure", R_TEXT, 0, 20, NULL, NULL},
                                  {"grades", R_UINT, 0, 10, NULL, NULL},
                                  {"zero_at", R_UINT, 0, 1000000, NULL, NULL},
                                  {"figures", R_ENUM, 0, 2, NULL, NULL},
                                  {"columns", R_LIST, 0, 6, column_rules, NULL},
                                  {"rows", R_UINT, 0, 100, NULL, NULL},
                                  {0}};

static const rule section_rules[] = {
    {"code", R_CODE, 2, 48, NULL, NULL},         {"name", R_TEXT, 1, 20, NULL, NULL},
    {"name_en", R_TEXT, 1, 60, NULL, NULL},      {"weight", R_UINT, 1, 100, NULL, NULL},
    {"items", R_LIST, 1, 100, item_rules, NULL}, {0}};

static const rule template_rules[] = {{"code", R_CODE, 2, 48, NULL, NULL},
                                      {"name", R_TEXT, 1, 40, NULL, NULL},
                                      {"name_en", R_TEXT, 1, 80, NULL, NULL},
                                      {"check", R_ENUM, 1, 7, NULL, NULL},
                                      {"items", R_REF, 0, 500, NULL, "items"},
                                      {"sections", R_REF, 0, 30, NULL, "sections"},
                                      {0}};

static const rule grade_rules[] = {{"code", R_CODE, 1, 48, NULL, NULL},
                                   {"name", R_TEXT, 1, 20, NULL, NULL},
                                   {"name_en", R_TEXT, 1, 60, NULL, NULL},
                                   {"at_least", R_PERCENT, 0, 0, NULL, NULL},
                                   {0}};

static const rule standing_rules[] = {{"inspections", R_UINT, 0, 100, NULL, NULL},
                                      {"on_time", R_UINT, 0, 100, NULL, NULL},
                                      {"not_reopened", R_UINT, 0, 100, NULL, NULL},
                                      {"satisfaction", R_UINT, 0, 100, NULL, NULL},
                                      {"checks_done", R_UINT, 0, 100, NULL, NULL},
                                      {0}};

static const rule scoring_rules[] = {{"grades", R_LIST, 1, 10, grade_rules, NULL},
                                     {"critical_cap", R_REF, 0, 1, NULL, "grades"},
                                     {"repeat_window_days", R_UINT, 0, 366, NULL, NULL},
                                     {"standing", R_LIST, 0, 1, standing_rules, NULL},
                                     {"critical_none", R_UINT, 0, 20, NULL, NULL},
                                     {"basis", R_REF, 0, 1, NULL, "bases"},
                                     {0}};

static const rule schedule_rules[] = {{"id", R_UNIT, 2, 48, NULL, NULL},
                                      {"name", R_TEXT, 1, 40, NULL, NULL},
                                      {"name_en", R_TEXT, 1, 80, NULL, NULL},
                                      {"template", R_REF, 1, 1, NULL, "templates"},
                                      {"unit", R_UNIT, 0, 48, NULL, NULL},
                                      {"place", R_UNIT, 0, 48, NULL, NULL},
                                      {"by", R_ENUM, 1, 2, NULL, NULL},
                                      {"every", R_ENUM, 1, 3, NULL, NULL},
                                      {"late_min", R_UINT, 0, 43200, NULL, NULL},
                                      {"basis", R_REF, 1, 1, NULL, "bases"},
                                      {0}};

static const rule book_rules[] = {{"domain", R_CODE, 2, 32, NULL, NULL},
                                  {"name", R_TEXT, 1, 20, NULL, NULL},
                                  {"name_en", R_TEXT, 1, 60, NULL, NULL},
                                  {"version", R_TEXT, 1, 20, NULL, NULL},
                                  {"unit", R_UNIT, 0, 48, NULL, NULL},
                                  {"bases", R_LIST, 1, 200, basis_rules, NULL},
                                  {"categories", R_LIST, 1, 100, category_rules, NULL},
                                  {"patterns", R_LIST, 0, 500, pattern_rules, NULL},
                                  {"deadlines", R_LIST, 4, 4, deadline_rules, NULL},
                                  {"terms", R_LIST, 1, 1, terms_rules, NULL},
                                  {"sections", R_LIST, 0, 30, section_rules, NULL},
                                  {"templates", R_LIST, 0, 50, template_rules, NULL},
                                  {"scoring", R_LIST, 0, 1, scoring_rules, NULL},
                                  {"schedules", R_LIST, 0, 20, schedule_rules, NULL},
                                  {0}};

typedef sup_rules_checked check;

sup_rc
sup_rules_refuse(check *c, const char *detail)
{
    c->error->field = sup_strdup(c->arena, sup_str_c(c->path));
    c->error->detail = detail;
    if (c->error->field == NULL || detail == NULL) {
        c->error->field = "";
        c->error->detail = "no memory is left";
        return SUP_NOMEM;
    }
    return SUP_RULES_INVALID;
}

void
sup_rules_path(check *c, const char *field, long index)
{
    size_t len = strlen(c->path);
    const char *dot = len == 0 ? "" : ".";

    if (index < 0) {
        (void)snprintf(c->path + len, sizeof(c->path) - len, "%s%s", dot, field);
    } else {
        (void)snprintf(c->path + len, sizeof(c->path) - len, "%s%s[%ld]", dot, field,
                       index);
    }
}

sup_rc
sup_rules_refuse_field(check *c, const char *field, const char *detail)
{
    sup_rules_path(c, field, -1);
    return sup_rules_refuse(c, detail);
}

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

int
sup_rules_has(const Sup__Rulebook *book, const char *list, const char *code)
{
    size_t i, j;

    for (i = 0; list[0] == 'b' && i < book->n_bases; i++) {
        if (strcmp(book->bases[i]->code, code) == 0) {
            return 1;
        }
    }
    for (i = 0; list[0] == 'c' && i < book->n_categories; i++) {
        if (strcmp(book->categories[i]->code, code) == 0) {
            return 1;
        }
    }
    for (i = 0; list[0] == 's' && i < book->n_sections; i++) {
        if (strcmp(book->sections[i]->code, code) == 0) {
            return 1;
        }
    }
    for (i = 0; list[0] == 'i' && i < book->n_sections; i++) {
        for (j = 0; j < book->sections[i]->n_items; j++) {
            if (strcmp(book->sections[i]->items[j]->code, code) == 0) {
                return 1;
            }
        }
    }
    for (i = 0; list[0] == 'g' && book->scoring != NULL && i < book->scoring->n_grades;
         i++) {
        if (strcmp(book->scoring->grades[i]->code, code) == 0) {
            return 1;
        }
    }
    for (i = 0; list[0] == 't' && i < book->n_templates; i++) {
        if (strcmp(book->templates[i]->code, code) == 0) {
            return 1;
        }
    }
    return 0;
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
check_string(check *c, const rule *r, const char *text)
{
    sup_str slice = sup_str_c(text);
    long n = r->kind == R_TEXT ? sup_utf8_length(slice) : (long)slice.len;

    if (n == 0 && r->min > 0) {
        return sup_rules_refuse(c, "is required");
    }
    if (r->kind == R_REF) {
        if (n != 0 && !sup_rules_has(c->book, r->list, text)) {
            return sup_rules_refuse(
                c, sup_sprintf(c->arena, "\"%.60s\" is not in %s", text, r->list));
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
check_number(check *c, const rule *r, const void *value)
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

static sup_rc check_message(check *c, const rule *rules, const ProtobufCMessage *message);

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
check_list(check *c, const rule *r, ProtobufCMessage *const *list, size_t n, int repeated)
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
check_refs(check *c, const rule *r, char *const *list, size_t n)
{
    const rule one = {r->field, R_REF, 1, 1, NULL, r->list};
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
check_field(check *c, const rule *r, const ProtobufCMessage *message)
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
check_message(check *c, const rule *rules, const ProtobufCMessage *message)
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
    check c = {.arena = arena, .book = book, .error = error};
    sup_rc rc = check_message(&c, book_rules, &book->base);

    if (rc == SUP_OK && domain.len != 0 && !sup_str_eq(domain, sup_str_c(book->domain))) {
        sup_rules_path(&c, "domain", -1);
        return sup_rules_refuse(
            &c, sup_sprintf(arena, "is \"%s\", but the plugin says \"%.*s\"",
                            book->domain, (int)domain.len, domain.data));
    }
    rc = rc == SUP_OK ? sup_rules_check_whole(&c) : rc;
    return rc == SUP_OK ? sup_rules_check_schedules(&c) : rc;
}
