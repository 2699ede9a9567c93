"""The first steps on the inspector's page, which its tests share.

Owns: signing in, starting a check, answering its items, the last page.
Must not know: what the answers mean.
"""
INSPECT = "/desk/inspect.html"


def sign_in(browser, user):
    browser.sign_in("/desk/api/me", user)


def open_today(browser, user):
    sign_in(browser, user)
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


def answer(browser, code, value):
    """pass, fail, not_applicable, a number as it is typed, or a list of numbers for columns."""
    if isinstance(value, str) and value.isalpha() or value == "not_applicable":
        browser.click(item(code, f"input[value={value}]"))
    elif isinstance(value, (list, tuple)):
        for at, number in enumerate(value):
            browser.type(item(code, f"#c-0-{at}"), str(number))
    else:
        browser.type(item(code, "input"), str(value))


def draft_key(browser):
    """Of the draft that is open: the key under which it will be sent."""
    return browser.run("return location.hash.match(/=([0-9a-f]+)/)[1]")
