#!/usr/bin/python3
"""make bench: the module against `return 200`, a Lua handler and redis-benchmark.

Owns: the contests, how load is made and counted, the table.
Must not know: how the contenders are configured (contest.py).

Exit 0: it ran, whatever the figures; a missed target is said in the table. Anything that
breaks (another status than the one wanted, an error, a case that is missing) ends it with 1.
"""
import json
import os
import re
import statistics
import subprocess
import sys
import uuid

sys.dont_write_bytecode = True

import contest  # noqa: E402
import filled  # noqa: E402
import harness  # noqa: E402
import recount  # noqa: E402
import servers  # noqa: E402

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "2"))
CONNECTIONS = 64
CASES = int(os.environ.get("BENCH_CASES", "100000"))
STORED = (CASES, CASES // 5)  # cases, inspections
TERM = 6  # months
SCORE = os.path.join(harness.TOP, "build/bench/score")
WRK = os.path.join(contest.HERE, "wrk.lua")


class Broken(Exception):
    """A sentence for whoever reads the output."""


# --- load ---------------------------------------------------------------------------------

def wrk(url, seconds, bodies=None, headers=None):
    """(requests, requests a second) of one run in which every reply was as wanted."""
    env = {**os.environ, "BENCH_RUN": str(uuid.uuid4())[:28]}
    if bodies:
        env["BENCH_BODIES"] = bodies
    words = [word for name, value in (headers or {}).items()
             for word in ("-H", f"{name}: {value}")]
    out = subprocess.run(
        [servers.tool("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", WRK, *words,
         url],
        env=env, text=True, check=True, stdout=subprocess.PIPE).stdout
    found = re.search(r"^bench (\d+) (\d+) (\d+) (\d+)$", out, re.M)
    if not found:
        raise Broken(f"wrk said nothing of use about {url}:\n{out}")
    requests, microseconds, errors, status = map(int, found.groups())
    if errors or status or not requests:
        raise Broken(f"{url}: {requests} requests, {errors} errors of connections, "
                     f"{status} replies of a wrong status")
    return requests, requests * 1e6 / microseconds


def read(base, path):
    def run(seconds):
        return wrk(base + contest.BASE + path, seconds)[1]
    return run


def standing(full):
    """Of one unit over a term: as staff see it, on a campus with so much stored."""
    url = full.stack.url(f"/t0/{full.path(TERM)}")

    def run(seconds):
        return wrk(url, seconds, headers=full.headers)[1]
    return run


def committed(race, before, counted, slack, what):
    """Every reply that was counted is a case that Redis has; what was under way when the
    load ended may be there too."""
    grown = race.settled() - before
    if not counted <= grown <= counted + slack:
        raise Broken(f"{what}: {counted} replies 201, but {grown} cases more in Redis")


def intake(race, base, bodies):
    def run(seconds):
        race.restore()
        before = race.received()
        requests, rate = wrk(base + contest.BASE + "cases", seconds, bodies)
        committed(race, before, requests, CONNECTIONS, base)
        return rate
    return run


def inspecting(race, bodies):
    """Reports of one inspector's phones: each with a key, a text and a number of its own."""
    def run(seconds):
        race.restore()
        before = race.reports()
        requests, rate = wrk(f"{race.module}/t0/inspections", seconds, bodies,
                             harness.INSPECTOR.headers())
        grown = race.settled(race.reports) - before
        if not requests <= grown <= requests + CONNECTIONS:
            raise Broken(f"{requests} replies 201, but {grown} reports more in Redis")
        return rate
    return run


def redis_benchmark(race):
    words = race.commit.for_redis_benchmark()
    last = 10000

    def run(seconds):
        nonlocal last
        race.restore()
        before = race.received()
        n = max(5000, int(last * seconds))
        out = subprocess.run(
            [servers.tool("redis-benchmark"), "-s", race.stack.redis.socket, "-c", "16",
             "-P", "16", "-n", str(n), "-r", "1000000000", "--csv", *words],
            text=True, errors="replace", check=True, stdout=subprocess.PIPE).stdout
        found = re.search(r'","([\d.]+)"', out.splitlines()[-1])
        if not found:
            raise Broken(f"redis-benchmark said nothing of use:\n{out}")
        # a serial number may fall twice, and one batch more than n may be sent
        committed(race, before, n - n // 1000 - 1, n // 1000 + 256, "redis-benchmark")
        last = float(found.group(1))
        return last
    return run


# --- contests -----------------------------------------------------------------------------

def compete(runners):
    """Rates by name and round: A B C A B C ..., after a short run of each."""
    for run in runners.values():
        run(1)
    rates = {name: [] for name in runners}
    for _ in range(ROUNDS):
        for name, run in runners.items():
            rates[name].append(run(SECONDS))
    return rates


def same_replies(race):
    """The contenders answer the same: what is compared is work of the same kind."""
    path = f"{contest.BASE}cases/{race.case.id}"
    replies = [contest.fetch(base + path) for base in (race.module, race.plain, race.lua)]
    if any(status != 200 for status, _, _ in replies):
        raise Broken(f"GET {path}: {[status for status, _, _ in replies]}")
    texts = [json.loads(body) for _, _, body in replies]
    if texts[0] != texts[1] or texts[0] != texts[2]:
        raise Broken("the contenders show different cases:\n"
                     + "\n".join(map(contest.compact, texts)))
    for path in ("board", f"cases/{race.case.id}"):
        sizes = [header_bytes(*contest.fetch(base + contest.BASE + path))
                 for base in (race.module, race.plain, race.lua)]
        if len(set(sizes[:2])) != 1 or abs(sizes[2] - sizes[0]) > 40:
            raise Broken(f"GET {path}: the replies are of different sizes: {sizes}")


def header_bytes(_, headers, body):
    return sum(len(name) + len(value) + 4 for name, value in headers.items()) + len(body)


def write_posts(race):
    """The requests as wrk sends them, less those that the two classify differently: where
    a plugin's own code has spoken, which the Lua peer has not."""
    path = os.path.join(race.folder, "posts.lua")
    kept, sizes = 0, [0, 0]
    with open(path, "w", encoding="utf-8") as file:
        file.write("return {\n")
        for body in race.posts:
            replies = [race.post(base, body) for base in (race.module, race.lua)]
            if any(status != 201 for status, _ in replies):
                raise Broken(f"a post is refused: {replies}")
            seen = [judgement(reply["case"]) for _, reply in replies]
            commits = race.commits(2)
            sizes = [size + commit.bytes() for size, commit in zip(sizes, commits)]
            shapes = [commit.shape() for commit in commits]
            if shapes[0] != shapes[1] and seen[0] == seen[1]:
                raise Broken(f"the commits differ: {shapes} for {body}")
            if seen[0] == seen[1]:
                kept += 1
                file.write(f"  {{ {', '.join(map(lua_text, race.request(body)))} }},\n")
        file.write("}\n")
    os.chmod(path, 0o644)
    if not 0.95 < sizes[1] / sizes[0] < 1.05:
        raise Broken(f"the commits are of different sizes: {sizes}")
    if kept < len(race.posts) * 3 // 4:
        raise Broken(f"of {len(race.posts)} posts only {kept} are judged alike")
    return path, kept


def write_report(race):
    """One comprehensive check of catering as wrk sends it again and again."""
    path = os.path.join(race.folder, "report.lua")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"return {{ {{ {', '.join(map(lua_text, race.report()))} }} }}\n")
    os.chmod(path, 0o644)
    return path


def judgement(case):
    return (case["domain"], case.get("category"), case["severity"],
            [reason["rule"] for reason in case.get("reasons", ())])


def lua_text(text):
    return json.dumps(text, ensure_ascii=False)  # \r \n \" mean the same in Lua


def standings():
    """What is stored a hundred times costs no more to sum up: the ratio of the two."""
    if CASES < 20000:
        raise Broken("BENCH_CASES is 20000 at least: a hundredth has to hold the models")
    with filled.Filled(*STORED) as full, \
            filled.Filled(*(n // 100 for n in STORED)) as hundredth:
        recount.check(hundredth.redis, "c0")
        for campus, wanted in ((full, STORED), (hundredth, [n // 100 for n in STORED])):
            if campus.stored() != tuple(wanted):
                raise Broken(f"stored are {campus.stored()}, not {wanted}")
            campus.check_standing(TERM)
        rates = compete({"module": standing(full), "a hundredth": standing(hundredth)})
        full.check_logs()
        hundredth.check_logs()
    return rates


def scoring():
    """One comprehensive inspection of catering: (items, µs in core, µs with its message)."""
    out = subprocess.run([SCORE, os.path.join(harness.PLUGIN_DIR, "catering.so")], text=True,
                         check=True, stdout=subprocess.PIPE).stdout
    found = re.fullmatch(r"(\d+) ([\d.]+) ([\d.]+)\n", out)
    if not found or not float(found.group(2)) > 0:
        raise Broken(f"score said nothing of use: {out}")
    return found.groups()


# --- the table ----------------------------------------------------------------------------

def row(rates, what, peer, target):
    ratios = [a / b for a, b in zip(rates["module"], rates[peer])]
    ratio = statistics.median(ratios)
    verdict = "" if target is None else "yes" if ratio >= target else "below target"
    print(f"{what:<8} {peer:<16} {statistics.median(rates['module']):>10,.0f} "
          f"{statistics.median(rates[peer]):>10,.0f} {ratio:>7.2f} "
          f"{min(ratios):>6.2f}-{max(ratios):<6.2f} "
          f"{'' if target is None else f'>= {target:.2f}':>8}  {verdict}", flush=True)
    return target is None or ratio >= target


def main():
    with contest.Contest() as race:
        same_replies(race)
        bodies, kept = write_posts(race)
        race.stop_watching()
        print(f"{ROUNDS} rounds of {SECONDS} s, {CONNECTIONS} connections; "
              f"{kept} texts; medians, and the least and greatest ratio\n")
        print(f"{'what':<8} {'against':<16} {'module/s':>10} {'peer/s':>10} {'ratio':>7} "
              f"{'range':^13} {'target':>8}  reached")
        case = f"cases/{race.case.id}"
        reached = []
        rates = compete({"module": read(race.module, "board"),
                         "return 200": read(race.plain, "board"),
                         "Lua": read(race.lua, "board")})
        reached.append(row(rates, "board", "return 200", 0.9))
        row(rates, "board", "Lua", None)
        rates = compete({"module": read(race.module, case), "Lua": read(race.lua, case),
                         "return 200": read(race.plain, case)})
        reached.append(row(rates, "case", "Lua", 1.8))
        row(rates, "case", "return 200", None)
        rates = compete({"module": intake(race, race.module, bodies),
                         "Lua": intake(race, race.lua, bodies),
                         "redis-benchmark": redis_benchmark(race)})
        reached.append(row(rates, "intake", "Lua", 1.5))
        reached.append(row(rates, "intake", "redis-benchmark", 0.5))
        rates = compete({"module": inspecting(race, write_report(race)),
                         "a case": intake(race, race.module, bodies)})
        row(rates, "inspect", "a case", None)
        race.check_logs()
    reached.append(row(standings(), "standing", "a hundredth", 1 / 1.2))
    items, core, whole = scoring()
    print(f"\nscoring one comprehensive inspection in core: {core} µs ({items} items); "
          f"with all that explains it: {whole} µs")
    print(f"\n{sum(reached)} of {len(reached)} targets reached")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("interrupted")
    except (Broken, servers.ServerError, AssertionError, OSError,
            subprocess.CalledProcessError) as error:
        sys.exit(f"error: {error}")
