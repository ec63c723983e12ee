"""Inside a worker: a kernel → machine code of real cards, by numba-cuda and NVIDIA's linker.

No GPU is needed. What comes back are texts: what the assembler says of each kernel, or what numba
says against it.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable, Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

Describe = Callable[[BaseException], dict[str, Any]]
OPTIONS = ("fastmath", "debug", "lineinfo", "opt")  # of @cuda.jit, that change the code


def compiled(module: ModuleType, request: dict[str, Any], describe: Describe) -> dict[str, Any]:
    """The answer to {"compile": kernel, "types": [[dtype, axes, order], …], "architectures": […]}.

    Args:
        module: holds the kernel.
        request: a type is [dtype] for a number, or [dtype, axes, "C" or "F"] for an array.
        describe: an exception as JSON.
    """
    cuda: Any = importlib.import_module("numba.cuda")
    kernel = getattr(module, request["compile"])
    signature = _signature(request["types"])
    options = {name: kernel.targetoptions[name] for name in OPTIONS if name in kernel.targetoptions}
    answers = []
    for name in request["architectures"]:
        capability = divmod(int(name.removeprefix("sm_")), 10)
        answer: dict[str, Any] = {"architecture": name}
        try:
            with _as_if_on(capability):
                assembly, _ = cuda.compile(
                    kernel.py_func, signature, device=False, abi="numba", cc=capability, **options
                )
        except Exception as error:
            answer["refused"] = describe(error)
        else:
            answer["log"] = _assembled(assembly, name)
        answers.append(answer)
    return {"compiled": answers}


@contextlib.contextmanager
def _as_if_on(capability: tuple[int, int]) -> Iterator[None]:
    """numba compiles device functions for the card in use: let it believe in one of this kind."""
    dispatcher: Any = importlib.import_module("numba.cuda.dispatcher")
    real = dispatcher.get_current_device
    dispatcher.get_current_device = lambda: SimpleNamespace(compute_capability=capability)
    try:
        yield
    finally:
        dispatcher.get_current_device = real


def _signature(described: list[list[Any]]) -> Any:
    types: Any = importlib.import_module("numba").types
    given = []
    for dtype, *layout in described:
        number = getattr(types, "boolean" if dtype == "bool" else dtype)
        given.append(types.Array(number, *layout) if layout else number)
    return types.void(*given)


def _assembled(assembly: str, architecture: str) -> str:
    """What assembler and linker say of the kernel: its registers, spills and shared bytes."""
    linker: Any = importlib.import_module("cuda.bindings.nvjitlink")
    code = assembly.encode()
    handle = linker.create(3, [f"-arch={architecture}", "-verbose", "-Xptxas=-v"])
    linker.add_data(handle, linker.InputType.PTX, code, len(code), "kernel.ptx")
    linker.complete(handle)
    log = bytearray(linker.get_info_log_size(handle))
    linker.get_info_log(handle, log)
    linker.destroy(handle)
    lines = log.rstrip(b"\0").decode("utf-8", "replace").splitlines()
    return "\n".join(line for line in lines if "used" in line or "spill" in line)
