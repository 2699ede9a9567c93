"""`make run`'s demo campus: what somebody finds who looks at the desk a moment later.

Owns: conf/dev/run and conf/dev/demo.py, over servers of their own.
Must not know: what the pages look like.
"""
import datetime
import os
import re
import subprocess
import sys

import pytest

import harness
from harness import ok, servers

sys.path.insert(0, os.path.join(harness.TOP, "conf", "dev"))

import demo  # noqa: E402
import demo_checks  # noqa: E402


class Demo(harness.Stack):
    """`conf/dev/run start` in a folder of its own; requests go to it."""

    def __init__(self):
        super().__init__(start=False)
        self.run_dir = os.path.join(self.folder, "demo")
        try:
            self.said = self.run("start")
        except BaseException:
            self.close()
            raise
        self.password = re.search(r"password (\S+) for each", self.said).group(1)

    def run(self, command):
        env = {**os.environ, "RUN_DIR": self.run_dir, "PORT": str(self.port)}
        done = subprocess.run([os.path.join(harness.TOP, "conf/dev/run"), command], env=env,
                              text=True, timeout=120, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def cases(self, query, user="office"):
        found, cursor = [], ""
        while True:
            page = ok(self.request("GET", f"/desk/api/cases?limit=100&{query}{cursor}",
                                   auth=(user, self.password)))
            found += page.get("cases", [])
            if not page.get("next_cursor"):
                return found
            cursor = f"&cursor={page['next_cursor']}"

    def reports(self):
        return ok(self.request("GET", "/desk/api/inspections?limit=100",
                               auth=("office", self.password)))["inspections"]

    def close(self):
        self.run("stop")
        super().close()


@pytest.fixture(scope="module")
def campus_of_the_demo():
    stack = Demo()
    try:
        yield stack
    finally:
        stack.close()


def test_the_demo_campus_has_cases_of_every_domain_over_several_days(campus_of_the_demo):
    every = campus_of_the_demo.cases("order=newest")
    cases = [case for case in every if "found_by" not in case]
    assert len(cases) == len(demo.CASES) and len(every) > len(cases), "inspections found some"
    assert {case["domain"] for case in cases} == {
        "catering", "transport", "energy", "dormitory", "property", "repair", "procurement"}
    moments = {case["occurred_at"] for case in cases}
    assert len({moment[:10] for moment in moments}) >= 6 and len(moments) > 20
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert max(moments) < now


def test_some_cases_of_the_demo_are_overdue_when_somebody_looks(campus_of_the_demo):
    def overdue():
        return len(campus_of_the_demo.cases("overdue=true")) >= 4
    assert servers.wait_until(overdue, demo.AT_ONCE_S + 2, 0.2)
    assert len(campus_of_the_demo.cases("overdue=true")) < 8, "not everything"


def test_loading_the_demo_leaves_no_error_in_the_log(campus_of_the_demo):
    log = campus_of_the_demo.log("demo/error.log")
    assert "start worker process" in log
    bad = [line for line in log.splitlines()
           if re.search(r"\[(?:error|crit|alert|emerg)\]|limiting requests", line)]
    assert bad == []


def test_a_second_start_loads_nothing_twice(campus_of_the_demo):
    assert "demo campus:" in campus_of_the_demo.said
    assert "demo campus:" not in campus_of_the_demo.run("start")
    raised = sum(len(row[6]) for row in demo_checks.CHECKS)
    assert len(campus_of_the_demo.cases("order=newest")) == len(demo.CASES) + raised
    assert len(campus_of_the_demo.reports()) == len(demo_checks.CHECKS)


def test_the_demo_has_reports_that_say_what_was_found_and_one_that_was_acknowledged(
        campus_of_the_demo):
    reports = campus_of_the_demo.reports()
    assert {report["domain"] for report in reports} >= {
        "catering", "transport", "energy", "dormitory", "property"}
    assert any(report["score"]["percent"] < 100 for report in reports)
    assert any("raised" in report for report in reports)
    assert any("acknowledgement" in report for report in reports)
