"""检查报告: reports listed and read, acknowledged by the unit, cases made of them later."""
import axe
import photos
import pytest
from browser import DESKTOP
from checklists import Checklist, inspect
from harness import CATERING, INSPECTOR, OFFICE, TRANSPORT, ok
from staff import open_page, show_page

SAMPLES = Checklist("catering", "special_samples")
DAILY = Checklist("catering", "daily")
COLD, HOT = "fs_keep_cold", "qu_hot"  # a failure needs its reading alone, no photo
LINES = "sv-inspection-lines >>> "
FORM = "sv-record-form >>> "


@pytest.fixture
def report(campus):
    """Two failures, of one of which a case was made on the spot."""
    return inspect(campus, SAMPLES, fail=[COLD, HOT],
                   **{"raise": [{"item": COLD}], "summary": "留样温度须立即整改。"})


def listed(browser):
    return browser.values("sv-inspection-list >>> [data-id]", "data-id")


def open_report(browser, user, report, **more):
    fragment = "&".join([f"inspection={report['id']}", *(f"{k}={v}" for k, v in more.items())])
    open_page(browser, user, "inspections", fragment)
    browser.see("sv-inspection", report["number"])


def test_a_report_explains_itself(campus, desktop, report):
    open_report(desktop, "inspector", report)
    text = desktop.text("sv-inspection")
    score = report["score"]
    assert f"{score['percent']:g} 分" in text and score["explanation"] in text
    assert score["grade_name"] in text and "留样温度须立即整改。" in text
    for line in score["lines"]:
        if line["outcome"] != "failed":
            continue
        said = desktop.text(f"{LINES}[data-line={line['item']}]")
        for words in (line["text"], line["answer"], *line["basis"], "现场核实，不符合要求。",
                      f"得 {line.get('points', 0):g} / {line['weight']:g} 分"):
            assert words in said, (words, said)
    assert len(desktop.all(f"{LINES}[data-outcome=full] [data-line]")) == len(SAMPLES.items) - 2
    [raised] = report["raised"]
    case = desktop.text(f"{LINES}[data-line={COLD}] [data-raised]")
    assert raised["case"] in case and raised["notice_number"] in case


def test_the_printable_report_is_one_click_away(campus, desktop, report):
    open_report(desktop, "inspector", report)
    desktop.open_link("#report")
    assert report["number"] in desktop.page_text()
    assert "检查报告" in desktop.page_text()


def test_the_unit_acknowledges_its_report(campus, phone, report):
    phone.resize(360, 780)
    open_page(phone, "catering", "inspections")
    phone.see("sv-inspection-list", "待签收")
    phone.click(f"[data-id='{report['id']}']")
    phone.click(FORM + "#send")
    phone.one(FORM + "#f-receiver-error")  # who received it must be said
    assert phone.focused() == "f-receiver"
    phone.type(FORM + "#f-receiver", "李主任")
    phone.type(FORM + "#f-comment", "已通知各班组整改。")
    assert phone.overflow() == 0
    phone.click(FORM + "#send")
    phone.see("[role=status].said", "已签收")
    phone.see("#acknowledgement", "李主任")
    phone.none("sv-record-form")
    kept = ok(campus.get(f"inspections/{report['id']}", INSPECTOR))["acknowledgement"]
    assert (kept["receiver"], kept["comment"], kept["by"]) == (
        "李主任", "已通知各班组整改。", "catering")
    phone.click("#back")
    phone.wait(lambda: "待签收" not in phone.text("sv-inspection-list"), "still to be signed")
    assert any("acknowledge" in line for line in phone.log())  # the refusal, and nothing else


def test_a_case_is_made_of_a_failed_item_later(campus, desktop, report):
    open_report(desktop, "office", report)
    desktop.click(f"{LINES}[data-raise={HOT}]")
    desktop.click(FORM + "#send")
    desktop.one(FORM + "#f-signature-error")
    desktop.type(FORM + "#f-signature", "王处长")
    desktop.type(FORM + "#f-requirement", "立即停售，复热至 70 ℃ 以上。")
    desktop.choose(FORM + "#f-severity", "serious")
    desktop.click(FORM + "#send")
    desktop.see("[role=status].said", "已立案")
    later = ok(campus.get(f"inspections/{report['id']}", INSPECTOR))["raised_later"]
    assert [r["item"] for r in later] == [HOT]
    case = campus.case(later[0]["case"])
    assert case["severity"] == "serious" and case["found_by"] == report["id"]
    assert case["notice"]["requirement"] == "立即停售，复热至 70 ℃ 以上。"
    assert case["notice"]["signer"] == "王处长"
    desktop.none(f"{LINES}[data-raise={HOT}]")
    desktop.open_link(f"{LINES}[data-line={HOT}] [data-raised] a")
    desktop.see("sv-case", later[0]["case"])
    desktop.open_link("#found-by")  # and back to the report that found it
    desktop.see("sv-inspection", report["number"])
    assert any("raise" in line for line in desktop.log())  # the refusal, and nothing else


