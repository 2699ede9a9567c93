/* The roles that nginx can name, for people and for the OpenAPI document.
 * Owns: their names.
 * Must not know: what a role may do. */
#include "sup_roles.h"

const sup_role_row sup_roles[] = {
    {"", SUP_ROLE_PUBLIC, "公众"},
    {"reporter", SUP_ROLE_PUBLIC, "反映人"},
    {"unit", SUP_ROLE_UNIT, "责任单位"},
    {"inspector", SUP_ROLE_INSPECTOR, "监督检查员"},
    {"office", SUP_ROLE_OFFICE, "后勤管理处"},
    {"leader", SUP_ROLE_LEADER, "领导小组"},
    {"admin", SUP_ROLE_ADMIN, "系统管理员"},
};
const size_t sup_roles_n = sizeof(sup_roles) / sizeof(sup_roles[0]);

const char *
sup_role_name(sup_str word)
{
    size_t i;

    for (i = 0; i < sup_roles_n; i++) {
        if (sup_str_eq(sup_str_c(sup_roles[i].word), word)) {
            return sup_roles[i].name;
        }
    }
    return "";
}
