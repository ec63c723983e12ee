"""What a convolution moves, to the digit: naive, with x and y swapped, through a shared tile."""

import numpy as np
import pytest

from grader.cuda import Counts, launch, parse_kernels, sample
from tests.cuda.layers import LAYERS, TRANSPOSE

Shape = tuple[int, int, int]  # channels, height and width, outputs


def arrays(shape: Shape) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    channels, size, outputs = shape
    rng = np.random.default_rng(0)
    x = rng.random((channels, size, size), dtype=np.float32)
    w = rng.random((outputs, channels, 3, 3), dtype=np.float32)
    return x, w, np.zeros((outputs, size, size), np.float32)


def convolve(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1))).astype(np.float64)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(1, 2))
    product: np.ndarray = np.einsum("chwij,ocij->ohw", windows, w)
    return product


def count(name: str, shape: Shape = (3, 32, 2)) -> Counts:
    source, block = LAYERS[name]
    x, w, y = arrays(shape)
    grid = (-(-shape[1] // block[0]), -(-shape[1] // block[1]), shape[2])
    done = launch(parse_kernels(source), "conv", grid, block, (x, w, y), {"x", "w"})
    assert done.faults == ()
    np.testing.assert_allclose(done.outputs["y"], convolve(x, w), rtol=1e-5)
    return done.counts


TABLE = {
    # per output: global loads, load sectors; of x: sectors ÷ ideal; per output: shared loads
    "naive": (51.77, 4.13, 1.00, 0),
    "swapped": (51.77, 26.71, 7.83, 0),
    "tiled": (3.49, 0.83, 1.58, 54),
}


@pytest.mark.parametrize("name", TABLE)
def test_table(name: str) -> None:
    counts = count(name)
    outputs = 2 * 32 * 32
    loads = counts.traffic("global", "load")
    measured = (
        round(loads.lanes / outputs, 2),
        round(loads.units / outputs, 2),
        round(counts.traffic("global", "load", "x").excess, 2),
        counts.traffic("shared", "load").lanes / outputs,
    )
    assert measured == TABLE[name]
    assert counts.traffic("global", "store").lanes == outputs


def test_the_tile_of_width_18_has_two_way_conflicts() -> None:
    counts = count("tiled")
    assert counts.traffic("shared", "load", "s").excess == 2.0
    assert counts.traffic("shared", "load", "ws").excess == 1.0


@pytest.mark.parametrize(("width", "degree"), [(32, 32.0), (33, 1.0)])
def test_a_transposed_tile(width: int, degree: float) -> None:
    x = np.random.default_rng(1).random((32, 32), dtype=np.float32)
    module = parse_kernels(TRANSPOSE.format(width=width))
    done = launch(module, "transpose", 1, (32, 32), (x, np.zeros_like(x)), {"x"})
    assert done.faults == ()
    np.testing.assert_array_equal(done.outputs["y"], x.T)
    assert done.counts.traffic("shared", "load").excess == degree
    assert done.counts.traffic("shared", "store").excess == 1.0


@pytest.mark.parametrize(("name", "loads"), [("naive", 1124.7), ("tiled", 81.4)])
def test_loads_at_layer_size(name: str, loads: float) -> None:
    """64 × 56 × 56 → 64, from a sample of whole blocks: those of the first output channel.

    The blocks of each output channel do the same, so one channel's share is exact.
    """
    source, block = LAYERS[name]
    x, w, y = arrays((64, 56, 1))
    grid = (-(-56 // block[0]), -(-56 // block[1]), 1)
    counts = sample(parse_kernels(source), "conv", grid, block, (x, w, y), most_blocks=10_000)
    assert counts.blocks == counts.of_blocks == grid[0] * grid[1]
    assert round(counts.traffic("global", "load").lanes / (56 * 56), 1) == loads


def test_a_sample_is_whole_blocks_spread_evenly() -> None:
    source, block = LAYERS["naive"]
    counts = sample(parse_kernels(source), "conv", (1, 4, 8), block, arrays((3, 32, 8)), 5)
    assert (counts.blocks, counts.of_blocks, counts.threads) == (5, 32, 5 * 256)
