"""The public board: figures that follow the cases, silence told apart, whole periods."""
import pytest

import harness
from harness import INSPECTOR, OFFICE, ok, problem


def month():
    """The campus's, now."""
    return harness.day()[:7]


def board(campus, **params):
    reply = ok(campus.get("board", params=params))
    return reply, {figures["domain"]: figures for figures in reply["domains"]}


def ratio(figures, name):
    value = figures.get(name, {})
    return value.get("numerator", 0), value.get("denominator", 0)


def test_an_empty_board_names_every_domain_in_the_configured_order(campus):
    reply, _ = board(campus)
    assert [f["domain"] for f in reply["domains"]] == ["catering", "transport", "energy"]
    assert reply["period"] == month()
    assert reply["total"]["name"] == "全部" and "domain" not in reply["total"]
    assert ratio(reply["total"], "solved") == (0, 0)
    assert "received" not in reply["total"]


def test_a_case_is_counted_at_each_step_of_its_way(campus):
    case = campus.submit(domain="catering")
    _, domains = board(campus)
    assert domains["catering"]["received"] == 1
    assert ratio(domains["catering"], "answered") == (0, 1)
    assert ratio(domains["catering"], "solved") == (0, 1)
    assert ratio(domains["catering"], "overdue") == (0, 1)
    assert "received" not in domains["transport"]

    other = campus.walk("verified", domain="catering")
    _, domains = board(campus)
    assert domains["catering"]["awaiting"] == 1
    assert ratio(domains["catering"], "on_time") == (1, 1)
    assert ratio(domains["catering"], "answered") == (1, 2)

    campus.confirm(other, rating=5)
    reply, domains = board(campus)
    assert ratio(domains["catering"], "solved") == (1, 2)
    assert ratio(domains["catering"], "satisfied") == (1, 1)
    assert "awaiting" not in domains["catering"]
    assert reply["total"]["received"] == 2

    ok(campus.act(case, "withdraw", receipt=case.receipt))
    _, domains = board(campus)
    assert domains["catering"]["received"] == 2
    assert ratio(domains["catering"], "solved") == (1, 1)
    assert ratio(domains["catering"], "overdue") == (0, 0)


def test_dissatisfaction_is_no_silence_and_reopening_is_counted(campus):
    case = campus.walk("verified", domain="energy")
    campus.reopen(case)
    _, domains = board(campus)
    assert domains["energy"]["reopened"] == 1
    assert "silent" not in domains["energy"]
    assert ratio(domains["energy"], "solved") == (0, 1)


def test_the_total_is_the_sum_of_the_domains(campus):
    campus.walk("closed", domain="catering")
    campus.walk("dispatched", domain="transport")
    campus.walk("rectified", domain="energy")
    reply, domains = board(campus)
    for name in ("answered", "solved", "satisfied", "overdue", "on_time"):
        parts = [ratio(f, name) for f in domains.values()]
        assert ratio(reply["total"], name) == tuple(map(sum, zip(*parts)))
    assert reply["total"]["received"] == 3


def test_open_cases_past_their_deadline_are_overdue(campus, stack):
    campus.walk("dispatched", domain="catering")
    key = "sup:{c0}:due:catering"
    members = stack.client().zrange(key, 0, -1)
    assert len(members) == 1
    # as if the deadline had been long ago: the board must not have asked for anything else
    stack.client().zrem(key, members[0])
    stack.client().zadd(key, {b"000000000001" + members[0][12:]: 0})
    _, domains = board(campus)
    assert ratio(domains["catering"], "overdue") == (1, 1)


def test_another_month_has_its_own_figures(campus):
    campus.submit(domain="catering")
    reply, domains = board(campus, period="2020-02")
    assert reply["period"] == "2020-02" and "received" not in reply["total"]
    reply, _ = board(campus, period=month())
    assert reply["total"]["received"] == 1


@pytest.mark.parametrize("period", ["2026-13", "2026-00", "1999-12", "26-01", "2026-1", "x",
                                    "2026-01-01", "二〇二六"])
def test_a_period_that_cannot_be_is_refused(campus, period):
    problem(campus.get("board", params={"period": period}), 422, "value", "period")


def test_the_board_is_the_same_for_everybody(campus):
    campus.submit()
    one, two, three = (ok(campus.get("board", actor)) for actor in (None, INSPECTOR, OFFICE))
    for reply in (one, two, three):
        reply.pop("generated_at")
    assert one == two == three


def test_a_counter_of_a_wrong_type_is_a_clear_problem(campus, stack):
    stack.client().set(f"sup:{{c0}}:board:{month()}", "x")
    problem(campus.get("board"), 500, "store_type")
