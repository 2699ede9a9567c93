"""What the phone says of an answer is what the server says: nothing is told on the spot that the
report then denies."""
import json
import os
import subprocess

import pytest

import harness
from answers import BY_CODE
from harness import INSPECTOR, ok

HERE = os.path.dirname(os.path.abspath(__file__))


def candidates(item):
    """Answers around every limit of an item, the same number for each: they go round."""
    given = item["answer"]
    if item.get("by_code"):
        return [{"values": values} for values in BY_CODE[item["code"]]]
    if given == "pass_fail":
        return [{"result": result} for result in ("pass", "fail", "not_applicable")]
    if given == "graded":
        return [{"values": [grade]} for grade in range(item["grades"] + 1)]
    most, least = item.get("at_most"), item.get("at_least")
    edges = [bound.get("value", 0) for bound in (most, least) if bound is not None] or [0]
    if given == "count":
        return [{"values": [n]} for n in (0, edges[0], edges[0] + 1, item["zero_at"])]
    return [{"values": [edge + step]} for edge in edges for step in (-0.5, 0, 0.5)]


def on_the_phone(checklist, rounds):
    node = subprocess.check_output([os.path.join(harness.TOP, "conf/dev/find-node")], text=True)
    done = subprocess.run([os.path.join(node.strip(), "node"), os.path.join(HERE, "outcomes.mjs")],
                          input=json.dumps({"checklist": checklist, "rounds": rounds}), text=True,
                          stdout=subprocess.PIPE, check=True, timeout=60)
    return json.loads(done.stdout)


@pytest.mark.parametrize("domain", harness.DOMAINS)
def test_the_phone_judges_as_the_server_does(campus, domain):
    checklist = ok(campus.get(f"checklists/{domain}/comprehensive", INSPECTOR))
    items = [item for section in checklist["sections"] for item in section["items"]]
    rounds = [[{"item": item["code"], **candidates(item)[n % len(candidates(item))]}
               for item in items if "figures" not in item] for n in range(12)]
    judged = 0
    for answers, phone in zip(rounds, on_the_phone(checklist, rounds)):
        score = ok(campus.post(f"checklists/{domain}/score", {
            "domain": domain, "template": "comprehensive", "rulebook": checklist["digest"],
            "unit": harness.UNIT_OF[domain].unit, "answers": answers}, INSPECTOR))
        for line in score["lines"]:
            if phone[line["item"]] != "server":  # what only a hook can tell
                assert phone[line["item"]] == line["outcome"], (line, answers)
                judged += 1
    assert judged > 100
