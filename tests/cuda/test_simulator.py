"""The interpreter and numba's stock simulator agree on the values of race-free kernels."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from grader.cuda import launch, parse_kernels
from tests.cuda.corpus import files, read_case
from tests.support import ROOT

COMPARED = [path for path in files("right") if read_case(path)["simulator"]]


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("simulated")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.cuda.simulate", str(folder)],
        cwd=ROOT,
        env=os.environ | {"NUMBA_ENABLE_CUDASIM": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_there_is_something_to_compare() -> None:
    assert len(COMPARED) >= 30


@pytest.mark.parametrize("path", COMPARED, ids=[path.stem for path in COMPARED])
def test_values_equal_the_simulators(path: Path, simulated: Path) -> None:
    case = read_case(path)
    module = parse_kernels(path.read_text())
    outputs = launch(
        module, case["kernel"], case["grid"], case["block"], case["args"], case["inputs"]
    ).outputs
    names = module.functions[case["kernel"]].parameters
    theirs = np.load(simulated / f"{path.stem}.npz")
    tolerance = case["tolerance"]
    compared = 0
    for place, name in enumerate(names):
        if name in outputs:
            expected = theirs[str(place)]
            np.testing.assert_allclose(outputs[name], expected, rtol=tolerance, atol=tolerance)
            compared += 1
    assert compared
