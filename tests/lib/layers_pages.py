#!/usr/bin/python3
"""Who may import whom among the rooms of module/pages/src, by what the files really import.

Owns: the table of the rooms, what of a room is there for others, whose words are whose, and the
    test of this check itself.
Must not know: what a page does.

A room is a folder of src/, and means what the server's room of that name means. From outside
only its public files are imported: a few by name and not one index, because the file of an
element defines that element: an index would load the views of a room into every page that wants
one function of it. Words (t.<name>, declared in a room's texts/) belong to a room like its code.
"""
import os
import re
import sys

SRC = "module/pages/src"
FILES_MAX = 40  # of a folder

# Room: the rooms that it may import, its public files, and those that entries alone import. The
# kit knows no room and is there for all; app speaks of all, entries are what the build makes
# bundles of. Each stands below what it imports.
ROOMS = {
    "kit": {"imports": "", "public": "*"},
    "evidence": {"imports": "kit", "public": "gallery.js photos.js"},
    "campus": {"imports": "kit", "public": "names.js place.js"},
    "rules": {"imports": "kit", "public": "measures.js rules.js", "views": "rulebook.js"},
    "scoring": {"imports": "kit evidence rules",
                "public": "answers.js checklist.js score-view.js"},
    "calendar": {"imports": "kit campus rules", "public": "", "views": "calendar.js"},
    "cases": {"imports": "kit evidence campus rules", "public": "",
              "views": "desk.js directives.js follow.js report.js"},
    "inspections": {"imports": "kit evidence campus rules scoring cases", "public": "",
                    "views": "inspect.js inspections.js"},
    "standing": {"imports": "kit campus rules", "public": "", "views": "board.js standing.js"},
    "app": {"imports": "kit", "public": "", "views": "app.js texts.js"},
    "entries": {"imports": "app rules calendar cases inspections standing", "public": ""},
}
ENTRIES = "entries"
TEXTS = re.compile(r"^(\w+)/texts/[a-z]+(?:\.zh|\.en)?\.js$")
TEXTS_OF_ALL = ("app/texts/zh.js", "app/texts/en.js")  # put together from the rooms' own
# Packages, and where: the chart library is large and loaded by one file alone.
PACKAGES = ((re.compile(r"lit(/.*)?"), re.compile(r".*")),
            (re.compile(r"echarts(/.*)?"), re.compile(r"kit/chart-library\.js")))

NAMES = r"[\w$*{}\s,]+?"
IMPORT = re.compile(rf"""(?:^|;)[ \t]*(?:import\b\s*(?:{NAMES}\s*\bfrom\s*)?|export\b\s*{NAMES}\s*\bfrom\s*)
                    (?P<quote>['"])(?P<name>[^'"\n]+)(?P=quote)
                    |\bimport\(\s*(?P<quoted>['"])(?P<loaded>[^'"\n]+)(?P=quoted)\s*[,)]""",
                    re.M | re.X)
UNREADABLE = re.compile(r"""\bimport\s*\((?!\s*(?:'[^'\n]+'|"[^"\n]+")\s*[,)])""")
DECLARED = re.compile(r"^  (\w+): \{", re.M)
WORDS = re.compile(r"""\bt(?:\.|\?\.)(\w+)\b|\bt(?:\?\.)?\[\s*(?:'(\w+)'|"(\w+)")\s*\]""")
COMPUTED = re.compile(r"""\bt(?:\?\.)?\[(?!\s*(?:'\w+'|"\w+")\s*\])"""
                      r"""|\b(?!t\b)[\w$]+\s*=\s*(?:this\.)?t\s*(?:[;,]|$)""", re.M)
BRACES = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
# const { report } = this.t, and const { t: { report } } = this or the same of a parameter.
TAKEN = re.compile(rf"{BRACES}\s*=\s*(?:[\w$]+\.)*t\b(?!\s*(?:\.|\?\.|\[|\())"
                   rf"|(?=\{{(?:[^{{}}]*,)?\s*t\s*:\s*{BRACES}[^{{}}]*\}}\s*(?:=(?!=)|\)\s*=>|\)\s*\{{))")
