"""The ABI suite's fixtures: those of tests/lib."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(__file__)), "lib"))

from harness_fixtures import own_stack  # noqa: E402, F401
