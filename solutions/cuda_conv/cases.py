"""Layers and launches for the checks of exercise 9: (N, C, H, W), (M, C, KH, KW), and settings."""

from typing import Any

Case = dict[str, Any]


def _case(size: tuple[int, ...], filters: tuple[int, ...], **settings: Any) -> Case:
    return {"size": size, "filters": filters, "settings": settings}


SHAPES = {
    "one pixel": _case((1, 1, 1, 1), (1, 1, 1, 1)),
    "one channel": _case((1, 1, 4, 5), (1, 1, 2, 3)),
    "many channels": _case((1, 5, 4, 3), (1, 5, 3, 2)),
    "many filters": _case((1, 2, 3, 4), (7, 2, 2, 2)),
    "many images": _case((3, 2, 4, 4), (2, 2, 3, 2)),
    "more images than filters": _case((5, 1, 3, 3), (2, 1, 2, 2)),
    "a kernel as large as the image": _case((2, 3, 4, 6), (2, 3, 4, 6)),
    "wide": _case((1, 1, 2, 67), (1, 1, 1, 4)),
    "high": _case((1, 1, 35, 2), (1, 1, 4, 1)),
}
SETTINGS = {
    "stride 2": _case((1, 2, 5, 6), (2, 2, 2, 3), stride=2),
    "stride 3 that falls short": _case((1, 1, 9, 8), (1, 1, 2, 2), stride=3),
    "padding 1": _case((1, 2, 4, 5), (2, 2, 3, 3), padding=1),
    "padding wider than the kernel": _case((1, 1, 2, 3), (1, 1, 2, 2), padding=4),
    "both": _case((2, 2, 7, 5), (3, 2, 3, 2), stride=2, padding=1),
    "stride larger than the kernel": _case((1, 1, 7, 9), (2, 1, 1, 1), stride=4, padding=2),
}
LAUNCHES = {
    "exactly fits": {"block": (32, 8), "more": (0, 0), "size": (1, 1, 9, 33)},
    "a column too many": {"block": (32, 8), "more": (0, 0), "size": (1, 2, 9, 32)},
    "a row too many": {"block": (32, 8), "more": (0, 0), "size": (1, 1, 8, 33)},
    "one more of both": {"block": (32, 8), "more": (0, 0), "size": (2, 1, 10, 34)},
    "square blocks": {"block": (16, 16), "more": (0, 0), "size": (1, 2, 18, 20)},
    "odd blocks": {"block": (5, 3), "more": (0, 0), "size": (1, 1, 6, 12)},
    "single threads": {"block": (1, 1), "more": (0, 0), "size": (1, 1, 4, 3)},
    "whole blocks too many": {"block": (8, 4), "more": (2, 1), "size": (2, 1, 6, 9)},
}
