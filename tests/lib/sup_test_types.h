/* Every message of the schema, by descriptor, for tests that go over all of them.
 * Owns: the list.
 * Must not know: what is tested. */
#ifndef SUP_TEST_TYPES_H
#define SUP_TEST_TYPES_H

#include <string.h>
#include "supervision/v1/app.pb-c.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/engine.pb-c.h"
#include "supervision/v1/evidence.pb-c.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"
#include "supervision/v1/standing.pb-c.h"

static const ProtobufCMessageDescriptor *const sup_test_types[] = {
    &sup__unit__descriptor,
    &sup__place__descriptor,
    &sup__place__responsible__descriptor,
    &sup__unit_record__descriptor,
    &sup__place_record__descriptor,
    &sup__calendar__descriptor,
    &sup__calendar__span__descriptor,
    &sup__calendar__hours__descriptor,
    &sup__case__descriptor,
    &sup__deadlines__descriptor,
    &sup__counters__descriptor,
    &sup__directive__descriptor,
    &sup__directive__milestone__descriptor,
    &sup__notice__descriptor,
    &sup__extension__descriptor,
    &sup__rectification__descriptor,
    &sup__finding__descriptor,
    &sup__satisfaction__descriptor,
    &sup__reason__descriptor,
    &sup__allowed_action__descriptor,
    &sup__allowed_action__field__descriptor,
    &sup__contact__descriptor,
    &sup__event__descriptor,
    &sup__case_record__descriptor,
    &sup__rulebook__descriptor,
    &sup__basis__descriptor,
    &sup__category__descriptor,
    &sup__pattern__descriptor,
    &sup__deadline_rule__descriptor,
    &sup__terms__descriptor,
    &sup__section__descriptor,
    &sup__item__descriptor,
    &sup__bound__descriptor,
    &sup__template__descriptor,
    &sup__scoring__descriptor,
    &sup__scoring__grade__descriptor,
    &sup__standing__descriptor,
    &sup__problem__descriptor,
    &sup__empty__descriptor,
    &sup__domain__descriptor,
    &sup__domain_list__descriptor,
    &sup__classify_request__descriptor,
    &sup__classification__descriptor,
    &sup__classification__candidate__descriptor,
    &sup__submit_request__descriptor,
    &sup__submit_reply__descriptor,
    &sup__submit_request__directive__descriptor,
    &sup__submit_request__directive__milestone__descriptor,
    &sup__action_request__descriptor,
    &sup__list_cases_request__descriptor,
    &sup__case_list__descriptor,
    &sup__list_directives_request__descriptor,
    &sup__directive_list__descriptor,
    &sup__directive_list__row__descriptor,
    &sup__similar_request__descriptor,
    &sup__support_reply__descriptor,
    &sup__history__descriptor,
    &sup__notice_reply__descriptor,
    &sup__list_request__descriptor,
    &sup__unit_list__descriptor,
    &sup__place_list__descriptor,
    &sup__ratio__descriptor,
    &sup__board_request__descriptor,
    &sup__board__descriptor,
    &sup__board__figures__descriptor,
    &sup__me__descriptor,
    &sup__health__descriptor,
    &sup__health__check__descriptor,
    &sup__idempotency_record__descriptor,
    &sup__sequence_record__descriptor,
    &sup__support_record__descriptor,
    &sup__cursor_token__descriptor,
    &sup__item__column__descriptor,
    &sup__schedule__descriptor,
    &sup__coverage_request__descriptor,
    &sup__coverage__descriptor,
    &sup__coverage__row__descriptor,
    &sup__standing_request__descriptor,
    &sup__unit_standing__descriptor,
    &sup__unit_standing__part__descriptor,
    &sup__unit_standing__domain__descriptor,
    &sup__unit_standing__month__descriptor,
    &sup__standing_list__descriptor,
    &sup__evidence__descriptor,
    &sup__evidence_request__descriptor,
    &sup__evidence_record__descriptor,
    &sup__evidence_folder_record__descriptor,
    &sup__answer__descriptor,
    &sup__participant__descriptor,
    &sup__score__descriptor,
    &sup__score__section__descriptor,
    &sup__score__line__descriptor,
    &sup__raised__descriptor,
    &sup__inspection__descriptor,
    &sup__acknowledgement__descriptor,
    &sup__inspection_record__descriptor,
    &sup__checklist__descriptor,
    &sup__list_checklists_request__descriptor,
    &sup__checklist_list__descriptor,
    &sup__checklist_list__entry__descriptor,
    &sup__raise_request__descriptor,
    &sup__inspection_request__descriptor,
    &sup__raise_later_request__descriptor,
    &sup__acknowledge_request__descriptor,
    &sup__list_inspections_request__descriptor,
    &sup__inspection_list__descriptor,
    &sup__dry_run_request__descriptor,
    &sup__dry_run__descriptor,
    &sup__dry_run__line_change__descriptor,
    &sup__dry_run__change__descriptor,
    &sup__period__descriptor,
    &sup__occurrence__descriptor,
    &sup__occurrence_record__descriptor,
    &sup__periods_record__descriptor,
    &sup__schedules_record__descriptor,
    &sup__making_record__descriptor,
    &sup__missing_record__descriptor,
    &sup__closing_record__descriptor,
    &sup__clock_record__descriptor,
    &sup__lease_record__descriptor,
    &sup__period_list__descriptor,
    &sup__schedule_list__descriptor,
    &sup__list_occurrences_request__descriptor,
    &sup__occurrence_list__descriptor,
    &sup__excuse_request__descriptor,
};
#define SUP_TEST_TYPES (sizeof(sup_test_types) / sizeof(sup_test_types[0]))

/* By the proto's name without the package: Case.Kind's message is Case. */
static inline const ProtobufCMessageDescriptor *
sup_test_type(const char *name)
{
    static const char package[] = "supervision.v1.";
    size_t i;

    for (i = 0; i < SUP_TEST_TYPES; i++) {
        if (strncmp(sup_test_types[i]->name, package, sizeof(package) - 1) == 0 &&
            strcmp(sup_test_types[i]->name + sizeof(package) - 1, name) == 0) {
            return sup_test_types[i];
        }
    }
    return NULL;
}

#endif
