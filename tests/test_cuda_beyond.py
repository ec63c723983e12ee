"""beyond.py of exercise 10: right for hostile shapes, and what its registers save is counted."""

from pathlib import Path

import numpy as np
import pytest

from grader.cuda import Launch, launch, parse_kernels
from solutions.cuda_conv_tiled import beyond
from solutions.cuda_conv_tiled.cases import BORDERS, CHANNELS, COUNTED, KERNELS, SINGLE, grid_of
from solutions.reference import layer_fast
from tests.support import ROOT

FOLDER = ROOT / "solutions" / "cuda_conv_tiled"
CASES = {
    f"{name}, stride {stride}": (case["x"], case["w"], stride, case["padding"])
    for stride in (1, 2)
    for name, case in {**SINGLE, **KERNELS, **BORDERS, **CHANNELS, **COUNTED}.items()
}
CASES |= {
    "nine filters": ((1, 2, 5, 6), (9, 2, 3, 3), 1, 1),
    "33 columns, 17 rows": ((1, 1, 17, 33), (7, 1, 1, 1), 1, 0),
    "65 columns after stride 2": ((2, 2, 33, 130), (8, 2, 3, 3), 2, 1),
}


def run(
    path: Path, x: tuple[int, ...], w: tuple[int, ...], stride: int, padding: int
) -> tuple[Launch, np.ndarray]:
    rng = np.random.default_rng(10)
    images, filters, biases = (rng.standard_normal(s).astype(np.float32) for s in (x, w, w[:1]))
    expected = layer_fast(images, filters, biases, stride, padding)
    y = np.full(expected.shape, np.nan, np.float32)
    module = parse_kernels(path.read_text(encoding="utf-8"))
    if path.stem == "beyond":
        grid, block = beyond.launch_shape(y.shape)
        args: tuple[object, ...] = (images, filters, biases, stride, padding, y)
    else:
        grid, block, args = grid_of(y.shape), (16, 16), (images, filters, biases, padding, y)
    return launch(module, "conv2d", grid, block, args, {"x", "w", "b"}), expected


@pytest.mark.parametrize(("x", "w", "stride", "padding"), CASES.values(), ids=CASES)
def test_it_is_right_and_safe(
    x: tuple[int, ...], w: tuple[int, ...], stride: int, padding: int
) -> None:
    done, expected = run(FOLDER / "beyond.py", x, w, stride, padding)
    assert done.faults == ()
    np.testing.assert_allclose(done.outputs["out"], expected, rtol=1e-4, atol=1e-4)


def test_it_moves_less_than_the_tile_as_the_handout_says() -> None:
    shape = ((1, 16, 32, 32), (16, 16, 3, 3), 1, 1)
    rows = []
    names = ("submissions/slow/no_shared_memory.py", "cuda_conv_tiled.py", "beyond.py")
    for name in names:
        done, expected = run(FOLDER / name, *shape)
        loads, shared = (done.counts.traffic(s, "load") for s in ("global", "shared"))
        figures = (loads.lanes, loads.units, shared.lanes)
        rows.append([round(figure / expected.size, 1) for figure in figures])
    handout = (ROOT / "exercises" / "cuda_conv_tiled" / "README.md").read_text(encoding="utf-8")
    for loads_, sectors, reads in rows:
        assert f" | {loads_:g} | {sectors:g} | {reads:g} | " in handout
    assert rows[0][0] > 10 * rows[1][0] > 40 * rows[2][0]
    assert rows[1][2] > 5 * rows[2][2]
