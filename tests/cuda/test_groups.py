"""How many blocks run together changes neither values nor counts nor faults."""

import sys
from pathlib import Path

import numpy as np
import pytest

from grader.cuda import Launch, launch, parse_kernels
from tests.cuda.corpus import files, read_case

SEVERAL = [path for path in files("right") if np.prod(read_case(path)["grid"]) > 1]


@pytest.mark.parametrize("path", SEVERAL, ids=[path.stem for path in SEVERAL])
def test_one_block_at_a_time_gives_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = read_case(path)
    module = parse_kernels(path.read_text())

    def run() -> Launch:
        call = (case["kernel"], case["grid"], case["block"], case["args"], case["inputs"])
        return launch(module, *call)

    together = run()
    monkeypatch.setattr(sys.modules["grader.cuda.launch"], "LANES", 1)
    apart = run()
    assert apart.faults == together.faults == ()
    assert apart.counts.accesses == together.counts.accesses
    assert [line.line for line in apart.counts.lines] == [ln.line for ln in together.counts.lines]
    assert apart.counts == together.counts
    for name, array in together.outputs.items():
        np.testing.assert_allclose(apart.outputs[name], array, rtol=case["tolerance"], atol=0)
