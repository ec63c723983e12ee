"""Korean names; positions counted as the length of a range; the roofline as the longer of two times."""
import math


def 위치수(크기, 커널, 걸음, 패딩):
    if 걸음 < 1:
        raise ValueError("걸음은 1 이상이어야 합니다")
    if 패딩 == "same":
        return len(range(0, 크기, 걸음))
    if type(패딩) is str or 패딩 < 0:
        raise ValueError("패딩이 이상합니다")
    시작들 = range(0, 크기 + 2 * 패딩 - 커널 + 1, 걸음)
    if len(시작들) == 0:
        raise ValueError("커널이 너무 큽니다")
    return len(시작들)


def 둘로(값):
    try:
        a, b = 값
    except (TypeError, ValueError):
        return 값, 값
    return a, b


def 크기들(x, w, stride, padding):
    if not (len(x) == len(w) == 4):
        raise ValueError("네 개여야 합니다")
    if any(n < 1 for n in x + w) or x[1] != w[1]:
        raise ValueError("모양이 맞지 않습니다")
    s, p = 둘로(stride), 둘로(padding)
    return [위치수(x[2 + i], w[2 + i], s[i], p[i]) for i in (0, 1)]


def macs(x_shape, w_shape, stride=1, padding=0):
    곱 = x_shape[0]
    for 수 in [*w_shape, *크기들(x_shape, w_shape, stride, padding)]:
        곱 = 곱 * 수
    return 곱


def bytes_moved(x_shape, w_shape, stride=1, padding=0, itemsize=4):
    높이, 너비 = 크기들(x_shape, w_shape, stride, padding)
    if itemsize < 1:
        raise ValueError("바이트")
    입력 = itemsize * math.prod(x_shape)
    가중치 = itemsize * math.prod(w_shape)
    출력 = itemsize * x_shape[0] * w_shape[0] * 높이 * 너비
    return 입력 + 가중치 + 출력


def attainable(peak, bandwidth, intensity):
    for 값 in (peak, bandwidth, intensity):
        if math.isnan(값) or math.isinf(값) or 값 <= 0:
            raise ValueError("양수여야 합니다")
    시간 = max(1 / peak, 1 / (bandwidth * intensity))
    return 1 / 시간
