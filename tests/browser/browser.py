"""A headless Chromium, and how a test finds its way through shadow roots.

Owns: starting and ending the browser, looking for elements in all open shadow roots, waiting,
    and what the browser logged.
Must not know: what a page is about.
"""
import shutil
import tempfile
import time

from selenium import webdriver
from selenium.common.exceptions import (ElementClickInterceptedException,
                                        ElementNotInteractableException,
                                        NoSuchElementException,
                                        StaleElementReferenceException)
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

PHONE = (390, 844)
DESKTOP = (1280, 800)
SECONDS = 15
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-dev-shm-usage", "--no-proxy-server", "--lang=zh-CN")

# All elements that match, in document order, through open shadow roots. "a >>> b" is a b
# somewhere in the shadow root of an a.
FIND = """
const walk = (root, selector, found) => { for (const e of root.querySelectorAll('*')) {
  if (e.matches(selector)) found.push(e);
  if (e.shadowRoot) walk(e.shadowRoot, selector, found);
} };
let roots = [document], found = [];
for (const selector of arguments[0].split(' >>> ')) {
  found = [];
  for (const root of roots) walk(root, selector, found);
  roots = found.map((e) => e.shadowRoot).filter(Boolean);
}
return found;
"""
# What a person sees of an element, its shadow roots included.
TEXT = """
const read = (n) => {
  if (n.nodeType === Node.TEXT_NODE) return n.data;
  if (n.nodeType !== Node.ELEMENT_NODE && !(n instanceof ShadowRoot)) return '';
  if (n.localName === 'style' || n.hidden) return '';
  return ` ${[...(n.shadowRoot ?? n).childNodes].map(read).join('')} `;
};
return read(arguments[0]).replace(/\\s+/g, ' ').trim();
"""


class Browser:
    """One process; begin() gives each test a tab and a storage of its own."""

    def __init__(self):
        self.origin = ""
        self.profile = tempfile.mkdtemp(prefix="supervision-browser-")
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        for flag in FLAGS + (f"--user-data-dir={self.profile}",
                             "--window-size=1280,800"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        try:
            self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"),
                                           options=options)
        except BaseException:
            shutil.rmtree(self.profile, ignore_errors=True)
            raise
        self.driver.set_page_load_timeout(30)

    def begin(self, origin, size):
        """A new tab, and nothing left of the one before: no storage, no log."""
        old = self.driver.current_window_handle
        if self.origin:
            self.driver.execute_cdp_cmd("Storage.clearDataForOrigin", {
                "origin": self.origin, "storageTypes": "all"})
        self.driver.switch_to.new_window("tab")
        new = self.driver.current_window_handle
        self.driver.switch_to.window(old)
        self.driver.close()
        self.driver.switch_to.window(new)
        self.origin = origin
        self.resize(*size)
        self.log()

    def resize(self, width, height):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1,
            "mobile": width <= PHONE[0]})

    def colours(self, scheme):
        """light or dark, as the device prefers them; and nothing fades, so that whoever looks
        sees no colour on its way to another."""
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": scheme},
                         {"name": "prefers-reduced-motion", "value": "reduce"}]})

    def speak(self, language):
        """zh or en, as if chosen on this device before: the next page is in it."""
        if not self.address.startswith(self.origin):
            self.open("/pages/icon.svg")
        self.run("localStorage.setItem('supervision.lang', arguments[0])", language)

    def close(self):
        self.driver.quit()
        shutil.rmtree(self.profile, ignore_errors=True)

    def open(self, path):
        self.driver.get(self.origin + path)

    def sign_in(self, path, user):
        """As somebody whose password is the user's name; the browser keeps it."""
        self.driver.get(self.origin.replace("://", f"://{user}:{user}@") + path)
        assert user in self.driver.page_source, self.driver.page_source

    @property
    def address(self):
        return self.driver.current_url

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    # --- elements --------------------------------------------------------------------

    def all(self, selector):
        return self.run(FIND, selector)

    def values(self, selector, attribute):
        """Of all that fit, read in one step: a page that renders anew tears no answer."""
        return self.run(f"const elements = (function () {{ {FIND} }})(arguments[0]);"
                        "return elements.map((e) => e.getAttribute(arguments[1]));",
                        selector, attribute)

    def wait(self, condition, what):
        """The first true value of condition; a sentence when there is none in time."""
        end = time.monotonic() + SECONDS
        while True:
            try:
                value = condition()
            except (StaleElementReferenceException, NoSuchElementException):
                value = None
            if value:
                return value
            assert time.monotonic() < end, f"{what}; the page says: {self.page_text()[:1500]}"
            time.sleep(0.05)

    def one(self, selector):
        return self.wait(lambda: next(iter(self.all(selector)), None), f"no {selector}")

    def none(self, selector):
        self.wait(lambda: not self.all(selector), f"{selector} is still there")

    def text(self, selector):
        return self.run(TEXT, self.one(selector))

    def page_text(self):
        """Of what is there: between two pages there may be no body yet."""
        return self.run(f"if (!arguments[0]) return ''; {TEXT}",
                        self.run("return document.body"))

    def see(self, selector, words):
        """Waits until the element's text has the words; the text."""
        def has():
            text = self.text(selector)
            return text if words in text else None
        return self.wait(has, f"{selector} does not say {words!r}")

    def click(self, selector):
        def clicked():
            element = next(iter(self.all(selector)), None)
            if element is None:
                return False
            self.run("arguments[0].scrollIntoView({block: 'center'})", element)
            try:
                element.click()
                return True
            except (ElementClickInterceptedException, ElementNotInteractableException):
                return False
        self.wait(clicked, f"{selector} cannot be clicked")

    def type(self, selector, text):
        element = self.one(selector)
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        element.clear()
        element.send_keys(text)

    def open_link(self, selector):
        """Goes where the link leads, in this tab."""
        self.driver.get(self.one(selector).get_attribute("href"))

    def choose(self, selector, value):
        """An option of a select, as a person would: the page is told."""
        self.one(f"{selector} option[value='{value}']")
        self.run("arguments[0].value = arguments[1];"
                 "arguments[0].dispatchEvent(new Event('change'))", self.one(selector), value)

    def focused(self):
        """The id, or the tag, of the element that has the focus, however deep it stands."""
        return self.run("let e = document.activeElement;"
                        "while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;"
                        "return e?.id || e?.localName || ''")

    def overflow(self):
        """By how many pixels the page is wider than the window."""
        return self.run("return document.documentElement.scrollWidth"
                        " - document.documentElement.clientWidth")

    def log(self):
        return [f"{entry['level']} {entry['message']}"
                for entry in self.driver.get_log("browser")]
