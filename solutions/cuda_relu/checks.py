"""Hidden checks of exercise 8, cuda_relu. Kernels are interpreted: no GPU is needed."""

import numpy as np

from grader.checks import Answer, Submission, check, exactly, identical, refuses
from grader.checks.gpu import card_of, launched_within
from grader.checks.kernels import counts_at_most, launched
from solutions.cuda_relu.cases import FEWER_THREADS, FITS, MORE_THREADS, REFUSED, SHAPES

LARGE = 4096  # values; a multiple of 8, so that all sectors are full
TIMED = 1 << 23  # values, 32 MB


def signs(rng: np.random.Generator, n: int) -> np.ndarray:
    """Values of all sizes, positive and negative, and a few zeros."""
    scale = 10.0 ** rng.integers(-3, 4, n)
    values = (rng.standard_normal(n) * scale).astype(np.float32)
    values[rng.random(n) < 0.1] = 0
    return values


def run(submission: Submission, x: np.ndarray, grid: int, block: int) -> Answer:
    """What the kernel leaves in an array that holds something else before."""
    out = np.full_like(x, 99)
    return launched(submission, "relu", (grid,), (block,), (x, out)).answer


def positive(x: np.ndarray) -> np.ndarray:
    """The reference: one value after the other."""
    return np.array([value if value > 0 else 0 for value in x], x.dtype)


@check(
    weight=3,
    cases=FITS,
    hint="i = cuda.grid(1) is the number of this thread in the whole grid: "
    "cuda.blockIdx.x * cuda.blockDim.x + cuda.threadIdx.x. Thread i does value i.",
)
def every_value(
    submission: Submission, rng: np.random.Generator, n: int, grid: int, block: int
) -> None:
    """gives every value, with a thread for each of them"""
    x = signs(rng, n)
    identical(run(submission, x, grid, block), positive(x))


@check(
    weight=4,
    cases=MORE_THREADS,
    hint="Blocks are all of the same size, so the last one has threads without work. They need a "
    "test: i < x.size. The range of a grid-stride loop contains it.",
)
def more_threads_than_values(
    submission: Submission, rng: np.random.Generator, n: int, grid: int, block: int
) -> None:
    """stays within the arrays when there are more threads than values"""
    x = signs(rng, n)
    identical(run(submission, x, grid, block), positive(x))


@check(
    weight=4,
    cases=FEWER_THREADS,
    hint="for i in range(cuda.grid(1), x.size, cuda.gridsize(1)): every thread starts at its own "
    "number and goes on in steps of as many as there are threads.",
)
def fewer_threads_than_values(
    submission: Submission, rng: np.random.Generator, n: int, grid: int, block: int
) -> None:
    """does every value when there are fewer threads than values"""
    x = signs(rng, n)
    identical(run(submission, x, grid, block), positive(x))


@check(
    weight=1,
    hint="Compare with zero, and take the value as it is. Rounding, thresholds and products have "
    "no place here.",
)
def extremes(submission: Submission, rng: np.random.Generator) -> None:
    """keeps the largest and the smallest numbers of float32 as they are"""
    info = np.finfo(np.float32)
    sizes = np.array([info.max, info.tiny, info.smallest_subnormal, 16777217, 1], np.float32)
    x = rng.permutation(np.concatenate([sizes, -sizes]))
    identical(run(submission, x, 1, 32), positive(x))


@check(
    weight=3,
    needs=(every_value, more_threads_than_values),
    cases={"a thread a value": {"grid": 32}, "eight values a thread": {"grid": 4}},
    hint="The 32 threads of a warp ask at the same moment. Let neighbours ask for neighbours: "
    "thread i for x[i], and in the next round of the loop for x[i + number of threads].",
)
def coalesced(submission: Submission, rng: np.random.Generator, grid: int) -> None:
    """moves few sectors: neighbouring threads take neighbouring values"""
    # The least is 4 bytes in and 4 out, 2/8 of a sector. Both branches of an `if` may store, and
    # x[i] may be written twice: 4/8. Values far apart take two whole sectors each.
    x = signs(rng, LARGE)
    answer = run(submission, x, grid, 128)
    identical(answer, positive(x))
    counts_at_most(
        answer,
        "global sectors",
        "sectors of 32 bytes per value",
        limit=0.5,
        per=LARGE,
        advice="The threads of a warp must ask for values next to each other, at the same moment.",
    )


@check(
    weight=2,
    needs=(every_value, more_threads_than_values),
    hint="Look for 0, 0.0, 0.5 and the like in arithmetic, max and min with a float32: together "
    "they are float64. float32(0) is not.",
)
def stays_float32(submission: Submission, rng: np.random.Generator) -> None:
    """computes in float32 only"""
    x = signs(rng, 256)
    answer = run(submission, x, 2, 128)
    identical(answer, positive(x))
    counts_at_most(
        answer,
        "float64 operations",
        "operations in float64",
        limit=0,
        advice="Write float32(0) instead of 0 or 0.0.",
    )


@check(
    weight=1,
    needs=(every_value, more_threads_than_values),
    hint="Every value has its own thread and its own place in out: nobody else is there. "
    "out[i] = … will do.",
)
def no_atomics(submission: Submission, rng: np.random.Generator) -> None:
    """needs no atomics"""
    x = signs(rng, 256)
    answer = run(submission, x, 2, 128)
    identical(answer, positive(x))
    counts_at_most(
        answer,
        "atomics",
        "atomic operations",
        limit=0,
        advice="An atomic makes threads wait for each other; here nobody shares anything.",
    )


@check(
    weight=3,
    cases=SHAPES,
    hint="The number of blocks is n / threads, rounded up: in integers (n + threads - 1) // "
    "threads. And max(1, …) for n = 0.",
)
def shape_of_the_launch(
    submission: Submission, rng: np.random.Generator, n: int, threads: int
) -> None:
    """launch_shape gives the least number of blocks that covers n values"""
    exactly(submission.launch_shape(n, threads), counted(n, threads))
    other = int(rng.integers(2000, 100_000))
    exactly(submission.launch_shape(other), counted(other, 256))


def counted(n: int, threads: int) -> tuple[int, int]:
    """The reference: one block after the other, until there are threads enough."""
    blocks = 1
    while blocks * threads < n:
        blocks += 1
    return blocks, threads


@check(
    weight=2,
    cases=REFUSED,
    hint="Test both arguments first, and raise ValueError(…) with a message for whoever calls. A "
    "launch with 1025 threads fails on every GPU.",
)
def refuses_bad_arguments(submission: Submission, why: str, n: int, threads: int) -> None:
    """launch_shape refuses what cannot be launched with a ValueError"""
    refuses(submission.launch_shape.attempt(n, threads), because=why)


@check(
    weight=1,
    hint="relu does one comparison for 8 bytes: a GPU can only be as fast as its memory.",
)
def fast(submission: Submission, rng: np.random.Generator) -> None:
    """keeps the GPU's memory busy: at least half as fast as the model solution"""
    card_of(submission)
    x = signs(rng, 1000)
    identical(run(submission, x, 4, 256), positive(x))
    many, out = signs(rng, 2 * TIMED), np.full(TIMED, 99, np.float32)
    launched_within(
        submission,
        "relu",
        (1024,),
        (256,),
        lambda: (many[rng.integers(TIMED) :][:TIMED].copy(), out),
        expected=lambda x, _: np.where(x > 0, x, np.float32(0)),
        tolerance=0.0,
        full=0.5,
        zero=0.1,
        operations=TIMED,
        traffic=8 * TIMED,
    )
