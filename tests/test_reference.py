"""The reference, against implementations that other people trust."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import correlate2d

from solutions.reference import convolve, layer, layer_fast

SIZES = st.tuples(st.integers(1, 9), st.integers(1, 9))
STEPS = st.tuples(st.integers(1, 4), st.integers(1, 4))
PADS = st.tuples(*[st.tuples(st.integers(0, 3), st.integers(0, 3))] * 2)


@settings(deadline=None, max_examples=200)
@given(SIZES, SIZES, STEPS, PADS, st.integers(0, 2**32 - 1))
def test_equals_scipy(
    size: tuple[int, int],
    kernel_size: tuple[int, int],
    stride: tuple[int, int],
    padding: tuple[tuple[int, int], tuple[int, int]],
    seed: int,
) -> None:
    rng = np.random.default_rng(seed)
    image, kernel = rng.standard_normal(size), rng.standard_normal(kernel_size)
    padded = np.pad(image, padding)
    if any(k > n for k, n in zip(kernel.shape, padded.shape, strict=True)):
        return
    expected = correlate2d(padded, kernel, mode="valid")[:: stride[0], :: stride[1]]
    np.testing.assert_allclose(
        convolve(image, kernel, stride, padding), expected, rtol=1e-12, atol=1e-12
    )


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int16])
def test_is_exact_at_the_extremes_of_integers(dtype: type[np.integer]) -> None:
    low, high = np.iinfo(dtype).min, np.iinfo(dtype).max
    image = np.array([[low, high], [high, low]] * 2, dtype)
    exact = np.array(
        [
            [
                sum(int(image[i + a, j + b]) * int(image[a, b]) for a in (0, 1) for b in (0, 1))
                for j in range(1)
            ]
            for i in range(3)
        ]
    )
    assert (convolve(image, image[:2]) == exact).all()


@settings(deadline=None, max_examples=100)
@given(
    st.tuples(*[st.integers(1, 3)] * 3),
    SIZES,
    SIZES,
    STEPS,
    st.one_of(st.just("same"), st.integers(0, 3), st.tuples(*[st.integers(0, 3)] * 2)),
    st.sampled_from([None, "relu"]),
    st.integers(0, 2**32 - 1),
)
def test_the_layer_for_real_sizes_equals_the_slow_one(
    images_channels_filters: tuple[int, int, int],
    size: tuple[int, int],
    kernel: tuple[int, int],
    stride: tuple[int, int],
    padding: int | tuple[int, int] | str,
    activation: str | None,
    seed: int,
) -> None:
    images, channels, filters = images_channels_filters
    zeros = padding if isinstance(padding, tuple) else (padding, padding)
    if any(
        not isinstance(p, str) and k > n + 2 * p
        for n, k, p in zip(size, kernel, zeros, strict=True)
    ):
        return
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((images, channels, *size)).astype(np.float32)
    w, b = rng.standard_normal((filters, channels, *kernel)), rng.standard_normal(filters)
    slow = layer(x, w, b, stride, padding, activation)
    np.testing.assert_allclose(
        layer_fast(x, w, b, stride, padding, activation), slow, rtol=1e-12, atol=1e-12
    )


def test_the_layer_for_real_sizes_is_exact_for_integers() -> None:
    rng = np.random.default_rng(6)
    x = rng.integers(-(2**15), 2**15, (1, 8, 6, 5), np.int16)
    w = rng.integers(-(2**15), 2**15, (3, 8, 3, 2), np.int16)
    b = rng.integers(-(2**15), 2**15, 3, np.int16)
    assert (layer_fast(x, w, b, padding=1) == layer(x, w, b, padding=1)).all()
