"""The recount itself: each damage of the store that it is there for, it finds."""
import pytest
import recount
from harness import STUDENT, ok
from supervision.v1 import cases_pb2, engine_pb2

NAME = "sup:{c0}:"


def lose_an_entry(client, case):
    key = f"{NAME}open"
    client.zrem(key, client.zrange(key, 0, 0)[0])


def keep_an_old_entry(client, case):
    client.zadd(f"{NAME}by:state:1", {f"0123456789ab:{case.id}:1131:catering": 0})


def count_twice(client, case):
    key = next(iter(client.scan_iter(match="sup:[{]c0}:board:*")))
    client.hincrby(key, "catering.received", 1)


def count_twice_for_the_unit(client, case):
    key = next(iter(client.scan_iter(match="sup:[{]c0}:figures:catering-centre:*")))
    client.hincrby(key, "catering.1.solvable", 1)


def count_for_another_unit(client, case):
    key = next(iter(client.scan_iter(match="sup:[{]c0}:figures:catering-centre:*")))
    client.rename(key, key.replace(b"catering-centre", b"contractor-food"))


def lose_a_supporter(client, case):
    client.hincrby(f"{NAME}tally:{case.id}", "supporters", -1)


def lose_an_event(client, case):
    client.rpop(f"{NAME}events:{case.id}")


def edit_an_event(client, case):
    key = f"{NAME}events:{case.id}"
    client.lset(key, 0, client.lindex(key, 0).replace(b"reporter", b"receiver"))


def skip_a_number(client, case):
    key = f"{NAME}sequence:notice:{case.last['notice']['year']}"
    client.set(key, client.get(key)[:8] + engine_pb2.SequenceRecord(
        schema=1, last=7).SerializeToString())


def store_a_derived_field(client, case):
    key = f"{NAME}case:{case.id}"
    record = cases_pb2.CaseRecord.FromString(client.get(key)[8:])
    record.case.overdue = True
    client.set(key, client.get(key)[:8] + record.SerializeToString())


def forget(field, value):
    def damage(client, case):
        key = f"{NAME}case:{case.id}"
        record = cases_pb2.CaseRecord.FromString(client.get(key)[8:])
        if field == "urgent_at":
            record.urgent_at.seconds += value
        else:
            setattr(record, field, value)
        client.set(key, client.get(key)[:8] + record.SerializeToString())
    damage.__name__ = f"remember_another_{field}"
    return damage


def extend_without_an_event(client, case):
    key = f"{NAME}case:{case.id}"
    record = cases_pb2.CaseRecord.FromString(client.get(key)[8:])
    record.case.deadlines.extended = 1
    client.set(key, client.get(key)[:8] + record.SerializeToString())


@pytest.mark.parametrize("damage", [
    lose_an_entry, keep_an_old_entry, count_twice, count_twice_for_the_unit,
    count_for_another_unit, lose_a_supporter, lose_an_event,
    edit_an_event, skip_a_number, store_a_derived_field, forget("period", "2001-01"),
    forget("urgent_at", 1), forget("facts", 1), forget("unit_facts", 1), extend_without_an_event],
    ids=lambda damage: damage.__name__)
def test_the_recount_finds(campus, damage):
    case = campus.dispatch(campus.submit())
    ok(campus.request("POST", f"cases/{case.id}/support", STUDENT))
    client = campus.stack.client()
    recount.check(client, "c0")
    damage(client, case)
    with pytest.raises(AssertionError):
        recount.check(client, "c0")


def test_time_that_passes_for_a_case_leaves_the_store_right(campus):
    case = campus.walk("verified")
    before = recount.Campus(campus.stack.client(), "c0").records[case.id]
    recount.age(campus.stack.client(), "c0", case.id, days=40)
    after = recount.check(campus.stack.client(), "c0").records[case.id]
    assert recount.ms(before, "urgent_at") - recount.ms(after, "urgent_at") == 40 * 86400000
    assert before.period != after.period
    campus.confirm(case)
    recount.check(campus.stack.client(), "c0")
