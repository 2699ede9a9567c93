"""The desk registers cases: what an inspection found, and what somebody phoned in or said."""
from desk import open_case, open_desk
from harness import INSPECTOR, TEXTS, day, ok
from test_report import RECEIPT

FOUND = "周检发现二楼后厨冷藏柜没有温度记录，生熟砧板混放。"


def register(browser, text):
    browser.click("#register")
    browser.type("#text", text)


def fill_ledger(browser):
    browser.choose("#ledger-source", "superior")
    for field, text in (("ledger-meeting", "校发〔2026〕12号"), ("ledger-owner", "张处长"),
                        ("m-0-name", "完成检修")):
        browser.type(f"#{field}", text)
    fill_day(browser, "ledger-met_on", day(-2))
    fill_day(browser, "m-0-due", day(9))


def fill_day(browser, field, value):
    """As a picker sets it: typing goes by the browser's own language."""
    browser.run("arguments[0].value = arguments[1];"
                "arguments[0].dispatchEvent(new Event('input', {bubbles: true}))",
                browser.one(f"#{field}"), value)


def test_an_inspector_registers_what_he_found_and_dispatches_it(campus, desktop):
    open_desk(desktop, "inspector")
    register(desktop, FOUND)
    desktop.choose("sv-preview >>> #domain", "catering")
    desktop.choose("sv-preview >>> #category", "undercooked")
    desktop.choose("sv-staff-fields >>> #severity", "serious")
    assert not desktop.all("details.contact")  # nobody reported it
    for tag in ("internal", "regular"):
        desktop.click(f"input[name=tags][value={tag}]")
    desktop.click("#submit")
    desktop.see("sv-receipt", "已登记")
    assert not desktop.all("#receipt")
    desktop.click("#open-case")
    desktop.see("sv-case", FOUND)
    desktop.one("[data-action=dispatch]")
    (case,) = ok(campus.get("cases?kind=inspection", INSPECTOR))["cases"]
    assert (case["source"], case["severity"], case["tags"]) == (
        "check", "serious", ["internal", "regular"])


def test_the_office_takes_down_a_call_and_has_the_receipt_for_the_caller(campus, desktop):
    open_desk(desktop, "office")
    register(desktop, TEXTS["energy"])
    desktop.click("#submit")
    receipt = desktop.text("#receipt")
    assert RECEIPT.match(receipt)
    case = ok(campus.get("receipt", receipt=receipt))
    assert case["source"] == "phone" and case["kind"] == "complaint"
    desktop.click("#another")
    assert desktop.one("#text").get_property("value") == ""


def test_a_case_just_registered_stands_in_the_list(campus, desktop):
    open_desk(desktop, "office")
    register(desktop, TEXTS["catering"])
    desktop.click("input[name=kind][value=directive]")
    assert desktop.one("sv-staff-fields >>> #source").get_property("value") == "superior"
    fill_ledger(desktop)
    desktop.click("#submit")
    desktop.see("sv-case-list", TEXTS["catering"][:12])
    number = desktop.one("[data-id]").get_attribute("data-id")
    assert campus.case(number)["kind"] == "directive"


def test_on_a_phone_the_form_takes_the_place_of_the_list_and_back_leads_back(campus, phone):
    case = campus.submit()
    open_desk(phone, "inspector")
    phone.click("#all")
    phone.click("#register")
    phone.wait(lambda: phone.focused() == "text", "the form has not the focus")
    assert not phone.one(f'[data-id="{case.id}"]').is_displayed()
    phone.driver.back()
    phone.wait(lambda: phone.focused() == "register", "the focus is not back")
    open_case(phone, case)


def test_a_unit_registers_nothing_at_the_desk(campus, desktop):
    case = campus.walk("dispatched")
    open_desk(desktop, "catering")
    desktop.one(f'[data-id="{case.id}"]')
    assert not desktop.all("#register")
    desktop.open("/desk/#register")
    desktop.one(f'[data-id="{case.id}"]')
    assert not desktop.all("supervision-report")
