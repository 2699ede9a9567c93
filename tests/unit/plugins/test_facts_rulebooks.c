/* What the regulations and the plan say, held to the items, schedules and grades of the
 * eight rulebooks. Read by hand from the sources, not from the rulebooks.
 * Owns: the numbers.
 * Must not know: how reports are classified, how a check is scored. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "sup_test_checklist.h"
#include "sup_test_plugins.h"
#include "supervision/v1/rules.pb-c.h"

#define NONE -999 /* no limit on this side */

static sup_test_plugins *plugins;

static int
setup(void **state)
{
    (void)state;
    plugins = sup_test_plugins_open_all();
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    sup_test_plugins_close(plugins);
    return 0;
}

static const Sup__Item *
item_of(const char *domain, const char *code)
{
    return sup_test_item(sup_test_plugins_book(plugins, domain), code);
}

static const Sup__Basis *
basis_of(const char *domain, const char *code)
{
    const Sup__Rulebook *book = sup_test_plugins_book(plugins, domain)->book;
    size_t i;

    for (i = 0; i < book->n_bases; i++) {
        if (strcmp(book->bases[i]->code, code) == 0) {
            return book->bases[i];
        }
    }
    fail_msg("%s: no basis %s", domain, code);
    return NULL;
}

/* A measured item: its limits, their unit, and the source that sets them. */
static const struct {
    const char *domain, *item;
    double at_least, at_most;
    const char *measure, *source;
} limits[] = {
    /* GB 31654-2021: samples of at least 125 g of each dish, kept 48 h at 0 to 8 °C */
    {"catering", "fs_keep_weight", 125, NONE, "g", "GB 31654"},
    {"catering", "fs_keep_hours", 48, NONE, "h", "GB 31654"},
    {"catering", "fs_keep_cold", 0, 8, "Cel", "GB 31654"},
    /* a core of 70 °C; not longer than 2 h between 8 and 60 °C; kept hot above 60 °C */
    {"catering", "fs_core", 70, NONE, "Cel", "GB 31654"},
    {"catering", "fs_danger", NONE, 2, "h", "GB 31654"},
    {"catering", "qu_hot", 60, NONE, "Cel", "GB 31654"},
    /* chilled 0 to 8 °C, frozen below -12 °C (以下, the number included) */
    {"catering", "fs_chill", 0, 8, "Cel", "GB 31654"},
    {"catering", "fs_freeze", NONE, -12, "Cel", "GB 31654"},
    /* GB 2716: polar compounds of frying oil at most 27 % */
    {"catering", "qu_oil", NONE, 27, "%", "GB 2716"},

    /* GB 7258: tread 3.2 mm on the steered wheels of buses, 1.6 mm elsewhere */
    {"transport", "dr_tyre_front", 3.2, NONE, "mm", "GB 7258"},
    {"transport", "dr_tyre_rear", 1.6, NONE, "mm", "GB 7258"},
    /* 4 h without 20 min of rest; 8 h in 24 h; 2 h without rest at night */
    {"transport", "dr_stretch", NONE, 4, "h", "道路交通安全法实施条例"},
    {"transport", "dr_rest", 20, NONE, "min", "道路交通安全法实施条例"},
    {"transport", "dr_day", NONE, 8, "h", "道路旅客运输企业安全管理规范"},
    {"transport", "dr_night", NONE, 2, "h", "道路旅客运输企业安全管理规范"},
    {"transport", "dr_alcohol", NONE, 0, "mg/(100.mL)", "道路交通安全法"},
    {"transport", "dr_speed", NONE, 0, "%", "道路交通安全法"},

    /* GB 5749-2022: free chlorine at the tap 0.05 mg/L, turbidity 1 NTU, pH 6.5 to 8.5 */
    {"energy", "su_chlorine", 0.05, NONE, "mg/L", "GB 5749-2022"},
    {"energy", "su_turbidity", NONE, 1, "{NTU}", "GB 5749-2022"},
    {"energy", "su_ph", 6.5, 8.5, "[pH]", "GB 5749-2022"},
    {"dormitory", "water_chlorine", 0.05, NONE, "mg/L", "GB 5749-2022"},
    {"dormitory", "water_turbidity", NONE, 1, "{NTU}", "GB 5749-2022"},
    {"dormitory", "water_ph", 6.5, 8.5, "[pH]", "GB 5749-2022"},
    /* GB/T 12325: 220 V within +7 % and -10 % */
    {"energy", "su_voltage", 220 * 0.90, 220 * 1.07, "V", "GB/T 12325"},
    /* public buildings: not cooled below 26 °C, not heated above 20 °C */
    {"energy", "sa_cool", 26, NONE, "Cel", "公共机构节能条例"},
    {"energy", "sa_heat", NONE, 20, "Cel", "公共机构节能条例"},

    /* 建设工程质量管理条例 第四十条: waterproofing 5 years, pipes and decoration 2 */
    {"repair", "works_waterproof", 5, NONE, "a", "建设工程质量管理条例"},
    {"repair", "works_warranty", 2, NONE, "a", "建设工程质量管理条例"},
};

