"""What a module's top level may compute for its kernels; Python itself says what comes out."""

import math
import tracemalloc

import numpy as np
import pytest

from grader.cuda import Unsupported, launch, parse_kernels

HEAD = "import math\nimport numpy as np\nfrom numba import cuda, float32\nN = 16\nT = (4, 8)\n"
KERNEL = "\n@cuda.jit\ndef k(y):\n    i = cuda.grid(1)\n    y[i] = {use}\n"

PLAIN = {
    "C = math.ceil(N / 3) + math.floor(-2.5)": "C",
    "C = math.sqrt(2.0) * np.exp(-1.0)": "C",
    "C = min(3, N) + max(T) + abs(-3) + len(T)": "C",
    "C = round(2.5) + round(2.567, 2) + round(1234, -2)": "C",
    "C = float('-inf')": "C",
    "C = np.iinfo(np.int32).max": "C",
    "C = np.finfo(np.float32).eps": "C",
    "C = 3 if N > 2 else 4": "C",
    "C = T[1] * 2": "C",
    "C = np.outer([1, 2, 1], [1, 2, 1]) / 16": "C[1, 1]",
    "C = np.full((2, 2), 0.5, dtype=np.float32)": "C[i % 2, 0]",
    "C = np.arange(4)": "C[i % 4]",
    "C = np.linspace(0, 1, 5)": "C[i % 5]",
    "C = np.eye(3, dtype=np.float32)": "C[2, 2]",
    "C = np.ones((3, 3), np.float32) / np.float32(9)": "C[1, 1]",
    "C = np.array([1, 2, 3, 4]).reshape(2, 2).astype(np.float32)": "C[i % 2, 1]",
    "C = np.array([[1, 2], [3, 4]]).T": "C[0, 1]",
    "C = np.array([3, 1, 2])[0] + np.array([3, 1, 2]).sum()": "C",
    "C = np.float32([0.1, 0.2])": "C[1]",
    "C = -np.array([1.5, 2.5])": "C[0]",
    "C = 1.5 ** 100 + 2 ** -70.0": "C",
    "C = -9223372036854775808": "C // 4294967296 + i",
}


@pytest.mark.parametrize(("line", "use"), PLAIN.items(), ids=PLAIN)
def test_constant_is_what_python_makes_of_it(line: str, use: str) -> None:
    names: dict[str, object] = {"math": math, "np": np, "N": 16, "T": (4, 8)}
    exec(line, names)  # noqa: S102 – one of the lines above
    expected = [eval(use, names | {"i": i}) for i in range(8)]  # noqa: S307
    done = launch(parse_kernels(HEAD + line + KERNEL.format(use=use)), "k", 1, 8, (np.zeros(8),))
    assert done.faults == ()
    assert done.outputs["y"].tolist() == expected


LARGE = {
    "an array of one array again and again": "A = np.ones(8000)\nC = np.array(("
    + "A, " * 4000
    + "))",
    "steps between arrays": "A = np.ones(8000)\nC = np.linspace(A, A, 60_000)",
    "an outer product": "A = np.ones(8000)\nC = np.outer(A, A)",
    "a sum that spreads": "A = np.ones((8000, 1))\nC = A + np.ones((1, 8000))",
    "a range": "C = np.arange(0, 1e9, 1e-3)",
    "a square": "C = np.eye(60_000)",
    "a factorial": "C = math.factorial(10 ** 6)",
    "a list of a number": "C = np.full(10 ** 9, 1.0)",
    "a power": "C = 2 ** np.array([10 ** 6])",
    "a name of Python's": "C = open('/etc/passwd')",
    "an attribute of NumPy's": "C = np.array([1]).tobytes()",
    "a file": "C = np.load('x')",
    "an item by its name": "C = (1, 2)['a']",
    "a += at the top": "C = 1\nC += 1",
}


@pytest.mark.parametrize("lines", LARGE.values(), ids=LARGE)
def test_what_is_large_or_no_constant_is_refused_and_never_made(lines: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Unsupported, match="C cannot be read"):
            parse_kernels(HEAD + lines + KERNEL.format(use="C"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 30 << 20
