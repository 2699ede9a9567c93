"""The inspector's page with a network: what is due, the checklist, cases, re-inspection."""
import re

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

import axe
import recount_checks
from checklists import Checklist, inspect
from desk import open_case, open_desk
from harness import CATERING, INSPECTOR, OFFICE, ok
from inspect_page import INSPECT, answer, fill, item, open_today, reports, start, submit

DAILY = Checklist("catering", "daily")
WEEKLY = Checklist("catering", "weekly_food")
PRICES = Checklist("catering", "partial_prices")
SAMPLES = Checklist("catering", "special_samples")
COLD = "fs_keep_cold"  # a failure needs its reading alone


def due(campus, **fields):
    return recount_checks.put(campus.stack.client(), "c0", **fields)


def sent(campus, browser):
    """The one report that there is, once the page shows it."""
    (report,) = browser.wait(lambda: reports(campus), "no report")
    browser.see("sv-inspect-sent", report["number"])
    return ok(campus.get(f"inspections/{report['id']}", INSPECTOR))


# --- what is due ----------------------------------------------------------------------------

def test_a_unit_does_the_daily_self_check_that_is_due(campus, phone):
    occurrence = due(campus)
    open_today(phone, "catering")
    phone.see("sv-inspect-today", "截止")
    phone.click(f'[data-occurrence="{occurrence.id}"] button')
    for given in DAILY.answers():
        if "result" not in given:
            answer(phone, given)
    phone.click("#pass-rest")
    phone.see("sv-checklist", "已将 1 项记为合格")
    phone.see("sv-check-progress", "8/8")
    phone.click("#undo")
    phone.see("sv-check-progress", "7/8")
    phone.click("#pass-rest")
    phone.click("#finish")
    submit(phone, "李主任")
    report = sent(campus, phone)
    assert report["occurrence"] == occurrence.id and "self_check" in report["tags"]
    assert ok(campus.get(f"occurrences/{occurrence.id}", OFFICE))["state"] == "done"
    phone.click("#home")
    phone.see("sv-inspect-today", "现在没有到时间的检查")


def test_a_check_that_is_late_says_so_in_words_and_comes_first(campus, phone):
    due(campus, n=1)
    late = due(campus, n=2, hours=(-3, -1, 2))
    due(campus, n=3, hours=(-5, -4, -3))  # too late for anything
    due(campus, n=4, hours=(1, 2, 3))
    open_today(phone, "catering")
    phone.see(f'[data-occurrence="{late.id}"]', "已逾期")
    listed = phone.values("[data-occurrence]", "data-occurrence")
    assert [name[-1] for name in listed] == ["2", "1", "4"]
    assert not phone.all(f'[data-occurrence="{listed[2]}"] button'), "it has not begun"


def test_whose_check_it_is(campus, phone):
    own, office = due(campus, n=1), due(campus, n=2, by="office", template="weekly_food")
    open_today(phone, "catering")
    phone.one(f'[data-occurrence="{own.id}"]')
    assert not phone.all(f'[data-occurrence="{office.id}"]')
    open_today(phone, "inspector")
    phone.one(f'[data-occurrence="{office.id}"]')
    assert not phone.all(f'[data-occurrence="{own.id}"]')


def test_the_calendar_leads_to_a_check_and_to_its_draft_once_there_is_one(campus, phone):
    occurrence = due(campus)
    phone.sign_in("/desk/api/me", "catering")
    phone.open(f"{INSPECT}#due={occurrence.id}")
    answer(phone, {"item": "pr_marked", "values": [0]})
    phone.see("sv-check-progress", "1/8")
    phone.see("#saved", "已存在本机")
    phone.open("/pages/icon.svg")
    phone.open(f"{INSPECT}#due={occurrence.id}")
    phone.see("sv-check-progress", "1/8")
    phone.click("#home")
    phone.one("[data-draft]")
    assert len(phone.all("[data-draft]")) == 1
    text = phone.text("[data-draft]")
    assert re.search("(刚刚|[0-9]+ 分钟前)改过", text), text


# --- a checklist ----------------------------------------------------------------------------

