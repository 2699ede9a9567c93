"""The browser suite's fixtures: the pages, the API, the desk and a portal on one server.

Owns: where the test server has what, and that no page may leave anything bad in a log.
Must not know: what a single test is about.
"""
import os
import re
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "lib")]

import harness  # noqa: E402
import photos  # noqa: E402
from browser import DESKTOP, PHONE, Browser  # noqa: E402
from harness_fixtures import watched  # noqa: E402
from line import Line  # noqa: E402

# Beside what is shipped: a portal that embeds the pages, and an API that has no time.
PORTAL = """
        charset utf-8;
        location = /favicon.ico {{ return 204; }}
        location /busy/ {{
            default_type text/html;
            add_header Retry-After 30 always;
            return 429 "<h1>429 Too Many Requests</h1>";
        }}
        location /portal/ {{
            alias {here}/portal/;
            add_header Content-Security-Policy "{policy}" always;
        }}
"""


# What a browser without a network says of each request.
OFFLINE = re.compile(r"net::ERR_(INTERNET_DISCONNECTED|CONNECTION_\w+|EMPTY_RESPONSE|FAILED|"
                     r"SOCKET_NOT_CONNECTED)")


def shipped(name):
    with open(os.path.join(harness.TOP, "conf", name), encoding="utf-8") as text:
        return text.read()


def shipped_http():
    """Of conf/supervision-http.conf what the harness does not have: who asks, guard rails."""
    text = shipped("supervision-http.conf")
    return text[text.index("map $remote_user"):]


def shipped_server(folder):
    """conf/supervision.conf with its paths and its campus put to this test's."""
    text = shipped("supervision.conf")
    for here, there in (("../build/nginx/", f"{folder}/"), ("build/pages/", f"{harness.PAGES}/"),
                        ("supervision_campus demo", "supervision_campus c0")):
        assert here in text, f"conf/supervision.conf no longer says {here}"
        text = text.replace(here, there)
    policy = re.search(r'location /pages/ .*?Content-Security-Policy "([^"]+)"', text, re.S)
    return text + PORTAL.format(here=HERE, policy=policy.group(1))


def serve_pages(**knobs):
    """A stack that also has what conf/supervision.conf serves: pages, API and desk."""
    stack = harness.Stack(start=False, **knobs)
    stack.knobs.update(http=shipped_http(), server=shipped_server(stack.folder))
    try:
        stack.redis.start()
        stack.start_nginx()
        stack.wait_ready()
    except BaseException:
        stack.close()
        raise
    return stack


@pytest.fixture(scope="session")
def pages_stack():
    stack = serve_pages()
    try:
        yield stack
    finally:
        stack.close()


@pytest.fixture
def stack(pages_stack):
    """The session's servers with an empty Redis. A test must leave them running."""
    pages_stack.client().flushall()
    yield from watched(pages_stack)


@pytest.fixture
def campus(stack):
    return harness.Campus(stack).prepare()


@pytest.fixture(scope="session")
def browser():
    browser = Browser()
    try:
        yield browser
    finally:
        browser.close()


def browsing(browser, stack, size):
    """Around one test: whatever the browser calls severe fails it, a refusal by the
    Content-Security-Policy first of all. A test takes what it expects out of the log."""
    browser.begin(stack.url(""), size)
    yield browser
    severe = [line for line in browser.log() if line.startswith("SEVERE")
              or "Content Security Policy" in line]
    assert not severe, "in the browser's log:\n" + "\n".join(severe)


@pytest.fixture
def phone(browser, campus):
    yield from browsing(browser, campus.stack, PHONE)


@pytest.fixture
def desktop(browser, campus):
    yield from browsing(browser, campus.stack, DESKTOP)


@pytest.fixture
def walker(browser, campus):
    """A phone that goes where there is no network: walker.line is what it hangs on."""
    line = Line(campus.stack.port)
    browser.begin(line.origin, PHONE)
    browser.line = line
    try:
        yield browser
        line.online(browser)
        browser.open("/pages/icon.svg")
    finally:
        line.close()
    severe = [entry for entry in browser.log() if entry.startswith("SEVERE")
              and not OFFLINE.search(entry) or "Content Security Policy" in entry]
    assert not severe, "in the browser's log:\n" + "\n".join(severe)


@pytest.fixture
def photo(tmp_path):
    """A file as a phone has it: it lies on its side and says so; upright it is 480 wide."""
    path = tmp_path / "kitchen.jpg"
    path.write_bytes(photos.with_exif(7, (640, 480)))
    return path


@pytest.fixture
def own_pages(browser):
    """Servers of the test's own and a phone on them, for tests that stop something."""
    stack = serve_pages()
    try:
        stack.begin_test()
        harness.Campus(stack).prepare()
        browser.begin(stack.url(""), PHONE)
        yield stack, browser
    finally:
        stack.close()
