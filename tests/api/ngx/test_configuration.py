"""What `nginx -t` finds: every mistake in configuration, with its file and line.

Owns: the directives of module/ngx, one row for each mistake.
Must not know: requests; plugins that are wrong inside are tests/abi.
"""
import datetime
import os
import re

import pytest

import harness


@pytest.fixture(scope="module")
def bench():
    """A folder and a configuration that is right; no servers run."""
    stack = harness.Stack(start=False, redis="unix:{socket}")
    stack.port = 8080  # nginx -t does not mind when it is taken
    try:
        yield stack
    finally:
        stack.close()


def check(bench, old=None, new=None, text=None):
    """nginx -t of the right configuration with one change: (code, output, line)."""
    conf = bench.conf() if text is None else text
    if old is not None:
        assert old in conf, f"{old!r} is not in the configuration to be changed"
        conf = conf.replace(old, new, 1)
    bench._write("nginx.conf", conf)
    code, said = bench.nginx.test()
    line = 0
    if old is not None:
        place = conf.find(new.strip()) if new.strip() else -1
        line = conf.count("\n", 0, place) + 1 if place >= 0 else 0
    return code, said, line


def refused(bench, old, new, *parts, at=None):
    """Refused, with these parts in the message, at the line of `at` (or of what is new)."""
    code, said, line = check(bench, old, new)
    assert code != 0, f"accepted:\n{said}"
    for part in parts:
        assert part in said, said
    if at is not None:
        conf = os.path.join(bench.folder, "nginx.conf")
        with open(conf, encoding="utf-8") as file:
            line = next(n for n, row in enumerate(file, 1) if at in row)
    assert f"nginx.conf:{line}" in said, f"line {line} expected:\n{said}"


def warnings(said):
    """All but the calendar's: one day the shipped one is about to end, and says so."""
    return [row for row in said.splitlines()
            if "[warn]" in row and "calendar.txtpb: its last_day" not in row]


def test_the_configuration_of_the_harness_is_right(bench):
    code, said, _ = check(bench)
    assert code == 0, said
    assert not warnings(said), said


CAMPUS = "supervision_campus c0 测试大学;"
REDIS = "    supervision_redis unix:"


@pytest.mark.parametrize("value, part", [
    ("unix:/tmp/x db=-1", "a number from 0 to 65535"),
    ("unix:/tmp/x db=x", "a number from 0 to 65535"),
    ("unix:/tmp/x connect_timeout=0", "a time from 1ms to 10m"),
    ("unix:/tmp/x command_timeout=1h", "a time from 1ms to 10m"),
    ("unix:/tmp/x durability=never", "always, everysec, any or replicas:N"),
    ("unix:/tmp/x durability=replicas:0", "always, everysec, any or replicas:N"),
    ("unix:/tmp/x user=", "the name of an ACL user"),
    ("unix:/tmp/x pool=7", "does not know \"pool=7\""),
    ("unix:", "address of Redis"),
    ("127.0.0.1:99999", "invalid port in the address of Redis"),
    ("no-such-host.invalid:6379", "host not found in the address of Redis"),
])
def test_an_address_or_option_of_redis_that_is_none_is_refused(bench, value, part):
    rest = f"supervision_redis unix:{bench.redis.socket};"
    refused(bench, rest, f"supervision_redis {value};", part)


def test_the_password_of_redis_must_be_readable_by_its_owner_alone(bench):
    path = bench._write("redis.password", "secret\n", 0o644)
    rest = f"supervision_redis unix:{bench.redis.socket};"
    new = f"supervision_redis unix:{bench.redis.socket} password_file={path};"
    refused(bench, rest, new, "holds secrets", "mode 0644")
    os.chmod(path, 0o600)
    code, said, _ = check(bench, rest, new)
    assert code == 0, said


def test_one_redis_cannot_have_two_sets_of_options(bench):
    refused(bench, CAMPUS, CAMPUS + "\n            supervision_redis "
            f"unix:{bench.redis.socket} durability=any;", "other options", at="durability=any")