COMMENT = re.compile(r"(?:^|[ \t])//.*$|^[ \t]*/?\*.*$", re.M)


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def room_of(path):
    return path.split("/")[0] if "/" in path else ""


def imports_of(path, text):
    """[(line, what is imported)]: a path below src/, or a package's name."""
    found = []
    for match in IMPORT.finditer(text):
        name = match.group("name") or match.group("loaded")
        if name.startswith("."):
            name = os.path.normpath(os.path.join(os.path.dirname(path), name))
        else:
            name = f"package {name}"
        found.append((line_of(text, match.start()), name))
    return found


def package_fault(path, name):
    for package, files in PACKAGES:
        if package.fullmatch(name) and files.fullmatch(path):
            return ""
    return f"may not import {name}"


def import_fault(path, target, files, rooms):
    """Why this file may not import that one; '' when it may."""
    if target not in files:
        return f"imports {target}, which is not there"
    here, there = room_of(path), room_of(target)
    if path in TEXTS_OF_ALL and TEXTS.match(target):
        return ""
    if here == there:
        return ""
    rule = rooms[there]
    if there not in rooms[here]["imports"].split():
        return f"{here} may not import {there}"
    if TEXTS.match(target):
        return f"imports {target}: a room's texts are for app alone"
    name = target.split("/", 1)[1]
    views = rule.get("views", "").split()
    if rule["public"] == "*" or name in rule["public"].split():
        return ""
    if here == ENTRIES and name in views:
        return ""
    return f"imports {target}, which {there} keeps to itself"


def owners_of(files):
    """Name of words: the room that declares it."""
    return {match.group(1): room_of(path) for path, text in files.items()
            if path.endswith(".zh.js") and TEXTS.match(path) for match in DECLARED.finditer(text)}


def names_taken(inside):
    """The names of { a, b: { c }, ...d }, without what lies deeper."""
    while re.search(r"\{[^{}]*\}", inside):
        inside = re.sub(r"\{[^{}]*\}", "", inside)
    return [re.split(r"[:=]", part)[0].strip() for part in inside.split(",") if part.strip()]


def words_of(code):
    """[(name of words, where)]; the name is "" where it is not written out."""
    found = [(next(filter(None, match.groups())), match.start()) for match in WORDS.finditer(code)]
    found += [("", match.start()) for match in COMPUTED.finditer(code)]
    for match in TAKEN.finditer(code):
        found += [(name if re.fullmatch(r"[\w$]+", name) else "", match.start())
                  for name in names_taken(match.group(1) or match.group(2) or "")]
    return sorted(found, key=lambda one: one[1])


def word_faults(path, text, owners, rooms):
    here = room_of(path)
    code = COMMENT.sub("", text)
    for name, at in words_of(code):
        owner = owners.get(name, here)
        if not name:
            yield line_of(code, at), "takes words of t otherwise than by their names"
        elif owner != here and owner not in rooms[here]["imports"].split():
            yield line_of(code, at), f"{here} may not say t.{name} of {owner}"


def unreadable(text):
    code = COMMENT.sub("", text)
    for match in UNREADABLE.finditer(code):
        yield line_of(code, match.start()), "imports what is no plain name in quotes"


def cycle_in(graph):
    """The names of a cycle, or []. graph: {name: [names]}."""
    done, way = set(), []

    def visit(name):
        if name in way:
            return way[way.index(name):] + [name]
        if name in done:
            return []
        way.append(name)
        for other in graph.get(name, ()):
            found = visit(other)
            if found:
                return found
        way.pop()
        done.add(name)
        return []

    for start in sorted(graph):
        found = visit(start)
        if found:
            return found
    return []


