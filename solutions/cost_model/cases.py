"""What the hidden checks of exercise 5 ask: layers, networks, chips, and what to refuse."""

from collections.abc import Mapping
from typing import Any

from solutions.cost_model.networks import (
    ALEXNET,
    ALEXNET_1,
    ALEXNET_2_HALF,
    ALEXNET_3,
    ALEXNET_4_HALF,
    ALEXNET_5_HALF,
    RESNET_50,
    VGG_16,
    Shape,
)

Case = dict[str, Any]


def layer(size: Shape, filters: Shape, **settings: Any) -> Case:
    """A case: input of shape `size` (N, C, H, W), `filters` (M, C, KH, KW), and the rest."""
    return {"size": size, "filters": filters, "settings": settings}


def bad(
    why: str, size: Shape = (1, 2, 4, 5), filters: Shape = (3, 2, 2, 2), **settings: Any
) -> Case:
    """A case where one thing does not fit, and `why`."""
    return {"why": why, "size": size, "filters": filters, "settings": settings}


WORKED = layer((1, 2, 4, 5), (3, 2, 3, 3))

FACTORS = {
    "one product": layer((1, 1, 1, 1), (1, 1, 1, 1)),
    "two images": layer((2, 1, 1, 1), (1, 1, 1, 1)),
    "three channels": layer((1, 3, 1, 1), (1, 3, 1, 1)),
    "five filters": layer((1, 1, 1, 2), (5, 1, 1, 1)),
    "a row of seven pixels": layer((1, 1, 1, 7), (1, 1, 1, 1)),
    "a column of seven pixels": layer((1, 1, 7, 1), (1, 1, 1, 1)),
    "a tall kernel": layer((1, 1, 5, 1), (1, 1, 3, 1)),
    "a wide kernel": layer((1, 1, 1, 5), (1, 1, 1, 3)),
    "kernel as large as the image": layer((1, 2, 3, 4), (3, 2, 3, 4)),
    "1×1 kernel": layer((1, 5, 4, 3), (2, 5, 1, 1)),
    "wide image, tall kernel": layer((1, 3, 5, 8), (2, 3, 4, 2)),
    "tall image, wide kernel": layer((3, 2, 9, 5), (5, 2, 2, 3)),
    "a batch of colour photographs": layer((8, 3, 32, 48), (16, 3, 5, 5)),
}
STRIDES = {
    "2": layer((1, 1, 9, 9), (1, 1, 1, 1), stride=2),
    "2, with a kernel": layer((1, 2, 9, 7), (3, 2, 3, 3), stride=2),
    "the last step falls short": layer((1, 1, 8, 6), (1, 1, 3, 3), stride=2),
    "3": layer((1, 1, 12, 11), (2, 1, 2, 3), stride=3),
    "longer than the image": layer((2, 3, 4, 5), (2, 3, 2, 2), stride=9),
    "down only": layer((1, 1, 9, 9), (1, 1, 3, 3), stride=(2, 1)),
    "(vertical, horizontal)": layer((1, 2, 10, 10), (3, 2, 3, 3), stride=(2, 3)),
    "a wide image": layer((1, 1, 5, 19), (1, 1, 2, 3), stride=(1, 4)),
}
PADDINGS = {
    "1": layer((1, 1, 2, 3), (1, 1, 2, 2), padding=1),
    "1, 3×3": layer((1, 2, 5, 7), (3, 2, 3, 3), padding=1),
    "kernel larger than the image": layer((1, 3, 2, 2), (1, 3, 4, 3), padding=1),
    "more than the kernel": layer((1, 1, 2, 1), (1, 1, 1, 2), padding=3),
    "vertical only": layer((1, 2, 3, 3), (1, 2, 3, 3), padding=(1, 0)),
    "(vertical, horizontal)": layer((1, 1, 4, 4), (3, 1, 3, 2), padding=(2, 1)),
    "with a stride": layer((1, 2, 8, 9), (3, 2, 3, 3), padding=1, stride=2),
    "with two strides": layer((2, 1, 9, 9), (1, 1, 4, 3), padding=(2, 1), stride=(3, 2)),
}
SAME = {
    "3×3": layer((1, 1, 4, 5), (1, 1, 3, 3), padding="same"),
    "even kernel": layer((1, 2, 4, 5), (3, 2, 2, 4), padding="same"),
    "stride 2": layer((1, 1, 7, 6), (1, 1, 3, 3), padding="same", stride=2),
    "stride 3, even kernel": layer((1, 2, 10, 8), (3, 2, 4, 2), padding="same", stride=3),
    "two strides": layer((2, 3, 7, 11), (2, 3, 3, 5), padding="same", stride=(2, 3)),
    "kernel larger than the image": layer((1, 1, 2, 3), (2, 1, 5, 4), padding="same"),
}

