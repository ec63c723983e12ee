"""The interpreter's sectors and bank cycles beside the hardware's own counters.

    pip install -e '.[test,cuda]'                 # and Nsight Compute, for its command `ncu`
    python benchmarks/cuda_counters.py [KERNEL]...

For each kernel of tests/cuda/kernels/right (or those named), one launch is counted twice: by
`grader.cuda` from the source, and by the GPU under Nsight Compute. Its counters and what they count
(NVIDIA, "Nsight Compute: Profiling Guide", "Metrics Decoder"; sectors are of 32 bytes, a wavefront
is what shared memory does in one cycle):

    l1tex__t_sectors_pipe_lsu_mem_global_op_ld.sum          32-byte sectors of global loads
    l1tex__t_sectors_pipe_lsu_mem_global_op_st.sum          and of global stores
    l1tex__t_requests_pipe_lsu_mem_global_op_ld.sum         loads by whole warps
    l1tex__data_pipe_lsu_wavefronts_mem_shared_op_ld.sum    cycles of loads from shared memory
    l1tex__data_pipe_lsu_wavefronts_mem_shared_op_st.sum    and of stores to it

Where a compiler keeps a value in a register, or loads it ahead, the hardware counts less or more
than the source says. Without a GPU or without `ncu` there is nothing to compare, and the script
says so. Nobody has run it on a GPU yet: its figures are not measured.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from grader.cuda import Counts, launch, parse_kernels
from tests.cuda.corpus import files, read_case

SECONDS = 300  # for one kernel under ncu, which launches it again for each group of counters
COUNTERS: Mapping[str, tuple[str, Callable[[Counts], int]]] = {
    "sectors loaded": (
        "l1tex__t_sectors_pipe_lsu_mem_global_op_ld.sum",
        lambda counts: counts.traffic("global", "load").units,
    ),
    "sectors stored": (
        "l1tex__t_sectors_pipe_lsu_mem_global_op_st.sum",
        lambda counts: counts.traffic("global", "store").units,
    ),
    "requests to load": (
        "l1tex__t_requests_pipe_lsu_mem_global_op_ld.sum",
        lambda counts: counts.traffic("global", "load").requests,
    ),
    "shared cycles, loads": (
        "l1tex__data_pipe_lsu_wavefronts_mem_shared_op_ld.sum",
        lambda counts: counts.traffic("shared", "load").units,
    ),
    "shared cycles, stores": (
        "l1tex__data_pipe_lsu_wavefronts_mem_shared_op_st.sum",
        lambda counts: counts.traffic("shared", "store").units,
    ),
}


def missing() -> str:
    """Why nothing can be compared here; empty if it can."""
    if not any(Path("/dev").glob("nvidia[0-9]*")):
        return "no NVIDIA GPU"
    if shutil.which("ncu") is None:
        return "no ncu on the path: it comes with the CUDA Toolkit, or with Nsight Compute alone"
    return ""


def interpreted(path: Path) -> dict[str, int]:
    """What the interpreter counts in one launch of a kernel of the corpus."""
    case = read_case(path)
    module = parse_kernels(path.read_text(encoding="utf-8"))
    done = launch(module, case["kernel"], case["grid"], case["block"], case["args"])
    return {name: count(done.counts) for name, (_, count) in COUNTERS.items()}


def command(path: Path) -> list[str]:
    """What counts the same launch on the GPU."""
    metrics = ",".join(metric for metric, _ in COUNTERS.values())
    shown = ["--csv", "--page", "raw", "--print-units", "base", "--metrics", metrics]
    kernel = read_case(path)["kernel"]
    ncu = shutil.which("ncu") or "ncu"
    which = ["--kernel-name", f"regex:{kernel}", "--launch-count", "1"]
    return [ncu, *shown, *which, sys.executable, __file__, "--launch", path.stem]


def read_counters(text: str) -> dict[str, int]:
    """ncu's table: its first row has names, the second units, the third figures.

    Raises:
        ValueError: there is no such table, or a counter is not in it: it never reads 0 for that.
    """
    lines = text.splitlines()
    start = next((k for k, line in enumerate(lines) if line.startswith('"ID"')), len(lines))
    rows = list(csv.DictReader(lines[start:]))
    if len(rows) != 2:
        raise ValueError(f"ncu counted {max(0, len(rows) - 1)} launches, not 1:\n{text[-2000:]}")
    figures = {name: rows[1].get(metric) for name, (metric, _) in COUNTERS.items()}
    absent = [name for name, figure in figures.items() if not figure]
    if absent:
        raise ValueError(f"ncu did not count {', '.join(absent)}")
    return {name: round(float(str(figure).replace(",", ""))) for name, figure in figures.items()}


def launch_once(name: str) -> None:
    """One real launch: what ncu looks at."""
    from numba import cuda

    case = read_case(next(path for path in files("right") if path.stem == name))
    args = [cuda.to_device(a) if isinstance(a, np.ndarray) else a for a in case["args"]]
    getattr(case["module"], case["kernel"])[case["grid"], case["block"]](*args)
    cuda.synchronize()


def show(name: str, ours: Mapping[str, int], theirs: Mapping[str, int]) -> None:
    """Both counts of one kernel, and how they differ."""
    print(f"\n{name}")
    for counter, count in ours.items():
        if count or theirs[counter]:
            ratio = f"{theirs[counter] / count:.3f}" if count else "-"
            print(f"  {counter:<24}{count:>10}{theirs[counter]:>10}{ratio:>9}")


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    known = [path.stem for path in files("right")]
    parser.add_argument("kernels", nargs="*", metavar="KERNEL", help=", ".join(known))
    parser.add_argument("--launch", help=argparse.SUPPRESS)
    wanted = parser.parse_args(given)
    if unknown := set(wanted.kernels) - set(known):
        parser.error(f"there is no kernel {', '.join(sorted(unknown))}")
    return wanted


def main() -> None:
    """Compare, kernel by kernel."""
    wanted = arguments()
    if wanted.launch:
        launch_once(wanted.launch)
        return
    if reason := missing():
        print(f"not measured: {reason}")
        return
    print(f"{'':<26}{'source':>10}{'hardware':>10}{'ratio':>9}")
    for path in files("right"):
        if wanted.kernels and path.stem not in wanted.kernels:
            continue
        done = subprocess.run(
            command(path), capture_output=True, text=True, timeout=SECONDS, env=os.environ
        )
        try:
            show(path.stem, interpreted(path), read_counters(done.stdout))
        except ValueError as problem:
            print(f"\n{path.stem}: not compared: {problem}\n{done.stderr[-2000:]}")


if __name__ == "__main__":
    main()
