"""From a launch's arguments to what the kernel sees, and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from grader.cuda.lanes import WARP
from grader.cuda.memory import Buffer, View, whole
from grader.cuda.model import Index3
from grader.cuda.numbers import SUPPORTED, scalar
from grader.cuda.races import Races
from grader.cuda.source import Function


def arguments(
    function: Function, args: Sequence[Any], inputs: Collection[str], block: Index3, check: bool
) -> dict[str, Any]:
    """A kernel's parameters and what they hold: copies of the arrays, numbers of numba's types.

    Raises:
        ValueError: they do not fit the kernel, or no GPU would take them.
    """
    names = function.parameters
    if len(args) + len(function.defaults) < len(names) or len(args) > len(names):
        raise ValueError(f"{function.name} has parameters {names}, and {len(args)} were given")
    unknown = set(inputs) - set(names)
    if unknown:
        raise ValueError(f"{function.name} has parameters {names}, not {sorted(unknown)}")
    arrays = [a for a in args if isinstance(a, np.ndarray)]
    if any(np.may_share_memory(a, b) for k, a in enumerate(arrays) for b in arrays[:k]):
        raise ValueError("two arguments share their memory: copy one of them")
    padded = -(-block[0] * block[1] * block[2] // WARP) * WARP
    values = {
        n: _argument(n, a, n in inputs, padded, check) for n, a in zip(names, args, strict=False)
    }
    return {name: values.get(name, function.defaults.get(name)) for name in names}


def _argument(name: str, value: Any, is_input: bool, padded: int, check: bool) -> Any:
    if not isinstance(value, np.ndarray):
        if not isinstance(value, bool | int | float | np.generic):
            raise ValueError(f"{name} is a {type(value).__name__}, no array and no number")
        number = value if isinstance(value, np.generic) else scalar(value)
        if number.dtype not in SUPPORTED:
            raise ValueError(f"{name} is a {number.dtype}")
        return number
    if value.dtype not in SUPPORTED:
        raise ValueError(f"{name} is an array of {value.dtype}")
    if not value.flags.c_contiguous and not value.flags.f_contiguous:
        raise ValueError(f"{name} is not contiguous, and no GPU takes it so: copy it")
    order: Any = "C" if value.flags.c_contiguous else "F"
    buffer = Buffer(name, "global", value.flatten(order=order))
    if is_input:
        buffer.readonly = "which is an input. The caller still needs it: write to an output"
    elif check:
        buffer.races = Races(value.size, padded, ends_at_barrier=False)
    strides = [s // value.itemsize for s in value.strides] if order == "F" else None
    return whole(buffer, value.shape, strides)


def outputs(
    values: Mapping[str, Any], args: Sequence[Any], inputs: Collection[str]
) -> dict[str, np.ndarray]:
    """The arrays that are not inputs, in their own shape and order."""
    found = {}
    for (name, view), given in zip(values.items(), args, strict=False):
        if isinstance(view, View) and name not in inputs:
            order: Any = "C" if given.flags.c_contiguous else "F"
            found[name] = view.buffer.data.reshape(given.shape, order=order)
    return found
