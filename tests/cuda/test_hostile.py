"""No source and no launch can run, hang or swell the grader: every attempt ends with a message."""

import resource
import time
import tracemalloc

import numpy as np
import pytest

from grader.cuda import Budget, OutOfBudget, Unsupported, launch, parse_kernels

HEAD = "import math\nimport numpy as np\nfrom numba import cuda, float32\n"
KERNEL = "\n@cuda.jit\ndef k(x):\n    i = cuda.grid(1)\n"
SMALL = Budget(lane_steps=20_000_000, seconds=3, iterations=5_000)


def in_kernel(body: str, top: str = "") -> str:
    return HEAD + top + KERNEL + "".join(f"    {line}\n" for line in body.splitlines())


def repeated(line: str, times: int) -> str:
    return "\n".join(line.format(n=n) for n in range(times))


def nested(line: str, times: int) -> str:
    lines = [" " * n + line.format(n=n) for n in range(times)]
    return "\n".join([*lines, " " * times + "pass"])


def wide(term: str) -> str:
    """An expression with the term many times in it, and not deep."""
    return "max(" + ", ".join(["max(" + ", ".join([term] * 60) + ")"] * 20) + ")"


REFUSED = {
    "more brackets than Python takes": in_kernel("x[i] = " + "(" * 5000 + "1" + ")" * 5000),
    "a long chain of minus": in_kernel("x[i] = " + "-" * 50_000 + "1"),
    "a long sum": in_kernel("x[i] = " + "+".join(["1"] * 40_000)),
    "a long chain of attributes": in_kernel("x[i] = cuda" + ".a" * 50_000),
    "nested calls": in_kernel("x[i] = " + "abs(" * 80 + "1" + ")" * 80),
    "nested ifs": in_kernel(nested("if i < 9:", 70)),
    "an enormous file": "#" * 300_000,
    "an enormous number of statements": in_kernel("i += 1\n" * 12_000),
    "an enormous literal": in_kernel("x[i] = " + "9" * 5_000),
    "a large literal": in_kernel("x[i] = " + "9" * 30),
    "a null byte": in_kernel("x[i] = 1") + "\0",
    "half a surrogate pair": in_kernel("x[i] = 1") + "# \udc80",
    "no Python": "def k(:\n",
    "a tower of powers": in_kernel("x[i] = N", "N = 10 ** 10 ** 10\n"),
    "a far shift": in_kernel("x[i] = N", "N = 1 << (1 << 40)\n"),
    "squares of squares": in_kernel("x[i] = N", "N = 2 ** 60\n" + "N = N * N\n" * 60),
    "a gigabyte of text": in_kernel("x[i] = N", "N = 'a' * 10 ** 9\n"),
    "a gigabyte of tuple": in_kernel("x[i] = N[0]", "N = (1,) * 10 ** 9\n"),
    "a gigabyte of constants": in_kernel("x[i] = N[0]", "N = np.zeros(10 ** 9)\n"),
    "a matrix of constants": in_kernel("x[i] = N[0, 0]", "N = np.zeros((60_000, 60_000))\n"),
    "tuples of a tuple": in_kernel(
        "x[i] = N[0, 0]",
        "N = (" + "1, " * 99 + ")\n" + ("N = (" + "N, " * 99 + ")\n") * 9 + "N = np.array(N)\n",
    ),
    "tuples of a tuple in a kernel": in_kernel(
        "x[i] = N[0][0]", "N = (" + "1, " * 99 + ")\n" + ("N = (" + "N, " * 99 + ")\n") * 9
    ),
    "a tuple in a tuple in a tuple": in_kernel("x[i] = N[0]", "N = 1\n" + "N = (N,)\n" * 1500),
    "a tuple of arrays": in_kernel(
        "x[i] = N[0][0]", "A = np.ones((90, 90)).T\nN = (" + "A, " * 999 + ")\n"
    ),
    "a long tuple again and again": in_kernel(
        "x[i] = N[0]\n" * 2000, "N = (" + "1, " * 5000 + ")\n"
    ),
    "places before the comma": in_kernel("x[i] = N", "N = round(7, -9_000_000_000)\n"),
    "places after the comma": in_kernel(
        "x[i] = N", "N = round(np.float32(1.5), 2_000_000_000)\n" * 9
    ),
    "many texts": in_kernel("x[i] = N", "N = np.full(60_000, '" + "a" * 9999 + "')\n"),
    "a table of texts": in_kernel(
        "x[i] = N", "N = ('" + "a" * 9999 + "', 'a')\nN = np.array((" + "N, " * 4000 + "))\n"
    ),
    "a dtype of a gigabyte": in_kernel("x[i] = N[0]", "N = np.ones(60_000, dtype='U99999')\n"),
    "a dtype with a shape": in_kernel("x[i] = N[0, 0]", "N = np.ones(8, dtype='(999999999)i8')\n"),
    "a tuple that grows": in_kernel("t = (i, i)\nwhile i < 9:\n    t = (t, i)"),
    "a wide tuple": in_kernel("t = (" + "i + 1, " * 300 + ")\nx[i] = t[0]"),
    "local arrays beyond bounds": in_kernel("w = cuda.local.array(10**9, float32)\nw[0] = 1"),
    "many wide tuples": in_kernel(repeated("t{n} = (" + "i + 1, " * 60 + ")", 5)),
    "wide tuples of a function": in_kernel(
        repeated("t{n} = f(i)", 290),
        "@cuda.jit(device=True)\ndef f(n):\n    return (" + "n + 1, " * 250 + ")\n",
    ),
    "a thousand arguments": in_kernel("x[i] = max(" + "i + 1, " * 1000 + ")"),
    "a name of a hundred thousand letters": in_kernel("x[i] = " + "a" * 100_000),
    "a shape beyond all numbers": in_kernel(
        "s = cuda.shared.array((2 ** 40, 2 ** 40, 2 ** 40), float32)\ns[0, 0, 0] = 1"
    ),
    "a shape that wraps to nothing": in_kernel(
        "w = cuda.local.array((2 ** 32, 2 ** 32), float32)\nw[0, 0] = 1"
    ),
    "many local arrays": in_kernel(repeated("w{n} = cuda.local.array(1, float32)", 99)),
    "many variables": in_kernel(repeated("v{n} = i", 400)),
    "recursion": HEAD
    + "@cuda.jit(device=True)\ndef f(n):\n    return f(n)\n"
    + KERNEL
    + "    x[i] = f(i)\n",
    "recursion of two": HEAD
    + "@cuda.jit(device=True)\ndef f(n):\n    return g(n)\n"
    + "@cuda.jit(device=True)\ndef g(n):\n    return f(n)\n"
    + KERNEL
    + "    x[i] = f(i)\n",
    "a ladder of calls": HEAD
    + "@cuda.jit(device=True)\ndef f0(n):\n    return n\n"
    + "".join(
        f"@cuda.jit(device=True)\ndef f{n}(n):\n    return f{n - 1}(n) + f{n - 1}(n)\n"
        for n in range(1, 40)
    )
    + KERNEL
    + "    x[i] = f39(i)\n",
    "an import in the kernel": in_kernel("import os\nx[i] = 0"),
    "eval": in_kernel("x[i] = eval('1')"),
    "a name of the interpreter's": in_kernel("x[i] = __builtins__"),
    "a dunder": in_kernel("x[i] = x.__class__"),
    "the buffer's own attributes": in_kernel("x[i] = x.buffer"),
    "a host function": in_kernel("x[i] = f()", "import os\n\ndef f():\n    os._exit(3)\n"),
    "a decorator's argument": HEAD + "\n@cuda.jit(print('ran'))\ndef k(x):\n    pass\n",
    "a walrus": in_kernel("x[i] = (n := 3)"),
    "text": in_kernel("x[i] = f'{i}'"),
    "starred": in_kernel("a, *b = 1, 2, 3"),
    "complex": in_kernel("x[i] = 1j"),
    "matrix product": in_kernel("x[i] = x @ x"),
    "a slice with a step": in_kernel("y = x[::2]\nx[i] = y[0]"),
    "an unknown module": in_kernel("x[i] = os.getpid()", "import os\n"),
    "a bare function": in_kernel("f = math.sqrt\nx[i] = f(2.0)"),
    "a call of a call": in_kernel("x[i] = cuda.grid(1)(2)"),
    "wrong dimension": in_kernel("x[i, i] = 1"),
    "too many indices": in_kernel("x[i] = x[i, i]"),
    "a tuple in arithmetic": in_kernel("t = (1, 2)\nx[i] = t + 1"),
    "unpacked unevenly": in_kernel("a, b = (1, 2, 3)"),
    "grid of 4": in_kernel("x[i] = cuda.grid(4)"),
    "two kinds under a name": in_kernel("v = 1\nif i > 3:\n    v = x\nx[i] = v"),
    "None for an index": in_kernel("x[None] = 1"),
    "text for an index": in_kernel("x['a'] = 1"),
    "an array for an index": in_kernel("x[x] = 1"),
    "True for an index": in_kernel("x[True] = 1"),
    "an array as a condition": in_kernel("if x:\n    x[i] = 1"),
    "a float for range": in_kernel("for n in range(i / 2):\n    x[i] = 1"),
    "a number to loop over": in_kernel("for n in i:\n    x[i] = n"),
    "pairs of pairs without end": in_kernel(
        "t = (i, i)\nwhile True:\n    for t in zip((t, t), (t, t)): pass"
    ),
    "no argument": in_kernel("x[i] = math.sqrt()"),
    "text in arithmetic": in_kernel("x[i] = 'a' + i"),
    "threadIdx itself": in_kernel("x[i] = cuda.threadIdx + 1"),
    "a shared array without a type": in_kernel("s = cuda.shared.array(32)\nx[i] = 1"),
    "a shape of 0": in_kernel("s = cuda.shared.array(0, float32)\nx[i] = 1"),
    "a signature": HEAD + "@cuda.jit('void(float32[:])')\ndef k(x):\n    x[0] = 1\n",
    "half a device function": HEAD
    + "@cuda.jit(device=True)\ndef f(n):\n    if n > 3:\n        return n\n"
    + KERNEL
    + "    x[i] = f(i)\n",
    "too many arguments": HEAD
    + "@cuda.jit(device=True)\ndef f(n):\n    return n\n"
    + KERNEL
    + "    x[i] = f(i, i)\n",
    "an attribute of an array set": in_kernel("x.shape = 3\nx[i] = 1"),
    "a whole-grid fence": in_kernel("cuda.threadfence()"),
}


