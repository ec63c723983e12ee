"""Numbers have the types that numba's own compiler gives them, asked here pair by pair."""

import operator
import warnings
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest

from grader.cuda import numbers
from grader.cuda.numbers import DTYPES

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from numba import types
    from numba.core.target_extension import target_override
    from numba.cuda.descriptor import cuda_target
    from numba.np.numpy_support import as_dtype

CONTEXT = cuda_target.typing_context
NAMES = sorted(DTYPES)
PAIRS = list(product(NAMES, NAMES))


def numba_type(function: Any, *names: str) -> np.dtype | None:
    """The type of a function of values of these types; None if numba has none."""
    with target_override("cuda"):
        CONTEXT.refresh()
        arguments = [getattr(types, name) for name in names]
        signature = CONTEXT.resolve_function_type(function, arguments, {})
    return None if signature is None else np.dtype(as_dtype(signature.return_type))


RULES: dict[str, tuple[Any, Callable[[np.dtype, np.dtype], np.dtype]]] = {
    "+": (operator.add, numbers.arithmetic),
    "-": (operator.sub, numbers.arithmetic),
    "*": (operator.mul, numbers.arithmetic),
    "//": (operator.floordiv, numbers.arithmetic),
    "%": (operator.mod, numbers.arithmetic),
    "/": (operator.truediv, numbers.division),
    "&": (operator.and_, numbers.integer),
    "**": (operator.pow, numbers.arithmetic),
}


@pytest.mark.parametrize(("function", "rule"), RULES.values(), ids=RULES)
def test_types_of_operators(function: Any, rule: Callable[[np.dtype, np.dtype], np.dtype]) -> None:
    asked = 0
    differ = []
    for a, b in PAIRS:
        theirs = numba_type(function, a, b)
        if theirs is None:
            continue
        asked += 1
        ours = rule(DTYPES[a], DTYPES[b])
        if ours != theirs and not (a == b == "bool_"):  # True & True, see below
            differ.append(f"{a}, {b}: {ours}, and numba says {theirs}")
    assert differ == []
    assert asked >= 70
