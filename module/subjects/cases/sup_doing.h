/* What each action does to a case beyond its state: the functions that the rows of
 * sup_actions name.
 * Owns: their declarations.
 * Must not know: what they do. */
#ifndef SUP_DOING_H
#define SUP_DOING_H

#include "sup_work.h"

/* Notices (sup_doing_notice.c). */
sup_rc sup_do_load_notice(sup_work *w);
sup_rc sup_do_dispatch(sup_work *w);
sup_rc sup_do_reassign(sup_work *w);

/* The work on a case (sup_doing.c, sup_doing_progress.c). */
sup_rc sup_do_answer(sup_work *w);
sup_rc sup_do_sign(sup_work *w);
sup_rc sup_do_progress(sup_work *w);
sup_rc sup_do_rectify(sup_work *w);
sup_rc sup_do_verify(sup_work *w);
sup_rc sup_do_return(sup_work *w);
sup_rc sup_do_request_extension(sup_work *w);
sup_rc sup_do_grant_extension(sup_work *w);
sup_rc sup_do_refuse_extension(sup_work *w);
sup_rc sup_do_urge(sup_work *w);

/* The last word (sup_doing_word.c). */
sup_rc sup_do_confirm(sup_work *w);
sup_rc sup_do_reopen(sup_work *w);
sup_rc sup_do_close(sup_work *w);

/* Other ends (sup_doing_end.c). */
sup_rc sup_do_load_mark(sup_work *w);
sup_rc sup_do_load_parent(sup_work *w);
sup_rc sup_do_merge(sup_work *w);
sup_rc sup_do_reject(sup_work *w);
sup_rc sup_do_withdraw(sup_work *w);

#endif
