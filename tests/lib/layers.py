"""The rooms of module/ and plugins/: who may include, and call, what.

Owns: the table of rooms and the scan that holds every source file against it.
Must not know: what the code does.

    layers.py           checks the tree; says file, line and why; exit 1 on any violation
    layers.py --self    only checks that violations are found
It runs the self-test first in either case: a check that finds nothing must be able to.

Three things hold of the real includes: a room includes rooms of its row alone; of another
room only its public headers; and neither rooms, nor files by the functions that they use of
each other, go round in a circle. What a header declares is defined in its own room, and no .c file
declares another's function, so that no call goes round the includes. The folders
module/ngx and module/pages have rules of their own beside these (layers_ngx.py,
layers_pages.py). The reading of the key tables (recount_keys.py) is tested here as well.
"""
import fnmatch
import os
import re
import sys

import layers_c
import layers_ngx
import layers_pages
import recount_keys
from layers_c import code_only, line_of

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FILES_MAX = 40  # sources of one folder
LINES_MAX = 60  # of a function, from its type to its last brace

# Headers of C itself that bring neither I/O nor time nor memory.
TYPES = {"stddef.h", "stdint.h", "string.h", "limits.h", "stdarg.h", "stdbool.h", "inttypes.h",
         "math.h", "assert.h", "ctype.h", "stdalign.h", "errno.h", "float.h"}
LIBC = TYPES | {"stdlib.h", "stdio.h", "time.h", "strings.h"}
TIME = {"google/protobuf/timestamp.pb-c.h"}
SCHEMA = {"supervision/v1/*.pb-c.h"} | TIME
ABI = {"sup_plugin.h"}  # all of what plugins and server share

ALLOCATES = r"\b(malloc|calloc|realloc|free|strdup|strndup|asprintf|alloca)\s*\("
CLOCK = r"\b(time|gettimeofday|clock_gettime|localtime|localtime_r|gmtime|mktime)\s*\("
STDIO = r"\b(printf|fprintf|puts|fputs|fopen|fread|fwrite|fgets|getenv|perror|system)\s*\("
PROCESS = r"\b(exit|abort|signal|fork|execv|dlopen|dlsym|pthread_\w+|socket|open|read|write)\s*\("
NGINX = r"\bngx_\w+"
# A variable that outlives a call and is not const: of the file, and what is static anywhere; a
# pointer to functions; a pointer that may be turned to another constant.
MUTABLE = "|".join((
    r"^(?!extern|typedef|const|static|enum|struct \w+( \{|;)|return)"
    r"(?:unsigned |struct )?\w+[ *]+(?:const )?\w+(?:\[[^\]]*\])*\s*(?:=[^=].*|;)$",
    r"^[ \t]*static\s+(?!const\b|inline\b)[^;=(){}]*[;={]",
    r"^[ \t]*static\s+[^;=(){}]*\(\s*\*\s*(?!const\b)\w",
    r"^(?:[ \t]*static\s+)?const\b[^;=(){}]*\*\s*(?!const\b)\w+\s*(?:\[[^\]]*\]\s*)*[;=,]"))

LIBRARY = [CLOCK, STDIO, NGINX]
PURE = LIBRARY + [MUTABLE]


class Room:
    """A folder: the rooms that it may include, its public headers (all of them: *), other
    headers, what its code must not contain, and whose messages it sees beside its own and
    those of the rooms that it may include."""

    def __init__(self, folder, may, public, includes=frozenset(), forbidden=PURE, sees=""):
        self.folder, self.may, self.public = folder, set(may.split()), public.split()
        self.includes, self.forbidden, self.sees = set(includes), forbidden, set(sees.split())


def subject(name, may, public="", includes=frozenset(), sees=""):
    """Every subject stands upon these, and hears of the others' changes by the topics."""
    common = "core wire kit engine topics"
    return Room(f"module/subjects/{name}", f"{common} {may}", public,
                LIBC | SCHEMA | set(includes), sees=sees)