# Published totals of the convolutions. AlexNet 666 million and VGG-16 15.3 billion: Chen, Krishna,
# Emer and Sze, ISSCC 2016. ResNet-50: the paper says 3.8 · 10⁹ for the whole network.
NETWORKS: Mapping[str, Case] = {
    "first layer of AlexNet": {"layers": [ALEXNET_1], "total": 105_415_200},
    "AlexNet on two GPUs": {
        "layers": [
            ALEXNET_1,
            *2 * [ALEXNET_2_HALF],
            ALEXNET_3,
            *2 * [ALEXNET_4_HALF],
            *2 * [ALEXNET_5_HALF],
        ],
        "total": 665_784_864,
    },
    "AlexNet in one piece": {
        "layers": ALEXNET,
        "total": 1_076_634_144,
    },
    "VGG-16": {"layers": VGG_16, "total": 15_346_630_656},
    "ResNet-50": {"layers": RESNET_50, "total": 3_855_925_248},
}

HUGE = {
    "beyond 2**31": layer((1, 64, 640, 640), (64, 64, 3, 3), padding=1),
    "beyond 2**53": layer((64, 1001, 4001, 4003), (999, 1001, 7, 5), padding=(3, 2)),
    "beyond 2**63": layer((4099, 2003, 9001, 9007), (2011, 2003, 11, 13), padding="same"),
}
ITEMSIZES = {
    "float32, unless told otherwise": layer((1, 2, 3, 4), (3, 2, 2, 2)),
    "int8": layer((1, 2, 4, 3), (3, 2, 2, 2), itemsize=1),
    "float16": layer((2, 3, 5, 4), (4, 3, 3, 2), itemsize=2),
    "float64": layer((1, 1, 2, 2), (1, 1, 1, 1), itemsize=8),
}
TERMS = {
    "1×1": layer((1, 1, 1, 1), (1, 1, 1, 1), itemsize=1),
    "a large image": layer((1, 1, 9, 8), (1, 1, 9, 8), itemsize=1),
    "many weights": layer((1, 5, 2, 3), (7, 5, 2, 3), itemsize=1),
    "many output values": layer((1, 1, 6, 5), (9, 1, 1, 1), itemsize=1),
    "two images": layer((2, 3, 4, 4), (5, 3, 2, 3)),
    "a batch of colour photographs": layer((8, 3, 32, 48), (16, 3, 5, 5)),
    "stride 2": layer((1, 2, 9, 7), (3, 2, 3, 3), stride=2),
    "(vertical, horizontal)": layer((1, 2, 10, 10), (3, 2, 3, 3), stride=(2, 3)),
}
PADDED = {name: PADDINGS[name] for name in list(PADDINGS)[:6]} | {
    "same": SAME["3×3"],
    "same, even kernel, stride 3": SAME["stride 3, even kernel"],
    "same, two strides": SAME["two strides"],
}

