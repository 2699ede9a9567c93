"""The desk: from a complaint to a closed case, each step by the one who may take it."""
import pytest

from desk import DESK, open_case, open_desk
from harness import CATERING, INSPECTOR, OFFICE, TEXTS, UNITS, ok


def take(browser, action, **fields):
    browser.click(f"[data-action={action}]")
    for name, text in fields.items():
        browser.type(f"#f-{name}", text)
    browser.click("#send")
    browser.see("[role=status].said", "已完成")


def state_of(browser, words):
    browser.see("li[aria-current=step]", words)


def test_a_complaint_goes_all_the_way_to_closed(campus, desktop):
    case = campus.submit(domain="catering", place="canteen-1")

    open_desk(desktop, "office")
    open_case(desktop, case)
    take(desktop, "dispatch", requirement="立即停售整改，三日内书面反馈。", signer="王处长")
    state_of(desktop, "已派单")
    desktop.see("#notice", "号")

    open_desk(desktop, "catering")
    open_case(desktop, case)
    take(desktop, "sign", receiver="李主任")
    state_of(desktop, "整改中")
    take(desktop, "rectify", measures="已更换帽具并逐人培训。")
    state_of(desktop, "待复查")

    open_desk(desktop, "inspector")
    open_case(desktop, case)
    take(desktop, "verify", finding="现场复查三个窗口，均已落实。")
    state_of(desktop, "待评价")

    desktop.open(f"/pages/follow.html#{case.receipt}")
    desktop.see("sv-feedback", "这件事解决得怎么样")
    desktop.click("input[name=stars][value='4']")
    desktop.click("#confirm")
    desktop.see("li[aria-current=step]", "已办结")

    closed = campus.case(case)
    assert closed["state"] == "closed"
    assert closed["satisfaction"]["rating"] == 4
    history = campus.history(case)
    assert history["intact"]
    assert [event["action"] for event in history["events"]] == [
        "submit", "dispatch", "sign", "rectify", "verify", "confirm"]


def test_the_reporter_who_is_not_satisfied_reopens_the_case(campus, phone):
    case = campus.walk("verified")
    phone.open(f"/pages/follow.html#{case.receipt}")
    phone.click("#reopen")
    phone.type("#reason", "还是有同样的问题。")
    phone.click("#sure")
    phone.wait(lambda: campus.case(case)["counters"].get("reopened") == 1, "not reopened")
    phone.see("supervision-follow", "重办 1 次")


def test_on_a_phone_the_case_takes_the_place_of_the_list_and_back_leads_back(campus, phone):
    case = campus.submit(domain="catering")
    open_desk(phone, "office")
    phone.click(f'[data-id="{case.id}"]')
    phone.see("sv-case", case.id)
    assert not phone.one(f'[data-id="{case.id}"]').is_displayed()
    assert phone.overflow() == 0
    phone.driver.back()
    phone.wait(lambda: phone.one(f'[data-id="{case.id}"]').is_displayed(), "no list")


def test_the_history_is_shown_with_its_chain_intact(campus, desktop):
    case = campus.walk("rectifying")
    open_desk(desktop, "office")
    desktop.click("#all")
    open_case(desktop, case)
    desktop.see("#intact", "记录完整")
    assert "签收" in desktop.text("sv-history")


def test_a_missing_field_is_said_at_the_field(campus, desktop):
    case = campus.submit(domain="catering")
    open_desk(desktop, "office")
    open_case(desktop, case)
    desktop.click("[data-action=dispatch]")
    desktop.type("#f-signer", "王处长")
    desktop.click("#send")
    desktop.one("#f-requirement-error")
    assert campus.case(case)["state"] == "submitted"
    assert any("dispatch" in line for line in desktop.log())  # the refusal, and nothing else


def test_when_another_was_faster_the_desk_shows_the_case_as_it_is_now(campus, desktop):
    case = campus.submit(domain="catering")
    open_desk(desktop, "office")
    open_case(desktop, case)
    campus.do(case, "reject", OFFICE, reason="不属于受理范围。")
    desktop.click("[data-action=dispatch]")
    desktop.type("#f-requirement", "立即整改。")
    desktop.type("#f-signer", "王处长")
    desktop.click("#send")
    desktop.see("[role=status].said", "刚刚被别人更新")
    desktop.see("li[aria-current=step]", "不予受理")
    assert any("dispatch" in line for line in desktop.log())  # the refusal, and nothing else


def test_the_unit_complained_of_never_sees_the_contact_and_the_office_does(campus, desktop):
    case = campus.submit(domain="catering",
                         contact={"name": "张同学", "phone": "13800000000"})
    campus.dispatch(case, unit="catering-centre")
    open_desk(desktop, "catering")
    open_case(desktop, case)
    desktop.see("sv-case", TEXTS["catering"][:10])
    assert "13800000000" not in desktop.page_text()
    open_desk(desktop, "office")
    desktop.click("#all")
    open_case(desktop, case)
    desktop.see("sv-case", "13800000000")


