"""matmul_ws is not written yet."""

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
    return arrived, above + weights.astype(np.int32) * arrived


def matmul_ws(a, w, rows, cols):
    raise NotImplementedError()
