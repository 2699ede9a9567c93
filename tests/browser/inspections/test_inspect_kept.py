"""What the inspector's page says of what it keeps: that it is kept is said once it is so.

Owns: writes to the phone's store that take their time, that fail, or that a browser has no place
    for; whoever leaves the page then finds what it said.
"""
import pytest

import recount_checks
from checklists import Checklist
from harness import INSPECTOR, ok
from inspect_page import (INSPECT, answer, fill, item, open_today, photograph, reports, start,
                          submit)

PRICES = Checklist("catering", "partial_prices")
PHOTOS = item("pr_change", "sv-photos")
STATE = PHOTOS + " >>> li"

# A write to a store named in window.holds is not through before its name is taken out.
HOLD = """
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (value) {
  const request = put.call(this, value);
  const wait = () => { if (window.holds.includes(this.name)) this.count().onsuccess = wait; };
  request.addEventListener('success', wait);
  return request;
};
window.holds = arguments[0];
"""
FULL = """
IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); };
"""


# There is no place for a finished check.
NO_END = """
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (value) {
  if (value.state === 'queued') throw new DOMException('', 'QuotaExceededError');
  return put.call(this, value);
};
"""

# The first thing that is to go from the store does not.
STUCK = """
const remove = IDBObjectStore.prototype.delete;
IDBObjectStore.prototype.delete = () => {
  IDBObjectStore.prototype.delete = remove;
  window.stuck = true;
  throw new DOMException('', 'UnknownError');
};
"""


# The phone's store is never made: whoever makes it is at it until he leaves.
MAKING = """
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...args) {
  const request = open.apply(this, args);
  request.addEventListener('upgradeneeded', () => {
    const store = request.result.createObjectStore('endless');
    const again = () => { store.count().onsuccess = again; };
    again();
    window.making = true;
  });
  return request;
};
"""

# A draft is not even on its way to the store while window.holds says so; window.told: the outbox
# had something to say.
SLOW = """
const app = document.querySelector('supervision-app').shadowRoot;
const view = app.querySelector('supervision-inspect');
const keep = view.drafts.keep.bind(view.drafts);
view.drafts.keep = async (draft) => {
  while (window.holds.includes('drafts')) await new Promise((go) => { setTimeout(go, 20); });
  return keep(draft);
};
view.out.outbox.addEventListener('change', () => { window.told = true; });
window.holds = ['drafts'];
"""


# As when the browser has let go of the further pages of a list: they are not among what is kept.
FORGETS = """
const gone = (url) => url.includes('/%s?') && url.includes('cursor=');
const { keys, match } = Cache.prototype;
Cache.prototype.keys = async function (...asked) {
  return (await keys.apply(this, asked)).filter(({ url }) => !gone(url));
};
Cache.prototype.match = async function (request, options) {
  return gone(request.url ?? String(request)) ? undefined : match.call(this, request, options);
};
"""
# window.told: what came of getting ready.
GET_READY = """
const app = document.querySelector('supervision-app').shadowRoot;
const { here } = app.querySelector('supervision-inspect');
const set = here.set.bind(here);
here.set = (change) => {
  set(change);
  if ('prepared' in change) window.told = String(change.prepared);
};
here.begin();
"""


def begin(page):
    """A check with one failure, all of it kept."""
    start(page, "catering", "partial_prices", "catering-centre")
    fill(page, PRICES)
    answer(page, {"item": "pr_change", "result": "fail", "note": "未见公示。"})
    page.see("#saved", "已存在本机")


def let_go(page):
    page.run("window.holds = []")


@pytest.mark.parametrize("store", ("photos", "drafts"))
def test_a_photo_is_said_to_be_uploaded_when_a_reload_finds_it_so(campus, phone, photo, store):
    open_today(phone, "inspector")
    begin(phone)
    phone.run(HOLD, [store])
    photograph(phone, "pr_change", photo)
    phone.wait(lambda: phone.values(STATE, "data-state") == ["done"], "the server has it not")
    said = phone.text(PHOTOS)
    assert "正在存…" in said and "已上传" not in said
    let_go(phone)
    phone.see(PHOTOS, "已上传")
    phone.driver.refresh()
    phone.see(PHOTOS, "已上传")
    assert phone.one(item("pr_change", "img")).get_property("naturalWidth") == 480  # upright