def test_the_notice_opens_as_a_styled_page(campus, desktop):
    case = campus.walk("dispatched")
    number = campus.case(case)["notice"]["number"]
    open_desk(desktop, "office")
    desktop.open(f"{DESK}#case={case.id}")
    desktop.open_link("#notice")
    assert number in desktop.page_text()
    # What was not loaded, or not as a style sheet, is also severe in the browser's log.
    assert "FangSong" in desktop.run("return getComputedStyle(document.body).fontFamily")


@pytest.mark.parametrize("actor", (OFFICE, INSPECTOR, CATERING), ids=lambda a: a.user)
def test_the_desk_offers_exactly_what_the_api_allows(campus, desktop, actor):
    case = campus.walk("dispatched")
    allowed = ok(campus.get(f"cases/{case.id}", actor)).get("allowed_actions", [])
    open_desk(desktop, actor.user)
    desktop.open(f"{DESK}#case={case.id}")
    desktop.see("sv-case", case.id)
    offered = [e.get_attribute("data-action") for e in desktop.all("[data-action]")]
    assert offered == [a["action"] for a in allowed]


def test_the_desk_opens_with_the_sign_in_in_its_address(campus, desktop):
    case = campus.submit(domain="catering")
    desktop.sign_in("/desk/api/me", "office")  # not whoever was there in the test before
    desktop.driver.get(desktop.origin.replace("://", "://office:office@") + DESK)
    desktop.see("#me", "office")
    open_case(desktop, case)
    take(desktop, "reject", reason="不属于受理范围。")
    assert campus.case(case)["state"] == "rejected"


def test_people_read_the_names_of_units_and_never_their_ids(campus, desktop):
    case = campus.walk("verified")
    open_desk(desktop, "catering")
    desktop.see("#me", "餐饮服务中心")
    desktop.open(f"{DESK}#case={case.id}")
    desktop.see("sv-history", "餐饮服务中心")
    pages = [desktop.page_text()]
    desktop.open(f"/pages/follow.html#{case.receipt}")
    desktop.see("sv-history", "餐饮服务中心")
    pages.append(desktop.page_text())
    assert [u["id"] for u in UNITS if any(u["id"] in page for page in pages)] == []


def test_the_history_of_the_main_case_names_what_was_merged_into_it(campus, desktop):
    main = campus.submit()
    other = campus.submit()
    campus.do(other, "merge", OFFICE, parent=main.id, reason="同一件事。")
    open_desk(desktop, "office")
    open_case(desktop, main)
    desktop.see("sv-history", f"他件并入 编号 {other.id}")
    desktop.click("sv-history >>> .related a")
    desktop.see("sv-case", other.id)
    desktop.see("sv-history", f"合并 编号 {main.id}")


def test_the_dispatch_form_says_unit_matter_and_time_before_it_is_sent(campus, desktop):
    case = campus.submit(category="foreign_matter", severity="serious", actor=OFFICE)
    open_desk(desktop, "office")
    open_case(desktop, case)
    desktop.click("[data-action=dispatch]")
    desktop.see("#plan-unit", "餐饮服务中心")
    desktop.see("#plan-category", "食品异物")
    desktop.see("#plan-terms", "严重 · 签收 2 小时内 · 整改 24 小时内")
    desktop.click("sv-actions >>> details summary")
    desktop.choose("#f-unit", "contractor-food")
    desktop.choose("#f-severity", "critical")
    desktop.see("#plan-unit", "合作餐饮企业")
    desktop.see("#plan-terms", "紧急 · 签收 30 分钟内 · 整改 4 小时内")
    desktop.type("#f-requirement", "立即整改。")
    desktop.type("#f-signer", "王处长")
    desktop.click("#send")
    desktop.see("[role=status].said", "已完成")
    sent = campus.case(case)
    assert (sent["unit"], sent["severity"]) == ("contractor-food", "critical")


def test_what_the_case_still_lacks_is_asked_for_at_once(campus, desktop):
    case = campus.submit(text="希望尽快处理一下，谢谢。")
    assert "category" not in campus.case(case)
    open_desk(desktop, "office")
    open_case(desktop, case)
    desktop.click("[data-action=dispatch]")
    desktop.see("#plan-category", "还没有具体事项")
    folded = "return Boolean(arguments[0].closest('details'))"
    assert not desktop.run(folded, desktop.one("#f-category"))
    assert desktop.run(folded, desktop.one("#f-basis"))


def test_the_facts_begin_with_the_report_and_a_word_about_the_reporter(campus, desktop):
    case = campus.submit(domain="catering")
    open_desk(desktop, "office")
    open_case(desktop, case)
    desktop.click("[data-action=dispatch]")
    assert desktop.one("#f-facts").get_property("value") == TEXTS["catering"]
    desktop.see("#f-facts-hint", "请勿写入反映人的信息")
    assert desktop.one("#f-facts").get_attribute("aria-describedby") == "f-facts-hint"


def test_a_suggestion_is_answered_first_of_all(campus, desktop):
    case = campus.submit(kind="suggestion")
    open_desk(desktop, "office")
    desktop.see(f'[data-id="{case.id}"]', "答复 · 剩")
    open_case(desktop, case)
    first = desktop.one("[data-action]")
    assert first.get_attribute("data-action") == "answer"
    assert "primary" in first.get_attribute("class")
    take(desktop, "answer", reply="已采纳，下月起执行。")
    assert campus.case(case)["state"] == "verified"
