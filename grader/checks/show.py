"""Arrays and calls as text that a person can compare at a glance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from grader.worker.calls import Call

WINDOW = 5  # rows and columns shown around the first difference
SIDE_BY_SIDE_CHARS = 66  # wider, and a narrow terminal would fold the lines
LARGEST_WHOLE = 1e12  # whole numbers below it are written out
LITERAL_SIZE = 36  # arrays of at most this many values are quoted whole
LITERAL_CHARS = 400

AXES = {
    1: ("position",),
    2: ("row", "column"),
    4: ("image", "channel", "row", "column"),
}


def spell_shape(shape: tuple[int, ...]) -> str:
    """(3, 4) → "(3, 4)", as Python prints it."""
    return str(tuple(int(n) for n in shape))


def spell_index(where: tuple[int, ...]) -> str:
    """(1, 2) → "row 1, column 2" (counted from 0)."""
    names = AXES.get(len(where))
    if names is None:
        return f"index {list(where)}"
    return ", ".join(f"{name} {index}" for name, index in zip(names, where, strict=True))


def side_by_side(expected: np.ndarray, got: np.ndarray, where: tuple[int, ...]) -> str:
    """Both arrays around `where`, which is marked; of N-D arrays, the plane that holds it."""
    if expected.ndim == 0:
        return ""
    plane = where[:-2]
    left, right = np.atleast_2d(expected[plane]), np.atleast_2d(got[plane])
    row, column = (0, *where)[-2:]
    rows, columns = _window(row, left.shape[0]), _window(column, left.shape[1])
    mark = (row - rows.start, column - columns.start)
    lines_left = _table(left[rows, columns], mark)
    lines_right = _table(right[rows, columns], mark)
    width = max(len("expected"), *map(len, lines_left))
    if width + len(lines_right[0]) < SIDE_BY_SIDE_CHARS:
        lines = [f"{'expected':<{width}}   got"]
        lines += [f"{a:<{width}}   {b}" for a, b in zip(lines_left, lines_right, strict=True)]
    else:
        lines = ["expected", *lines_left, "got", *lines_right]
    if left[rows, columns].size < left.size:
        lines.append(
            f"(rows {rows.start} to {rows.stop - 1}, columns {columns.start} to "
            f"{columns.stop - 1} of {left.shape[0]}×{left.shape[1]})"
        )
    return "\n".join(f"  {line}" for line in lines)


def _window(center: int, size: int) -> slice:
    start = max(0, min(center - WINDOW // 2, size - WINDOW))
    return slice(start, min(size, start + WINDOW))


def _table(values: np.ndarray, mark: tuple[int, int]) -> list[str]:
    cells = [[spell_number(value) for value in row] for row in values]
    cells[mark[0]][mark[1]] = f"[{cells[mark[0]][mark[1]]}]"
    width = max(len(cell) for row in cells for cell in row)
    return [" ".join(f"{cell:>{width}}" for cell in row) for row in cells]


def spell_number(value: Any, digits: int = 5) -> str:
    """A whole number exactly, if it is not too long; others to some digits, or to the unit."""
    if isinstance(value, np.integer):
        return str(int(value))
    number = float(value)
    long = 10**digits <= abs(number) < LARGEST_WHOLE
    whole = number.is_integer() and abs(number) < LARGEST_WHOLE
    return f"{number:.0f}" if whole or long else f"{number:.{digits}g}"


def spell_apart(one: Any, other: Any, digits: int = 6) -> tuple[str, str]:
    """Two numbers, to some digits, or to all if those are the same."""
    short = spell_number(one, digits), spell_number(other, digits)
    return short if short[0] != short[1] else (spell_number(one, 17), spell_number(other, 17))


def spell_call(call: Call, named: Mapping[int, str] | None = None) -> str:
    """The call as Python source where it is short enough to try, else with shapes only.

    Args:
        call: which one.
        named: for positions of arguments, variables that stand for them.
    """
    names = named or {}
    for spell in (_literal, _shape):
        parts = [names.get(i) or spell(value) for i, value in enumerate(call.args)]
        parts += [f"{name}={spell(value)}" for name, value in call.kwargs.items()]
        text = f"{call.function}{_launch(call)}({', '.join(parts)})"
        if len(text) <= LITERAL_CHARS:
            break
    return text


def _launch(call: Call) -> str:
    """[grid, block] of a kernel."""
    how = call.launching
    return f"[{how.grid}, {how.block}]" if how is not None else ""


def _literal(value: Any) -> str:
    if not isinstance(value, np.ndarray):
        return _plain(value, _literal)
    if value.size > LITERAL_SIZE or value.size == 0:
        return _shape(value)
    # The shortest digits that name a float32 are few; those of a float64 would fill the screen.
    if value.dtype == np.float64 and not bool((value == np.round(value)).all()):
        return _shape(value)
    dtype = "float" if value.dtype == np.float64 else f"np.{value.dtype}"
    return f"np.array({_numbers(value)}, {dtype})"


def _numbers(value: Any) -> str:
    """The values of an array in nested brackets."""
    if value.ndim:
        return f"[{', '.join(map(_numbers, value))}]"
    if not np.isfinite(value):
        return f"np.{value}" if value > 0 or value != value else "-np.inf"
    return str(int(value)) if value == int(value) else str(value)


def _plain(value: Any, spell: Callable[[Any], str]) -> str:
    """What is no array; arrays inside a tuple are spelt like others."""
    if not isinstance(value, tuple):
        return repr(value)
    return f"({', '.join(map(spell, value))}{',' if len(value) == 1 else ''})"


def _shape(value: Any) -> str:
    if not isinstance(value, np.ndarray):
        return _plain(value, _shape)
    contiguous = "" if value.flags.c_contiguous else ", a non-contiguous view"
    return f"<{'×'.join(map(str, value.shape))} array, {value.dtype}{contiguous}>"


def printable(text: str) -> str:
    """Text from a submission, without what could steer a terminal."""
    return "".join(
        c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text
    )
