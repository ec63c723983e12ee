"""한국 학생의 풀이: 입력 화소마다 자기가 닿는 출력에 뿌리기 (scatter instead of gather, Korean identifiers)."""
import numpy as np


def output_size(n, k, stride, padding):
    if n < 1 or k < 1 or stride < 1:
        raise ValueError("n, k, stride는 1 이상이어야 합니다")
    if padding == "same":
        return -(-n // stride)          # 올림
    if isinstance(padding, str):
        raise ValueError(f"'{padding}'은(는) 모르는 패딩입니다")
    if padding < 0:
        raise ValueError("패딩은 음수일 수 없습니다")
    if k > n + 2 * padding:
        raise ValueError("커널이 패딩한 이미지보다 큽니다")
    return (n + 2 * padding - k) // stride + 1


def 앞쪽_영(n, k, 보폭, 패딩):
    if 패딩 != "same":
        return 패딩
    전체 = max((output_size(n, k, 보폭, 패딩) - 1) * 보폭 + k - n, 0)
    return 전체 // 2                    # 반은 앞에(내림), 나머지는 뒤에


def conv2d(image, kernel, stride=1, padding=0):
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("2차원 배열이 아닙니다")
    세로, 가로 = stride if isinstance(stride, tuple) else (stride, stride)
    위아래, 좌우 = padding if isinstance(padding, tuple) else (padding, padding)
    (높이, 너비), (커널높이, 커널너비) = image.shape, kernel.shape
    출력 = np.zeros((output_size(높이, 커널높이, 세로, 위아래),
                   output_size(너비, 커널너비, 가로, 좌우)))
    위 = 앞쪽_영(높이, 커널높이, 세로, 위아래)
    왼쪽 = 앞쪽_영(너비, 커널너비, 가로, 좌우)

    # 각 화소(y, x)는 (y + 위 - i)가 보폭의 배수일 때만 출력에 닿는다
    for (y, x), 값 in np.ndenumerate(image):
        for i in range(커널높이):
            행, 나머지 = divmod(y + 위 - i, 세로)
            if 나머지 or not 0 <= 행 < 출력.shape[0]:
                continue
            for j in range(커널너비):
                열, 나머지 = divmod(x + 왼쪽 - j, 가로)
                if 나머지 == 0 and 0 <= 열 < 출력.shape[1]:
                    출력[행, 열] += float(값) * float(kernel[i, j])
    return 출력
