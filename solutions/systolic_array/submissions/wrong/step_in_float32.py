"""You multiply and add in float32. It has 24 bits: a sum beyond 16,777,216 loses its last digits.
The sums of an array are int32."""

import numpy as np


def cycles(m, n, k, rows, cols, dataflow):
    if dataflow not in ("ws", "os", "is") or min(m, n, k, rows, cols) < 1:
        raise ValueError("sizes of at least 1, and ws, os or is")
    down, across, through = {"ws": (k, n, m), "os": (m, n, k), "is": (k, m, n)}[dataflow]
    folds = -(-down // rows) * -(-across // cols)
    loading = 0 if dataflow == "os" else rows
    return folds * (loading + through + rows + cols - 2) - 1


def step(weights, activations, sums, entering):
    arrived = np.column_stack([entering, activations[:, :-1]])
    above = np.vstack([np.zeros_like(sums[:1]), sums[:-1]])
    products = weights.astype(np.float32) * arrived
    added = np.clip(above.astype(np.float32) + products, -(2.0**31), 2.0**31 - 256)
    return arrived, added.astype(np.int32)


def check(a, w, rows, cols):
    if any(array.ndim != 2 or array.dtype != np.int8 or array.size == 0 for array in (a, w)):
        raise ValueError("a and w are 2-D, int8 and not empty")
    if a.shape[1] != w.shape[0] or rows < 1 or cols < 1:
        raise ValueError("K differs, or there are no cells")


def stream(a, weights):
    m, (rows, cols) = len(a), weights.shape
    activations, sums = np.zeros((rows, cols), np.int8), np.zeros((rows, cols), np.int32)
    product = np.zeros((m, cols), np.int32)
    count = m + rows + cols - 2
    for cycle in range(count):
        entering = np.zeros(rows, np.int8)
        for r in range(a.shape[1]):
            if 0 <= cycle - r < m:
                entering[r] = a[cycle - r, r]
        activations, sums = step(weights, activations, sums, entering)
        for c in range(cols):
            t = cycle - (rows - 1) - c
            if 0 <= t < m:
                product[t, c] = sums[-1, c]
    return product, count


def matmul_ws(a, w, rows, cols):
    check(a, w, rows, cols)
    k, n = w.shape
    product, elapsed = np.zeros((len(a), n), np.int32), 0
    for i in range(0, k, rows):
        for j in range(0, n, cols):
            weights = np.zeros((rows, cols), np.int8)
            tile = w[i : i + rows, j : j + cols]
            weights[: tile.shape[0], : tile.shape[1]] = tile
            sums, count = stream(a[:, i : i + rows], weights)
            product[:, j : j + cols] += sums[:, : n - j]
            elapsed += rows + count
    return product, elapsed - 1
