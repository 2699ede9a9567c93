"""The first steps at the desk, which its tests share.

Owns: signing in, opening the desk and a case.
Must not know: what is done with the case.
"""
DESK = "/desk/"


def open_desk(browser, user):
    browser.sign_in("/desk/api/me", user)
    browser.open(DESK)
    browser.see("#me", user)


def open_case(browser, case):
    browser.click(f'[data-id="{case.id}"]')
    browser.see("sv-case", case.id)


def listed(browser):
    """The ids of the list's cases, from the top."""
    return browser.values("[data-id]", "data-id")