def check(files, rooms):
    """The violations of a tree {path below src/: text}, as (path, line, why)."""
    bad = []
    graph, between = {}, {room: rule["imports"].split() for room, rule in rooms.items()}
    owners = owners_of(files)
    for path, text in sorted(files.items()):
        if room_of(path) not in rooms:
            bad.append((path, 1, "is in no room"))
            continue
        graph[path] = []
        for line, target in imports_of(path, text):
            if target.startswith("package "):
                fault = package_fault(path, target.removeprefix("package "))
            else:
                fault = import_fault(path, target, files, rooms)
                graph[path].append(target)
            if fault:
                bad.append((path, line, fault))
        bad += [(path, *fault) for fault in unreadable(text)]
        if not TEXTS.match(path):
            bad += [(path, *fault) for fault in word_faults(path, text, owners, rooms)]
    for what, of in (("rooms", between), ("files", graph)):
        cycle = cycle_in(of)
        if cycle:
            at = cycle[0] if what == "files" else f"{cycle[0]}/"
            bad.append((at, 1, f"a cycle of {what}: {' -> '.join(cycle)}"))
    for folder in sorted({os.path.dirname(path) for path in files}):
        n = sum(os.path.dirname(path) == folder for path in files)
        if n > FILES_MAX:
            bad.append((f"{folder}/", 1, f"has {n} files, more than {FILES_MAX}"))
    return bad


# --- the test of the check ------------------------------------------------------------------

GOOD = {
    "kit/element.js": "import { css } from 'lit';\nimport base from './styles/base.js';\n",
    "kit/styles/base.js": "export default 'import'; // t.report.title of nobody\n",
    "kit/chart-library.js": "export { init } from 'echarts/core';\n",
    "kit/chart.js": "const load = () => import('./chart-library.js');\n",
    "rules/texts/rules.zh.js": "export default {\n  severity: { minor: '' },\n};\n",
    "rules/rules.js": "import { Part } from '../kit/element.js';\n",
    "cases/texts/report.zh.js": "export default {\n  report: { title: '' },\n};\n",
    "cases/badges.js": "import {\n  boundOf,\n} from '../rules/rules.js';\nconst s = t.severity.minor;\n",
    "cases/report.js": "import './badges.js';\nconst title = (t) => t.report.title;\n",
    "cases/fine.js": "import { t } from \"../rules/rules.js\";\n// import(name) is not called\n"
                     "const { report: { title }, severity = 1 } = this.t;\nconst { t } = this;\n"
                     "const { minor } = t.severity;\nconst a = import('./report.js', {});\n",
    "rules/fine.js": "const f = (t) => ({ report }) => t === report;\nconst said = { t: { report: 1 } };\n",
    "app/texts.js": "import zh from './texts/zh.js';\n",
    "app/texts/zh.js": "import report from '../../cases/texts/report.zh.js';\n",
    "entries/supervision.js": "import '../app/texts.js';\nimport '../cases/report.js';\n",
}
PLANTED = [  # what is put into GOOD, and the violation that it makes
    ({"rules/b.js": "import '../cases/report.js';\n"}, "rules/b.js", "rules may not import cases"),
    ({"kit/b.js": "\n\nimport { a } from '../rules/rules.js';\n"}, "kit/b.js", "may not import rules"),
    ({"cases/b.js": "const a = import('../standing/c.js');\n", "standing/c.js": ""},
     "cases/b.js", "cases may not import standing"),
    ({"rules/private.js": "", "cases/b.js": "import '../rules/private.js';\n"},
     "cases/b.js", "rules keeps to itself"),
    ({"inspections/b.js": "import '../cases/report.js';\n"}, "inspections/b.js", "keeps to itself"),
    ({"entries/b.js": "import '../cases/badges.js';\n"}, "entries/b.js", "keeps to itself"),
    ({"cases/b.js": "import zh from '../rules/texts/rules.zh.js';\n"}, "cases/b.js", "for app alone"),
    ({"rules/b.js": "const a = t.report.title;\n"}, "rules/b.js", "may not say t.report of cases"),
    ({"inspections/b.js": 'import "../cases/report.js";\n'}, "inspections/b.js", "keeps to itself"),
    ({"rules/b.js": 'import{a}from"../cases/report.js";\n'}, "rules/b.js", "may not import cases"),
    ({"rules/b.js": '  export * from "../cases/report.js";\n'}, "rules/b.js", "may not import cases"),
    ({"rules/b.js": 'const a = import("../cases/report.js");\n'},
     "rules/b.js", "may not import cases"),
    ({"rules/b.js": "const a = import(`../cases/report.js`);\n"}, "rules/b.js", "no plain name"),
    ({"rules/b.js": "const a = import('../cases/' + name);\n"}, "rules/b.js", "no plain name"),
    ({"rules/b.js": "const a = import(\n  name);\n"}, "rules/b.js", "no plain name"),
    ({"rules/b.js": "const { report } = this.t;\n"}, "rules/b.js", "may not say t.report of cases"),
    ({"rules/b.js": "const {\n  severity, report: { title },\n} = t;\n"},
     "rules/b.js", "may not say t.report of cases"),
    ({"rules/b.js": "const { t: { report: said } } = this;\n"},
     "rules/b.js", "may not say t.report of cases"),
    ({"rules/b.js": "const f = ({ t: { report } }) => report;\n"},
     "rules/b.js", "may not say t.report of cases"),
    ({"rules/b.js": "const { severity, ...more } = this.t;\n"}, "rules/b.js", "by their names"),
    ({"rules/b.js": "const words = this.t;\n"}, "rules/b.js", "by their names"),
    ({"rules/b.js": "const a = t['report'];\n"}, "rules/b.js", "may not say t.report of cases"),
    ({"rules/b.js": "const a = t?.report;\n"}, "rules/b.js", "may not say t.report of cases"),
    ({"rules/b.js": "const a = this.t[name];\n"}, "rules/b.js", "by their names"),
    ({"cases/b.js": "import './c.js';\n", "cases/c.js": "import './b.js';\n"},
     "cases/b.js", "a cycle of files"),
    ({"cases/b.js": "import './b.js';\n"}, "cases/b.js", "a cycle of files"),
    ({"cases/b.js": "import './gone.js';\n"}, "cases/b.js", "is not there"),
    ({"cases/b.js": "import 'echarts/core';\n"}, "cases/b.js", "may not import echarts/core"),
    ({"elsewhere/b.js": ""}, "elsewhere/b.js", "is in no room"),
    ({"b.js": ""}, "b.js", "is in no room"),
    ({f"cases/f{n}.js": "" for n in range(40)}, "cases/", "more than 40"),
]


