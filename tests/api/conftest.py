"""The API suite's fixtures: those of tests/lib."""
import os
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path[:0] = [os.path.join(TOP, "tests", "lib"), os.path.join(TOP, "build", "py")]

from harness_fixtures import campus, own_stack, shared_stack, stack  # noqa: E402, F401
