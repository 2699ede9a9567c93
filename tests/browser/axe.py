"""axe-core in the page: what would keep somebody from using it.

Owns: bringing axe into the page, which of its findings fail a test, and the ways in which each
    page has to pass: narrow and wide, both languages, both colour schemes.
Must not know: what a page is about.

    axe.everywhere(browser, lambda: (browser.open("/pages/board.html"),
                                     browser.see("section.total", "全部服务", "All")))
"""
import os

import harness
from browser import DESKTOP

NARROW = (360, 780)
GRAVE = ("serious", "critical")
SOURCE = os.path.join(harness.TOP, "module/pages/node_modules/axe-core/axe.min.js")
# Each size meets each language, and each of them each colour scheme.
WAYS = ((NARROW, "zh", "light"), (NARROW, "en", "dark"),
        (DESKTOP, "en", "light"), (DESKTOP, "zh", "dark"))

RUN = """
return axe.run(document, {resultTypes: ['violations']}).then(({violations}) =>
  violations.map(({id, impact, help, nodes}) => ({id, impact, help,
    nodes: nodes.map((n) => ({at: n.target.flat().join(' >>> '), html: n.html.slice(0, 200),
                              why: n.failureSummary}))})));
"""


def findings(browser):
    """What axe finds serious or critical on the page as it is now, a line each."""
    if not browser.run("return Boolean(window.axe)"):
        with open(SOURCE, encoding="utf-8") as source:
            browser.run(source.read() + "; window.axe = axe;")
    return [f"{found['impact']} {found['id']}: {found['help']}: {node['at']}\n"
            f"    {node['html']}\n    {node['why']}"
            for found in browser.run(RUN) if found["impact"] in GRAVE
            for node in found["nodes"]]


def check(browser, where=""):
    """The page as it is now."""
    found = findings(browser)
    assert not found, f"axe{where}:\n" + "\n".join(found[:20])
    assert browser.overflow() <= 0, f"wider than the window by {browser.overflow()} px{where}"


def everywhere(browser, show):
    """Opens the page by show(), which waits until all is there, and checks it in each way."""
    try:
        for size, language, scheme in WAYS:
            browser.resize(*size)
            browser.colours(scheme)
            browser.speak(language)
            show()
            check(browser, f" at {size[0]} px, {language}, {scheme}")
    finally:
        browser.colours("light")
