/* The table of problems, and a failure as a message.
 * Owns: every error that a client can meet: status, stable code, Chinese and English.
 * Must not know: what went on where it failed. */
#include "sup_problem.h"
#include "supervision/v1/engine.pb-c.h"

#define ROW(rc, status, code, zh, en, detail_zh, detail_en)                              \
    {                                                                                    \
        rc, status, code, zh, en, detail_zh, detail_en, 0                                \
    }
#define RETRY(rc, code, zh, en, detail_zh, detail_en)                                    \
    {                                                                                    \
        rc, 503, code, zh, en, detail_zh, detail_en, 2                                   \
    }

const sup_problem_row sup_problems[] = {
    /* first: what an unknown rc falls back to */
    ROW(SUP_API_INTERNAL, 500, "internal", "系统内部错误", "Internal error",
        "系统出现意外，请稍后再试。",
        "Something unexpected happened. Please try again later."),
    ROW(SUP_NOMEM, 500, "out_of_memory", "内存不足", "Out of memory",
        "服务器内存不足，请稍后再试。", "The server ran out of memory for this request."),

    /* transport and routing */
    ROW(SUP_API_TOO_LARGE, 413, "too_large", "内容过大", "Content too large",
        "提交的内容超出上限。", "The request's content is larger than allowed."),
    ROW(SUP_API_NOT_FOUND, 404, "not_found", "未找到", "Not found", "没有这项内容。",
        "There is nothing here."),
    ROW(SUP_API_METHOD, 405, "method_not_allowed", "不支持的方法", "Method not allowed",
        "此地址不支持该请求方法。", "This address does not take that method."),
    ROW(SUP_API_MEDIA_TYPE, 415, "media_type", "不支持的内容类型",
        "Unsupported media type",
        "请用 application/json 或 application/x-protobuf；提交诉求也可用表单。",
        "Use application/json or application/x-protobuf; a case may also be posted as a "
        "form."),
    ROW(SUP_API_QUERY, 400, "query", "不支持查询参数", "No query taken",
        "此地址不接受查询参数。", "This address takes no query."),
    ROW(SUP_API_CROSS_SITE, 403, "cross_site", "拒绝跨站请求",
        "Cross-site request refused", "已登录的操作只能从本站页面发出。",
        "A signed-in request must come from a page of this site."),
    ROW(SUP_API_SIGN_IN, 403, "sign_in", "请先登录", "Sign in first", "此操作需要登录。",
        "This needs a signed-in user."),
    ROW(SUP_API_FORBIDDEN, 403, "forbidden", "无权操作", "Forbidden",
        "您的身份无权进行此操作。", "Your role may not do this."),
    ROW(SUP_API_ROLE, 500, "unknown_role", "角色配置有误", "Unknown role",
        "服务器给出的角色名称无法识别，请联系管理员。",
        "The server was configured to give a role that does not exist."),

    ROW(SUP_API_ACTOR, 500, "actor", "身份信息有误", "Bad actor",
        "服务器给出的用户、单位或领域不是可用的文字，请联系管理员。",
        "The user, unit or domains that the server was given are not UTF-8 text of at "
        "most 512 "
        "bytes."),

    /* parsing */
    ROW(SUP_WIRE_SYNTAX, 400, "syntax", "格式错误", "Malformed content", NULL, NULL),
    ROW(SUP_WIRE_UTF8, 400, "utf8", "文字编码错误", "Bad text encoding",
        "文字须为 UTF-8，且不含空字符。", "Text must be UTF-8 and hold no NUL."),
    ROW(SUP_WIRE_DEPTH, 400, "too_deep", "嵌套过深", "Nested too deeply", NULL, NULL),
    ROW(SUP_WIRE_SIZE, 413, "too_many", "内容过多", "Too much content", NULL, NULL),
    ROW(SUP_WIRE_UNKNOWN, 400, "unknown_field", "未知字段", "Unknown field",
        "没有这个字段，请检查拼写。", NULL),
    ROW(SUP_WIRE_DUPLICATE, 400, "duplicate_field", "字段重复", "Duplicate field",
        "同一字段出现了两次。", NULL),
    ROW(SUP_WIRE_TYPE, 400, "type", "类型错误", "Wrong type", "该字段的值类型不对。",
        NULL),
    ROW(SUP_WIRE_RANGE, 400, "range", "数值超出范围", "Out of range",
        "该字段的数值超出范围。", NULL),
    ROW(SUP_WIRE_ENUM, 400, "enum", "不是可选值", "Not one of the values",
        "该字段的值不在可选范围内。", NULL),

    /* fields */
    ROW(SUP_API_REQUIRED, 422, "required", "缺少必填项", "Required", "此项必填。",
        "This field is required."),
    ROW(SUP_API_TEXT_LENGTH, 422, "text_length", "字数不符", "Text length", NULL, NULL),
    ROW(SUP_API_TEXT_CONTENT, 422, "text_content", "含有不可用字符", "Text content",
        "文字中含有控制字符。", "The text holds control characters."),
    ROW(SUP_API_VALUE, 422, "value", "取值不当", "Value not possible", NULL, NULL),
    ROW(SUP_API_FIELD, 422, "field_not_taken", "此操作不需要该字段", "Field not taken",
        "此操作不接受该字段。", "This action does not take that field."),
    ROW(SUP_API_CURSOR, 400, "cursor", "翻页标记无效", "Bad cursor",
        "翻页标记无效或与筛选条件不符，请从第一页重新开始。",
        "The cursor is not one of this list. Start again from its first page."),
    ROW(SUP_API_REFERENCE, 422, "reference", "引用的对象不存在", "No such reference",
        "该字段所指的对象不存在或已停用。",
        "What the field names does not exist, or is retired."),
    ROW(SUP_API_UNCLASSIFIED, 422, "unclassified", "未能识别类别", "Not recognised",
        "未能从文字判断所属服务，请选择服务类别。",
        "The text does not tell which service it is about: choose a domain and "
        "category."),
    ROW(SUP_API_IDEMPOTENCY_KEY, 400, "idempotency_key", "Idempotency-Key 无效",
        "Bad Idempotency-Key",
        "Idempotency-Key 须为 16 至 128 个可见 ASCII 字符，且不可猜测。",
        "Idempotency-Key must be 16 to 128 visible ASCII characters, and not to be "
        "guessed."),
    ROW(SUP_API_IDEMPOTENCY_REUSED, 422, "idempotency_key_reused",
        "Idempotency-Key 已用过", "Idempotency-Key reused",
        "同一 Idempotency-Key 曾用于内容不同的请求。",
        "The same Idempotency-Key came with another request before."),
    ROW(SUP_API_RECEIPT, 403, "receipt", "查询码不符", "Receipt does not match",
        "查询码有误，请核对后重新输入。", "The receipt does not open a case. Check it."),
    ROW(SUP_API_NO_NOTICE, 404, "no_notice", "尚未派单", "No notice yet",
        "此件尚未签发整改通知单。",
        "No rectification notice has been issued for this case."),

    /* photos */
    ROW(SUP_API_PHOTO_OFF, 404, "evidence_off", "未启用照片", "Photos are off",
        "本系统未启用照片上传。", "This server takes in no photos."),
    ROW(SUP_API_PHOTO_TYPE, 415, "evidence_type", "不是可用的照片", "Not a photo",
        "只接受 JPEG、PNG 或 WebP 照片，以内容为准。",
        "Photos are JPEG, PNG or WebP, by what they hold and not by their name."),
    ROW(SUP_API_PHOTO_BROKEN, 422, "evidence_broken", "照片损坏", "Broken photo",
        "照片不完整或已损坏，请重新拍摄或选择。",
        "The photo is cut off or damaged. Take or choose it again."),
    ROW(SUP_API_PHOTO_PIXELS, 422, "evidence_pixels", "照片像素过多", "Too many pixels",
        "照片每边不得超过 12000 像素，总计不得超过 6400 万像素（渐进式、WebP 为 3200 "
        "万）。",
        "A photo has at most 12000 pixels a side and 64 million in all (progressive ones "
        "and WebP 32 million)."),
    RETRY(SUP_API_PHOTO_BUSY, "evidence_busy", "照片处理繁忙", "Busy with photos",
          "正在处理的照片较多，请稍后再试。",
          "Many photos are being taken in. Try again soon."),
    ROW(SUP_API_PHOTO_FULL, 507, "evidence_full", "照片存储已满", "No space for photos",
        "照片存储空间不足，未保存。请联系管理员。",
        "There is no space left for photos; nothing was stored."),
    ROW(SUP_API_PHOTO_FAILED, 500, "evidence_failed", "照片无法保存",
        "Photo cannot be stored", "照片暂时无法保存，请稍后再试。",
        "The photo could not be written; nothing was stored."),
    ROW(SUP_API_PHOTO_LOST, 500, "evidence_lost", "照片文件缺失", "Photo is missing",
        "照片的文件已不在存储中，请联系管理员。",
        "The photo's file is no longer where it was stored."),

    ROW(SUP_API_CHECK_OVER, 409, "check_over", "检查任务已结束", "The check is over",
        "这项检查已经完成或已免检，不能再免检。",
        "The check was done, or excused before: it cannot be excused."),
    /* inspections */
    ROW(SUP_API_ACKNOWLEDGED, 409, "acknowledged", "已签收", "Acknowledged before",
        "此检查报告已签收。", "The report was acknowledged before."),
    ROW(SUP_API_RAISED, 409, "raised", "不能立案", "Nothing to raise",
        "该检查项未扣分，或已立案整改。",
        "The item lost no points, or a case was made of it already."),

    ROW(SUP_API_PHOTO_FOLDER, 500, "evidence_folder", "照片目录不符",
        "Another folder of photos", "照片目录不属于这个数据库，未作清理。请联系管理员。",
        "The folder of photos belongs to another store; nothing in it is collected."),

    /* concurrency */
    ROW(SUP_API_RULEBOOK, 409, "rulebook_changed", "检查标准已更新",
        "The rulebook has changed",
        "检查标准已更新，请重新打开检查表，核对后再提交。已填的内容可以保留。",
        "The rulebook has changed since the checklist was opened. Open it again and "
        "check "
        "the answers; what was filled in may be kept."),
    ROW(SUP_API_VERSION, 409, "version", "内容已更新", "Changed meanwhile",
        "此件已被他人更新，请刷新后再操作。",
        "Somebody has changed it. Reload and try again."),
    ROW(SUP_API_CONFLICT, 409, "conflict", "操作冲突", "Conflict",
        "多人同时操作，请刷新后再试。",
        "Others were changing it at the same time. Try again."),

    /* life cycle */
    ROW(SUP_LIFE_ROLE, 403, "role", "身份不符", "Not for your role",
        "您的身份不能进行此操作。", "Your role may not take this action."),
    ROW(SUP_LIFE_STATE, 409, "state", "当前状态不能进行此操作", "Not in this state",
        "此件当前状态不允许该操作。",
        "The case is not in a state that allows this action."),
    ROW(SUP_LIFE_OTHER_UNIT, 403, "other_unit", "不是本单位的件", "Another unit's case",
        "此件由其他单位负责。", "The case belongs to another unit."),
    ROW(SUP_LIFE_DOMAIN, 403, "domain", "不在负责的领域", "Not your domain",
        "此件不在您负责的领域。", "The case is not in one of your domains."),
    ROW(SUP_LIFE_FIXER_VERIFIES, 403, "fixer_verifies", "整改者不得复查",
        "Who fixed it cannot verify it", "整改单位或整改人不能复查自己的整改。",
        "The unit or person that fixed it cannot re-inspect it."),
    ROW(SUP_LIFE_KIND, 409, "kind", "不适用于此类", "Not for this kind",
        "此操作不适用于这一类诉求。",
        "This action does not apply to cases of this kind."),
    ROW(SUP_LIFE_DEADLINE_PASSED, 409, "deadline_passed", "已过期限", "Deadline passed",
        "延期须在整改期限之前申请。", "An extension is asked for before the deadline."),
    ROW(SUP_LIFE_EXTENSION_PENDING, 409, "extension_pending", "延期申请待批",
        "Extension pending", "已有延期申请等待批复。", "A request is already waiting."),
    ROW(SUP_LIFE_NO_EXTENSION, 409, "no_extension", "没有延期申请",
        "No extension asked for", "没有等待批复的延期申请。",
        "No request for an extension is waiting."),
    ROW(SUP_LIFE_EXTENSIONS_USED, 409, "extensions_used", "延期次数已用完",
        "No extension left", "此件的延期次数已用完。",
        "The case has had all its extensions."),
    ROW(SUP_LIFE_EXTENSION_LENGTH, 422, "extension_length", "延期时间不当",
        "Extension too long", "延期须晚于现期限，且不超过规则允许的时长。",
        "The new deadline must be later than the present one, within the rulebook's "
        "limit."),
    ROW(SUP_LIFE_REOPEN_WINDOW, 409, "reopen_window", "已过重办期限",
        "Too late to reopen", "办结已久，请重新反映。",
        "It was closed too long ago. Please report it anew."),
    ROW(SUP_LIFE_TOO_EARLY, 409, "too_early", "回访期未满", "Too early",
        "反映人仍可在回访期内评价。", "The reporter still has time to speak."),
    ROW(SUP_LIFE_PARENT, 422, "parent", "不能并入该件", "Cannot merge into it",
        "要并入的件不存在、已合并或已终止。",
        "The parent does not exist, is this case itself, merged, or ended."),
    ROW(SUP_LIFE_SAME_UNIT, 422, "same_unit", "单位未变", "Same unit",
        "此件已由该单位负责。", "The unit already has the case."),
    ROW(SUP_LIFE_SUPPORTED, 409, "supported", "已有人附议", "Others support it",
        "已有他人附议或并入，不能撤回。",
        "Others support it or were merged into it: it cannot be "
        "withdrawn."),
    ROW(SUP_LIFE_MILESTONES_OPEN, 409, "milestones_open", "还有节点未完成",
        "Milestones are open", "台账中还有未完成的节点，请先逐个报告进展。",
        "The ledger has milestones that are not reached: report their progress first."),
    ROW(SUP_LIFE_MILESTONE_REACHED, 409, "milestone_reached", "节点已完成",
        "Milestone was reached", "该节点已报告完成，或已没有未完成的节点。",
        "The milestone was reported before, or none is left."),
    ROW(SUP_LIFE_FOLLOWS, 409, "merged", "已并入他件", "Merged",
        "此件已合并，请在主件上操作。", "The case was merged: act on its parent."),

    /* store */
    RETRY(SUP_STORE_AWAY, "store_away", "服务暂不可用", "Service unavailable",
          "数据服务暂时不可用，请稍后再试。",
          "The store cannot be reached. Try again soon."),
    RETRY(SUP_STORE_TIMEOUT, "store_timeout", "服务响应超时", "Store timed out",
          "数据服务响应超时，请稍后再试。", "The store did not answer in time."),
    RETRY(
        SUP_STORE_UNKNOWN, "outcome_unknown", "结果未知", "Outcome unknown",
        "未能确认是否已保存。请用同一 Idempotency-Key 重试，不会重复登记。",
        "It is not known whether it was stored. Retry with the same Idempotency-Key: it "
        "will not be stored twice."),
    RETRY(SUP_STORE_FULL, "store_full", "存储已满", "Store is full",
          "数据存储空间不足，未保存。请稍后再试。",
          "The store is full; nothing was stored."),
    RETRY(SUP_STORE_READONLY, "store_read_only", "存储只读", "Store is read-only",
          "数据存储当前只读，未保存。请稍后再试。",
          "The store takes no writes now; nothing was stored."),
    RETRY(SUP_STORE_WEAK, "store_not_durable", "存储不够可靠", "Store is not durable",
          "数据存储未达到配置的可靠程度，未保存。",
          "The store is less durable than configured; nothing was stored."),
    RETRY(SUP_STORE_REFUSED, "store_refused", "存储拒绝服务", "Store refused",
          "数据存储拒绝了请求，请稍后再试。", "The store refused the command."),
    ROW(SUP_STORE_TYPE, 500, "store_type", "存储数据类型不符", "Wrong type in the store",
        "存储中的数据类型不符，未作改动。请联系管理员。",
        "A key of the store holds another type; nothing was changed."),
    ROW(SUP_STORE_CORRUPT, 500, "store_corrupt", "存储数据损坏", "Corrupt record",
        "存储中的记录无法读取，未作改动。请联系管理员。",
        "A stored record cannot be read; nothing was changed."),
    ROW(SUP_API_SCHEMA, 500, "store_newer", "数据版本较新", "Record is newer",
        "记录由更新版本的软件写入，请升级后再试。",
        "The record was written by a newer version of this software."),

    /* secrets */
    ROW(SUP_CRYPTO_NO_KEY, 500, "sealed_with_lost_key", "密钥缺失", "Key is missing",
        "加密数据所用的密钥已不在配置中。",
        "The key that sealed it is no longer configured."),
    ROW(SUP_CRYPTO_FORGED, 500, "sealed_data", "加密数据无效", "Sealed data",
        "加密数据无法打开。", "Sealed data does not open."),
};
const size_t sup_problems_n = sizeof(sup_problems) / sizeof(sup_problems[0]);

const sup_problem_row *
sup_problem_find(sup_rc rc)
{
    for (size_t i = 0; i < sup_problems_n; i++) {
        if (sup_problems[i].rc == rc) {
            return &sup_problems[i];
        }
    }
    return &sup_problems[0];
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
    p->current_state = failure->state;
    p->current_version = failure->version;
    p->retry_after_s = row->retry_after_s;
    return p->type == NULL ? NULL : p;
}
