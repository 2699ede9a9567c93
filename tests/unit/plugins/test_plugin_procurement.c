/* Golden tests of the procurement plugin: what people write, and what it must become,
 * with the rulebooks of all domains enabled. Severity: 1 minor, 2 major, 3 serious, 4
 * critical. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "sup_test_checklist.h"
#include "sup_test_golden.h"
#include "sup_test_plugins.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#define NOON -1, 5

static const sup_test_report reports[] = {
    {"合同约定九月一日交货，供应商到现在货还没到", "late_delivery", 2, NOON},
    {"采购的打印纸迟迟不到", "late_delivery", 2, NOON},
    {"这批办公用品晚了两个星期才送", "late_delivery", 2, NOON},
    {"新生军训服没按时送到", "late_delivery", 2, NOON},
    {"教材还没到，都开学两周了", "late_delivery", 2, NOON},
    {"供应商总是送货不及时", "late_delivery", 2, NOON},
    {"The textbooks have not arrived yet", "late_delivery", 2, NOON},
    {"供应商突然停止供货，说不做了", "undelivered", 3, NOON},
    {"中标单位跑路了", "undelivered", 3, NOON},
    {"硒鼓已经断货一个月", "undelivered", 3, NOON},
    {"同学的军训服领到了，我的教材一直领不到", "distribution", 1, NOON},
    {"办公用品发放太慢", "distribution", 1, NOON},
    {"品牌和合同不一致", "wrong_brand", 2, NOON},
    {"投标写的是大金牌，送来的是杂牌", "wrong_brand", 2, NOON},
    {"课桌的品牌换成了没听过的", "wrong_brand", 2, NOON},
    {"The supplier delivered a different brand", "wrong_brand", 2, NOON},
    {"采购的电脑配置不达标", "wrong_spec", 2, NOON},
    {"床垫厚度和合同不一样，偏薄", "wrong_spec", 2, NOON},
    {"供应商送错了型号", "wrong_spec", 2, NOON},
    {"到货与封样对不上，货不对板", "wrong_spec", 2, NOON},
    {"校服太小穿不上", "wrong_spec", 2, NOON},
    {"这批硒鼓是假货", "counterfeit", 3, NOON},
    {"采购的灯管没有合格证", "counterfeit", 3, NOON},
    {"新发的U盘是翻新货，供应商以次充好", "counterfeit", 3, NOON},
    {"fake toner cartridges were delivered", "counterfeit", 3, NOON},
    {"送来的桌椅少了十套", "short_quantity", 2, NOON},
    {"这批教材数量不对，缺了两箱", "short_quantity", 2, NOON},
    {"这批拖把质量太差", "defect", 2, NOON},
    {"新发的军训服掉色严重", "defect", 2, NOON},
    {"课桌用了不到一个月就散了", "defect", 2, NOON},
    {"采购的文具一用就坏", "defect", 2, NOON},
    {"这批插线板一半不能用", "defect", 2, NOON},
    {"The desks are of poor quality, the whole batch is shoddy goods", "defect", 2, NOON},
    {"新买的床垫有刺鼻的味道", "unsafe_goods", 3, NOON},
    {"配发的床上用品疑似黑心棉", "unsafe_goods", 3, NOON},
    {"统一发的被褥让好几个同学过敏", "unsafe_goods", 3, NOON},
    {"采购的电热水袋爆炸了", "unsafe_goods", 4, NOON},
    {"这批充电宝自燃", "unsafe_goods", 4, NOON},
    {"仓库里的消毒液过期了", "expired_goods", 2, NOON},
    {"实验试剂已经失效", "expired_goods", 2, NOON},
    {"到货的纸箱全都压坏了", "damaged_goods", 1, NOON},
    {"货物受潮了", "damaged_goods", 1, NOON},
    {"供应商不给换货", "after_sales", 2, NOON},
    {"厂家售后没人管，一拖再拖", "after_sales", 2, NOON},
    {"物资到货没人验收就入库了", "acceptance_lax", 2, NOON},
    {"到货验收单是代签的", "acceptance_lax", 2, NOON},
    {"采购价格太高，比网上贵一倍", "price_high", 2, NOON},
    {"结算价高于合同", "price_high", 2, NOON},
    {"采购员收供应商回扣", "integrity", 3, NOON},
    {"怀疑这次投标是围标", "integrity", 3, NOON},
    {"仓库物资乱堆乱放", "stock", 1, NOON},
    {"库存账实不符", "stock", 1, NOON},
    {"请问批量采购的流程是什么", "other", 1, NOON},
    {NULL, NULL, 0, 0, 0}};

/* Words of trouble that report none, or nothing of any domain. */
static const sup_test_report quiet[] = {{"今天天气真好", "", 0, NOON},
                                        {"这批同学很热情", "", 0, NOON},
                                        {"论文写不完了", "", 0, NOON},
                                        {NULL, NULL, 0, 0, 0}};