ROOFS = {
    "memory holds it up": {"roofline": (100.0, 10.0, 2.0), "expected": 20.0},
    "arithmetic holds it up": {"roofline": (100.0, 10.0, 30.0), "expected": 100.0},
    "at the ridge": {"roofline": (100.0, 10.0, 10.0), "expected": 100.0},
    "less than one operation a byte": {"roofline": (8.0, 2.0, 0.25), "expected": 0.5},
    "bandwidth above peak": {"roofline": (3.0, 50.0, 0.001), "expected": 0.05},
}
# CPU core: measured for this course. K80 and TPU v1: Jouppi et al. 2017, table 2.
CHIPS = {
    "CPU core, adding two arrays": {"roofline": (118e9, 25e9, 1 / 12), "expected": 25e9 / 12},
    "CPU core, a 3×3 layer": {"roofline": (118e9, 25e9, 137.0), "expected": 118e9},
    "K80, short of the ridge": {"roofline": (2.8e12, 160e9, 17.0), "expected": 2.72e12},
    "K80, beyond the ridge": {"roofline": (2.8e12, 160e9, 18.0), "expected": 2.8e12},
    "TPU v1, memory-bound": {"roofline": (92e12, 34e9, 400.0), "expected": 13.6e12},
    "TPU v1, compute-bound": {"roofline": (92e12, 34e9, 5776.0), "expected": 92e12},
    "whole numbers": {"roofline": (92 * 10**12, 34 * 10**9, 400), "expected": 13.6e12},
}

BAD_SHAPES = {
    "channels too many": bad("x has 2 channels and w has 3", filters=(3, 3, 2, 2)),
    "one channel for all": bad("x has 2 channels and w has 1", filters=(3, 1, 2, 2)),
    "no batch": bad("x has only three sizes", size=(2, 4, 5)),
    "one kernel": bad("w has only two sizes", filters=(2, 2)),
    "five sizes": bad("x has five sizes", size=(1, 1, 2, 4, 5)),
    "no image": bad("there are 0 images", size=(0, 2, 4, 5)),
    "no channels": bad("there are 0 channels", size=(1, 0, 4, 5), filters=(3, 0, 2, 2)),
    "no filters": bad("there are 0 filters", filters=(0, 2, 2, 2)),
    "negative sizes": bad("rows and columns are negative", size=(1, 2, -4, -5), padding=9),
    "empty kernel": bad("the kernels have 0 columns", filters=(3, 2, 2, 0)),
    "too tall": bad("5 rows are more than 4", filters=(3, 2, 5, 2)),
    "too wide": bad("8 columns are more than 5 + 2 · 1", filters=(3, 2, 1, 8), padding=(2, 1)),
}
BAD_SETTINGS = {
    "stride 0": bad("a stride of 0 never advances", stride=0),
    "stride 0 and same": bad("the stride is 0", stride=0, padding="same"),
    "a negative stride": bad("the horizontal stride is negative", stride=(1, -1)),
    "negative padding": bad("the padding is negative", padding=-1),
    "one negative padding": bad("the vertical padding is negative", padding=(-1, 2)),
    "another word": bad('the only word for padding is "same"', padding="valid"),
}
BAD_BYTES = {
    "itemsize 0": bad("a value takes at least 1 byte", itemsize=0),
    "negative itemsize": bad("the itemsize is negative", itemsize=-4),
    "channels too many": BAD_SHAPES["channels too many"],
    "no filters": BAD_SHAPES["no filters"],
    "too tall": BAD_SHAPES["too tall"],
    "stride 0": BAD_SETTINGS["stride 0"],
    "negative padding": BAD_SETTINGS["negative padding"],
    "another word": BAD_SETTINGS["another word"],
}
BAD_ROOFS = {
    "peak 0": {"roofline": (0.0, 1.0, 1.0), "why": "the peak is 0"},
    "bandwidth 0": {"roofline": (1.0, 0.0, 1.0), "why": "the bandwidth is 0"},
    "intensity 0": {"roofline": (1.0, 1.0, 0.0), "why": "the intensity is 0"},
    "negative peak": {"roofline": (-1.0, 1.0, 1.0), "why": "the peak is negative"},
    "two negative": {"roofline": (1.0, -1.0, -1.0), "why": "bandwidth and intensity are negative"},
    "infinite peak": {"roofline": (float("inf"), 1.0, 1.0), "why": "the peak is infinite"},
    "infinite intensity": {
        "roofline": (1.0, 1.0, float("inf")),
        "why": "the intensity is infinite",
    },
    "NaN": {"roofline": (1.0, float("nan"), 1.0), "why": "the bandwidth is no number (NaN)"},
}
