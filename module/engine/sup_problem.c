/* The engine's own problems, the finding of a row among all subjects', and a failure as a
 * message.
 * Owns: what is no subject's: transport, parsing, fields, concurrency, store, secrets.
 * Must not know: what went on where it failed. */
#include "sup_problem.h"

#include "core/sup_life.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/engine.pb-c.h"

static const sup_problem_row own[] = {
    SUP_PROBLEM(SUP_API_INTERNAL, 500, "internal", "系统内部错误", "Internal error",
                "系统出现意外，请稍后再试。",
                "Something unexpected happened. Please try again later."),
    SUP_PROBLEM(SUP_NOMEM, 500, "out_of_memory", "内存不足", "Out of memory",
                "服务器内存不足，请稍后再试。",
                "The server ran out of memory for this request."),
    SUP_PROBLEM(SUP_API_TOO_LARGE, 413, "too_large", "内容过大", "Content too large",
                "提交的内容超出上限。", "The request's content is larger than allowed."),
    SUP_PROBLEM(SUP_API_NOT_FOUND, 404, "not_found", "未找到", "Not found",
                "没有这项内容。", "There is nothing here."),
    SUP_PROBLEM(SUP_API_METHOD, 405, "method_not_allowed", "不支持的方法",
                "Method not allowed", "此地址不支持该请求方法。",
                "This address does not take that method."),
    SUP_PROBLEM(
        SUP_API_MEDIA_TYPE, 415, "media_type", "不支持的内容类型",
        "Unsupported media type",
        "请用 application/json 或 application/x-protobuf；提交诉求也可用表单。",
        "Use application/json or application/x-protobuf; a case may also be posted as a "
        "form."),
    {SUP_API_TOO_MANY, 429, "too_many_requests", "请求过于频繁", "Too many requests",
     "此网络地址提交过于频繁，请稍后再试。",
     "Too many requests came from this network address. Try again soon.", 1},
    SUP_PROBLEM(SUP_API_QUERY, 400, "query", "不支持查询参数", "No query taken",
                "此地址不接受查询参数。", "This address takes no query."),
    SUP_PROBLEM(SUP_API_CROSS_SITE, 403, "cross_site", "拒绝跨站请求",
                "Cross-site request refused", "已登录的操作只能从本站页面发出。",
                "A signed-in request must come from a page of this site."),
    SUP_PROBLEM(SUP_API_SIGN_IN, 403, "sign_in", "请先登录", "Sign in first",
                "此操作需要登录。", "This needs a signed-in user."),
    SUP_PROBLEM(SUP_API_FORBIDDEN, 403, "forbidden", "无权操作", "Forbidden",
                "您的身份无权进行此操作。", "Your role may not do this."),
    SUP_PROBLEM(SUP_API_ROLE, 500, "unknown_role", "角色配置有误", "Unknown role",
                "服务器给出的角色名称无法识别，请联系管理员。",
                "The server was configured to give a role that does not exist."),
    SUP_PROBLEM(
        SUP_API_ACTOR, 500, "actor", "身份信息有误", "Bad actor",
        "服务器给出的用户、单位或领域不是可用的文字，请联系管理员。",
        "The user, unit or domains that the server was given are not UTF-8 text of at "
        "most 512 "
        "bytes."),
    SUP_PROBLEM(SUP_LIFE_OTHER_UNIT, 403, "other_unit", "不是本单位的件",
                "Another unit's case", "此件由其他单位负责。",
                "The case belongs to another unit."),
    SUP_PROBLEM(SUP_LIFE_DOMAIN, 403, "domain", "不在负责的领域", "Not your domain",
                "此件不在您负责的领域。", "The case is not in one of your domains."),
    SUP_PROBLEM(SUP_WIRE_SYNTAX, 400, "syntax", "格式错误", "Malformed content",
                "请求格式有误，无法读取。", "The request cannot be read."),
    SUP_PROBLEM(SUP_WIRE_UTF8, 400, "utf8", "文字编码错误", "Bad text encoding",
                "文字须为 UTF-8，且不含空字符。", "Text must be UTF-8 and hold no NUL."),
    SUP_PROBLEM(SUP_WIRE_DEPTH, 400, "too_deep", "嵌套过深", "Nested too deeply", NULL,
                NULL),
    SUP_PROBLEM(SUP_WIRE_SIZE, 413, "too_many", "内容过多", "Too much content", NULL,
                NULL),
    SUP_PROBLEM(SUP_WIRE_UNKNOWN, 400, "unknown_field", "未知字段", "Unknown field",
                "没有这个字段，请检查拼写。", NULL),
    SUP_PROBLEM(SUP_WIRE_DUPLICATE, 400, "duplicate_field", "字段重复", "Duplicate field",
                "同一字段出现了两次。", NULL),
    SUP_PROBLEM(SUP_WIRE_TYPE, 400, "type", "类型错误", "Wrong type",
                "该字段的值类型不对。", NULL),
    SUP_PROBLEM(SUP_WIRE_RANGE, 400, "range", "数值超出范围", "Out of range",
                "该字段的数值超出范围。", NULL),
    SUP_PROBLEM(SUP_WIRE_ENUM, 400, "enum", "不是可选值", "Not one of the values",
                "该字段的值不在可选范围内。", NULL),
    SUP_PROBLEM(SUP_API_REQUIRED, 422, "required", "缺少必填项", "Required", "此项必填。",
                "This field is required."),
    SUP_PROBLEM(SUP_API_TEXT_LENGTH, 422, "text_length", "字数不符", "Text length", NULL,
                NULL),
    SUP_PROBLEM(SUP_API_TEXT_CONTENT, 422, "text_content", "含有不可用字符",
                "Text content", "文字中含有控制字符。",
                "The text holds control characters."),
    SUP_PROBLEM(SUP_API_VALUE, 422, "value", "取值不当", "Value not possible", NULL,
                NULL),
    SUP_PROBLEM(SUP_API_FIELD, 422, "field_not_taken", "此操作不需要该字段",
                "Field not taken", "此操作不接受该字段。",
                "This action does not take that field."),
    SUP_PROBLEM(SUP_API_CURSOR, 400, "cursor", "翻页标记无效", "Bad cursor",
                "翻页标记无效或与筛选条件不符，请从第一页重新开始。",
                "The cursor is not one of this list. Start again from its first page."),
    SUP_PROBLEM(SUP_API_REFERENCE, 422, "reference", "引用的对象不存在",
                "No such reference", "该字段所指的对象不存在或已停用。",
                "What the field names does not exist, or is retired."),
    SUP_PROBLEM(
        SUP_API_IDEMPOTENCY_KEY, 400, "idempotency_key", "Idempotency-Key 无效",
        "Bad Idempotency-Key",
        "Idempotency-Key 须为 16 至 128 个可见 ASCII 字符，且不可猜测。",
        "Idempotency-Key must be 16 to 128 visible ASCII characters, and not to be "
        "guessed."),
    SUP_PROBLEM(SUP_API_IDEMPOTENCY_REUSED, 422, "idempotency_key_reused",
                "Idempotency-Key 已用过", "Idempotency-Key reused",
                "同一 Idempotency-Key 曾用于内容不同的请求。",
                "The same Idempotency-Key came with another request before."),
    SUP_PROBLEM(SUP_API_VERSION, 409, "version", "内容已更新", "Changed meanwhile",
                "此件已被他人更新，请刷新后再操作。",
                "Somebody has changed it. Reload and try again."),
    SUP_PROBLEM(SUP_API_CONFLICT, 409, "conflict", "操作冲突", "Conflict",
                "多人同时操作，请刷新后再试。",
                "Others were changing it at the same time. Try again."),
    SUP_PROBLEM(SUP_API_OPS, 422, "too_many_changes", "改动过多", "Too many changes",
                "一次提交的改动过多，请分几次提交。",
                "This is more than one commit takes: do it in parts."),
    SUP_PROBLEM_RETRY(SUP_STORE_AWAY, "store_away", "服务暂不可用", "Service unavailable",
                      "数据服务暂时不可用，请稍后再试。",
                      "The store cannot be reached. Try again soon."),
    SUP_PROBLEM_RETRY(SUP_STORE_TIMEOUT, "store_timeout", "服务响应超时",
                      "Store timed out", "数据服务响应超时，请稍后再试。",
                      "The store did not answer in time."),
    SUP_PROBLEM_RETRY(
        SUP_STORE_UNKNOWN, "outcome_unknown", "结果未知", "Outcome unknown",
        "未能确认是否已保存。请用同一 Idempotency-Key 重试，不会重复登记。",
        "It is not known whether it was stored. Retry with the same Idempotency-Key: it "
        "will not be stored twice."),
    SUP_PROBLEM_RETRY(SUP_STORE_FULL, "store_full", "存储已满", "Store is full",
                      "数据存储空间不足，未保存。请稍后再试。",
                      "The store is full; nothing was stored."),
    SUP_PROBLEM_RETRY(SUP_STORE_READONLY, "store_read_only", "存储只读",
                      "Store is read-only", "数据存储当前只读，未保存。请稍后再试。",
                      "The store takes no writes now; nothing was stored."),
    SUP_PROBLEM_RETRY(SUP_STORE_WEAK, "store_not_durable", "存储不够可靠",
                      "Store is not durable", "数据存储未达到配置的可靠程度，未保存。",
                      "The store is less durable than configured; nothing was stored."),
    SUP_PROBLEM_RETRY(SUP_STORE_REFUSED, "store_refused", "存储拒绝服务", "Store refused",
                      "数据存储拒绝了请求，请稍后再试。",
                      "The store refused the command."),
    SUP_PROBLEM(SUP_STORE_TYPE, 500, "store_type", "存储数据类型不符",
                "Wrong type in the store",
                "存储中的数据类型不符，未作改动。请联系管理员。",
                "A key of the store holds another type; nothing was changed."),
    SUP_PROBLEM(SUP_STORE_CORRUPT, 500, "store_corrupt", "存储数据损坏", "Corrupt record",
                "存储中的记录无法读取，未作改动。请联系管理员。",
                "A stored record cannot be read; nothing was changed."),
    SUP_PROBLEM(SUP_API_SCHEMA, 500, "store_newer", "数据版本较新", "Record is newer",
                "记录由更新版本的软件写入，请升级后再试。",
                "The record was written by a newer version of this software."),
    SUP_PROBLEM(SUP_CRYPTO_NO_KEY, 500, "sealed_with_lost_key", "密钥缺失",
                "Key is missing", "加密数据所用的密钥已不在配置中。",
                "The key that sealed it is no longer configured."),
    SUP_PROBLEM(SUP_CRYPTO_FORGED, 500, "sealed_data", "加密数据无效", "Sealed data",
                "加密数据无法打开。", "Sealed data does not open."),
    {.rc = SUP_OK},
};

