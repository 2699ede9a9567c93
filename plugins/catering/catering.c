/* The catering plugin: its rulebook, and three rules that a table cannot say: how many are
 * ill, what a basket costs, the quantified grade.
 * Owns: when several ill people are a suspected food poisoning though nobody says what
 *   they ate; one ill person after a meal is the rulebook's (ill_meal).
 * Must not know: anything but sup_plugin.h. */
#include "sup_plugin.h"
#include "basket.inc"
#include "grade.inc"
#include "text.inc"

static const char rulebook[] =
#include "rulebook.h"
    ;

/* How far from the illness the number of people may stand, in bytes (3 a character). */
#define NEAR_BEFORE 108
#define NEAR_BEHIND 48
#define ASKED_MAX   16 /* mentions of an illness; who repeats it more says nothing new */

static const char *const illnesses[] = {
    "拉肚子",         "拉稀",   "闹肚子", "腹泻",     "窜稀",     "上吐下泻", "呕吐",
    "吐了",           "都吐",   "肠胃炎", "肚子疼",   "肚子痛",   "肚子都疼", "肚子都痛",
    "腹痛",           "胃疼",   "胃痛",   "食物中毒", "上吐下泄", "拉肚纸",   "拉度子",
    "吃坏",           "送医院", "洗胃",   "threw up", "puking",   "diarrhea", "vomit",
    "food poisoning", "sick",   "ill ",   NULL};
static const char *const persons[] = {
    "人",       "同学",       "学生",  "室友",      "名",   "位",
    "女生",     "男生",       "舍友",  "员工",      "老师", "people",
    "students", "classmates", "of us", "roommates", NULL};
static const char *const crowds[] = {
    "好几",       "好多",          "多人",     "多名",         "很多",
    "不少",       "几个",          "几位",     "几名",         "全宿舍",
    "全寝",       "整个宿舍",      "整个寝室", "一宿舍",       "一寝室",
    "宿舍都",     "寝室都",        "宿舍的都", "全班",         "班上",
    "大家都",     "同学们都",      "我们都",   "室友也",       "舍友也",
    "室友都",     "同学也",        "和室友",   "和舍友",       "和同学",
    "和朋友",     "和对象",        "several",  "my roommates", "all of us",
    "whole dorm", "many students", "we all",   "both of us",   NULL};

static int
several_are_ill(sup_text text)
{
    size_t at = text_claim(text, 0, illnesses);
    int asked = 0;

    while (at != TEXT_NONE && asked++ < ASKED_MAX) {
        sup_text near = text_near(text, at, NEAR_BEFORE, NEAR_BEHIND);

        if (text_has(near, crowds) || text_number_before(near, persons) >= 2) {
            return 1;
        }
        at = text_claim(text, at + 1, illnesses);
    }
    return 0;
}

static int
catering_classify(const sup_plugin_host *host, const sup_plugin_report *report,
                  sup_plugin_verdict *verdict)
{
    (void)host;
    if (!several_are_ill(report->text)) {
        return 0;
    }
    verdict->category = TEXT_LIT("food_illness");
    verdict->severity = SUP_SEVERITY_CRITICAL;
    verdict->reason = TEXT_LIT("多人用餐后出现症状，按疑似食物中毒处置");
    verdict->reason_en = TEXT_LIT("Several people are ill: suspected food poisoning");
    verdict->basis = TEXT_LIT("fsl_103");
    return 1;
}

static int
catering_score(const sup_plugin_host *host, const sup_plugin_answer *answer,
               sup_plugin_points *points)
{
    static const figures_item items[] = {
        {"pr_basket", 2, (size_t)2 * BASKET_LINES_MAX, BASKET_OVER_MAX, basket_prices},
        {NULL, 0, 0, 0, NULL}};

    return figures_score(items, host, answer, points);
}

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    SUP_PLUGIN_HEAD,
    .domain = "catering",
    .version = "1.0",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
    .classify = catering_classify,
    .score = catering_score,
    .grade = catering_grade,
};
