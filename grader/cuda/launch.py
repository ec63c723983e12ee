"""Runs a kernel: all blocks for values, faults and counts, or some of them for counts alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from grader.cuda.lanes import WARP, Group
from grader.cuda.limits import as_triple, excess
from grader.cuda.memory import Buffer, View, whole
from grader.cuda.model import Budget, Counts, Index3, Launch, OutOfBudget, Unsupported
from grader.cuda.numbers import SUPPORTED, scalar
from grader.cuda.races import Races
from grader.cuda.run import Frame, Run, Stopped
from grader.cuda.source import Function, Module
from grader.cuda.statements import execute
from grader.cuda.touches import Touch, Touches

LANES = 16_384  # that run together
MOST_BLOCKS = 64  # that run together: each has its shared memory
MOST_THREADS = 1 << 31  # of a launch

Shape = int | Sequence[int]


def launch(
    module: Module,
    kernel: str,
    grid: Shape,
    block: Shape,
    args: Sequence[Any],
    inputs: Collection[str] = (),
    budget: Budget | None = None,
) -> Launch:
    """Run all blocks of `kernel[grid, block](*args)` with every check.

    Args:
        module: see `parse_kernels`.
        kernel: its name.
        grid: blocks along x, y, z; a number is (x, 1, 1).
        block: threads along x, y, z.
        args: one for each parameter: C- or F-contiguous arrays, which are copied, and numbers.
        inputs: parameters that the kernel must not write to.
        budget: what it may cost.

    Returns:
        Outputs, counts and faults. After a fault the values in the outputs mean little.

    Raises:
        Unsupported: the kernel does what the interpreter cannot follow.
        OutOfBudget: it took too long.
        ValueError: there is no such kernel, or the arguments do not fit it.
    """
    shape, run, blocks = _prepare(module, grid, block, budget or Budget(), check=True)
    function = _kernel(module, kernel)
    fault = excess(shape, function.node.lineno)
    if fault is not None:
        return Launch((fault,), None, None, fault.message)
    values = _arguments(function, args, inputs, shape[1], check=True)
    try:
        _run_blocks(run, function, values, shape, range(blocks))
    except Stopped as stop:
        return Launch(tuple(run.faults.found.values()), None, None, str(stop))
    outputs = _outputs(values, args, inputs)
    return Launch(tuple(run.faults.found.values()), outputs, run.tally.counts(blocks), "")


def sample(
    module: Module,
    kernel: str,
    grid: Shape,
    block: Shape,
    args: Sequence[Any],
    most_blocks: int,
    budget: Budget | None = None,
) -> Counts:
    """Count in at most `most_blocks` whole blocks, spread evenly, without looking for races.

    There are no outputs: the other blocks' work is not done. Judge correctness with `launch`.

    Raises:
        Unsupported, OutOfBudget, ValueError: as `launch`; ValueError also if a fault turns up.
    """
    shape, run, blocks = _prepare(module, grid, block, budget or Budget(), check=False)
    function = _kernel(module, kernel)
    fault = excess(shape, function.node.lineno)
    if fault is not None or most_blocks < 1:
        raise ValueError(str(fault) if fault else "a sample needs at least one block")
    values = _arguments(function, args, (), shape[1], check=False)
    spread = np.linspace(0, blocks - 1, min(blocks, most_blocks))
    chosen: list[int] = np.unique(spread.astype(np.int64)).tolist()
    with suppress(Stopped):  # its fault is found below
        _run_blocks(run, function, values, shape, chosen)
    if run.faults.found:
        raise ValueError(f"nothing is counted: {next(iter(run.faults.found.values()))}")
    return run.tally.counts(blocks)


def touched(
    module: Module, kernel: str, grid: Shape, block: Shape, args: Sequence[Any]
) -> tuple[Touch, ...]:
    """What one warp of the block in the middle of the launch asks of memory, line by line.

    Args: as `launch`. After a fault that ends the launch, what was seen until then.

    Raises:
        Unsupported, OutOfBudget, ValueError: as `launch`.
    """
    shape, run, blocks = _prepare(module, grid, block, Budget(), check=False)
    run.touches = Touches()
    function = _kernel(module, kernel)
    values = _arguments(function, args, (), shape[1], check=False)
    middle = [size // 2 for size in shape[0]]
    chosen = (middle[2] * shape[0][1] + middle[1]) * shape[0][0] + middle[0]
    with suppress(Stopped):
        _run_blocks(run, function, values, shape, [min(chosen, blocks - 1)])
    return tuple(touch for _, touch in sorted(run.touches.found.items()))


def _prepare(
    module: Module, grid: Shape, block: Shape, budget: Budget, check: bool
) -> tuple[tuple[Index3, Index3], Run, int]:
    shape = as_triple(grid), as_triple(block)
    return shape, Run(module, budget, check), shape[0][0] * shape[0][1] * shape[0][2]


def _kernel(module: Module, name: str) -> Function:
    if name not in module.kernels:
        known = ", ".join(module.kernels) or "none"
        raise ValueError(f"there is no kernel {name} (with @cuda.jit); there is: {known}")
    return module.functions[name]


def _arguments(
    function: Function, args: Sequence[Any], inputs: Collection[str], block: Index3, check: bool
) -> dict[str, Any]:
    names = function.parameters
    if len(args) + len(function.defaults) < len(names) or len(args) > len(names):
        raise ValueError(f"{function.name} has parameters {names}, and {len(args)} were given")
    unknown = set(inputs) - set(names)
    if unknown:
        raise ValueError(f"{function.name} has parameters {names}, not {sorted(unknown)}")
    arrays = [a for a in args if isinstance(a, np.ndarray)]
    if any(np.may_share_memory(a, b) for k, a in enumerate(arrays) for b in arrays[:k]):
        raise ValueError("two arguments share their memory: copy one of them")
    padded = -(-block[0] * block[1] * block[2] // WARP) * WARP
    values = {
        n: _argument(n, a, n in inputs, padded, check) for n, a in zip(names, args, strict=False)
    }
    return {name: values.get(name, function.defaults.get(name)) for name in names}


def _argument(name: str, value: Any, is_input: bool, padded: int, check: bool) -> Any:
    if not isinstance(value, np.ndarray):
        if not isinstance(value, bool | int | float | np.generic):
            raise ValueError(f"{name} is a {type(value).__name__}, no array and no number")
        number = value if isinstance(value, np.generic) else scalar(value)
        if number.dtype not in SUPPORTED:
            raise ValueError(f"{name} is a {number.dtype}")
        return number
    if value.dtype not in SUPPORTED:
        raise ValueError(f"{name} is an array of {value.dtype}")
    if not value.flags.c_contiguous and not value.flags.f_contiguous:
        raise ValueError(f"{name} is not contiguous, and no GPU takes it so: copy it")
    order: Any = "C" if value.flags.c_contiguous else "F"
    buffer = Buffer(name, "global", value.flatten(order=order))
    if is_input:
        buffer.readonly = "which is an input. The caller still needs it: write to an output"
    elif check:
        buffer.races = Races(value.size, padded, ends_at_barrier=False)
    strides = [s // value.itemsize for s in value.strides] if order == "F" else None
    return whole(buffer, value.shape, strides)


def _run_blocks(
    run: Run,
    function: Function,
    values: Mapping[str, Any],
    shape: tuple[Index3, Index3],
    blocks: Sequence[int],
) -> None:
    threads = shape[1][0] * shape[1][1] * shape[1][2]
    padded = -(-threads // WARP) * WARP
    line = function.node.lineno
    if shape[0][0] * shape[0][1] * shape[0][2] * padded >= MOST_THREADS:
        what = f"{shape[0]} blocks of {shape[1]} threads are more than there is work for"
        raise OutOfBudget(line, what)
    try:
        with np.errstate(all="ignore"):
            for group in _groups(blocks, padded):
                frame = _begin(run, function, values, Group(group, *shape))
                execute(run, frame, function.node.body, run.group.live)
    except RecursionError:
        raise Unsupported(
            line, "calls and brackets nested too deep", "several short steps"
        ) from None
    except OutOfBudget as error:
        error.faults = tuple(run.faults.found.values())
        raise


def _groups(blocks: Sequence[int], padded: int) -> Iterator[np.ndarray]:
    together = max(1, min(MOST_BLOCKS, LANES // padded))
    for begin in range(0, len(blocks), together):
        yield np.array(blocks[begin : begin + together])


def _begin(run: Run, function: Function, values: Mapping[str, Any], group: Group) -> Frame:
    frame = Frame(function, group.live)
    run.tally.arrays |= {name for name, value in values.items() if isinstance(value, View)}
    frame.names = {name: (value, group.live) for name, value in values.items()}
    run.begin(group, frame)
    return frame


def _outputs(
    values: Mapping[str, Any], args: Sequence[Any], inputs: Collection[str]
) -> dict[str, np.ndarray]:
    found = {}
    for (name, view), given in zip(values.items(), args, strict=False):
        if isinstance(view, View) and name not in inputs:
            order: Any = "C" if given.flags.c_contiguous else "F"
            found[name] = view.buffer.data.reshape(given.shape, order=order)
    return found
