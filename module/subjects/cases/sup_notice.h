/* The rectification notice, loaded for an actor who may read it.
 * Owns: what both of its forms share.
 * Must not know: how it is shown. */
#ifndef SUP_NOTICE_H
#define SUP_NOTICE_H

#include "sup_case.h"
#include "supervision/v1/cases.pb-c.h"

/* The notice of the case in the path; the failure is set when there is none to be read.
 */
sup_rc sup_notice_load(sup_ctx *c, sup_case *k, Sup__NoticeReply **out);

#endif
