"""Right: histogram by atomics on global memory, over a grid-stride loop."""
import numpy as np
from numba import cuda


@cuda.jit
def histogram(x, xmin, xmax, histogram_out):
    nbins = histogram_out.shape[0]
    bin_width = (xmax - xmin) / nbins
    start = cuda.grid(1)
    stride = cuda.gridsize(1)
    for i in range(start, x.shape[0], stride):
        bin_number = np.int32((x[i] - xmin) / bin_width)
        if bin_number >= 0 and bin_number < histogram_out.shape[0]:
            cuda.atomic.add(histogram_out, bin_number, 1)


def case(rng):
    x = rng.random(700, dtype=np.float32) * 4
    expected = np.bincount((x.astype(np.float64) / 0.4).astype(int), minlength=10)[:10].astype(np.int32)
    return dict(kernel="histogram", grid=3, block=64, args=(x, 0.0, 4.0, np.zeros(10, np.int32)), inputs={"x"}, expected={"histogram_out": expected})
