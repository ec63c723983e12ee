"""Hidden checks of exercise 9, cuda_conv. Kernels are interpreted: no GPU is needed."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.checks import Answer, Submission, check
from grader.checks.gpu import card_of, launched_within
from grader.checks.kernels import counts_at_most, launched
from solutions.cuda_conv.cases import LAUNCHES, SETTINGS, SHAPES
from solutions.inputs import Shape
from solutions.reference import is_layer, layer_fast, positions

Arrays = tuple[np.ndarray, np.ndarray, np.ndarray]  # x, w, b

BLOCK = (32, 8)  # a warp is 32 neighbouring columns
COUNTED: tuple[Shape, Shape] = ((1, 2, 18, 66), (2, 2, 3, 3))  # → (1, 2, 16, 64)
OUTPUTS = 2 * 16 * 64
TAPS = 2 * 3 * 3  # products for each output value
TIMED: tuple[Shape, Shape] = ((4, 64, 56, 56), (64, 64, 3, 3))  # with a padding of 1
TIMED_TOLERANCE = 1e-4  # of the largest value: sums of 576 products in float32


def layer(rng: np.random.Generator, size: Shape, filters: Shape) -> Arrays:
    """x, w and b in float32."""
    shapes = size, filters, filters[:1]
    x, w, b = (rng.standard_normal(shape).astype(np.float32) for shape in shapes)
    return x, w, b + np.float32(1)


def run(
    submission: Submission,
    arrays: Arrays,
    block: tuple[int, int] = BLOCK,
    more: tuple[int, int] = (0, 0),
    stride: int = 1,
    padding: int = 0,
) -> Answer:
    """What the kernel leaves in an array that holds something else before.

    Args:
        submission: whose kernel.
        arrays: x, w, b.
        block: threads along x and y.
        more: blocks along x and y beyond those that are needed.
        stride: of the layer.
        padding: of the layer.
    """
    x, w, b = arrays
    rows, columns = (positions(x.shape[a], w.shape[a], stride, padding) for a in (2, 3))
    out = np.full((x.shape[0], w.shape[0], rows, columns), 99, np.float32)
    grid = (
        -(-columns // block[0]) + more[0],
        -(-rows // block[1]) + more[1],
        x.shape[0] * w.shape[0],
    )
    arguments = (x, w, b, stride, padding, out)
    return launched(submission, "conv2d", grid, block, arguments).answer


@check(
    weight=4,
    cases=SHAPES,
    hint="Start with column, row, plane = cuda.grid(3), and n = plane // M, m = plane % M. Then "
    "the three loops of exercise 4 over c, i and j, with a sum that starts at b[m].",
)
def every_shape(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
) -> None:
    """is the layer of exercise 4, for every shape"""
    arrays = layer(rng, size, filters)
    is_layer(run(submission, arrays, **settings), *arrays, **settings)


@check(
    weight=4,
    cases=SETTINGS,
    hint="The pixel under kernel position (i, j) is in row row * stride + i - padding; its column "
    "likewise. If it is outside of the image, it is a zero of the padding: leave it out.",
)
def every_setting(
    submission: Submission,
    rng: np.random.Generator,
    size: Shape,
    filters: Shape,
    settings: Mapping[str, Any],
) -> None:
    """takes every stride and padding, and never reads outside of the image"""
    arrays = layer(rng, size, filters)
    is_layer(run(submission, arrays, **settings), *arrays, **settings)


@check(
    weight=4,
    cases=LAUNCHES,
    hint="Threads beyond the last column or row have no work: return before the first access. "
    "cuda.blockDim tells the size of a block, and cuda.grid(3) uses it.",
)
def every_launch(
    submission: Submission,
    rng: np.random.Generator,
    block: tuple[int, int],
    more: tuple[int, int],
    size: Shape,
) -> None:
    """takes every block and grid, with threads left over"""
    arrays = layer(rng, size, (3, size[1], 2, 2))
    is_layer(run(submission, arrays, block, more), *arrays)


@check(
    weight=4,
    needs=(every_shape, every_launch),
    hint="The threads of a warp differ in threadIdx.x. What they index with it must be the last "
    "axis, the columns: neighbours in memory.",
)
def coalesced_loads(submission: Submission, rng: np.random.Generator) -> None:
    """loads in few sectors: the threads of a warp read neighbouring pixels"""
    # 32 neighbouring float32 lie in 4 sectors, or in 5 if they do not start at a border of one.
    # With x and y swapped, every pixel has a sector of its own: 32. Only x is counted, so that
    # nobody who loads too often is told to swap what is right; another check counts how often.
    arrays = layer(rng, *COUNTED)
    answer = run(submission, arrays)
    is_layer(answer, *arrays)
    counts_at_most(
        answer,
        "sectors per load",
        "sectors of 32 bytes for each load from x by a warp",
        limit=5,
        argument=0,
        advice="Let the column depend on threadIdx.x, and the row on threadIdx.y.",
    )


@check(
    weight=2,
    needs=(every_shape, every_launch),
    hint="out[n, m, row, column] = … with column from threadIdx.x: the 32 threads of a warp fill 4 "
    "sectors.",
)
def coalesced_stores(submission: Submission, rng: np.random.Generator) -> None:
    """stores in few sectors, too"""
    arrays = layer(rng, *COUNTED)
    answer = run(submission, arrays)
    is_layer(answer, *arrays)
    counts_at_most(
        answer,
        "sectors per store",
        "sectors of 32 bytes for each store by a warp",
        limit=5,
        advice="Let the column depend on threadIdx.x, and the row on threadIdx.y.",
    )


@check(
    weight=2,
    needs=(every_shape, every_launch),
    hint="Sum in a variable: it lies in a register. out[n, m, row, column] += … loads and stores "
    "for every product.",
)
def stores_once(submission: Submission, rng: np.random.Generator) -> None:
    """keeps the sum in a register and stores it at the end"""
    # Once is enough; a first value beforehand is forgiven.
    arrays = layer(rng, *COUNTED)
    answer = run(submission, arrays)
    is_layer(answer, *arrays)
    counts_at_most(
        answer,
        "stores",
        "stores for each output value",
        limit=2,
        per=OUTPUTS,
        advice="Sum in a variable, and store it once.",
    )


@check(
    weight=2,
    needs=(every_shape, every_launch),
    hint="For a product one pixel and one weight are loaded, and for an output one bias. What does "
    "not change from one product to the next is loaded before the loops.",
)
def loads_what_it_needs(submission: Submission, rng: np.random.Generator) -> None:
    """loads two numbers for each product, and little besides"""
    arrays = layer(rng, *COUNTED)
    answer = run(submission, arrays)
    is_layer(answer, *arrays)
    counts_at_most(
        answer,
        "loads",
        "loads for each output value",
        limit=2 * TAPS + 4,
        per=OUTPUTS,
        advice=f"{TAPS} products need {TAPS} pixels and {TAPS} weights, and the sum one bias.",
    )


@check(
    weight=2,
    needs=(every_shape, every_launch),
    hint="A sum that starts at 0 or 0.0 is a float64 as soon as it meets a float32. Start at b[m], "
    "or at numba.float32(0).",
)
def stays_float32(submission: Submission, rng: np.random.Generator) -> None:
    """computes in float32 only"""
    arrays = layer(rng, (1, 2, 6, 7), (2, 2, 3, 3))
    answer = run(submission, arrays, padding=1)
    is_layer(answer, *arrays, padding=1)
    counts_at_most(
        answer,
        "float64 operations",
        "operations in float64",
        limit=0,
        advice="Start the sum at b[m]: it has the type that you want.",
    )


@check(
    weight=1,
    needs=(every_shape, every_launch),
    hint="A thread has its output value for itself: an ordinary store will do.",
)
def no_atomics(submission: Submission, rng: np.random.Generator) -> None:
    """needs no atomics"""
    arrays = layer(rng, (1, 2, 6, 7), (2, 2, 3, 3))
    answer = run(submission, arrays)
    is_layer(answer, *arrays)
    counts_at_most(
        answer,
        "atomics",
        "atomic operations",
        limit=0,
        advice="An atomic makes threads wait for each other; here nobody shares an output.",
    )


@check(weight=2, hint="First make it right and coalesced. Exercise 10 is about the rest.")
def fast(submission: Submission, rng: np.random.Generator) -> None:
    """is fast on a GPU: at least half as fast as the model solution"""
    card_of(submission)
    arrays = layer(rng, (1, 2, 6, 7), (2, 2, 3, 3))
    is_layer(run(submission, arrays), *arrays)
    (n, c, h, w), (m, _, kh, kw) = TIMED
    out = np.full((n, m, h, w), 99, np.float32)
    launched_within(
        submission,
        "conv2d",
        (-(-w // BLOCK[0]), -(-h // BLOCK[1]), n * m),
        BLOCK,
        lambda: (*layer(rng, *TIMED), 1, 1, out),
        expected=lambda x, w, b, stride, padding, _: layer_fast(x, w, b, stride, padding),
        tolerance=TIMED_TOLERANCE,
        full=0.5,
        zero=0.1,
        operations=2 * out.size * c * kh * kw,
        traffic=4 * (n * c * h * w + out.size + m * c * kh * kw),
    )
