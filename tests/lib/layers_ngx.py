"""The files of module/ngx: who stands upon whom.

Owns: the order of that folder's files, and the scan that holds each of them to it.
Must not know: what the code does; who may include what of other folders (layers.py).

    layers_ngx.py           checks the tree; says file, line and why; exit 1 on any violation
    layers_ngx.py --self    only checks that violations are found

X.c and X.h are one part, X. A part stands upon those whose headers it includes. No part stands
upon itself by way of others, and README.md lists them so that each stands upon rows above it
alone. What X.h declares is defined in X.c, so that no call can go round the includes. No header
but the base reaches every file.
"""
import os
import re
import sys

FOLDER = "module/ngx"
PREFIX = "ngx_http_supervision_"
BASE = {"base"}
# nginx finds the module by its name; below its own file the name is a key, and not called.
KEYS = {"ngx_http_supervision_module"}

COMMENT = re.compile(r"/\*.*?\*/", re.S)
INCLUDE = re.compile(rf'^[ \t]*#[ \t]*include[ \t]*"(?:\w+/)*{PREFIX}(\w+)\.h"', re.M)
# A line that begins with the name: its type stands on the line before, as in nginx.
DEFINED = re.compile(rf"^({PREFIX}\w+)\((?:[^;{{]|\n)*?\)\n\{{", re.M)
DECLARED = re.compile(rf"(?<!\w)({PREFIX}\w+)\([^;{{}}]*\);", re.M)
EXTERN = re.compile(rf"^extern\b[^;(]*?(\w+)(?:\[\w*\])?;", re.M)
VARIABLE = r"^(?!extern)[\w ]*\b{}(?:\[\w*\])? = "
ROW = re.compile(r"^\| `\.\.\._(\w+)\.(?:\[ch\]|[ch])` \|", re.M)


def code_only(text):
    """Comments away, lines kept."""
    return COMMENT.sub(lambda match: "\n" * match.group().count("\n"), text)


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def part_of(name):
    return name.removeprefix(PREFIX).rsplit(".", 1)[0]


def edges_of(files):
    """{part: {part below it: (file, line)}}, the first place where it is included."""
    edges = {}
    for name, text in sorted(files.items()):
        below = edges.setdefault(part_of(name), {})
        for match in INCLUDE.finditer(text):
            if match.group(1) != part_of(name):
                below.setdefault(match.group(1), (name, line_of(text, match.start(1))))
    return edges


def below(edges, part, seen=None):
    """All that a part stands upon, at last."""
    seen = set() if seen is None else seen
    for other in edges.get(part, ()):
        if other not in seen:
            seen.add(other)
            below(edges, other, seen)
    return seen


def cycles(edges):
    for part, others in sorted(edges.items()):
        for other, (name, line) in sorted(others.items()):
            if part in below(edges, other):
                yield name, line, f"{part} stands upon {other}, and {other} upon {part}"


def everywhere(edges, files):
    """Headers that nobody can do without: they are one for all, under another name."""
    sources = {part_of(name) for name in files if name.endswith(".c")}
    for name in sorted(files):
        part = part_of(name)
        others = sources - {part} - BASE
        if name.endswith(".h") and part not in BASE and len(others) > 1 and all(
                part in below(edges, other) for other in others):
            yield name, 1, "reaches every file, which only the base may"


def strangers(files):
    """What is declared elsewhere than beside its definition."""
    codes = {name: code_only(text) for name, text in files.items()}
    defined = {}
    for name, code in codes.items():
        if name.endswith(".c"):
            for match in DEFINED.finditer(code):
                defined[match.group(1)] = (part_of(name), name, line_of(code, match.start()))
    declared = set()
    for name, code in sorted(codes.items()):
        if name.endswith(".c"):
            for match in EXTERN.finditer(code):
                yield name, line_of(code, match.start()), "extern stands in a header"
            continue
        own = codes.get(f"{name[:-2]}.c", "")
        for match in DECLARED.finditer(code):
            declared.add(match.group(1))
            if defined.get(match.group(1), ("",))[0] != part_of(name):
                yield (name, line_of(code, match.start()),
                       f"{match.group(1)}() is not defined in {name[:-2]}.c")
        for match in EXTERN.finditer(code):
            if match.group(1) not in KEYS and not re.search(
                    VARIABLE.format(match.group(1)), own, re.M):
                yield (name, line_of(code, match.start()),
                       f"{match.group(1)} is not defined in {name[:-2]}.c")
    for function, (_, name, line) in sorted(defined.items()):
        if function not in declared:
            yield name, line, f"{function}() is in no header: it is static"


