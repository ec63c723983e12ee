"""한국 학생의 풀이: 이미지를 밀어 가며 더하기 (shift-and-add, Korean identifiers and comments)."""
import numpy as np


def 검사하기(이미지, 커널):
    # 둘 다 2차원이어야 한다
    if 이미지.ndim != 2 or 커널.ndim != 2:
        raise ValueError("이미지와 커널은 2차원 배열이어야 합니다")
    if 이미지.size == 0 or 커널.size == 0:
        raise ValueError("빈 배열은 안 됩니다")
    if 커널.shape[0] > 이미지.shape[0] or 커널.shape[1] > 이미지.shape[1]:
        raise ValueError("커널이 이미지보다 큽니다")


def conv2d(image, kernel):
    검사하기(image, kernel)
    높이 = image.shape[0] - kernel.shape[0] + 1
    너비 = image.shape[1] - kernel.shape[1] + 1
    결과 = np.zeros((높이, 너비), dtype=np.float64)
    for (행, 열), 가중치 in np.ndenumerate(kernel):
        # uint8끼리 곱하면 넘치니까 먼저 실수로 바꾼다!
        조각 = image[행:행 + 높이, 열:열 + 너비].astype(np.float64)
        결과 += 조각 * float(가중치)
    return 결과
