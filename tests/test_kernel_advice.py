"""What is said of a kernel helps: the cause by its name, the next step, a launch to paste."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.checks.check import load_checks
from grader.checks.trial import spell_trial
from grader.cuda import launch, parse_kernels
from grader.errors import Unmeasured
from grader.grading import Grader
from grader.judge import arguments_of
from grader.misconceptions import read_words
from grader.model import Exercise, Graded, Result, Verdict
from grader.worker.calls import Call, Launching
from grader.worker.launcher import Zygote
from grader.worker.proxy import Submission
from tests.support import ROOT

KNOWN = ROOT / "solutions"
SUBMISSIONS = [
    pytest.param(path, id=f"{path.parents[2].name}/{path.stem}")
    for folder in ("wrong", "slow", "missing")
    for path in sorted(KNOWN.glob(f"cuda_*/submissions/{folder}/*.py"))
]


def graded(grader: Grader, exercises: dict[str, Exercise], path: Path) -> Graded:
    return grader.grade(exercises[path.parents[2].name], path, 7)


def first_fault(report: Graded) -> Result:
    return next(result for result in report.results if result.verdict is not Verdict.PASSED)


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote(["numpy"]) as running:
        yield running


@pytest.mark.parametrize("path", SUBMISSIONS)
def test_without_a_gpu_no_kernel_is_judged_for_its_speed(
    zygote: Zygote, exercises: dict[str, Exercise], path: Path
) -> None:
    slug = path.parents[2].name
    timed = load_checks(ROOT, slug)[-1]
    assert "half as fast as the model solution" in timed.sentence
    with (
        Submission(path, zygote, exercises[slug]) as submission,
        pytest.raises(Unmeasured, match="not measured here"),
    ):
        timed.run(**arguments_of(timed, "", submission, 7))


@pytest.mark.parametrize(
    ("name", "step"),
    {
        "cuda_conv/submissions/wrong/quotient_and_remainder_swapped.py": "Mend the index, or guard",
        "cuda_conv_tiled/submissions/wrong/tile_for_three_by_three.py": "Make the array larger, or",
        "cuda_conv_tiled/submissions/wrong/border_left_as_it_was.py": "Write 0 where there is",
        "cuda_conv_tiled/submissions/wrong/returns_before_the_barrier.py": "did some threads leave",
    }.items(),
)
def test_a_fault_is_named_with_its_cause_and_the_next_step(
    grader: Grader, exercises: dict[str, Exercise], name: str, step: str
) -> None:
    fault = first_fault(graded(grader, exercises, KNOWN / name))
    assert step in fault.message
    assert fault.diagnosis == read_words(KNOWN / name)


def test_what_lies_in_local_memory_is_given_a_value_first() -> None:
    source = (
        "from numba import cuda, float32\n\n\n@cuda.jit\ndef half(out):\n"
        "    mine = cuda.local.array(2, float32)\n    out[0] = mine[1]\n"
    )
    done = launch(parse_kernels(source), "half", 1, 1, (np.zeros(1, np.float32),))
    assert done.faults[0].message.endswith("where nothing was written yet. Give it a value first")


def test_sums_in_the_output_are_not_told_to_swap_the_axes(
    grader: Grader, exercises: dict[str, Exercise]
) -> None:
    path = KNOWN / "cuda_conv/submissions/slow/sums_in_global_memory.py"
    failed = [r for r in graded(grader, exercises, path).results if r.verdict is Verdict.SLOW]
    assert [result.check for result in failed] == ["stores_once", "loads_what_it_needs"]
    assert not any("threadIdx" in result.message for result in failed)


def test_no_tile_is_not_told_to_swap_the_axes(
    grader: Grader, exercises: dict[str, Exercise]
) -> None:
    path = KNOWN / "cuda_conv_tiled/submissions/slow/no_shared_memory.py"
    failed = [r for r in graded(grader, exercises, path).results if r.verdict is Verdict.SLOW]
    assert {result.check for result in failed} == {"loads"}


@pytest.mark.parametrize(
    ("above", "says"),
    {
        "": "it is no kernel yet: put @cuda.jit above def relu\n",
        "@jit\n": "put @cuda.jit above def relu, in place of @jit\n",
    }.items(),
    ids=["plain", "jit"],
)
def test_a_function_without_its_decorator_is_told_where_it_goes(
    grader: Grader, exercises: dict[str, Exercise], tmp_path: Path, above: str, says: str
) -> None:
    path = tmp_path / "cuda_relu.py"
    path.write_text(f"from numba import cuda, jit\n\n\n{above}def relu(x, out):\n    out[0] = 1\n")
    assert says in grader.grade(exercises["cuda_relu"], path, 7).results[0].message


def test_a_launch_can_be_pasted_and_shows_what_it_left(tmp_path: Path) -> None:
    path = tmp_path / "twice.py"
    path.write_text(
        "from numba import cuda\n\n\n@cuda.jit\ndef twice(x, out):\n"
        "    i = cuda.grid(1)\n    if i < x.size:\n        out[i] = x[i] + x[i]\n"
    )
    x = np.array([1, 2, -3], np.float32)
    call = Call("twice", (x, np.zeros(4, np.float32)), {}, Launching((2,), (2,), (1,), 1))
    head, *lines = spell_trial(call, path).split("\n")
    assert head == "Try it: start NUMBA_ENABLE_CUDASIM=1 python in the folder of twice.py"
    *source, shown = (line.removeprefix("  ") for line in lines)
    done = subprocess.run(
        [sys.executable, "-c", "\n".join([*source, f"print({shown}.tolist())"])],
        cwd=tmp_path,
        env={**os.environ, "NUMBA_ENABLE_CUDASIM": "1"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout == "[2.0, 4.0, -6.0, 99.0]\n"
