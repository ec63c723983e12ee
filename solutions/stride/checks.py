"""Hidden checks of exercise 2, stride."""

from collections.abc import Callable

import numpy as np

from grader.checks import Submission, check, refuses, unchanged
from solutions.inputs import VIEWS, WORKED_IMAGE, WORKED_KERNEL, digits, extreme, whole
from solutions.reference import is_convolution

Pair = tuple[int, int]
Case = dict[str, object]

SHAPES: dict[str, Case] = {
    "one product": {"size": (1, 1), "kernel": (1, 1), "stride": 2},
    "a row": {"size": (1, 5), "kernel": (1, 3), "stride": 2},
    "a column": {"size": (5, 1), "kernel": (3, 1), "stride": 2},
    "the last step falls short": {"size": (3, 6), "kernel": (3, 3), "stride": 2},
    "even kernel": {"size": (4, 4), "kernel": (2, 2), "stride": 2},
    "step longer than the kernel": {"size": (5, 7), "kernel": (2, 1), "stride": 3},
    "step longer than the image": {"size": (3, 5), "kernel": (2, 2), "stride": 7},
    "kernel as large as the image": {"size": (3, 5), "kernel": (3, 5), "stride": 2},
    "tall image": {"size": (9, 4), "kernel": (3, 3), "stride": 2},
    "wide image, tall kernel": {"size": (6, 9), "kernel": (4, 2), "stride": 3},
    "wide kernel": {"size": (8, 11), "kernel": (2, 5), "stride": 2},
    "step of 1": {"size": (4, 6), "kernel": (2, 3), "stride": 1},
    "larger": {"size": (17, 24), "kernel": (5, 4), "stride": 3},
}
PAIRS: dict[str, Case] = {
    "down only": {"size": (5, 4), "kernel": (3, 2), "stride": (2, 1)},
    "to the right only": {"size": (4, 5), "kernel": (2, 3), "stride": (1, 2)},
    "on a square": {"size": (6, 6), "kernel": (2, 2), "stride": (4, 3)},
    "both fall short": {"size": (8, 9), "kernel": (3, 4), "stride": (2, 3)},
    "longer than the kernel": {"size": (9, 6), "kernel": (1, 2), "stride": (3, 4)},
    "longer than the image": {"size": (4, 7), "kernel": (2, 3), "stride": (9, 2)},
    "equal": {"size": (5, 6), "kernel": (2, 2), "stride": (2, 2)},
    "larger": {"size": (19, 16), "kernel": (4, 3), "stride": (3, 2)},
}
INTEGERS: dict[str, Case] = {
    "uint8": {"dtype": np.uint8, "size": (5, 7), "kernel": (2, 3), "stride": 2},
    "int8": {"dtype": np.int8, "size": (5, 5), "kernel": (3, 2), "stride": (1, 2)},
    "int16": {"dtype": np.int16, "size": (6, 8), "kernel": (3, 3), "stride": 2},
    "int64": {"dtype": np.int64, "size": (4, 6), "kernel": (2, 2), "stride": 2},
}
FLOATS: dict[str, Case] = {
    "float32": {"dtypes": (np.float32, np.float32)},
    "float64": {"dtypes": (np.float64, np.float64)},
    "float32 image, float64 kernel": {"dtypes": (np.float32, np.float64)},
}
GOOD: Case = {"size": (5, 5), "kernel": (2, 2), "stride": 2}
BAD: dict[str, Case] = {
    "stride 0": GOOD | {"stride": 0, "why": "with stride 0 the kernel never moves"},
    "negative stride": GOOD | {"stride": -1, "why": "a stride must be at least 1"},
    "vertical stride 0": GOOD | {"stride": (0, 1), "why": "the vertical stride is 0"},
    "horizontal stride 0": GOOD | {"stride": (1, 0), "why": "the horizontal stride is 0"},
    "one negative stride": GOOD | {"stride": (2, -2), "why": "the horizontal stride is negative"},
    "too tall": GOOD | {"kernel": (6, 2), "why": "the kernel is taller than the image"},
    "too wide": GOOD | {"kernel": (2, 6), "why": "the kernel is wider than the image"},
    "1-D image": GOOD | {"size": (5,), "kernel": (1, 1), "why": "the image is not two-dimensional"},
    "3-D kernel": GOOD | {"kernel": (1, 2, 2), "why": "the kernel is not two-dimensional"},
    "empty kernel": GOOD | {"kernel": (0, 2), "why": "the kernel is empty"},
    "empty image": GOOD | {"size": (0, 5), "kernel": (1, 1), "why": "the image is empty"},
}


