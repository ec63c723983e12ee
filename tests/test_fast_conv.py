"""fast_conv and beyond give what the definition gives, for every shape and on every CPU."""

from collections.abc import Callable

import numpy as np
import pytest

from solutions.fast_conv import beyond, fast_conv
from solutions.fast_conv.simd import HOST, Machine, describe
from solutions.reference import convolve, margins, positions

Shape = tuple[int, ...]
# Images, filters, stride, padding.
LAYERS: dict[str, tuple[Shape, Shape, int | tuple[int, int], int | tuple[int, int] | str]] = {
    "one pixel": ((1, 1, 1, 1), (1, 1, 1, 1), 1, 0),
    "as large as the image": ((2, 3, 5, 4), (5, 3, 5, 4), 1, 0),
    "1×1, one long row": ((2, 5, 7, 9), (9, 5, 1, 1), 1, 0),
    "1×1, every third": ((1, 4, 10, 11), (3, 4, 1, 1), (3, 2), 0),
    "1×1, padded": ((1, 4, 6, 5), (8, 4, 1, 1), 1, 2),
    "wide, row by row": ((1, 1, 4, 203), (1, 1, 3, 3), 1, 0),
    "wide, strip by strip": ((1, 2, 9, 119), (7, 2, 2, 5), 1, (0, 1)),
    "longer than a strip": ((1, 1, 30, 38), (4, 1, 3, 3), (1, 2), "same"),
    "high": ((1, 2, 61, 2), (5, 2, 4, 1), (2, 1), (1, 0)),
    "stride beyond the kernel": ((1, 2, 13, 17), (6, 2, 2, 2), (5, 4), 0),
    "three phases": ((2, 3, 14, 13), (10, 3, 3, 3), 3, "same"),
    "even kernel, same": ((1, 3, 7, 8), (4, 3, 2, 4), 1, "same"),
    "Winograd, even": ((2, 16, 24, 24), (16, 16, 3, 3), 1, 1),
    "Winograd, odd": ((1, 17, 23, 39), (21, 17, 3, 3), 1, "same"),
    "Winograd, no padding": ((1, 16, 19, 66), (18, 16, 3, 3), 1, 0),
}
OLD_X86 = describe({"sse2": True}, "x86_64")
# Vectors of 16 bytes, with and without a fused instruction: any CPU can run the first.
MACHINES = {"this one": HOST, "without AVX": OLD_X86}
Layer = Callable[..., np.ndarray]


def defined(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    stride: int | tuple[int, int],
    padding: int | tuple[int, int] | str,
) -> np.ndarray:
    """The layer in float64, from the course's reference."""
    strides = (stride, stride) if isinstance(stride, int) else stride
    paddings = padding if isinstance(padding, tuple) else (padding, padding)
    axes = [(x.shape[2 + i], w.shape[2 + i], strides[i], paddings[i]) for i in (0, 1)]
    sides = margins(*axes[0]), margins(*axes[1])
    output = np.zeros((len(x), len(w), positions(*axes[0]), positions(*axes[1])))
    for n, m in np.ndindex(*output.shape[:2]):
        maps = [convolve(x[n, c], w[m, c], strides, sides) for c in range(x.shape[1])]
        output[n, m] = np.sum(maps, axis=0) + b[m]
    return output


def numbers(shape: tuple[int, ...], dtype: type = np.float32) -> np.ndarray:
    return np.random.default_rng(shape).standard_normal(shape).astype(dtype)


def agree(layer: Layer, name: str, dtype: type, tolerance: float) -> None:
    x_shape, w_shape, stride, padding = LAYERS[name]
    x, w, b = (numbers(s, dtype) for s in (x_shape, w_shape, w_shape[:1]))
    output = layer(x, w, b, stride, padding)
    assert output.dtype == dtype
    assert output.flags.c_contiguous
    expected = defined(x, w, b, stride, padding)
    tolerance *= np.abs(expected).max()
    np.testing.assert_allclose(output, expected, rtol=0, atol=tolerance)
    rectified = layer(x, w, b, stride, padding, "relu")
    np.testing.assert_allclose(rectified, np.maximum(expected, 0), rtol=0, atol=tolerance)


@pytest.mark.parametrize("name", LAYERS)
def test_fast_conv(name: str) -> None:
    agree(fast_conv.conv_layer, name, np.float32, 1e-6)
    agree(fast_conv.conv_layer, name, np.float64, 1e-14)


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
@pytest.mark.parametrize("name", LAYERS)
def test_beyond(name: str, machine: Machine) -> None:
    def layer(*arguments: object) -> np.ndarray:
        return beyond.conv_layer(*arguments, machine=machine)  # type: ignore[arg-type]

    agree(layer, name, np.float32, 2e-5)


