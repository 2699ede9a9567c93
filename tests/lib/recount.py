"""Redis recounted: what must stand in it, worked out again from the cases alone.

Owns: reading stored records in Python, and the comparison of every index, board counter, tally,
    notice number and event chain with what the cases say; letting time pass for one case.
Must not know: HTTP, what a test is about.

    recount.check(stack.client(), "c0")        asserts that nothing is left over or missing
    recount.age(stack.client(), "c0", case.id, hours=72)    all its times lie earlier
"""
import collections
import datetime
import glob
import hashlib
import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path[:0] = [os.path.join(TOP, "build", "py"), os.path.join(TOP, "tests", "lib")]

import recount_checks  # noqa: E402
import recount_inspections  # noqa: E402
import recount_keys  # noqa: E402
from supervision.v1 import cases_pb2, engine_pb2, evidence_pb2  # noqa: E402

ZONE = datetime.timezone(datetime.timedelta(hours=8))  # 中国标准时间
Case = cases_pb2.Case
SEEKS_SOLVING = {"complaint", "repair", "inspection", "directive"}
UNREPORTED = {"inspection", "directive"}
ASIDE = {"rejected", "withdrawn", "merged"}
OVER = ASIDE | {"closed"}
# As the bits of CaseRecord.facts lie.
FACTS = ("received", "answered", "solvable", "solved", "satisfied", "dissatisfied", "silent",
         "awaiting", "rectified", "on_time", "reopened")
OF_UNITS = {"solvable", "rectified", "on_time", "reopened", "satisfied", "dissatisfied"}


def state_of(case):
    return Case.State.Name(case.state)


def kind_of(case):
    return Case.Kind.Name(case.kind)


def ms(message, field):
    """A time of the message as UTC ms; None when it is not set."""
    if not message.HasField(field):
        return None
    stamp = getattr(message, field)
    return stamp.seconds * 1000 + stamp.nanos // 1000000


# Everything under a pattern at one moment: timed work goes on while a test counts.
OF_ONE_MOMENT = """
local found = {}
for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
    local kind, value = redis.call('TYPE', key).ok
    if kind == 'string' then value = redis.call('GET', key)
    elseif kind == 'zset' then value = redis.call('ZRANGE', key, 0, -1)
    elseif kind == 'hash' then value = redis.call('HGETALL', key)
    elseif kind == 'list' then value = redis.call('LRANGE', key, 0, -1) end
    found[#found + 1] = {key, kind, value}
end
return found
"""


class Campus:
    """All that Redis holds of one campus."""

    def __init__(self, client, campus):
        self.prefix = f"sup:{{{campus}}}:"
        self.strings, self.sets, self.hashes, self.lists = {}, {}, {}, {}
        kept = {b"string": self.strings, b"zset": self.sets, b"list": self.lists}
        for key, kind, value in client.eval(OF_ONE_MOMENT, 0,
                                            self.prefix.replace("{", "[{]") + "*"):
            name = key.decode()[len(self.prefix):]
            if kind == b"hash":
                self.hashes[name] = dict(zip(value[::2], value[1::2]))
            else:
                kept[kind][name] = value
        self.records = {}
        for key, value in self.strings.items():
            if key.startswith("case:"):
                record = cases_pb2.CaseRecord.FromString(value[8:])
                self.records[record.case.id] = record
        self.occurrences = recount_checks.records_of(self.strings)
        self.inspections = recount_inspections.records_of(self.strings)

    def events(self, case_id):
        return [cases_pb2.Event.FromString(raw) for raw in self.lists[f"events:{case_id}"]]

    def tally(self, case_id):
        return int(self.hashes.get(f"tally:{case_id}", {}).get(b"supporters", 0))


# --- what a case means -----------------------------------------------------------------------

def due_of(case):
    """When its running deadline is; None when none runs."""
    clock = {"submitted": "sign_by", "dispatched": "sign_by", "rectifying": "rectify_by"}
    field = clock.get(state_of(case))
    return ms(case.deadlines, field) if field else None


def urgency_of(case):
    """Where it stands among the urgent ones."""
    if due_of(case):
        return due_of(case)
    if state_of(case) == "verified":
        return ms(case, "verified_at") + 7 * 86400000
    return ms(case.deadlines, "rectify_by") or ms(case, "submitted_at")


