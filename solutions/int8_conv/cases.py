"""What the hidden checks of exercise 12 ask: shapes, types, parameters, and what to refuse."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from solutions.inputs import Shape
from solutions.int8_conv.layers import Layer

Case = dict[str, Any]
F32, I8, U8, I32 = np.float32, np.int8, np.uint8, np.int32
INF, NAN = float("inf"), float("nan")

# The handout's worked example: x − 128 is 0 2 −2 / 3 0 −1 / 1 −3 0.
WORKED = Layer(
    x=np.array([[[[128, 130, 126], [131, 128, 127], [129, 125, 128]]]], U8),
    x_scale=F32(0.5),
    x_zero_point=U8(128),
    w=np.array([[[[2, -1], [1, 3]]], [[[0, 4], [-2, 1]]]], I8),
    w_scale=np.array([0.25, 0.125], F32),
    w_zero_point=np.zeros(2, I8),
    y_scale=F32(0.25),
    y_zero_point=U8(3),
)
WORKED_BIAS = np.array([0, 3], I32)


def case(size: Shape, filters: Shape, **settings: Any) -> Case:
    """A case: x of shape `size` (N, C, H, W), w of shape `filters` (M, C, KH, KW), and the rest."""
    return {"size": size, "filters": filters, "settings": settings}


SHAPES: Mapping[str, Case] = {
    "one product": case((1, 1, 1, 1), (1, 1, 1, 1)),
    "one channel, one filter": case((1, 1, 3, 4), (1, 1, 2, 2)),
    "two channels": case((1, 2, 2, 3), (1, 2, 2, 2)),
    "1×1 kernel": case((1, 3, 2, 3), (2, 3, 1, 1)),
    "more filters than channels": case((1, 2, 3, 3), (5, 2, 2, 1)),
    "as many filters as channels": case((2, 2, 2, 4), (2, 2, 2, 2)),
    "kernel as large as the image": case((1, 2, 3, 4), (3, 2, 3, 4)),
    "three images": case((3, 2, 4, 5), (4, 2, 3, 2)),
    "an empty batch": case((0, 2, 4, 5), (3, 2, 2, 2)),
}
TYPES: Mapping[str, Case] = {
    "uint8 pixels, int8 weights": {"types": (U8, I8, U8)},
    "int8 pixels, int8 weights": {"types": (I8, I8, I8)},
    "uint8 pixels, uint8 weights": {"types": (U8, U8, U8)},
    "uint8 in, int8 out": {"types": (U8, I8, I8)},
    "int8 in, uint8 out": {"types": (I8, I8, U8)},
}
ZERO_POINTS: Mapping[str, Case] = {
    "x 0": {"x": U8(0), "y": U8(100)},
    "x 255": {"x": U8(255), "y": U8(100)},
    "x 1, y 0": {"x": U8(1), "y": U8(0)},
    "y 255": {"x": U8(128), "y": U8(255)},
    "x −128": {"x": I8(-128), "y": I8(-3)},
    "x 127, y −128": {"x": I8(127), "y": I8(-128)},
    "y 127": {"x": I8(-1), "y": I8(127)},
}
STRIDES = {
    "2": case((1, 2, 5, 7), (2, 2, 3, 3), stride=2),
    "(vertical, horizontal)": case((1, 1, 6, 6), (2, 1, 3, 3), stride=(2, 3)),
    "longer than the kernel": case((1, 2, 7, 8), (2, 2, 1, 2), stride=3),
}
PADDINGS = {
    "1": case((1, 1, 2, 3), (1, 1, 2, 2), padding=1),
    "vertical only": case((1, 2, 3, 3), (1, 2, 3, 3), padding=(1, 0)),
    "(vertical, horizontal)": case((1, 1, 2, 3), (3, 1, 3, 2), padding=(2, 1)),
    "nothing but padding in the corner": case((1, 2, 2, 1), (2, 2, 1, 2), padding=3),
    "kernel larger than the image": case((1, 3, 2, 2), (1, 3, 4, 3), padding=1),
    "with a stride": case((2, 2, 5, 4), (3, 2, 3, 3), padding=1, stride=2),
    "same": case((1, 2, 3, 4), (2, 2, 3, 3), padding="same"),
    "same, stride longer than the kernel": case(
        (1, 2, 6, 8), (2, 2, 1, 3), padding="same", stride=4
    ),
    "same, even kernel, two strides": case(
        (1, 1, 5, 9), (2, 1, 2, 4), padding="same", stride=(2, 3)
    ),
}
PARAMETERS: Mapping[str, Case] = {
    "a scale for each filter": {"scales": 3, "zeros": 0},
    "a zero point for each filter": {"scales": 0, "zeros": 3},
    "both": {"scales": 3, "zeros": 3},
    "one for all": {"scales": 0, "zeros": 0},
}
ODD_AND_EVEN: Mapping[str, Case] = {
    "int8, 0": {"zero_point": I8(0)},
    "int8, −5": {"zero_point": I8(-5)},
    "uint8, 128": {"zero_point": U8(128)},
    "uint8, 121": {"zero_point": U8(121)},
}
# Sums that the standards round differently, and the scales of x, w and y.
FAMOUS = {
    "5494": {
        "total": 5494,
        "scales": (0.08230161666870117, 0.03995493799448013, 0.2392881214618683),
    },
    "−2420343": {
        "total": -2420343,
        "scales": (0.003998594358563423, 0.0015006709145382047, 0.1338566541671753),
    },
    "464361": {
        "total": 464361,
        "scales": (0.001594932284206152, 0.010420680977404118, 0.2114468514919281),
    },
}
DEPTHS = {
    "beyond 8 bits": {"channels": 3, "large": 100},
    "beyond 16 bits": {"channels": 9, "large": 255},
    "beyond 24 bits": {"channels": 521, "large": 255},
}
LAYOUTS: Mapping[str, Case] = {
    "channels last in memory": {"view": lambda a: a.transpose(0, 3, 1, 2)},
    "upside down": {"view": lambda a: a[:, :, ::-1]},
    "every other column": {"view": lambda a: a[..., ::2]},
}

GOOD: dict[str, Any] = {
    "x": np.full((1, 2, 4, 5), 7, U8),
    "x_scale": F32(0.5),
    "x_zero_point": U8(3),
    "w": np.ones((3, 2, 2, 2), I8),
    "w_scale": np.full(3, 0.25, F32),
    "w_zero_point": np.zeros(3, I8),
    "y_scale": F32(0.5),
    "y_zero_point": U8(9),
    "b": np.ones(3, I32),
}


def bad(why: str, **changed: Any) -> Case:
    """A case where one thing does not fit, and `why`."""
    return {"why": why, "arguments": GOOD | changed}


BAD_SHAPES = {
    "channels too many": bad("x has 2 channels and w has 3", w=np.ones((3, 3, 2, 2), I8)),
    "one channel for all": bad("x has 2 channels and w has 1", w=np.ones((3, 1, 2, 2), I8)),
    "3-D x": bad("x is not four-dimensional", x=np.ones((2, 4, 5), U8)),
    "3-D w": bad("w is not four-dimensional", w=np.ones((3, 2, 2), I8)),
    "biases too few": bad("there are 3 filters and 2 biases", b=np.ones(2, I32)),
    "one bias for all": bad("there are 3 filters and 1 bias", b=np.ones(1, I32)),
    "empty kernel": bad("the kernels are empty", w=np.ones((3, 2, 0, 2), I8)),
    "too tall": bad("the kernels are taller than the images", w=np.ones((3, 2, 5, 2), I8)),
}
BAD_TYPES = {
    "int32 x": bad("x is int32", x=GOOD["x"].astype(I32), x_zero_point=I32(3)),
    "float x": bad("x is float32", x=GOOD["x"].astype(F32), x_zero_point=F32(3)),
    "int16 w": bad("w is int16", w=GOOD["w"].astype(np.int16), w_zero_point=np.int16(0)),
    "another sign for x": bad("x is uint8 and its zero point int8", x_zero_point=I8(3)),
    "another sign for w": bad("w is int8 and its zero point uint8", w_zero_point=U8(0)),
    "x's zero point out of range": bad("300 is no uint8", x_zero_point=np.int16(300)),
    "int32 y": bad("the zero point of y is int32", y_zero_point=I32(9)),
    "a plain int for y": bad("a plain int has no dtype of 8 bits", y_zero_point=9),
    "float biases": bad("b is float32", b=np.ones(3, F32)),
    "8-bit biases": bad("b is int8", b=np.ones(3, I8)),
    "64-bit biases": bad("b is int64", b=np.ones(3, np.int64)),
    "float64 scale": bad("x's scale is float64", x_scale=np.float64(0.5)),
    "float64 scales": bad("w's scales are float64", w_scale=np.full(3, 0.25)),
}
BAD_PARAMETERS = {
    "x's scale 0": bad("x's scale is 0", x_scale=F32(0)),
    "w's scale negative": bad("one of w's scales is negative", w_scale=np.array([1, -1, 1], F32)),
    "y's scale infinite": bad("y's scale is infinite", y_scale=F32(INF)),
    "y's scale 0": bad("y's scale is 0", y_scale=F32(0)),
    "w's scale NaN": bad(
        "one of w's scales is no number (NaN)", w_scale=np.array([1, 1, NAN], F32)
    ),
    "scales too few": bad("there are 3 filters and 2 scales", w_scale=np.ones(2, F32)),
    "zero points too many": bad(
        "there are 3 filters and 4 zero points", w_zero_point=np.zeros(4, I8)
    ),
    "two scales for x": bad("x has 2 scales", x_scale=np.full(2, 0.5, F32)),
    "three scales for y": bad("y has 3 scales", y_scale=np.full(3, 0.5, F32)),
    "four zero points for y": bad("y has 4 zero points", y_zero_point=np.full(4, 9, U8)),
    "five zero points for x": bad("x has 5 zero points", x_zero_point=np.full(5, 3, U8)),
    "two negative scales": bad(
        "the scales of x and w are negative", x_scale=F32(-0.5), w_scale=np.full(3, -0.25, F32)
    ),
    "multiplier 0": bad(
        "1e-30 · 1e-30 is 0 in float32", x_scale=F32(1e-30), w_scale=np.full(3, 1e-30, F32)
    ),
    "multiplier infinite": bad(
        "1e30 · 1e30 is infinite in float32", x_scale=F32(1e30), w_scale=np.full(3, 1e30, F32)
    ),
}
BAD_SETTINGS = {
    "stride 0": bad("a stride of 0 never advances", stride=0),
    "a negative stride": bad("the horizontal stride is negative", stride=(1, -1)),
    "negative padding": bad("the padding is negative", padding=-1),
    "another word": bad('the only word for padding is "same"', padding="valid"),
    "no rows": bad("the images have no rows", x=np.ones((1, 2, 0, 5), U8), padding=1),
    "too wide": bad(
        "the kernels are wider than the padded images", w=np.ones((3, 2, 1, 8), I8), padding=(2, 1)
    ),
}
