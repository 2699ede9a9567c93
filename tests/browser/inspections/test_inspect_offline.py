"""The inspector's page where there is no network: what is kept, what is sent, and that it is
sent once; whoever is signed in."""
import datetime
import os

import harness
import recount_checks
from checklists import Checklist
from conftest import PHONE, serve_pages
from harness import INSPECTOR, OFFICE, ok
from inspect_page import (INSPECT, answer, fill, item, open_today, photograph, reports, start,
                          submit)

PRICES = Checklist("catering", "partial_prices")
SAMPLES = Checklist("catering", "special_samples")


def prepared(browser, user="inspector"):
    """Signed in, with all that a walk without a network needs."""
    open_today(browser, user)
    browser.one("#prepared")


def kept(browser):
    """The addresses of what the service worker has of the API."""
    return browser.run("return caches.open('supervision-inspect-data').then((c) => c.keys())"
                       ".then((all) => all.map((r) => new URL(r.url).pathname))")


def test_a_whole_check_without_a_network_is_submitted_once_when_it_is_back(campus, walker):
    occurrence = recount_checks.put(campus.stack.client(), "c0", by="office", template="partial_prices")
    prepared(walker)
    walker.line.offline(walker)
    walker.open(INSPECT)
    walker.see("#offline", "没有网络")
    walker.click(f'[data-occurrence="{occurrence.id}"] button')
    fill(walker, PRICES)
    walker.see("sv-check-progress", "5/5")
    walker.see("#saved", "已存在本机")
    walker.driver.refresh()
    walker.see("sv-check-progress", "5/5")
    walker.click("#finish")
    walker.see("sv-inspect-finish", "提交后由系统评分")
    submit(walker)
    walker.see("#waiting", "等待网络")
    walker.driver.refresh()
    walker.see("#waiting", "等待网络")
    assert reports(campus) == []
    walker.line.online(walker)
    walker.see("#number", "后勤检查")
    (report,) = reports(campus)
    assert report["template"] == "partial_prices"
    assert ok(campus.get(f"occurrences/{occurrence.id}", OFFICE))["state"] == "done"
    walker.driver.refresh()
    walker.see("#number", report["number"])
    assert len(reports(campus)) == 1


def when(time):
    return datetime.datetime.fromisoformat(time.replace("Z", "+00:00"))


def evidence(campus, code):
    (report,) = reports(campus)
    report = ok(campus.get(f"inspections/{report['id']}", INSPECTOR))
    (given,) = [a for a in report["answers"] if a["item"] == code]
    return report, given.get("evidence", [])


def uploads(campus):
    """So far; the log is the session's."""
    return campus.stack.log("access.log").count("POST /desk/api/evidence")


def test_a_photo_taken_without_a_network_is_kept_and_goes_with_the_report(campus, walker, photo):
    prepared(walker)
    start(walker, "catering", "partial_prices", "catering-centre")
    walker.line.offline(walker)
    fill(walker, PRICES)
    walker.click(item("pr_change", "input[value=fail]"))
    walker.type(item("pr_change", "textarea"), "未见公示。")
    photograph(walker, "pr_change", photo)
    walker.see(item("pr_change"), "有网络后上传")
    walker.see("sv-check-progress", "5/5")
    walker.see("#saved", "已存在本机")
    walker.driver.refresh()
    walker.see("sv-check-progress", "5/5")
    assert walker.one(item("pr_change", "img")).get_property("naturalWidth") == 480  # upright
    walker.click("#finish")
    walker.click("sv-inspect-failed >>> input[value=no]")
    submit(walker)
    walker.see("#waiting", "等待网络")
    walker.line.online(walker)
    walker.see("#number", "后勤检查")
    report, (shown,) = evidence(campus, "pr_change")
    seen = campus.get(f"inspections/{report['id']}/evidence/{shown}", INSPECTOR)
    assert seen.status_code == 200 and seen.headers["Content-Type"] == "image/jpeg"


def test_a_photo_goes_up_while_the_inspector_goes_on_and_once_only(campus, walker, photo):
    before = uploads(campus)
    prepared(walker)
    start(walker, "catering", "partial_prices", "catering-centre")
    fill(walker, PRICES)
    walker.click(item("pr_change", "input[value=fail]"))
    walker.type(item("pr_change", "textarea"), "未见公示。")
    photograph(walker, "pr_change", photo)
    walker.see(item("pr_change"), "已上传")
    walker.driver.refresh()
    walker.see(item("pr_change"), "已上传")
    assert walker.one(item("pr_change", "img")).get_property("naturalWidth") == 480  # upright
    walker.click("#finish")
    walker.click("sv-inspect-failed >>> input[value=no]")
    submit(walker)
    walker.see("#number", "后勤检查")
    assert len(evidence(campus, "pr_change")[1]) == 1
    assert uploads(campus) == before + 1


