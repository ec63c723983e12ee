"""What the hidden checks of exercise 3 ask: axes, zeros, types, and what to refuse."""

import numpy as np

Case = dict[str, object]

WORKED_IMAGE = np.array([[2, 0, 1], [1, 3, 2], [0, 1, 4]], float)
WORKED_KERNEL = np.array([[0, 1, 0], [1, 2, 0], [0, 0, 1]], float)

SIZES: dict[str, Case] = {
    "one pixel": {"n": 1, "k": 1, "stride": 1, "padding": 0},
    "no padding": {"n": 5, "k": 3, "stride": 1, "padding": 0},
    "padding 1": {"n": 5, "k": 3, "stride": 1, "padding": 1},
    "even kernel": {"n": 4, "k": 2, "stride": 1, "padding": 1},
    "stride 2": {"n": 5, "k": 3, "stride": 2, "padding": 1},
    "the last step falls short": {"n": 6, "k": 3, "stride": 2, "padding": 1},
    "stride 3": {"n": 9, "k": 4, "stride": 3, "padding": 2},
    "more zeros than pixels": {"n": 2, "k": 3, "stride": 1, "padding": 4},
    "it fits thanks to the zeros": {"n": 2, "k": 4, "stride": 1, "padding": 1},
    "step longer than the axis": {"n": 4, "k": 2, "stride": 9, "padding": 1},
}
SAME_SIZES: dict[str, Case] = {
    "one pixel": {"n": 1, "k": 1, "stride": 1},
    "stride 1": {"n": 5, "k": 3, "stride": 1},
    "even kernel": {"n": 4, "k": 2, "stride": 1},
    "whole steps": {"n": 6, "k": 3, "stride": 2},
    "rounded up": {"n": 7, "k": 3, "stride": 2},
    "stride 3": {"n": 7, "k": 2, "stride": 3},
    "step longer than the kernel": {"n": 8, "k": 1, "stride": 3},
    "step longer than the axis": {"n": 3, "k": 2, "stride": 5},
    "kernel larger than the axis": {"n": 2, "k": 5, "stride": 1},
}
FITS: Case = {"n": 5, "k": 3, "stride": 1, "padding": 1}
BAD_SIZES: dict[str, Case] = {
    "negative padding": FITS | {"padding": -1, "why": "padding must be at least 0"},
    "unknown word": FITS | {"padding": "valid", "why": '"same" is the only word'},
    "stride 0": FITS | {"stride": 0, "why": "a stride must be at least 1"},
    "stride 0 and same": FITS | {"stride": 0, "padding": "same", "why": "the stride is 0"},
    "negative stride": FITS | {"stride": -2, "why": "a stride must be at least 1"},
    "no pixels": FITS | {"n": 0, "why": "n must be at least 1"},
    "no pixels and same": FITS | {"n": 0, "padding": "same", "why": "n must be at least 1"},
    "no kernel": FITS | {"k": 0, "why": "k must be at least 1"},
    "kernel too large": FITS | {"k": 8, "stride": 2, "why": "8 is more than 5 + 2 · 1"},
}