def test_a_campus_lives_in_one_redis_alone(bench):
    refused(bench, CAMPUS, CAMPUS + "\n            supervision_redis unix:/tmp/another;",
            "campus \"c0\" is kept in another Redis", at="supervision on")


@pytest.mark.parametrize("campus", ["C0", "-c", "c_0", "c" * 33, "{c}", "校"])
def test_a_campus_id_that_could_not_be_part_of_a_key_is_refused(bench, campus):
    refused(bench, "supervision_campus c0 测试大学;", f"supervision_campus '{campus}' 测试;",
            "must be 1 to 32 of a-z, 0-9 and -")


@pytest.mark.parametrize("location", ["location = /c0/", "location /c0", "location ~ ^/c0/",
                                      "location ~* /c0/", "location @c0"])
def test_a_location_that_is_no_prefix_with_a_slash_is_refused(bench, location):
    conf = re.sub(r" +location = /c0/evidence \{[^}]*\}\n", "", bench.conf())
    before = "        location /c0/ {\n            supervision on;"
    assert before in conf
    conf = conf.replace(before, f"        {location} {{\n            supervision on;", 1)
    bench._write("nginx.conf", conf)
    code, said = bench.nginx.test()
    line = conf.count("\n", 0, conf.index(location + " {")) + 2
    assert code != 0 and "ends with \"/\"" in said and f"nginx.conf:{line}" in said, said


def test_a_domain_that_no_plugin_brings_is_refused(bench):
    refused(bench, CAMPUS, CAMPUS + "\n            supervision_domains catering parking;",
            "no \"supervision_plugin\" brings the domain \"parking\"", at="catering parking")


def test_a_domain_named_twice_is_refused(bench):
    refused(bench, CAMPUS, CAMPUS + "\n            supervision_domains energy energy;",
            "\"energy\" is named twice", at="energy energy")


def test_two_locations_of_a_campus_must_know_the_same_domains(bench):
    refused(bench, CAMPUS, CAMPUS + "\n            supervision_domains catering;",
            "campus \"c0\" is served with other domains", at="supervision on;")


def test_a_role_that_does_not_exist_is_refused_when_it_is_constant(bench):
    refused(bench, CAMPUS, CAMPUS + "\n            supervision_role chief;",
            "role \"chief\" is none of", at="supervision on;")


@pytest.mark.parametrize("name, parts", [
    ("supervision_secrets", ["without \"supervision_secrets\""]),
    ("supervision_redis", ["without \"supervision_redis\""]),
    ("supervision_plugin ", ["without any \"supervision_plugin\""]),
])
def test_a_location_cannot_be_on_without_what_it_needs(bench, name, parts):
    conf = "\n".join("" if row.strip().startswith(name) else row
                     for row in bench.conf().split("\n"))
    code, said, _ = check(bench, text=conf)
    line = conf[:conf.index("supervision on;")].count("\n") + 1
    assert code != 0 and f"nginx.conf:{line}" in said, said
    for part in parts:
        assert part in said, said


def test_a_location_cannot_be_on_without_a_campus(bench):
    refused(bench, CAMPUS, "", "without \"supervision_campus\"", at="supervision on;")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o602])
def test_secrets_that_others_have_rights_to_are_refused(bench, mode):
    path = os.path.join(bench.folder, "secrets")
    os.chmod(path, mode)
    try:
        code, said, _ = check(bench)
    finally:
        os.chmod(path, 0o600)
    assert code != 0 and f"(mode {mode:04o}): chmod 0600" in said and "nginx.conf:" in said


@pytest.mark.parametrize("text, part", [
    ("", "is empty"),
    ("k1 tooshort\n", ":1: not a key"),
    ("# none\n\nk1 " + "A" * 43 + "=\nk1 " + "B" * 43 + "=\n", ":4: not a key"),
])
def test_secrets_that_are_no_keys_are_refused_with_their_line(bench, text, part):
    path = bench._write("secrets.bad", text, 0o600)
    refused(bench, f"supervision_secrets {bench.folder}/secrets;",
            f"supervision_secrets {path};", part)