def test_an_inspector_goes_through_a_weekly_check_section_by_section(campus, phone):
    open_today(phone, "inspector")
    start(phone, "catering", "weekly_food", "catering-centre")
    phone.see("sv-check-progress", f"0/{len(WEEKLY.items)}")
    fill(phone, WEEKLY)
    phone.see("sv-check-progress", f"{len(WEEKLY.items)}/{len(WEEKLY.items)}")
    phone.click("#finish")
    phone.see("sv-inspect-finish", "100 分")
    submit(phone)
    report = sent(campus, phone)
    assert (report["template"], report["unit"], report["signature"]) == (
        "weekly_food", "catering-centre", "张检查")
    assert report["score"]["rulebook_digest"] == WEEKLY.digest
    assert report["score"]["percent"] == 100 and len(report["answers"]) == len(WEEKLY.items)
    phone.open_link("#report")
    assert report["number"] in phone.page_text()


def test_every_type_of_answer_is_judged_as_it_is_given(campus, phone):
    open_today(phone, "inspector")
    start(phone, "catering", "comprehensive", "catering-centre")
    phone.choose("sv-checklist >>> #section", "quality")
    for code, value, verdict in (("qu_foreign", "1", "✗ 不合格"), ("qu_foreign", "0", "✓ 合格"),
                                 ("qu_hot", "59.9", "✗ 不合格"), ("qu_hot", "６０。5", "✓ 合格"),
                                 ("qu_hot", "热", "请填一个数"), ("qu_foreign", "1.5", "请填不小于")):
        phone.type(item(code, "input"), value)
        phone.see(item(code, "#verdict"), verdict)
    for grade, verdict in ((4, "✓ 合格"), (3, "扣分"), (2, "✗ 不合格")):
        phone.click(item("qu_taste", f"input[value='{grade}']"))
        phone.see(item("qu_taste", "#verdict"), verdict)
    phone.choose("sv-checklist >>> #section", "food_safety")
    phone.type(item("fs_freeze", "input"), "18")
    phone.see(item("fs_freeze", "#verdict"), "✗ 不合格")
    phone.click(item("fs_freeze", ".sign"))
    phone.see(item("fs_freeze", "#verdict"), "✓ 合格")
    phone.choose("sv-checklist >>> #section", "prices")
    answer(phone, {"item": "pr_basket", "values": [3.5, 3.5, 8, 7.5]})
    phone.see(item("pr_basket"), "由系统核算")


def test_what_a_failure_needs_is_said_at_once_and_asked_for_before_the_end(campus, phone):
    open_today(phone, "inspector")
    start(phone, "catering", "partial_prices", "catering-centre")
    fill(phone, PRICES)
    phone.click(item("pr_change", "input[value=fail]"))
    phone.see(item("pr_change"), "照片（还缺）、文字说明（还缺）")
    phone.see("sv-check-progress", "4/5")
    phone.click("#finish")
    submit(phone)
    phone.see("sv-inspect-finish", "还差 1 项")
    assert phone.focused() == "missing" and reports(campus) == []
    phone.click("[data-missing=pr_change]")
    phone.wait(lambda: phone.focused() == "text", "not at the item")
    phone.type(item("pr_change", "textarea"), "未见公示。")
    phone.see(item("pr_change"), "✓ 文字说明（已有）")


def test_numbers_that_cannot_be_are_said_at_their_item(campus, phone):
    open_today(phone, "inspector")
    start(phone, "catering", "partial_prices", "catering-centre")
    fill(phone, PRICES)
    phone.type(item("pr_basket", "#c-0-0"), "0")
    phone.click("#finish")
    phone.click("[data-faulty=pr_basket]")
    phone.one(item("pr_basket", "[role=alert]"))
    phone.type(item("pr_basket", "#c-0-0"), "3.5")
    phone.click("#finish")
    phone.see("sv-inspect-finish", "100 分")
    assert any("score" in line for line in phone.log())  # the refusal, and nothing else


def test_the_next_open_item_is_found_in_whatever_section_it_is(campus, phone):
    open_today(phone, "inspector")
    start(phone, "catering", "weekly_food", "catering-centre")
    fill(phone, WEEKLY)
    phone.choose("sv-checklist >>> #section", "acceptance")
    phone.click(item("ac_meat", "input[value=pass]"))
    phone.choose("sv-checklist >>> #section", "food_safety")
    phone.run("arguments[0].value = ''; arguments[0].dispatchEvent(new Event('input'))",
              phone.one(item("fs_danger", "input")))
    phone.choose("sv-checklist >>> #section", "practice")
    phone.click("#next-missing")
    phone.one(item("fs_danger"))
    phone.wait(lambda: phone.focused() == "text", "not at the item")