const sup_problem_row *
sup_problem_at(size_t i)
{
    const size_t n = sizeof(own) / sizeof(own[0]) - 1;
    if (i < n) {
        return &own[i];
    }
    i -= n;
    for (const sup_subject *const *s = sup_subjects; *s != NULL; s++) {
        const sup_problem_row *row = (*s)->problems;
        for (; row != NULL && row->rc != SUP_OK; row++) {
            if (i-- == 0) {
                return row;
            }
        }
    }
    return NULL;
}

static const sup_problem_row *
row_of(const sup_problem_row *row, sup_rc rc)
{
    for (; row != NULL && row->rc != SUP_OK; row++) {
        if (row->rc == rc) {
            return row;
        }
    }
    return NULL;
}

/* An unknown rc falls back to the first row. */
const sup_problem_row *
sup_problem_find(sup_rc rc)
{
    const sup_problem_row *row = row_of(own, rc);
    for (const sup_subject *const *s = sup_subjects; row == NULL && *s != NULL; s++) {
        row = row_of((*s)->problems, rc);
    }
    return row != NULL ? row : &own[0];
}

static char *
text_or(const char *given, const char *otherwise, const char *last)
{
    return (char *)(given != NULL ? given : otherwise != NULL ? otherwise : last);
}

Sup__Problem *
sup_problem_message(sup_arena *arena, const sup_failure *failure)
{
    const sup_problem_row *row = sup_problem_find(failure->rc);
    Sup__Problem *p = SUP_NEW(arena, Sup__Problem, sup__problem__descriptor);
    if (p == NULL) {
        return NULL;
    }
    p->type = sup_sprintf(arena, "urn:supervision:problem:%s", row->code);
    p->title = (char *)row->title;
    p->title_en = (char *)row->title_en;
    p->status = row->status;
    p->detail = text_or(failure->detail, row->detail, row->title);
    p->detail_en = text_or(failure->detail_en, row->detail_en, row->title_en);
    p->code = (char *)row->code;
    p->field = (char *)(failure->field != NULL ? failure->field : "");
    p->current_state = (Sup__Case__State)failure->state;
    p->current_version = failure->version;
    p->retry_after_s = row->retry_after_s;
    return p->type == NULL ? NULL : p;
}
