/* The plan of checks: schedules of the rulebooks and of the campus, and its periods.
 * Owns: their two records, which schedule stands for which id, which periods hold when.
 * Must not know: occurrences, endpoints. */
#ifndef SUP_PLAN_H
#define SUP_PLAN_H

#include "core/sup_schedule.h"
#include "engine/sup_ctx.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

#define SUP_PERIODS       "periods"
#define SUP_SCHEDULES     "schedules"
#define SUP_PERIODS_MAX   100
#define SUP_SCHEDULES_MAX 200

/* Never NULL when SUP_OK; version 0 when none was ever put. */
sup_rc sup_periods_read(sup_ctx *c, Sup__PeriodsRecord **out, uint64_t *version);

/* All of the enabled domains, by id, retired ones too: those of the rulebooks with domain
 * and unit filled in; one of the campus stands for a rulebook's of the same id. */
typedef struct {
    Sup__Schedule **schedules;
    size_t n;
    uint64_t version; /* of the campus's record of schedules */
} sup_plan;
/* periods: read in the same round, where they are asked for; or NULL. */
sup_rc sup_plan_read(sup_ctx *c, sup_plan *out, Sup__PeriodsRecord **periods);
const Sup__Schedule *sup_plan_find(const sup_plan *plan, const char *id); /* or NULL */
/* A rulebook's schedule by id, NULL when no enabled domain has one; *domain: whose. */
const Sup__Schedule *sup_plan_built_in(const sup_ctx *c, const char *id,
                                       const char **domain);

/* The periods of a domain as core takes them; periods[i] is the message of seasons[i].
 * Retired ones and those of other domains are left out. */
typedef struct {
    sup_season *seasons;
    const Sup__Period **periods;
    size_t n;
} sup_seasons;
sup_rc sup_seasons_of(sup_ctx *c, const Sup__PeriodsRecord *record, const char *domain,
                      sup_seasons *out);
/* Does the schedule, as it is now, open the window that this occurrence's id names? */
sup_rc sup_plan_opens(sup_ctx *c, const Sup__PeriodsRecord *periods,
                      const Sup__Schedule *schedule, const char *occurrence,
                      unsigned *opens);
void sup_schedule_of(const Sup__Schedule *schedule, sup_schedule *out);
/* Can its unit be checked now? NULL: the campus does not have it. */
int sup_plan_has_unit(const Sup__Schedule *schedule, const Sup__Unit *unit);

#endif