static const sup_test_report of_catering[] = {
    {"食堂用的肉没有检疫合格证，来源不明", "raw_materials", 2, NOON},
    {"早上送货的蔬菜直接堆在地上，没人验收", "raw_materials", 2, NOON},
    {"面包发霉了还在卖", "spoiled_food", 3, NOON},
    {NULL, NULL, 0, 0, 0}};

static const sup_test_report of_transport[] = {
    {"校车严重超载，核载19人坐了30人", "overloading", 4, NOON},
    {"班车晚点半小时", "punctuality", 1, NOON},
    {NULL, NULL, 0, 0, 0}};

static const sup_test_report of_energy[] = {
    {"宿舍插座冒烟了", "electric_fire", 4, NOON},
    {"跳闸报修三天了没人来修", "repair_slow", 3, NOON},
    {"空调报修一直没处理", "repair_slow", 2, NOON},
    {NULL, NULL, 0, 0, 0}};

static const sup_test_report of_repair[] = {
    {"改造工程拖了两个月还没完工", "works_delay", 2, NOON}, {NULL, NULL, 0, 0, 0}};

static const sup_test_report of_decision[] = {
    {"会议纪要要求九月完成，现在已经逾期", "late", 2, NOON}, {NULL, NULL, 0, 0, 0}};

static const struct {
    const char *domain;
    const sup_test_report *reports;
} others[] = {
    {"catering", of_catering}, {"transport", of_transport}, {"energy", of_energy},
    {"repair", of_repair},     {"decision", of_decision},
};

static sup_test_plugins *plugins;
static const sup_rulebook *book;

static int
setup(void **state)
{
    (void)state;
    plugins = sup_test_plugins_open_all();
    book = sup_test_plugins_book(plugins, "procurement");
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    sup_test_plugins_close(plugins);
    return 0;
}

static void
test_procurement__a_complaint_gets_its_category_and_severity(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "procurement", reports), 0);
}

static void
test_procurement__words_of_trouble_without_trouble_are_not_taken(void **state)
{
    (void)state;
    assert_int_equal(sup_test_reports(plugins, "procurement", quiet), 0);
}

static void
test_procurement__reports_of_other_domains_stay_there(void **state)
{
    size_t i;
    int wrong = 0;

    (void)state;
    for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        wrong += sup_test_reports(plugins, others[i].domain, others[i].reports);
    }
    assert_int_equal(wrong, 0);
}

static void
test_procurement__the_checklist_has_the_plans_words_first(void **state)
{
    static const char *const sections[] = {"供货时间", "品牌规格", "货品质量", "验收结算",
                                           NULL};

    (void)state;
    sup_test_checklist(book, sections, 20);
    assert_int_equal(sup_test_item(book, "pq_lot_safe")->answer,
                     SUP__ITEM__ANSWER__sampled_lot);
}

