"""Seeded garbage over all that takes a body: never a server error, always a clear problem.

Owns: the mutations.
Must not know: what good input leads to (the other files of this suite), the store's layout.
"""
import json
import random
import urllib.parse

import pytest

from bad_world import ACTIONS, BASE, FORM, JSON, PLACE, PROTOBUF, SHA, UNIT, VALUES
from harness import ADMIN, CATERING, Campus, INSPECTOR, NOBODY, OFFICE
from harness_fixtures import watched
from raw_http import check_problem, send

# --- random garbage -----------------------------------------------------------------------

GARBAGE_ROUTES = [("POST", "classify", {"text": "饭里有头发", "domain": "catering"}),
                  ("POST", "cases", {**BASE, "contact": {"phone": "1"}, "attachments": [SHA],
                                     "occurred_at": "2026-11-01T10:00:00Z"}),
                  ("POST", "cases/{id}/support", {}),
                  ("PUT", "units/garbage", {**UNIT, "domains": ["energy"]}),
                  ("PUT", "places/garbage", {**PLACE, "responsible": [
                      {"domain": "energy", "unit": "energy-centre"}]}),
                  *(("POST", f"cases/{{id}}/{action}", VALUES) for action in ACTIONS)]
PIECES = [b"{", b"}", b"[", b"]", b'"', b",", b":", b"\\u0000", b"\\ud800", b"\0", b"\xff",
          b"null", b"1e400", b"-0", b"%", b"%zz", b"&", b"=", "饭".encode(), b"true", b"9" * 30, b"\x08\xff", b"contact.phone=",
          b"text=", b'"text":', b'"kind":"complaint"', b"[" * 40]


def mutate(rng, body):
    body = bytearray(body)
    for _ in range(rng.randint(1, 6)):
        at = rng.randint(0, len(body))
        way = rng.randrange(5)
        if way == 0:
            body[at:at] = rng.choice(PIECES)
        elif way == 1:
            del body[at:at + rng.randint(1, 12)]
        elif way == 2 and body:
            body[at % len(body)] = rng.randrange(256)
        elif way == 3:
            body[at:at] = body[rng.randint(0, len(body)):][:20]
        else:
            body[at:at] = rng.randbytes(rng.randint(1, 8))
    return bytes(body)


def flat(fields):
    return {f"{name}.{inner}" if isinstance(value, dict) else name: value
            for name, value in fields.items()
            for inner in (value if isinstance(value, dict) else [None])}


@pytest.mark.parametrize("method, path, fields", GARBAGE_ROUTES,
                         ids=[row[1] for row in GARBAGE_ROUTES])
def test_garbage_never_makes_a_server_error(shared_stack, method, path, fields):
    """A campus of its own: now and then garbage is a case."""
    for _ in watched(shared_stack):
        campus = Campus(shared_stack, 2)
        case = campus.submit()
        rng = random.Random(f"{method} {path}")
        actors = (OFFICE, ADMIN, CATERING, INSPECTOR, NOBODY)
        bodies = {JSON: json.dumps(fields, ensure_ascii=False).encode(),
                  PROTOBUF: b"\x08\x01\x12\x08catering\x22\x06\xe9\xa5\xad\xe9\x87\x8c"
                            b"\x42\x03\x12\x011",
                  FORM: urllib.parse.urlencode(flat(fields), doseq=True).encode()}
        for type, good in bodies.items():
            for _ in range(12):
                actor = ADMIN if method == "PUT" else rng.choice(actors)
                body = mutate(rng, good) if rng.random() < 0.85 else rng.randbytes(
                    rng.randint(0, 200))
                answer = send(shared_stack, method, "/t2/" + path.format(id=case.id), body,
                              [*actor.headers().items(), ("Content-Type", type),
                               ("Idempotency-Key", f"garbage-{rng.random()}")])
                assert answer.status < 500, (type, body, str(answer))
                if answer.status >= 400:
                    check_problem(answer, answer.status)