def test_a_photo_is_said_to_go_up_later_when_the_phone_has_it(campus, walker, photo):
    open_today(walker, "inspector")
    walker.one("#prepared")
    begin(walker)
    walker.line.offline(walker)
    walker.see("#offline", "没有网络")
    walker.run(HOLD, ["drafts"])
    photograph(walker, "pr_change", photo)
    walker.see(PHOTOS, "正在存…")
    assert "有网络后上传" not in walker.text(PHOTOS)
    let_go(walker)
    walker.see(PHOTOS, "有网络后上传")
    walker.driver.refresh()
    walker.see(PHOTOS, "有网络后上传")


def test_a_photo_goes_after_the_draft_that_no_longer_names_it(campus, phone, photo):
    open_today(phone, "inspector")
    begin(phone)
    photograph(phone, "pr_change", photo)
    phone.see(PHOTOS, "已上传")
    phone.run(HOLD, ["drafts"])
    phone.click(item("pr_change", ".remove"))
    phone.none(item("pr_change", "img"))
    phone.see("#saved", "正在存…")
    # what the page did at once would be done by now
    phone.run("return indexedDB.databases()")
    phone.driver.refresh()
    phone.see("sv-check-progress", "5/5")
    phone.see(PHOTOS, "已上传")  # and not a draft that counts a photo which is gone


def test_a_check_that_cannot_be_stored_stays_open_and_says_so(campus, phone):
    open_today(phone, "inspector")
    start(phone, "catering", "partial_prices", "catering-centre")
    fill(phone, PRICES)
    phone.click("#finish")
    phone.type("#signature", "张检查")
    phone.see("sv-inspect-finish", "100 分")
    phone.run(FULL)
    phone.click("#submit")
    phone.see("#said", "没有存住")
    phone.one("sv-inspect-finish")
    assert reports(campus) == []


def test_a_check_taken_back_stays_finished_when_that_cannot_be_stored(campus, walker):
    open_today(walker, "inspector")
    walker.one("#prepared")
    start(walker, "catering", "partial_prices", "catering-centre")
    fill(walker, PRICES)
    walker.click("#finish")
    walker.line.offline(walker)
    submit(walker)
    walker.one("#edit")
    walker.run(FULL)
    walker.click("#edit")
    walker.see("#said", "没有存住")
    walker.one("sv-inspect-sent")


def test_a_browser_that_keeps_nothing_is_not_said_to_keep_a_draft(campus, walker):
    script = walker.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {
        "source": "IDBFactory.prototype.open = () => { throw new DOMException(''); };"})
    try:
        open_today(walker, "inspector")
        start(walker, "catering", "partial_prices", "catering-centre")
        fill(walker, PRICES)
        walker.see("supervision-inspect", "这个浏览器不能保存草稿")
        walker.line.offline(walker)
        walker.see("#offline", "没有网络。照常检查，有网络后自动上传。")
        walker.see("sv-check-progress", "5/5")
        walker.click("#finish")
        submit(walker)
        walker.see("sv-inspect-sent", "检查已完成。")
        assert "存在本机" not in walker.page_text()
        walker.line.online(walker)
        walker.see("#number", "后勤检查")
    finally:
        walker.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)


def test_checklists_that_the_browser_let_go_of_are_there_when_it_says_so(campus, walker):
    open_today(walker, "inspector")
    walker.one("#prepared")
    walker.run("return caches.delete('supervision-inspect-data')")
    walker.open("/pages/icon.svg")
    walker.open(INSPECT)
    walker.one("#prepared")
    walker.line.offline(walker)
    walker.open(INSPECT)
    start(walker, "catering", "partial_prices", "catering-centre")


def long_lists(campus):
    """One more of each than a page of a list has."""
    for n in range(101):
        unit = {"id": f"unit-{n}", "name": f"第{n}单位", "kind": "contractor"}
        ok(campus.put(f"units/{unit['id']}", unit))
        place = {"id": f"dorm-{n}", "name": f"{n}号宿舍楼", "kind": "dormitory"}
        ok(campus.put(f"places/{place['id']}", place))
        recount_checks.put(campus.stack.client(), "c0", n=n % 10, schedule=f"visits-{n // 10}",
                           by="office")


