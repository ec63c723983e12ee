"""다른 순서: 열 방향 타일을 바깥에서 돌고, 행렬을 먼저 0으로 채워 배수로 만든다."""

import numpy as np


def cycles(m, n, k, rows, cols, dataflow):
    table = {"ws": (k, n, m, 1), "os": (m, n, k, 0), "is": (k, m, n, 1)}
    if not isinstance(dataflow, str) or dataflow not in table:
        raise ValueError("dataflow")
    if not all(v > 0 for v in (m, n, k, rows, cols)):
        raise ValueError("크기")
    세로, 가로, 흐름, 적재 = table[dataflow]
    한번 = 적재 * rows + 흐름 + rows + cols - 2
    return ((세로 + rows - 1) // rows) * ((가로 + cols - 1) // cols) * 한번 - 1


def step(weights, activations, sums, entering):
    new = np.empty_like(activations)
    new[:, 0], new[:, 1:] = entering, activations[:, :-1]
    out = np.multiply(weights, new, dtype=np.int32)
    out[1:] += sums[:-1]
    return new, out


def matmul_ws(a, w, rows, cols):
    if a.ndim != 2 or w.ndim != 2 or a.dtype != np.int8 or w.dtype != np.int8:
        raise ValueError("int8 행렬")
    if a.size == 0 or w.size == 0 or a.shape[1] != w.shape[0] or rows < 1 or cols < 1:
        raise ValueError("모양")
    m, k = a.shape
    n = w.shape[1]
    a = np.pad(a, ((0, 0), (0, -k % rows)))
    w = np.pad(w, ((0, -k % rows), (0, -n % cols)))
    결과 = np.zeros((m, w.shape[1]), np.int32)
    시계 = 0
    while_cols = np.arange(cols)
    for j in range(0, w.shape[1], cols):
        for i in range(0, w.shape[0], rows):
            시계 += rows
            act = np.zeros((rows, cols), np.int8)
            acc = np.zeros((rows, cols), np.int32)
            길이 = m + rows + cols - 2
            t = np.arange(길이)[:, None] - np.arange(rows)
            들어갈 = np.where(
                (t >= 0) & (t < m), a[np.clip(t, 0, m - 1), i + np.arange(rows)], np.int8(0)
            )
            for s in range(길이):
                act, acc = step(w[i : i + rows, j : j + cols], act, acc, 들어갈[s])
                시계 += 1
                r = s - (rows - 1) - while_cols
                ok = (r >= 0) & (r < m)
                결과[r[ok], j + while_cols[ok]] += acc[-1][ok]
    return 결과[:, :n].copy(), 시계 - 1
