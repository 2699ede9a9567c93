"""Occurrences of the calendar recounted, and put as if timed work had made them.

Owns: what of an occurrence stands in indexes and counters, worked out from its record alone.
Must not know: HTTP, how occurrences come about.

    recount_checks.put(stack.client(), "c0", unit="catering-centre", state="missed", from_=...)
"""
import collections
import datetime
import os
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "build", "py"))

from supervision.v1 import calendar_pb2, rules_pb2  # noqa: E402

ZONE = datetime.timezone(datetime.timedelta(hours=8))  # 中国标准时间
Occurrence = calendar_pb2.Occurrence
SELF = rules_pb2.Schedule.By.Value("self")
OVER = {"done", "late", "missed"}
DUE = OVER | {"due"}  # what is excused is not asked for


def _ms(stamp):
    return stamp.seconds * 1000 + stamp.nanos // 1000000


def from_of(o):
    return _ms(getattr(o, "from"))


def state_of(o):
    return Occurrence.State.Name(o.state)


def entries_of(o):
    """{index: member} of the indexes that an occurrence stands in."""
    who = f"{o.by}{int(o.covert)}"
    member = f"{from_of(o):012x}:{o.id}:{o.state}:{who}:{o.domain}".encode()
    entries = {"occurrences": member, f"occurrences:unit:{o.unit}": member}
    if state_of(o) == "due":
        entries["occurrences:open"] = (f"{_ms(o.until):012x}:{o.id}:{from_of(o):012x}:{who}:"
                                       f"{o.domain}:{o.unit}").encode()
    return entries


def counted_in(o):
    at = datetime.datetime.fromtimestamp(from_of(o) / 1000, ZONE)
    return f"{at:%Y-%m}"


def counters_of(o):
    """[(key, counter)]; a covert visit counts once it has been made."""
    state, month = state_of(o), counted_in(o)
    if o.covert and state not in ("done", "late"):
        return []
    facts = {f"checks_{state}"} | ({"checks_due"} if state in DUE else set())
    if o.by == SELF and state in OVER:
        facts.add(f"self_{state}")
    counters = [(f"figures:{o.unit}:{month}", f"{o.domain}.{fact}") for fact in facts]
    if state in OVER:
        counters.append((f"board:{month}", f"{o.domain}.checks_due"))
    if state in ("done", "late"):
        counters.append((f"board:{month}", f"{o.domain}.checks_done"))
    return counters


def records_of(strings):
    """Of all stored strings, by key without the campus: {id: OccurrenceRecord}."""
    records = {}
    for key, value in strings.items():
        if key.startswith("occurrence:"):
            record = calendar_pb2.OccurrenceRecord.FromString(value[8:])
            assert key == f"occurrence:{record.occurrence.id}"
            records[record.occurrence.id] = record
    return records


def check(records, hashes):
    """The records by themselves, and the figures of units that count checks."""
    derived = [f.name for f in Occurrence.DESCRIPTOR.fields if f.number >= 60]
    for name, record in records.items():
        o = record.occurrence
        assert record.counted_in == counted_in(o), name
        assert not {f.name for f, _ in o.ListFields()} & set(derived), name
        assert from_of(o) < _ms(o.to) <= _ms(o.until), name
        assert (state_of(o) in ("done", "late")) == bool(o.inspection), name
        assert (state_of(o) == "excused") == bool(o.reason), name
    expected = collections.Counter(
        counter for record in records.values() for counter in counters_of(record.occurrence))
    found = {(key, name.decode()): int(value) for key, counters in hashes.items()
             for name, value in counters.items()
             if key.startswith("figures:") and int(value)
             and (b".checks_" in name or b".self_" in name)}
    assert found == {c: n for c, n in expected.items() if c[0].startswith("figures:")}


def put(client, campus, day=None, n=1, hours=(0, 1, 2), **fields):
    """An occurrence made by hand. hours from now: window begins, ends, grace ends."""
    now = datetime.datetime.now(datetime.timezone.utc)
    o = Occurrence(**{"schedule": "catering-daily", "domain": "catering", "template": "daily",
                      "unit": "catering-centre", "by": "self", "state": "due", **fields})
    for name, offset in zip(("from", "to", "until"), hours):
        getattr(o, name).FromDatetime(now + datetime.timedelta(hours=offset))
    day = day or (now + datetime.timedelta(hours=8)).strftime("%Y%m%d")
    o.id = f"{o.schedule}.{day}.{n}"
    record = calendar_pb2.OccurrenceRecord(schema=1, occurrence=o, counted_in=counted_in(o))
    prefix = f"sup:{{{campus}}}:"
    pipe = client.pipeline(transaction=True)
    version = client.incr(prefix + "seq")
    pipe.set(f"{prefix}occurrence:{o.id}",
             version.to_bytes(8, "big") + record.SerializeToString(deterministic=True))
    for index, member in entries_of(o).items():
        pipe.zadd(prefix + index, {member: 0})
    for key, counter in counters_of(o):
        pipe.hincrby(prefix + key, counter, 1)
    pipe.execute()
    return o