@check(
    weight=2,
    hint="Stride 2 on this 5×5 image: the patches start in rows 0 and 2 and in columns 0 and 2. "
    "The patch of output[i, j] starts at image[2 * i, 2 * j]; inside the patch nothing changes.",
)
def worked_example(submission: Submission, rng: np.random.Generator) -> None:
    """gives the worked example of the handout, with stride 2, also with other numbers"""
    answer = submission.conv2d(WORKED_IMAGE, WORKED_KERNEL, 2)
    is_convolution(answer, WORKED_IMAGE, WORKED_KERNEL, 2)
    image, weights = whole(rng, WORKED_IMAGE.shape), whole(rng, WORKED_KERNEL.shape)
    is_convolution(submission.conv2d(image, weights, 2), image, weights, 2)


@check(
    weight=1,
    needs=worked_example,
    hint="def conv2d(image, kernel, stride=1): without a stride, the step is one pixel.",
    cases={"no stride given": {"options": {}}, "stride=1": {"options": {"stride": 1}}},
)
def exercise_one(submission: Submission, rng: np.random.Generator, options: dict[str, int]) -> None:
    """visits every position, as in exercise 1, unless it is told otherwise"""
    image, weights = whole(rng, (4, 5)), whole(rng, (2, 3))
    is_convolution(submission.conv2d(image, weights, **options), image, weights)


@check(
    weight=5,
    cases=SHAPES,
    hint="Along n pixels there are (n - k) // stride + 1 positions: // rounds down, because a last "
    "step that would leave the image is not taken. Work it out for rows and for columns.",
)
def every_shape(
    submission: Submission, rng: np.random.Generator, size: Pair, kernel: Pair, stride: int
) -> None:
    """takes steps of one length in both directions, for every shape"""
    image, weights = whole(rng, size), whole(rng, kernel)
    is_convolution(submission.conv2d(image, weights, stride), image, weights, stride)


@check(
    weight=4,
    cases=PAIRS,
    hint="vertical, horizontal = stride. The vertical step belongs to the rows: to image.shape[0], "
    "kernel.shape[0] and the first index. The horizontal step belongs to the columns.",
)
def pairs(
    submission: Submission, rng: np.random.Generator, size: Pair, kernel: Pair, stride: Pair
) -> None:
    """takes a pair: the step down, then the step to the right"""
    image, weights = whole(rng, size), whole(rng, kernel)
    is_convolution(submission.conv2d(image, weights, stride), image, weights, stride)


@check(
    weight=2,
    cases=INTEGERS,
    hint="A photograph is uint8: 0 to 255. In uint8, 200 * 2 is 144. Convert before you multiply: "
    "image.astype(np.float64).",
)
def integer_images(
    submission: Submission,
    rng: np.random.Generator,
    dtype: type[np.integer],
    size: Pair,
    kernel: Pair,
    stride: int | Pair,
) -> None:
    """is exact for integer images, up to the extremes of their type"""
    image, weights = extreme(rng, size, dtype), extreme(rng, kernel, dtype)
    is_convolution(submission.conv2d(image, weights, stride), image, weights, stride)


@check(
    weight=2,
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
    image, weights = digits(rng, (9, 12), dtypes[0]), digits(rng, (3, 5), dtypes[1])
    is_convolution(submission.conv2d(image, weights, 2), image, weights, 2)
    # The same shapes with other numbers: an answer remembered from before is wrong now.
    is_convolution(submission.conv2d(image + 1, weights, 2), image + 1, weights, 2)


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
    image, weights = view(whole(rng, (7, 10))), view(whole(rng, (3, 4)))
    is_convolution(submission.conv2d(image, weights, 2), image, weights, 2)


@check(
    weight=1,
    needs=worked_example,
    hint="If you write to image or kernel (for example image *= 2), the caller's array changes. "
    "Write to an array of your own.",
)
def inputs_unchanged(submission: Submission, rng: np.random.Generator) -> None:
    """leaves image and kernel as they were"""
    image, weights = whole(rng, (5, 6)), whole(rng, (2, 3))
    answer = submission.conv2d(image, weights, 2)
    unchanged(answer)
    is_convolution(answer, image, weights, 2)


@check(
    weight=2,
    needs=worked_example,
    hint='Before the loops: if vertical < 1 or horizontal < 1: raise ValueError("…"). The same '
    "for what exercise 1 refused: a kernel that is larger than the image in either direction, "
    "arrays that are empty or not 2-D.",
    cases=BAD,
)
def bad_arguments(
    submission: Submission,
    size: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: int | Pair,
    why: str,
) -> None:
    """refuses a stride below 1, and what does not fit, with a ValueError"""
    refuses(submission.conv2d.attempt(np.ones(size), np.ones(kernel), stride), because=why)