def entries_of(case):
    """{index: time} of the indexes that a case stands in."""
    submitted, due = ms(case, "submitted_at"), due_of(case)
    entries = {"by:all": submitted, f"by:domain:{case.domain}": submitted,
               f"by:unit:{case.unit}": submitted, f"by:state:{case.state}": submitted}
    if kind_of(case) == "directive":
        entries.update({"directives": submitted, f"directives:unit:{case.unit}": submitted})
    if state_of(case) in OVER:
        return entries
    entries.update(dict.fromkeys(("open", f"open:unit:{case.unit}"), urgency_of(case)))
    if case.place and case.category:
        entries[f"near:{case.domain}:{case.category}:{case.place}"] = submitted
    if due:
        entries[f"due:{case.domain}"] = due
    return entries


def member_of(case, time):
    return (f"{time:012x}:{case.id}:{case.kind}{case.state}{case.severity}{case.source}:"
            f"{case.domain}").encode()


def facts_of(case):
    state, kind = state_of(case), kind_of(case)
    word = case.satisfaction.Word.Name(case.satisfaction.word)
    heard = state == "closed" and kind not in UNREPORTED
    rectified = (state in ("rectified", "verified", "closed")
                 and case.HasField("rectified_at"))
    return {name for name, holds in {
        "received": True,
        "answered": case.HasField("answered_at"),
        "solvable": kind in SEEKS_SOLVING and state not in ASIDE,
        "solved": kind in SEEKS_SOLVING and state == "closed",
        "satisfied": heard and word == "satisfied",
        "dissatisfied": heard and word == "dissatisfied",
        "silent": heard and word not in ("satisfied", "dissatisfied"),
        "awaiting": state == "verified" and kind not in UNREPORTED,
        "rectified": rectified,
        "on_time": rectified and ms(case, "rectified_at") <= ms(case.deadlines, "rectify_by"),
        "reopened": case.counters.reopened > 0}.items() if holds}


def unit_facts_of(case):
    """Those that count for its unit: reopened is one of what calls for solving."""
    facts = facts_of(case) & OF_UNITS if case.unit else set()
    return facts if "solvable" in facts else facts - {"reopened"}


def figures_of(case):
    """[(key, counter)] of its unit's month."""
    return [(f"figures:{case.unit}:{_month(case)}", f"{case.domain}.{case.kind}.{fact}")
            for fact in unit_facts_of(case)]


def derived_of(case):
    """What the record remembers of what was derived: period, urgent_at, facts, unit_facts."""
    def bits(facts):
        return sum(1 << bit for bit, name in enumerate(FACTS) if name in facts)
    return (_month(case), urgency_of(case), bits(facts_of(case)), bits(unit_facts_of(case)))


# --- the comparison --------------------------------------------------------------------------

def check_indexes(campus):
    expected = collections.defaultdict(set)
    for record in campus.records.values():
        for index, time in entries_of(record.case).items():
            expected[index].add(member_of(record.case, time))
    for record in campus.occurrences.values():
        for index, member in recount_checks.entries_of(record.occurrence).items():
            expected[index].add(member)
    for record in campus.inspections.values():
        for index, member in recount_inspections.entries_of(record):
            expected[index].add(member)
    found = {index: set(members) for index, members in campus.sets.items()
             if index not in ("units", "places")}
    left = {i: found.get(i, set()) - expected[i] for i in found if found[i] - expected[i]}
    missing = {i: expected[i] - found.get(i, set()) for i in expected
               if expected[i] - found.get(i, set())}
    assert (left, missing) == ({}, {}), f"left over: {left}; missing: {missing}"


def check_board(campus):
    expected = collections.Counter()
    for record in campus.records.values():
        for fact in facts_of(record.case):
            expected[f"board:{_month(record.case)}", f"{record.case.domain}.{fact}"] += 1
    for record in campus.occurrences.values():
        expected.update(counter for counter in recount_checks.counters_of(record.occurrence)
                        if counter[0].startswith("board:"))
    found = {(key, name.decode()): int(value) for key, counters in campus.hashes.items()
             if key.startswith("board:") for name, value in counters.items() if int(value)}
    assert found == dict(expected)


