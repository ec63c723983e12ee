"""Hidden checks of exercise 3, padding."""

from collections.abc import Callable

import numpy as np

from grader.checks import Submission, check, exactly, refuses, unchanged
from solutions.inputs import VIEWS, digits, extreme, whole
from solutions.padding.cases import (
    ALL_SIDES,
    BAD,
    BAD_SIZES,
    FLOATS,
    INTEGERS,
    NONE,
    PAIRS,
    SAME,
    SAME_SIZES,
    SIZES,
    WORKED_IMAGE,
    WORKED_KERNEL,
)
from solutions.reference import is_convolution, positions

Pair = tuple[int, int]


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