@pytest.mark.parametrize("source", REFUSED.values(), ids=REFUSED)
def test_source_is_refused_with_line_and_advice(source: str) -> None:
    started = time.monotonic()
    with pytest.raises(Unsupported) as refused:
        launch(parse_kernels(source), "k", 1, 32, (np.zeros(64),), budget=SMALL)
    assert time.monotonic() - started < 5
    assert refused.value.line >= 1
    assert refused.value.what
    assert refused.value.instead
    assert len(str(refused.value)) < 400


ENDLESS = {
    "while True": "while True:\n    pass",
    "while True of one thread": "while i == 3:\n    x[i] = 1",
    "a range of ten thousand millions": "for n in range(10 ** 10):\n    pass",
    "a range that differs": "for n in range(i, 10 ** 10):\n    pass",
    "loops within loops": nested("for n{n} in range(99):", 12),
    "continue for ever": "while True:\n    continue",
    "a count that wraps": "n = 1\nwhile n != 0:\n    n += 2",
}


@pytest.mark.parametrize("body", ENDLESS.values(), ids=ENDLESS)
def test_endless_loop_ends_with_a_message(body: str) -> None:
    started = time.monotonic()
    module = parse_kernels(in_kernel(body))
    with pytest.raises(OutOfBudget, match="a loop that does not end") as ended:
        launch(module, "k", 1, 64, (np.zeros(64),), budget=SMALL)
    assert ended.value.line >= 6
    assert time.monotonic() - started < 8


