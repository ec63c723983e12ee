"""What a launch's arguments are to numba: data, so that a worker can be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

ArgumentType = tuple[str] | tuple[str, int, str]  # a number's dtype; an array's, its axes, C or F
Types = tuple[ArgumentType, ...]


def types_of(args: Sequence[Any]) -> Types:
    """The types of numbers and contiguous arrays, as a launch from Python gives them."""
    return tuple(map(_type_of, args))


def _type_of(value: Any) -> ArgumentType:
    if isinstance(value, np.ndarray):
        return value.dtype.name, value.ndim, "C" if value.flags.c_contiguous else "F"
    return (np.asarray(value).dtype.name,)
