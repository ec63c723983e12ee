"""From one type to another where a kernel says so, or where it stores: C's rules.

A float beyond the range of the integer that it becomes is undefined (C17 6.3.1.4): the hardware's
answer is another than NumPy's. Integers wrap.
"""

from __future__ import annotations

import numpy as np

from grader.cuda.faults import entry
from grader.cuda.lanes import Mask
from grader.cuda.numbers import Value, cast, is_float
from grader.cuda.run import Run


def convert(run: Run, value: Value, dtype: np.dtype, mask: Mask, line: int) -> Value:
    """The value as another type; a fault where it does not fit."""
    if is_float(value.dtype) and dtype.kind in "iu":
        _refuse_beyond(run, value, dtype, mask, line)
    return cast(value, dtype)


def _refuse_beyond(run: Run, value: Value, dtype: np.dtype, mask: Mask, line: int) -> None:
    limits = np.iinfo(dtype)
    whole = np.trunc(value).astype(np.float64)
    fits = (whole >= float(limits.min)) & (whole < float(limits.max) + 1)
    if fits.all():
        return
    wrong = mask.keep(~fits)
    if wrong:
        what = (
            f"{{who}} turns {entry(value, int(wrong.where[0])):g} into {dtype}, which goes from "
            f"{limits.min} to {limits.max}: a GPU may give any number. Bound it by min and max"
        )
        run.faults.add("conversion", line, wrong, what)
