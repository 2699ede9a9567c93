"""The browser suite's fixtures: the pages, the API, the desk and a portal on one server.

Owns: where the test server has what, and that no page may leave anything bad in a log.
Must not know: what a single test is about.
"""
import os
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "lib")]

import harness  # noqa: E402
from browser import DESKTOP, PHONE, Browser  # noqa: E402
from harness_fixtures import watched  # noqa: E402

POLICY = ("default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          "connect-src 'self'")
SERVER = """
        add_header Content-Security-Policy "{policy}" always;
        location /supervision/ {{
            supervision on;
            supervision_campus c0 测试大学;
        }}
        location = /favicon.ico {{ return 204; }}
        location /supervision/pages/ {{ alias {pages}/; }}
        location /portal/ {{ alias {here}/portal/; charset utf-8; }}
        location /desk/api/ {{
            auth_basic desk;
            auth_basic_user_file {folder}/htpasswd;
            supervision on;
            supervision_campus c0 测试大学;
            supervision_user $remote_user;
            supervision_role $test_role;
            supervision_unit $test_unit;
        }}
"""


def serve_pages(**knobs):
    """A stack that also has the pages, at the addresses of conf/nginx.conf."""
    stack = harness.Stack(start=False, **knobs)
    stack.knobs["server"] = SERVER.format(policy=POLICY, pages=harness.PAGES, here=HERE,
                                          folder=stack.folder)
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
