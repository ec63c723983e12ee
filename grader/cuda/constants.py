"""What calls at a module's top level give, as far as that is small and plain: np.ones((3, 3)).

Everything is bounded before it is made: numbers to 64 bits, arrays to constant memory.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.cuda.names import TYPES, Path

CONSTANT_BYTES = 1 << 16  # of constant memory
DEEPEST = 16  # tuples in tuples: more than any array has axes here
MOST_PLACES = 64  # after the comma, or before it
MOST_ITEMS = 1 << 14  # of tuples and arrays in tuples, all together
Named = dict[str, Any]


class CannotTell(Exception):
    """This expression is no constant."""


def called(function: Any, values: list[Any], named: Named) -> Any:
    """What a function of Python's, math's or NumPy's gives of constants.

    Raises:
        CannotTell: it is none that is known here, or the result would be large.
    """
    if isinstance(function, np.dtype) and len(values) == 1 and not named:
        return bounded(_plain(values[0]).astype(function)[()])
    if function in MAKERS:
        return _made(str(function), values, named)
    if function in FUNCTIONS and not named:
        return bounded(FUNCTIONS[function](*[_argument(value) for value in values]))
    raise CannotTell


def number(value: Any) -> Any:
    """The value, which must be a number or an array of them."""
    if isinstance(value, bool | int | float | np.generic | np.ndarray):
        return value
    raise CannotTell


def bounded(value: Any) -> Any:
    """The value, if it is small and of a kind that kernels have."""
    if isinstance(value, int) and not -(1 << 63) <= value < 1 << 64:
        raise CannotTell
    if isinstance(value, np.ndarray):
        if value.nbytes > CONSTANT_BYTES or value.dtype.kind not in "biuf":
            raise CannotTell
    elif not isinstance(value, bool | int | float | str | np.bool_ | np.integer | np.floating):
        raise CannotTell
    return value


def refuse_much(values: Sequence[Any]) -> None:
    """Before anything is made of tuples: of one again and again, they are short to write down.

    Raises:
        CannotTell: those in them hold too much all together, or are nested too deep.
    """
    if any(isinstance(value, tuple | np.ndarray) for value in values):
        _refuse_more_than(MOST_ITEMS, values)


def _refuse_more_than(most: int, values: Sequence[Any]) -> None:
    seen = 0
    waiting = [iter(values)]
    while waiting:
        for value in waiting[-1]:
            seen += value.size if isinstance(value, np.ndarray) else 1
            if seen > most or len(waiting) > DEEPEST:
                raise CannotTell
            if isinstance(value, tuple):
                waiting.append(iter(value))
                break
        else:
            waiting.pop()


def refuse_large(*shapes: Any) -> None:
    """Before arrays meet: how large they would become."""
    if math.prod(np.broadcast_shapes(*shapes)) > CONSTANT_BYTES:
        raise CannotTell


def _argument(value: Any) -> Any:
    """Numbers and arrays as they are; tuples flat, for min((1, 2))."""
    if isinstance(value, tuple):
        return tuple(number(item) for item in value)
    return value if isinstance(value, str) else number(value)


def _plain(value: Any) -> np.ndarray:
    _refuse_more_than(CONSTANT_BYTES, [value])
    array = np.asarray(value)
    bounded(array)
    return array


def _made(function: str, values: list[Any], named: Named) -> np.ndarray:
    """An array, by one of NumPy's makers."""
    make, most, size = MAKERS[function]
    dtype = named.pop("dtype", None)
    if dtype is None and len(values) == most + 1:
        dtype = values.pop()
    if named or not 1 <= len(values) <= most:
        raise CannotTell
    if size(values) > CONSTANT_BYTES:
        raise CannotTell
    if dtype is not None and not isinstance(dtype, np.dtype):
        dtype = named_dtype(dtype)
    result: np.ndarray = bounded(np.asarray(make(*values, **({"dtype": dtype} if dtype else {}))))
    return result


def named_dtype(name: Any) -> np.dtype[Any]:
    """A dtype by its plain name; not "U999", nor anything else that has a size in it."""
    known = {str(dtype): dtype for dtype in TYPES.values()}
    if not isinstance(name, str) or name not in known:
        raise CannotTell
    return known[name]


def _of_data(values: list[Any]) -> float:
    _refuse_text(values)
    return 0


def _refuse_text(values: Sequence[Any]) -> None:
    """In an array each item would take as much as the longest."""
    for value in values:
        if isinstance(value, str):
            raise CannotTell
        if isinstance(value, tuple):
            _refuse_text(value)


def _filled(values: list[Any]) -> float:
    _refuse_text(values)
    return _of_shape(values)


def _rounded(value: Any, *places: Any) -> Any:
    """As Python's; more places than a number has would take it for ever."""
    if not all(isinstance(place, int) and abs(place) <= MOST_PLACES for place in places):
        raise CannotTell
    return round(value, *places)


def _of_shape(values: list[Any]) -> float:
    sizes = values[0] if isinstance(values[0], tuple) else (values[0],)
    if any(not isinstance(n, int | np.integer) or not 0 <= n <= CONSTANT_BYTES for n in sizes):
        raise CannotTell
    return math.prod(float(n) for n in sizes)


def _of_square(values: list[Any]) -> float:
    return _of_shape([(values[0], values[0])])


def _of_range(values: list[Any]) -> float:
    start, stop, step = [0, *values, 1][:3] if len(values) == 1 else [*values, 1][:3]
    return float(abs((number(stop) - number(start)) / number(step)))


def _of_steps(values: list[Any]) -> float:
    steps = _of_shape([values[2]]) if len(values) == 3 else 50
    return steps * np.size(values[0]) * np.size(values[1])


def _of_pairs(values: list[Any]) -> float:
    return float(np.prod([_plain(value).size for value in values]))


Maker = tuple[Callable[..., Any], int, Callable[[list[Any]], float]]
MAKERS: dict[str, Maker] = {
    # the function, how many arguments it has before dtype, how many elements it makes
    "numpy.array": (np.array, 1, _of_data),
    "numpy.zeros": (np.zeros, 1, _of_shape),
    "numpy.ones": (np.ones, 1, _of_shape),
    "numpy.full": (np.full, 2, _filled),
    "numpy.eye": (np.eye, 1, _of_square),
    "numpy.arange": (np.arange, 3, _of_range),
    "numpy.linspace": (np.linspace, 3, _of_steps),
    "numpy.outer": (np.outer, 2, _of_pairs),
}
MATH = "sqrt exp log log2 log10 sin cos tan atan atan2 hypot fabs floor ceil trunc radians degrees"
UFUNCS = "sqrt exp log sin cos abs"
FUNCTIONS: dict[Path, Callable[..., Any]] = {
    **{Path(f"math.{name}"): getattr(math, name) for name in MATH.split()},
    **{Path(f"numpy.{name}"): getattr(np, name) for name in UFUNCS.split()},
    **{Path(f"builtins.{f.__name__}"): f for f in (int, float, bool, abs, min, max, len)},
    Path("builtins.round"): _rounded,
}