def test_the_clock_ends_what_the_steps_do_not() -> None:
    module = parse_kernels(in_kernel("while True:\n    pass"))
    with pytest.raises(OutOfBudget, match=r"not done after 0\.2 s"):
        launch(module, "k", 1, 32, (np.zeros(64),), budget=Budget(seconds=0.2))


def test_the_clock_is_looked_at_after_every_statement() -> None:
    loads = "x[i]"
    for _ in range(9):
        loads = f"({loads} + {loads})"
    module = parse_kernels(in_kernel(f"while True:\n    x[i] = {loads}"))
    started = time.monotonic()
    with pytest.raises(OutOfBudget, match=r"not done after 0\.2 s"):
        launch(module, "k", 1024, 256, (np.zeros(1 << 18),), budget=Budget(seconds=0.2))
    assert time.monotonic() - started < 4


SLOW = {
    "a function that NumPy has not": "x[i] = " + wide("math.erf(x[i])"),
    "powers": "i = " + wide("i ** i"),
    "atomics one by one": "cuda.atomic.compare_and_swap(w, 1, 2)\n" * 400,
    "lanes compared with lanes": "i = " + wide("cuda.match_any_sync(-1, i)"),
    "parts of warps that wait": "cuda.syncwarp(1 << (i & 31))\n" * 1000,
}


