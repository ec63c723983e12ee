"""What runs inside a worker, beside the submitted code.

Everything here may be subverted by that code, so it holds no secret, and the trusted side believes
nothing that it says. It needs numpy and the standard library only.
"""

from __future__ import annotations

import importlib.util
import json
import linecache
import mmap
import socket
import sys
import traceback
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from grader.worker import compiling, launching

MESSAGE_BYTES = 64 * 1024
TEXT_CHARS = 2000
FRAMES = 6
TUPLE_ITEMS = 8
NOTHING = {"value": {"kind": "plain", "value": None}}


def serve(connection: socket.socket, memory: mmap.mmap, directory: str) -> None:
    """Answer requests about the files in `directory` until the other side hangs up.

    A request is one line of JSON. {"id", "load": name} imports name.py, which is written first if
    there is a "source". {"id", "call": function, "module": name, "args", "kwargs", "out"} calls a
    function of it; out is the offset in `memory` at which result arrays may be written. {"id",
    "prepare": function, …, "count", "step"} gets many calls of it ready, the arguments and results
    of each `step` bytes after those of the one before; {"id", "run": true} then makes them. {"id",
    "compile": kernel, …}: see `compiling`. {"id", "ready": kernel, …}, then "stage", "start" and
    "fetch": see `launching`.
    """
    _reply(
        connection, {"id": 0}
    )  # nothing of the submission has run yet: the worker itself is fine
    lines = connection.makefile("rb")
    desk = Desk(memory, directory)
    while line := lines.readline(MESSAGE_BYTES):
        request = json.loads(line)
        try:
            answer = desk.answer(request)
        except BaseException as error:
            answer = {"raised": _describe(error, desk.path)}
        _reply(connection, {"id": request["id"], **answer})


class Desk:
    """What a worker has loaded, and what it has ready to run."""

    def __init__(self, memory: mmap.mmap, directory: str) -> None:
        self._memory, self._directory = memory, directory
        self._modules: dict[str, ModuleType] = {}
        self._name = ""
        self._batch: Batch | None = None
        self._launches: launching.Launches | None = None

    @property
    def path(self) -> str:
        """The file that was asked about last."""
        return str(Path(self._directory, f"{self._name}.py"))

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """What a request asks for; whatever it raises is an answer, too."""
        self._name = request.get("load") or request.get("module") or self._name
        if self._batch is not None and "run" in request:
            return self._batch.run()
        if self._launches is not None and not {"stage", "start", "fetch"}.isdisjoint(request):
            return self._on_card(self._launches, request)
        if "load" in request:
            if "source" in request:
                Path(self.path).write_text(request["source"], encoding="utf-8")
            self._modules[self._name] = _load(self._name, self.path)
            return dict(NOTHING)
        return self._about(self._modules[self._name], request)

    def _about(self, module: ModuleType, request: dict[str, Any]) -> dict[str, Any]:
        if "prepare" in request:
            self._batch = Batch(module, self._memory, request)
            return dict(NOTHING)
        if "ready" in request:
            self._launches = launching.Launches(module, self._memory, request, _argument)
            return dict(NOTHING)
        if "compile" in request:
            return compiling.compiled(module, request, partial(_describe, path=self.path))
        return _answer(module, self._memory, request)

    def _on_card(self, launches: launching.Launches, request: dict[str, Any]) -> dict[str, Any]:
        if "fetch" in request:
            return launches.fetch(_result)
        if "stage" in request:
            launches.stage()
        else:
            launches.run(request["start"])
        return dict(NOTHING)


