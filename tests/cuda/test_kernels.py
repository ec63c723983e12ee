"""Kernels as others write them: right ones pass, wrong ones are caught in the act."""

import ast
from pathlib import Path

import numpy as np
import pytest

from grader.cuda import Budget, NotCollected, OutOfBudget, Unsupported, launch, parse_kernels
from tests.cuda.corpus import files, marked, read_case

RIGHT = {path.stem: path for path in files("right")}
WRONG = {path.stem: path for path in files("wrong")}
SMALL = Budget(lane_steps=30_000_000, seconds=20)


@pytest.mark.parametrize("path", RIGHT.values(), ids=RIGHT)
def test_right_kernel_gives_what_numpy_gives_and_raises_no_alarm(path: Path) -> None:
    case = read_case(path)
    before = [np.copy(a) for a in case["args"]]
    module = parse_kernels(path.read_text())
    done = launch(module, case["kernel"], case["grid"], case["block"], case["args"], case["inputs"])
    assert [str(fault) for fault in done.faults] == []
    assert set(case["expected"]) <= set(done.outputs)
    for name, expected in case["expected"].items():
        got = done.outputs[name]
        assert (got.dtype, got.shape) == (expected.dtype, expected.shape), name
        tolerance = case["tolerance"]
        np.testing.assert_allclose(got, expected, rtol=tolerance, atol=tolerance, err_msg=name)
    for given, kept in zip(case["args"], before, strict=True):
        np.testing.assert_array_equal(given, kept, "the caller's arrays are copied")
    assert done.counts.total("instructions") > 0


@pytest.mark.parametrize("path", WRONG.values(), ids=WRONG)
def test_wrong_kernel_is_caught_on_the_marked_line(path: Path) -> None:
    assert marked(path), "a wrong kernel says what is wrong with it"
    assert complaints(path) == marked(path)


def complaints(path: Path) -> set[tuple[str, int]]:
    try:
        case = read_case(path)
        module = parse_kernels(path.read_text())
        done = launch(
            module, case["kernel"], case["grid"], case["block"], case["args"], case["inputs"], SMALL
        )
    except Unsupported as error:
        assert error.instead
        return {("unsupported", error.line)}
    except OutOfBudget as error:
        return {("endless", error.line)}
    for fault in done.faults:
        assert fault.thread is not None and fault.block is not None
        assert fault.kind == "threads" or f"thread {fault.thread} of block" in fault.message
    if done.arrays is None:
        with pytest.raises(NotCollected):
            _ = done.counts
    return {(fault.kind, fault.line) for fault in done.faults}


@pytest.mark.parametrize("path", [*RIGHT.values(), *WRONG.values()], ids=[*RIGHT, *WRONG])
def test_kernel_says_in_its_docstring_what_to_expect(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
    assert docstring.startswith(f"{path.parent.name.capitalize()}: ")
