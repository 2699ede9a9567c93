/* The roles that nginx can name, for people and for the OpenAPI document.
 * Owns: their names.
 * Must not know: what a role may do. */
#ifndef SUP_ROLES_H
#define SUP_ROLES_H

#include "core/sup_life.h"

/* Everybody who works on cases. */
#define SUP_ROLES_STAFF                                                                  \
    (SUP_ROLE_UNIT | SUP_ROLE_INSPECTOR | SUP_ROLE_OFFICE | SUP_ROLE_LEADER |            \
     SUP_ROLE_ADMIN)

/* Those who look at units from outside, and are not one. */
#define SUP_ROLES_OVERSIGHT                                                              \
    (SUP_ROLE_INSPECTOR | SUP_ROLE_OFFICE | SUP_ROLE_LEADER | SUP_ROLE_ADMIN)

/* Those who decide; those who issue notices; those who check. Leaders read. */
#define SUP_ROLES_OFFICE   (SUP_ROLE_OFFICE | SUP_ROLE_ADMIN)
#define SUP_ROLES_OFFICERS (SUP_ROLE_INSPECTOR | SUP_ROLES_OFFICE)
#define SUP_ROLES_CHECKERS (SUP_ROLES_OFFICERS | SUP_ROLE_UNIT)

typedef struct {
    const char *word; /* as nginx says it; empty: nobody is named */
    unsigned bit;
    const char *name; /* Chinese */
} sup_role_row;

extern const sup_role_row sup_roles[];
extern const size_t sup_roles_n;

/* Empty for a word that is no role. */
const char *sup_role_name(sup_str word);

#endif
