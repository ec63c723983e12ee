"""Cases of convolutional layers: shapes and settings that go wrong when a layer is nearly right.

Shared by the exercises whose submissions write `conv_layer`. Trusted side only.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from solutions.inputs import Shape


def case(size: Shape, filters: Shape, **settings: Any) -> dict[str, Any]:
    """A case: x of shape `size` (N, C, H, W), w of shape `filters` (M, C, KH, KW), and the rest."""
    return {"size": size, "filters": filters, "settings": settings}


def bad(
    why: str,
    size: Shape = (1, 2, 4, 5),
    filters: Shape = (2, 2, 2, 2),
    bias: Shape = (2,),
    **settings: Any,
) -> dict[str, Any]:
    """A case where one thing does not fit, and `why`."""
    return {"why": why, "shapes": (size, filters, bias), "settings": settings}


CHANNELS = {
    "one product": case((1, 1, 1, 1), (1, 1, 1, 1)),
    "one channel, one filter": case((1, 1, 3, 4), (1, 1, 2, 2)),
    "two channels": case((1, 2, 2, 3), (1, 2, 2, 2)),
    "1×1 kernel": case((1, 3, 2, 3), (1, 3, 1, 1)),
    "more filters than channels": case((1, 2, 3, 3), (3, 2, 2, 1)),
    "more channels than filters": case((1, 3, 3, 2), (2, 3, 1, 2)),
    "as many filters as channels": case((1, 2, 2, 4), (2, 2, 2, 2)),
    "kernel as large as the image": case((1, 2, 3, 4), (3, 2, 3, 4)),
    "tall image": case((1, 2, 7, 3), (3, 2, 3, 2)),
    "wide image, tall kernel": case((1, 2, 5, 8), (1, 2, 4, 2)),
    "five channels": case((1, 5, 4, 7), (2, 5, 3, 5)),
}
BATCHES = {
    "two images": case((2, 1, 2, 3), (1, 1, 1, 2)),
    "as many images as channels": case((2, 2, 3, 2), (1, 2, 2, 2)),
    "three images": case((3, 2, 2, 5), (4, 2, 2, 1)),
}
BIASES = {
    "one filter": case((1, 2, 3, 3), (1, 2, 2, 2)),
    "three filters": case((1, 2, 2, 5), (3, 2, 1, 2)),
    "as many filters as columns": case((1, 1, 2, 4), (3, 1, 2, 2)),
    "as many filters as rows": case((1, 1, 4, 2), (3, 1, 2, 1)),
    "as many filters as images and channels": case((2, 2, 1, 4), (2, 2, 1, 2)),
}
STRIDES = {
    "2": case((1, 1, 5, 7), (1, 1, 3, 3), stride=2),
    "the last step falls short": case((1, 2, 6, 5), (1, 2, 3, 2), stride=2),
    "(vertical, horizontal)": case((1, 1, 6, 6), (1, 1, 3, 3), stride=(2, 3)),
    "a wide image": case((1, 2, 4, 9), (3, 2, 2, 3), stride=(1, 4)),
    "longer than the kernel": case((1, 2, 7, 8), (2, 2, 1, 2), stride=3),
    "longer than the image": case((1, 1, 3, 2), (2, 1, 2, 1), stride=(5, 4)),
}
PADDINGS = {
    "1": case((1, 1, 2, 3), (1, 1, 2, 2), padding=1),
    "vertical only": case((1, 2, 3, 3), (1, 2, 3, 3), padding=(1, 0)),
    "horizontal only": case((1, 2, 2, 3), (1, 2, 2, 3), padding=(0, 2)),
    "(vertical, horizontal)": case((1, 1, 2, 3), (3, 1, 3, 2), padding=(2, 1)),
    "more than the kernel": case((1, 1, 2, 1), (1, 1, 1, 2), padding=3),
    "kernel larger than the image": case((1, 3, 2, 2), (1, 3, 4, 3), padding=1),
    "with a stride": case((1, 2, 5, 4), (3, 2, 3, 3), padding=1, stride=2),
}
SAME = {
    "odd kernel": case((1, 1, 3, 4), (1, 1, 3, 1), padding="same"),
    "even kernel": case((1, 2, 2, 3), (1, 2, 2, 2), padding="same"),
    "stride 2, even image": case((1, 1, 4, 6), (1, 1, 3, 3), padding="same", stride=2),
    "even kernel, stride 2": case((1, 2, 5, 6), (2, 2, 4, 5), padding="same", stride=2),
    "two strides": case((1, 1, 5, 9), (2, 1, 2, 4), padding="same", stride=(2, 3)),
    "stride longer than the kernel": case((1, 2, 6, 8), (1, 2, 1, 3), padding="same", stride=4),
    "kernel larger than the image": case((1, 1, 2, 3), (2, 1, 5, 4), padding="same"),
}
TOGETHER = {
    "two strides": case(
        (2, 1, 5, 4), (3, 1, 3, 2), stride=(2, 1), padding=(1, 0), activation="relu"
    ),
    "same": case((3, 2, 4, 5), (1, 2, 3, 2), stride=2, padding="same", activation="relu"),
}
INTEGERS: Mapping[str, Mapping[str, Any]] = {
    "uint8": {"pixels": np.uint8, "weights": np.uint8},
    "int8": {"pixels": np.int8, "weights": np.int8},
    "int16": {"pixels": np.int16, "weights": np.int16},
    "uint8 pixels, int8 weights": {"pixels": np.uint8, "weights": np.int8},
}
FLOATS = {
    "float32": {"dtype": np.float32, **case((2, 2, 4, 4), (1, 2, 3, 2))},
    "float64": {"dtype": np.float64, **case((1, 2, 4, 4), (2, 2, 2, 3))},
}
LAYOUTS = {
    "channels last in memory": {"view": lambda a: a.transpose(0, 3, 1, 2)},
    "upside down": {"view": lambda a: a[:, :, ::-1]},
    "every other column": {"view": lambda a: a[..., ::2]},
}
BAD_SHAPES = {
    "channels too many": bad("x has 2 channels and w has 3", filters=(2, 3, 2, 2)),
    "one channel for all": bad("x has 2 channels and w has 1", filters=(2, 1, 2, 2)),
    "3-D x": bad("x is not four-dimensional", size=(3, 2, 5)),
    "3-D w": bad("w is not four-dimensional", filters=(2, 2, 2)),
    "biases too many": bad("there are 2 filters and 3 biases", bias=(3,)),
    "one bias for all": bad("there are 2 filters and 1 bias", bias=(1,)),
    "2-D b": bad("b is not one-dimensional", bias=(2, 1)),
    "empty kernel": bad("the kernels are empty", filters=(2, 2, 0, 2)),
    "too tall": bad("the kernels are taller than the images", filters=(2, 2, 5, 2)),
    "too wide": bad(
        "the kernels are wider than the padded images", filters=(2, 2, 1, 8), padding=(2, 1)
    ),
}
BAD_SETTINGS = {
    "activation": bad('the activation is neither None nor "relu"', activation="sigmoid"),
    "almost relu": bad('the activation is neither None nor "relu"', activation="relu6"),
    "stride 0": bad("a stride of 0 never advances", stride=0),
    "a negative stride": bad("the horizontal stride is negative", stride=(1, -1)),
    "negative padding": bad("the padding is negative", padding=-1),
    "one negative padding": bad("the vertical padding is negative", padding=(-1, 2)),
    "another word": bad('the only word for padding is "same"', padding="valid"),
}
