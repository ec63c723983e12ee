"""Hidden checks of exercise 1, convolution."""

from collections.abc import Callable

import numpy as np

from grader.checks import Submission, check, refuses, unchanged
from solutions.inputs import VIEWS, WORKED_IMAGE, WORKED_KERNEL, digits, extreme, whole
from solutions.reference import is_convolution

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


@check(
    weight=2,
    hint="Take the 3×3 patch under the kernel, image[i : i + 3, j : j + 3]. Multiply it by the "
    "kernel (* multiplies value by value, @ does not), then add everything up with .sum().",
)
def worked_example(submission: Submission, rng: np.random.Generator) -> None:
    """gives the worked example of the handout, also with other numbers"""
    is_convolution(submission.conv2d(WORKED_IMAGE, WORKED_KERNEL), WORKED_IMAGE, WORKED_KERNEL)
    image, weights = whole(rng, WORKED_IMAGE.shape), whole(rng, WORKED_KERNEL.shape)
    is_convolution(submission.conv2d(image, weights), image, weights)


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
    is_convolution(submission.conv2d(image, weights), image, weights)


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
    image, weights = extreme(rng, size, dtype), extreme(rng, kernel, dtype)
    is_convolution(submission.conv2d(image, weights), image, weights)


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
    image, weights = digits(rng, size, dtype), digits(rng, kernel, dtype)
    is_convolution(submission.conv2d(image, weights), image, weights)
    # The same shapes with other numbers: an answer remembered from before is wrong now.
    is_convolution(submission.conv2d(image + 1, weights), image + 1, weights)


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
    image, weights = view(whole(rng, (6, 8))), view(whole(rng, (3, 4)))
    is_convolution(submission.conv2d(image, weights), image, weights)


@check(
    weight=2,
    needs=worked_example,
    hint="If you write to image or kernel (for example image *= 2), the caller's array changes. "
    "Write to an array of your own.",
)
def inputs_unchanged(submission: Submission, rng: np.random.Generator) -> None:
    """leaves image and kernel as they were"""
    image, weights = whole(rng, (5, 6)), whole(rng, (2, 3))
    answer = submission.conv2d(image, weights)
    unchanged(answer)
    is_convolution(answer, image, weights)


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
