"""What the hidden checks of exercise 11 ask: ranges, zero points, axes, and what to refuse."""

from collections.abc import Mapping
from typing import Any

import numpy as np

Case = dict[str, Any]
F32 = np.float32
NAMES = ("scale", "zero_point")
INF, NAN = float("inf"), float("nan")


def span(low: float, high: float, dtype: str = "uint8", **settings: Any) -> Case:
    """A case: a range, and how to quantize it."""
    return {"arguments": (low, high, dtype), "settings": settings}


WORKED_SCALES = {
    "uint8": span(-27.5, 100.0),
    "int8": span(-27.5, 100.0, "int8"),
    "symmetric": span(-27.5, 63.5, "int8", symmetric=True),
}
RANGES = {
    "all positive": (3.0, 8.0),
    "all negative": (-9.0, -2.0),
    "one positive number": (5.0, 5.0),
    "one negative number": (-5.0, -5.0),
}
WITHOUT_ZERO = {
    f"{name}, {t}": span(*r, t) for name, r in RANGES.items() for t in ("uint8", "int8")
}
SYMMETRIC = {
    "the lower end is farther": span(-6.0, 2.0, "int8", symmetric=True),
    "the upper end is farther": span(-1.0, 3.0, "int8", symmetric=True),
    "all positive": span(2.0, 7.0, "int8", symmetric=True),
    "all negative": span(-8.0, -5.0, "int8", symmetric=True),
}
ZEROS = {
    "uint8": span(0.0, 0.0),
    "int8": span(0.0, 0.0, "int8"),
    "symmetric": span(0.0, 0.0, "int8", symmetric=True),
}
# In float32, where the division falls decides which integer it becomes: 107.5 and 127.5 are near.
NEAR_HALVES = ((-9.89, 13.57), (-2.89, 2.89))
# scale 0.5 and 54.5, 55.5 steps below 0; 255 · 0.25 = 63.75
HALVES = {
    "54.5, uint8": span(-27.25, 100.25),
    "55.5, uint8": span(-27.75, 99.75),
    "−128 + 54.5, int8": span(-27.25, 100.25, "int8"),
    "−128 + 55.5, int8": span(-27.75, 99.75, "int8"),
    "−128 + 200.5, int8": span(-50.125, 13.625, "int8"),
}
BAD_RANGES = {
    "upside down": {"why": "low is above high", **span(2.0, 1.0)},
    "infinite": {"why": "high is infinite", **span(0.0, INF)},
    "minus infinity": {"why": "low is infinite", **span(-INF, 0.0, "int8")},
    "low is NaN": {"why": "low is no number (NaN)", **span(NAN, 1.0)},
    "high is NaN": {"why": "high is no number (NaN)", **span(-1.0, NAN, "int8")},
    "int16": {"why": "int16 has more than 8 bits", **span(-1.0, 1.0, "int16")},
    "a word": {"why": "there is no dtype of this name", **span(-1.0, 1.0, "octet")},
    "symmetric uint8": {
        "why": "uint8 has no negative numbers: its zero point cannot be 0",
        **span(-1.0, 1.0, symmetric=True),
    },
    "tiny": {"why": "1e-45 / 255 is 0 in float32", **span(0.0, 1e-45)},
    "huge": {"why": "6e38 is infinite in float32", **span(-3e38, 3e38)},
}

WORKED_X = np.array([-27.5, -0.5, 0.0, 0.25, 0.75, 10.2, 100.0, 200.0, -40.0], F32)
ZERO_POINTS: Mapping[str, Case] = {
    "uint8, 0": {"zero_point": np.uint8(0)},
    "uint8, 1": {"zero_point": np.uint8(1)},
    "uint8, 128": {"zero_point": np.uint8(128)},
    "uint8, 255": {"zero_point": np.uint8(255)},
    "int8, 0": {"zero_point": np.int8(0)},
    "int8, −1": {"zero_point": np.int8(-1)},
    "int8, −128": {"zero_point": np.int8(-128)},
    "int8, 127": {"zero_point": np.int8(127)},
}
AXES = {
    "a vector": {"shape": (3,), "axis": 0},
    "rows": {"shape": (3, 4), "axis": 0},
    "columns": {"shape": (2, 3), "axis": 1},
    "the last axis": {"shape": (2, 3, 4), "axis": -1},
    "the last but two": {"shape": (3, 2, 2), "axis": -3},
    "channels of a batch": {"shape": (2, 3, 2, 2), "axis": 1},
    "as many channels as columns": {"shape": (2, 3, 2, 3), "axis": 1},
    "filters": {"shape": (3, 2, 3, 3), "axis": 0},
    "rows of a square": {"shape": (3, 3), "axis": 0},
    "columns of a square": {"shape": (3, 3), "axis": 1},
    "the middle of a cube": {"shape": (3, 3, 3), "axis": -2},
    "the last axis of a cube": {"shape": (3, 3, 3), "axis": 2},
    "one channel": {"shape": (2, 1, 3), "axis": 1},
    "an empty batch": {"shape": (0, 3, 2), "axis": 1},
    "no channels": {"shape": (2, 0), "axis": 1},
}

