"""Hidden checks of exercise 10, cuda_conv_tiled.

Every launch is interpreted, so a race, a divergent barrier or an index out of bounds fails whatever
check comes upon it. The limits are those that the handout derives.
"""

import numpy as np

from grader.checks import Answer, Submission, check
from grader.checks.gpu import card_of, launched_within
from grader.checks.kernels import counts_at_most, launched
from solutions.cuda_conv_tiled.cases import (
    BORDERS,
    CHANNELS,
    COUNTED,
    KERNELS,
    SINGLE,
    TILE,
    Shape,
    grid_of,
    numbers,
    output_shape,
)
from solutions.reference import is_layer, layer_fast

MARGIN = 1.1
WARPS = TILE**2 // 32  # of a block; each loads one sector for its bias
TIMED: tuple[Shape, Shape] = ((4, 64, 56, 56), (64, 64, 3, 3))  # with a padding of 1
TIMED_TOLERANCE = 1e-4  # of the largest value: sums of 576 products in float32
BANK_LIMIT = 1.15  # 1 is no conflict; filling the tile in a straight line costs some


def run(
    submission: Submission, rng: np.random.Generator, x: Shape, w: Shape, padding: int
) -> tuple[Answer, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Launch it on random numbers; the output is full of other random numbers."""
    shape = output_shape(x, w, padding)
    images, filters, biases, out = numbers(rng, x, w, w[:1], shape)
    arguments = (images, filters, biases, padding, out)
    answer = launched(submission, "conv2d", grid_of(shape), (TILE, TILE), arguments).answer
    return answer, (images, filters, biases)


def right(
    submission: Submission, rng: np.random.Generator, x: Shape, w: Shape, padding: int
) -> Answer:
    """The launch, which must have left the layer in its output."""
    answer, arrays = run(submission, rng, x, w, padding)
    is_layer(answer, *arrays, padding=padding)
    return answer


def outputs(x: Shape, w: Shape, padding: int) -> int:
    """How many output values there are."""
    return int(np.prod(output_shape(x, w, padding)))


@check(
    weight=2,
    hint="Which pixels does a block need? TILE + KH - 1 rows, though it has only TILE rows of "
    "threads: let each thread load every TILE-th row and column. cuda.syncthreads() before "
    "anybody reads, and again before the next channel overwrites; every thread must come by.",
    cases=SINGLE,
)
def single(
    submission: Submission, rng: np.random.Generator, x: Shape, w: Shape, padding: int
) -> None:
    """gives the layer of one image, one channel, one filter, safely"""
    right(submission, rng, x, w, padding)


@check(
    weight=1,
    hint="KH and KW are w.shape[2] and w.shape[3]; the shared array is made for the largest "
    "kernel, the loops run over the actual one.",
    cases=KERNELS,
)
def kernels(
    submission: Submission, rng: np.random.Generator, x: Shape, w: Shape, padding: int
) -> None:
    """takes kernels of every size up to 7×7"""
    right(submission, rng, x, w, padding)


@check(
    weight=1,
    hint="Row i of the tile is row top + i - padding of the image, or, if there is no such row, "
    "zeros: write the zeros, or the tile still holds what was there before.",
    cases=BORDERS,
)
def borders(
    submission: Submission, rng: np.random.Generator, x: Shape, w: Shape, padding: int
) -> None:
    """puts zeros around the image"""
    right(submission, rng, x, w, padding)


@check(
    weight=2,
    hint="One channel after the other: fill the tile, wait, add up, wait. blockIdx.z is n * M + m.",
    cases=CHANNELS,
)
def channels(
    submission: Submission, rng: np.random.Generator, x: Shape, w: Shape, padding: int
) -> None:
    """adds up all channels, for every filter and image"""
    right(submission, rng, x, w, padding)


@check(
    weight=2,
    hint="Count what a block loads for one channel: (TILE + KH - 1) · (TILE + KW - 1) pixels and "
    "KH · KW weights, each once. Who loads more often?",
    needs=(single, kernels, borders, channels),
    cases=COUNTED,
)
def loads(
    submission: Submission, rng: np.random.Generator, x: Shape, w: Shape, padding: int
) -> None:
    """loads each pixel of its tile and each weight once a block"""
    pixels = (TILE + w[2] - 1) * (TILE + w[3] - 1)
    counts_at_most(
        right(submission, rng, x, w, padding),
        "loads",
        "global loads per output",
        limit=MARGIN * (w[1] * (pixels + w[2] * w[3]) / TILE**2 + 1),
        per=outputs(x, w, padding),
        advice="Load pixels and weights into shared memory, and read them there.",
    )


@check(
    weight=1,
    hint="threadIdx.x counts fastest within a warp, and columns lie next to each other in memory: "
    "neighbouring threads should load neighbouring columns.",
    needs=(single, kernels, borders, channels, loads),
    cases=COUNTED,
)
def sectors(
    submission: Submission, rng: np.random.Generator, x: Shape, w: Shape, padding: int
) -> None:
    """loads whole rows, so that few 32-byte sectors move"""
    a_block = w[1] * (5 * (TILE + w[2] - 1) + 2 * w[2]) + WARPS
    counts_at_most(
        right(submission, rng, x, w, padding),
        "loaded sectors",
        "32-byte sectors per output",
        limit=MARGIN * a_block / TILE**2,
        per=outputs(x, w, padding),
        advice="Let threadIdx.x run along the rows of x.",
    )


@check(
    weight=2,
    hint="A warp is 32 threads: two rows of the block. Into which of the 32 banks does each of "
    "them reach, if the rows of the shared array are 22 words apart? And 48?",
    needs=(single, kernels, borders, channels),
    cases=COUNTED,
)
def banks(
    submission: Submission, rng: np.random.Generator, x: Shape, w: Shape, padding: int
) -> None:
    """reads shared memory without bank conflicts"""
    counts_at_most(
        right(submission, rng, x, w, padding),
        "shared cycles per access",
        "bank cycles per request of a warp",
        limit=BANK_LIMIT,
        advice="Make the rows of the shared array so long that two of them fall into other banks.",
    )


@check(
    weight=1,
    hint="0.0 is a float64 for numba, and float64 + float32 is float64. b[m] is float32, and so is "
    "float32(0).",
    needs=(single, kernels, borders, channels),
    cases={name: COUNTED[name] for name in list(COUNTED)[:1]},
)
def plain(
    submission: Submission, rng: np.random.Generator, x: Shape, w: Shape, padding: int
) -> None:
    """computes in float32, each thread its own sum"""
    answer = right(submission, rng, x, w, padding)
    counts_at_most(
        answer,
        "float64 operations",
        "float64 operations per output",
        limit=0,
        per=outputs(x, w, padding),
        advice="Start the sum with b[m].",
    )
    counts_at_most(
        answer,
        "atomics",
        "atomic operations per output",
        limit=0,
        per=outputs(x, w, padding),
        advice="Nobody else adds to this sum: keep it in a variable.",
    )


@check(
    weight=3,
    hint="Half as many bytes, half the time, as long as nothing else is in the way.",
)
def speed(submission: Submission, rng: np.random.Generator) -> None:
    """is fast on a GPU: at least half as fast as the model solution"""
    card_of(submission)
    right(submission, rng, (1, 1, 4, 4), (1, 1, 3, 3), 0)
    x, w = TIMED
    shape = output_shape(x, w, 1)
    out = np.full(shape, 99, np.float32)
    launched_within(
        submission,
        "conv2d",
        grid_of(shape),
        (TILE, TILE),
        lambda: (*numbers(rng, x, w, w[:1]), 1, out),
        expected=lambda x, w, b, padding, _: layer_fast(x, w, b, 1, padding),
        tolerance=TIMED_TOLERANCE,
        full=0.5,
        zero=0.1,
        operations=2 * out.size * w[1] * w[2] * w[3],
        traffic=4 * int(np.prod(x) + np.prod(w) + out.size),
    )