NONE: dict[str, Case] = {
    "nothing given": {"options": {}},
    "padding=0": {"options": {"padding": 0}},
    "a pair of zeros, stride 2": {"options": {"stride": 2, "padding": (0, 0)}},
    "a pair of strides": {"options": {"stride": (3, 2)}},
}
ALL_SIDES: dict[str, Case] = {
    "one pixel": {"size": (1, 1), "kernel": (1, 1), "stride": 1, "padding": 1},
    "a row": {"size": (1, 4), "kernel": (1, 3), "stride": 1, "padding": 1},
    "a column": {"size": (4, 1), "kernel": (2, 1), "stride": 1, "padding": 1},
    "even kernel": {"size": (3, 3), "kernel": (2, 2), "stride": 1, "padding": 1},
    "square": {"size": (4, 4), "kernel": (3, 3), "stride": 1, "padding": 1},
    "tall image": {"size": (5, 2), "kernel": (3, 3), "stride": 1, "padding": 2},
    "wide image, tall kernel": {"size": (3, 6), "kernel": (4, 2), "stride": 1, "padding": 1},
    "stride 2": {"size": (5, 7), "kernel": (3, 3), "stride": 2, "padding": 1},
    "the last step falls short": {"size": (4, 6), "kernel": (3, 3), "stride": 2, "padding": 1},
    "strides 3 and 2": {"size": (6, 5), "kernel": (2, 3), "stride": (3, 2), "padding": 2},
    "more zeros than the kernel": {"size": (2, 3), "kernel": (2, 2), "stride": 1, "padding": 3},
    "kernel larger than the image": {"size": (2, 3), "kernel": (4, 5), "stride": 1, "padding": 2},
    "step longer than all": {"size": (3, 4), "kernel": (2, 2), "stride": 9, "padding": 1},
    "larger": {"size": (13, 18), "kernel": (5, 4), "stride": 2, "padding": 2},
}
PAIRS: dict[str, Case] = {
    "above and below": {"size": (2, 3), "kernel": (2, 2), "stride": 1, "padding": (1, 0)},
    "left and right": {"size": (2, 3), "kernel": (2, 2), "stride": 1, "padding": (0, 1)},
    "more above": {"size": (3, 4), "kernel": (3, 2), "stride": 1, "padding": (2, 1)},
    "on a square": {"size": (5, 5), "kernel": (3, 3), "stride": 4, "padding": (1, 2)},
    "with a pair of strides": {
        "size": (6, 5),
        "kernel": (2, 3),
        "stride": (1, 3),
        "padding": (1, 3),
    },
    "kernel larger than the image": {
        "size": (3, 3),
        "kernel": (3, 6),
        "stride": 1,
        "padding": (0, 2),
    },
    "larger": {"size": (12, 16), "kernel": (4, 3), "stride": (2, 3), "padding": (3, 1)},
}
SAME: dict[str, Case] = {
    "one pixel": {"size": (1, 1), "kernel": (3, 3), "stride": 1},
    "odd kernel": {"size": (3, 4), "kernel": (3, 3), "stride": 1},
    "even kernel": {"size": (3, 4), "kernel": (2, 2), "stride": 1},
    "tall kernel": {"size": (4, 3), "kernel": (4, 1), "stride": 1},
    "stride 2, even image": {"size": (4, 6), "kernel": (3, 3), "stride": 2},
    "stride 2, odd image": {"size": (5, 7), "kernel": (3, 3), "stride": 2},
    "stride 2, even kernel": {"size": (5, 6), "kernel": (2, 4), "stride": 2},
    "stride 3": {"size": (7, 5), "kernel": (3, 4), "stride": 3},
    "strides 2 and 3": {"size": (6, 7), "kernel": (3, 5), "stride": (2, 3)},
    "kernel larger than the image": {"size": (2, 3), "kernel": (5, 4), "stride": 1},
    "larger still, stride 2": {"size": (3, 2), "kernel": (6, 5), "stride": 2},
    "step longer than the kernel": {"size": (7, 8), "kernel": (2, 1), "stride": 3},
    "step longer than the image": {"size": (3, 4), "kernel": (2, 2), "stride": 7},
    "larger": {"size": (14, 17), "kernel": (5, 4), "stride": (2, 3)},
}
INTEGERS: dict[str, Case] = {
    "uint8": {"dtype": np.uint8, "size": (3, 4), "kernel": (2, 3), "stride": 1, "padding": 1},
    "int8": {"dtype": np.int8, "size": (4, 3), "kernel": (3, 2), "stride": 2, "padding": 2},
    "int16": {"dtype": np.int16, "size": (4, 5), "kernel": (3, 3), "stride": 1, "padding": 1},
    "int64": {"dtype": np.int64, "size": (4, 4), "kernel": (2, 3), "stride": 1, "padding": 0},
}
FLOATS: dict[str, Case] = {
    "float32": {"dtypes": (np.float32, np.float32)},
    "float64": {"dtypes": (np.float64, np.float64)},
    "float32 image, float64 kernel": {"dtypes": (np.float32, np.float64)},
}
GOOD: Case = {"size": (4, 5), "kernel": (3, 3), "stride": 1, "padding": 1}
BAD: dict[str, Case] = {
    "negative padding": GOOD | {"padding": -1, "why": "padding must be at least 0"},
    "one negative padding": GOOD
    | {"padding": (1, -1), "why": "the horizontal padding is negative"},
    "unknown word": GOOD | {"padding": "valid", "why": '"same" is the only word'},
    "stride 0": GOOD | {"stride": 0, "why": "a stride must be at least 1"},
    "horizontal stride 0": GOOD | {"stride": (1, 0), "why": "the horizontal stride is 0"},
    "stride 0 and same": GOOD | {"stride": 0, "padding": "same", "why": "the stride is 0"},
    "too tall": GOOD | {"kernel": (7, 3), "why": "7 rows are more than 4 + 2 · 1"},
    "too wide": GOOD | {"kernel": (3, 8), "stride": 2, "why": "8 columns are more than 5 + 2 · 1"},
    "1-D image": GOOD | {"size": (5,), "kernel": (1, 1), "why": "the image is not two-dimensional"},
    "3-D kernel": GOOD | {"kernel": (1, 2, 2), "why": "the kernel is not two-dimensional"},
    "empty kernel": GOOD | {"kernel": (0, 2), "why": "the kernel is empty"},
    "empty image": GOOD | {"size": (4, 0), "kernel": (1, 1), "why": "the image is empty"},
}
