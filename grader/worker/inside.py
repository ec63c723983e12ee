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
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

MESSAGE_BYTES = 64 * 1024
TEXT_CHARS = 2000
FRAMES = 6
TUPLE_ITEMS = 8


def serve(connection: socket.socket, memory: mmap.mmap, directory: str) -> None:
    """Answer requests about the files in `directory` until the other side hangs up.

    A request is one line of JSON. {"id", "load": name} imports name.py. {"id", "call": function,
    "module": name, "args", "kwargs", "out"} calls a function of it; out is the offset in `memory`
    at which result arrays may be written.
    """
    _reply(
        connection, {"id": 0}
    )  # nothing of the submission has run yet: the worker itself is fine
    lines = connection.makefile("rb")
    modules: dict[str, ModuleType] = {}
    while line := lines.readline(MESSAGE_BYTES):
        request = json.loads(line)
        name = request.get("load") or request["module"]
        path = str(Path(directory, f"{name}.py"))
        try:
            if "load" in request:
                modules[name] = _load(name, path)
                answer: dict[str, Any] = {"value": {"kind": "plain", "value": None}}
            else:
                answer = _answer(modules[name], memory, request)
        except BaseException as error:
            answer = {"raised": _describe(error, path)}
        _reply(connection, {"id": request["id"], **answer})


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


def _is_own(value: object, module: ModuleType) -> bool:
    return callable(value) and getattr(value, "__module__", None) == module.__name__


def _argument(encoded: list[Any], memory: mmap.mmap) -> Any:
    kind, *rest = encoded
    if kind in ("array", "scalar"):
        offset, shape, strides, dtype = rest
        array = np.ndarray(shape, dtype, memory, offset, strides)
        return array[()] if kind == "scalar" else array
    if kind == "tuple":
        return tuple(_argument(item, memory) for item in rest[0])
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
        "message": _text(message, TEXT_CHARS),
        "frames": [
            [line if type(line) is int else 0, _text(name, 100), _text(text, 200)]
            for line, name, text in frames[-FRAMES:]
        ],
    }


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