def check_figures(campus):
    """Of cases: <domain>.<kind>.<fact>. Those of checks and inspections have no kind."""
    expected = collections.Counter(
        counter for record in campus.records.values() for counter in figures_of(record.case))
    found = {(key, name.decode()): int(value) for key, counters in campus.hashes.items()
             if key.startswith("figures:") for name, value in counters.items()
             if name.count(b".") == 2 and int(value)}
    assert found == dict(expected)


def check_tallies(campus):
    """Each supporter once; a merged case's reporter and supporters count for its parent."""
    own = collections.Counter(key.split(":")[1] for key in campus.strings
                              if key.startswith("support:"))
    expected = collections.Counter(own)

    def total(case_id):
        return own[case_id] + sum(
            1 + total(child) for child, record in campus.records.items()
            if state_of(record.case) == "merged" and record.case.parent == case_id)
    for case_id in campus.records:
        expected[case_id] = total(case_id)
    assert {i: campus.tally(i) for i in campus.records} == dict(expected)


def check_chain(campus, case_id):
    """The history by the raw bytes, and what of the case only its events can tell."""
    record, before, state = campus.records[case_id], b"", "state_unspecified"
    raw = campus.lists[f"events:{case_id}"]
    assert len(raw) == record.event_count
    for number, data in enumerate(raw, 1):
        event = cases_pb2.Event.FromString(data)
        assert (event.sequence, event.previous_hash) == (number, before), case_id
        assert Case.State.Name(getattr(event, "from")) == state, (case_id, event)
        assert not event.hash and not event.action_name, "derived fields are never stored"
        state = Case.State.Name(event.to)
        before = hashlib.sha256(data).digest()
    assert before == record.last_event_hash, case_id
    assert state == state_of(record.case), case_id
    actions = collections.Counter(event.action for event in campus.events(case_id))
    counters = record.case.counters
    assert ((counters.reopened, counters.extended, counters.returned, counters.reassigned)
            == tuple(actions[a] for a in ("reopen", "grant_extension", "return",
                                          "reassign"))), case_id
    assert counters.supporters == 0, "supporters are counted apart"
    deadline_set = max(n for n, event in enumerate(campus.events(case_id)) if event.action in (
        "submit", "dispatch", "reassign", "reopen"))
    assert record.case.deadlines.extended == sum(
        event.action == "grant_extension" for event in campus.events(case_id)[deadline_set:])


def check_photos(campus):
    """Used is what something refers to, and nothing refers to what is not there."""
    referred = set()
    for case_id, record in campus.records.items():
        referred.update(record.case.attachments)
        for event in campus.events(case_id):
            referred.update(event.evidence)
    for record in campus.inspections.values():
        for answer in recount_inspections.report_of(record).answers:
            referred.update(answer.evidence)
    used = {key.split(":")[1] for key, value in campus.strings.items()
            if re.fullmatch("evidence:[0-9a-f]{64}", key)
            and evidence_pb2.EvidenceRecord.FromString(value[8:]).used}
    assert used == referred


def check_notices(campus):
    """Numbers of a year without a gap, none twice, each in one event."""
    numbers = collections.defaultdict(list)
    for case_id, record in campus.records.items():
        issued = [e.notice_number for e in campus.events(case_id) if e.notice_number]
        for number in issued:
            year, sequence = re.fullmatch(r"后勤整改〔(\d{4})〕(\d+)号", number).groups()
            numbers[int(year)].append(int(sequence))
        assert record.case.notice.number == (issued[-1] if issued else "")
    for year, found in numbers.items():
        assert sorted(found) == list(range(1, len(found) + 1)), (year, sorted(found))
        last = engine_pb2.SequenceRecord.FromString(
            campus.strings[f"sequence:notice:{year}"][8:]).last
        assert last == len(found)
    assert len(numbers) == sum(k.startswith("sequence:notice:") for k in campus.strings)


