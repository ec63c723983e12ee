"""Hidden checks of exercise 3, padding."""

from collections.abc import Callable

import numpy as np

from grader.checks import Submission, check, exactly, refuses, unchanged
from solutions.inputs import VIEWS, digits, extreme, whole
from solutions.reference import is_convolution, positions

Pair = tuple[int, int]
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


@check(
    weight=3,
    cases=SIZES,
    hint="With its zeros the axis has n + 2 * padding pixels. The last start that is possible is "
    "n + 2 * padding - k. How many whole steps (//) lead there? The start itself is one more.",
)
def sizes(
    submission: Submission, rng: np.random.Generator, n: int, k: int, stride: int, padding: int
) -> None:
    """output_size counts the positions for a number of zeros on each side"""
    for size in (n, n + int(rng.integers(1, 200))):
        expected = positions(size, k, stride, padding)
        exactly(submission.output_size(size, k, stride, padding), expected)


@check(
    weight=3,
    cases=SAME_SIZES,
    hint='With "same" the size is n / stride rounded up, whatever k is: -(-n // stride), or '
    "(n + stride - 1) // stride.",
)
def same_sizes(
    submission: Submission, rng: np.random.Generator, n: int, k: int, stride: int
) -> None:
    """output_size for "same" rounds n / stride up"""
    for size in (n, n + int(rng.integers(1, 200))):
        expected = positions(size, k, stride, "same")
        exactly(submission.output_size(size, k, stride, "same"), expected)


@check(
    weight=1,
    needs=sizes,
    hint="The same formula for every n, k, stride and padding: no list of known answers, and whole "
    "numbers only (// instead of /).",
)
def any_size(submission: Submission, rng: np.random.Generator) -> None:
    """output_size is right for numbers that nobody has seen before"""
    for _ in range(4):
        n, k, stride, padding = (int(rng.integers(1, high)) for high in (400, 30, 9, 16))
        n += k
        exactly(submission.output_size(n, k, stride, padding), positions(n, k, stride, padding))
        exactly(submission.output_size(n, k, stride, "same"), positions(n, k, stride, "same"))


@check(
    weight=2,
    needs=sizes,
    cases=BAD_SIZES,
    hint='Three tests, each with a raise ValueError("…"): n, k and stride at least 1; padding '
    'at least 0, or exactly "same"; and without "same", k at most n + 2 * padding.',
)
def bad_sizes(
    submission: Submission, n: int, k: int, stride: int, padding: int | str, why: str
) -> None:
    """output_size refuses what has no answer with a ValueError"""
    refuses(submission.output_size.attempt(n, k, stride, padding), because=why)


@check(
    weight=2,
    hint="Make an array of zeros that is 2 rows higher and 2 columns wider than the image; copy "
    "the image to its middle, padded[1 : 1 + H, 1 : 1 + W] = image. Then go on as in exercise 2.",
)
def worked_example(submission: Submission, rng: np.random.Generator) -> None:
    """gives the worked example of the handout, with padding 1, also with other numbers"""
    answer = submission.conv2d(WORKED_IMAGE, WORKED_KERNEL, padding=1)
    is_convolution(answer, WORKED_IMAGE, WORKED_KERNEL, padding=1)
    image, weights = whole(rng, WORKED_IMAGE.shape), whole(rng, WORKED_KERNEL.shape)
    is_convolution(submission.conv2d(image, weights, padding=1), image, weights, padding=1)


@check(
    weight=2,
    needs=worked_example,
    cases=NONE,
    hint="def conv2d(image, kernel, stride=1, padding=0): with padding 0 nothing is added, and all "
    "is as in exercise 2.",
)
def exercise_two(
    submission: Submission, rng: np.random.Generator, options: dict[str, int | Pair]
) -> None:
    """does what exercise 2 did, unless it is told to pad"""
    image, weights = whole(rng, (5, 6)), whole(rng, (2, 3))
    is_convolution(submission.conv2d(image, weights, **options), image, weights, **options)


@check(
    weight=4,
    cases=ALL_SIDES,
    hint="p zeros on each side: p rows above, p rows below, p columns left, p columns right. The "
    "image starts at padded[p, p], and output_size says how many rows and columns there are.",
)
def all_sides(
    submission: Submission,
    rng: np.random.Generator,
    size: Pair,
    kernel: Pair,
    stride: int | Pair,
    padding: int,
) -> None:
    """surrounds the image with zeros on all four sides"""
    image, weights = whole(rng, size), whole(rng, kernel)
    answer = submission.conv2d(image, weights, stride, padding)
    is_convolution(answer, image, weights, stride, padding)


