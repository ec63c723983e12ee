"""Cases of exercise 10, cuda_conv_tiled: shapes that no tile divides, and the launch."""

from collections.abc import Mapping
from typing import Any

import numpy as np

TILE, LARGEST = 16, 7
Shape = tuple[int, ...]


def case(x: Shape, w: Shape, padding: int = 0) -> Mapping[str, Any]:
    """One layer: images (N, C, H, W), filters (M, C, KH, KW)."""
    return {"x": x, "w": w, "padding": padding}


def numbers(rng: np.random.Generator, *shapes: Shape) -> list[np.ndarray]:
    """Float32 numbers around 0."""
    return [rng.standard_normal(shape).astype(np.float32) for shape in shapes]


def output_shape(x: Shape, w: Shape, padding: int) -> tuple[int, int, int, int]:
    """(N, M, OH, OW)."""
    rows, columns = (x[2 + k] + 2 * padding - w[2 + k] + 1 for k in (0, 1))
    return x[0], w[0], rows, columns


def grid_of(y: Shape) -> tuple[int, int, int]:
    """Blocks that cover all feature maps."""
    return -(-y[3] // TILE), -(-y[2] // TILE), y[0] * y[1]


SINGLE = {
    "3×3 image, 3×3 kernel": case((1, 1, 3, 3), (1, 1, 3, 3)),
    "one pixel": case((1, 1, 1, 1), (1, 1, 1, 1)),
    "one full tile": case((1, 1, 18, 18), (1, 1, 3, 3)),
    "two tiles side by side": case((1, 1, 18, 34), (1, 1, 3, 3)),
    "two tiles, one above the other": case((1, 1, 34, 18), (1, 1, 3, 3)),
    "a row and a column too many": case((1, 1, 19, 35), (1, 1, 3, 3)),
    "a column of 37": case((1, 1, 37, 1), (1, 1, 3, 1)),
    "a row of 37": case((1, 1, 1, 37), (1, 1, 1, 3)),
}
KERNELS = {
    "1×1": case((1, 2, 17, 5), (1, 2, 1, 1)),
    "2×2": case((1, 1, 5, 18), (1, 1, 2, 2)),
    "1×7": case((1, 1, 3, 40), (1, 1, 1, 7)),
    "7×1": case((1, 1, 40, 3), (1, 1, 7, 1)),
    "5×4": case((1, 2, 21, 22), (1, 2, 5, 4)),
    "7×7": case((1, 2, 23, 38), (1, 2, 7, 7)),
    "7×7, as large as the image": case((1, 1, 7, 7), (1, 1, 7, 7)),
}
BORDERS = {
    "one pixel, 3×3, padding 1": case((1, 1, 1, 1), (1, 1, 3, 3), 1),
    "13×21, 3×3, padding 1": case((1, 1, 13, 21), (1, 1, 3, 3), 1),
    "32×16, 5×5, padding 2": case((1, 1, 32, 16), (1, 1, 5, 5), 2),
    "17×9, 7×7, padding 3": case((1, 1, 17, 9), (1, 1, 7, 7), 3),
    "2×3, 1×1, padding 20": case((1, 1, 2, 3), (1, 1, 1, 1), 20),
}
CHANNELS = {
    "two channels": case((1, 2, 4, 5), (1, 2, 3, 3)),
    "five channels, three filters": case((1, 5, 6, 19), (3, 5, 3, 3), 1),
    "two images, three filters": case((2, 1, 7, 4), (3, 1, 2, 3)),
    "three images, two filters, seventeen channels": case((3, 17, 5, 5), (2, 17, 3, 3), 1),
}
# Outputs of whole tiles, so that what a tile loads is not blurred by threads that idle.
COUNTED = {
    "4 channels, 32×32, 3×3": case((1, 4, 32, 32), (2, 4, 3, 3), 1),
    "2 channels, 16×48, 7×7": case((1, 2, 16, 48), (1, 2, 7, 7), 3),
    "3 channels, 32×16, 5×1": case((1, 3, 36, 16), (1, 3, 5, 1)),
}
