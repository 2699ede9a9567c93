"""The inspector's page: what is due, the checklist, the report."""
from harness import INSPECTOR, ok
from inspect_page import answer, open_today, start

PRICES = {"pr_marked": 0, "pr_charged": 0, "pr_basket": (6, 6), "pr_change": "pass",
          "pr_basic": "not_applicable"}


def reports(campus):
    return ok(campus.get("inspections", INSPECTOR)).get("inspections", [])


def test_an_inspector_answers_a_checklist_and_has_its_report(campus, phone):
    open_today(phone, "inspector")
    start(phone, "catering", "partial_prices", "catering-centre")
    for code, value in PRICES.items():
        answer(phone, code, value)
    phone.see("sv-check-progress", "5/5")
    phone.click("#finish")
    phone.see("sv-inspect-finish", "优秀")
    phone.type("#signature", "王检查")
    phone.click("#submit")
    (report,) = phone.wait(lambda: reports(campus), "no report")
    phone.see("sv-inspect-sent", report["number"])
    assert (report["template"], report["unit"], report["signature"]) == (
        "partial_prices", "catering-centre", "王检查")
    assert phone.overflow() == 0
