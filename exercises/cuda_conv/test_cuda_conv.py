"""Sample tests for exercise 9. Run them with: pytest exercises/cuda_conv

No GPU is needed: numba runs the kernel on the CPU, thread by thread. With an NVIDIA GPU, put
NUMBA_ENABLE_CUDASIM=0 in front of the command.
"""

import os

os.environ.setdefault("NUMBA_ENABLE_CUDASIM", "1")  # before numba is imported

import numpy as np
from cuda_conv import conv2d

# One image of two channels, and two filters of two channels: as in exercise 4.
X = np.array([[[[1, 2, 0], [0, 1, 3], [2, 0, 1]], [[0, 1, 2], [1, 0, 1], [2, 1, 0]]]], np.float32)
W = np.array(
    [
        [[[1, 0], [-1, 2]], [[0, 1], [1, -1]]],
        [[[0, 1], [0, -1]], [[1, 0], [-1, 0]]],
    ],
    np.float32,
)
B = np.array([-4, 1], np.float32)


def run(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    shape: tuple[int, int, int, int],
    stride: int = 1,
    padding: int = 0,
    block: tuple[int, int] = (4, 2),
) -> np.ndarray:
    out = np.full(shape, 99, np.float32)
    grid = (-(-shape[3] // block[0]), -(-shape[2] // block[1]), shape[0] * shape[1])
    conv2d[grid, block](x, w, b, stride, padding, out)
    return out


def test_two_channels_and_two_filters() -> None:
    expected = [[[[1, 4], [-5, 1]], [[1, -1], [1, 2]]]]
    np.testing.assert_array_equal(run(X, W, B, (1, 2, 2, 2)), expected)


def test_every_image_of_a_batch() -> None:
    batch = np.concatenate([X, 10 * X, 0 * X])
    out = run(batch, W, np.zeros(2, np.float32), (3, 2, 2, 2))
    sums = np.array([[[5, 8], [-1, 5]], [[0, -2], [0, 1]]])
    np.testing.assert_array_equal(out, [sums, 10 * sums, 0 * sums])


def test_stride_and_padding_on_a_wide_image() -> None:
    x = np.array([[[[1, 2, 3, 4, 5]]]], np.float32)
    w = np.array([[[[1, 10]]]], np.float32)
    b = np.array([100], np.float32)
    # Padded, it is three rows of seven, and the middle one is 0 1 2 3 4 5 0.
    out = run(x, w, b, (1, 1, 3, 6), padding=1)
    np.testing.assert_array_equal(out[0, 0, 0], [100, 100, 100, 100, 100, 100])
    np.testing.assert_array_equal(out[0, 0, 1], [110, 121, 132, 143, 154, 105])
    out = run(x, w, b, (1, 1, 2, 3), stride=2, padding=1)
    np.testing.assert_array_equal(out, [[[[100, 100, 100], [100, 100, 100]]]])
    out = run(x, w, b, (1, 1, 1, 2), stride=2)
    np.testing.assert_array_equal(out, [[[[121, 143]]]])


def test_any_block_will_do() -> None:
    one = run(X, W, B, (1, 2, 2, 2), block=(1, 1))
    other = run(X, W, B, (1, 2, 2, 2), block=(32, 8))
    np.testing.assert_array_equal(one, other)
    assert one[0, 0, 0, 1] == 4
