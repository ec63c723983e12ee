"""Numbers have the types that numba's own compiler gives them, asked here pair by pair."""

import math
import operator
import warnings
from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import numpy as np
import pytest

from grader.cuda import launch, numbers, parse_kernels
from grader.cuda.numbers import BOOL, DTYPES, INT64

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # numba's built-in CUDA target is on its way out
    from numba import types
    from numba.core.errors import TypingError
    from numba.core.target_extension import target_override
    from numba.cuda.descriptor import cuda_target
    from numba.np.numpy_support import as_dtype

CONTEXT = cuda_target.typing_context
CONTEXT.refresh()
PAIRS = list(product(sorted(DTYPES), repeat=2))


def numba_type(function: Any, *names: str) -> np.dtype | None:
    """The type of a function of values of these types; None if numba has none."""
    arguments = tuple(getattr(types, name) for name in names)
    with target_override("cuda"):  # type: ignore[no-untyped-call]
        try:
            signature = CONTEXT.resolve_function_type(function, arguments, {})
        except TypingError:
            return None
    return None if signature is None else np.dtype(as_dtype(signature.return_type))


def differences(
    function: Any, rule: Callable[..., np.dtype], table: Sequence[tuple[str, ...]]
) -> list[str]:
    """Where the rule and numba differ; at least most of the table must have a type at all."""
    theirs = {names: numba_type(function, *names) for names in table}
    known = {names: dtype for names, dtype in theirs.items() if dtype is not None}
    assert len(known) >= len(table) / 2
    ours = {names: rule(*(DTYPES[name] for name in names)) for names in known}
    return [f"{n}: {ours[n]}, and numba says {t}" for n, t in known.items() if ours[n] != t]


def bitwise(a: np.dtype, b: np.dtype) -> np.dtype:
    return BOOL if a == b == BOOL else numbers.integer(a, b)


BINARY: dict[str, tuple[Any, Callable[..., np.dtype]]] = {
    "+": (operator.add, numbers.arithmetic),
    "-": (operator.sub, numbers.arithmetic),
    "*": (operator.mul, numbers.arithmetic),
    "//": (operator.floordiv, numbers.arithmetic),
    "%": (operator.mod, numbers.arithmetic),
    "/": (operator.truediv, numbers.division),
    "&": (operator.and_, bitwise),
    "|": (operator.or_, bitwise),
    "^": (operator.xor, bitwise),
    "**": (operator.pow, numbers.power),
}


@pytest.mark.parametrize(("function", "rule"), BINARY.values(), ids=BINARY)
def test_types_of_operators(function: Any, rule: Callable[..., np.dtype]) -> None:
    table = [pair for pair in PAIRS if not (function is operator.pow and pair[0] == "bool_")]
    assert differences(function, rule, table) == []


def widened(a: np.dtype) -> np.dtype:
    return a if numbers.is_float(a) else numbers.integer(a, a)


UNARY: dict[str, tuple[Any, Callable[..., np.dtype]]] = {
    "-": (operator.neg, widened),
    "~": (operator.invert, widened),
    "not": (operator.not_, lambda _: BOOL),
    "sqrt": (math.sqrt, numbers.of_math),
    "exp": (math.exp, numbers.of_math),
    "floor": (math.floor, numbers.of_math),
    "fabs": (math.fabs, numbers.of_math),
    "tanh": (math.tanh, numbers.of_math),
    "erf": (math.erf, numbers.of_math),
}


@pytest.mark.parametrize(("function", "rule"), UNARY.values(), ids=UNARY)
def test_types_of_functions_of_one(function: Any, rule: Callable[..., np.dtype]) -> None:
    table = [
        (name,) for name in sorted(DTYPES) if not (function is operator.invert and "bool" in name)
    ]
    assert differences(function, rule, table) == []


@pytest.mark.parametrize(
    ("expression", "float64_operations"),
    [
        ("x[i] * float32(2)", 0),
        ("x[i] * x[i] + x[i]", 0),
        ("x[i] ** 2", 0),
        ("math.sqrt(x[i])", 0),
        ("-x[i]", 0),
        ("max(x[i], float32(0))", 0),
        ("HALF * x[i]", 0),
        ("x[i] * 2.0", 1),
        ("x[i] * 2", 1),
        ("x[i] / 2", 1),
        ("x[i] * i", 1),
        ("x[i] * cuda.threadIdx.x", 1),
        ("max(x[i], 0.0)", 1),
        ("max(x[i], 0)", 1),
        ("x[i] ** 0.5", 1),
        ("QUARTER * x[i] + x[i]", 2),
        ("(x[i] if i < 99 else 0) * x[i]", 1),  # no thread takes the 0, and its type counts
        ("(x[i] if i < 99 else float32(0)) * x[i]", 0),
    ],
)
def test_where_float32_becomes_float64(expression: str, float64_operations: int) -> None:
    source = (
        "import math\nfrom numba import cuda, float32\nHALF = float32(0.5)\nQUARTER = 0.25\n\n"
        f"@cuda.jit\ndef k(x, y):\n    i = cuda.grid(1)\n    y[i] = {expression}\n"
    )
    x = np.ones(32, np.float32)
    counts = launch(parse_kernels(source), "k", 1, 32, (x, np.zeros_like(x)), {"x"}).counts
    assert counts.total("float64") == float64_operations * 32


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a * 4611686018427387904 * 2", 0),  # 2·2⁶³ wraps to 0
        ("9223372036854775807 + a // 2", -(1 << 63)),
        ("-7 // a", -4),
        ("-7 % a", 1),
        ("int32(2147483647) + a", 2147483649),  # widens
        ("int32(int32(2147483647) + a)", -2147483647),  # and wraps where it is cut
        ("uint8(300 + a)", 46),
        ("-uint8(1) + a", 257),  # the sign comes before the widening
        ("~uint8(a)", 253),
        ("-int32(-2147483648)", -2147483648),
        ("-9223372036854775808 + a", 2 - (1 << 63)),
        ("int(-2.9)", -2),
        ("(a == 2) + (a > 1)", 2),
        ("1 << a << 3", 32),
        ("a ** 3 - 2 ** a", 4),
        ("round(2.5)", 2),
        ("a ** (1 - a) + 5", 5),
        ("(a - 1) ** (0 - a) + (1 - a) ** (-3)", 0),
        ("abs(-a) + min(a, 7, 5) + max(a, 1)", 6),
        ("7 if a == 2 and a != 3 or a / 0 > 1 else 8", 7),
        ("(a and 5) + (0 or a)", 7),
        ("1 < a < 3", 1),
        ("1 < a > 2", 0),
        ("not a", 0),
        ("~a ^ 5 & 4 | 1", -7),
        ("bool(a) + len(y)", 33),
    ],
)
def test_values_of_integer_expressions(expression: str, expected: int) -> None:
    source = (
        "from numba import cuda, int32, uint8\n\n@cuda.jit\ndef k(a, y):\n"
        f"    y[cuda.grid(1)] = {expression}\n"
    )
    y = np.zeros(32, INT64)
    done = launch(parse_kernels(source), "k", 1, 32, (2, y))
    assert done.faults == ()
    assert done.outputs["y"].tolist() == [expected] * 32
