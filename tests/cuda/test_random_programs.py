"""Control flow by masks does what Python does thread by thread, in random programs.

The programs are made here, so that Python may run them. Integers stay small by a remainder; so
neither overflow nor the order of threads plays a part.
"""

from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.cuda import launch, parse_kernels

THREADS = 40
VARIABLES = ["a", "b", "c"]

leaves = st.sampled_from([*VARIABLES, "i", "x[i]", "2", "3", "-1", "5", "helper(a, i)"])
compared = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])


def _conditions(numbers: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    simple = st.builds("{} {} {}".format, numbers, compared, numbers)
    chained = st.builds("{} < {} <= {}".format, numbers, numbers, numbers)
    joined = st.builds("({} {} {})".format, simple, st.sampled_from(["and", "or"]), chained)
    return st.one_of(simple, chained, joined, st.builds("not ({})".format, simple))


def _deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["+", "-", "*", "//", "%"])
    divided = st.builds("({} {} ({} % 3 + 4))".format, inner, operators, inner)
    chosen = st.builds("({} if {} else {})".format, inner, _conditions(inner), inner)
    return st.one_of(divided, chosen, st.builds("min({}, {})".format, inner, inner))


numbers = st.recursive(leaves, _deeper, max_leaves=4)
conditions = _conditions(numbers)
Block = list[str]


def _indent(block: Block) -> Block:
    return ["    " + line for line in block]


@st.composite
def blocks(draw: st.DrawFn, depth: int = 0, in_loop: bool = False) -> Block:
    lines: Block = []
    for _ in range(draw(st.integers(1, 3))):
        kinds = ["assign", "assign", "add", "pair"]
        kinds += ["if", "if", "for", "while"] if depth < 3 else []
        kinds += ["break", "continue"] if in_loop else []
        lines += draw(statements(draw(st.sampled_from([*kinds, "return"])), depth, in_loop))
    return lines


@st.composite
def statements(draw: st.DrawFn, kind: str, depth: int, in_loop: bool) -> Block:
    name = draw(st.sampled_from(VARIABLES))
    if kind == "assign":
        return [f"{name} = ({draw(numbers)}) % 101"]
    if kind == "add":
        return [f"{name} += {draw(numbers)}", f"{name} %= 97"]
    if kind == "pair":
        return [f"a, {draw(st.sampled_from(['b', 'c']))} = {name}, {draw(numbers)} % 89"]
    if kind in ("break", "continue", "return"):
        return [f"if {draw(conditions)}:", f"    {kind}"]
    if kind == "if":
        lines = [f"if {draw(conditions)}:", *_indent(draw(blocks(depth + 1, in_loop)))]
        if draw(st.booleans()):
            lines += [f"elif {draw(conditions)}:", *_indent(draw(blocks(depth + 1, in_loop)))]
        if draw(st.booleans()):
            lines += ["else:", *_indent(draw(blocks(depth + 1, in_loop)))]
        return lines
    body = _indent(draw(blocks(depth + 1, True)))
    if kind == "for":
        step = draw(st.sampled_from(["", ", 1", ", 2", ", -1"]))
        return [f"for k{depth} in range({name} % 3, {draw(numbers)} % 7{step}):", *body]
    counter = f"n{depth}"
    head = [f"{counter} = 0", f"while {counter} < 4 and {draw(conditions)}:", f"    {counter} += 1"]
    return [*head, *body]


HELPER = """
def helper(p, q):
    if p > q:
        return p - 1
    for k in range(3):
        if p + k == q:
            return k
    return q % 5
"""


@given(blocks())
@settings(max_examples=100)
def test_masks_do_what_threads_do(block: Block) -> None:
    body = [
        "i = cuda.grid(1)",
        "a = x[i]",
        "b = i",
        "c = 1",
        *block,
        "y[i] = a * 10000 + b * 100 + c",
    ]
    kernel = "\n".join(["def k(x, y):", *_indent(body), ""])
    x = np.arange(THREADS) * 7 % 23
    source = f"from numba import cuda\n@cuda.jit(device=True){HELPER}\n@cuda.jit\n{kernel}"
    done = launch(parse_kernels(source), "k", 1, THREADS, (x, np.full(THREADS, -1)), {"x"})
    assert done.faults == ()
    assert done.outputs["y"].tolist() == one_by_one(HELPER + kernel, x.tolist())


def one_by_one(source: str, x: list[int]) -> list[int]:
    y = [-1] * THREADS
    thread = SimpleNamespace(number=0)
    names: dict[str, Any] = {"cuda": SimpleNamespace(grid=lambda _: thread.number)}
    exec(compile(source, "kernel", "exec"), names)  # noqa: S102
    for thread.number in range(THREADS):
        names["k"](x, y)
    return y