@pytest.mark.parametrize("body", SLOW.values(), ids=SLOW)
def test_the_clock_ends_a_kernel_whose_lines_take_long(body: str) -> None:
    module = parse_kernels(in_kernel(body).replace("(x)", "(x, w)"))
    arrays = (np.ones(1 << 14), np.zeros(1, np.int32))
    started = time.monotonic()
    with pytest.raises(OutOfBudget, match=r"not done after 0\.1 s"):
        launch(module, "k", 64, 256, arrays, budget=Budget(seconds=0.1))
    assert time.monotonic() - started < 2


def test_what_went_wrong_before_the_end_is_told() -> None:
    module = parse_kernels(in_kernel("x[i - 1] = 0\nwhile True:\n    pass"))
    with pytest.raises(OutOfBudget) as ended:
        launch(module, "k", 1, 32, (np.zeros(64),), budget=SMALL)
    assert [fault.kind for fault in ended.value.faults] == ["negative"]


@pytest.mark.parametrize("grid", [(1 << 31) - 1, (65_535, 65_535), (1 << 20, 64, 64)])
def test_huge_launch_ends_with_a_message(grid: object) -> None:
    module = parse_kernels(in_kernel("if i < 64:\n    x[i] = 1"))
    with pytest.raises(OutOfBudget):
        launch(module, "k", grid, 64, (np.zeros(64),), budget=SMALL)  # type: ignore[arg-type]


@pytest.mark.parametrize("item", ["T[18446744073709551615]", "()[i]", "()[0]", "T[i]", "T[-4]"])
def test_an_item_beyond_a_tuple_is_a_fault(item: str) -> None:
    module = parse_kernels(in_kernel(f"x[i] = {item}", "T = (1, 2, 3)\n"))
    (fault,) = launch(module, "k", 1, 8, (np.zeros(8),)).faults
    assert "beyond" in fault.message


GREEDY = {
    "all local memory": "w = cuda.local.array(8192, np.uint8)\nw[0] = 1\nx[i] = w[0]",
    "all shared memory in bytes": (
        "s = cuda.shared.array(49152, np.uint8)\nt = cuda.threadIdx.x\n"
        "s[t] = 1\ncuda.syncthreads()\ns[t] += 1\nx[i] = s[t]"
    ),
    "lanes that wait in parts": (
        "s = cuda.shared.array(32768, np.uint8)\nt = cuda.threadIdx.x\n"
        "s[t] = 1\ncuda.syncwarp(1 << t)\ns[t] += 1\nx[i] = s[t]"
    ),
    "reads without a barrier": (
        "s = cuda.shared.array(64, np.uint8)\nt = cuda.threadIdx.x\ns[t] = 1\n"
        "for n in range(100):\n    x[i] = s[t]"
    ),
    "large tuples": "\n".join(f"t{n} = ({'i + 1, ' * 60})" for n in range(4)),
}