def test_a_check_is_done_with_the_keyboard_alone(campus, phone):
    due(campus)
    open_today(phone, "catering")
    phone.one("[data-occurrence] button")

    def press(*keys):
        ActionChains(phone.driver).send_keys(*keys).perform()

    def reach(test, what):
        for _ in range(80):
            if phone.run("let e = document.activeElement;"
                         "while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;"
                         f"return Boolean(e && ({test}))"):
                return
            press(Keys.TAB)
        raise AssertionError(f"the keyboard does not reach {what}")

    reach("e.closest('[data-occurrence]')", "the check")
    press(Keys.ENTER)
    phone.one("sv-check-item")
    for given in DAILY.answers():
        at = f"e.getRootNode().host?.dataset.item === '{given['item']}'"
        if "result" in given:
            reach(f"{at} && e.type === 'radio'", given["item"])
            press(Keys.SPACE)
        else:
            reach(f"{at} && e.matches('input')", given["item"])
            press(f"{given['values'][0]:g}")
    phone.see("sv-check-progress", "8/8")
    reach("e.id === 'finish'", "the end")
    press(Keys.ENTER)
    phone.one("sv-inspect-finish")
    reach("e.id === 'signature'", "the name")
    press("李主任", Keys.ENTER)
    assert sent(campus, phone)["signature"] == "李主任"


# --- the ways of supervision ----------------------------------------------------------------

def test_the_ways_follow_from_the_template_and_can_be_changed(campus, phone):
    open_today(phone, "inspector")
    start(phone, "catering", "special_samples", "catering-centre")
    fill(phone, SAMPLES)
    phone.click("#finish")
    phone.click("sv-inspect-ways >>> summary")
    for tag in ("from_above", "covert_visit", "tracking", "joint"):
        phone.click(f"sv-inspect-ways >>> input[value={tag}]")
    phone.click("#add-person")
    phone.choose("sv-inspect-ways >>> #p-kind-0", "government")
    submit(phone)
    phone.wait(lambda: phone.focused() == "p-name-0", "a participant without a name")
    phone.type("#p-name-0", "赵监管")
    phone.type("#p-organisation-0", "市场监督管理局")
    phone.click("#submit")
    report = sent(campus, phone)
    assert set(report["tags"]) == {"internal", "partial", "irregular", "from_above",
                                   "covert_visit", "tracking", "joint"}
    assert report["participants"] == [{"kind": "government", "name": "赵监管",
                                       "organisation": "市场监督管理局"}]


# --- a failure becomes a case ---------------------------------------------------------------

def failed_check(campus, phone):
    open_today(phone, "inspector")
    start(phone, "catering", "special_samples", "catering-centre")
    fill(phone, SAMPLES, fail=[COLD])
    phone.click("#finish")
    phone.see("sv-inspect-failed", "（应为 0～8 ℃）")


def test_nothing_is_submitted_before_each_failure_is_decided(campus, phone):
    failed_check(campus, phone)
    submit(phone)
    phone.see("sv-inspect-failed", "请选择如何处理")
    assert reports(campus) == []
    phone.click("sv-inspect-failed >>> input[value=no]")
    phone.click("#submit")
    report = sent(campus, phone)
    assert report["proposed"] == [COLD] and "raised" not in report


def test_a_failed_item_becomes_a_notice_that_is_signed_fixed_and_verified(campus, phone):
    failed_check(campus, phone)
    phone.click("sv-inspect-failed >>> input[value=yes]")
    facts = phone.one("sv-inspect-failed >>> #facts").get_property("value")
    assert "留样专用冷藏柜温度" in facts and "-100 ℃" in facts
    phone.type("sv-inspect-failed >>> #requirement", "立即停用，维修合格后再用。")
    submit(phone)
    report = sent(campus, phone)
    (raised,) = report["raised"]
    phone.see("sv-inspect-sent", raised["notice_number"])
    case = campus.case(raised["case"])
    assert case["state"] == "dispatched" and case["item"] == COLD
    assert case["notice"]["facts"] == facts
    assert case["notice"]["requirement"] == "立即停用，维修合格后再用。"

    ok(campus.act(raised["case"], "sign", CATERING, receiver="李主任"))
    ok(campus.act(raised["case"], "rectify", CATERING, measures="已更换温控器。"))
    open_desk(phone, "inspector")
    phone.open(f"/desk/#case={raised['case']}")
    phone.open_link("#again")
    phone.click("sv-inspect-start >>> #begin")
    phone.see("sv-check-progress", "0/1")
    answer(phone, {"item": COLD, "values": [4]})
    phone.click("#finish")
    submit(phone)
    phone.see("sv-inspect-sent", "复查通过")
    assert campus.case(raised["case"])["state"] == "verified"


