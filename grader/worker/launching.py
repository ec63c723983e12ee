"""Inside a worker: kernels on a card, one launch or many on the clock.

The worker's Python is ours here: of the submission it has nothing but kernels, see
`grader.gpu.excerpt`. So nobody looks at the inputs before the clock runs, though they are on the
card by then.
"""

from __future__ import annotations

import importlib
import mmap
from collections.abc import Callable
from types import ModuleType
from typing import Any

Argument = Callable[..., Any]  # (encoded, memory, shift) → the argument
Described = Callable[[Any, mmap.mmap, int], tuple[dict[str, Any], int]]


class Launches:
    """Launches of one kernel: `stage`, then `run` on the clock, then `fetch`.

    Args:
        module: holds the kernel.
        memory: shared with the trusted side.
        request: {"ready": kernel, "grid", "block", "args", "judged", "out", "count", "step",
            "sweep"}: arguments and results of a launch lie `step` bytes after those of the one
            before; `sweep` is how many bytes push everything else out of the card's caches.
        argument: decodes an argument.
    """

    def __init__(
        self, module: ModuleType, memory: mmap.mmap, request: dict[str, Any], argument: Argument
    ) -> None:
        self._cuda: Any = importlib.import_module("numba.cuda")
        kernel = getattr(module, request["ready"])
        self._launch = kernel[tuple(request["grid"]), tuple(request["block"])]
        self._memory, self._judged = memory, request["judged"]
        shifts = [request["step"] * number for number in range(request["count"])]
        self._outs = [request["out"] + shift for shift in shifts]
        self._given = [
            [argument(arg, memory, shift) for arg in request["args"]] for shift in shifts
        ]
        self._calls = [[self._on_card(value) for value in values] for values in self._given]
        halves = (self._cuda.device_array(request["sweep"] // 2, "uint8") for _ in range(2))
        self._from, self._to = halves

    def _on_card(self, value: Any) -> Any:
        return self._cuda.to_device(value) if hasattr(value, "strides") and value.ndim else value

    def stage(self) -> None:
        """Bring what now lies in the shared memory to the card, and leave nothing in its caches."""
        for values, call in zip(self._given, self._calls, strict=True):
            for value, there in zip(values, call, strict=True):
                if there is not value:
                    there.copy_to_device(value)
        self._to.copy_to_device(self._from)  # on the card, through its caches
        self._cuda.synchronize()

    def run(self, really: bool) -> None:
        """Launch after launch, until the last one is done; or nothing, to see what asking takes."""
        launch = self._launch
        for call in self._calls if really else ():
            launch(*call)
        self._cuda.synchronize()

    def fetch(self, describe: Described) -> dict[str, Any]:
        """The judged array of each launch."""
        arrays = [call[self._judged].copy_to_host() for call in self._calls]
        pairs = zip(arrays, self._outs, strict=True)
        return {"values": [describe(array, self._memory, out)[0] for array, out in pairs]}
