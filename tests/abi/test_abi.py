"""What `nginx -t` says of plugins that are wrong, each in one way; see cases.txt.

Owns: building each plugin, loading it beside catering, and the judgement of nginx.
Must not know: what a rulebook says.
"""
import os
import subprocess

import pytest

from harness import INSPECTOR, TOP, Campus, ok, problem

HERE = os.path.dirname(os.path.abspath(__file__))


def rows():
    with open(os.path.join(HERE, "cases.txt"), encoding="utf-8") as text:
        for line in text:
            if line.strip() and not line.startswith("#"):
                yield tuple(part.strip() for part in line.split("|"))


def build(source, folder):
    """The plugin as a shared object in the folder, from the command that cases.txt names."""
    path = os.path.join(folder, source.replace(".c", ".so"))
    subprocess.run(["cc", "-shared", "-fPIC", "-fvisibility=hidden",
                    "-I", os.path.join(TOP, "module/include"), "-I", HERE,
                    os.path.join(HERE, source), "-o", path], check=True)
    return path


def load(own_stack, source):
    stack = own_stack(start=False)
    path = build(source, stack.folder)
    stack.write_conf(plugins=f"    supervision_plugin catering;\n    supervision_plugin {path};\n")
    return stack


def test_every_source_has_its_row():
    sources = {name for name in os.listdir(HERE) if name.endswith(".c")}
    assert sources == {row[0] for row in rows()}


@pytest.mark.parametrize("source,verdict,message", rows(), ids=[row[0] for row in rows()])
def test_nginx_t_judges_the_plugin(own_stack, source, verdict, message):
    code, said = load(own_stack, source).nginx.test()
    assert (code == 0) == (verdict == "ok"), said
    assert message in said
    if verdict == "fail":
        assert "[emerg]" in said and "nginx.conf:" in said, "no file and line:\n" + said


def served(own_stack, source):
    stack = load(own_stack, source)
    stack.redis.start()
    stack.start_nginx()
    stack.wait_ready()
    return Campus(stack)


@pytest.mark.parametrize("source", [row[0] for row in rows() if row[1] == "ok"])
def test_a_plugin_that_nginx_takes_serves_its_domain(own_stack, source):
    domains = ok(served(own_stack, source).get("domains"))["domains"]
    assert [d["domain"] for d in domains] == ["catering", "bad"]


def score(campus, *tenths):
    digest = ok(campus.get("checklists/bad/whole", INSPECTOR))["digest"]
    return campus.post("checklists/bad/score", {
        "template": "whole", "rulebook": digest,
        "answers": [{"item": "look", "result": "pass"},
                    {"item": "tenths", "values": list(tenths)}]}, INSPECTOR)


@pytest.mark.parametrize("source,grade,why", [("grade.c", "b", "；why。"),
                                              ("before_grade.c", "a", "等级：优。"),
                                              ("hostile_grade.c", "a", "等级：优。")])
def test_a_plugin_grades_unless_it_is_older_than_the_hook_or_says_nonsense(own_stack, source,
                                                                           grade, why):
    campus = served(own_stack, source)
    got = ok(score(campus, 10))
    assert (got["percent"], got["grade"]) == (100, grade)
    assert got["explanation"].endswith(why)
    assert "grade" not in ok(score(campus, 0))


def test_points_beyond_the_item_are_refused(own_stack):
    campus = served(own_stack, "grade.c")
    problem(score(campus, 11), 422, "value", "answers[1].values")
    problem(score(campus, 1, 2), 422, "value", "answers[1].values")