@pytest.mark.parametrize("name", LAYERS)
def test_beyond_in_float64(name: str) -> None:
    agree(beyond.conv_layer, name, np.float64, 1e-14)


@pytest.mark.parametrize("layer", [fast_conv.conv_layer, beyond.conv_layer])
def test_views_integers_and_arguments_left_alone(layer: Layer) -> None:
    x, w, b = numbers((4, 12, 9, 3)).T, numbers((3, 3, 9, 5)).T[:, ::-1], numbers((10,))[::2]
    before = x.copy(), w.copy(), b.copy()
    np.testing.assert_allclose(layer(x, w, b, 1, 1), defined(x, w, b, 1, 1), atol=1e-4)
    assert all(np.array_equal(a, c) for a, c in zip((x, w, b), before, strict=True))
    whole = np.arange(200, 256, dtype=np.uint8).reshape(1, 2, 4, 7)
    ones = np.ones((3, 2, 2, 2), np.int8)
    exact = layer(whole, ones, np.zeros(3, int))
    assert exact.dtype == np.float64
    assert np.array_equal(exact, defined(whole, ones, np.zeros(3), 1, 0))


@pytest.mark.parametrize("layer", [fast_conv.conv_layer, beyond.conv_layer])
def test_infinity_and_nan_stay_where_they_are(layer: Layer) -> None:
    x, w = numbers((1, 4, 9, 40)), np.ones((2, 4, 1, 1), np.float32)
    x[0, 1, 2, 3], x[0, 0, 8, 39] = np.inf, np.nan
    output = layer(x, w, np.zeros(2, np.float32), activation="relu")
    assert np.isposinf(output[0, :, 2, 3]).all()
    assert np.isnan(output[0, :, 8, 39]).all()
    assert np.isfinite(output).sum() == output.size - 4


@pytest.mark.parametrize("threads", [2, 3, 5])
def test_threads_give_the_same(threads: int) -> None:
    x, w, b = numbers((3, 16, 24, 24)), numbers((16, 16, 3, 3)), numbers((16,))
    one = beyond.conv_layer(x, w, b, 1, 1)
    assert np.array_equal(beyond.conv_layer(x, w, b, 1, 1, threads=threads), one)


def test_a_large_output_goes_past_the_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    x, w, b = numbers((2, 3, 7, 96)), numbers((6, 3, 3, 3)), numbers((6,))
    usual = beyond.conv_layer(x, w, b, 1, 1)
    monkeypatch.setattr(beyond, "LARGE", 0)
    assert np.array_equal(beyond.conv_layer(x, w, b, 1, 1), usual)
    np.testing.assert_allclose(usual, defined(x, w, b, 1, 1), atol=5e-5)


def test_winograd_can_be_declined() -> None:
    x, w, b = numbers((1, 16, 24, 24)), numbers((16, 16, 3, 3)), numbers((16,))
    direct = beyond.conv_layer(x, w, b, 1, 1, winograd=False)
    assert not np.array_equal(direct, beyond.conv_layer(x, w, b, 1, 1))
    np.testing.assert_allclose(direct, defined(x, w, b, 1, 1), atol=5e-5)


X, W, B = np.zeros((1, 2, 5, 5)), np.zeros((3, 2, 3, 3)), np.zeros(3)
REFUSED = {
    "three axes": (X[0], W, B),
    "channels": (X, W[:, :1], B),
    "bias": (X, W, B[:2]),
    "activation": (X, W, B, 1, 0, "tanh"),
    "stride": (X, W, B, (1, 0)),
    "padding": (X, W, B, 1, (0, -1)),
    "word": (X, W, B, 1, "valid"),
    "kernel": (X, np.zeros((3, 2, 8, 3)), B, 1, 1),
}


@pytest.mark.parametrize("layer", [fast_conv.conv_layer, beyond.conv_layer])
@pytest.mark.parametrize("arguments", REFUSED.values(), ids=REFUSED)
def test_bad_arguments_are_refused(layer: Layer, arguments: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match=r"must|for|does not fit"):
        layer(*arguments)


def test_no_threads_are_refused() -> None:
    with pytest.raises(ValueError, match="threads must be at least 1, not 0"):
        beyond.conv_layer(X, W, B, threads=0)


def test_vectors_follow_the_features() -> None:
    assert describe({"avx512f": True, "avx2": True, "fma": True}, "x86_64").vector == 64
    assert describe({"avx2": True, "fma": True}, "x86_64") == Machine(32, 16, True)
    assert describe({"avx2": True, "fma": False}, "x86_64") == OLD_X86
    assert describe({}, "aarch64") == Machine(16, 32, True)
    assert [describe({}, name).widest for name in ("aarch64", "riscv64")] == [6, 3]