# In an order in which each stands upon earlier ones alone.
ROOMS = {
    "include": Room("module/include", "", "*", TYPES, [ALLOCATES, CLOCK, STDIO, NGINX]),
    "core": Room("module/core", "", "*", TYPES | ABI | {"stdio.h"}, [ALLOCATES, CLOCK, STDIO, PROCESS, NGINX, MUTABLE]),
    "wire": Room("module/wire", "core", "sup_wire.h sup_jsonw.h",
                 {"protobuf-c/*", "jansson.h", "openssl/evp.h"} | SCHEMA | LIBC,
                 [CLOCK, STDIO, PROCESS, NGINX, MUTABLE]),
    "store": Room("module/store", "core", "sup_store.h sup_store_redis.h sup_store_memory.h",
                  {"sup_commit_lua.h", "hiredis/*"} | LIBC, LIBRARY),
    "media": Room("module/media", "core", "sup_image.h", {"vips/*", "pthread.h", "signal.h"} | LIBC),
    "kit": Room("module/kit", "core", "*", {"openssl/*"} | LIBC),
    # It knows no subject: of the schema its own file, and the states that a problem can name.
    "engine": Room("module/engine", "core wire store kit",
                   "sup_api.h sup_codes.h sup_ctx.h sup_cursor.h sup_exchange.h sup_index.h sup_once.h"
                   " sup_page.h sup_period.h sup_problem.h sup_put.h sup_roles.h sup_route.h"
                   " sup_sequence.h sup_subject.h sup_timed.h sup_topic.h",
                   {"protobuf-c/*", "supervision/v1/engine.pb-c.h",
                    "supervision/v1/cases.pb-c.h"} | TIME | LIBC, sees="cases"),
    "topics": Room("module/subjects/topics", "core engine", "sup_topics.h", SCHEMA,
                   sees="calendar cases inspections"),
    # Severities and reasons are a case's words.
    "rules": subject("rules", "", "sup_rules.h", {"pcre2.h", "openssl/*"} | ABI, "cases"),
    "campus": subject("campus", "rules", "sup_campus.h"),
    # Who hears a topic sees what it tells.
    "figures": subject("figures", "", "sup_figures.h", sees="calendar cases inspections rules"),
    "evidence": subject("evidence", "", "sup_evidence.h"),
    "calendar": subject("calendar", "rules campus figures", "sup_checks.h"),
    "cases": subject("cases", "rules campus figures evidence calendar", "sup_cases.h"),
    "scoring": subject("scoring", "rules", "sup_scoring.h", ABI),
    "inspections": subject("inspections",
                           "rules campus figures evidence calendar cases scoring"),
    "standing": subject("standing", "rules campus figures cases", sees="calendar"),
    "app": Room("module/app", "core wire kit engine rules", "", SCHEMA | LIBC),
    "ngx": Room("module/ngx", "core wire store media kit engine rules campus evidence", "",
                {"*"}, []),
}
MESSAGES = re.compile(r"supervision/v1/(\w+)\.pb-c\.h")
# The list of subjects names what it has no header of; it is itself declared where it is used.
# Each plugin defines its own sup_plugin_v1.
LIST = "module/app/sup_subjects.c"
ELSEWHERE = {("engine", "sup_subjects"), ("include", "sup_plugin_v1")}
# The store of the memory knows no Redis; only the Redis store does.
HIREDIS = re.compile(r"module/store/\w*redis\w*\.c$")

PLUGINS = Room("plugins", "", "", {"sup_plugin.h", "rulebook.h", "*.inc"},
               [CLOCK, STDIO, PROCESS, ALLOCATES, NGINX])
PLUGINS.includes |= LIBC

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def room_of(path):
    """The name of the room that a file lies in, its row; None: in none."""
    folder = os.path.dirname(path)
    if folder.split("/")[0] == "plugins":
        return "plugins", PLUGINS
    for name, room in ROOMS.items():
        if room.folder == folder:
            return name, room
    return None, None


def why_not(name, room, path, header, files):
    """Why the file must not include this header; "" when it may."""
    other, _, base = header.rpartition("/")
    if "/" not in header and f"{room.folder}/{header}" in files:
        return ""
    if header.endswith(".h") and other not in ROOMS \
            and base in {os.path.basename(f) for f in files} and header not in ABI:
        return f"{header}: a header of another room is named by its room"
    message = MESSAGES.fullmatch(header)
    if message and name != "ngx" and message.group(1) != name \
            and message.group(1) not in room.may | room.sees:
        return f"{name} does not see the messages of {message.group(1)}"
    if header.startswith("hiredis/") and not HIREDIS.search(path):
        return "may not include " + header
    if any(fnmatch.fnmatch(header, pattern) for pattern in room.includes):
        if not (header.endswith(".h") and other in ROOMS):
            return ""
    if other not in ROOMS:
        return f"may not include {header}"
    if f"{ROOMS[other].folder}/{base}" not in files:
        return f"includes {header}, which is not there"
    if other not in room.may:
        return f"{name} may not include {other}: {header}"
    if ROOMS[other].public != ["*"] and base not in ROOMS[other].public:
        return f"{header} is private to {other}"
    return ""


