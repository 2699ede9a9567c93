"""A campus with so many cases and inspections stored, for what must not depend on their number.

Owns: copies of cases and reports that the module itself made, spread over the past year, with
    all that is derived from them, written to Redis directly: over HTTP it would take an hour.
Must not know: how load is made, what is compared with what.

What is written is what the module would have written: tests/lib/recount.py says so of the
smaller campus.
"""
import collections
import datetime
import hashlib
import os

import contest  # noqa: F401  its paths
import harness
import recount
import recount_checks
import recount_inspections
from checklists import Checklist, inspect
from supervision.v1 import cases_pb2, engine_pb2, inspections_pb2, rules_pb2

DAYS = 359  # a prime: no model gets days of its own
STATES = ("submitted", "dispatched", "rectifying", "rectified", "verified", "closed", "closed",
          "closed", "closed", "rejected")
# Of ten reports: a daily self-check is what there is most of.
CHECKS = ("daily",) * 6 + ("weekly",) * 3 + ("comprehensive",)
BATCH = 2000
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
UNIT = "catering-centre"
NAME = "sup:{c0}:"


def new_id(at, number):
    """As module/core/sup_id.c prints them; its 35 bits are the number here."""
    digits = "".join(ALPHABET[number >> 5 * i & 31] for i in range(6, -1, -1))
    return f"{at:%y%m%d}-{digits}"


class Filled:
    """Servers of its own. url is what a wrk reads, headers who it is."""

    def __init__(self, cases, inspections):
        self.wanted = {"cases": cases, "inspections": inspections}
        self.stack = harness.Stack(
            start=False, workers=1, conf=contest.MODULE_CONF,
            main=f"load_module {harness.MODULE};",
            redis_options=("--auto-aof-rewrite-percentage", "0"))
        self.campus = harness.Campus(self.stack)
        self.headers = harness.OFFICE.headers()

    def __enter__(self):
        try:
            self.stack.redis.start()
            self.stack.start_nginx()
            self.stack.wait_ready()
            self.redis = self.stack.client()
            self.campus.prepare()
            self._fill()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.stack.close()

    def path(self, months):
        """Of the standing of one unit over so many months."""
        now = datetime.datetime.now(recount.ZONE)
        first = now.year * 12 + now.month - months
        return (f"units/{UNIT}/standing?from={first // 12:04}-{first % 12 + 1:02}"
                f"&to={now:%Y-%m}")

    def check_logs(self):
        with open(os.path.join(self.stack.folder, "error.log"), encoding="utf-8") as log:
            said = [line for line in log if harness.BAD_LOG.search(line) or "[error]" in line]
        assert not said, "".join(said[:20])

    def check_standing(self, months):
        """That what is read is what is stored: every case of the unit that calls for solving,
        of that many months."""
        reply = harness.ok(self.campus.get(self.path(months), harness.OFFICE))
        first, counted = reply["from"], 0
        for key in self.redis.scan_iter(match=f"sup:[{{]c0}}:figures:{UNIT}:*"):
            if key.decode()[-7:] >= first:
                counted += sum(int(value) for name, value in self.redis.hgetall(key).items()
                               if name.endswith(b".solvable"))
        part = next(part for part in reply["domains"][0]["parts"]
                    if part["name"] == "not_reopened")
        assert part["denominator"] == counted > self.wanted["cases"] // 20, (part, counted)
        assert reply["percent"] > 0 and len(reply["months"]) == months

    # --- cases -----------------------------------------------------------------------------

    def _fill(self):
        for domain in harness.DOMAINS:
            for state in STATES:
                self.campus.walk(state, domain, place="canteen-1")
            self.campus.confirm(self.campus.walk("verified", domain), rating=1)
            self.campus.reopen(self.campus.walk("verified", domain))
            self._inspect(domain)
        stored = recount.Campus(self.redis, "c0")
        writer = Writer(self.redis)
        models = [Model(stored, case_id) for case_id in stored.records]
        for number in range(self.wanted["cases"] - len(models)):
            writer.case(models[number % len(models)], number)
        models = [Report(stored, inspection) for inspection in stored.inspections]
        for number in range(self.wanted["inspections"] - len(models)):
            writer.report(models[number % len(models)], number)
        writer.finish()
        self._check()

    def _check(self):
        """The calendar of the unit that is read: a check each day, some missed."""
        for day in range(DAYS):
            state = "missed" if day % 9 == 0 else "done"
            at = datetime.datetime.now(recount.ZONE) - datetime.timedelta(days=day)
            recount_checks.put(
                self.redis, "c0", f"{at:%Y%m%d}", unit=UNIT, state=state,
                hours=[offset - 24 * day for offset in (-3, -2, -1)],
                **({} if state == "missed" else {"inspection": "260101-0000000"}))

    def _inspect(self, domain):
        """One report of each of CHECKS that the domain has; of every other one some items
        failed, such as need no photo."""
        codes = {rules_pb2.Template.Check.Name(t.check): t.code
                 for t in Checklist(domain, "comprehensive").book.templates}
        for n, name in enumerate(CHECKS):
            check = Checklist(domain, codes.get(name, "comprehensive"))
            simple = [item.code for item in check.items if not item.figures
                      and not item.by_code and rules_pb2.Item.photo not in item.evidence]
            by_unit = name == "daily" and name in codes
            inspect(self.campus, check,
                    harness.UNIT_OF[domain] if by_unit else harness.INSPECTOR,
                    fail=simple[:2] if n % 2 else ())

    def stored(self):
        """What Redis says: (cases, inspections)."""
        return self.redis.zcard(f"{NAME}by:all"), self.redis.zcard(f"{NAME}inspections")


