"""What the hidden checks of exercise 13 ask: multipliers, shifts, sums, and what to refuse."""

from collections.abc import Mapping
from typing import Any

import numpy as np

Case = dict[str, Any]
I32 = np.int32
LOWEST, HIGHEST = -(2**31), 2**31 - 1
HALF = 2**30  # q31 of 0.5
INF, NAN = float("inf"), float("nan")

WORKED_MULTIPLIERS = {"0.3": {"m": 0.3}, "0.5": {"m": 0.5}, "0.75": {"m": 0.75}, "1": {"m": 1.0}}
POWERS = {
    "1/8": {"m": 2.0**-3},
    "1/1024": {"m": 2.0**-10},
    "2^−31": {"m": 2.0**-31},
    "2": {"m": 2.0},
    "4096": {"m": 4096.0},
    "2^29": {"m": 2.0**29},
}
# f · 2^31 is an integer and a half, exactly
HALVES = {
    "2^30 + 0.5": {"m": 0.5 + 2.0**-32},
    "2^30 + 1.5": {"m": 0.5 + 3 * 2.0**-32},
    "0.75 · 2^31 + 0.5": {"m": (0.75 + 2.0**-32) / 64},
    "0.6 of the way": {"m": (1288490188 + 0.5) / 2**33},
}
FULL = {
    "almost 1": {"m": 1 - 2.0**-40},
    "almost 1/2": {"m": (1 - 2.0**-33) / 2},
    "almost 2^−9": {"m": (1 - 2.0**-35) / 512},
    "almost 16": {"m": 16 * (1 - 2.0**-45)},
    "not quite full": {"m": 1 - 2.0**-31},
}
TINY = {
    "2^−32": {"m": 2.0**-32},
    "almost 2^−32": {"m": 2.0**-32 * (1 - 2.0**-33)},
    "2^−33": {"m": 2.0**-33},
    "1e-12": {"m": 1e-12},
    "the smallest float": {"m": 5e-324},
}
BAD_MULTIPLIERS = {
    "0": {"m": 0.0, "why": "the multiplier is 0"},
    "negative": {"m": -0.5, "why": "the multiplier is negative"},
    "infinite": {"m": INF, "why": "the multiplier is infinite"},
    "NaN": {"m": NAN, "why": "the multiplier is no number (NaN)"},
    "2^30": {"m": 2.0**30, "why": "the shift would be 31"},
    "almost 2^30": {"m": 2.0**30 * (1 - 2.0**-40), "why": "rounded, the shift would be 31"},
}

ZERO_POINTS: Mapping[str, Case] = {
    "int8, 0": {"zero_point": np.int8(0)},
    "int8, 5": {"zero_point": np.int8(5)},
    "int8, −128": {"zero_point": np.int8(-128)},
    "int8, 127": {"zero_point": np.int8(127)},
    "uint8, 0": {"zero_point": np.uint8(0)},
    "uint8, 55": {"zero_point": np.uint8(55)},
    "uint8, 255": {"zero_point": np.uint8(255)},
}
SHIFTS = {f"shift {shift}": {"shift": shift} for shift in (-1, -2, -5, -12, -20)}
LEFT = {f"shift {shift}": {"shift": shift} for shift in (1, 2, 4, 7)}
CHANNELS: Mapping[str, Case] = {
    "two channels": {"shape": (1, 2, 1, 3), "form": (2, 1, 1)},
    "as many channels as columns": {"shape": (2, 3, 2, 3), "form": (3, 1, 1)},
    "as many channels as images": {"shape": (3, 3, 1, 2), "form": (3, 1, 1)},
    "one for each image": {"shape": (2, 3, 2, 2), "form": (2, 1, 1, 1)},
    "one for each column": {"shape": (4, 3), "form": (3,)},
    "an empty batch": {"shape": (0, 3, 2, 2), "form": (3, 1, 1)},
}
ACC = np.array([[100, -200, 300], [400, 0, -5]], I32)
GOOD = (HALF, -1, np.int8(3))


def bad(
    why: str, q31: Any = HALF, shift: Any = -1, zero_point: Any = GOOD[2], acc: Any = ACC
) -> Case:
    """A case where one argument is bad, and `why`."""
    return {"why": why, "arguments": (acc, q31, shift, zero_point)}


BAD_SUMS = {
    "int64": bad("acc is int64", acc=ACC.astype(np.int64)),
    "int8": bad("acc is int8", acc=ACC.astype(np.int8)),
    "float32": bad("acc is float32", acc=ACC.astype(np.float32)),
}
BAD_FACTORS = {
    "negative": bad("q31 is negative", q31=-1),
    "2^31": bad("q31 is 2^31, too large for int32", q31=2**31),
    "one of three": bad("one of three q31 is negative", q31=np.array([5, -1, 5], I32)),
    "a float": bad("q31 is a float", q31=0.5),
    "floats": bad("q31 is float64", q31=np.full(3, 2.0**30)),
    "shift 31": bad("the shift is above 30", shift=31),
    "shift −32": bad("the shift is below −31", shift=-32),
    "one shift of three": bad("one of three shifts is −40", shift=np.array([0, -40, 1], I32)),
    "a float shift": bad("the shift is a float", shift=-1.0),
}
BAD_SHAPES = {
    "four for three columns": bad(
        "acc has 3 columns and q31 has 4 values", q31=np.full(4, HALF, I32)
    ),
    "two shifts for three columns": bad(
        "acc has 3 columns and shift 2 values", shift=np.array([-1, 0], I32)
    ),
    "one more axis": bad(
        "the result would have more axes than acc", q31=np.full((2, 1, 1), HALF, I32)
    ),
}
BAD_ZERO_POINTS = {
    "a plain int": bad("a plain int has no dtype of 8 bits", zero_point=3),
    "int32": bad("the zero point is int32", zero_point=np.int32(3)),
    "out of range": bad("300 is no int8 and no uint8", zero_point=np.int16(300)),
    "float": bad("the zero point is float32", zero_point=np.float32(3)),
    "two": bad("there are three zero points", zero_point=np.full(3, 5, np.int8)),
}


def any_factor(rng: np.random.Generator) -> int:
    """A q31 that uses every bit."""
    return int(rng.integers(2**30, 2**31)) | 1


def fitting(rng: np.random.Generator, q31: int, shift: int, count: int) -> np.ndarray:
    """Sums that come out in 8 bits, mostly."""
    reach = 140 * 2.0**31 / q31 / 2.0**shift
    sums: np.ndarray = rng.uniform(max(-reach, LOWEST), min(reach, HIGHEST), count).astype(I32)
    return sums


def rounded_twice(rng: np.random.Generator, q31: int, shift: int, count: int) -> np.ndarray:
    """Sums just below a half of the end result, so that the first rounding makes it a half."""
    halves = (2 * rng.integers(-100, 100, count * 8) + 1) * 2 ** (-shift - 1)  # high, exactly
    sums = [-(-(2 * int(half) - 1) * 2**30 // q31) for half in halves]  # the least that rounds up
    twice = [
        total
        for total, half in zip(sums, halves, strict=True)
        if (2 * int(half) - 1) * 2**30 <= total * q31 < int(half) * 2**31 and abs(total) < 2**31
    ]
    return np.array(twice[:count], I32)
