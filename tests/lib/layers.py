"""The layers of module/ and plugins/: who may include, and call, what.

Owns: the table of layers and the scan that holds every source file against it.
Must not know: what the code does.

    layers.py           checks the tree; says file, line and why; exit 1 on any violation
    layers.py --self    only checks that violations are found
It runs the self-test first in either case: a check that finds nothing must be able to.
"""
import fnmatch
import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# Headers of C itself that bring neither I/O nor time nor memory.
TYPES = {"stddef.h", "stdint.h", "string.h", "limits.h", "stdarg.h", "stdbool.h", "inttypes.h",
         "math.h", "assert.h", "ctype.h", "stdalign.h", "errno.h", "float.h"}
LIBC = TYPES | {"stdlib.h", "stdio.h", "time.h", "strings.h"}
PROTOBUF = {"protobuf-c/*", "supervision/v1/*.pb-c.h", "google/protobuf/*.pb-c.h"}
BASE = {"sup_base.h"}

ALLOCATES = r"\b(malloc|calloc|realloc|free|strdup|strndup|asprintf|alloca)\s*\("
CLOCK = r"\b(time|gettimeofday|clock_gettime|localtime|localtime_r|gmtime|mktime)\s*\("
STDIO = r"\b(printf|fprintf|puts|fputs|fopen|fread|fwrite|fgets|getenv|perror|system)\s*\("
PROCESS = r"\b(exit|abort|signal|fork|execv|dlopen|dlsym|pthread_\w+|socket|open|read|write)\s*\("
NGINX = r"\bngx_\w+"
# A file-scope variable that is neither const nor a declaration of something else.
MUTABLE = (r"^(?!extern|typedef|const|static const|static inline|enum|struct \w+( \{|;)|return)"
           r"(?:static\s+)?(?:unsigned |struct )?\w+[ *]+(?:const )?\w+(?:\[[^\]]*\])*\s*(?:=[^=].*|;)$")

# Folder: headers of its own and the others' it may include (patterns), and what its code must
# not contain. Folders stand by their last matching row.
LAYERS = {
    "module/include/*": {
        "includes": TYPES, "forbidden": [ALLOCATES, CLOCK, STDIO, NGINX]},
    "module/core/*": {
        "own": "module/core", "includes": TYPES | {"stdio.h", "sup_plugin.h"},
        "forbidden": [ALLOCATES, CLOCK, STDIO, PROCESS, NGINX, MUTABLE]},
    "module/wire/*": {
        "own": "module/wire", "includes": LIBC | BASE | PROTOBUF | {"sup_date.h", "jansson.h", "openssl/evp.h"},
        "forbidden": [CLOCK, STDIO, PROCESS, NGINX, MUTABLE]},
    "module/store/*": {
        "own": "module/store", "includes": LIBC | BASE | {"sup_commit_lua.h"},
        "forbidden": [CLOCK, STDIO, NGINX]},
    "module/store/*redis*.c": {
        "own": "module/store",
        "includes": LIBC | BASE | {"sup_commit_lua.h", "hiredis/*"},
        "forbidden": [CLOCK, STDIO, NGINX]},
    "module/media/*": {
        "own": "module/media",
        "includes": LIBC | BASE | {"vips/*", "pthread.h", "signal.h"},
        "forbidden": [CLOCK, STDIO, NGINX, MUTABLE]},
    "module/kit/*": {
        "own": "module/api",
        "includes": LIBC | PROTOBUF | BASE | {
            "sup_calendar.h", "sup_directive.h", "sup_facts.h", "sup_id.h", "sup_life.h",
            "sup_plugin.h", "sup_schedule.h", "sup_score.h", "sup_standing.h",
            "sup_wire.h", "sup_store.h", "pcre2.h", "openssl/*"},
        "forbidden": [CLOCK, STDIO, NGINX, MUTABLE]},
    "module/engine/*": {
        "own": "module/api",
        "includes": LIBC | PROTOBUF | BASE | {
            "sup_calendar.h", "sup_directive.h", "sup_facts.h", "sup_id.h", "sup_life.h",
            "sup_plugin.h", "sup_schedule.h", "sup_score.h", "sup_standing.h",
            "sup_wire.h", "sup_store.h", "pcre2.h", "openssl/*"},
        "forbidden": [CLOCK, STDIO, NGINX, MUTABLE]},
    "module/subjects/*": {
        "own": "module/api",
        "includes": LIBC | PROTOBUF | BASE | {
            "sup_calendar.h", "sup_directive.h", "sup_facts.h", "sup_id.h", "sup_life.h",
            "sup_plugin.h", "sup_schedule.h", "sup_score.h", "sup_standing.h",
            "sup_wire.h", "sup_store.h", "pcre2.h", "openssl/*"},
        "forbidden": [CLOCK, STDIO, NGINX, MUTABLE]},
    "module/app/*": {
        "own": "module/api",
        "includes": LIBC | PROTOBUF | BASE | {
            "sup_calendar.h", "sup_directive.h", "sup_facts.h", "sup_id.h", "sup_life.h",
            "sup_plugin.h", "sup_schedule.h", "sup_score.h", "sup_standing.h",
            "sup_jsonw.h", "sup_wire.h", "sup_store.h", "pcre2.h", "openssl/*"},
        "forbidden": [CLOCK, STDIO, NGINX, MUTABLE]},
    "module/ngx/*": {"includes": {"*"}, "forbidden": []},
    "plugins/*": {
        "includes": LIBC | {"sup_plugin.h", "rulebook.h", "*.inc"},
        "forbidden": [CLOCK, STDIO, PROCESS, ALLOCATES, NGINX]},
}

COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)


def code_only(text):
    """Comments and strings away, lines kept, so that words in them count for nothing."""
    def blank(match):
        return "\n" * match.group().count("\n") if match.group()[0] == "/" else '""'
    return COMMENT.sub(blank, text)


def rule_of(path):
    found = None
    for pattern, rule in LAYERS.items():
        if fnmatch.fnmatch(path, pattern):
            found = rule
    return found


def check(path, text, own_headers):
    """The violations of one file, as (line, why)."""
    rule = rule_of(path)
    if rule is None:
        return [(1, "is in no layer")]
    bad = []
    for match in INCLUDE.finditer(text):
        name = match.group(1)
        allowed = (name in own_headers(rule["own"]) if "own" in rule else False) or any(
            fnmatch.fnmatch(name, pattern) for pattern in rule["includes"])
        if not allowed:
            bad.append((text.count("\n", 0, match.start(1)) + 1, f"may not include {name}"))
    code = code_only(text)
    for pattern in rule["forbidden"]:
        for match in re.finditer(pattern, code, re.M):
            bad.append((code.count("\n", 0, match.start()) + 1,
                        f"may not have {match.group().strip()}"))
    return sorted(bad)


def headers_of(folder):
    if folder == "module/api":
        return {name for room in ("kit", "engine", "subjects", "app")
                for _, _, names in os.walk(os.path.join(TOP, "module", room)) for name in names}
    return {name for name in os.listdir(os.path.join(TOP, folder)) if name.endswith(".h")}


def self_test():
    """Each layer's rule must find what it is there for, and accept what is fine."""
    own = {"module/core": {"sup_base.h"}, "module/wire": {"sup_wire.h"},
           "module/store": {"sup_store.h"}, "module/api": {"sup_api.h"},
           "module/media": {"sup_image.h"}}
    cases = [
        ("module/include/sup_plugin.h", "#include <stdint.h>\n", 0),
        ("module/include/sup_plugin.h", '#include "sup_base.h"\n', 1),
        ("module/core/a.c", '#include "sup_base.h"\n/* malloc(1) and time(NULL) */\n', 0),
        ("module/core/a.c", "#include <stdlib.h>\n", 1),
        ("module/core/a.c", "#include <hiredis/hiredis.h>\n", 1),
        ("module/core/a.c", "int f(void)\n{\n    return (int)time(NULL);\n}\n", 1),
        ("module/core/a.c", "static int counter;\n", 1),
        ("module/core/a.c", "struct sup_a_s;\nstruct sup_a_s *sup_a(void);\n", 0),
        ("module/core/a.c", "static const int table[] = {1};\n", 0),
        ("module/core/a.c", "    p = malloc(2);\n", 1),
        ("module/wire/a.c", '#include <jansson.h>\n#include "supervision/v1/case.pb-c.h"\n', 0),
        ("module/wire/a.c", '#include "sup_store.h"\n', 1),
        ("module/store/sup_redis_reply.c", "#include <hiredis/hiredis.h>\n", 0),
        ("module/store/sup_store_memory.c", "#include <hiredis/hiredis.h>\n", 1),
        ("module/store/a.h", "#include <hiredis/hiredis.h>\n", 1),
        ("module/media/a.c", '#include "sup_base.h"\n#include <vips/vips.h>\n', 0),
        ("module/media/a.c", '#include "supervision/v1/case.pb-c.h"\n', 1),
        ("module/media/a.c", '    fopen(name, "rb");\n', 1),
        ("module/engine/a.c", '#include "sup_image.h"\n', 1),
        ("module/engine/a.c", "#include <pcre2.h>\n#include <openssl/evp.h>\n", 0),
        ("module/engine/a.c", '#include "sup_store_redis.h"\n', 1),
        ("module/engine/a.c", "    ngx_log_error(0);\n", 1),
        ("module/ngx/a.c", "#include <ngx_http.h>\n", 0),
        ("plugins/catering/catering.c", '#include "sup_plugin.h"\n', 0),
        ("plugins/catering/catering.c", '#include "sup_base.h"\n', 1),
        ("module/elsewhere/a.c", "", 1),
    ]
    wrong = [(path, text) for path, text, expected in cases
             if len(check(path, text, own.__getitem__)) != expected]
    for path, text in wrong:
        print(f"self-test: {path}: misjudged: {text!r}")
    return not wrong


def main():
    if not self_test():
        return 1
    if "--self" in sys.argv:
        return 0
    files = [os.path.relpath(os.path.join(folder, name), TOP)
             for top in ("module", "plugins")
             for folder, folders, names in os.walk(os.path.join(TOP, top))
             if "node_modules" not in folder and "module/pages" not in folder
             for name in names if name.endswith((".c", ".h", ".inc"))]
    bad = 0
    for path in sorted(files):
        with open(os.path.join(TOP, path), encoding="utf-8") as source:
            for line, why in check(path, source.read(), headers_of):
                print(f"{path}:{line}: {why}")
                bad += 1
    print(f"{len(files)} files, {bad} violations")
    return 1 if bad or not files else 0


if __name__ == "__main__":
    sys.exit(main())