@pytest.mark.parametrize("body", GREEDY.values(), ids=GREEDY)
def test_memory_of_a_greedy_kernel_is_bounded(body: str) -> None:
    module = parse_kernels(in_kernel(body))
    x = np.zeros(32 * 600, np.float32)
    tracemalloc.start()
    try:
        assert launch(module, "k", 600, 32, (x,), budget=Budget(seconds=20)).faults == ()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 500 << 20


def test_a_gigabyte_of_shared_memory_is_a_fault_and_is_not_allocated() -> None:
    module = parse_kernels(in_kernel("s = cuda.shared.array(2 ** 28, float32)\nx[i] = s[0]"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    done = launch(module, "k", 1, 32, (np.zeros(64),))
    assert [fault.kind for fault in done.faults] == ["shared"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 << 10


def test_lanes_that_wait_in_parts_are_not_kept_for_an_enormous_array() -> None:
    module = parse_kernels(in_kernel("cuda.syncwarp(1 << i)\nx[i] = 1"))
    assert launch(module, "k", 1, 32, (np.zeros(1 << 18, np.uint8),)).faults == ()
    with pytest.raises(Unsupported, match=r"cuda\.syncwarp\(mask\) in a kernel that uses an array"):
        launch(module, "k", 1, 32, (np.zeros(1 + (1 << 18), np.uint8),))


def test_nothing_of_the_submission_runs(
    tmp_path: object, capfd: pytest.CaptureFixture[str]
) -> None:
    source = (
        f"open({str(tmp_path)!r} + '/ran', 'w')\nprint('ran')\n"
        + HEAD
        + "class A:\n    print('ran')\n\nB = print('ran')\n"
        + "@(lambda f: print('ran'))\ndef other():\n    pass\n"
        + KERNEL
        + "    x[i] = 1\n\nlaunched = k[1, 1](print('ran'))\nraise SystemExit\n"
    )
    done = launch(parse_kernels(source), "k", 2, 32, (np.zeros(64),))
    assert done.outputs["x"].tolist() == [1] * 64
    assert capfd.readouterr().out == ""


ARGUMENTS = {
    "no such kernel": ("other", 1, 32, (np.zeros(4),)),
    "too few": ("k", 1, 32, ()),
    "too many": ("k", 1, 32, (np.zeros(4), 1)),
    "a view with gaps": ("k", 1, 32, (np.zeros(8)[::2],)),
    "text": ("k", 1, 32, ("x",)),
    "complex numbers": ("k", 1, 32, (np.zeros(4, complex),)),
    "a float for the grid": ("k", 1.5, 32, (np.zeros(4),)),
    "four dimensions": ("k", (1, 1, 1, 1), 32, (np.zeros(4),)),
    "True for a block": ("k", 1, True, (np.zeros(4),)),
}


@pytest.mark.parametrize("call", ARGUMENTS.values(), ids=ARGUMENTS)
def test_wrong_arguments_are_the_callers_error(
    call: tuple[str, int, int, tuple[object, ...]],
) -> None:
    module = parse_kernels(in_kernel("x[0] = 1"))
    name, grid, block, args = call
    with pytest.raises(ValueError, match=r"kernel|parameters|contiguous|array|grid or block"):
        launch(module, name, grid, block, args)


@pytest.mark.parametrize(
    ("grid", "block"), [(0, 32), (1, 0), (1, (1, 1, 65)), (1, 1025), ((1, 1 << 16), 1), (-1, 1)]
)
def test_launches_that_the_hardware_refuses(grid: int, block: int) -> None:
    module = parse_kernels(in_kernel("x[0] = 1"))
    (fault,) = launch(module, "k", grid, block, (np.zeros(4),)).faults
    assert fault.kind == "threads"
