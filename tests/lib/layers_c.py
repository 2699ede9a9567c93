"""What a C source declares and defines at file scope, by its text alone.

Owns: comments and strings out of the way; the statements of a file; which of them are
    prototypes, definitions and functions, and what those are called.
Must not know: the rooms, who may use what (layers.py, layers_ngx.py).

It knows C as clang-format leaves it here, and not all of C.
"""
import collections
import re

COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
# A call's form: the name of a function, and no pointer to one.
CALLED = re.compile(r"\b(sup_\w+)\s*\((?!\s*\*)")
POINTER = re.compile(r"\(\s*\*\s*(?:const\s+)?(sup_\w+)")
OBJECT = re.compile(r"\b(sup_\w+)\s*(?:\[[^\]]*\]\s*)*(?=,|$)")
VALUED = re.compile(r"\b(sup_\w+)\s*(?:\[[^\]]*\]\s*)*=")
# A prototype within a function: two words at least before the bracket, and no value.
INNER = re.compile(r"[;{}]\s*((?!return\b|goto\b|else\b|case\b)[A-Za-z_]\w*[\w\s]*?[\s*]+"
                   r"sup_\w+\s*\([^;{}]*\))\s*;")

# at: where it begins; text: all of it outside of braces; body: a function's, with its braces.
Statement = collections.namedtuple("Statement", "at text body end")


def code_only(text):
    """Comments and strings away, lines kept, so that words in them count for nothing."""
    def blank(match):
        return "\n" * match.group().count("\n") if match.group()[0] == "/" else '""'
    return COMMENT.sub(blank, text)


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def statements(code):
    """Those of file scope, of code_only."""
    code = DIRECTIVE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), code)
    start = piece = depth = opened = 0
    text = ""
    for match in re.finditer(r"[{};]", code):
        if match.group() == "{":
            if depth == 0:
                opened = match.start()
                text += code[piece:opened]
            depth += 1
            continue
        if match.group() == "}":
            depth -= 1
            piece = match.end()
            if depth != 0 or not text.rstrip().endswith(")") or "=" in text:
                continue
            body = code[opened:piece]
        elif depth == 0:
            text += code[piece:match.start()]
            body = ""
        else:
            continue
        at = start + len(text) - len(text.lstrip())
        yield Statement(at, text.strip(), body, match.end())
        start = piece = match.end()
        text = ""


def declared(code):
    """[(name, where)]: what the file says that there is, without giving it."""
    found = []
    for one in statements(code):
        words = one.text.split()
        if one.body or not words or words[0] == "typedef" or "static" in words:
            continue
        names = CALLED.findall(one.text)
        if "extern" in words:
            names = names or POINTER.findall(one.text) or OBJECT.findall(one.text)
        elif "=" in one.text:
            names = []
        found += [(name, one.at) for name in names]
    return found


def by_hand(code):
    """[(declaration, where)] of a .c file that belong into a header."""
    found = [(one.text, one.at) for one in statements(code) if not one.body and (
        re.match(r"extern\b.*\bsup_\w", one.text, re.S)
        or not re.search(r"\b(?:static|typedef)\b|=", one.text) and CALLED.search(one.text))]
    for one in statements(code):
        for match in INNER.finditer(one.body):
            found.append((match.group(1), one.end - len(one.body) + match.start(1)))
    return [(" ".join(text.split("(")[0].split()), at) for text, at in found]


def defined(code, header=False):
    """The names of what the file gives to others: of a header what is inline."""
    found = set()
    for one in statements(code):
        static = "static" in one.text.split()
        if one.body and (header or not static):
            found.update(CALLED.findall(one.text)[:1])
        elif "=" in one.text and not static:
            found.update(VALUED.findall(one.text)[:1])
    return found
