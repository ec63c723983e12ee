"""int8_conv with VNNI gives the reference's integers, and so does what it falls back to."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from solutions.int8_conv import beyond, vnni
from solutions.int8_conv.layers import any_layer, expected
from tests.support import ROOT

U8, I8 = np.uint8, np.int8
needs_vnni = pytest.mark.skipif(not vnni.VNNI, reason="this CPU has no AVX-512 VNNI")
# Images, filters, stride, padding.
LAYERS: dict[str, tuple[Any, ...]] = {
    "one product": ((1, 1, 1, 1), (1, 1, 1, 1), 1, 0),
    "five filters, odd channels": ((2, 3, 9, 7), (5, 3, 3, 2), (2, 1), 1),
    "16 filters": ((1, 4, 5, 6), (16, 4, 1, 1), 1, 0),
    "two vectors of filters": ((3, 5, 4, 7), (20, 5, 2, 3), 1, "same"),
    "three vectors of filters": ((1, 2, 6, 5), (40, 2, 3, 3), (1, 3), (2, 0)),
    "four vectors of filters": ((2, 8, 7, 5), (64, 8, 3, 3), 2, 1),
    "two groups of four, nothing to copy": ((2, 8, 3, 3), (113, 8, 1, 1), 1, 0),
    "nothing but padding in the corner": ((1, 2, 2, 1), (2, 2, 1, 2), 1, 3),
    "an empty batch": ((0, 2, 4, 5), (3, 2, 2, 2), 1, 0),
}
TYPES = {
    "unsigned": (U8, I8, U8),
    "signed": (I8, I8, I8),
    "signed in, unsigned out": (I8, I8, U8),
    "unsigned weights": (U8, U8, I8),
}
PATHS = {"vnni": True, "fallback": False}
paths = pytest.mark.parametrize(
    "instruction", [pytest.param(True, marks=needs_vnni), False], ids=PATHS
)


def packed(layer: Any, *rest: Any, instruction: bool) -> beyond.Packed:
    return beyond.pack(*layer[1:], *rest, vnni=instruction)


@paths
@pytest.mark.parametrize("types", TYPES.values(), ids=TYPES)
@pytest.mark.parametrize("name", LAYERS)
def test_every_integer_is_the_references(name: str, types: Any, instruction: bool) -> None:
    size, filters, stride, padding = LAYERS[name]
    rng = np.random.default_rng(len(name))
    layer = any_layer(rng, size, filters, types)
    bias = rng.integers(-999, 999, filters[0]).astype(np.int32)
    result = beyond.run(packed(layer, bias, stride, padding, instruction=instruction), layer.x)
    truth = expected(layer, bias, stride, padding)
    assert result.dtype == truth.dtype
    assert np.array_equal(result, truth)


@paths
def test_no_filters_are_no_maps(instruction: bool) -> None:
    layer = any_layer(np.random.default_rng(1), (1, 2, 4, 5), (1, 2, 2, 2))
    parts = layer.w[:0], layer.w_scale[:0], layer.w_zero_point[:0]
    layer = layer._replace(w=parts[0], w_scale=parts[1], w_zero_point=parts[2])
    assert beyond.run(packed(layer, instruction=instruction), layer.x).shape == (1, 0, 3, 4)


@paths
def test_extreme_products_do_not_saturate(instruction: bool) -> None:
    layer = any_layer(np.random.default_rng(0), (1, 64, 3, 3), (16, 64, 3, 3))
    x, w = np.full_like(layer.x, 255), np.full_like(layer.w, -128)
    layer = layer._replace(x=x, w=w, x_zero_point=U8(0), y_scale=np.float32(layer.y_scale * 40))
    result = beyond.run(packed(layer, instruction=instruction), x)
    assert np.array_equal(result, expected(layer))


@paths
def test_one_packing_serves_many_calls_and_later_changes_do_not_reach_it(instruction: bool) -> None:
    rng = np.random.default_rng(3)
    layer = any_layer(rng, (2, 8, 5, 6), (16, 8, 3, 3))
    once = packed(layer, instruction=instruction)
    kept = layer._replace(w=layer.w.copy())
    layer.w[:] = 0
    for step in (1, -1, 2):
        x = rng.integers(0, 256, (2, 8, 10, 6), U8)[:, :, ::step]
        before = x.copy()
        assert np.array_equal(beyond.run(once, x), expected(kept._replace(x=x)))
        assert np.array_equal(x, before)


@paths
def test_channels_last_pixels_are_read_where_they_lie(instruction: bool) -> None:
    layer = any_layer(np.random.default_rng(4), (2, 8, 5, 6), (64, 8, 1, 1))
    x = np.ascontiguousarray(layer.x.transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2)
    x.flags.writeable = False
    result = beyond.run(packed(layer, instruction=instruction), x)
    assert np.array_equal(result, expected(layer))


@paths
def test_what_does_not_fit_is_refused(instruction: bool) -> None:
    layer = any_layer(np.random.default_rng(5), (1, 4, 5, 6), (16, 4, 3, 3))
    once = packed(layer, instruction=instruction)
    for x in (layer.x[0], layer.x[:, :3], layer.x.astype(I8), layer.x[:, :, :2], layer.x[..., :0]):
        with pytest.raises(ValueError):
            beyond.run(once, x)
    for wrong in ({"w": layer.w[0]}, {"y_scale": np.float32(0)}, {"x_zero_point": 3}):
        with pytest.raises(ValueError):
            packed(layer._replace(**wrong), instruction=instruction)
    with pytest.raises(ValueError):
        packed(layer, np.zeros(15, np.int32), instruction=instruction)


def test_without_the_instruction_nothing_is_compiled_with_it() -> None:
    """numba is told to compile for a plain CPU: the intrinsic would end this process."""
    program = (
        "import numpy as np\n"
        "from solutions.int8_conv import beyond\n"
        "from solutions.int8_conv.layers import any_layer, expected\n"
        "layer = any_layer(np.random.default_rng(0), (1, 4, 5, 6), (16, 4, 3, 3))\n"
        "assert not beyond.VNNI\n"
        "assert np.array_equal(beyond.qlinear_conv(*layer), expected(layer))\n"
    )
    subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": "", "PYTHONPATH": str(ROOT)},
        check=True,
        timeout=120,
    )