/* GB/T 2828.1, tables 1 and 2-A, read by hand: level II, normal, single. */
static void
test_procurement__a_lot_is_judged_by_gb_2828(void **state)
{
    static const struct {
        double lot, aql;
        int sample, accept;
        char letter;
    } plans[] = {{500, 1.0, 50, 1, 'H'},       {1000, 2.5, 80, 5, 'J'},
                 {3000, 6.5, 125, 14, 'K'},    {5000, 6.5, 200, 21, 'L'},
                 {30000, 6.5, 200, 21, 'L'},   {90, 1.0, 13, 0, 'E'},
                 {120, 1.0, 13, 0, 'E'},       {200, 1.0, 50, 1, 'H'},
                 {30, 1.0, 13, 0, 'E'},        {6, 2.5, 5, 0, 'C'},
                 {3, 2.5, 3, 0, 'C'},          {40, 4.0, 13, 1, 'E'},
                 {281, 0.65, 80, 1, 'J'},      {600000, 0.025, 2000, 1, 'R'},
                 {600000, 0.01, 1250, 0, 'Q'}, {8, 6.5, 2, 0, 'A'}};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(plans) / sizeof(plans[0]); i++) {
        double good[] = {plans[i].lot, plans[i].aql, plans[i].accept};
        double bad[] = {plans[i].lot, plans[i].aql, plans[i].accept + 1};
        char wanted[128];
        sup_test_points p;

        (void)snprintf(wanted, sizeof(wanted),
                       "Lot %.0f, letter %c, AQL %g: sample %d, accept %d, found %d: "
                       "accepted",
                       plans[i].lot, plans[i].letter, plans[i].aql, plans[i].sample,
                       plans[i].accept, plans[i].accept);
        assert_int_equal(sup_test_score(book, "pq_lot_look", good, 3, &p), 1);
        assert_true(p.points == 1);
        assert_string_equal(p.explanation_en, wanted);
        assert_int_equal(sup_test_score(book, "pq_lot_look", bad, 3, &p), 1);
        assert_true(p.points == 0);
    }
}

static void
test_procurement__a_sampling_that_cannot_be_is_not_scored(void **state)
{
    static const double answers[][3] = {
        {0, 1, 0}, {500, 1.1, 0}, {500, 1, 51}, {3, 2.5, 4}, {500, -1, 0}};
    static const double good[] = {500, 1, 0};
    sup_test_points p;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        assert_int_equal(sup_test_score(book, "pq_lot_size", answers[i], 3, &p), -1);
    }
    assert_int_equal(sup_test_score(book, "pq_lot_size", good, 2, &p), -1);
    assert_int_equal(sup_test_score(book, "pq_pack", good, 3, &p), -1);
}

/* --- filled checklists --- */

/* What was lost of the weights that applied, by hand:
 *   delivery_time, 18: one late of three, a third of 5 = 1.6667; 96 of 100 came, 4.
 *       (18 - 5.6667) / 18 = 68.518519 %
 *   brand_spec, 23: no sealed sample; one line of two, 1/2 of 5 = 2.50.
 *       (23 - 2.5) / 23 = 89.130435 %
 *   goods_quality, 27: a lot of 1200 at AQL 2.5: of 80 drawn 5 may be bad, 6 are: 5;
 *       500 at 4: of 50 5 may be, 3 are; 90 at 1: of 13 none may be, none is; one box of
 *       4, 1/4 of 2 = 0.50, once before: x 1.5 = 0.75.
 *       (27 - 5.75) / 27 = 78.703704 %
 *   acceptance, 17: stock and book differ, 2.
 *       (17 - 2) / 17 = 88.235294 %
 * 0.25 x 68.518519 + 0.30 x 89.130435 + 0.30 x 78.703704 + 0.15 x 88.235294
 *   = 80.715165: good, but for the key item. */
static const sup_test_filled whole[] = {
    /* 供货时间 */
    BREAKS("pt_on_time", 5.0 / 3, 1),
    READS("pt_delay", 0),
    BREAKS("pt_complete", 4, 96),
    PASSES("pt_urgent"),
    PASSES("pt_place"),
    /* 品牌规格 */
    READS("ps_brand", 0),
    BREAKS("ps_model", 2.5, 1),
    SKIPS("ps_seal"),
    READS("ps_label", 0),
    PASSES("ps_genuine"),
    READS("ps_count", 0),
    /* 货品质量 */
    BREAKS("pq_lot_look", 5, 1200, 2.5, 6),
    READS("pq_lot_size", 500, 4, 3),
    READS("pq_lot_safe", 90, 1, 0),
    PASSES("pq_cert"),
    READS("pq_date", 0),
    BREAKS_AGAIN("pq_pack", 1, 0.75, 1),
    PASSES("pq_replace"),
    /* 验收结算 */
    PASSES("pa_two"),
    PASSES("pa_record"),
    PASSES("pa_file"),
    READS("pa_price", 0),
    FAILS("pa_store", 2),
    {0}};

