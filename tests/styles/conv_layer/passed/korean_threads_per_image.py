"""한국 학생의 풀이: 사진마다 스레드 하나 (a thread pool over the batch, shift-and-add, Korean identifiers)."""
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def 한축(크기, 커널, 보폭, 패딩):
    """(앞의 영, 뒤의 영, 출력 크기)"""
    if 크기 < 1 or 커널 < 1 or 보폭 < 1:
        raise ValueError("크기와 보폭은 1 이상")
    if isinstance(패딩, str):
        if 패딩 != "same":
            raise ValueError("모르는 패딩: " + 패딩)
        출력 = (크기 + 보폭 - 1) // 보폭
        전체 = max((출력 - 1) * 보폭 + 커널 - 크기, 0)
        return 전체 // 2, 전체 - 전체 // 2, 출력
    if 패딩 < 0:
        raise ValueError("음수 패딩")
    if 커널 > 크기 + 2 * 패딩:
        raise ValueError("커널이 너무 큼")
    return 패딩, 패딩, (크기 + 2 * 패딩 - 커널) // 보폭 + 1


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    if x.ndim != 4 or w.ndim != 4:
        raise ValueError("4차원이어야 합니다")
    if x.shape[1] != w.shape[1]:
        raise ValueError("채널 수가 다릅니다")
    if b.shape != (w.shape[0],):
        raise ValueError("편향은 필터마다 하나")
    if activation not in (None, "relu"):
        raise ValueError("모르는 활성화 함수")
    세로, 가로 = stride if isinstance(stride, tuple) else (stride, stride)
    위아래, 좌우 = padding if isinstance(padding, tuple) else (padding, padding)
    위, 아래, 행수 = 한축(x.shape[2], w.shape[2], 세로, 위아래)
    왼, 오른, 열수 = 한축(x.shape[3], w.shape[3], 가로, 좌우)
    필터 = w.astype(np.float64)

    def 한장(사진):
        넓힌 = np.pad(사진.astype(np.float64), ((0, 0), (위, 아래), (왼, 오른)))
        합 = np.zeros((w.shape[0], 행수, 열수))
        for i in range(w.shape[2]):
            for j in range(w.shape[3]):
                for c in range(w.shape[1]):
                    조각 = 넓힌[c, i:i + (행수 - 1) * 세로 + 1:세로, j:j + (열수 - 1) * 가로 + 1:가로]
                    합 += np.multiply.outer(필터[:, c, i, j], 조각)
        합 += b.astype(np.float64)[:, None, None]   # 편향은 채널을 다 더한 뒤 한 번만!
        return np.maximum(합, 0) if activation == "relu" else 합

    결과 = np.zeros((x.shape[0], w.shape[0], 행수, 열수))
    with ThreadPoolExecutor(max_workers=2) as 풀:
        for n, y in enumerate(풀.map(한장, x)):
            결과[n] = y
    return 결과