def check_records(campus):
    derived = [f.name for f in Case.DESCRIPTOR.fields if f.number >= 60]
    for case_id, record in campus.records.items():
        set_fields = {f.name for f, _ in record.case.ListFields()}
        assert not set_fields & set(derived), (case_id, set_fields & set(derived))
        # what an inspection found has no reporter
        assert len(record.receipt_hash) == (0 if record.case.found_by else 32)
        # what is taken back at the next change must be what stands there now
        assert (record.period, ms(record, "urgent_at"), record.facts,
                record.unit_facts) == derived_of(record.case), case_id
        if record.case.state == Case.merged:
            parent = campus.records[record.case.parent].case
            assert parent.id != case_id and state_of(parent) not in ("rejected", "withdrawn")
    kept = {key.split(":", 1)[1] for key in campus.lists}
    assert kept == set(campus.records), "events without a case, or a case without events"


# --- whose a key is --------------------------------------------------------------------------

def owners():
    """{room: [pattern of its keys]}, from the tables themselves: `keys` of each subject, and
    the engine's own."""
    files = {}
    for path in glob.glob(os.path.join(TOP, "module/**/*.c"), recursive=True):
        with open(path, encoding="utf-8") as file:
            files[path] = file.read()
    return recount_keys.owners(files)


def check_owners(client, prefix):
    """Every key of a campus is exactly one room's; `seq` is the store's own."""
    rooms = owners()
    for key in client.scan_iter(match=prefix.replace("{", "[{]") + "*", count=1000):
        name = key.decode().removeprefix(prefix)
        whose = [room for room, patterns in rooms.items()
                 if any(pattern.fullmatch(name) for pattern in patterns)]
        assert name == "seq" or len(whose) == 1, (name, whose)


def check(client, campus):
    """Everything of a campus; the records for a test that wants to say more."""
    read = Campus(client, campus)
    check_owners(client, read.prefix)
    check_records(read)
    check_indexes(read)
    check_board(read)
    check_figures(read)
    recount_checks.check(read.occurrences, read.hashes)
    recount_inspections.check(read.inspections, read.strings, read.hashes, read.records)
    check_tallies(read)
    check_notices(read)
    check_photos(read)
    for case_id in read.records:
        check_chain(read, case_id)
    return read


# --- time that passes ------------------------------------------------------------------------

def move_times(message, delta_ms):
    for field, value in message.ListFields():
        if field.message_type is None or field.label == field.LABEL_REPEATED:
            continue
        if field.message_type.full_name == "google.protobuf.Timestamp":
            value.FromMilliseconds(value.ToMilliseconds() - delta_ms)
        else:
            move_times(value, delta_ms)


def age(client, campus, case_id, **delta):
    """As if all that ever happened to the case had happened so much earlier. Events stay as
    they are: they are history. What is derived from the case follows, within one transaction.
    """
    read = Campus(client, campus)
    record, name = read.records[case_id], read.prefix
    month, facts, figures = _month(record.case), facts_of(record.case), figures_of(record.case)
    removed = {i: member_of(record.case, t) for i, t in entries_of(record.case).items()}
    move_times(record.case, int(datetime.timedelta(**delta).total_seconds() * 1000))
    record.period, urgent, record.facts, record.unit_facts = derived_of(record.case)
    record.urgent_at.FromMilliseconds(urgent)
    pipe = client.pipeline(transaction=True)
    for index, member in removed.items():
        pipe.zrem(name + index, member)
    for index, time in entries_of(record.case).items():
        pipe.zadd(name + index, {member_of(record.case, time): 0})
    for fact in facts:
        pipe.hincrby(f"{name}board:{month}", f"{record.case.domain}.{fact}", -1)
    for fact in facts_of(record.case):
        pipe.hincrby(f"{name}board:{_month(record.case)}", f"{record.case.domain}.{fact}", 1)
    for counted, sign in ((figures, -1), (figures_of(record.case), 1)):
        for key, counter in counted:
            pipe.hincrby(name + key, counter, sign)
    version = read.strings[f"case:{case_id}"][:8]
    pipe.set(f"{name}case:{case_id}", version + record.SerializeToString(deterministic=True))
    pipe.execute()


def _month(case):
    at = datetime.datetime.fromtimestamp(ms(case, "submitted_at") / 1000, ZONE)
    return f"{at:%Y-%m}"
