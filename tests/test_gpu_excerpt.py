"""What of a submission gets to a compiler or a card: its kernels, on their own lines, no more."""

import ast

import pytest

from grader.cuda import Unsupported
from grader.gpu.excerpt import NEVER_EVALUATED, excerpt

SOURCE = '''"""A file with much in it."""
import os
from numba import cuda, float32
import numpy as np
from math import sqrt

TILE = 16
SIZE: int = TILE + 2
TABLE = np.array([1.0, 2.0], np.float32)
HOME = os.environ["HOME"]
print("loaded")


def helper(x):
    return x


@cuda.jit(device=True)
def root(x):
    return sqrt(x)


@helper
@cuda.jit(fastmath=True)
def kernel(x: Unknown, out):
    """Says what it does."""
    i = cuda.grid(1)
    if i < SIZE:
        out[i] = root(x[i]) * TABLE[0]


if __name__ == "__main__":
    os.system("true")
'''


def kept(source: str) -> dict[int, str]:
    lines = excerpt(source).removeprefix(NEVER_EVALUATED).split("\n")
    return {number: line for number, line in enumerate(lines, start=1) if line}


def test_kernels_stay_on_their_lines_and_nothing_else_stays() -> None:
    lines = dict(enumerate(SOURCE.split("\n"), start=1))
    found = kept(SOURCE)
    assert all(lines[number] == line for number, line in found.items())
    text = excerpt(SOURCE)
    for gone in ("import os", "HOME", "print", "helper", "__main__"):
        assert gone not in text
    for there in ("import numpy", "TILE = 16", "SIZE: int", "TABLE", "def root", "def kernel"):
        assert there in text
    assert "@cuda.jit(fastmath=True)\ndef kernel(x: Unknown, out):" in text


def test_what_is_kept_is_python_that_evaluates_no_annotation() -> None:
    tree = ast.parse(excerpt(SOURCE))
    first = tree.body[0]
    assert isinstance(first, ast.ImportFrom)
    assert (first.module, first.names[0].name) == ("__future__", "annotations")


def test_lines_are_counted_as_python_counts_them() -> None:
    source = "from numba import cuda\r\n\x0c\nA = '\u2028'\r\n@cuda.jit\ndef k(x):\n    x[0] = 1\n"
    assert min(n for n, line in kept(source).items() if "def k" in line) == 5


def test_a_later_value_that_cannot_be_told_is_left_out() -> None:
    source = "from numba import cuda\nA = 1\nB = f()\n@cuda.jit\ndef k(x):\n    x[0] = A\n"
    assert 3 not in kept(source)


KERNEL = "def k(x):\n    x[0] = 1\n"
REFUSED = {
    "two statements on one line": f"from numba import cuda; import os\n@cuda.jit\n{KERNEL}",
    "an option that is computed": f"from numba import cuda\n@cuda.jit(fastmath=f())\n{KERNEL}",
    "no Python": "def k(:\n",
}


@pytest.mark.parametrize(("what", "source"), REFUSED.items(), ids=REFUSED)
def test_what_cannot_be_told_apart_is_refused(what: str, source: str) -> None:
    with pytest.raises(Unsupported, match=what):
        excerpt(source)
