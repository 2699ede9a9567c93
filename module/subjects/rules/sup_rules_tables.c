/* What each field of a rulebook may hold, as tables.
 * Owns: lengths, ranges, references of single fields.
 * Must not know: how a rulebook is walked, rules between fields, PCRE2, nginx, Redis. */
#include "sup_rules_tables.h"

#define LIST(list, look_up)                                                              \
    static int has_##list(const sup_rulebook *rulebook, const char *code)                \
    {                                                                                    \
        return look_up;                                                                  \
    }                                                                                    \
    static const sup_rule_list list = {#list, has_##list}

LIST(bases, sup_rulebook_basis(rulebook, code) != NULL);
LIST(categories, sup_rulebook_category(rulebook, code) != NULL);
LIST(sections, sup_rulebook_section(rulebook, code) != NULL);
LIST(items, sup_rulebook_item(rulebook, code) != NULL);
LIST(templates, sup_rulebook_template(rulebook, code) != NULL);
LIST(grades, rulebook->book->scoring != NULL &&
                 sup_rulebook_grade_place(rulebook->book, sup_str_c(code)) <
                     rulebook->book->scoring->n_grades);

static const sup_rule basis_rules[] = {
    {"code", R_CODE, 2, 48, NULL, NULL},   {"kind", R_ENUM, 1, 4, NULL, NULL},
    {"title", R_TEXT, 1, 120, NULL, NULL}, {"title_en", R_TEXT, 1, 240, NULL, NULL},
    {"clause", R_TEXT, 0, 80, NULL, NULL}, {0}};

static const sup_rule category_rules[] = {
    {"code", R_CODE, 2, 48, NULL, NULL},         {"name", R_TEXT, 1, 20, NULL, NULL},
    {"name_en", R_TEXT, 1, 60, NULL, NULL},      {"standard", R_TEXT, 1, 300, NULL, NULL},
    {"standard_en", R_TEXT, 1, 600, NULL, NULL}, {"severity", R_ENUM, 1, 4, NULL, NULL},
    {"unit", R_UNIT, 0, 48, NULL, NULL},         {"basis", R_REF, 1, 10, NULL, &bases},
    {"section", R_TEXT, 0, 20, NULL, NULL},      {0}};

static const sup_rule pattern_rules[] = {{"code", R_CODE, 2, 48, NULL, NULL},
                                         {"category", R_REF, 1, 1, NULL, &categories},
                                         {"regex", R_BYTES, 1, 2000, NULL, NULL},
                                         {"weight", R_INT, 1, 100, NULL, NULL},
                                         {"severity", R_ENUM, 0, 4, NULL, NULL},
                                         {"reason", R_TEXT, 1, 80, NULL, NULL},
                                         {"reason_en", R_TEXT, 1, 160, NULL, NULL},
                                         {"basis", R_REF, 0, 1, NULL, &bases},
                                         {0}};

static const sup_rule deadline_rules[] = {{"severity", R_ENUM, 1, 4, NULL, NULL},
                                          {"sign_min", R_UINT, 1, 43200, NULL, NULL},
                                          {"rectify_min", R_UINT, 1, 525600, NULL, NULL},
                                          {"clock", R_ENUM, 1, 2, NULL, NULL},
                                          {"basis", R_REF, 1, 1, NULL, &bases},
                                          {0}};

static const sup_rule terms_rules[] = {
    {"reopen_min", R_UINT, 1, 525600, NULL, NULL},
    {"silence_min", R_UINT, 1, 525600, NULL, NULL},
    {"extensions_max", R_UINT, 0, 5, NULL, NULL},
    {"extension_max_min", R_UINT, 0, 129600, NULL, NULL},
    {"similar_min", R_UINT, 0, 525600, NULL, NULL},
    {"basis", R_REF, 1, 1, NULL, &bases},
    {0}};

static const sup_rule column_rules[] = {{"name", R_TEXT, 1, 20, NULL, NULL},
                                        {"name_en", R_TEXT, 1, 40, NULL, NULL},
                                        {"kind", R_ENUM, 0, 2, NULL, NULL},
                                        {0}};

static const sup_rule item_rules[] = {{"code", R_CODE, 2, 48, NULL, NULL},
                                      {"text", R_TEXT, 1, 200, NULL, NULL},
                                      {"text_en", R_TEXT, 1, 400, NULL, NULL},
                                      {"how", R_TEXT, 0, 300, NULL, NULL},
                                      {"how_en", R_TEXT, 0, 600, NULL, NULL},
                                      {"answer", R_ENUM, 1, 6, NULL, NULL},
                                      {"weight", R_UINT, 1, 100, NULL, NULL},
                                      {"basis", R_REF, 1, 10, NULL, &bases},
                                      {"fix_min", R_UINT, 0, 525600, NULL, NULL},
                                      {"category", R_REF, 1, 1, NULL, &categories},
                                      {"measure", R_TEXT, 0, 20, NULL, NULL},
                                      {"grades", R_UINT, 0, 10, NULL, NULL},
                                      {"zero_at", R_UINT, 0, 1000000, NULL, NULL},
                                      {"figures", R_ENUM, 0, 2, NULL, NULL},
                                      {"columns", R_LIST, 0, 6, column_rules, NULL},
                                      {"rows", R_UINT, 0, 100, NULL, NULL},
                                      {0}};

static const sup_rule section_rules[] = {
    {"code", R_CODE, 2, 48, NULL, NULL},         {"name", R_TEXT, 1, 20, NULL, NULL},
    {"name_en", R_TEXT, 1, 60, NULL, NULL},      {"weight", R_UINT, 1, 100, NULL, NULL},
    {"items", R_LIST, 1, 100, item_rules, NULL}, {0}};

static const sup_rule template_rules[] = {{"code", R_CODE, 2, 48, NULL, NULL},
                                          {"name", R_TEXT, 1, 40, NULL, NULL},
                                          {"name_en", R_TEXT, 1, 80, NULL, NULL},
                                          {"check", R_ENUM, 1, 7, NULL, NULL},
                                          {"items", R_REF, 0, 500, NULL, &items},
                                          {"sections", R_REF, 0, 30, NULL, &sections},
                                          {0}};

static const sup_rule grade_rules[] = {{"code", R_CODE, 1, 48, NULL, NULL},
                                       {"name", R_TEXT, 1, 20, NULL, NULL},
                                       {"name_en", R_TEXT, 1, 60, NULL, NULL},
                                       {"at_least", R_PERCENT, 0, 0, NULL, NULL},
                                       {0}};

static const sup_rule standing_rules[] = {{"inspections", R_UINT, 0, 100, NULL, NULL},
                                          {"on_time", R_UINT, 0, 100, NULL, NULL},
                                          {"not_reopened", R_UINT, 0, 100, NULL, NULL},
                                          {"satisfaction", R_UINT, 0, 100, NULL, NULL},
                                          {"checks_done", R_UINT, 0, 100, NULL, NULL},
                                          {0}};

static const sup_rule scoring_rules[] = {
    {"grades", R_LIST, 1, 10, grade_rules, NULL},
    {"critical_cap", R_REF, 0, 1, NULL, &grades},
    {"repeat_window_days", R_UINT, 0, 366, NULL, NULL},
    {"standing", R_LIST, 0, 1, standing_rules, NULL},
    {"critical_none", R_UINT, 0, 20, NULL, NULL},
    {"basis", R_REF, 0, 1, NULL, &bases},
    {0}};

static const sup_rule schedule_rules[] = {{"id", R_UNIT, 2, 48, NULL, NULL},
                                          {"name", R_TEXT, 1, 40, NULL, NULL},
                                          {"name_en", R_TEXT, 1, 80, NULL, NULL},
                                          {"template", R_REF, 1, 1, NULL, &templates},
                                          {"unit", R_UNIT, 0, 48, NULL, NULL},
                                          {"place", R_UNIT, 0, 48, NULL, NULL},
                                          {"by", R_ENUM, 1, 2, NULL, NULL},
                                          {"every", R_ENUM, 1, 3, NULL, NULL},
                                          {"late_min", R_UINT, 0, 43200, NULL, NULL},
                                          {"basis", R_REF, 1, 1, NULL, &bases},
                                          {0}};

const sup_rule sup_rules_of_book[] = {
    {"domain", R_CODE, 2, 32, NULL, NULL},
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
