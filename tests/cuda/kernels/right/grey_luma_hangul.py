"""Right: 컬러 영상을 흑백으로: grey from RGB in uint8, with Korean names and float32 weights."""
import numpy as np
from numba import cuda, float32

빨강, 초록, 파랑 = float32(0.299), float32(0.587), float32(0.114)


@cuda.jit
def 흑백(그림, 결과):
    열, 행 = cuda.grid(2)
    높이, 너비 = 결과.shape
    if 행 >= 높이 or 열 >= 너비:
        return
    합 = 빨강 * 그림[행, 열, 0] + 초록 * 그림[행, 열, 1] + 파랑 * 그림[행, 열, 2]
    결과[행, 열] = int(합 + float32(0.5))


def case(rng):
    x = rng.integers(0, 256, (19, 37, 3), dtype=np.uint8)
    f = np.float32
    y = (f(0.299) * x[..., 0] + f(0.587) * x[..., 1] + f(0.114) * x[..., 2] + f(0.5)).astype(np.uint8)
    return dict(kernel="흑백", grid=(3, 3), block=(16, 8), args=(x, np.zeros((19, 37), np.uint8)), inputs={"그림"}, expected={"결과": y})
