"""A store as text: all keys of some campuses, one JSON object a line, sorted by key.

Owns: the form of the lines; reading them back into an empty Redis, with what is left of the
    time of keys that expire.
Must not know: what any key means.

    {"key": "sup:{c0}:seq", "type": "string", "value": "MTI="}
    {"key": ..., "type": "string", "ttl_ms": 86000000, "value": ...}
    {"key": ..., "type": "hash", "value": {name: value}}, "list": [...], "zset": [[member, score]]

Values are base64; names of a hash and members of a set, which are ASCII, are text.
"""
import base64
import json


def _text(data):
    return base64.b64encode(data).decode("ascii")


READ = {
    "string": lambda client, key: _text(client.get(key)),
    "hash": lambda client, key: {n.decode("ascii"): v.decode("ascii") for n, v in sorted(
        client.hgetall(key).items())},
    "list": lambda client, key: [_text(v) for v in client.lrange(key, 0, -1)],
    "zset": lambda client, key: [[m.decode("ascii"), score] for m, score in client.zrange(
        key, 0, -1, withscores=True)],
}
WRITE = {
    "string": lambda pipe, key, value: pipe.set(key, base64.b64decode(value)),
    "hash": lambda pipe, key, value: pipe.hset(key, mapping=value),
    "list": lambda pipe, key, value: pipe.rpush(key, *map(base64.b64decode, value)),
    "zset": lambda pipe, key, value: pipe.zadd(key, dict(value)),
}


def lines(client):
    for key in sorted(client.scan_iter(count=2000)):
        kind, ttl = client.type(key).decode(), client.pttl(key)
        if kind == "none":
            continue  # a lease that has just expired
        row = {"key": key.decode("ascii"), "type": kind}
        if ttl >= 0:
            row["ttl_ms"] = ttl
        row["value"] = READ[kind](client, key)
        yield json.dumps(row, ensure_ascii=False)


def dump(client, path):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines(client))


def load(client, path):
    assert client.dbsize() == 0
    with open(path, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    pipe = client.pipeline(transaction=False)
    for row in rows:
        WRITE[row["type"]](pipe, row["key"], row["value"])
        if "ttl_ms" in row:
            pipe.pexpire(row["key"], row["ttl_ms"])
    pipe.execute()


def pass_time(client, delta):
    """Redis's own clock goes on as the servers' does: what would have expired has."""
    for key in client.scan_iter(count=2000):
        ttl = client.pttl(key)
        if ttl > 10000:  # a lease is renewed all the time
            client.pexpire(key, max(1, ttl - round(delta.total_seconds() * 1000)))