def self_test():
    """The check must find each kind of violation, there and nowhere else, and accept what is fine."""
    wrong = [f"finds in what is fine: {fault}" for fault in check(GOOD, ROOMS)]
    for planted, path, why in PLANTED:
        found = check({**GOOD, **planted}, ROOMS)
        if [f[0] for f in found] != [path] or why not in found[0][2]:
            wrong.append(f"{why!r} planted in {path}: found {found}")
    turned = {**ROOMS, "rules": {**ROOMS["rules"], "imports": "kit cases"}}
    if not any("a cycle of rooms" in why for _, _, why in check(GOOD, turned)):
        wrong.append("a cycle in the table is not found")
    for sentence in wrong:
        print(f"self-test of layers_pages: {sentence}")
    return len(wrong)


def run(top):
    """Prints each violation of the tree below top as file:line: why; their number."""
    wrong = self_test()
    if wrong:
        return wrong
    files = {}
    for folder, _, names in os.walk(os.path.join(top, SRC)):
        for name in names:
            if name.endswith(".js"):
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as source:
                    files[os.path.relpath(path, os.path.join(top, SRC))] = source.read()
    if not files:
        print(f"{SRC}:1: there are no files")
        return 1
    bad = check(files, ROOMS)
    for path, line, why in bad:
        print(f"{SRC}/{path}:{line}: {why}")
    return len(bad)


if __name__ == "__main__":
    TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    violations = run(TOP)
    print(f"pages: {violations} violations")
    sys.exit(1 if violations else 0)