def check_file(path, files):
    """The violations of one file, as (line, why)."""
    text = files[path]
    name, room = room_of(path)
    if room is None:
        return [(1, "is in no room")]
    bad = []
    for match in INCLUDE.finditer(text):
        why = why_not(name, room, path, match.group(2), files)
        if why:
            bad.append((line_of(text, match.start(2)), why))
    code = code_only(text)
    if path.endswith(".c") and name != "plugins" and path != LIST:
        for what, at in layers_c.by_hand(code):
            bad.append((line_of(code, at), f"declares by hand: {what}"))
    for one in layers_c.statements(code):
        lines = code.count("\n", one.at, one.end) + 1
        if one.body and lines > LINES_MAX:
            bad.append((line_of(code, one.at),
                        f"is a function of {lines} lines, more than {LINES_MAX}"))
    for pattern in room.forbidden:
        for match in re.finditer(pattern, code, re.M):
            bad.append((line_of(code, match.start()), f"may not have {match.group().strip()}"))
    return sorted(bad)


# --- no circles ---------------------------------------------------------------------------


def circle(edges):
    """A circle in {node: {node it stands upon}}, as a list of nodes; [] when there is none."""
    done, way = set(), []

    def visit(node):
        if node in way:
            return way[way.index(node):] + [node]
        if node in done:
            return []
        way.append(node)
        for below in sorted(edges.get(node, ())):
            found = visit(below)
            if found:
                return found
        way.pop()
        done.add(node)
        return []

    for node in sorted(edges):
        found = visit(node)
        if found:
            return found
    return []


NAME = re.compile(r"\bsup_\w+")


def rooms_upon(files):
    """{room: {room that it includes}}, by the real includes."""
    edges = {}
    for path, text in files.items():
        name, _ = room_of(path)
        for match in INCLUDE.finditer(text):
            other, _, base = match.group(2).rpartition("/")
            if name and other in ROOMS and other != name:
                edges.setdefault(name, set()).add(other)
    return edges


def files_upon(files):
    """{file: {file whose functions or tables it uses}}, by the names themselves: a header that
    several files share hides nothing. Inline functions are of the .c file of that name, where
    there is one. The list of subjects is the engine's, which stands below it. module/ngx has a
    check of its own."""
    home, uses = {}, {}
    for path, text in files.items():
        if path.startswith(("module/ngx/", "plugins/")):
            continue
        code, header = code_only(text), path.endswith(".h")
        part = path[:-2] + ".c" if path[:-2] + ".c" in files else path
        if path != LIST:
            home.update(dict.fromkeys(layers_c.defined(code, header), part))
        if header:
            code = "".join(one.body for one in layers_c.statements(code))
        uses.setdefault(part, set()).update(NAME.findall(code))
    return {part: {home[name] for name in names if name in home} - {part}
            for part, names in uses.items()}


def strangers(files):
    """What a header declares and its room does not define: a call through it would go round
    the public headers of the room that does."""
    code = {path: code_only(text) for path, text in files.items()
            if not path.startswith("plugins/")}
    own = {}
    for path, text in code.items():
        own.setdefault(room_of(path)[0], set()).update(
            layers_c.defined(text, path.endswith(".h")))
    for path, text in sorted(code.items()):
        name, _ = room_of(path)
        for what, at in layers_c.declared(text) if path.endswith(".h") else ():
            if what not in own[name] and (name, what) not in ELSEWHERE:
                yield f"{path}:{line_of(text, at)}: {what} is not defined in {name}"


