"""Right: a Jacobi step of the Laplace equation."""
import numpy as np
from numba import cuda


@cuda.jit
def jacobi(A, Anew):
    i, j = cuda.grid(2)
    n, m = A.shape
    if i >= 1 and i < n - 1 and j >= 1 and j < m - 1:
        Anew[i, j] = 0.25 * (A[i, j + 1] + A[i, j - 1] + A[i - 1, j] + A[i + 1, j])


def case(rng):
    A = rng.random((19, 24))
    new = np.zeros_like(A)
    new[1:-1, 1:-1] = 0.25 * (A[1:-1, 2:] + A[1:-1, :-2] + A[:-2, 1:-1] + A[2:, 1:-1])
    return dict(kernel="jacobi", grid=(3, 4), block=(8, 8), args=(A, np.zeros_like(A)), inputs={"A"}, expected={"Anew": new}, tolerance=1e-15)