def test_secrets_must_be_a_regular_file(bench):
    refused(bench, f"supervision_secrets {bench.folder}/secrets;",
            f"supervision_secrets {bench.folder}/tmp;", "not a regular file")
    refused(bench, f"supervision_secrets {bench.folder}/secrets;",
            f"supervision_secrets {bench.folder}/absent;", "cannot open")


@pytest.mark.parametrize("text, part", [
    ("holidays { from: '2026-10-01' to: '2026-10-07' }", "first_day"),
    ("nonsense: 1", "nonsense"),
    ("first_day: '2026-01-01' last_day: '2026-12-31'", "hours"),
    ("first_day: '2026-02-30'", "first_day"),
])
def test_a_calendar_that_is_none_is_refused_with_field_and_reason(bench, text, part):
    path = bench._write("calendar.bad", text)
    refused(bench, f"supervision_calendar {harness.TOP}/conf/calendar.txtpb;",
            f"supervision_calendar {path};", f"calendar {path}:", part)


def calendar_to(bench, name, days):
    """A calendar whose last_day is so many days after today, in the campus's time."""
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
    last = (now + datetime.timedelta(days=days)).date()
    with open(f"{harness.TOP}/conf/calendar.txtpb", encoding="utf-8") as file:
        hours = re.findall(r"^hours .*$", file.read(), re.M)
    return bench._write(name, f"first_day: '2025-01-01'\nlast_day: '{last}'\n"
                        + "\n".join(hours) + "\n")


@pytest.mark.parametrize("days, part", [
    (-2, "its last_day is over"), (2, "less than 30 days ahead"),
    (28, "less than 30 days ahead"), (32, None)])
def test_a_calendar_about_to_end_warns_with_its_line_and_is_taken(bench, days, part):
    path = calendar_to(bench, "calendar.ends", days)
    code, said, line = check(
        bench, f"supervision_calendar {harness.TOP}/conf/calendar.txtpb;",
        f"supervision_calendar {path};")
    assert code == 0, said
    rows = [row for row in said.splitlines() if "[warn]" in row]
    if part is None:
        assert not rows, said
    else:
        assert len(rows) == 1 and part in rows[0] and f"nginx.conf:{line}" in rows[0], said


@pytest.mark.parametrize("name", ["absent", "tmp"])
def test_a_calendar_that_cannot_be_read_is_refused_at_its_own_line(bench, name):
    refused(bench, f"supervision_calendar {harness.TOP}/conf/calendar.txtpb;",
            f"supervision_calendar {bench.folder}/{name};", f"{bench.folder}/{name}\"")


def test_without_a_calendar_there_is_a_warning(bench):
    code, said, _ = check(bench, f"supervision_calendar {harness.TOP}/conf/calendar.txtpb;", "")
    assert code == 0 and "[warn]" in said and "no \"supervision_calendar\"" in said, said


@pytest.mark.parametrize("zone", ["8", "+8:00", "+15:00", "+08:60", "Asia/Shanghai"])
def test_a_time_zone_is_written_like_plus_08_00(bench, zone):
    refused(bench, "    supervision_zone ",
            f"    supervision_timezone {zone};\n    supervision_zone ", "is not like +08:00",
            at="supervision_timezone")


@pytest.mark.parametrize("line, part", [
    ("supervision_idempotency 0;", "from 1m to 30d"),
    ("supervision_idempotency 59s;", "from 1m to 30d"),
    ("supervision_idempotency 31d;", "from 1m to 30d"),
    ("supervision_idempotency soon;", "invalid value"),
    ("supervision_board_cache 61s;", "from 0 to 1m"),
    ("supervision_board_cache -1;", "invalid value"),
    ("supervision_office '';", "UTF-8 of 1 to 64 characters"),
    ("supervision_notice_prefix '';", "UTF-8 of 1 to 64 characters"),
    ("supervision_report_prefix '';", "UTF-8 of 1 to 64 characters"),
    ("supervision_notice_prefix " + "整" * 65 + ";", "UTF-8 of 1 to 64 characters"),
])
def test_a_value_that_could_not_be_meant_is_refused(bench, line, part):
    refused(bench, CAMPUS, f"{CAMPUS}\n            {line}", part, at=line)


