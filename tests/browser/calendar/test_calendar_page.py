"""检查日历: a month of checks, what was missed, excuses, periods and schedules."""
import datetime

import axe
import pytest
import recount_checks
from browser import PHONE
from harness import CATERING, OFFICE, ok
from staff import open_page, show_page

NOW = datetime.datetime.now(recount_checks.ZONE)
TODAY = f"{NOW:%Y-%m-%d}"
CELL = f"sv-calendar-month >>> [data-day='{TODAY}']"
HOURS_TODAY = (-(NOW.hour + NOW.minute / 60), 24 - (NOW.hour + NOW.minute / 60))


def put(campus, state="due", n=1, schedule="catering-daily", **fields):
    """A check of today, as timed work makes it: open the whole day."""
    fields.setdefault("hours", (*HOURS_TODAY, HOURS_TODAY[1] + 4))
    return recount_checks.put(campus.stack.client(), "c0", n=n, schedule=schedule, state=state,
                              **fields)


@pytest.fixture
def busy(campus):
    """Five checks of today, a state each."""
    for n, state in enumerate(("due", "done", "late", "missed"), 1):
        put(campus, state, n)
    put(campus, "excused", 5, reason="停电检修，当日停餐。", excused_by="office")
    return campus


def open_day(browser):
    browser.click(CELL)
    browser.one("sv-calendar-month >>> .panel")


def test_the_month_shows_each_check_in_a_shape_and_a_word(busy, desktop):
    open_page(desktop, "office", "calendar")
    text = desktop.text(CELL)
    for word in ("待检", "已检", "逾期检", "未检", "免检"):
        assert word in text
    shapes = [desktop.run("return arguments[0].innerHTML.replace(/<!--.*?-->/g, '')", shape)
              for shape in desktop.all(f"{CELL} .mark-shape")]
    assert len(shapes) == 5 and len(set(shapes)) == 5
    assert desktop.one(CELL).get_attribute("aria-current") == "date"


def test_on_a_phone_the_month_is_a_list_and_fits(busy, phone):
    phone.resize(360, 780)
    open_page(phone, "office", "calendar")
    phone.see(CELL, "今天")
    assert not phone.all("sv-calendar-month >>> table")
    assert len(phone.all(f"{CELL} sv-occurrence")) == 5
    assert phone.overflow() == 0


def test_the_office_excuses_a_check_with_a_reason(busy, desktop):
    missed = put(busy, "missed", 1, "transport-weekly", domain="transport",
                 template="weekly_vehicle", unit="transport-centre")
    open_page(desktop, "office", "calendar", "domain=transport")
    open_day(desktop)
    desktop.click("sv-occurrence >>> #excuse")
    desktop.click("sv-record-form >>> #send")
    desktop.one("sv-record-form >>> #f-reason-error")
    assert desktop.focused() == "f-reason"
    assert ok(busy.get(f"occurrences/{missed.id}", OFFICE))["state"] == "missed"
    desktop.type("sv-record-form >>> #f-reason", "车辆年检，全天停运。")
    desktop.click("sv-record-form >>> #send")
    desktop.see("[role=status].said", "已记为免检")
    desktop.see("sv-occurrence", "车辆年检，全天停运。")
    desktop.none("sv-occurrence >>> #excuse")
    now = ok(busy.get(f"occurrences/{missed.id}", OFFICE))
    assert (now["state"], now["excused_by"]) == ("excused", "office")
    assert any("excuse" in line for line in desktop.log())  # the refusal, and nothing else


def test_a_unit_sees_its_own_checks_and_excuses_none(busy, desktop):
    put(busy, "due", 1, "transport-weekly", domain="transport", template="weekly_vehicle",
        unit="transport-centre")
    open_page(desktop, "catering", "calendar")
    open_day(desktop)
    assert len(desktop.all("sv-occurrence")) == 5
    assert "车辆" not in desktop.text("sv-calendar-month")
    assert not desktop.all("#unit") and not desktop.all("sv-occurrence >>> #excuse")
    # what is due is begun from here
    assert desktop.one("sv-occurrence >>> .actions a").get_attribute("href").endswith(
        f"/inspect.html#due=catering-daily.{NOW:%Y%m%d}.1")