static const sup_test_section whole_sections[] = {{"delivery_time", 68.52, 2},
                                                  {"brand_spec", 89.13, 1},
                                                  {"goods_quality", 78.7, 2},
                                                  {"acceptance", 88.24, 1},
                                                  {0}};

static void
test_procurement__a_comprehensive_check_comes_out_as_by_hand(void **state)
{
    const sup_test_golden golden = {
        .template = "comprehensive",
        .rows = whole,
        .sections = whole_sections,
        .percent = 80.72,
        .arithmetic = 80.72,
        .grade = "c",
        .cap = SUP__SCORE__CAP__critical,
        .failures = 6,
        .critical = 1,
        .skipped = 1,
        .explanation =
            "适用 22 项，不合格 6 项，得分 80.72%；1 项关键项不合格，等级不高于合格。",
        .explanation_en = "22 items applied, 6 of them failed: 80.72%; failed key items: "
                          "1, so the grade is Fair at best."};
    sup_test_scored scored = sup_test_golden_check(book, &golden);

    (void)state;
    assert_string_equal(sup_test_line(&scored, "pq_lot_look")->explanation,
                        "批量1200，字码J，AQL 2.5：抽80件，接收数5，不合格6件，不接收");
    assert_string_equal(
        sup_test_line(&scored, "pq_lot_size")->explanation_en,
        "Lot 500, letter H, AQL 4: sample 50, accept 5, found 3: accepted");
    assert_string_equal(
        sup_test_line(&scored, "pq_lot_safe")->explanation_en,
        "Lot 90, letter E, AQL 1: sample 13, accept 0, found 0: accepted");
    assert_string_equal(sup_test_line(&scored, "pq_lot_look")->answer,
                        "批量 1200、接收质量限（AQL） 2.5、样本中不合格品数 6");
    sup_test_arena_destroy(scored.arena);
}

/* False goods: brand and specification (10 - 5) / 10 = 50 %, acceptance 17 of 17;
 * (30 x 50 + 15 x 100) / 45 = 66.666667. The sum is told, the score is 0. */
static void
test_procurement__false_goods_are_a_veto(void **state)
{
    static const sup_test_filled rows[] = {READS("ps_brand", 0), FAILS("ps_genuine", 5),
                                           PASSES("pa_two"),     PASSES("pa_record"),
                                           PASSES("pa_file"),    READS("pa_price", 0),
                                           PASSES("pa_store"),   {0}};
    const sup_test_golden golden = {
        .template = "special_integrity",
        .rows = rows,
        .percent = 0,
        .arithmetic = 66.67,
        .grade = "",
        .cap = SUP__SCORE__CAP__veto,
        .failures = 1,
        .critical = 1,
        .explanation =
            "适用 7 项，不合格 1 项，得分 66.67%；1 项一票否决项不合格，总分计 0"
            "，不评等级。",
        .explanation_en =
            "7 items applied, 1 of them failed: 66.67%; failed vetoes: 1, so "
            "there are no points and no grade."};
    sup_test_scored scored = sup_test_golden_check(book, &golden);

    (void)state;
    sup_test_arena_destroy(scored.arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_procurement__a_complaint_gets_its_category_and_severity),
        cmocka_unit_test(
            test_procurement__words_of_trouble_without_trouble_are_not_taken),
        cmocka_unit_test(test_procurement__reports_of_other_domains_stay_there),
        cmocka_unit_test(test_procurement__the_checklist_has_the_plans_words_first),
        cmocka_unit_test(test_procurement__a_lot_is_judged_by_gb_2828),
        cmocka_unit_test(test_procurement__a_sampling_that_cannot_be_is_not_scored),
        cmocka_unit_test(test_procurement__a_comprehensive_check_comes_out_as_by_hand),
        cmocka_unit_test(test_procurement__false_goods_are_a_veto),
    };

    return cmocka_run_group_tests_name("plugin procurement", tests, setup, teardown);
}