static int
close_to(const Sup__Bound *bound, double wanted)
{
    return bound == NULL ? wanted == NONE : fabs(bound->value - wanted) < 1e-9;
}

static void
test_facts__measured_items_keep_the_limits_of_their_regulations(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        const Sup__Item *item = item_of(limits[i].domain, limits[i].item);
        const Sup__Basis *basis = basis_of(limits[i].domain, item->basis[0]);

        if (item->answer != SUP__ITEM__ANSWER__measured || item->by_code ||
            !close_to(item->at_least, limits[i].at_least) ||
            !close_to(item->at_most, limits[i].at_most)) {
            fail_msg("%s is not measured, or has other limits", limits[i].item);
        }
        assert_string_equal(item->measure, limits[i].measure);
        assert_int_equal(basis->kind, SUP__BASIS__KIND__regulation);
        assert_non_null(strstr(basis->title, limits[i].source));
    }
}

/* What a regulation demands without a number to measure: what the text must name. */
static const struct {
    const char *domain, *item, *words, *source, *clause;
} demands[] = {
    {"catering", "fs_health", "健康证明", "食品安全法", "第四十五条"},
    {"catering", "fs_morning", "晨检", "GB 31654", ""},
    {"catering", "ac_license", "合格证明", "食品安全法", "第五十三条"},
    {"catering", "ac_record", "进货查验记录", "食品安全法", "第五十三条"},
    {"catering", "ac_record", "凭证", "食品安全法", "第五十三条"},
    {"catering", "fs_duty", "日管控、周排查、月调度", "第60号", ""},
    {"catering", "fs_keep_label", "留样", "GB 31654", ""},
    {"catering", "fs_license", "食品经营许可证", "食品安全法", "第三十五条"},
    {"transport", "dr_load", "核定人数", "道路交通安全法", "第四十九条"},
    {"energy", "su_notice", "24小时", "城市供水条例", "第二十二条"},
    {"procurement", "pq_lot_look", "GB/T 2828.1", "GB/T 2828.1", ""},
    {"procurement", "pq_lot_size", "GB/T 2828.1", "GB/T 2828.1", ""},
    {"procurement", "pq_lot_safe", "GB/T 2828.1", "GB/T 2828.1", ""},
};

static void
test_facts__what_the_law_demands_is_an_item_with_its_article(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(demands) / sizeof(demands[0]); i++) {
        const Sup__Item *item = item_of(demands[i].domain, demands[i].item);
        const Sup__Basis *basis = basis_of(demands[i].domain, item->basis[0]);

        if (strstr(item->text, demands[i].words) == NULL ||
            strstr(basis->title, demands[i].source) == NULL ||
            strcmp(basis->clause, demands[i].clause) != 0) {
            fail_msg("%s: %s, by %s %s", item->code, item->text, basis->title,
                     basis->clause);
        }
    }
}