def test_a_photo_that_the_server_has_no_more_is_sent_again(campus, walker, photo):
    prepared(walker)
    start(walker, "catering", "partial_prices", "catering-centre")
    fill(walker, PRICES)
    walker.click(item("pr_change", "input[value=fail]"))
    walker.type(item("pr_change", "textarea"), "未见公示。")
    photograph(walker, "pr_change", photo)
    walker.see(item("pr_change"), "已上传")
    redis = campus.stack.client()
    (key,) = [k for k in redis.keys("*") if b"evidence:" in k]
    redis.delete(key)  # as the collector does after a day
    walker.click("#finish")
    walker.click("sv-inspect-failed >>> input[value=no]")
    submit(walker)
    walker.see("#number", "后勤检查")
    assert len(evidence(campus, "pr_change")[1]) == 1
    assert any("inspections" in line for line in walker.log())  # the refusal


def test_a_photo_that_is_taken_away_is_not_sent(campus, walker, photo):
    before = uploads(campus)
    prepared(walker)
    start(walker, "catering", "partial_prices", "catering-centre")
    walker.line.offline(walker)
    fill(walker, PRICES)
    photograph(walker, "pr_marked", photo)
    walker.see(item("pr_marked"), "有网络后上传")
    walker.click(item("pr_marked", ".remove"))
    walker.none(item("pr_marked", "img"))
    walker.click("#finish")
    submit(walker)
    walker.line.online(walker)
    walker.see("#number", "后勤检查")
    assert evidence(campus, "pr_marked")[1] == []
    assert uploads(campus) == before


def test_when_the_answer_is_lost_it_is_sent_again_and_makes_no_second_report(campus, walker):
    prepared(walker)
    start(walker, "catering", "partial_prices", "catering-centre")
    fill(walker, PRICES)
    walker.click("#finish")
    walker.see("sv-inspect-finish", "100 分")
    walker.line.loses = b"POST /desk/api/inspections "
    submit(walker)
    walker.wait(lambda: reports(campus), "it did not arrive")
    walker.see("#waiting", "等待网络")
    assert not walker.all("#edit"), "it may have arrived: nobody may change it any more"
    walker.line.loses = b""
    walker.driver.refresh()
    walker.see("#number", "后勤检查")
    assert len(reports(campus)) == 1


def test_a_draft_that_waits_can_be_taken_back_and_changed(campus, walker):
    prepared(walker)
    start(walker, "catering", "partial_prices", "catering-centre")
    fill(walker, PRICES)
    walker.click("#finish")
    walker.line.offline(walker)
    submit(walker)
    walker.click("#edit")
    walker.type("#summary", "总体良好。")
    walker.click("#submit")
    walker.line.online(walker)
    walker.see("#number", "后勤检查")
    (report,) = reports(campus)
    assert ok(campus.get(f"inspections/{report['id']}", INSPECTOR))["summary"] == "总体良好。"


def test_what_only_the_server_finds_wanting_is_said_at_its_item_and_put_right(campus, walker, photo):
    prepared(walker)
    start(walker, "catering", "partial_prices", "catering-centre")
    walker.line.offline(walker)
    fill(walker, PRICES)
    walker.type(item("pr_basket", "#c-0-1"), "9")  # no phone can tell that it failed
    walker.click("#finish")
    submit(walker)
    walker.line.online(walker)
    walker.see("#said", "没有被接收")
    walker.see(item("pr_basket"), "照片（还缺）、文字说明（还缺）")
    assert reports(campus) == []
    photograph(walker, "pr_basket", photo)
    walker.type(item("pr_basket", "textarea"), "鸡蛋约定 3.5 元，现卖 9 元。")
    walker.see("sv-check-progress", "5/5")
    walker.click("#finish")
    walker.click("sv-inspect-failed >>> input[value=no]")
    walker.click("#submit")
    walker.see("#number", "后勤检查")
    (report,) = reports(campus)
    assert any("inspections" in line for line in walker.log())  # the refusal


def test_a_phone_whose_clock_is_wrong_says_the_servers_time(campus, phone):
    ahead = "Date.now = (() => { const now = Date.now; return () => now() + 3600e3 * 5; })();"
    script = phone.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument",
                                          {"source": ahead})
    try:
        open_today(phone, "inspector")
        start(phone, "catering", "partial_prices", "catering-centre")
        fill(phone, PRICES)
        phone.click("#finish")
        submit(phone)
        phone.see("#number", "后勤检查")
    finally:
        phone.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)
    (report,) = reports(campus)
    assert abs(when(report["started_at"]) - when(report["submitted_at"])).total_seconds() < 120


def test_what_is_kept_of_the_api_is_what_a_check_needs_and_nothing_else(campus, walker):
    prepared(walker)
    case = campus.submit(domain="catering")
    walker.run(f"return fetch('/desk/api/cases/{case.id}').then((r) => r.text())")
    walker.run("return fetch('/desk/api/cases').then((r) => r.text())")
    wanted = {"me", "domains", "units", "places", "checklists", "occurrences"}
    names = {path.removeprefix("/desk/api/").split("/")[0] for path in kept(walker)}
    assert names == wanted
    assert len([path for path in kept(walker) if path.startswith("/desk/api/checklists/")]) == len(
        ok(campus.get("checklists", INSPECTOR))["checklists"])


