"""Hidden checks of exercise 1, convolution."""

import numpy as np

from grader.checks import Answer, Submission, check, close, refuses, rounding, unchanged
from solutions.reference import convolve

WORKED_IMAGE = np.array(
    [[1, 2, 3, 0, 1], [2, 1, 0, 1, 2], [3, 0, 1, 2, 1], [0, 1, 2, 1, 0], [1, 2, 0, 1, 3]], float
)
WORKED_KERNEL = np.array([[1, 0, 1], [1, 0, 1], [0, 1, 0]], float)

SHAPES = {
    "one product": {"size": (1, 1), "kernel": (1, 1)},
    "one position": {"size": (2, 3), "kernel": (2, 3)},
    "a row": {"size": (1, 6), "kernel": (1, 3)},
    "a column": {"size": (6, 1), "kernel": (3, 1)},
    "even kernel": {"size": (4, 4), "kernel": (2, 2)},
    "square": {"size": (5, 5), "kernel": (3, 3)},
    "tall image": {"size": (7, 4), "kernel": (3, 3)},
    "wide image, tall kernel": {"size": (5, 9), "kernel": (4, 2)},
    "wide kernel": {"size": (8, 7), "kernel": (2, 5)},
    "larger": {"size": (17, 24), "kernel": (5, 4)},
}
INTEGERS = {
    "uint8": {"dtype": np.uint8, "size": (4, 5), "kernel": (2, 3)},
    "int8": {"dtype": np.int8, "size": (5, 4), "kernel": (3, 2)},
    "int16": {"dtype": np.int16, "size": (6, 5), "kernel": (3, 3)},
    "int64": {"dtype": np.int64, "size": (4, 6), "kernel": (2, 2)},
}
FLOATS = {
    "float32": {"dtype": np.float32, "size": (9, 12), "kernel": (3, 5)},
    "float64": {"dtype": np.float64, "size": (12, 9), "kernel": (5, 3)},
}
LAYOUTS = {
    "transposed": {"view": lambda a: a.T},
    "every other column": {"view": lambda a: a[:, ::2]},
    "upside down": {"view": lambda a: a[::-1]},
}


def judge(answer: Answer, image: np.ndarray, kernel: np.ndarray) -> None:
    """The answer is the convolution, to within the rounding of its sums."""
    expected = convolve(image, kernel)
    magnitude = convolve(np.abs(image.astype(float)), np.abs(kernel.astype(float)))
    close(answer, expected, rounding(magnitude, kernel.size, image, kernel))


def whole(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Small whole numbers, as floats: easy to read in a message."""
    return np.asarray(rng.integers(1, 10, shape) * rng.choice([-1.0, 1.0], shape))


@check(
    weight=2,
    hint="Take the 3×3 patch under the kernel, image[i : i + 3, j : j + 3]. Multiply it by the "
    "kernel (* multiplies value by value, @ does not), then add everything up with .sum().",
)
def worked_example(submission: Submission) -> None:
    """gives the worked example of the handout"""
    judge(submission.conv2d(WORKED_IMAGE, WORKED_KERNEL), WORKED_IMAGE, WORKED_KERNEL)


@check(
    weight=8,
    cases=SHAPES,
    hint="Two numbers for the image (H, W), two for the kernel (KH, KW), and the output has "
    "H - KH + 1 rows and W - KW + 1 columns. Never use one where you mean another: try an image "
    "that is not square.",
)
def every_position(
    submission: Submission,
    rng: np.random.Generator,
    size: tuple[int, int],
    kernel: tuple[int, int],
) -> None:
    """gives the sum of products at every position, for every shape"""
    image, weights = whole(rng, size), whole(rng, kernel)
    judge(submission.conv2d(image, weights), image, weights)


@check(
    weight=3,
    cases=INTEGERS,
    hint="A photograph is uint8: 0 to 255. In uint8, 200 * 2 is 144. Convert before you multiply: "
    "image.astype(np.float64).",
)
def integer_images(
    submission: Submission,
    rng: np.random.Generator,
    dtype: type[np.integer],
    size: tuple[int, int],
    kernel: tuple[int, int],
) -> None:
    """is exact for integer images, up to the extremes of their type"""
    limits = np.iinfo(np.int16 if dtype is np.int64 else dtype)
    extremes = np.array([limits.min, limits.max, limits.max - 1, limits.max // 2], dtype)
    image, weights = rng.choice(extremes, size), rng.choice(extremes, kernel)
    image[0, 0] = weights[0, 0] = limits.max
    judge(submission.conv2d(image, weights), image, weights)


@check(
    weight=2,
    cases=FLOATS,
    hint="np.zeros(shape) is float64. If you create or convert arrays with another dtype, digits "
    "are lost.",
)
def all_digits(
    submission: Submission,
    rng: np.random.Generator,
    dtype: type[np.floating],
    size: tuple[int, int],
    kernel: tuple[int, int],
) -> None:
    """keeps the digits that the input has"""
    image = (1 + rng.standard_normal(size)).astype(dtype)
    weights = (1 + rng.standard_normal(kernel)).astype(dtype)
    judge(submission.conv2d(image, weights), image, weights)
    # The same shapes with other numbers: an answer remembered from before is wrong now.
    judge(submission.conv2d(image + 1, weights), image + 1, weights)


@check(
    weight=1,
    cases=LAYOUTS,
    hint="Index with image[i, j]. Do not rely on how the numbers lie in memory: a transposed "
    "image is the same memory, read in another order.",
)
def views(submission: Submission, rng: np.random.Generator, view: object) -> None:
    """works on views: transposed, reversed, every other column"""
    assert callable(view)
    image, weights = view(whole(rng, (6, 8))), view(whole(rng, (3, 4)))
    judge(submission.conv2d(image, weights), image, weights)


@check(
    weight=2,
    needs=worked_example,
    hint="If you write to image or kernel (for example image *= 2), the caller's array changes. "
    "Write to an array of your own.",
)
def inputs_unchanged(submission: Submission, rng: np.random.Generator) -> None:
    """leaves image and kernel as they were"""
    unchanged(submission.conv2d(whole(rng, (5, 6)), whole(rng, (2, 3))))


@check(
    weight=2,
    needs=worked_example,
    hint='Before the loops: if kernel.shape[0] > image.shape[0] …: raise ValueError("…"). The same '
    "for the width, for arrays that are not 2-D, and for an empty kernel.",
    cases={
        "too tall": {
            "size": (2, 5),
            "kernel": (3, 2),
            "why": "the kernel is taller than the image",
        },
        "too wide": {"size": (5, 2), "kernel": (2, 3), "why": "the kernel is wider than the image"},
        "1-D image": {"size": (5,), "kernel": (1, 1), "why": "the image is not two-dimensional"},
        "3-D kernel": {
            "size": (5, 5),
            "kernel": (1, 2, 2),
            "why": "the kernel is not two-dimensional",
        },
        "empty kernel": {"size": (5, 5), "kernel": (0, 2), "why": "the kernel is empty"},
    },
)
def bad_arguments(
    submission: Submission, size: tuple[int, ...], kernel: tuple[int, ...], why: str
) -> None:
    """refuses what does not fit with a ValueError"""
    refuses(submission.conv2d.attempt(np.ones(size), np.ones(kernel)), because=why)
