"""The first steps on the inspector's page, which its tests share.

Owns: signing in, starting a check, answering its items, the last page, what came of it.
Must not know: what the answers mean.
"""
from harness import INSPECTOR, ok

INSPECT = "/desk/inspect.html"


def open_today(browser, user):
    browser.sign_in("/desk/api/me", user)
    browser.open(INSPECT)
    browser.one("#start")


def start(browser, domain, template, unit=""):
    """A check of one's own choice, as far as its checklist."""
    browser.click("#start")
    browser.one("sv-inspect-start >>> #begin")
    browser.click(f"sv-inspect-start >>> input[name=domain][value={domain}]")
    browser.click(f"sv-inspect-start >>> input[name=template][value={template}]")
    if unit:
        browser.choose("sv-inspect-start >>> #unit", unit)
    browser.click("sv-inspect-start >>> #begin")
    browser.one("sv-check-item")


def item(code, what=""):
    return f"sv-check-item[data-item={code}]" + (f" >>> {what}" if what else "")


def answer(browser, given):
    """An Answer as the API has it, given by hand."""
    code, values = given["item"], [f"{value:.10g}" for value in given.get("values", [])]
    if "result" in given:
        browser.click(item(code, f"input[value={given['result']}]"))
    elif browser.all(item(code, "sv-check-columns")):
        width = len(browser.all(item(code, "li"))[0].find_elements("css selector", "input"))
        for at, value in enumerate(values):
            if at and at % width == 0:
                browser.click(item(code, "#add"))
            browser.type(item(code, f"#c-{at // width}-{at % width}"), value)
    elif browser.all(item(code, "input[type=radio]")):
        browser.click(item(code, f"input[value='{values[0]}']"))
    else:
        browser.type(item(code, "input"), values[0])
    if given.get("note"):
        if not browser.all(item(code, "textarea")):
            browser.click(item(code, "#add-note"))
        browser.type(item(code, "textarea"), given["note"])


def photograph(browser, code, path):
    """A photo chosen for an item, as from the phone's album."""
    if not browser.all(item(code, "sv-photos")):
        browser.click(item(code, "#add-photo"))
    browser.one(item(code, "#choose")).send_keys(str(path))


def fill(browser, check, fail=()):
    """Every item of a checklist of tests/lib, in the page's own order."""
    browser.one("sv-check-item")
    for given in check.answers(fail=fail):
        if not browser.all(item(given["item"])):
            browser.click("#onward")
            browser.one(item(given["item"]))
        answer(browser, given)


def submit(browser, name="张检查"):
    browser.one("sv-inspect-finish")
    browser.type("#signature", name)
    browser.click("#submit")


def reports(campus, actor=INSPECTOR):
    return ok(campus.get("inspections", actor)).get("inspections", [])
