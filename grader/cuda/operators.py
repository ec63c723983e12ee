"""Operators over lanes: numba's types, C's overflow, a fault for division by zero."""

from __future__ import annotations

import ast
from collections.abc import Callable

import numpy as np

from grader.cuda import numbers
from grader.cuda.errors import Unsupported
from grader.cuda.lanes import Mask
from grader.cuda.numbers import BOOL, Value, cast
from grader.cuda.run import Run

Typing = Callable[[np.dtype, np.dtype], np.dtype]

BINARY: dict[type[ast.operator], tuple[str, Callable[..., Value], Typing]] = {
    ast.Add: ("+", np.add, numbers.arithmetic),
    ast.Sub: ("-", np.subtract, numbers.arithmetic),
    ast.Mult: ("*", np.multiply, numbers.arithmetic),
    ast.Div: ("/", np.true_divide, numbers.division),
    ast.FloorDiv: ("//", np.floor_divide, numbers.arithmetic),
    ast.Mod: ("%", np.remainder, numbers.arithmetic),
    ast.Pow: ("**", np.power, numbers.power),
    ast.BitAnd: ("&", np.bitwise_and, numbers.integer),
    ast.BitOr: ("|", np.bitwise_or, numbers.integer),
    ast.BitXor: ("^", np.bitwise_xor, numbers.integer),
    ast.LShift: ("<<", np.left_shift, numbers.integer),
    ast.RShift: (">>", np.right_shift, numbers.integer),
}
BITWISE = (ast.BitAnd, ast.BitOr, ast.BitXor)
SHIFTS = (ast.LShift, ast.RShift)

COMPARE: dict[type[ast.cmpop], Callable[..., Value]] = {
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
    ast.Eq: np.equal,
    ast.NotEq: np.not_equal,
}


def binary(
    run: Run, op: ast.operator, left: Value, right: Value, mask: Mask, node: ast.expr | ast.stmt
) -> Value:
    """One operation, counted.

    Raises:
        Unsupported: bits of a float, or an operator that numba has not.
    """
    symbol, function, typing = BINARY[type(op)]
    kinds = left.dtype.kind + right.dtype.kind
    if isinstance(op, BITWISE + SHIFTS) and "f" in kinds:
        what = f"{symbol} works on integers, not on {left.dtype} and {right.dtype}"
        raise Unsupported(node.lineno, what, "int(…) around the float, if that is meant")
    if isinstance(op, BITWISE) and kinds == "bb":
        dtype = BOOL
    elif isinstance(op, SHIFTS):
        dtype = numbers.integer(left.dtype, left.dtype)
    else:
        dtype = typing(left.dtype, right.dtype)
    run.tally.arithmetic(node.lineno, mask, dtype)
    a, b = cast(left, dtype), cast(right, dtype)
    if dtype.kind in "iu" and isinstance(op, ast.FloorDiv | ast.Mod):
        _divides_by_zero(run, b, mask, node)
    if isinstance(op, SHIFTS):
        _shifts_too_far(run, right, 8 * dtype.itemsize, mask, node)
    if dtype.kind in "iu" and isinstance(op, ast.Pow):
        return _integer_power(a, b)
    return function(a, b)


def unary(run: Run, op: ast.unaryop, value: Value, mask: Mask, node: ast.expr) -> Value:
    """−, +, ~ and not; counted."""
    if isinstance(op, ast.Not):
        run.tally.step(node.lineno, mask)
        return np.logical_not(value)
    if value.dtype == BOOL and isinstance(op, ast.Invert):
        run.tally.step(node.lineno, mask)
        return np.logical_not(value)
    dtype = value.dtype
    if dtype.kind != "f":
        dtype = numbers.integer(dtype, dtype)
    elif isinstance(op, ast.Invert):
        raise Unsupported(node.lineno, f"~ works on integers, not on {dtype}", "-x")
    run.tally.arithmetic(node.lineno, mask, dtype)
    own = cast(value, dtype) if value.dtype == BOOL else value  # numba widens what comes out
    if isinstance(op, ast.USub):
        return cast(np.negative(own), dtype)
    return cast(np.invert(own) if isinstance(op, ast.Invert) else own, dtype)


def compare(
    run: Run, op: ast.cmpop, left: Value, right: Value, mask: Mask, node: ast.expr
) -> Value:
    """One comparison, counted as an instruction; bool."""
    run.tally.step(node.lineno, mask)
    if numbers.is_float(left.dtype) or numbers.is_float(right.dtype):
        dtype = numbers.unify(left.dtype, right.dtype)
        left, right = cast(left, dtype), cast(right, dtype)
    return COMPARE[type(op)](left, right)


def truth(value: Value) -> Value:
    """Whether it counts as true; bool."""
    return cast(value, BOOL)


def choose(condition: np.ndarray, yes: Value, no: Value) -> Value:
    """`yes` where the condition holds, else `no`, in the type that holds both."""
    dtype = numbers.unify(yes.dtype, no.dtype)
    return np.where(condition, cast(yes, dtype), cast(no, dtype))


def _divides_by_zero(run: Run, divisor: Value, mask: Mask, node: ast.expr | ast.stmt) -> None:
    zero = divisor == 0
    if zero.any():
        wrong = mask.keep(zero)
        if wrong:
            what = "{who} divides an integer by zero: the hardware gives any number"
            run.faults.add("division", node.lineno, wrong, what)


def _shifts_too_far(
    run: Run, places: Value, bits: int, mask: Mask, node: ast.expr | ast.stmt
) -> None:
    """The compiler may make anything of it (LLVM's reference: the result is poison)."""
    beyond = (places < 0) | (places >= bits)
    if beyond.any():
        wrong = mask.keep(beyond)
        if wrong:
            what = f"{{who}} shifts by less than 0 or by {bits} bits and more: undefined"
            run.faults.add("shift", node.lineno, wrong, what)


def _integer_power(base: Value, exponent: Value) -> Value:
    """Negative exponents give 0, or ±1 for ±1, as the fraction is cut off."""
    if exponent.dtype.kind == "u" or not (exponent < 0).any():
        return np.power(base, exponent)
    magnitude = np.power(base, np.abs(exponent))
    unit = np.abs(base) == 1
    return np.where((exponent >= 0) | unit, magnitude, 0)