class Model:
    """A case that the module made, and what it left in Redis."""

    def __init__(self, stored, case_id):
        self.version = stored.strings[f"case:{case_id}"][:8]
        self.record = stored.records[case_id]
        self.events = stored.events(case_id)
        self.at = datetime.datetime.fromtimestamp(
            recount.ms(self.record.case, "submitted_at") / 1000, recount.ZONE)


class Report:
    """An inspection that the module filed."""

    def __init__(self, stored, name):
        self.version = stored.strings[f"inspection:{name}"][:8]
        self.report = recount_inspections.report_of(stored.inspections[name])
        self.at = datetime.datetime.fromtimestamp(
            recount.ms(self.report, "submitted_at") / 1000, recount.ZONE)


class Writer:
    def __init__(self, redis):
        self.redis = redis
        self.pipe = redis.pipeline(transaction=False)
        self.members = collections.defaultdict(dict)
        self.counters = collections.Counter()
        self.numbers = collections.Counter()  # by key
        for key in redis.scan_iter(match="sup:[{]c0}:sequence:*"):
            self.numbers[key.decode()] = engine_pb2.SequenceRecord.FromString(
                redis.get(key)[8:]).last
        self.version = b""
        self.written = 0

    def case(self, model, number):
        """One more like the model, as if it had happened some days earlier."""
        days = number * 7919 % DAYS
        record = cases_pb2.CaseRecord.FromString(model.record.SerializeToString())
        case = record.case
        case.id = new_id(model.at - datetime.timedelta(days=days), number)
        recount.move_times(case, days * 86400000)
        if case.HasField("notice"):
            self._number(case.notice, "notice", "issued_at", "后勤整改")
        self.version = model.version
        key, last = f"{NAME}events:{case.id}", b""
        for event in model.events:
            last = self._event(key, event, days, last, case)
        record.last_event_hash = last
        record.period, urgent, record.facts, record.unit_facts = recount.derived_of(case)
        record.urgent_at.FromMilliseconds(urgent)
        self.pipe.set(f"{NAME}case:{case.id}",
                      model.version + record.SerializeToString(deterministic=True))
        for index, time in recount.entries_of(case).items():
            self.members[NAME + index][recount.member_of(case, time)] = 0
        for fact in recount.facts_of(case):
            self.counters[f"{NAME}board:{record.period}", f"{case.domain}.{fact}"] += 1
        for figures, counter in recount.figures_of(case):
            self.counters[NAME + figures, counter] += 1
        self._wrote()

    def report(self, model, number):
        report = inspections_pb2.Inspection.FromString(model.report.SerializeToString())
        days = number * 7919 % DAYS
        report.id = new_id(model.at - datetime.timedelta(days=days), number)
        recount.move_times(report, days * 86400000)
        self._number(report, "report", "submitted_at", "后勤检查")
        record = inspections_pb2.InspectionRecord(
            schema=1, report=report.SerializeToString(deterministic=True))
        record.digest = hashlib.sha256(record.report).digest()
        self.pipe.set(f"{NAME}inspection:{report.id}",
                      model.version + record.SerializeToString(deterministic=True))
        for index, member in recount_inspections.entries_of(record):
            self.members[NAME + index][member] = 0
        for (figures, counter), value in recount_inspections.counters_of(record).items():
            self.counters[NAME + figures, counter] += value
        self._wrote()

    def _number(self, message, kind, field, prefix):
        year = datetime.datetime.fromtimestamp(
            recount.ms(message, field) / 1000, recount.ZONE).year
        key = f"{NAME}sequence:{kind}:{year}"
        self.numbers[key] += 1
        message.year, message.sequence = year, self.numbers[key]
        message.number = f"{prefix}〔{year}〕{message.sequence}号"

    def _event(self, key, model, days, before, case):
        event = cases_pb2.Event.FromString(model.SerializeToString())
        recount.move_times(event, days * 86400000)
        event.previous_hash = before
        if event.notice_number:
            event.notice_number = case.notice.number
        data = event.SerializeToString(deterministic=True)
        self.pipe.rpush(key, data)
        return hashlib.sha256(data).digest()

    def _wrote(self):
        self.written += 1
        if self.written % BATCH == 0:
            self._flush()

    def _flush(self):
        for index, members in self.members.items():
            self.pipe.zadd(index, members)
        self.members.clear()
        self.pipe.execute()

    def finish(self):
        for (key, counter), value in self.counters.items():
            self.pipe.hincrby(key, counter, value)
        for key, last in self.numbers.items():
            self.pipe.set(key, self.version + engine_pb2.SequenceRecord(
                schema=1, last=last).SerializeToString())
        self._flush()
