"""numba @njit 반복문 (Korean names and comments inside the compiled loop)."""
import numba
import numpy as np


@numba.njit(fastmath=False)
def 계산(그림, 필터, 세로, 가로, 출력):
    for 행 in range(출력.shape[0]):
        for 열 in range(출력.shape[1]):
            합 = 0.0
            # 창 하나의 곱을 모두 더한다
            for i in range(필터.shape[0]):
                for j in range(필터.shape[1]):
                    합 += 그림[행 * 세로 + i, 열 * 가로 + j] * 필터[i, j]
            출력[행, 열] = 합
    return 출력


def conv2d(image, kernel, stride=1):
    세로, 가로 = (stride, stride) if isinstance(stride, int) else stride
    if 세로 < 1 or 가로 < 1:
        raise ValueError("보폭은 1 이상이어야 합니다")
    if image.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("2차원 배열이 필요합니다")
    남은높이 = image.shape[0] - kernel.shape[0]
    남은너비 = image.shape[1] - kernel.shape[1]
    if 남은높이 < 0 or 남은너비 < 0:
        raise ValueError("커널이 이미지보다 큽니다")
    출력 = np.zeros((남은높이 // 세로 + 1, 남은너비 // 가로 + 1))
    return 계산(image.astype(np.float64), kernel.astype(np.float64), 세로, 가로, 출력)