/* One passenger over the rated number, one person without a certificate: none is right. */
static void
test_facts__not_one_passenger_too_many_nor_one_person_without_certificate(void **state)
{
    const Sup__Item *load = item_of("transport", "dr_load");
    const Sup__Item *health = item_of("catering", "fs_health");

    (void)state;
    assert_int_equal(load->answer, SUP__ITEM__ANSWER__count);
    assert_true(load->at_most->value == 0 && load->zero_at == 1 && load->critical);
    assert_int_equal(health->answer, SUP__ITEM__ANSWER__count);
    assert_true(health->at_most->value == 0 && health->critical);
}

/* Table 1: a lot of 1200 has letter J, 80 of them are drawn. Table 2-A at AQL 2.5: five
 * may be nonconforming, six may not. */
static void
test_facts__lots_are_sampled_by_gb_t_2828_1(void **state)
{
    static const double five[] = {1200, 2.5, 5}, six[] = {1200, 2.5, 6};
    const sup_rulebook *book = sup_test_plugins_book(plugins, "procurement");
    sup_test_points p;

    (void)state;
    assert_int_equal(sup_test_score(book, "pq_lot_look", five, 3, &p), 1);
    assert_true(p.points == 1);
    assert_string_equal(p.explanation,
                        "批量1200，字码J，AQL 2.5：抽80件，接收数5，不合格5件，接收");
    assert_int_equal(sup_test_score(book, "pq_lot_look", six, 3, &p), 1);
    assert_true(p.points == 0);
}

/* --- the plan --- */

/* 三（二）: the focus words of each object of supervision, in the plan's order. */
static const struct {
    const char *domain;
    const char *const words[9];
    size_t items_min;
} focus[] = {
    {"catering",
     {"食材供货验收", "食品安全", "餐饮价格", "饭菜品质", "环境卫生", "就餐秩序",
      "节约粮食", "操作规范"},
     25},
    {"dormitory", {"公共区域环境卫生", "报修处理", "洗浴热水", "饮水", "洗衣"}, 15},
    {"property",
     {"环境卫生", "师生网上报修", "垃圾清运", "安全管理", "公共区域秩序维护",
      "学生投诉处理"},
     15},
    {"energy", {"水电保障", "节能减排", "故障抢修", "费用收缴"}, 15},
    {"transport", {"行车安全", "服务质量", "车内环境", "日常管理"}, 25},
    {"procurement", {"供货时间", "品牌规格", "货品质量"}, 15},
    {"repair", {"日常零星维修", "派单零星维修", "立项修缮工程"}, 15},
    {"decision", {"会议决定部署落实", "校领导指示督办", "落实问效"}, 15},
};

static void
test_plan__no_focus_word_of_the_plan_is_left_out(void **state)
{
    size_t i, j;

    (void)state;
    for (i = 0; i < sizeof(focus) / sizeof(focus[0]); i++) {
        const Sup__Rulebook *book = sup_test_plugins_book(plugins, focus[i].domain)->book;
        size_t items = 0;

        for (j = 0; j < book->n_sections; j++) {
            items += book->sections[j]->n_items;
        }
        assert_true(items >= focus[i].items_min);
        for (j = 0; focus[i].words[j] != NULL; j++) {
            assert_true(j < book->n_sections);
            assert_string_equal(book->sections[j]->name, focus[i].words[j]);
        }
    }
}

#define DAY  SUP__SCHEDULE__EVERY__day
#define WEEK SUP__SCHEDULE__EVERY__week

/* 四、3: 学生宿舍、餐饮、物业、水电保障 each day, 食品安全、车辆安全 each week; nothing is said of
 * the others. The hours are the rulebooks' own. */
