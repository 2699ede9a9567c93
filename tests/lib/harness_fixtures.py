"""pytest fixtures over harness.py, for the conftest.py of each suite.

Owns: how long servers live (one stack a session, emptied before each test) and the check of
    the logs after each test.
Must not know: what is tested.
"""
import pytest

import harness


@pytest.fixture(scope="session")
def shared_stack():
    stack = harness.Stack()
    try:
        stack.wait_ready()
        yield stack
    finally:
        stack.close()


def watched(stack):
    """Around one test: nothing bad may come into the logs."""
    stack.begin_test()
    yield stack
    bad = stack.bad_log_lines()
    assert not bad, "in the logs:\n" + "\n".join(bad[:40])


@pytest.fixture
def stack(shared_stack):
    """The session's servers with an empty Redis. A test must leave them running."""
    shared_stack.client().flushall()
    yield from watched(shared_stack)


@pytest.fixture
def campus(stack):
    """An empty campus with its units and places, on the session's servers."""
    return harness.Campus(stack).prepare()


@pytest.fixture
def own_stack():
    """Makes servers of the test's own, with knobs: own_stack(workers=1). Ended after it."""
    made = []

    def make(**knobs):
        stack = harness.Stack(**knobs)
        made.append(stack)
        stack.begin_test()
        stack._log_mark = {}  # its own from the first line on
        return stack

    try:
        yield make
        bad = [line for stack in made for line in stack.bad_log_lines()]
        assert not bad, "in the logs:\n" + "\n".join(bad[:40])
    finally:
        for stack in made:
            stack.close()