def test_a_unit_sees_its_own_reports_alone_and_raises_none(campus, desktop, report):
    bus = inspect(campus, Checklist("transport", "special_tyres"), unit=TRANSPORT.unit)
    open_page(desktop, "catering", "inspections")
    desktop.wait(lambda: listed(desktop) == [report["id"]], "not its own alone")
    desktop.click(f"[data-id='{report['id']}']")
    desktop.one(f"{LINES}[data-line={HOT}]")
    assert not desktop.all(f"{LINES}[data-raise]")
    show_page(desktop, "inspections", f"inspection={bus['id']}")
    desktop.one("supervision-inspections >>> .detail [role=alert]")
    assert any(bus["id"] in line for line in desktop.log())  # the refusal, and nothing else


def test_the_list_is_narrowed_and_the_way_back_works(campus, desktop, report):
    inspect(campus, DAILY, CATERING)
    bus = inspect(campus, Checklist("transport", "special_tyres"), unit=TRANSPORT.unit)
    open_page(desktop, "office", "inspections")
    desktop.wait(lambda: len(listed(desktop)) == 3, "not all three")
    desktop.click("supervision-inspections >>> details summary")
    desktop.choose("#check", "special")
    desktop.wait(lambda: set(listed(desktop)) == {report["id"], bus["id"]}, "not special ones")
    desktop.choose("#domain", "transport")
    desktop.wait(lambda: listed(desktop) == [bus["id"]], "not of transport")
    assert "check=special" in desktop.address and "domain=transport" in desktop.address
    desktop.driver.back()
    desktop.wait(lambda: set(listed(desktop)) == {report["id"], bus["id"]}, "no way back")


def test_a_long_list_goes_on_where_it_stopped(campus, desktop):
    all_of_them = [inspect(campus, DAILY, CATERING)["id"] for _ in range(33)]
    open_page(desktop, "office", "inspections")
    desktop.one("#more")
    first = listed(desktop)
    assert 10 <= len(first) < 33
    while desktop.all("#more"):
        before = len(listed(desktop))
        desktop.click("#more")
        desktop.wait(lambda: len(listed(desktop)) > before, "no more of them")
    assert listed(desktop)[:len(first)] == first
    assert sorted(listed(desktop)) == sorted(all_of_them)


def test_on_a_phone_the_report_takes_the_place_of_the_list(campus, phone, report):
    open_page(phone, "inspector", "inspections")
    phone.click(f"[data-id='{report['id']}']")
    phone.see("sv-inspection", report["number"])
    assert not phone.one("sv-inspection-list").is_displayed()
    phone.driver.back()
    phone.wait(lambda: phone.one("sv-inspection-list").is_displayed(), "no list")
    phone.wait(lambda: phone.run(
        "return arguments[0].shadowRoot.activeElement?.dataset.id",
        phone.one("sv-inspection-list")) == report["id"], "the row has not the focus")


def test_the_reports_are_accessible(campus, desktop, report):
    open_page(desktop, "office", "inspections")

    def show():
        show_page(desktop, "inspections", f"inspection={report['id']}")
        desktop.click(f"{LINES}[data-outcome=full] summary")
        desktop.click(f"{LINES}[data-raise={HOT}]")
        desktop.one(FORM + "#f-facts")
    axe.everywhere(desktop, show)

    desktop.resize(*DESKTOP)
    open_page(desktop, "catering", "inspections")

    def own():
        show_page(desktop, "inspections", f"inspection={report['id']}")
        desktop.one("#acknowledgement " + FORM.replace(" >>> ", "").strip())
    axe.everywhere(desktop, own)


def test_the_photos_of_a_failure_are_shown_with_the_viewer_s_rights(campus, desktop):
    photo = ok(campus.upload(photos.encoded(31), INSPECTOR), 201)["id"]
    report = inspect(campus, SAMPLES, fail=["fs_keep_label"], photos=[photo])
    open_report(desktop, "catering", report)
    picture = f"{LINES}[data-line=fs_keep_label] sv-gallery >>> img"
    desktop.wait(lambda: desktop.run("return arguments[0].naturalWidth", desktop.one(picture)),
                 "the photo is not shown")
    assert f"inspections/{report['id']}/evidence/{photo}" in desktop.one(
        picture).get_attribute("src")
