/* A small rulebook with an item of each kind, and a plugin's score hook that does as the
 * note of an answer says.
 * Owns: both.
 * Must not know: what is tested with them. */
#ifndef SUP_TEST_WATER_H
#define SUP_TEST_WATER_H

#include <stdio.h>
#include "rules/sup_rules.h"

static const char sup_test_water[] =
    "domain: \"water\" name: \"饮水\" name_en: \"Water\" version: \"2026.11\" unit: "
    "\"water-centre\"\n"
    "bases { code: \"plan\" kind: plan title: \"实施方案\" title_en: \"The plan\" "
    "clause: \"三（二）\" }\n"
    "bases { code: \"law\" kind: regulation title: \"食品安全法\" title_en: \"Law\" "
    "clause: \"第五十三条\" }\n"
    "categories { code: \"general\" name: \"一般\" name_en: \"General\" "
    "standard: \"按标准服务\" standard_en: \"As promised\" severity: minor "
    "basis: \"plan\" }\n"
    "deadlines { severity: minor sign_min: 60 rectify_min: 600 clock: elapsed basis: "
    "\"plan\" }\n"
    "deadlines { severity: major sign_min: 60 rectify_min: 600 clock: elapsed basis: "
    "\"plan\" }\n"
    "deadlines { severity: serious sign_min: 60 rectify_min: 600 clock: elapsed basis: "
    "\"plan\" }\n"
    "deadlines { severity: critical sign_min: 60 rectify_min: 600 clock: elapsed basis: "
    "\"plan\" }\n"
    "terms { reopen_min: 10080 silence_min: 4320 extensions_max: 1 "
    "extension_max_min: 1440 similar_min: 10080 basis: \"plan\" }\n"
    "sections { code: \"hygiene\" name: \"卫生\" name_en: \"Hygiene\" weight: 60\n"
    "  items { code: \"clean\" text: \"台面干净\" text_en: \"Clean\" how: \"看\" how_en: "
    "\"Look\" answer: pass_fail weight: 5 critical: true evidence: photo basis: \"law\" "
    "basis: \"plan\" category: \"general\" }\n"
    "  items { code: \"dust\" text: \"积灰处数\" text_en: \"Dusty spots\" answer: count "
    "weight: 4 at_most { value: 1 } zero_at: 5 basis: \"plan\" category: \"general\" }\n"
    "  items { code: \"hair\" text: \"异物件数\" text_en: \"Hairs\" answer: count "
    "weight: 2 zero_at: 4 evidence: reading basis: \"plan\" category: \"general\" }\n"
    "  items { code: \"look\" text: \"整体观感\" text_en: \"Looks\" answer: graded "
    "grades: 4 weight: 4 evidence: note basis: \"plan\" category: \"general\" }\n"
    "}\n"
    "sections { code: \"cold\" name: \"温度\" name_en: \"Temperature\" weight: 40\n"
    "  items { code: \"fridge\" text: \"冷藏温度\" text_en: \"Fridge\" answer: measured "
    "measure: \"Cel\" at_least { value: 0 } at_most { value: 8 } weight: 5 evidence: "
    "reading basis: \"law\" category: \"general\" }\n"
    "  items { code: \"core\" text: \"中心温度\" text_en: \"Core\" answer: measured "
    "measure: \"Cel\" at_least { value: 70 } weight: 5 veto: true basis: \"law\" "
    "category: \"general\" }\n"
    "  items { code: \"wait\" text: \"放置时间\" text_en: \"Waiting\" answer: measured "
    "measure: \"min\" at_most { value: 120 } weight: 2 basis: \"law\" category: "
    "\"general\" }\n"
    "  items { code: \"lot\" text: \"抽样\" text_en: \"Lot\" how: \"填批量、不合格数。\" "
    "how_en: \"Lot size, nonconforming.\" answer: sampled_lot by_code: true weight: 6 "
    "columns { "
    "name: \"合格率\" name_en: \"Good\" } columns { name: \"隐患\" name_en: \"Danger\" } "
    "basis: \"plan\" category: \"general\" }\n"
    "  items { code: \"handled\" text: \"投诉处理\" text_en: \"Complaints\" answer: "
    "measured measure: \"{count}\" by_code: true figures: complaints weight: 4 evidence: "
    "note basis: \"plan\" category: \"general\" }\n"
    "}\n"
    "templates { code: \"whole\" name: \"全面\" name_en: \"Whole\" check: comprehensive "
    "sections: \"cold\" sections: \"hygiene\" }\n"
    "templates { code: \"daily\" name: \"每日\" name_en: \"Daily\" check: daily items: "
    "\"core\" items: \"dust\" items: \"clean\" }\n"
    "scoring { grades { code: \"a\" name: \"优秀\" name_en: \"Excellent\" at_least: 90 "
    "}\n"
    "  grades { code: \"b\" name: \"良好\" name_en: \"Good\" at_least: 75 }\n"
    "  grades { code: \"c\" name: \"一般\" name_en: \"Fair\" at_least: 60 }\n"
    "  critical_cap: \"c\" critical_none: 2 repeat_window_days: 30 repeat_factor: 1.5\n"
    "  standing { inspections: 100 } basis: \"plan\" }\n";

#define SUP_TEST_LIT(literal) ((sup_text){(literal), sizeof(literal) - 1})

static inline int
sup_test_water_says(const sup_plugin_answer *answer, const char *word)
{
    return answer->text.len == strlen(word) &&
           memcmp(answer->text.data, word, strlen(word)) == 0;
}

/* lot: share that is good, whether it is dangerous; handled: four figures. */
static inline int
sup_test_water_score(const sup_plugin_host *host, const sup_plugin_answer *answer,
                     sup_plugin_points *points)
{
    if (host->struct_size < sizeof(*host)) {
        abort();
    }
    if (answer->item.data[0] == 'h') {
        double all = answer->values[0] + answer->values[3];

        if (answer->n_values != 4) {
            abort();
        }
        points->points = all == 0 ? -1 : answer->values[1] / all;
        points->explanation =
            all == 0 ? SUP_TEST_LIT("没有投诉") : SUP_TEST_LIT("按时办结");
        points->explanation_en = SUP_TEST_LIT("Complaints");
        return answer->values[1] > answer->values[0] ? -1 : 1;
    }
    points->points = answer->values[0];
    points->critical = answer->n_values > 1 && answer->values[1] != 0;
    points->explanation = SUP_TEST_LIT("抽检");
    points->explanation_en = SUP_TEST_LIT("Sampled");
    if (sup_test_water_says(answer, "bad text")) {
        points->explanation = SUP_TEST_LIT("\xff\xfe");
    }
    if (sup_test_water_says(answer, "no number")) {
        points->points = 0.0 / 0.0;
    }
    if (sup_test_water_says(answer, "greedy")) {
        return host->alloc(host, 16 * 1024 + 1) == NULL ? -1 : 1;
    }
    return sup_test_water_says(answer, "silent")   ? 0
           : sup_test_water_says(answer, "failed") ? -1
                                                   : 1;
}

/* Compiled from this text; without a plugin. */
static inline sup_rulebook *
sup_test_water_book(sup_arena *arena, const char *text)
{
    sup_rulebook *book = NULL;
    sup_wire_error error;

    if (sup_rulebook_compile(arena, sup_str_c(text), SUP_STR("water"), &book, &error) !=
        SUP_OK) {
        fprintf(stderr, "%u: %s: %s\n", error.line, error.field, error.detail);
        abort();
    }
    return book;
}

#endif