@check(
    weight=3,
    cases=PAIRS,
    hint="vertical, horizontal = padding. The vertical zeros are rows: they go to the top and to "
    "the bottom. The horizontal ones are columns: they go to the left and to the right.",
)
def pairs(
    submission: Submission,
    rng: np.random.Generator,
    size: Pair,
    kernel: Pair,
    stride: int | Pair,
    padding: Pair,
) -> None:
    """takes a pair: zeros above and below, then zeros left and right"""
    image, weights = whole(rng, size), whole(rng, kernel)
    answer = submission.conv2d(image, weights, stride, padding)
    is_convolution(answer, image, weights, stride, padding)


@check(
    weight=4,
    cases=SAME,
    hint="For each axis: total = max((out - 1) * stride + k - n, 0), of which total // 2 go before "
    "the image and total - total // 2 after it. Rows and columns have totals of their own.",
)
def same(
    submission: Submission,
    rng: np.random.Generator,
    size: Pair,
    kernel: Pair,
    stride: int | Pair,
) -> None:
    """finds the zeros for "same", the odd one at the bottom or at the right"""
    image, weights = whole(rng, size), whole(rng, kernel)
    answer = submission.conv2d(image, weights, stride, padding="same")
    is_convolution(answer, image, weights, stride, "same")


@check(
    weight=2,
    cases=INTEGERS,
    hint="A photograph is uint8: 0 to 255. In uint8, 200 * 2 is 144, and np.pad keeps that type. "
    "Convert before you multiply: image.astype(np.float64).",
)
def integer_images(
    submission: Submission,
    rng: np.random.Generator,
    dtype: type[np.integer],
    size: Pair,
    kernel: Pair,
    stride: int,
    padding: int,
) -> None:
    """is exact for integer images, up to the extremes of their type"""
    image, weights = extreme(rng, size, dtype), extreme(rng, kernel, dtype)
    answer = submission.conv2d(image, weights, stride, padding)
    is_convolution(answer, image, weights, stride, padding)


@check(
    weight=1,
    cases=FLOATS,
    hint="np.zeros(shape) is float64. If you create or convert arrays with another dtype, digits "
    "are lost.",
)
def all_digits(
    submission: Submission,
    rng: np.random.Generator,
    dtypes: tuple[type[np.floating], type[np.floating]],
) -> None:
    """keeps the digits that the input has"""
    image, weights = digits(rng, (7, 10), dtypes[0]), digits(rng, (3, 5), dtypes[1])
    # Twice with other numbers: an answer remembered from before is wrong the second time.
    for pixels in (image, image + 1):
        answer = submission.conv2d(pixels, weights, 2, 2)
        is_convolution(answer, pixels, weights, 2, 2)


@check(
    weight=1,
    cases=VIEWS,
    hint="Index with image[i, j]. Do not rely on how the numbers lie in memory: a transposed "
    "image is the same memory, read in another order.",
)
def views(
    submission: Submission, rng: np.random.Generator, view: Callable[[np.ndarray], np.ndarray]
) -> None:
    """works on views: transposed, reversed, every other column"""
    image, weights = view(whole(rng, (4, 6))), view(whole(rng, (3, 4)))
    is_convolution(submission.conv2d(image, weights, 1, 1), image, weights, 1, 1)


@check(
    weight=1,
    needs=worked_example,
    hint="If you write to image or kernel (for example image *= 2), the caller's array changes. "
    "Write to an array of your own.",
)
def inputs_unchanged(submission: Submission, rng: np.random.Generator) -> None:
    """leaves image and kernel as they were"""
    image, weights = whole(rng, (4, 5)), whole(rng, (2, 3))
    answer = submission.conv2d(image, weights, 1, 1)
    unchanged(answer)
    is_convolution(answer, image, weights, 1, 1)


@check(
    weight=1,
    needs=worked_example,
    cases=BAD,
    hint="Let output_size do the work: call it for the rows and for the columns before anything "
    "else. What is left for conv2d: image.ndim and kernel.ndim must be 2.",
)
def bad_arguments(
    submission: Submission,
    size: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: int | Pair,
    padding: int | Pair | str,
    why: str,
) -> None:
    """conv2d refuses what has no answer with a ValueError"""
    refuses(submission.conv2d.attempt(np.ones(size), np.ones(kernel), stride, padding), because=why)