@pytest.mark.parametrize("time", ["0", "99ms", "61s", "on", "soon", "10s 10s"])
def test_timed_work_is_off_or_a_time(bench, time):
    refused(bench, "supervision_timed_work off;", f"supervision_timed_work {time};",
            "invalid number of arguments" if " " in time else "neither \"off\" nor a time",
            at="supervision_timed_work")


@pytest.mark.parametrize("line", ["supervision_timed_work 100ms;", "supervision_timed_work 1m;",
                                  ""])
def test_timed_work_may_be_fast_slow_or_by_default(bench, line):
    code, said, _ = check(bench, "supervision_timed_work off;", line)
    assert code == 0, said


def test_the_ends_of_each_range_are_taken(bench):
    for line in ("supervision_idempotency 1m;", "supervision_idempotency 30d;",
                 "supervision_board_cache 0;", "supervision_board_cache 1m;",
                 "supervision_notice_prefix " + "整" * 64 + ";"):
        code, said, _ = check(bench, CAMPUS, f"{CAMPUS}\n            {line}")
        assert code == 0, said


def test_maps_that_a_configuration_of_before_has_for_error_pages_stand(bench):
    maps = """http {
    map $status $supervision_problem { default '{"code":"own"}'; }
    map $status $supervision_retry_after { default ""; 429 1; }
"""
    code, said, _ = check(bench, "http {\n", maps)
    assert code == 0 and not warnings(said), said


@pytest.mark.parametrize("row", ["supervision_office {};", "supervision_notice_prefix {};",
                                 "supervision_report_prefix {};",
                                 "supervision_campus c0 {};"])
def test_a_configuration_in_gbk_is_refused_where_its_texts_would_be_shown(bench, row):
    """It would come back in replies and on notices, as bytes that are no JSON."""
    marked = row.format("GBK-TEXT")
    old = CAMPUS if "campus" in row else f"{CAMPUS}\n"
    conf = bench.conf().replace(old, marked + "\n" if old == CAMPUS else old + marked + "\n", 1)
    line = conf.count("\n", 0, conf.index(marked)) + 1
    path = os.path.join(bench.folder, "nginx.conf")
    with open(path, "wb") as file:
        file.write(conf.encode().replace(b"GBK-TEXT", "后勤处".encode("gbk")))
    code, said = bench.nginx.test()
    assert code != 0 and "must be UTF-8" in said and f"nginx.conf:{line}" in said, said


def test_a_zone_too_small_to_hold_anything_is_refused(bench):
    refused(bench, "supervision_zone supervision 1m;", "supervision_zone supervision 4k;",
            "zone size \"4k\"")


@pytest.mark.parametrize("line, part", [
    ("supervision_plugin parking;", "parking.so"),
    ("supervision_plugin /no/such/plugin.so;", "/no/such/plugin.so"),
    ("supervision_plugin catering;", "the domain \"catering\" already comes from"),
    ("supervision_plugin /etc/hostname;", "/etc/hostname"),
    ("supervision_plugin catering colour=red;", "\"rulebook=FILE\" may follow"),
    ("supervision_plugin_path /tmp;", "duplicate"),
])
def test_a_plugin_line_that_cannot_be_followed_is_refused(bench, line, part):
    last = "    supervision_plugin energy;"
    conf = bench.conf()
    number = conf[:conf.index(last)].count("\n") + 2
    code, said, _ = check(bench, last, f"{last}\n    {line}")
    assert code != 0 and part in said and f"nginx.conf:{number}" in said, said