def check_whole(files):
    """What no file alone shows, as sentences."""
    bad = [f"{path} uses what is defined in {other}, and {room_of(path)[0]} may not include "
           f"{room_of(other)[0]}"
           for path, others in sorted(files_upon(files).items()) for other in sorted(others)
           if room_of(path)[0] != room_of(other)[0] and path != LIST
           and room_of(other)[0] not in room_of(path)[1].may]
    for what, edges in (("rooms", rooms_upon(files)), ("files", files_upon(files))):
        found = circle(edges)
        if found:
            bad.append(f"{what} go round in a circle: {' -> '.join(found)}")
    bad += strangers(files)
    earlier = set()
    for name, room in ROOMS.items():
        later = sorted(room.may - earlier)
        if later:
            bad.append(f"the table: {name} stands before {', '.join(later)}")
        earlier.add(name)
    folders = {}
    for path in files:
        folder = os.path.dirname(path)
        folders[folder] = folders.get(folder, 0) + 1
    return bad + [f"{folder} has {n} sources, more than {FILES_MAX}"
                  for folder, n in sorted(folders.items()) if n > FILES_MAX]


# --- the check of the check ---------------------------------------------------------------


def long_of(head, more):
    """A function, of so many lines more than it may have."""
    lines = LINES_MAX + more - head.count("\n") - 2
    return "/* f */\n" + head + "{\n" + "    g();\n" * lines + "};\n"