X, S, Z = np.array([[1.0, -2.0, 0.5], [3.0, 0.0, 1.0]], F32), F32(0.5), np.int8(3)
SS, ZZ = np.full(3, 0.5, F32), np.full(3, 3, np.int8)
BAD_PARAMETERS: Mapping[str, Case] = {
    "scale 0": {"why": "the scale is 0", "bad": (F32(0), Z)},
    "negative scale": {"why": "the scale is negative", "bad": (F32(-0.5), Z)},
    "infinite scale": {"why": "the scale is infinite", "bad": (F32(INF), Z)},
    "scale NaN": {"why": "the scale is no number (NaN)", "bad": (F32(NAN), Z)},
    "one scale NaN": {
        "why": "one of three scales is no number (NaN)",
        "bad": (np.array([0.5, NAN, 1], F32), ZZ, 1),
    },
    "one scale negative": {
        "why": "one of three scales is negative",
        "bad": (np.array([0.5, 1, -1], F32), ZZ, 1),
    },
    "float64 scale": {"why": "the scale is float64", "bad": (np.float64(0.5), Z)},
    "int32 zero point": {"why": "the zero point is int32", "bad": (S, np.int32(3))},
    "zero point out of range": {"why": "300 is no int8 and no uint8", "bad": (S, np.int16(300))},
    "float zero point": {"why": "the zero point is float32", "bad": (S, F32(3))},
    "scales too few": {"why": "there are 3 columns and 2 scales", "bad": (SS[:2], ZZ, 1)},
    "zero points too many": {
        "why": "there are 2 rows and 3 zero points",
        "bad": (SS[:2], ZZ, 0),
    },
    "one scale for an axis": {"why": "axis 1 asks for 3 scales", "bad": (S, Z, 1)},
    "one zero point for three scales": {"why": "axis 1 asks for 3 of both", "bad": (SS, Z, 1)},
    "one scale for three zero points": {"why": "axis 1 asks for 3 of both", "bad": (S, ZZ, 1)},
    "scales without an axis": {"why": "no axis is given for 3 scales", "bad": (SS, ZZ)},
    "no such axis": {"why": "x has no axis 3", "bad": (SS, ZZ, 3)},
    "no such axis from the end": {"why": "x has no axis −3", "bad": (SS, ZZ, -3)},
}
BAD_X = {
    "float64": {"why": "x is float64", "x": X.astype(np.float64)},
    "integers": {"why": "x is int32", "x": X.astype(np.int32)},
    "NaN": {"why": "NaN has no integer", "x": np.array([[1.0, NAN]], F32)},
}
BAD_Q = {
    "another sign": {"why": "q is uint8 and its zero point int8", "q": X.astype(np.uint8)},
    "more bits": {"why": "q is int32 and its zero point int8", "q": X.astype(np.int32)},
    "floats": {"why": "q is float32", "q": X},
}


def ranges(rng: np.random.Generator, count: int) -> np.ndarray:
    """Ranges of every size around 0, (count, 2), float32."""
    sizes = 10 ** rng.uniform(-3, 3, (count, 2)) * [-1, 1]
    return sizes.astype(F32)


def even_ranges(rng: np.random.Generator, count: int) -> list[tuple[float, float]]:
    """Ranges whose scales are exact in any floating-point type, no half anywhere."""
    scales = rng.integers(1, 99, count) / 2.0 ** rng.integers(0, 9, count)
    lows = -(rng.integers(1, 254, count) + 0.25) * scales
    return list(zip(lows.tolist(), (lows + 255 * scales).tolist(), strict=True))


def some_scale(rng: np.random.Generator) -> np.float32:
    """A scale that uses every digit of its type."""
    return F32(10 ** rng.uniform(-3, 0))


def parameters(
    rng: np.random.Generator, channels: int, dtype: type[np.integer] = np.int8
) -> tuple[np.ndarray, np.ndarray]:
    """Scales that none can mistake for another (0.01, 0.03, 0.09 …, shuffled), and zero points."""
    scales = (0.01 * 3.0 ** rng.permutation(channels) * rng.uniform(1, 1.5, channels)).astype(F32)
    return scales, (rng.permutation(channels) * 9 + rng.integers(-9, 9)).astype(dtype)
