"""Inspections recounted: what their reports alone say must stand in the store.

Owns: what of an inspection stands in indexes, counters, numbers and cases.
Must not know: HTTP, what a test is about.
"""
import collections
import datetime
import hashlib
import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "build", "py"))

from supervision.v1 import cases_pb2, engine_pb2, inspections_pb2, scoring_pb2  # noqa: E402

ZONE = datetime.timezone(datetime.timedelta(hours=8))  # 中国标准时间
Score = scoring_pb2.Score


def records_of(strings):
    found = {}
    for key, value in strings.items():
        if key.startswith("inspection:"):
            found[key.split(":")[1]] = inspections_pb2.InspectionRecord.FromString(value[8:])
    return found


def report_of(record):
    return inspections_pb2.Inspection.FromString(record.report)


def _ms(report):
    return report.submitted_at.seconds * 1000 + report.submitted_at.nanos // 1000000


def entries_of(record):
    """[(index, member)]: of the report, and of each item that others found failing."""
    r = report_of(record)
    member = f"{_ms(r):012x}:{r.id}:{r.check}:{r.domain}".encode()
    entries = [(index, member) for index in ("inspections", f"inspections:domain:{r.domain}",
                                             f"inspections:unit:{r.unit}")]
    if cases_pb2.Case.self_check in r.tags:
        return entries
    return entries + [(f"failures:{r.unit}:{r.domain}",
                       f"{line.item}:{_ms(r):012x}:{r.id}".encode())
                      for line in r.score.lines if line.outcome == Score.failed]


def counters_of(record):
    """{(key, counter): value}: neither self-checks nor re-inspections are a measure."""
    r = report_of(record)
    if (cases_pb2.Case.self_check in r.tags or r.case
            or all(line.outcome == Score.skipped for line in r.score.lines)):
        return {}
    at = datetime.datetime.fromtimestamp(_ms(r) / 1000, ZONE)
    key = f"figures:{r.unit}:{at:%Y-%m}"
    return {(key, f"{r.domain}.inspections"): 1,
            (key, f"{r.domain}.percent_sum"): round(r.score.percent * 100)}


def check_numbers(records, strings):
    numbers = collections.defaultdict(list)
    for record in records.values():
        r = report_of(record)
        match = re.fullmatch(r"后勤检查〔(\d{4})〕(\d+)号", r.number)
        assert (int(match[1]), int(match[2])) == (r.year, r.sequence)
        numbers[r.year].append(r.sequence)
    for year, found in numbers.items():
        assert sorted(found) == list(range(1, len(found) + 1)), (year, sorted(found))
        last = engine_pb2.SequenceRecord.FromString(strings[f"sequence:report:{year}"][8:]).last
        assert last == len(found)


def check_raised(record, cases):
    """Every raised case is there and says where it comes from."""
    r = report_of(record)
    raised = list(r.raised) + list(record.raised_later)
    assert len({one.item for one in raised}) == len(raised)
    lost = {line.item for line in r.score.lines
            if line.outcome in (Score.failed, Score.partial)}
    for one in raised:
        case = cases[one.case].case
        assert (case.found_by, case.item, case.unit if not case.counters.reassigned else r.unit,
                case.kind) == (r.id, one.item, r.unit, cases_pb2.Case.inspection)
        assert one.item in lost


def check(records, strings, hashes, cases):
    derived = [f.name for f in inspections_pb2.Inspection.DESCRIPTOR.fields if f.number >= 60]
    expected = collections.Counter()
    for inspection_id, record in records.items():
        r = report_of(record)
        assert r.id == inspection_id
        assert hashlib.sha256(record.report).digest() == record.digest
        assert not {f.name for f, _ in r.ListFields()} & set(derived)
        expected.update(counters_of(record))
        check_raised(record, cases)
    found = {(key, name.decode()): int(value) for key, counters in hashes.items()
             if key.startswith("figures:") for name, value in counters.items()
             if name.endswith((b".inspections", b".percent_sum")) and int(value)}
    assert found == {key: value for key, value in expected.items() if value}
    check_numbers(records, strings)
