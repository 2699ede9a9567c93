"""A campus with so many cases and inspections stored, for what must not depend on their number.

Owns: copies of cases that the module itself made, spread over the past year, with all that is
    derived from them, written to Redis directly: over HTTP it would take an hour.
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
from supervision.v1 import api_pb2, case_pb2

DAYS = 359  # a prime: no model gets days of its own
STATES = ("submitted", "dispatched", "rectifying", "rectified", "verified", "closed", "closed",
          "closed", "closed", "rejected")
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
        stored = recount.Campus(self.redis, "c0")
        models = [Model(stored, case_id) for case_id in stored.records]
        writer = Writer(self.redis)
        for number in range(self.wanted["cases"] - len(models)):
            writer.case(models[number % len(models)], number)
        writer.finish()

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


class Writer:
    def __init__(self, redis):
        self.redis = redis
        self.pipe = redis.pipeline(transaction=False)
        self.members = collections.defaultdict(dict)
        self.counters = collections.Counter()
        self.numbers = collections.Counter()
        for key in redis.scan_iter(match="sup:[{]c0}:sequence:notice:*"):
            year = int(key.rsplit(b":", 1)[1])
            self.numbers[year] = api_pb2.SequenceRecord.FromString(redis.get(key)[8:]).last
        self.version = b""
        self.written = 0

    def case(self, model, number):
        """One more like the model, as if it had happened some days earlier."""
        days = number * 7919 % DAYS
        record = case_pb2.CaseRecord.FromString(model.record.SerializeToString())
        case = record.case
        case.id = new_id(model.at - datetime.timedelta(days=days), number)
        recount.move_times(case, days * 86400000)
        if case.HasField("notice"):
            self._number(case.notice)
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

    def _number(self, notice):
        year = datetime.datetime.fromtimestamp(
            recount.ms(notice, "issued_at") / 1000, recount.ZONE).year
        self.numbers[year] += 1
        notice.year, notice.sequence = year, self.numbers[year]
        notice.number = f"后勤整改〔{year}〕{notice.sequence}号"

    def _event(self, key, model, days, before, case):
        event = case_pb2.Event.FromString(model.SerializeToString())
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
        for year, last in self.numbers.items():
            self.pipe.set(f"{NAME}sequence:notice:{year}", self.version + api_pb2.SequenceRecord(
                schema=1, last=last).SerializeToString())
        self._flush()