def test_a_reinspection_that_fails_returns_the_case(campus, phone):
    report = inspect(campus, SAMPLES, fail=[COLD], **{"raise": [{"item": COLD}]})
    case = report["raised"][0]["case"]
    ok(campus.act(case, "sign", CATERING, receiver="李主任"))
    ok(campus.act(case, "rectify", CATERING, measures="已更换温控器。"))
    phone.sign_in("/desk/api/me", "inspector")
    phone.open(f"{INSPECT}#again={case}")
    phone.click("sv-inspect-start >>> #begin")
    phone.choose("sv-checklist >>> #add-item", "fs_keep_hours")
    phone.see("sv-check-progress", "0/2")
    answer(phone, {"item": COLD, "values": [15], "note": "仍为 15℃。"})
    answer(phone, {"item": "fs_keep_hours", "values": [48]})
    phone.click("#finish")
    submit(phone)
    phone.see("sv-inspect-sent", "已退回继续整改")
    assert campus.case(case)["state"] == "rectifying"


def test_a_units_own_check_makes_a_case_without_a_notice(campus, phone):
    open_today(phone, "catering")
    start(phone, "catering", "special_samples")
    fill(phone, SAMPLES, fail=[COLD])
    phone.click("#finish")
    phone.click("sv-inspect-failed >>> input[value=yes]")
    submit(phone, "李主任")
    (raised,) = sent(campus, phone)["raised"]
    assert "notice_number" not in raised
    assert campus.case(raised["case"])["state"] == "submitted"


# --- accessible -----------------------------------------------------------------------------

def test_what_is_due_and_the_start_of_a_check_are_accessible(campus, phone):
    due(campus, by="office", hours=(-3, -1, 2))
    open_today(phone, "inspector")

    def show():
        phone.open("/pages/icon.svg")
        phone.open(INSPECT)
        phone.one("[data-occurrence]")
        axe.check(phone)
        phone.click("#start")
        phone.click("sv-inspect-start >>> input[name=domain][value=catering]")
        phone.one("sv-inspect-start >>> input[name=template]")
    axe.everywhere(phone, show)


@pytest.mark.parametrize("section, failed", (("quality", "qu_variety"), ("prices", "pr_change"),
                                             ("practice", "op_smoke")))
def test_the_checklist_is_accessible(campus, phone, section, failed):
    open_today(phone, "inspector")
    start(phone, "catering", "comprehensive", "catering-centre")
    key = phone.run("return location.hash")

    def show():
        phone.open("/pages/icon.svg")
        phone.open(f"{INSPECT}{key}/{section}")
        for number in phone.all("sv-check-item >>> .number input"):
            number.send_keys("1")
        phone.click(item(failed, "input[value=fail]"))
        phone.click(item(failed, "summary"))
    axe.everywhere(phone, show)


def test_the_last_page_and_the_report_are_accessible(campus, phone):
    failed_check(campus, phone)
    key = phone.run("return location.hash")

    def show():
        phone.open("/pages/icon.svg")
        phone.open(f"{INSPECT}{key}")
        phone.click("sv-inspect-failed >>> input[value=yes]")
        phone.click("sv-inspect-ways >>> summary")
        if not phone.one("sv-inspect-ways >>> input[value=joint]").is_selected():
            phone.click("sv-inspect-ways >>> input[value=joint]")
            phone.click("#add-person")
        phone.one("sv-inspect-finish >>> .score")
    axe.everywhere(phone, show)
    phone.type("#p-name-0", "赵监管")
    submit(phone)
    phone.one("#number")
    axe.check(phone)
