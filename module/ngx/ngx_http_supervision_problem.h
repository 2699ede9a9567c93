/* What nginx refuses by itself, in the application's words: variables for its error pages.
 * Owns: $supervision_problem, $supervision_retry_after.
 * Must not know: what a status means, how it is said. */
#ifndef NGX_HTTP_SUPERVISION_PROBLEM_H
#define NGX_HTTP_SUPERVISION_PROBLEM_H

#include "ngx_http_supervision_base.h"

ngx_int_t ngx_http_supervision_problem_variables(ngx_conf_t *cf);

#endif