def order(edges, readme):
    """README.md lists each part once, behind all that it stands upon."""
    above = set()
    for match in ROW.finditer(readme):
        part = match.group(1)
        line = line_of(readme, match.start())
        if part not in edges or part in above:
            yield "README.md", line, f"{part} is no part, or stands here twice"
        for other in sorted(set(edges.get(part, ())) - above):
            yield "README.md", line, f"{part} stands upon {other}, which is not above it"
        above.add(part)
    for part in sorted(set(edges) - above):
        yield "README.md", 1, f"{part} is not listed"


def check(files, readme):
    """The violations, as (file, line, why)."""
    edges = edges_of(files)
    return [*cycles(edges), *everywhere(edges, files), *strangers(files), *order(edges, readme)]


def self_test():
    """Finds each thing that it is there for, and accepts what is fine."""
    def tree(**changed):
        files = {
            "base.h": "void ngx_http_supervision_help(void);\n",
            "base.c": '#include "ngx_http_supervision_base.h"\n'
                      "void\nngx_http_supervision_help(void)\n{\n}\n",
            "low.h": '#include "ngx_http_supervision_base.h"\n'
                     "/* extern ngx_module_t b; */\nint\nngx_http_supervision_low(int a,\n"
                     "    int b);\nextern int ngx_http_supervision_n;\n",
            "low.c": '#include "ngx_http_supervision_low.h"\n'
                     "int ngx_http_supervision_n = 1;\n"
                     "int\nngx_http_supervision_low(int a,\n    int b)\n{\n}\n",
            "side.h": "", "side.c": '#include "ngx_http_supervision_base.h"\n',
            "top.c": '#include "ngx_http_supervision_low.h"\n'
                     "void f(void)\n{\n    ngx_http_supervision_low(1, 2);\n}\n"}
        for name, text in changed.items():
            files[name[:-2] + "." + name[-1]] += text
        return {PREFIX + name: text for name, text in files.items()}

    rows = [f"| `..._{part}.{kind}` | what |\n"
            for part, kind in (("base", "[ch]"), ("low", "[ch]"), ("side", "[ch]"), ("top", "c"))]
    listed = "".join(rows)
    include = '#include "ngx_http_supervision_{}.h"\n'.format
    wanted = [
        (tree(), listed, ""),
        (tree(low_c=include("side"), side_c=include("low")), listed, "stands upon"),
        (tree(base_h=include("low")), listed, "stands upon"),
        (tree(side_c=include("low")), listed, "reaches every file"),
        (tree(side_h="void ngx_http_supervision_help(void);\n"), listed, "is not defined in"),
        (tree(side_h="void ngx_http_supervision_lost(void);\n"), listed, "is not defined in"),
        (tree(side_h="extern int ngx_http_supervision_n;\n"), listed, "is not defined in"),
        (tree(side_h="extern ngx_module_t ngx_http_supervision_module;\n"), listed, ""),
        (tree(side_c="extern int ngx_http_supervision_n;\n"), listed, "extern stands"),
        (tree(side_c="void\nngx_http_supervision_own(void)\n{\n}\n"), listed, "is static"),
        (tree(), "".join([rows[1], rows[0], *rows[2:]]), "not above it"),
        (tree(), "".join(rows[:3]), "is not listed"),
        (tree(), listed + rows[0], "twice"),
    ]
    wrong = 0
    for number, (files, readme, why) in enumerate(wanted):
        found = check(files, readme)
        if bool(found) != bool(why) or not all(name and line for name, line, _ in found) or (
                why and not any(why in text for _, _, text in found)):
            print(f"self-test: module/ngx case {number}, for {why or 'nothing'}: {found}")
            wrong += 1
    return not wrong


def run(top):
    """Prints the violations of the tree below top; how many there are."""
    if not self_test():
        return 1
    folder = os.path.join(top, FOLDER)
    files = {}
    for name in os.listdir(folder):
        if name.endswith((".c", ".h")):
            with open(os.path.join(folder, name), encoding="utf-8") as source:
                files[name] = source.read()
    with open(os.path.join(folder, "README.md"), encoding="utf-8") as text:
        found = check(files, text.read())
    for name, line, why in found:
        print(f"{FOLDER}/{name}:{line}: {why}")
    return len(found) if files else 1


if __name__ == "__main__":
    if "--self" in sys.argv:
        sys.exit(0 if self_test() else 1)
    sys.exit(1 if run(os.path.dirname(os.path.dirname(os.path.dirname(
        os.path.abspath(__file__))))) else 0)
