/* Rulebooks compiled: parsed, validated, digested, their patterns made PCRE2 codes.
 * Owns: the life of a sup_rulebook, its PCRE2 codes.
 * Must not know: nginx, Redis, HTTP. */
#include "sup_rules_compile.h"

#include "sup_rules_check.h"
#include "sup_rules_line.h"
#include "sup_rules_needles.h"
#include "sup_rules_scan.h"
#include "supervision/v1/rules.pb-c.h"

#include <openssl/evp.h>

/* A pattern that needs more than this to compile is not a word list any more. */
#define REGEX_COMPILED_MAX 65536

sup_rc
sup_rules_init(void)
{
    uint32_t unicode = 0;

    if (pcre2_config(PCRE2_CONFIG_UNICODE, &unicode) < 0 || unicode == 0) {
        return SUP_RULES_PCRE2;
    }
    return SUP_OK;
}

static sup_rc
digest_text(char *out, sup_str text)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned int len = 0;

    if (EVP_Digest(text.data, text.len, hash, &len, EVP_sha256(), NULL) != 1) {
        return SUP_NOMEM;
    }
    sup_hex(out, hash, len);
    return SUP_OK;
}

static sup_rc
pattern_fail(sup_arena *arena, size_t at, int code, size_t offset, sup_wire_error *error)
{
    PCRE2_UCHAR message[128];

    if (pcre2_get_error_message(code, message, sizeof(message)) < 0) {
        message[0] = '\0';
    }
    error->field = sup_sprintf(arena, "patterns[%zu].regex", at);
    error->detail = sup_sprintf(arena, "does not compile: %s at byte %zu",
                                (const char *)message, offset);
    if (error->field == NULL || error->detail == NULL) {
        error->field = "patterns";
        error->detail = "a pattern does not compile";
        return SUP_NOMEM;
    }
    return SUP_RULES_PATTERN;
}

/* Such a pattern would route every report. PCRE2_INFO_MINLENGTH is only a lower bound. */
static int
matches_empty_text(const pcre2_code *code)
{
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    int rc = PCRE2_ERROR_NOMEMORY;

    if (data != NULL) {
        rc = pcre2_match(code, (PCRE2_SPTR) "", 0, 0, 0, data, NULL);
        pcre2_match_data_free(data);
    }
    return rc >= 0;
}

static sup_rc
pattern_compile(sup_arena *arena, sup_rulebook *r, size_t at,
                pcre2_compile_context *context, sup_wire_error *error)
{
    const Sup__Pattern *pattern = r->book->patterns[at];
    struct sup_pattern_s *p = &r->patterns[at];
    PCRE2_SIZE offset = 0;
    int code = 0;

    p->pattern = pattern;
    p->category = sup_rulebook_category_place(r->book, sup_str_c(pattern->category));
    p->code = pcre2_compile((PCRE2_SPTR)pattern->regex, PCRE2_ZERO_TERMINATED,
                            PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS |
                                PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_AUTO_CAPTURE,
                            &code, &offset, context);
    if (p->code == NULL) {
        return pattern_fail(arena, at, code, offset, error);
    }
    if (matches_empty_text(p->code)) {
        error->field = sup_sprintf(arena, "patterns[%zu].regex", at);
        error->detail = "matches the empty text, and so every report";
        return error->field == NULL ? SUP_NOMEM : SUP_RULES_PATTERN;
    }
    /* Without JIT (a kernel that forbids it) the interpreter does, only slower. */
    (void)pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE);
    return SUP_OK;
}

static sup_rc
patterns_compile(sup_arena *arena, sup_rulebook *r, sup_wire_error *error)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    sup_rc rc = SUP_OK;
    size_t i;

    if (context == NULL) {
        return SUP_NOMEM;
    }
    (void)pcre2_set_max_pattern_length(context, REGEX_COMPILED_MAX);
    (void)pcre2_set_parens_nest_limit(context, 32);
    for (i = 0; i < r->book->n_patterns && rc == SUP_OK; i++) {
        rc = pattern_compile(arena, r, i, context, error);
    }
    pcre2_compile_context_free(context);
    return rc;
}

static sup_rc
book_parse(sup_arena *arena, sup_str text, const Sup__Rulebook **book,
           sup_wire_error *error)
{
    ProtobufCMessage *message = NULL;
    sup_rc rc;

    rc = sup_text_parse(arena, &sup__rulebook__descriptor, text,
                        &sup_wire_rulebook_limits, &message, error);
    if (rc == SUP_OK) {
        *book = (const Sup__Rulebook *)message;
    }
    return rc;
}

/* Everything but the patterns. */
static sup_rc
rulebook_read(sup_arena *arena, sup_rulebook *r, sup_str text, sup_str domain,
              sup_wire_error *error)
{
    sup_rc rc = book_parse(arena, text, &r->book, error);

    if (rc == SUP_OK) {
        rc = sup_rules_check(arena, r->book, domain, error);
        if (rc == SUP_RULES_INVALID) {
            error->line = sup_rules_line(text, error->field);
        }
    }
    return rc == SUP_OK ? digest_text(r->digest, text) : rc;
}

static sup_rc
rulebook_compile(sup_arena *arena, sup_rulebook *r, sup_str text, sup_wire_error *error)
{
    sup_rc rc;

    r->patterns = sup_calloc(arena, (r->book->n_patterns + 1) * sizeof(*r->patterns));
    rc = r->patterns == NULL ? SUP_NOMEM : patterns_compile(arena, r, error);
    if (rc == SUP_RULES_PATTERN) {
        error->line = sup_rules_line(text, error->field);
    }
    return rc == SUP_OK ? sup_rules_needles_make(arena, r->book, &r->needles) : rc;
}

sup_rc
sup_rulebook_parse(sup_arena *arena, sup_str text, sup_str domain, sup_rulebook **out,
                   sup_wire_error *error)
{
    sup_rulebook *r = sup_calloc(arena, sizeof(*r));
    sup_rc rc;

    *error = (sup_wire_error){"", "no memory is left", 0};
    if (r == NULL) {
        return SUP_NOMEM;
    }
    rc = rulebook_read(arena, r, text, domain, error);
    if (rc == SUP_OK) {
        *error = (sup_wire_error){"", "", 0};
        *out = r;
    }
    return rc;
}

sup_rc
sup_rulebook_compile(sup_arena *arena, sup_str text, sup_str domain, sup_rulebook **out,
                     sup_wire_error *error)
{
    sup_rulebook *r = NULL;
    sup_rc rc = sup_rulebook_parse(arena, text, domain, &r, error);

    if (rc != SUP_OK) {
        return rc;
    }
    rc = rulebook_compile(arena, r, text, error);
    if (rc != SUP_OK) {
        sup_rulebook_release(r);
        return rc;
    }
    *out = r;
    return SUP_OK;
}

void
sup_rulebook_release(sup_rulebook *rulebook)
{
    size_t i;

    if (rulebook == NULL || rulebook->patterns == NULL) {
        return;
    }
    for (i = 0; i < rulebook->book->n_patterns; i++) {
        pcre2_code_free(rulebook->patterns[i].code);
        rulebook->patterns[i].code = NULL;
    }
}