def test_what_was_kept_for_one_user_goes_when_another_signs_in(campus, walker):
    recount_checks.put(campus.stack.client(), "c0", by="office", covert=True)
    prepared(walker)
    walker.one("[data-occurrence]")
    start(walker, "catering", "partial_prices", "catering-centre")
    answer(walker, {"item": "pr_change", "result": "pass"})
    walker.see("#saved", "已存在本机")
    open_today(walker, "catering")
    walker.see("sv-inspect-today", "现在没有到时间的检查")
    assert not walker.all("[data-draft]"), "the inspector's draft"
    walker.one("#prepared")
    walker.line.offline(walker)
    walker.open(INSPECT)
    walker.see("sv-inspect-today", "现在没有到时间的检查")
    walker.line.online(walker)
    open_today(walker, "inspector")
    walker.one("[data-draft]")


def test_a_report_is_never_sent_as_somebody_else(campus, phone):
    open_today(phone, "inspector")
    phone.one("#prepared")
    start(phone, "catering", "partial_prices", "catering-centre")
    fill(phone, PRICES)
    phone.click("#finish")
    phone.see("sv-inspect-finish", "100 分")
    phone.type("#signature", "张检查")
    page = phone.driver.current_window_handle
    phone.driver.switch_to.new_window("tab")
    phone.sign_in("/desk/api/me", "office")
    phone.driver.close()
    phone.driver.switch_to.window(page)
    phone.click("#submit")
    phone.see("#waiting", "另一个人")
    assert reports(campus) == []
    phone.driver.switch_to.new_window("tab")
    phone.sign_in("/desk/api/me", "inspector")
    phone.driver.close()
    phone.driver.switch_to.window(page)
    phone.see("#number", "后勤检查")  # somebody looks at it again: it goes by itself
    (report,) = reports(campus)
    assert report["inspector"] == "inspector"


def test_who_is_signed_out_is_told_and_loses_nothing(campus, walker):
    passwords = os.path.join(campus.stack.folder, "htpasswd")
    with open(passwords, encoding="utf-8") as file:
        before = file.read()
    prepared(walker)
    start(walker, "catering", "partial_prices", "catering-centre")
    fill(walker, PRICES)
    walker.click("#finish")
    walker.see("sv-inspect-finish", "100 分")
    try:
        with open(passwords, "w", encoding="utf-8") as file:
            file.write(before.replace("inspector:", "was-inspector:"))
        submit(walker)
        walker.see("#sign-in", "请重新登录")
        assert reports(campus) == []
    finally:
        with open(passwords, "w", encoding="utf-8") as file:
            file.write(before)
    assert walker.one("#sign-in a").get_attribute("href").endswith(
        walker.run("return '?signin' + location.hash"))
    open_today(walker, "inspector")
    walker.see("sv-inspect-today", "近 7 天由本机提交")
    assert len(reports(campus)) == 1
    assert any("401" in line for line in walker.log())


def edited(folder):
    """The rulebook of catering in another edition: one item is of another type, one is new."""
    path = os.path.join(harness.TOP, "plugins/catering/rulebook.txtpb")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    old = 'code: "pr_basic" answer: pass_fail'
    assert old in text
    text = text.replace(old, 'code: "pr_basic" answer: graded grades: 4')
    with open(os.path.join(folder, "catering.txtpb"), "w", encoding="utf-8") as file:
        file.write(text)
    return os.path.join(folder, "catering.txtpb")


def test_another_edition_of_the_rulebook_keeps_every_answer_that_still_fits(browser):
    stack = serve_pages()
    try:
        stack.begin_test()
        campus = harness.Campus(stack).prepare()
        browser.begin(stack.url(""), PHONE)
        open_today(browser, "inspector")
        start(browser, "catering", "partial_prices", "catering-centre")
        fill(browser, PRICES)
        browser.click("#finish")
        browser.see("sv-inspect-finish", "100 分")
        stack.write_conf(plugins=stack.knobs["plugins"].replace(
            "supervision_plugin catering;",
            f"supervision_plugin catering rulebook={edited(stack.folder)};"))
        stack.reload()
        submit(browser)
        browser.see("#said", "1 项需要重新填写")
        browser.see("sv-inspect-finish", "还差 1 项")
        browser.click("[data-missing=pr_basic]")
        browser.click(item("pr_basic", "input[value='4']"))
        browser.see("sv-check-progress", "5/5")
        browser.click("#finish")
        browser.click("#submit")
        browser.see("#number", "后勤检查")
        (report,) = reports(campus)
        digest = ok(campus.get(f"inspections/{report['id']}", INSPECTOR))["score"]["rulebook_digest"]
        assert digest != PRICES.digest
        assert any("inspections" in line for line in browser.log())  # the refusal
    finally:
        stack.close()