@pytest.mark.parametrize("kind", ("units", "places", "occurrences"))
def test_a_list_with_a_page_missing_is_not_said_to_be_there(campus, walker, kind):
    long_lists(campus)
    open_today(walker, "inspector")
    walker.one("#prepared")
    script = walker.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument",
                                           {"source": FORGETS % kind})
    try:
        walker.open(INSPECT)
        walker.one("#start")
        walker.run(GET_READY)
        walker.wait(lambda: walker.run("return window.told"), "it does not get ready")
        assert walker.run("return window.told") == "false"
        walker.none("#prepared")
    finally:
        walker.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)
    walker.open(INSPECT)
    walker.one("#prepared")


def test_a_page_left_while_it_makes_the_store_keeps_no_other_from_it(campus, phone):
    script = phone.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument",
                                          {"source": MAKING})
    open_today(phone, "inspector")
    phone.wait(lambda: phone.run("return window.making"), "it has a store already")
    phone.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)
    phone.open("/pages/icon.svg")
    phone.open(INSPECT)
    start(phone, "catering", "partial_prices", "catering-centre")
    answer(phone, {"item": "pr_change", "result": "pass"})
    phone.see("#saved", "已存在本机")


def test_a_check_that_is_finished_as_the_network_comes_back_is_not_opened_again(campus, phone):
    open_today(phone, "inspector")
    start(phone, "catering", "partial_prices", "catering-centre")
    fill(phone, PRICES)
    phone.click("#finish")
    phone.type("#signature", "张检查")
    phone.see("sv-inspect-finish", "100 分")
    phone.run(SLOW)
    phone.type("#summary", "总体良好。")
    phone.click("#submit")
    phone.run("dispatchEvent(new Event('online'))")  # the outbox looks, and finds nothing yet
    phone.wait(lambda: phone.run("return window.told"), "the outbox did not look")
    let_go(phone)
    phone.see("#number", "后勤检查")
    assert len(reports(campus)) == 1


def finished_and_left(page):
    """A check submitted and left for the list at once: not even its last change is kept by then."""
    open_today(page, "inspector")
    start(page, "catering", "partial_prices", "catering-centre")
    fill(page, PRICES)
    page.click("#finish")
    page.type("#signature", "张检查")
    page.see("sv-inspect-finish", "100 分")
    page.run(HOLD, ["drafts"])
    page.type("#summary", "总体良好。")
    page.click("#submit")
    page.click("#home")


def test_who_leaves_a_check_as_soon_as_it_is_submitted_can_start_another(campus, phone):
    finished_and_left(phone)
    let_go(phone)
    phone.see("sv-inspect-today", "近 7 天由本机提交")
    (report,) = reports(campus)
    assert ok(campus.get(f"inspections/{report['id']}", INSPECTOR))["summary"] == "总体良好。"
    start(phone, "catering", "partial_prices", "catering-centre")
    fill(phone, PRICES)
    phone.click("#finish")
    submit(phone)
    phone.see("#number", "后勤检查")
    assert len(reports(campus)) == 2


def test_a_check_left_as_it_could_not_be_stored_is_opened_again(campus, phone):
    finished_and_left(phone)
    phone.run(NO_END)
    let_go(phone)
    phone.see("#said", "没有存住")
    phone.click("[data-draft] button")
    phone.see("sv-check-progress", "5/5")
    assert reports(campus) == []


def test_a_photo_that_does_not_go_keeps_no_check_from_being_submitted(campus, phone, photo):
    open_today(phone, "inspector")
    start(phone, "catering", "partial_prices", "catering-centre")
    fill(phone, PRICES)
    photograph(phone, "pr_change", photo)
    phone.see(PHOTOS, "已上传")
    phone.run(STUCK)
    phone.click(item("pr_change", ".remove"))
    phone.wait(lambda: phone.run("return window.stuck"), "it was not to go")
    phone.see("#saved", "已存在本机")
    phone.click("#finish")
    submit(phone)
    phone.see("#number", "后勤检查")
    (report,) = reports(campus)
    report = ok(campus.get(f"inspections/{report['id']}", INSPECTOR))
    assert not any(given.get("evidence") for given in report["answers"])