def test_the_filters_narrow_the_month_and_stand_in_the_address(busy, desktop):
    open_page(desktop, "office", "calendar")
    desktop.see(CELL, "未检")
    desktop.choose("#state", "missed")
    desktop.wait(lambda: len(desktop.all(f"{CELL} .mark-shape")) == 1, "not narrowed")
    assert "state=missed" in desktop.address
    desktop.choose("#unit", "energy-centre")
    desktop.wait(lambda: not desktop.all(f"{CELL} .mark-shape"), "not narrowed by unit")


def test_coverage_counts_what_the_api_counts_and_lists_what_was_missed(busy, desktop):
    begun = HOURS_TODAY[0]
    late = put(busy, "due", 6, hours=(begun, begun / 2, 2))  # over, can still be done
    total = ok(busy.get("coverage", OFFICE))["total"]
    open_page(desktop, "office", "calendar", "tab=coverage")
    row = desktop.text("sv-coverage >>> tr[data-unit=catering-centre]")
    share = (total["done"] + total["late"]) * 100 // total["due"]
    assert f"{share}%" in row
    assert row.split()[-5:] == [str(total.get(name, 0)) for name in (
        "due", "done", "late", "missed", "excused")]
    desktop.see("sv-coverage", "仍可补检")
    assert len(desktop.all("sv-coverage >>> #missed sv-occurrence")) == 1
    assert desktop.one("sv-coverage >>> #overdue sv-occurrence >>> [data-occurrence]").get_attribute(
        "data-occurrence") == late.id
    assert "已过时限" in desktop.text("sv-coverage >>> #overdue")


def test_a_period_is_added_changed_and_retired(campus, desktop):
    form = "sv-record-form >>> "
    open_page(desktop, "office", "calendar", "tab=periods")
    desktop.click("#add")
    desktop.type(form + "#f-name", "2026 年毕业季")
    desktop.choose(form + "#f-kind", "graduation")
    desktop.choose(form + "#f-times", "2")
    for name, day in (("from", "2026-06-30"), ("to", "2026-06-01")):
        desktop.run("arguments[0].value = arguments[1];"
                    "arguments[0].dispatchEvent(new Event('change'))",
                    desktop.one(f"{form}#f-{name}"), day)
    desktop.click(form + "#send")
    desktop.see(form + "#f-to-error", "结束日期早于开始日期")  # at its field
    assert desktop.focused() == "f-to"
    assert ok(campus.get("periods", OFFICE)) == {}
    desktop.run("arguments[0].value = '2026-07-05';"
                "arguments[0].dispatchEvent(new Event('change'))", desktop.one(f"{form}#f-to"))
    desktop.click(form + "input[value=catering]")
    desktop.click(form + "#send")
    desktop.see("[data-record]", "加密到 2 倍")
    [period] = ok(campus.get("periods", OFFICE))["periods"]
    assert (period["kind"], period["times"], period["domains"]) == ("graduation", 2, ["catering"])
    desktop.click("[data-record] .edit")
    desktop.type(form + "#f-deadline_percent", "50")
    desktop.click(form + "#send")
    desktop.see("[data-record]", "平时的 50%")
    desktop.click("[data-record] .retire")
    desktop.click("#sure")
    desktop.none("[data-record]")
    [period] = ok(campus.get("periods", OFFICE))["periods"]
    assert period["retired"] and period["deadline_percent"] == 50
    desktop.click("#retired")
    desktop.click("[data-record] .restore")
    desktop.wait(lambda: "retired" not in ok(campus.get("periods", OFFICE))["periods"][0],
                 "still retired")
    assert any("periods" in line for line in desktop.log())  # the refusal, and nothing else


