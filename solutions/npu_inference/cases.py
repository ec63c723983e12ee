"""What the hidden checks of exercise 15 ask: networks, layers, pictures, and what to refuse."""

from collections.abc import Mapping
from typing import Any

import numpy as np

Case = dict[str, Any]

# The worked example of the handout: a picture of 2×2, two filters of 1×1, ReLU.
WORKED_W = np.array([[[[0.5]]], [[[-0.3]]]], np.float32)
WORKED_B = np.array([0.1, 0.2], np.float32)
WORKED_SCALES = np.float32(1 / 255), np.float32(0.6 / 255)

FLOAT_NETWORKS: Mapping[str, Case] = {
    "one layer": {"shapes": ((2, 1, 1, 1),), "size": (1, 1, 2, 2)},
    "two layers": {"shapes": ((3, 2, 2, 2), (2, 3, 1, 1)), "size": (2, 2, 4, 5)},
    "kernel 3, stride 2, padding 1": {
        "shapes": ((4, 1, 3, 3), (2, 4, 2, 3)),
        "size": (3, 1, 7, 9),
        "settings": (2, 1, "relu"),
    },
    "no activation": {
        "shapes": ((2, 3, 2, 2), (3, 2, 2, 1)),
        "size": (2, 3, 5, 4),
        "settings": (1, 0, None),
    },
}
FILTERS: Mapping[str, Case] = {
    "one filter": {"shape": (1, 1, 2, 2)},
    "filters of very different size": {"shape": (4, 2, 3, 3), "spread": 3.0},
    "as many filters as channels": {"shape": (3, 3, 1, 2), "spread": 1.0},
    "a filter of zeros": {"shape": (3, 2, 2, 2), "zero": 1},
    "large bias": {"shape": (3, 1, 2, 2), "bias": 1e7},
    "halves": {"shape": (2, 1, 4, 8), "halves": True},
}
BAD_LAYERS: Mapping[str, Case] = {
    "x_scale 0": {"scales": (0.0, 1.0), "why": "x_scale is 0"},
    "y_scale negative": {"scales": (1.0, -1.0), "why": "y_scale is negative"},
    "x_scale NaN": {"scales": (float("nan"), 1.0), "why": "x_scale is no number (NaN)"},
    "y_scale infinite": {"scales": (1.0, float("inf")), "why": "y_scale is infinite"},
    "biases too many": {"scales": (1.0, 1.0), "biases": 3, "why": "2 filters and 3 biases"},
}
LAYERS: Mapping[str, Case] = {
    "1×1": {"size": (1, 1, 1, 1), "filters": (2, 1, 1, 1)},
    "several channels": {"size": (1, 3, 2, 2), "filters": (4, 3, 2, 2)},
    "a wide picture": {"size": (2, 2, 1, 5), "filters": (3, 2, 1, 5)},
    "stride 2": {"size": (1, 2, 3, 2), "filters": (3, 2, 2, 2), "settings": (2, 0, None)},
    "many filters": {"size": (3, 1, 2, 2), "filters": (10, 1, 2, 2)},
    "relu": {"size": (2, 2, 2, 2), "filters": (9, 2, 2, 2), "settings": (1, 0, "relu")},
}
BORDERS: Mapping[str, Case] = {
    "a border of 1": {"size": (1, 1, 1, 1), "kernel": 3, "padding": 1},
    "a border of 2": {"size": (2, 2, 2, 2), "kernel": 6, "padding": 2},
    "half outside": {"size": (1, 3, 3, 3), "kernel": 4, "padding": 1, "stride": 2},
}
NETWORKS: Mapping[str, Case] = {
    "two": {"shapes": ((4, 1, 3, 3), (3, 4, 2, 2)), "size": (2, 1, 4, 4), "stride": 1},
    "three": {
        "shapes": ((4, 2, 3, 3), (5, 4, 3, 3), (7, 5, 2, 2)),
        "size": (2, 2, 7, 6),
        "stride": 2,
        "padding": 1,
    },
}
BAD_PIXELS: Mapping[str, Case] = {
    "float pixels": {"size": (1, 1, 1, 1), "dtype": np.float32, "why": "x is float32"},
    "uint8 pixels": {"size": (1, 1, 1, 1), "dtype": np.uint8, "why": "x is uint8"},
    "no batch": {"size": (1, 1, 1), "dtype": np.int8, "why": "x has three axes"},
    "no picture": {"size": (0, 1, 1, 1), "dtype": np.int8, "why": "there is no picture"},
    "no layer": {"size": (1, 1, 1, 1), "dtype": np.int8, "layers": 0, "why": "no layer"},
}
BAD_CALIBRATION: Mapping[str, Case] = {
    "no picture": {"pictures": 0, "why": "there is no picture to calibrate with"},
    "no layer": {"layers": 0, "why": "the network has no layer"},
}
BAD_CALLS: Mapping[str, Case] = {
    "no picture": {"pictures": 0, "calibration": 4, "why": "there is no picture to classify"},
    "nothing to calibrate with": {
        "pictures": 2,
        "calibration": 0,
        "why": "there is no picture to calibrate with",
    },
}