def test_a_rulebook_file_takes_the_place_of_the_plugins_own(bench):
    with open(f"{harness.TOP}/plugins/catering/rulebook.txtpb", encoding="utf-8") as file:
        text = file.read()
    good = bench._write("rulebook.good", text)
    old = "    supervision_plugin catering;"
    code, said, _ = check(bench, old, f"    supervision_plugin catering rulebook={good};")
    assert code == 0, said
    bad = bench._write("rulebook.bad", text + "\nnonsense: 7\n")
    refused(bench, old, f"    supervision_plugin catering rulebook={bad};",
            f"rulebook {bad}:{text.count(chr(10)) + 2}: nonsense")
    other = f"{harness.TOP}/plugins/energy/rulebook.txtpb"
    refused(bench, old, f"    supervision_plugin catering rulebook={other};",
            f"rulebook {other}:", "energy")


PHOTOS = "supervision_evidence {};"


@pytest.mark.parametrize("value, part", [
    ("/no/such/folder", "cannot be used"),
    ("{conf}", "is no folder"),
    ("{here} max_size=8k", "must be from 64k to 64m"),
    ("{here} max_size=1g", "must be from 64k to 64m"),
    ("{here} max_size=", "must be from 64k to 64m"),
    ("{here} threads=2", "invalid parameter"),
    ("{here} thread_pool=", "invalid parameter"),
    ("{here} thread_pool=nowhere", "unknown thread pool"),
    ("off max_size=8m", "takes nothing after"),
    ("{here}; supervision_evidence off", "is duplicate"),
])
def test_a_folder_of_photos_that_cannot_be_is_refused(bench, value, part):
    words = {"here": bench.evidence, "conf": f"{bench.folder}/nginx.conf"}
    refused(bench, PHOTOS.format(bench.evidence), PHOTOS.format(value.format(**words)), part,
            at="supervision_evidence")


def test_the_photos_of_a_campus_lie_in_one_folder(bench):
    elsewhere = os.path.join(bench.folder, "tmp")
    refused(bench, CAMPUS, CAMPUS + "\n            " + PHOTOS.format(elsewhere),
            "another folder", at="supervision on")
    code, said, _ = check(bench, CAMPUS, CAMPUS + "\n            supervision_evidence off;")
    assert code == 0, said


@pytest.mark.parametrize("line", ["supervision_campus c1;", "supervision_evidence off;",
                                  "supervision_domains catering;"])
def test_an_address_inside_a_location_is_the_same_api(bench, line):
    old = "location = /c0/evidence {\n                supervision on;"
    code, said, _ = check(bench, old, f"{old}\n                {line}")
    assert code != 0 and "is an address of the location around it" in said, said


def test_the_shipped_configuration_is_right(bench):
    """conf/nginx.conf as it is, over a prefix that looks like a built tree."""
    prefix = os.path.join(bench.folder, "tree")
    os.makedirs(os.path.join(prefix, "build/nginx/evidence"), exist_ok=True)
    os.makedirs(os.path.join(prefix, "build/module"), exist_ok=True)
    os.makedirs(os.path.join(prefix, "conf"), exist_ok=True)
    for name in ("nginx.conf", "supervision.conf", "supervision-http.conf", "calendar.txtpb"):
        with open(f"{harness.TOP}/conf/{name}", encoding="utf-8") as file:
            bench._write(f"tree/conf/{name}", file.read())
    for link, target in (("build/plugins", harness.PLUGIN_DIR),
                         ("build/module/ngx_http_supervision_module.so", harness.MODULE)):
        if not os.path.lexists(os.path.join(prefix, link)):
            os.symlink(os.path.abspath(target), os.path.join(prefix, link))
    with open(os.path.join(bench.folder, "secrets"), encoding="ascii") as file:
        bench._write("tree/build/nginx/secrets", file.read(), 0o600)
    done = harness.servers.subprocess.run(
        [harness.servers.tool("nginx"), "-p", prefix, "-c", f"{prefix}/conf/nginx.conf", "-t"],
        env=bench.nginx.env, text=True, stdout=harness.servers.subprocess.PIPE,
        stderr=harness.servers.subprocess.STDOUT, check=False)
    assert done.returncode == 0 and not warnings(done.stdout), done.stdout
