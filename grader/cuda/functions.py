"""Functions of numbers: math, min and max, and the few that numba.cuda adds."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Sequence

import numpy as np

from grader.cuda import numbers
from grader.cuda.errors import Unsupported
from grader.cuda.lanes import Mask
from grader.cuda.names import spell
from grader.cuda.numbers import BOOL, FLOAT64, INT32, INT64, UINT32, UINT64, Value, cast
from grader.cuda.operators import binary, choose, truth
from grader.cuda.run import Run
from grader.cuda.vocabulary import MATH_TESTS, words

UFuncs = dict[str, Callable[..., Value]]

UNARY: UFuncs = {
    **{n: getattr(np, n) for n in words("sqrt exp exp2 expm1 log log2 log10 log1p")},
    **{n: getattr(np, n) for n in words("sin cos tan sinh cosh tanh floor ceil trunc fabs")},
    **{f"a{n}": getattr(np, f"arc{n}") for n in words("sin cos tan sinh cosh tanh")},
    "degrees": np.degrees,
    "radians": np.radians,
    "erf": lambda x: _each(math.erf, x),
    "gamma": lambda x: _each(_gamma, x),
    "lgamma": lambda x: _each(_log_gamma, x),
    "erfc": lambda x: _each(math.erfc, x),
}
TESTS: UFuncs = {"isnan": np.isnan, "isinf": np.isinf, "isfinite": np.isfinite}
BINARY: UFuncs = {
    "pow": np.power,
    "atan2": np.arctan2,
    "hypot": np.hypot,
    "copysign": np.copysign,
    "fmod": np.fmod,
}


def plain(run: Run, path: str, values: Sequence[Value], mask: Mask, node: ast.Call) -> Value:
    """A function whose result depends on its arguments' values alone; counted.

    Raises:
        Unsupported: the wrong number of arguments, or the wrong kind.
    """
    module, _, name = path.rpartition(".")
    handler = (_math if module == "math" else OTHERS.get(path)) or _math
    try:
        return handler(run, name, values, mask, node)
    except (ValueError, IndexError, TypeError, KeyError):
        raise Unsupported(
            node.lineno, f"the arguments of {spell(node)}", "one number each"
        ) from None


def _gamma(x: float) -> float:
    try:
        return math.gamma(x)
    except (ValueError, OverflowError):  # at a pole, or too large
        return math.nan if x < 0 else math.inf


def _log_gamma(x: float) -> float:
    try:
        return math.lgamma(x)
    except (ValueError, OverflowError):
        return math.inf


def _each(function: Callable[[float], float], value: Value) -> Value:
    """For what NumPy has not."""
    return np.asarray(np.frompyfunc(function, 1, 1)(value)).astype(value.dtype)[()]


def _math(run: Run, name: str, values: Sequence[Value], mask: Mask, node: ast.Call) -> Value:
    if name in MATH_TESTS:
        (value,) = values
        run.tally.step(node.lineno, mask)
        return TESTS[name](cast(value, numbers.of_math(value.dtype)))
    if name in BINARY:
        a, b = values
        short = name == "pow" and b.dtype == INT32
        both = a.dtype == b.dtype or short
        dtype = numbers.of_math(a.dtype) if both else FLOAT64
        run.tally.arithmetic(node.lineno, mask, dtype)
        return BINARY[name](cast(a, dtype), cast(b, dtype))
    (value,) = values
    dtype = numbers.of_math(value.dtype)
    run.tally.arithmetic(node.lineno, mask, dtype)
    return UNARY[name](cast(value, dtype))


def _extreme(run: Run, name: str, values: Sequence[Value], mask: Mask, node: ast.Call) -> Value:
    """min and max; a NaN loses, as on the GPU."""
    if len(values) < 2:
        raise Unsupported(node.lineno, f"{name} of one thing", "two numbers or more")
    if 0 < sum(value.dtype == BOOL for value in values) < len(values):  # numba has no such
        raise Unsupported(node.lineno, f"{name} of a bool and a number", "int32(…) around the bool")
    result = values[0]
    for value in values[1:]:
        dtype = numbers.unify(result.dtype, value.dtype)
        run.tally.arithmetic(node.lineno, mask, dtype)
        function = np.fmin if name == "min" else np.fmax
        result = function(cast(result, dtype), cast(value, dtype))
    return result


def _abs(run: Run, _name: str, values: Sequence[Value], mask: Mask, node: ast.Call) -> Value:
    (value,) = values
    value = cast(value, INT64) if value.dtype == BOOL else value
    run.tally.arithmetic(node.lineno, mask, value.dtype)
    return np.abs(value)


def _pow(run: Run, _name: str, values: Sequence[Value], mask: Mask, node: ast.Call) -> Value:
    base, exponent = values
    power = ast.copy_location(ast.BinOp(node.args[0], ast.Pow(), node.args[1]), node)
    return binary(run, ast.Pow(), base, exponent, mask, power)


def _round(run: Run, _name: str, values: Sequence[Value], mask: Mask, node: ast.Call) -> Value:
    if len(values) == 2:
        raise Unsupported(node.lineno, f"{spell(node)}, to places", "round(x * 100) / 100")
    (value,) = values
    run.tally.arithmetic(node.lineno, mask, value.dtype)
    return cast(np.rint(cast(value, numbers.of_math(value.dtype))), INT64)


def _fma(run: Run, _name: str, values: Sequence[Value], mask: Mask, node: ast.Call) -> Value:
    """a · b + c, rounded once: exact enough in float64 for float32."""
    a, b, c = values
    dtype = numbers.of_math(numbers.arithmetic(numbers.arithmetic(a.dtype, b.dtype), c.dtype))
    run.tally.arithmetic(node.lineno, mask, dtype, times=2)
    return cast(cast(a, FLOAT64) * cast(b, FLOAT64) + cast(c, FLOAT64), dtype)


def _selp(run: Run, _name: str, values: Sequence[Value], mask: Mask, node: ast.Call) -> Value:
    condition, yes, no = values
    if yes.dtype != no.dtype:
        what = f"cuda.selp chooses between {yes.dtype} and {no.dtype}"
        raise Unsupported(node.lineno, what, "two of one type, such as float32(0), or … if … else")
    run.tally.step(node.lineno, mask)
    return choose(np.asarray(truth(condition)), yes, no)[()]


def _cbrt(run: Run, _name: str, values: Sequence[Value], mask: Mask, node: ast.Call) -> Value:
    (value,) = values
    dtype = numbers.of_math(value.dtype)
    run.tally.arithmetic(node.lineno, mask, dtype)
    return np.cbrt(cast(value, dtype))


def _bits(run: Run, name: str, values: Sequence[Value], mask: Mask, node: ast.Call) -> Value:
    """popc, clz, ffs and brev of an integer's bits; brev takes 64 of uint64 alone, else 32."""
    (value,) = values
    dtype = value.dtype
    if dtype.kind not in "iu":
        raise Unsupported(node.lineno, f"{name} of {dtype}", "an integer")
    run.tally.arithmetic(node.lineno, mask, dtype)
    width = dtype.itemsize * 8
    if name == "brev":
        width = 64 if dtype == UINT64 else 32
        return _reversed(cast(value, np.dtype(f"uint{width}")), width)
    bits = cast(value, np.dtype(f"uint{width}"))
    if name == "popc":
        return cast(np.bitwise_count(bits), dtype)
    places = np.arange(width, dtype=bits.dtype)
    is_set = (np.asarray(bits)[..., None] >> places & bits.dtype.type(1)).astype(np.bool_)
    ordered = is_set if name == "ffs" else is_set[..., ::-1]
    first = np.where(ordered.any(-1), ordered.argmax(-1), -1 if name == "ffs" else width)
    return (first + (name == "ffs")).astype(UINT32 if name == "ffs" else dtype)[()]


def _reversed(bits: Value, width: int) -> Value:
    result = bits ^ bits
    for place in range(width):
        bit = bits >> bits.dtype.type(place) & bits.dtype.type(1)
        result = result | bit << bits.dtype.type(width - 1 - place)
    return result


OTHERS: dict[str, Callable[..., Value]] = {
    "builtins.min": _extreme,
    "builtins.max": _extreme,
    "builtins.abs": _abs,
    "builtins.pow": _pow,
    "builtins.round": _round,
    "numba.cuda.fma": _fma,
    "numba.cuda.selp": _selp,
    "numba.cuda.cbrt": _cbrt,
    **{f"numba.cuda.{name}": _bits for name in ("popc", "clz", "ffs", "brev")},
}
