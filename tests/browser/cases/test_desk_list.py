"""The desk's list: whose work, what is urgent, filters, further pages, refreshing."""
import concurrent.futures
import datetime

from browser import SECONDS
from desk import listed, open_desk
from harness import INSPECTOR, OFFICE, ok
import servers

ILLNESS = "中午吃完凉菜后宿舍三个人上吐下泻，疑似食物中毒。"


def test_the_list_begins_with_what_waits_for_me_and_the_most_urgent(campus, desktop):
    later = campus.submit(domain="catering")
    urgent = campus.submit(domain="catering", text=ILLNESS)
    done = campus.walk("rectifying")
    campus.dispatch(later, unit="catering-centre")
    campus.dispatch(urgent, unit="catering-centre")
    open_desk(desktop, "catering")
    desktop.one(f'[data-id="{urgent.id}"]')
    assert listed(desktop)[0] == urgent.id
    assert set(listed(desktop)) == {urgent.id, later.id, done.id}


def test_the_clock_runs_before_the_dispatch_too(campus, desktop):
    case = campus.submit(text=ILLNESS)
    open_desk(desktop, "office")
    desktop.see(f'[data-id="{case.id}"]', "派单 · 剩 30 分钟")


def test_the_leaders_begin_with_all_open_cases_the_most_urgent_first(campus, desktop):
    later = campus.submit()
    urgent = campus.submit(text=ILLNESS)
    open_desk(desktop, "leader")
    desktop.one(f'[data-id="{later.id}"]')
    assert listed(desktop) == [urgent.id, later.id]
    assert desktop.one("#all").is_selected()


def test_the_list_is_filtered_by_unit_source_kind_and_time(campus, desktop):
    phoned = campus.submit(OFFICE, source="phone")
    asked = campus.submit(kind="inquiry")
    energy = campus.submit(domain="energy")
    every = {phoned.id, asked.id, energy.id}
    open_desk(desktop, "office")
    desktop.click("#all")
    desktop.click("sv-filters >>> summary")

    def shows(*cases):
        wanted = {case.id for case in cases}
        desktop.wait(lambda: set(listed(desktop)) == wanted, f"not {wanted} of {every}")

    shows(phoned, asked, energy)
    for name, value, case in (("unit", "energy-centre", energy), ("source", "phone", phoned),
                              ("kind", "inquiry", asked)):
        desktop.choose(f"sv-filters >>> #{name}", value)
        shows(case)
        desktop.choose(f"sv-filters >>> #{name}", "")
        shows(phoned, asked, energy)

    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
    yesterday = today - datetime.timedelta(days=1)
    for name, day, wanted in (("to", yesterday, ()), ("to", today, (phoned, asked, energy)),
                              ("from", today + datetime.timedelta(days=1), ()),
                              ("from", today, (phoned, asked, energy))):
        desktop.run("arguments[0].value = arguments[1];"
                    "arguments[0].dispatchEvent(new Event('change'))",
                    desktop.one(f"sv-filters >>> #{name}"), day.isoformat())
        shows(*wanted)


def test_a_unit_is_offered_no_other_unit_s_cases(campus, desktop):
    case = campus.walk("dispatched")
    open_desk(desktop, "catering")
    desktop.one(f'[data-id="{case.id}"]')
    assert desktop.all("sv-filters >>> #source") and not desktop.all("sv-filters >>> #unit")


def test_closed_cases_are_found_by_their_state(campus, desktop):
    case = campus.walk("closed")
    open_desk(desktop, "office")
    desktop.click("sv-filters >>> summary")
    desktop.choose("sv-filters >>> #state", "closed")
    desktop.one(f'[data-id="{case.id}"]')
    assert desktop.one("sv-filters >>> #order").get_property("value") == "newest"


def test_pages_without_a_row_are_passed_over_and_the_end_of_patience_is_said(campus, desktop):
    # The inspector has nothing to do with reports that are not rectified yet, and the server
    # looks through 100 for a page: 510 of them stand before the one that he may re-inspect.
    with concurrent.futures.ThreadPoolExecutor(8) as many:
        list(many.map(lambda _: campus.submit(text=ILLNESS), range(510)))
    case = campus.walk("rectified")
    first = ok(campus.get("cases?mine=true&order=urgent&limit=30", INSPECTOR))
    assert not first.get("cases") and first["next_cursor"]
    open_desk(desktop, "inspector")
    desktop.see("sv-case-list", "后面还有")
    assert listed(desktop) == []
    desktop.click("sv-case-list >>> button.wide")
    desktop.one(f'[data-id="{case.id}"]')


def test_a_record_that_cannot_be_read_is_said_and_takes_nothing_else_away(campus, desktop):
    good, bad = campus.submit(), campus.submit()
    redis = campus.stack.client()
    (key,) = [k for k in redis.keys("*") if k.endswith(f"case:{bad.id}".encode())]
    redis.delete(key)
    redis.hset(key, mapping={"v": "1", "b": b"\xff\xff\xff"})
    open_desk(desktop, "office")
    desktop.see("#unreadable", "1 件")
    assert listed(desktop) == [good.id]


def test_the_list_refreshes_itself_and_the_focus_stays(campus, desktop):
    first = campus.submit()
    desktop.sign_in("/desk/api/me", "office")
    desktop.open("/portal/desk.html")
    row = desktop.one(f'[data-id="{first.id}"]')
    desktop.run("arguments[0].focus()", row)
    urgent = campus.submit(text=ILLNESS)
    desktop.one(f'[data-id="{urgent.id}"]')
    assert listed(desktop) == [urgent.id, first.id]
    focus = ("let e = document.activeElement;"
             "while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;"
             "return e?.dataset.id")
    assert desktop.run(focus) == first.id
    campus.do(first, "reject", OFFICE, reason="不属于受理范围。")
    assert servers.wait_until(lambda: listed(desktop) == [urgent.id], SECONDS)
    assert desktop.run(focus) == urgent.id


def test_a_refresh_that_fails_says_nothing_and_keeps_the_list(campus, desktop):
    case = campus.submit()
    desktop.sign_in("/desk/api/me", "office")
    desktop.open("/portal/desk.html")
    desktop.one(f'[data-id="{case.id}"]')
    desktop.run("window.asked = 0; window.fetch = () => {"
                " window.asked += 1; return Promise.reject(new TypeError('away')); }")
    desktop.wait(lambda: desktop.run("return window.asked") > 1, "not asked again")
    assert listed(desktop) == [case.id]
    assert not desktop.all("[role=alert]")
