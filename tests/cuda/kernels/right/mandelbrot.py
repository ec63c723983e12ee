"""Right: Mandelbrot escape times, a while loop that every thread leaves at its own turn."""
import numpy as np
from numba import cuda, uint8


@cuda.jit(device=True)
def mandel(x, y, max_iters):
    zr = zi = 0.0
    i = 0
    while i < max_iters and zr * zr + zi * zi < 4.0:
        zr, zi = zr * zr - zi * zi + x, 2.0 * zr * zi + y
        i += 1
    return i


@cuda.jit
def mandel_kernel(min_x, max_x, min_y, max_y, image, iters):
    height = image.shape[0]
    width = image.shape[1]
    dx = (max_x - min_x) / width
    dy = (max_y - min_y) / height
    startX, startY = cuda.grid(2)
    gridX = cuda.gridDim.x * cuda.blockDim.x
    gridY = cuda.gridDim.y * cuda.blockDim.y
    for x in range(startX, width, gridX):
        real = min_x + x * dx
        for y in range(startY, height, gridY):
            image[y, x] = uint8(mandel(real, min_y + y * dy, iters))


def case(rng):
    h, w, iters = 15, 22, 30
    expected = np.zeros((h, w), np.uint8)
    for y in range(h):
        for x in range(w):
            a, b, zr, zi, i = -2.0 + x * (3.0 / w), -1.0 + y * (2.0 / h), 0.0, 0.0, 0
            while i < iters and zr * zr + zi * zi < 4.0:
                zr, zi, i = zr * zr - zi * zi + a, 2.0 * zr * zi + b, i + 1
            expected[y, x] = i
    return dict(kernel="mandel_kernel", grid=(2, 2), block=(8, 4), args=(-2.0, 1.0, -1.0, 1.0, np.zeros((h, w), np.uint8), iters), inputs=set(), expected={"image": expected})