def self_test():
    """Each rule must find what it is there for, and accept what is fine."""
    tree = {"module/core/sup_base.h": "", "module/wire/sup_wire.h": "",
            "module/wire/sup_message.h": "", "module/store/sup_store.h": "",
            "module/media/sup_image.h": "", "module/kit/sup_html.h": "",
            "module/engine/sup_ctx.h": "", "module/engine/sup_turns.h": "",
            "module/subjects/topics/sup_topics.h": "",
            "module/subjects/rules/sup_rules.h": "",
            "module/subjects/cases/sup_cases.h": "",
            "module/subjects/cases/sup_case.h": ""}
    one = [
        ("module/include/sup_plugin.h", "#include <stdint.h>\n", 0),
        ("module/include/sup_plugin.h", '#include "core/sup_base.h"\n', 1),
        ("module/core/a.c", '#include "sup_base.h"\n/* malloc(1) and time(NULL) */\n', 0),
        ("module/core/a.c", "#include <hiredis/hiredis.h>\n", 1),
        ("module/core/a.c", "int f(void)\n{\n    return (int)time(NULL);\n}\n", 1),
        ("module/core/a.c", "static int counter;\n", 1),
        ("module/core/a.h", "struct sup_a_s;\nstruct sup_a_s *sup_a(void);\n", 0),
        ("module/core/a.c", "static const int table[] = {1};\n", 0),
        ("module/core/a.c", "    p = malloc(2);\n", 1),
        ("module/core/a.c", "    static int n;\n", 1),
        ("module/wire/a.c", "    static unsigned n[4] = {0}, m;\n", 1),
        ("module/engine/a.c", "    static struct {\n        int n;\n    } all;\n", 1),
        ("module/kit/a.c", "    static sup_rc (*hook)(int);\n", 1),
        ("module/subjects/cases/a.c", "    static const char *p = NULL;\n", 1),
        ("module/core/a.c", "static const char *p = NULL;\n", 1),
        ("module/core/a.c", "static const char *const *p;\n", 1),
        ("module/core/a.c", "const char *sup_p = NULL;\n", 1),
        ("module/core/a.c", "    static const char *const x[] = {NULL};\n", 0),
        ("module/core/a.c", "    static const struct {\n        const char *s;\n    } x[] = {{0}};\n", 0),
        ("module/core/a.c", "    static sup_rc (*const all[])(int *) = {f};\n", 0),
        ("module/core/a.c", "static const char *name(int n, int (*f)(void));\nstatic int f(int *);\n"
                            "static const char *\nname(int n)\n{\n    const char *p = NULL;\n}\n", 0),
        ("module/store/a.c", "    static int n;\n", 0),
        ("module/wire/a.c", '#include <jansson.h>\n#include "core/sup_base.h"\n', 0),
        ("module/wire/a.c", '#include "store/sup_store.h"\n', 1),
        ("module/store/sup_redis_reply.c", "#include <hiredis/hiredis.h>\n", 0),
        ("module/store/sup_store_memory.c", "#include <hiredis/hiredis.h>\n", 1),
        ("module/media/a.c", '#include "core/sup_base.h"\n#include <vips/vips.h>\n', 0),
        ("module/media/a.c", '#include "supervision/v1/cases.pb-c.h"\n', 1),
        ("module/media/a.c", '    fopen(name, "rb");\n', 1),
        ("module/engine/a.c", '#include "kit/sup_html.h"\n#include "sup_turns.h"\n', 0),
        ("module/engine/a.c", '#include "media/sup_image.h"\n', 1),
        ("module/engine/a.c", '#include "rules/sup_rules.h"\n', 1),
        ("module/engine/a.c", '#include "supervision/v1/campus.pb-c.h"\n', 1),
        ("module/engine/a.c", "    ngx_log_error(0);\n", 1),
        ("module/subjects/cases/a.c", '#include "rules/sup_rules.h"\n#include "sup_case.h"\n', 0),
        ("module/subjects/cases/a.c", '#include "topics/sup_topics.h"\n', 0),
        ("module/subjects/rules/a.c", '#include "cases/sup_cases.h"\n', 1),
        ("module/subjects/inspections/a.c", '#include "cases/sup_cases.h"\n', 0),
        ("module/subjects/inspections/a.c", '#include "cases/sup_case.h"\n', 1),
        ("module/subjects/inspections/a.c", '#include "engine/sup_turns.h"\n', 1),
        ("module/subjects/inspections/a.c", '#include "wire/sup_message.h"\n', 1),
        ("module/subjects/inspections/a.c", '#include "cases/sup_gone.h"\n', 1),
        ("module/subjects/inspections/a.c", '#include "sup_case.h"\n', 1),
        ("module/ngx/a.c", "#include <ngx_http.h>\n", 0),
        ("module/ngx/a.c", '#include "cases/sup_cases.h"\n', 1),
        ("module/ngx/a.c", '#include "subjects/cases/sup_case.h"\n', 1),
        ("module/ngx/a.c", '#include "../engine/sup_turns.h"\n', 1),
        ("module/core/a.c", "#include <time.h>\n", 1),
        ("module/subjects/rules/a.c", '#include "supervision/v1/inspections.pb-c.h"\n', 1),
        ("module/subjects/inspections/a.c", '#include "supervision/v1/cases.pb-c.h"\n', 0),
        ("module/subjects/rules/a.c", "sup_rc sup_case_load(sup_ctx *c);\n", 1),
        ("module/engine/a.c", "extern const sup_subject sup_cases_subject;\n", 1),
        ("module/engine/a.c", "static sup_rc sup_later(void);\n", 0),
        ("module/engine/a.c", "sup_rc\nsup_case_load(sup_ctx *c,\n    int n);\n", 1),
        ("module/engine/a.c", "int\nf(void)\n{\n    sup_rc sup_case_load(sup_ctx *c);\n}\n", 1),
        ("module/engine/a.c", "int\nf(void)\n{\n    return a +\n    b * sup_put(c);\n}\n", 0),
        ("module/ngx/a.c", "sup_rc sup_case_load(sup_ctx *c);\n", 1),
        ("module/ngx/a.c", "int\nf(void)\n{\n    return sup_put(c);\n}\n", 0),
        ("plugins/catering/catering.c", '#include "sup_plugin.h"\n', 0),
        ("plugins/catering/catering.c", '#include "core/sup_base.h"\n', 1),
        ("module/elsewhere/a.c", "", 1),
        ("module/core/a.c", long_of("int\nf(void)\n", 0), 0),
        ("module/core/a.c", long_of("int\nf(void)\n", 1), 1),
        ("module/core/a.h", long_of("static inline int\nf(void)\n", 1), 1),
        ("module/ngx/a.c", long_of("static int\nf(int (*g)(void))\n", 1), 1),
        ("module/ngx/a.c", long_of("static x_t commands[] = \n", 1), 0),
    ]
    whole = [
        ({}, 0),
        ({"module/core/sup_a.c": "int\nsup_a(void)\n{\n    return sup_b();\n}\n",
          "module/core/sup_b.c": "int\nsup_b(void)\n{\n    return sup_a();\n}\n"}, 1),
        ({"module/core/sup_a.c": "int\nsup_a(void)\n{\n    return sup_table[0];\n}\n",
          "module/core/sup_b.c": "const int sup_table[] = {1};\n/* sup_a() */\n"}, 0),
        ({"module/core/sup_a.c": "int\nsup_a(void)\n{\n    return sup_table[0];\n}\n",
          "module/core/sup_b.c": "const call sup_table[] = {sup_a};\n"}, 1),
        ({"module/subjects/rules/sup_a.c": '#include "cases/sup_cases.h"\n',
          "module/subjects/cases/sup_a.c": '#include "rules/sup_rules.h"\n'}, 1),
        ({f"module/core/sup_{i}.c": "" for i in range(FILES_MAX)}, 1),
        # An inline function stands upon what it calls, and is its own .c file's part.
        ({"module/core/sup_x.h": "static inline int\nsup_x(void)\n{\n    return sup_a();\n}\n",
          "module/core/sup_a.c": "int\nsup_a(void)\n{\n    return sup_x();\n}\n"}, 1),
        ({"module/core/sup_a.h": "int sup_a(void);\n"
                                 "static inline int\nsup_x(void)\n{\n    return sup_a();\n}\n",
          "module/core/sup_a.c": "int\nsup_a(void)\n{\n    return sup_x();\n}\n"}, 0),
        ({"module/core/sup_b.h": "int sup_a(void);\n",
          "module/core/sup_b.c": "int\nsup_b(void)\n{\n    return 0;\n}\n",
          "module/core/sup_a.c": "int\nsup_a(void)\n{\n    return sup_b();\n}\n"}, 0),
        # What a header declares is its room's own.
        ({"module/subjects/inspections/sup_x.h": "sup_rc sup_case_load(sup_ctx *c);\n",
          "module/subjects/cases/sup_a.c": "sup_rc\nsup_case_load(sup_ctx *c)\n{\n}\n"}, 1),
        ({"module/subjects/cases/sup_x.h": "sup_rc sup_case_load(sup_ctx *c);\n",
          "module/subjects/cases/sup_a.c": "sup_rc\nsup_case_load(sup_ctx *c)\n{\n}\n"}, 0),
        ({"module/subjects/cases/sup_x.h": "sup_rc sup_later(sup_ctx *c,\n    sup_str id);\n"}, 1),
        ({"module/subjects/rules/sup_x.h": "extern const sup_row sup_rows[];\n",
          "module/subjects/cases/sup_a.c": "const sup_row sup_rows[] = {{1}};\n"}, 1),
        ({"module/subjects/cases/sup_x.h": "extern const sup_row sup_rows[];\n",
          "module/subjects/cases/sup_a.c": "const sup_row sup_rows[] = {{1}};\n"}, 0),
        ({"module/ngx/ngx_http_supervision_x.h": "sup_rc sup_case_load(sup_ctx *c);\n",
          "module/subjects/cases/sup_a.c": "sup_rc\nsup_case_load(sup_ctx *c)\n{\n}\n"}, 1),
        ({"module/core/sup_x.h": "typedef sup_rc (*sup_load)(sup_ctx *c);\nstruct sup_x {\n"
                                 "    sup_rc (*load)(sup_ctx *c);\n};\nsup_rc sup_a(sup_load l);\n"
                                 "static inline sup_rc\nsup_a(sup_load l)\n{\n    return l(0);\n}\n"}, 0),
        ({"module/engine/sup_x.h": "extern const sup_subject *const sup_subjects[];\n",
          "module/include/sup_x.h": "extern const sup_plugin sup_plugin_v1;\n"}, 0),
    ]
    wrong = [(path, text) for path, text, expected in one
             if len(check_file(path, {**tree, path: text})) != expected]
    wrong += [(" ".join(more), "") for more, expected in whole
              if len(check_whole({**tree, **more})) != expected]
    for path, text in wrong:
        print(f"self-test: {path}: misjudged: {text!r}")
    return not wrong


def sources():
    found = {}
    for top in ("module", "plugins"):
        for folder, folders, names in os.walk(os.path.join(TOP, top)):
            folders[:] = [f for f in folders if f not in ("pages", "node_modules")]
            for name in names:
                if name.endswith((".c", ".h", ".inc")):
                    path = os.path.join(folder, name)
                    with open(path, encoding="utf-8") as source:
                        found[os.path.relpath(path, TOP)] = source.read()
    return found


def main():
    if not self_test():
        return 1
    if "--self" in sys.argv:
        return 0
    files = sources()
    bad = 0
    for path in sorted(files):
        for line, why in check_file(path, files):
            print(f"{path}:{line}: {why}")
            bad += 1
    for why in check_whole(files):
        print(why)
        bad += 1
    bad += recount_keys.self_test() + layers_ngx.run(TOP) + layers_pages.run(TOP)
    print(f"{len(files)} files, {bad} violations")
    return 1 if bad or not files else 0


if __name__ == "__main__":
    sys.exit(main())
