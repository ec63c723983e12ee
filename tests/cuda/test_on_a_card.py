"""The right kernels on a real card, where there is one: they leave what the interpreter says."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.cuda import parse_kernels
from grader.gpu.card import Card
from grader.gpu.device import Device, choose_device
from grader.model import Exercise
from grader.worker.calls import Call, Launching
from grader.worker.launcher import Zygote
from grader.worker.proxy import Submission
from tests.cuda.corpus import files, read_case

DEVICE = choose_device("auto")
SIMULATED = Device("cuda", environment={"NUMBA_ENABLE_CUDASIM": "1"})


def shape(size: Any) -> tuple[int, ...]:
    return size if isinstance(size, tuple) else (size,)


def compare(path: Path, device: Device) -> None:
    """Every output that the file expects, from a launch of its own."""
    case = read_case(path)
    function = parse_kernels(path.read_text(encoding="utf-8")).functions[case["kernel"]]
    assert case["expected"]
    with (
        Zygote(["numpy"], environment=device.environment) as zygote,
        Submission(path, zygote, Exercise(path.stem, path.stem, 1.0)) as submission,
    ):
        card = submission.card = Card(submission, zygote, device)
        for name, expected in case["expected"].items():
            place = function.parameters.index(name)
            how = Launching(shape(case["grid"]), shape(case["block"]), (place,), place)
            left = card.launch(Call(case["kernel"], tuple(case["args"]), {}, how))
            allowed = max(case["tolerance"], 1e-6)
            np.testing.assert_allclose(left, expected, rtol=allowed, atol=allowed)


@pytest.mark.skipif(DEVICE.kind != "cuda", reason=DEVICE.why)
@pytest.mark.parametrize("path", files("right"), ids=lambda path: path.stem)
def test_a_card_leaves_what_is_expected(path: Path) -> None:
    compare(path, DEVICE)


@pytest.mark.parametrize("name", ["vector_add", "fortran_order", "conv_tiled"])
def test_the_comparison_itself_works_in_the_simulator(name: str) -> None:
    compare(next(path for path in files("right") if path.stem == name), SIMULATED)
