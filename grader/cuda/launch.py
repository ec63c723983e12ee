"""Runs a kernel: all blocks for values, faults and counts, or some of them for counts alone."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from grader.cuda import calls, expressions, subscripts
from grader.cuda.arguments import arguments, outputs
from grader.cuda.errors import OutOfBudget, Unsupported
from grader.cuda.lanes import WARP, Group
from grader.cuda.limits import as_triple, excess
from grader.cuda.memory import View
from grader.cuda.model import Budget, Counts, Index3, Launch
from grader.cuda.run import Frame, Run, Stopped
from grader.cuda.source import Function, Module
from grader.cuda.statements import execute
from grader.cuda.touches import Touch, Touches

LANES = 16_384  # that run together
MOST_BLOCKS = 64  # that run together: each has its shared memory
IN_PARTS = 8  # likewise, where parts of a warp wait: every lane's accesses are kept
MOST_THREADS = 1 << 31  # of a launch

HANDLERS = expressions.HANDLERS | subscripts.HANDLERS | {ast.Call: calls.call}

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
    values = arguments(function, args, inputs, shape[1], check=True)
    try:
        _run_blocks(run, function, values, shape, range(blocks))
    except Stopped as stop:
        return Launch(tuple(run.faults.found.values()), None, None, str(stop))
    written = outputs(values, args, inputs)
    return Launch(tuple(run.faults.found.values()), written, run.tally.counts(blocks), "")


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
    values = arguments(function, args, (), shape[1], check=False)
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
    values = arguments(function, args, (), shape[1], check=False)
    middle = [size // 2 for size in shape[0]]
    chosen = (middle[2] * shape[0][1] + middle[1]) * shape[0][0] + middle[0]
    with suppress(Stopped):
        _run_blocks(run, function, values, shape, [min(chosen, blocks - 1)])
    return tuple(touch for _, touch in sorted(run.touches.found.items()))


def _prepare(
    module: Module, grid: Shape, block: Shape, budget: Budget, check: bool
) -> tuple[tuple[Index3, Index3], Run, int]:
    shape = as_triple(grid), as_triple(block)
    return shape, Run(module, HANDLERS, budget, check), shape[0][0] * shape[0][1] * shape[0][2]


def _kernel(module: Module, name: str) -> Function:
    if name not in module.kernels:
        known = ", ".join(module.kernels) or "none"
        raise ValueError(f"there is no kernel {name} (with @cuda.jit); there is: {known}")
    return module.functions[name]


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
            for group in _groups(blocks, padded, IN_PARTS if run.in_parts else MOST_BLOCKS):
                frame = _begin(run, function, values, Group(group, *shape))
                execute(run, frame, function.node.body, run.group.live)
    except RecursionError:
        raise Unsupported(
            line, "calls and brackets nested too deep", "several short steps"
        ) from None
    except OutOfBudget as error:
        error.faults = tuple(run.faults.found.values())
        raise


def _groups(blocks: Sequence[int], padded: int, most: int) -> Iterator[np.ndarray]:
    together = max(1, min(most, LANES // padded))
    for begin in range(0, len(blocks), together):
        yield np.array(blocks[begin : begin + together])


def _begin(run: Run, function: Function, values: Mapping[str, Any], group: Group) -> Frame:
    frame = Frame(function, group.live)
    run.tally.arrays |= {name for name, value in values.items() if isinstance(value, View)}
    frame.names = {name: (value, group.live) for name, value in values.items()}
    run.begin(group, frame)
    return frame