def _load(name: str, path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot import {path}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    linecache.getlines(path)  # so that a traceback can quote a file that deletes itself
    spec.loader.exec_module(module)
    return module


def _answer(module: ModuleType, memory: mmap.mmap, request: dict[str, Any]) -> dict[str, Any]:
    function = getattr(module, request["call"], None)
    if not callable(function):
        names = [name for name, value in vars(module).items() if _is_own(value, module)]
        return {"absent": [_text(name, 100) for name in names[:20]]}
    args = [_argument(arg, memory) for arg in request["args"]]
    kwargs = {name: _argument(arg, memory) for name, arg in request["kwargs"].items()}
    return {"value": _result(function(*args, **kwargs), memory, request["out"])[0]}


class Batch:
    """Many calls of one function, ready to run: nothing is left to do then but to call."""

    def __init__(self, module: ModuleType, memory: mmap.mmap, request: dict[str, Any]) -> None:
        self._function, self._memory = getattr(module, request["prepare"]), memory
        shifts = [request["step"] * number for number in range(request["count"])]
        self._args = [
            tuple(_argument(arg, memory, shift) for arg in request["args"]) for shift in shifts
        ]
        self._kwargs = {name: _argument(arg, memory) for name, arg in request["kwargs"].items()}
        self._outs = [request["out"] + shift for shift in shifts]
        self._copied, self._results = request["copied"], list[Any]()
        _touch(memory, request["start"], shifts[-1] + request["step"])
        parallel: Any = sys.modules.get("numba.np.ufunc.parallel")
        if parallel is not None and parallel._is_initialized:  # else it has no threads to count
            parallel.set_num_threads(request["threads"])

    def run(self) -> dict[str, Any]:
        """Call after call; arrays stay where they are, unless they are to be copied."""
        function, kwargs, memory = self._function, self._kwargs, self._memory
        results = [function(*args, **kwargs) for args in self._args]
        if not self._copied:
            self._results = results = [_readable(value) for value in results]
        describe = _result if self._copied else _remote
        pairs = zip(results, self._outs, strict=True)
        return {"values": [describe(value, memory, out)[0] for value, out in pairs]}


def _touch(memory: mmap.mmap, start: int, size: int) -> None:
    """Have every page there before the clock runs."""
    np.frombuffer(memory, np.uint8, size, start)[:: mmap.PAGESIZE].sum()


def _readable(value: Any) -> Any:
    """The same array with its numbers in a row, so that it can be read from outside."""
    if type(value) is not np.ndarray or (value.flags.c_contiguous and value.dtype.isnative):
        return value
    return np.array(value, value.dtype.newbyteorder("="), order="C")


def _remote(value: Any, memory: mmap.mmap, offset: int) -> tuple[dict[str, Any], int]:
    """As `_result`, but an array stays where it lies in this process."""
    if type(value) is not np.ndarray or value.dtype.kind not in "biufc":
        return _result(value, memory, offset)
    described = {
        "kind": "remote",
        "shape": list(value.shape),
        "dtype": value.dtype.str,
        "address": value.__array_interface__["data"][0],
    }
    return described, offset


def _is_own(value: object, module: ModuleType) -> bool:
    return callable(value) and getattr(value, "__module__", None) == module.__name__


def _argument(encoded: list[Any], memory: mmap.mmap, shift: int = 0) -> Any:
    kind, *rest = encoded
    if kind in ("array", "scalar"):
        offset, shape, strides, dtype = rest
        array = np.ndarray(shape, dtype, memory, offset + shift, strides)
        return array[()] if kind == "scalar" else array
    if kind == "tuple":
        return tuple(_argument(item, memory, shift) for item in rest[0])
    return rest[0]


def _result(
    value: Any, memory: mmap.mmap, offset: int, nested: bool = False
) -> tuple[dict[str, Any], int]:
    """Describe a result; arrays go into `memory` from `offset` on. Also returns the next offset."""
    if isinstance(value, np.ndarray | np.generic):
        return _array_result(value, memory, offset)
    if value is None or isinstance(value, bool):
        return {"kind": "plain", "value": value}, offset
    if isinstance(value, str):
        return {"kind": "plain", "value": _text(value, TEXT_CHARS)}, offset
    if isinstance(value, int) and value.bit_length() < 4000:
        return {"kind": "int", "digits": str(int(value))}, offset
    if isinstance(value, float):
        return {"kind": "float", "digits": float(value).hex()}, offset
    if isinstance(value, tuple) and len(value) <= TUPLE_ITEMS and not nested:
        items = []
        for item in value:
            described, offset = _result(item, memory, offset, nested=True)
            items.append(described)
        return {"kind": "tuple", "items": items}, offset
    return {"kind": "other", "type": _text(type(value).__name__, 100)}, offset


def _array_result(
    value: np.ndarray | np.generic, memory: mmap.mmap, offset: int
) -> tuple[dict[str, Any], int]:
    array = np.asarray(value)
    if array.dtype.kind not in "biufc":
        return {"kind": "other", "type": f"array of dtype {_text(str(array.dtype), 100)}"}, offset
    if offset + array.nbytes > len(memory):
        return {"kind": "other", "type": f"array of shape {array.shape}, too large"}, offset
    dtype = array.dtype.newbyteorder("=")
    np.ndarray(array.shape, dtype, memory, offset)[...] = array
    described = {
        "kind": "array",
        "scalar": isinstance(value, np.generic),
        "shape": list(array.shape),
        "dtype": dtype.str,
        "offset": offset,
    }
    return described, (offset + array.nbytes + 63) // 64 * 64


def _describe(error: BaseException, path: str) -> dict[str, Any]:
    """An exception as plain text: its type, its message, and the lines of the submission it met."""
    try:
        return _description(error, path)
    except BaseException:  # it was made to be hard to describe
        return {"type": "Exception", "bases": [], "message": "(it cannot be read)", "frames": []}


def _description(error: BaseException, path: str) -> dict[str, Any]:
    try:
        message = str(error)
    except BaseException:
        message = "(its message could not be read)"
    frames: list[tuple[object, str, str]] = [
        (frame.lineno, frame.name, frame.line or "")
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == path
    ]
    if isinstance(error, SyntaxError) and error.filename == path:
        frames = [(error.lineno, "", str(error.text or "").rstrip())]
        message = str(error.msg)
    return {
        "type": _text(type(error).__name__, 100),
        "bases": [_text(base.__name__, 100) for base in type(error).__mro__[1:]][:10],
        "message": _both_ends(message, TEXT_CHARS),
        "frames": [
            [line if type(line) is int else 0, _text(name, 100), _text(text, 200)]
            for line, name, text in frames[-FRAMES:]
        ],
    }


def _both_ends(text: str, limit: int) -> str:
    """A long message without its middle: compilers say what first, and where last."""
    text = str(text)
    if len(text) <= limit:
        return _text(text, limit)
    half = (limit - 3) // 2
    return f"{_text(text, half)}\n…\n{_text(text[-half:], half)}"


def _text(text: str, limit: int) -> str:
    """The beginning of a text, in characters that JSON knows (no lone surrogates)."""
    return str(text)[:limit].encode("utf-8", "backslashreplace").decode("utf-8")


def _reply(connection: socket.socket, message: dict[str, Any]) -> None:
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: S110 - the submission may have closed or replaced them
        pass
    connection.sendall(json.dumps(message).encode() + b"\n")
