"""The words of the tables of docs/why_npu.md, in Korean."""

from __future__ import annotations

import re

WORDS = {
    "million MACs": "MAC, 백만 번",
    "MB, fp32": "MB, fp32",
    "MB, int8": "MB, int8",
    "operations a byte, fp32": "바이트당 연산, fp32",
    "int8": "int8",
    "fp32": "fp32",
    "AlexNet, 5 convolutions": "AlexNet, 합성곱 5개",
    "VGG-16, 13 convolutions": "VGG-16, 합성곱 13개",
    "ResNet-50, 53 convolutions": "ResNet-50, 합성곱 53개",
    "D: 128 → 128, 28×28, 3×3, stride 2": "D: 128 → 128, 28×28, 3×3, 스트라이드 2",
    "peak, 10⁹ operations/s": "최고 속도, 초당 10⁹번",
    "GB/s": "GB/s",
    "34 (weights)": "34 (가중치)",
    "ridge": "꺾이는 점",
    "values": "값",
    "source": "출처",
    "CPU core": "CPU 코어",
    "Haswell, one die": "Haswell 다이 하나",
    "K80, one die": "K80 다이 하나",
    "measured for this course: docs/measurements.md": "이 강좌에서 측정: docs/measurements.md",
    "Jouppi et al. 2017, table 2": "Jouppi 외 2017, 표 2",
    "µs at best": "최선일 때, µs",
    "256×256 cells": "셀 256×256개",
    "cycles, ws": "사이클, ws",
    "cycles, os": "사이클, os",
    "full": "채운 비율",
    "µs, ws, 700 MHz": "µs, ws, 700 MHz",
    "full, ws, 16 pictures": "채운 비율, ws, 이미지 16장",
    "mJ, 45 nm": "mJ, 45 nm",
    "fp32: MACs": "fp32: MAC",
    "fp32: two registers a MAC": "fp32: MAC마다 레지스터 둘",
    "fp32: DRAM, each value once": "fp32: DRAM, 값마다 한 번",
    "int8: MACs": "int8: MAC",
    "int8: SRAM, array": "int8: SRAM, 배열",
    "int8: DRAM, each value once": "int8: DRAM, 값마다 한 번",
    "fp32 : int8": "fp32 : int8",
    "MACs a weight byte": "가중치 바이트당 MAC",
    "active, %": "활동, %",
    "shifting, %": "옮겨 넣기, %",
    "published": "논문",
    "TOPS": "TOPS",
    "difference": "차이",
    "the paper's own model": "논문 모형의 오차",
    "useful MACs, %": "쓸모 있는 MAC, %",
    "91.75 TOPS · useful": "91.75 TOPS · 쓸모 있는 비율",
    "half of it": "그 절반",
    "cells": "셀",
    "tiles": "타일",
    "µs a tile at 34 GB/s": "34 GB/s에서 타일당 µs",
    "µs": "µs",
    "published (section 7)": "논문(7절)",
    "cells used": "쓰는 셀",
    "9 steps, 18 µs": "9단계, 18 µs",
    "4 steps, 32 µs": "4단계, 32 µs",
}
NAMES = re.compile(r"[A-E]: [\d →×,]+|TPU v1|(MLP|LSTM|CNN)[01]|[^A-Za-z]*")  # the same in both


def in_korean(table: str) -> str:
    """A table with its words in Korean.

    Raises:
        KeyError: if a cell has words that are not known.
    """
    return "\n".join(
        f"| {' | '.join(map(_cell, line[2:-2].split(' | ')))} |" for line in table.splitlines()
    )


def _cell(text: str) -> str:
    return text if NAMES.fullmatch(text) else WORDS[text]
