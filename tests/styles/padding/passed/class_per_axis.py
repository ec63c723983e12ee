"""Object-oriented: an Axis dataclass knows sizes and margins, a Conv2d class has __call__; string annotations."""
from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Axis:
    n: int
    k: int
    stride: int
    padding: int | str
    valid_words: tuple[str, ...] = field(default=("same",), repr=False)

    def __post_init__(self) -> None:
        for name in ("n", "k", "stride"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1 in {self}")
        if isinstance(self.padding, str):
            if self.padding not in self.valid_words:
                raise ValueError(f"bad padding in {self}")
        elif self.padding < 0 or self.n + 2 * self.padding < self.k:
            raise ValueError(f"impossible: {self}")

    @cached_property
    def out(self) -> int:
        if isinstance(self.padding, str):
            whole, rest = divmod(self.n, self.stride)
            return whole + bool(rest)
        return (self.n + 2 * self.padding - self.k) // self.stride + 1

    @property
    def margins(self) -> tuple[int, int]:
        if not isinstance(self.padding, str):
            return (self.padding,) * 2
        total = max(0, (self.out - 1) * self.stride + self.k - self.n)
        return total >> 1, (total + 1) >> 1

    def slice(self, offset: int) -> slice:
        return slice(offset, offset + (self.out - 1) * self.stride + 1, self.stride)


class Conv2d:
    def __init__(self, kernel, *, stride=1, padding=0):
        if kernel.ndim != 2:
            raise ValueError("kernel must have two dimensions")
        self.kernel = kernel.astype(np.float64)
        self.stride = stride if isinstance(stride, tuple) else (stride, stride)
        self.padding = padding if isinstance(padding, tuple) else (padding, padding)

    def __call__(self, image):
        if image.ndim != 2:
            raise ValueError("image must have two dimensions")
        rows, columns = (
            Axis(*args) for args in zip(image.shape, self.kernel.shape, self.stride, self.padding)
        )
        padded = np.pad(image.astype(np.float64), (rows.margins, columns.margins))
        return sum(
            value * padded[rows.slice(i), columns.slice(j)]
            for (i, j), value in np.ndenumerate(self.kernel)
        )


def output_size(n: int, k: int, stride: int, padding: int | str) -> int:
    return Axis(n, k, stride, padding).out


def conv2d(image, kernel, stride=1, padding=0):
    return Conv2d(kernel, stride=stride, padding=padding)(image)
