"""Libraries preloaded into nginx: what no server would do by itself, at the wrong moment.

Owns: building one of a test's C file, where nginx's workers, who are somebody else, may read it.
Must not know: what it does.
"""
import os
import subprocess


def library(folder, source, flag=""):
    """Path of the library of the C file; @FLAG@ in it becomes the path of a file whose coming and
    going tells it what to do. folder: a pathlib.Path, into which the workers may write then."""
    os.chmod(folder, 0o777)
    for above in folder.parents:
        if os.stat(above).st_uid == os.geteuid() and str(above) != "/":
            os.chmod(above, os.stat(above).st_mode | 0o055)
    name = os.path.basename(source)[:-2]
    code, made = folder / f"{name}.c", folder / f"{name}.so"
    with open(source, encoding="ascii") as text:
        code.write_text(text.read().replace("@FLAG@", str(flag)), encoding="ascii")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", made, code, "-ldl"], check=True)
    return str(made)
