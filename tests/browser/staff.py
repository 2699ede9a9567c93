"""The first steps on the staff's pages, which their tests share.

Owns: signing in and opening a page anew, in whatever language and colours were chosen.
Must not know: what is on the page.
"""


def open_page(browser, user, page, fragment=""):
    """The page as somebody sees it whose tabs show that the server knows him."""
    browser.sign_in("/desk/api/me", user)
    show_page(browser, page, fragment)
    browser.one(f"sv-staff-nav >>> a[data-page={page}][aria-current=page]")


def show_page(browser, page, fragment=""):
    """From the beginning: a change of the fragment alone would not load anything."""
    browser.open("/pages/icon.svg")
    browser.open(f"/desk/{page}.html{fragment and f'#{fragment}'}")


def loaded(browser, name):
    """The files that this page has loaded whose names have these words in them."""
    return [url for url in browser.run(
        "return performance.getEntriesByType('resource').map((e) => e.name)") if name in url]
