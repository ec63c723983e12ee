"""Whether this machine can compile kernels for real cards."""

from __future__ import annotations

from functools import cache

PACKAGES = ("numba-cuda", "cuda-bindings", "nvidia-nvvm", "nvidia-nvjitlink")
INSTALL = "python -m pip install -e '.[cuda]'"


@cache
def has_toolkit() -> bool:
    """Whether the extra `cuda` is installed. Looks at what is installed, imports nothing of it."""
    from importlib.metadata import PackageNotFoundError, version  # which most runs do not need

    try:
        return all(map(version, PACKAGES))
    except PackageNotFoundError:
        return False
