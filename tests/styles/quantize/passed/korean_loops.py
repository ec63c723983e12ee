"""파이썬 정수와 반복문으로만 씀. 반올림은 round(짝수 쪽)."""
import math

import numpy as np

범위 = {"int8": (-128, 127), "uint8": (0, 255)}


def choose_scale(low, high, dtype, symmetric=False):
    if dtype not in 범위:
        raise ValueError("int8 또는 uint8")
    if symmetric and dtype == "uint8":
        raise ValueError("uint8은 대칭이 될 수 없다")
    if math.isnan(low) or math.isnan(high) or math.isinf(low) or math.isinf(high) or low > high:
        raise ValueError("범위가 아니다")
    아래, 위 = 범위[dtype]
    자료형 = getattr(np, dtype)
    f = np.float32
    with np.errstate(all="ignore"):
        낮음, 높음 = f(low), f(high)
    낮음, 높음 = (낮음 if 낮음 < 0 else f(0)), (높음 if 높음 > 0 else f(0))
    if 낮음 == 0 and 높음 == 0:
        return f(1), 자료형(0 if symmetric else 아래)
    with np.errstate(all="ignore"):
        폭 = (높음 if 높음 > -낮음 else -낮음) if symmetric else 높음 - 낮음
        간격 = 폭 / f(127 if symmetric else 255)
    if 간격 == 0 or np.isinf(간격):
        raise ValueError("float32로 나타낼 수 없다")
    if symmetric:
        return 간격, 자료형(0)
    영점 = round(float(f(아래) - 낮음 / 간격))
    return 간격, 자료형(max(아래, min(위, 영점)))


def 검사(배열, scale, zero_point, axis):
    s, z = np.array(scale), np.array(zero_point)
    if s.dtype != "float32" or z.dtype.name not in 범위 or s.shape != z.shape:
        raise ValueError("스케일이나 영점의 자료형 또는 모양")
    if not all(0 < 값 < math.inf for 값 in s.ravel().tolist()):
        raise ValueError("스케일은 양수여야 한다")
    if axis is None:
        if s.ndim != 0:
            raise ValueError("스케일은 하나")
        return lambda 위치: (s[()], int(z)), z.dtype
    if axis >= 배열.ndim or axis < -배열.ndim or s.shape != (배열.shape[axis],):
        raise ValueError("축 또는 스케일의 수")
    return lambda 위치: (s[위치[axis]], int(z[위치[axis]])), z.dtype


def quantize(x, scale, zero_point, axis=None):
    찾기, 자료형 = 검사(x, scale, zero_point, axis)
    if x.dtype != "float32":
        raise ValueError("x는 float32")
    아래, 위 = 범위[자료형.name]
    결과 = np.empty(x.shape, 자료형)
    for 위치 in np.ndindex(*x.shape):
        간격, 영점 = 찾기(위치)
        with np.errstate(all="ignore"):
            몫 = float(x[위치] / 간격)
        if math.isnan(몫):
            raise ValueError("NaN")
        몫 = max(-1e6, min(1e6, 몫))
        결과[위치] = max(아래, min(위, round(몫) + 영점))
    return 결과


def dequantize(q, scale, zero_point, axis=None):
    찾기, 자료형 = 검사(q, scale, zero_point, axis)
    if q.dtype != 자료형:
        raise ValueError("q와 영점의 자료형이 다르다")
    결과 = np.empty(q.shape, np.float32)
    for 위치 in np.ndindex(*q.shape):
        간격, 영점 = 찾기(위치)
        결과[위치] = np.float32(int(q[위치]) - 영점) * 간격
    return 결과
