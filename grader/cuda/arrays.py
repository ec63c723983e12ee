"""Where a thread stands, and the arrays that a kernel makes: shared, local, constant."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.cuda.errors import Unsupported
from grader.cuda.evaluate import evaluate
from grader.cuda.lanes import Mask
from grader.cuda.memory import Buffer, View, whole
from grader.cuda.names import TYPES, spell
from grader.cuda.numbers import INT64, cast
from grader.cuda.races import Races
from grader.cuda.run import Frame, Run, Stopped

SHARED_BYTES = 48 << 10  # of a block, static
LOCAL_BYTES = 8 << 10  # of a thread
MOST = 64  # arrays that one kernel makes
NAMED = {name: t for t in TYPES.values() for name in (t.name, t.str[1:])}  # "float32", "f4"
ALIGN = 16  # bytes between the beginnings of two shared arrays


def _grid(run: Run, _frame: Frame, node: ast.Call, mask: Mask) -> Any:
    ids = run.group.ids
    found = []
    for axis in "xyz"[: _dimensions(node)]:
        block, size = cast(ids[f"blockIdx.{axis}"], INT64), np.int64(ids[f"blockDim.{axis}"])
        found.append(block * size + cast(ids[f"threadIdx.{axis}"], INT64))
    run.tally.arithmetic(node.lineno, mask, INT64, times=2 * len(found))
    return found[0] if len(found) == 1 else tuple(found)


def _gridsize(run: Run, _frame: Frame, node: ast.Call, mask: Mask) -> Any:
    ids = run.group.ids
    run.tally.arithmetic(node.lineno, mask, INT64)
    axes = "xyz"[: _dimensions(node)]
    found = [np.int64(ids[f"gridDim.{k}"]) * np.int64(ids[f"blockDim.{k}"]) for k in axes]
    return found[0] if len(found) == 1 else tuple(found)


def _dimensions(node: ast.Call) -> int:
    value = (
        node.args[0].value if len(node.args) == 1 and isinstance(node.args[0], ast.Constant) else 0
    )
    if value not in (1, 2, 3):
        raise Unsupported(node.lineno, spell(node), f"{spell(node.func)}(1), (2) or (3)")
    return int(value)  # type: ignore[arg-type]


def _shared(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> View:
    """One piece a block, the same at every turn. Uninitialised."""
    if node in run.shared:
        return run.shared[node]
    shape, dtype = _shape_and_dtype(run, frame, node, mask)
    size = _product(shape)
    begin = -(-run.shared_bytes // ALIGN) * ALIGN
    run.shared_bytes = begin + size * dtype.itemsize
    if run.shared_bytes > SHARED_BYTES:
        what = (
            f"{run.shared_bytes:,} bytes of shared memory: a block has {SHARED_BYTES:,}. "
            "Make the tile smaller (seen by {who})"
        )
        run.faults.add("shared", node.lineno, mask, what)
        raise Stopped("the kernel asks for more shared memory than there is")
    buffer = _buffer(run, node, "shared", size * run.group.blocks, dtype)
    buffer.owner = run.group.block * size
    if run.check:
        buffer.races = Races(buffer.data.size, run.group.padded, ends_at_barrier=True)
    return run.shared.setdefault(node, whole(buffer, shape))


def _local(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> View:
    """One piece a lane. Uninitialised anew whenever this is reached."""
    if node not in run.local:
        shape, dtype = _shape_and_dtype(run, frame, node, mask)
        size = _product(shape)
        run.local_bytes += size * dtype.itemsize
        if run.local_bytes > LOCAL_BYTES:
            what = f"{run.local_bytes:,} bytes of local arrays a thread"
            raise Unsupported(node.lineno, what, f"at most {LOCAL_BYTES:,}")
        buffer = _buffer(run, node, "local", size * run.group.lanes, dtype)
        buffer.owner = np.arange(run.group.lanes) * size
        run.local[node] = whole(buffer, shape)
        return run.local[node]
    view = run.local[node]
    if run.check:
        _forget(view, mask)
    return view


def _forget(view: View, mask: Mask) -> None:
    if view.buffer.written is None:
        view.buffer.written = np.ones(view.buffer.data.size, np.bool_)
    view.buffer.written.reshape(len(mask.lanes), -1)[mask.where] = False


def _constant(run: Run, frame: Frame, node: ast.Call, mask: Mask) -> View:
    """cuda.const.array_like(TABLE)."""
    value = evaluate(run, frame, node.args[0], mask) if len(node.args) == 1 else None
    if not isinstance(value, View) or value.buffer.space != "constant":
        what = spell(node)
        raise Unsupported(node.lineno, what, "the name of an array made by np.array at the top")
    return value


def _buffer(run: Run, node: ast.Call, space: Any, size: int, dtype: np.dtype) -> Buffer:
    if len(run.shared) + len(run.local) >= MOST:
        raise Unsupported(node.lineno, f"more than {MOST} arrays in a kernel", "fewer, larger ones")
    name = run.array_names.get(node, f"the {space} array of line {node.lineno}")
    run.tally.arrays.add(name)
    buffer = Buffer(name, space, np.zeros(size, dtype))
    if run.check:
        buffer.written = np.zeros(size, np.bool_)
    return buffer


def _shape_and_dtype(
    run: Run, frame: Frame, node: ast.Call, mask: Mask
) -> tuple[tuple[int, ...], np.dtype]:
    given = dict(zip(("shape", "dtype"), node.args, strict=False))
    given |= {str(k.arg): k.value for k in node.keywords}
    if set(given) != {"shape", "dtype"}:
        raise Unsupported(node.lineno, spell(node), f"{spell(node.func)}(shape, dtype)")
    dtype = evaluate(run, frame, given["dtype"], mask)
    dtype = NAMED.get(dtype, dtype) if isinstance(dtype, str) else dtype
    if not isinstance(dtype, np.dtype):
        raise Unsupported(node.lineno, f"the dtype {spell(given['dtype'])}", "float32 or its like")
    return _shape(frame, given["shape"]), dtype


def _shape(frame: Frame, node: ast.expr) -> tuple[int, ...]:
    items = node.elts if isinstance(node, ast.Tuple) else [node]
    sizes: list[int] = []
    for item in items:
        known = _fixed(frame, item)
        sizes += known if isinstance(known, tuple) else [known]
    if sizes == [0]:
        what = "shape 0: shared memory whose size the launch gives"
        raise Unsupported(node.lineno, what, "the size, by a name at the top of the file")
    if any(size < 1 for size in sizes) or _product(tuple(sizes)) > 1 << 40:
        raise Unsupported(node.lineno, f"the shape {spell(node)}", "positive, and fitting sizes")
    return tuple(sizes)


def _fixed(frame: Frame, node: ast.expr) -> Any:
    """The value of a size that numba's compiler knows, too.

    Raises:
        Unsupported: it is known only when the kernel runs.
    """
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    symbol = frame.function.symbols.get(node)
    if isinstance(symbol, np.integer):
        return int(symbol)
    if isinstance(symbol, tuple) and all(isinstance(s, np.integer) for s in symbol):
        return tuple(int(s) for s in symbol)
    if isinstance(node, ast.Name) and node.id in frame.function.fixed:
        return frame.function.fixed[node.id]
    what = f"the shape {spell(node)} of an array in a kernel is no constant"
    raise Unsupported(node.lineno, what, "a name that the top of the file gives its number")


def _product(shape: tuple[int, ...]) -> int:
    size = 1
    for part in shape:
        size *= part
    return size


Handler = Callable[[Run, Frame, ast.Call, Mask], Any]

HANDLERS: dict[str, Handler] = {
    "numba.cuda.grid": _grid,
    "numba.cuda.gridsize": _gridsize,
    "numba.cuda.shared.array": _shared,
    "numba.cuda.local.array": _local,
    "numba.cuda.const.array_like": _constant,
}
