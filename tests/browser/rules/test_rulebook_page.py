"""规则: a rulebook as people read it, and the dry run of a candidate."""
import os

import axe
import pytest
import recount  # noqa: F401: brings the schema along
from checklists import Checklist, inspect
from google.protobuf import text_format
from harness import OFFICE, TOP, ok
from staff import open_page, show_page
from supervision.v1 import rules_pb2

ITEMS = "sv-rulebook-items >>> "
SAMPLES = Checklist("catering", "special_samples")


def rulebook_text(domain="catering"):
    with open(os.path.join(TOP, f"plugins/{domain}/rulebook.txtpb"), encoding="utf-8") as file:
        return file.read()


def rulebook(domain="catering"):
    return text_format.Parse(rulebook_text(domain), rules_pb2.Rulebook())


def test_every_item_is_shown_with_limits_weight_evidence_and_basis(campus, desktop):
    open_page(desktop, "inspector", "rulebook")
    desktop.see("supervision-rulebook", "版本")
    book = rulebook()
    assert desktop.values(ITEMS + "[data-item]", "data-item") == [
        item.code for section in book.sections for item in section.items]
    for code, words in (("fs_core", ("实测 ≥ 70 ℃", "关键项", "照片", "法规标准")),
                        ("fs_keep_weight", ("实测 ≥ 125", "GB 31654-2021")),
                        ("fs_keep_hours", ("实测 ≥ 48", "怎样查")),
                        ("pr_basket", ("价格对照", "按规则计算", "分值 4", "合同"))):
        text = desktop.text(f"{ITEMS}[data-item={code}]")
        assert not [word for word in words if word not in text], (code, text)


def test_the_terms_of_scoring_are_those_of_the_rulebook(campus, desktop):
    book = rulebook()
    open_page(desktop, "leader", "rulebook")
    terms = "sv-rulebook-terms >>> "
    text = desktop.text(terms + "[data-term=scoring]")
    for grade in book.scoring.grades:
        assert f"{grade.name} {grade.at_least:g}%" in text
    assert f"达到 {book.scoring.critical_none} 项，不予评级" in text
    standing = desktop.text(terms + "[data-term=standing]")
    assert f"检查得分 {book.scoring.standing.inspections}%" in standing
    assert "紧急 30 分钟 4 小时 自然时间" in desktop.text(terms + "[data-term=deadlines]")
    assert len(desktop.all(terms + "[data-term=templates] tbody tr")) == len(book.templates)


def test_the_search_finds_by_text_method_and_basis(campus, desktop):
    open_page(desktop, "inspector", "rulebook")
    desktop.type(ITEMS + "#search", "留样 125")
    desktop.wait(lambda: 0 < len(desktop.all(ITEMS + "[data-item]")) < 5, "not narrowed")
    desktop.one(ITEMS + "[data-item=fs_keep_weight]")
    desktop.type(ITEMS + "#search", "GB 31654")
    desktop.wait(lambda: len(desktop.all(ITEMS + "[data-item]")) > 5, "nothing by basis")
    desktop.type(ITEMS + "#search", "没有这样的词")
    desktop.see("sv-rulebook-items", "没有符合的检查项目")


def test_the_contents_lead_to_a_section_and_a_link_to_a_domain(campus, desktop):
    open_page(desktop, "inspector", "rulebook", "transport")
    desktop.see("supervision-rulebook >>> h2.name", "车辆运输")
    desktop.click("[data-part=standing]")
    desktop.wait(lambda: desktop.focused() == "t-standing", "not led there")
    desktop.click("input[name=domain][value=energy]")
    desktop.see("supervision-rulebook >>> h2.name", "能源")
    assert desktop.address.endswith("#energy")
    desktop.driver.back()
    desktop.see("supervision-rulebook >>> h2.name", "车辆运输")


def test_on_a_phone_the_facts_are_folded_away_but_not_on_paper(campus, phone):
    phone.resize(360, 780)
    open_page(phone, "inspector", "rulebook")
    phone.one(ITEMS + "[data-item=fs_core] details:not([open])")
    assert phone.overflow() == 0
    phone.run("dispatchEvent(new Event('beforeprint'))")
    phone.one(ITEMS + "[data-item=fs_core] > dl")


@pytest.mark.parametrize("user", ("inspector", "leader", "catering"))
def test_who_may_not_try_a_rulebook_is_not_offered_it(campus, desktop, user):
    open_page(desktop, user, "rulebook", "catering/dry-run")
    desktop.one(ITEMS + "[data-item]")
    assert not desktop.all("[data-tab=dry-run]") and not desktop.all("sv-dry-run")


def test_the_rulebook_is_accessible(campus, desktop):
    open_page(desktop, "office", "rulebook")

    def show():
        show_page(desktop, "rulebook", "energy")
        desktop.one("sv-rulebook-terms >>> [data-term=bases]")
    axe.everywhere(desktop, show)


