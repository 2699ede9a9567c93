"""Requests byte by byte as a test says, and what is in Redis before and after them.

Owns: sending what python3-requests would repair or refuse to send; dump().
Must not know: what a request means.
"""
import http.client
import json
import re

CJK = re.compile("[\u4e00-\u9fff]")
LATIN = re.compile("[A-Za-z]")


class Answer:
    """Status, headers (case-insensitive), body of one reply."""

    def __init__(self, what, response):
        self.what = what
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def __str__(self):
        return f"{self.what}: {self.status} {self.body[:1500]!r}"

    def json(self):
        return json.loads(self.body)

    @property
    def type(self):
        return self.headers.get("Content-Type", "")


def send(stack, method, path, body=b"", headers=(), chunked=0, length=True):
    """headers: pairs, sent in their order, twice when given twice. chunked: bytes a chunk."""
    connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=60)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        connection.putheader("Connection", "close")
        if chunked:
            connection.putheader("Transfer-Encoding", "chunked")
        elif length and (body or method in ("POST", "PUT", "PATCH")):
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        if chunked:
            for at in range(0, len(body), chunked):
                part = body[at:at + chunked]
                connection.send(b"%x\r\n%s\r\n" % (len(part), part))
            connection.send(b"0\r\n\r\n")
        elif body:
            connection.send(body)
        return Answer(f"{method} {path} {body[:200]!r}", connection.getresponse())
    finally:
        connection.close()


def dump(client):
    """All that Redis holds, byte by byte, and whether it expires."""
    keys = sorted(client.scan_iter(count=1000))
    with client.pipeline(transaction=False) as pipe:
        for key in keys:
            pipe.dump(key)
            pipe.pttl(key)
        values = pipe.execute()
    return {key: (values[2 * i], values[2 * i + 1] > 0) for i, key in enumerate(keys)}


def check_problem(answer, status, code=None, field=None):
    """A whole and clear problem document, in Chinese and in English."""
    text = str(answer)
    assert answer.status == status, text
    assert answer.type == "application/problem+json", text
    assert answer.headers["Cache-Control"] == "no-store", text
    body = answer.json()
    assert body["status"] == status, text
    assert body["type"] == f"urn:supervision:problem:{body['code']}", text
    for name in ("title", "detail"):
        assert CJK.search(body[name]), text
        assert LATIN.search(body[f"{name}_en"]), text
    if code is not None:
        assert body["code"] == code, text
    if field is not None:
        assert body.get("field", "") == field, text
    return body
