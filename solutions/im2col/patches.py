"""The reference of im2col: one patch after the other."""

import numpy as np

from grader.checks import Answer, close
from solutions.inputs import Shape
from solutions.reference import margins


def patches(
    x: np.ndarray,
    kernel: tuple[int, int],
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] | str = 0,
) -> np.ndarray:
    """The reference: cut out one patch after the other. Shape (N·OH·OW, C·KH·KW), float64."""
    steps = stride if isinstance(stride, tuple) else (stride, stride)
    edges = padding if isinstance(padding, tuple) else (padding, padding)
    zeros = [margins(x.shape[2 + i], kernel[i], steps[i], edges[i]) for i in (0, 1)]
    padded = np.pad(x.astype(np.float64), ((0, 0), (0, 0), *zeros))
    return np.array(
        [
            image[:, i : i + kernel[0], j : j + kernel[1]].ravel()
            for image in padded
            for i in range(0, padded.shape[2] - kernel[0] + 1, steps[0])
            for j in range(0, padded.shape[3] - kernel[1] + 1, steps[1])
        ]
    )


def are_patches(
    answer: Answer,
    x: np.ndarray,
    kernel: tuple[int, int],
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] | str = 0,
) -> None:
    """The answer is the matrix of all patches, to the last digit: they are copies."""
    close(answer, patches(x, kernel, stride, padding), tolerance=0)


def numbered(rng: np.random.Generator, size: Shape) -> np.ndarray:
    """Each of the whole numbers 1, 2, 3… once, in random order: none can pass for another."""
    return (1.0 + rng.permutation(int(np.prod(size)))).reshape(size)
