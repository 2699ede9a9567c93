"""Whose a key is: the tables of keys in the sources, read as patterns.

Owns: finding those tables, and what a row of them matches; the test of this itself.
Must not know: Redis, what a key holds.

    owners({path: text})    {room: [pattern of its keys]}
"""
import os
import re

TABLE = re.compile(r"^(?:static )?const sup_key_row \w+\[\w*\] = \{(.*?)^\};", re.M | re.S)
ROW = re.compile(r'\{"([^"]+)",\s*"')
BLANK = re.compile(r"(<[^>]+>)")  # it stands between what is written out


def pattern_of(row):
    return re.compile("".join("[^:]+" if BLANK.fullmatch(part) else re.escape(part)
                              for part in BLANK.split(row)))


def owners(files):
    found = {}
    for path, text in sorted(files.items()):
        for table in TABLE.findall(text):
            rows = ROW.findall(table)
            assert rows, path
            found.setdefault(os.path.basename(os.path.dirname(path)), []).extend(
                pattern_of(row) for row in rows)
    return found


def self_test():
    """A room may have several tables, and no row means more than it says."""
    def table(name, *rows):
        lines = "".join(f'    {{"{row}", "what"}},\n' for row in rows)
        return f"static const sup_key_row {name}[] = {{\n{lines}}};\n"

    found = owners({
        "module/subjects/cases/a.c": table("keys", "case:<id>", "by.all") + table("more", "open"),
        "module/subjects/cases/b.c": table("keys", "tally:<id>:<day>"),
        "module/engine/c.c": table("keys", "timed.all")})
    wanted = [("case:1", "cases"), ("by.all", "cases"), ("open", "cases"), ("timed.all", "engine"),
              ("tally:1:2", "cases"), ("timed-all", ""), ("case:1:2", ""), ("case:", "")]
    wrong = [(key, room) for key, room in wanted if room != "".join(
        name for name, patterns in found.items() if any(p.fullmatch(key) for p in patterns))]
    for key, room in wrong:
        print(f"self-test of recount_keys: {key} is not of {room or 'nobody'}")
    return len(wrong)
