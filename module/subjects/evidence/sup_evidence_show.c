/* A photo shown to who was found to be one who sees it.
 * Owns: the reply with its file, thumbnails on a page that is printed.
 * Must not know: who sees what, how files are sent. */
#include "sup_evidence_private.h"
#include "supervision/v1/evidence.pb-c.h"

/* How long a signed-in viewer's browser keeps a photo. What a receipt opens is kept by
 * none: the next one to sit there is not to find it. */
#define KEPT_MS (86400LL * 1000)

sup_rc
sup_evidence_show(sup_ctx *c, const char *id)
{
    const Sup__EvidenceRequest *in = (const Sup__EvidenceRequest *)c->input;
    Sup__EvidenceRecord *record = NULL;
    uint64_t version = 0;
    sup_assert(id != NULL);           /* who was shown what lists it had one */
    if (c->site->evidence_max == 0) { /* this location knows no folder */
        return sup_fail(c, SUP_EVIDENCE_OFF, NULL, NULL, NULL);
    }
    sup_rc rc = sup_evidence_load(c, id, &record, &version);
    if (rc != SUP_OK) {
        return rc;
    }
    if (record == NULL) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    const char *named = sup_evidence_id_of_file(c, sup_str_c(record->file));
    if (named == NULL || strcmp(named, id) != 0) {
        return sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    int small = in != NULL && in->size == SUP__EVIDENCE_REQUEST__SIZE__thumbnail;
    c->file = sup_str_c(sup_sprintf(c->arena, "%.*s%s", (int)strlen(record->file) - 4,
                                    record->file, small ? ".t.jpg" : ".jpg"));
    c->etag = sup_str_c(sup_sprintf(c->arena, "\"%.32s%s\"", id, small ? "-t" : ""));
    c->text_type = SUP_STR("image/jpeg");
    c->private_ms = c->request->receipt.len == 0 ? KEPT_MS : 0;
    return c->file.data == NULL || c->etag.data == NULL ? SUP_NOMEM : SUP_OK;
}

static void
print_address(sup_html *html, sup_str base, const char *of, const char *id)
{
    sup_html_text(html, base);
    sup_html_c(html, of);
    sup_html_raw(html, "/evidence/");
    sup_html_c(html, id);
}

void
sup_evidence_print(sup_html *html, sup_str base, const char *of, char *const *ids,
                   size_t n)
{
    if (n == 0) {
        return;
    }
    sup_html_raw(html, "<span class=\"photos\">");
    for (size_t i = 0; i < n; i++) {
        sup_html_raw(html, "<a href=\"");
        print_address(html, base, of, ids[i]);
        sup_html_raw(html, "\"><img src=\"");
        print_address(html, base, of, ids[i]);
        sup_html_raw(html, "?size=thumbnail\" alt=\"照片\"></a>\n");
    }
    sup_html_raw(html, "</span>");
}
