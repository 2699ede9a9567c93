"""考评: all units in a table, one unit with its trend and parts, and the chart library only there."""
import datetime

import axe
import pytest
import recount
from harness import CATERING, LEADER, OFFICE, ok
from selenium.webdriver.common.action_chains import ActionChains
from staff import loaded, open_page, show_page

LIBRARY = "/chart-library-"


def month(back=0):
    now = datetime.datetime.now(recount.ZONE)
    year, index = divmod(now.year * 12 + now.month - 1 - back, 12)
    return f"{year:04}-{index + 1:02}"


@pytest.fixture
def judged(campus):
    """Catering was reopened and disliked, transport did well."""
    campus.walk("closed", "transport")
    case = campus.walk("verified")
    campus.confirm(case, rating=1)
    campus.reopen(campus.walk("verified"))
    return campus


def units_listed(browser):
    return [text for text in browser.values("sv-standing-table >>> [data-unit]", "data-unit")]


def percent_of(campus, unit):
    query = {"from": month(5), "to": month()}
    return ok(campus.get(f"units/{unit}/standing", OFFICE, params=query))


def test_all_units_stand_in_a_table_that_is_sorted_by_any_column(judged, desktop):
    open_page(desktop, "leader", "standing")
    desktop.see("sv-standing-table", "车辆运输中心")
    table = "sv-standing-table >>> "
    assert desktop.values(table + "th[aria-sort=descending]", "class") == ["n"]
    order = units_listed(desktop)
    assert order.index("transport-centre") < order.index("catering-centre")
    desktop.click(table + "button[data-by=percent]")
    desktop.wait(lambda: units_listed(desktop).index("catering-centre")
                 < units_listed(desktop).index("transport-centre"), "not turned round")
    # what has nothing to judge is last in either order
    assert units_listed(desktop)[-1] not in ("catering-centre", "transport-centre")
    desktop.click(table + "button[data-by=unit]")
    desktop.one(table + "th[aria-sort=ascending] button[data-by=unit]")


def test_the_table_says_what_the_api_says(judged, desktop):
    whole = percent_of(judged, "catering-centre")
    open_page(desktop, "leader", "standing")
    desktop.see("sv-standing-table", f"{whole['percent']:g}%")
    parts = {p["name"]: p for p in whole["domains"][0]["parts"]}
    desktop.see("sv-standing-table", f"{parts['not_reopened']['percent']:g}%")


def test_one_unit_has_its_trend_and_parts_as_charts_and_as_tables(judged, desktop):
    open_page(desktop, "leader", "standing")
    desktop.click("sv-standing-table >>> a[data-unit=catering-centre]")
    desktop.see("sv-standing-unit >>> #unit-name", "餐饮服务中心")
    whole = percent_of(judged, "catering-centre")
    desktop.see("sv-standing-unit", f"{whole['percent']:g}%")
    assert len(desktop.all("sv-standing-unit >>> section:nth-of-type(2) tbody tr")) == 6
    for part in whole["domains"][0]["parts"]:
        row = desktop.text(f"sv-standing-unit >>> tr[data-part={part['name']}]")
        assert part["label"] in row
        assert (f"{part.get('percent', 0):g}%" if part.get("applies") else "无数据") in row
    desktop.wait(lambda: len(desktop.all("sv-chart >>> svg")) == 2, "no charts")
    assert "数据见旁边的表" in desktop.one("sv-chart >>> .chart").get_attribute("aria-label")


def test_a_tooltip_is_drawn_and_breaks_no_policy(judged, desktop):
    """One of HTML would have inline styles, which the policy refuses (the log would say so)."""
    open_page(desktop, "leader", "standing", "unit=catering-centre")
    desktop.wait(lambda: len(desktop.all("sv-chart >>> svg")) == 2, "no charts")
    chart = desktop.all("sv-chart >>> svg")[1]
    desktop.run("arguments[0].scrollIntoView({block: 'center'})", chart)

    def shown():
        for y in range(-110, 100, 20):
            ActionChains(desktop.driver).move_to_element_with_offset(chart, -80, y).perform()
            if "权重" in desktop.run("return arguments[0].textContent", chart):
                return True
        return False
    desktop.wait(shown, "no tooltip")


def test_the_chart_library_is_loaded_for_one_unit_and_nowhere_else(judged, desktop):
    for page in ("desk", "calendar", "rulebook", "standing"):
        open_page(desktop, "leader", page)
        desktop.one("h1")
        assert loaded(desktop, "/supervision.js") and not loaded(desktop, LIBRARY), page
    for page in ("report", "follow", "board"):
        desktop.open(f"/pages/{page}.html")
        desktop.one("h1")
        assert loaded(desktop, "/supervision.js") and not loaded(desktop, LIBRARY), page
    show_page(desktop, "standing", "unit=catering-centre")
    desktop.one("sv-chart >>> svg")
    assert loaded(desktop, LIBRARY)


def test_a_unit_sees_its_own_standing_and_no_table_of_others(judged, phone):
    open_page(phone, "catering", "standing")
    phone.see("sv-standing-unit >>> #unit-name", "餐饮服务中心")
    assert not phone.all("#back") and not phone.all("sv-standing-table")
    show_page(phone, "standing", "unit=transport-centre")
    phone.see("sv-standing-unit >>> #unit-name", "餐饮服务中心")
    assert phone.overflow() == 0


def test_months_are_chosen_and_stand_in_the_address(judged, desktop):
    open_page(desktop, "leader", "standing", "unit=catering-centre")
    desktop.one("sv-standing-unit")
    desktop.choose("#span", "month")
    desktop.wait(lambda: f"from={month()}&to={month()}" in desktop.address, "not in the address")
    desktop.wait(lambda: len(desktop.all("sv-chart")) == 1, "a trend of one month")
    desktop.choose("#span", "own")
    desktop.choose("#from", month(2))
    desktop.wait(lambda: f"from={month(2)}&to={month()}" in desktop.address, "not in the address")
    desktop.wait(lambda: len(desktop.all("sv-standing-unit >>> section:nth-of-type(2) tbody tr"))
                 == 3, "not three months")
    desktop.driver.back()
    desktop.wait(lambda: f"from={month()}&to={month()}" in desktop.address, "no way back")


def test_the_standings_are_accessible(judged, desktop):
    assert ok(judged.get("standings", LEADER))["standings"]
    open_page(desktop, "leader", "standing")

    def table():
        show_page(desktop, "standing")
        desktop.one("sv-standing-table >>> tbody tr")
    axe.everywhere(desktop, table)

    def unit():
        show_page(desktop, "standing", f"unit={CATERING.unit}")
        desktop.one("sv-chart >>> svg")
    axe.everywhere(desktop, unit)


def test_while_redis_is_away_the_page_says_so_and_goes_on_when_it_is_back(own_pages):
    stack, browser = own_pages
    stack.expect_log(".")  # whatever is said about a Redis that went away
    browser.sign_in("/desk/api/me", "leader")
    stack.redis.stop()
    browser.open("/desk/standing.html")
    browser.one("supervision-standing >>> [role=alert]")
    assert not browser.all("sv-standing-table")
    stack.redis.start()
    stack.wait_ready()

    def gone_on():  # a worker may still be on its way to Redis, and is asked once more
        for again in browser.all("supervision-standing >>> .message + div button"):
            again.click()
        return browser.all("sv-standing-table")
    browser.wait(gone_on, "no table")
    browser.see("sv-standing-table", "餐饮服务中心")
