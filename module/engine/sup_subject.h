/* A subject: all that the engine knows of a room of the application.
 * Owns: the form of a subject, and the declaration of their list.
 * Must not know: which subjects there are; the list is the application's, as nginx's is of
 *   its modules.
 *
 * Every table ends with an empty row; a table that a subject does not have is NULL. */
#ifndef SUP_SUBJECT_H
#define SUP_SUBJECT_H

#include "sup_problem.h"
#include "sup_route.h"
#include "sup_timed.h"
#include "sup_topic.h"

/* A kind of key in the store that is this subject's alone: everything between angle
 * brackets stands for a text without colons. */
typedef struct {
    const char *pattern; /* case:<id>; NULL: the end */
    const char *what;
} sup_key_row;

typedef struct {
    const char *name;
    const sup_route *routes;
    const sup_problem_row *problems;
    const sup_timed_job *jobs;
    const sup_key_row *keys;
    const sup_hearer *hears;
} sup_subject;

/* NULL at the end. */
extern const sup_subject *const sup_subjects[];

#endif
