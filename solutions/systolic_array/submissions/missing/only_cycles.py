"""Only cycles is written."""

import numpy as np


def cycles(m, n, k, rows, cols, dataflow):
    if dataflow not in ("ws", "os", "is") or min(m, n, k, rows, cols) < 1:
        raise ValueError("sizes of at least 1, and ws, os or is")
    down, across, through = {"ws": (k, n, m), "os": (m, n, k), "is": (k, m, n)}[dataflow]
    folds = -(-down // rows) * -(-across // cols)
    loading = 0 if dataflow == "os" else rows
    return folds * (loading + through + rows + cols - 2) - 1