static const struct {
    const char *domain, *id, *template;
    Sup__Schedule__Every every;
    uint32_t from_min, to_min, last_day;
} wanted[] = {
    {"catering", "catering-daily", "daily", DAY, 360, 1200, 0},
    {"catering", "catering-weekly", "weekly_food", WEEK, 0, 1080, 5},
    {"dormitory", "dormitory-daily", "daily", DAY, 480, 1080, 0},
    {"property", "property-daily", "daily", DAY, 480, 1080, 0},
    {"energy", "energy-daily", "daily", DAY, 480, 1080, 0},
    {"transport", "transport-weekly", "weekly_vehicle", WEEK, 0, 1080, 5},
};

static const Sup__Schedule *
schedule_of(const char *domain, const char *id)
{
    const Sup__Rulebook *book = sup_test_plugins_book(plugins, domain)->book;
    size_t i;

    for (i = 0; i < book->n_schedules; i++) {
        if (strcmp(book->schedules[i]->id, id) == 0) {
            return book->schedules[i];
        }
    }
    fail_msg("no schedule %s", id);
    return NULL;
}

static void
test_plan__the_checks_it_names_are_due_by_themselves_and_none_other(void **state)
{
    const size_t n = sizeof(wanted) / sizeof(wanted[0]);
    size_t i, all = 0;

    (void)state;
    for (i = 0; i < plugins->n; i++) {
        all += plugins->books[i]->book->n_schedules;
    }
    assert_int_equal(all, n);
    for (i = 0; i < n; i++) {
        const Sup__Schedule *s = schedule_of(wanted[i].domain, wanted[i].id);
        const Sup__Basis *basis = basis_of(wanted[i].domain, s->basis);

        assert_string_equal(s->template_, wanted[i].template);
        assert_int_equal(s->every, wanted[i].every);
        assert_int_equal(s->by, SUP__SCHEDULE__BY__self);
        assert_false(s->working_days);
        assert_int_equal(s->from_min, wanted[i].from_min);
        assert_int_equal(s->to_min, wanted[i].to_min);
        assert_int_equal(s->last_day, wanted[i].last_day);
        assert_int_equal(basis->kind, SUP__BASIS__KIND__plan);
        assert_string_equal(basis->clause, "四、3");
    }
}

/* A check may be made up for until its day, or its week, is over, and no longer: then the
 * next one is due. */
static void
test_plan__a_check_counts_as_late_until_its_day_or_week_is_over(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        const Sup__Schedule *s = schedule_of(wanted[i].domain, wanted[i].id);
        uint32_t days = s->every == DAY ? 1 : 7;
        uint32_t last = s->every == DAY ? 1 : s->last_day;

        assert_int_equal((last - 1) * 1440 + s->to_min + s->late_min, days * 1440);
    }
}

static void
test_plan__each_schedules_template_is_of_its_kind_of_check(void **state)
{
    size_t i, j;

    (void)state;
    for (i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        const Sup__Rulebook *book =
            sup_test_plugins_book(plugins, wanted[i].domain)->book;
        Sup__Template__Check check = 0;

        for (j = 0; j < book->n_templates; j++) {
            if (strcmp(book->templates[j]->code, wanted[i].template) == 0) {
                check = book->templates[j]->check;
            }
        }
        assert_int_equal(check, wanted[i].every == DAY ? SUP__TEMPLATE__CHECK__daily
                                                       : SUP__TEMPLATE__CHECK__weekly);
    }
}

/* 全面、局部、专项、暗访、复查 make sense everywhere; a daily self-check has few items, all of
 * them looked at. */
static void
test_plan__every_domain_has_templates_for_its_kinds_of_check(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < plugins->n; i++) {
        const sup_rulebook *book = plugins->books[i];
        Sup__Template__Check check;

        for (check = SUP__TEMPLATE__CHECK__comprehensive;
             check <= SUP__TEMPLATE__CHECK__reinspection; check++) {
            if (sup_test_template(book, check) == NULL) {
                fail_msg("%s has no template of kind %d", book->book->domain, (int)check);
            }
        }
        if (sup_test_template(book, SUP__TEMPLATE__CHECK__daily) != NULL) {
            sup_test_daily(book, 8);
        }
    }
}