def test_a_schedule_of_the_rules_is_changed_and_one_of_the_campus_is_added(campus, desktop):
    form = "sv-record-form >>> "
    open_page(desktop, "admin", "calendar", "tab=schedules")
    desktop.see("[data-record=catering-daily]", "规则自带")
    desktop.see("[data-record=catering-daily]", "《关于进一步加强后勤服务质量监督的实施方案》")
    desktop.click("[data-record=catering-daily] .edit")
    desktop.choose(form + "#f-to_min", "1140")
    desktop.click(form + "#send")
    desktop.see("[data-record=catering-daily]", "06:00—19:00")
    changed = {s["id"]: s for s in ok(campus.get("schedules", OFFICE))["schedules"]}
    before = changed["catering-daily"]
    assert (before["to_min"], before["from_min"], before["late_min"]) == (1140, 360, 240)
    assert before["basis"].startswith("《关于")

    desktop.click("#add")
    desktop.type(form + "#f-name", "每周暗访食堂")
    desktop.choose(form + "#f-domain", "catering")
    desktop.choose(form + "#f-template", "special_prices")
    desktop.choose(form + "#f-unit", "contractor-food")
    desktop.choose(form + "#f-by", "office")
    desktop.choose(form + "#f-every", "week")
    desktop.choose(form + "#f-last_day", "5")
    desktop.click(form + "#f-covert")
    desktop.click(form + "#send")
    desktop.see("sv-plan-list >>> .said", "已保存")
    added = [s for s in ok(campus.get("schedules", OFFICE))["schedules"] if s["id"] not in changed]
    assert [(s["every"], s["last_day"], s["covert"], s["unit"], s["late_min"]) for s in added] == [
        ("week", 5, True, "contractor-food", 720)]


def test_who_may_not_change_the_plan_is_not_offered_it(campus, desktop):
    for user in ("inspector", "leader", "catering"):
        open_page(desktop, user, "calendar", "tab=schedules")
        desktop.one("[data-record=catering-daily]")
        assert not desktop.all("#add") and not desktop.all(".edit"), user


def test_the_calendar_is_operated_by_keys(busy, desktop):
    open_page(desktop, "office", "calendar")
    desktop.run("arguments[0].focus()", desktop.one(CELL))
    desktop.one(CELL).send_keys("\n")
    desktop.one("sv-calendar-month >>> .panel")
    desktop.wait(lambda: desktop.focused() == "h2", "the day has not the focus")
    desktop.run("arguments[0].focus()", desktop.one("sv-calendar-month >>> #close"))
    desktop.one("sv-calendar-month >>> #close").send_keys("\n")
    desktop.none("sv-calendar-month >>> .panel")


@pytest.mark.parametrize("tab", ("", f"day={TODAY}", "tab=coverage", "tab=periods",
                                 "tab=schedules"))
def test_the_calendar_is_accessible(busy, desktop, tab):
    ok(busy.put("periods/event-1", {"name": "校庆", "kind": "event", "from": TODAY, "to": TODAY,
                                    "times": 3}, OFFICE))
    open_page(desktop, "office", "calendar")

    def show():
        show_page(desktop, "calendar", tab)
        desktop.one({"tab=coverage": "sv-coverage >>> sv-occurrence",
                     "tab=periods": "[data-record]",
                     "tab=schedules": "[data-record]"}.get(tab, CELL))
        if tab in ("tab=periods", "tab=schedules"):
            desktop.click("#add")
            desktop.one("sv-record-form >>> #send")
    axe.everywhere(desktop, show)


def test_the_tabs_of_staff_stand_in_one_row_on_a_phone(campus, phone):
    for width in (360, PHONE[0]):
        phone.resize(width, 780)
        for language in ("zh", "en"):
            phone.sign_in("/desk/api/me", CATERING.user)
            phone.speak(language)
            show_page(phone, "calendar")
            phone.wait(lambda: len(phone.all("sv-staff-nav >>> a")) == 7, "not seven tabs")
            tops = {tab.location["y"] for tab in phone.all("sv-staff-nav >>> a")}
            heights = [tab.size["height"] for tab in phone.all("sv-staff-nav >>> a")]
            assert len(tops) == 1 and min(heights) >= 44, (width, language)
            nav = phone.one("sv-staff-nav >>> nav")
            assert phone.run("return arguments[0].scrollWidth - arguments[0].clientWidth",
                             nav) <= 0, (width, language)