# --- the dry run ---------------------------------------------------------------------------

def candidate(code, old, new):
    """The rulebook of catering with one thing about an item changed."""
    text = rulebook_text()
    begin = text.index(f'code: "{code}"')
    end = text.index("\n  }", begin)
    assert old in text[begin:end]
    return text[:begin] + text[begin:end].replace(old, new) + text[end:]


def try_out(browser, text):
    """Pasted as a whole: typing it key by key would take minutes."""
    browser.run("arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input'))",
                browser.one("sv-dry-run >>> #text"), text)
    browser.click("sv-dry-run >>> #run")


def test_a_dry_run_shows_every_difference_and_changes_nothing(campus, desktop):
    report = inspect(campus, SAMPLES)
    open_page(desktop, "office", "rulebook", "catering/dry-run")
    try_out(desktop, candidate("fs_keep_weight", "at_least { value: 125 }",
                               "at_least { value: 150 }"))
    desktop.see("sv-dry-run >>> #result", "共算 1 次检查，1 次有差别")
    change = desktop.text(f"sv-dry-run >>> [data-change='{report['id']}']")
    assert report["number"] in change and report["unit_name"] in change
    assert "100% → " in change and "降" in change
    row = desktop.text("sv-dry-run >>> [data-change] tbody tr")
    assert "100% 0%" in row and "应不低于 150 g" in row
    assert ok(campus.get(f"inspections/{report['id']}", OFFICE))["score"] == report["score"]
    desktop.open_link("sv-dry-run >>> [data-change] h3 a")
    desktop.see("sv-inspection", report["number"])


def test_a_dry_run_of_the_rules_in_force_differs_nowhere(campus, desktop):
    inspect(campus, SAMPLES, fail=["fs_keep_cold"])
    open_page(desktop, "admin", "rulebook", "catering/dry-run")
    try_out(desktop, rulebook_text())
    desktop.see("sv-dry-run >>> #result", "共算 1 次检查，0 次有差别。 没有差别。")
    assert not desktop.all("sv-dry-run >>> [data-change]")


def test_a_dry_run_of_many_inspections_goes_on_page_after_page(campus, desktop):
    for _ in range(53):  # a page has 50 at most
        inspect(campus, SAMPLES)
    open_page(desktop, "office", "rulebook", "catering/dry-run")
    try_out(desktop, candidate("fs_keep_weight", "at_least { value: 125 }",
                               "at_least { value: 150 }"))
    desktop.see("sv-dry-run >>> #result", "共算 53 次检查，53 次有差别")
    assert len(desktop.all("sv-dry-run >>> [data-change]")) == 53


def test_a_mistake_in_the_candidate_is_told_with_its_line(campus, desktop):
    text = candidate("fs_keep_weight", "weight: 4", "weight: heavy")
    at = next(n for n, line in enumerate(text.split("\n"), 1) if "heavy" in line)
    open_page(desktop, "office", "rulebook", "catering/dry-run")
    try_out(desktop, text)
    desktop.see("sv-dry-run >>> #fault [role=alert]", f"第 {at} 行")
    quoted = desktop.text("sv-dry-run >>> #fault .quote .at")
    assert quoted.startswith(str(at)) and "weight: heavy" in quoted
    desktop.click("sv-dry-run >>> #fault button")
    assert "heavy" in desktop.run(
        "const t = arguments[0]; return t.value.slice(t.selectionStart, t.selectionEnd)",
        desktop.one("sv-dry-run >>> #text"))
    assert any("dry-run" in line for line in desktop.log())  # the refusal, and nothing else


def test_a_candidate_is_taken_from_a_file(campus, desktop, tmp_path):
    inspect(campus, SAMPLES)
    file = tmp_path / "catering.txtpb"
    file.write_text(rulebook_text(), encoding="utf-8")
    open_page(desktop, "office", "rulebook", "catering/dry-run")
    desktop.click("sv-dry-run >>> #run")
    desktop.see("sv-dry-run >>> .error", "请先填入候选规则")
    desktop.one("sv-dry-run >>> #file").send_keys(str(file))
    desktop.wait(lambda: desktop.one("sv-dry-run >>> #text").get_property("value")
                 == rulebook_text(), "the file is not there")
    desktop.click("sv-dry-run >>> #run")
    desktop.see("sv-dry-run >>> #result", "共算 1 次检查")


def test_the_dry_run_is_accessible(campus, desktop):
    inspect(campus, SAMPLES)
    text = candidate("fs_keep_weight", "at_least { value: 125 }", "at_least { value: 150 }")
    open_page(desktop, "office", "rulebook", "catering/dry-run")

    def show():
        show_page(desktop, "rulebook", "catering/dry-run")
        try_out(desktop, text)
        desktop.one("sv-dry-run >>> [data-change] table")
    axe.everywhere(desktop, show)