/* --- grading and live figures --- */

/* The quantified grading of catering: 9.0, 7.5, 6.0 of 10; two failed key items: none. */
static void
test_facts__catering_is_graded_by_the_quantified_grading(void **state)
{
    const Sup__Scoring *s = sup_test_plugins_book(plugins, "catering")->book->scoring;

    (void)state;
    assert_int_equal(s->n_grades, 3);
    assert_true(s->grades[0]->at_least == 90 && s->grades[1]->at_least == 75 &&
                s->grades[2]->at_least == 60);
    assert_string_equal(s->grades[0]->name, "优秀");
    assert_string_equal(s->grades[1]->name, "良好");
    assert_string_equal(s->grades[2]->name, "一般");
    assert_int_equal(s->critical_none, 2);
    assert_non_null(
        strstr(basis_of("catering", s->basis)->title, "国食药监食〔2012〕5号"));
}

static void
test_facts__every_grading_names_its_basis_and_alone_catering_s_is_a_regulation(
    void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < plugins->n; i++) {
        const Sup__Rulebook *book = plugins->books[i]->book;
        const Sup__Basis *basis = basis_of(book->domain, book->scoring->basis);

        assert_int_equal(basis->kind, strcmp(book->domain, "catering") == 0
                                          ? SUP__BASIS__KIND__regulation
                                          : SUP__BASIS__KIND__campus);
    }
}

static void
test_facts__how_complaints_and_repairs_were_handled_is_filled_in_by_the_system(
    void **state)
{
    static const struct {
        const char *domain, *item;
        Sup__Item__Figures figures;
    } live[] = {{"dormitory", "repair_handling", SUP__ITEM__FIGURES__repairs},
                {"property", "online_handling", SUP__ITEM__FIGURES__repairs},
                {"property", "complaint_handling", SUP__ITEM__FIGURES__complaints}};
    size_t i, j, k, all = 0;

    (void)state;
    for (i = 0; i < sizeof(live) / sizeof(live[0]); i++) {
        const Sup__Item *item = item_of(live[i].domain, live[i].item);

        assert_int_equal(item->figures, live[i].figures);
        assert_non_null(strstr(item->how, "系统自动填入"));
        assert_non_null(strstr(item->how_en, "system fills in"));
    }
    for (i = 0; i < plugins->n; i++) {
        for (j = 0; j < plugins->books[i]->book->n_sections; j++) {
            const Sup__Section *s = plugins->books[i]->book->sections[j];

            for (k = 0; k < s->n_items; k++) {
                all += s->items[k]->figures != 0;
            }
        }
    }
    assert_int_equal(all, sizeof(live) / sizeof(live[0]));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts__measured_items_keep_the_limits_of_their_regulations),
        cmocka_unit_test(test_facts__what_the_law_demands_is_an_item_with_its_article),
        cmocka_unit_test(
            test_facts__not_one_passenger_too_many_nor_one_person_without_certificate),
        cmocka_unit_test(test_facts__lots_are_sampled_by_gb_t_2828_1),
        cmocka_unit_test(test_plan__no_focus_word_of_the_plan_is_left_out),
        cmocka_unit_test(
            test_plan__the_checks_it_names_are_due_by_themselves_and_none_other),
        cmocka_unit_test(test_plan__a_check_counts_as_late_until_its_day_or_week_is_over),
        cmocka_unit_test(test_plan__each_schedules_template_is_of_its_kind_of_check),
        cmocka_unit_test(test_plan__every_domain_has_templates_for_its_kinds_of_check),
        cmocka_unit_test(test_facts__catering_is_graded_by_the_quantified_grading),
        cmocka_unit_test(
            test_facts__every_grading_names_its_basis_and_alone_catering_s_is_a_regulation),
        cmocka_unit_test(
            test_facts__how_complaints_and_repairs_were_handled_is_filled_in_by_the_system),
    };

    return cmocka_run_group_tests_name("facts of rulebooks", tests, setup, teardown);
}
