"""The trained network of exercise 15: references, ONNX Runtime and floats against each other."""

import importlib
import itertools
import re
import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from grader.checks import Submission, Wrong, integers_only
from grader.checks.integers import no_float_in_source
from grader.model import Exercise
from grader.worker.launcher import Zygote
from solutions.npu_inference.networks import any_layers, any_network, int8
from solutions.npu_inference.reference import (
    fashion,
    floats,
    held_back,
    integer_network,
    integers,
    quantized_pixels,
)
from solutions.npu_inference.timed import integers_fast, like, network_of_fashion
from solutions.reference import convolve
from tests.support import ROOT


@pytest.fixture(scope="module")
def solution() -> Iterator[ModuleType]:
    sys.path.insert(0, str(ROOT / "solutions" / "npu_inference"))
    yield importlib.import_module("npu_inference")
    sys.path.pop(0)
    del sys.modules["npu_inference"]


@pytest.fixture(scope="module")
def trained() -> tuple[Any, np.ndarray, np.ndarray]:
    """The network in integers, and the held-back pictures in int8 with their labels."""
    layers, calibration = fashion()
    network, scale, zero_point = integer_network(layers, calibration)
    images, labels = held_back()
    return network, quantized_pixels(images, scale, zero_point), labels


def test_what_is_committed() -> None:
    layers, calibration = fashion()
    images, labels = held_back()
    assert [w.shape for w, *_ in layers] == [
        (16, 1, 3, 3), (32, 16, 3, 3), (64, 32, 3, 3), (10, 64, 4, 4)]  # fmt: skip
    assert all(w.dtype == b.dtype == np.float32 for w, b, *_ in layers)
    assert calibration.shape == (256, 1, 28, 28)
    assert images.shape == (1000, 1, 28, 28)
    assert set(labels.tolist()) == set(range(10))


def test_float_reference_is_the_convolution() -> None:
    rng = np.random.default_rng(0)
    for stride, padding in ((1, 0), (2, 1), (3, 2)):
        x = rng.standard_normal((2, 3, 7, 6))
        layers = any_layers(rng, ((4, 3, 3, 2),), (stride, padding, None))
        w, b = layers[0][:2]
        edges = ((padding, padding), (padding, padding))
        planes = [
            [
                sum(convolve(c, k, (stride, stride), edges) for c, k in zip(image, f, strict=True))
                for f in w
            ]
            for image in x
        ]
        expected = np.array(planes) + b.reshape(-1, 1, 1)
        np.testing.assert_allclose(floats(x, layers)[-1], expected, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("seed", range(20))
def test_solution_and_reference_agree_on_any_network(solution: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    network = any_network(rng, ((4, 2, 3, 3), (5, 4, 3, 3), (7, 5, 2, 2)), 2, 1)
    x = int8(rng, (2, 2, 7, 6))
    for mine, theirs in zip(solution.predict(x, network), integers(x, network), strict=True):
        np.testing.assert_array_equal(mine, theirs, strict=True)


@pytest.mark.parametrize("seed", range(20))
def test_the_fast_reference_is_the_slow_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    network = any_network(rng, ((4, 2, 3, 3), (5, 4, 3, 3), (7, 5, 2, 2)), 2, 1)
    x = int8(rng, (2, 2, 7, 6))
    for fast, slow in zip(integers_fast(x, network), integers(x, network), strict=True):
        np.testing.assert_array_equal(fast, slow, strict=True)


def test_the_fast_reference_rounds_like_the_slow_one() -> None:
    """Halves, both signs, the limits of int32, no shift, and shifts to the left."""
    edges = [2**31 - 1, -(2**31), 2**30, -(2**30)]
    bias = np.array([*range(-40, 41), *edges], np.int32)
    count = len(bias)
    x, w = np.zeros((1, 1, 1, 1), np.int8), np.ones((count, 1, 1, 1), np.int8)
    for factor, exponent in itertools.product((2**30, 2**31 - 1, 1_431_655_765, 0), range(-31, 4)):
        q31, shift = np.full(count, factor, np.int32), np.full(count, exponent, np.int32)
        network = ((w, bias, q31, shift, np.int8(0), np.int8(-3), 1, 0, None),)
        assert integers_fast(x, network)[0].tolist() == integers(x, network)[0].tolist()


def test_timed_networks_are_new_and_use_all_of_int8(trained: Any) -> None:
    network = trained[0]
    rng = np.random.default_rng(1)
    made = [tuple(like(rng, layer) for layer in network_of_fashion()) for _ in range(2)]
    for first, second, layer in zip(*made, network, strict=True):
        assert [part.shape for part in first[:4]] == [part.shape for part in layer[:4]]
        assert first[4:] == second[4:] == layer[4:]
        assert not np.array_equal(first[0], second[0])
    scores, classes = integers_fast(int8(rng, (64, 1, 28, 28)), made[0])
    assert len(np.unique(scores)) > 50  # no layer saturates or dies
    assert len(np.unique(classes)) > 3


def test_int8_is_as_accurate_as_float32(solution: ModuleType, trained: Any) -> None:
    network, x, labels = trained
    images, _ = held_back()
    exact = floats(images, fashion()[0])[-1][:, :, 0, 0].argmax(1)
    _, classes = solution.predict(x, network)
    right, goal = (100 * float((answer == labels).mean()) for answer in (classes, exact))
    assert goal > 90
    assert right >= goal - 0.5


def test_onnxruntime_gives_the_same_integers(solution: ModuleType, trained: Any) -> None:
    pytest.importorskip("onnx", reason="onnx is not installed: the graph cannot be made")
    runtime = pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")
    from tests.onnx_network import model_of

    network, x, _ = trained
    session = runtime.InferenceSession(
        model_of(network, 1).SerializeToString(), providers=["CPUExecutionProvider"]
    )
    scores, classes = session.run(None, {"pixels": x.astype(np.int64)})
    expected = solution.predict(x, network)
    assert scores.size == 10_000
    assert int((scores[:, :, 0, 0] != expected[0]).sum()) == 0
    assert int((classes[:, 0, 0] != expected[1]).sum()) == 0


PREDICT = """
import numpy as np

HALF = 0.5

def mean(x):
    return {helper}

def unused(x):
    return x / 2.0

if HALF:
    def third(x):
        return x / 3

def predict(x: "float", network: float):
    "In float32 it would be easy."
    y = {body}
    return y, y

from numpy import float64 as wide, int64 as whole
"""
# name: (body, helper, part of the message; empty where there is no floating point)
BODIES = {
    "integers": ("x.astype(np.int32) // 2", "x", ""),
    "a number": ("x * 1.0", "x", "the number 1.0"),
    "division": ("x / 2", "x", "/ (//"),
    "float32": ("x.astype(np.float32)", "x", "float32"),
    "a word": ("x.astype('f4')", "x", "the dtype 'f4'"),
    "a word with its byte order": ("x.astype('<f8')", "x", "the dtype '<f8'"),
    "a word that is no dtype": ("pad(x, 'same')", "x", ""),
    "a helper in an if": ("third(x)", "x", "/ (//"),
    "the builtin": ("x.astype(float)", "x", "float"),
    "a helper": ("mean(x)", "np.sqrt(x)", "sqrt"),
    "a constant": ("x * HALF", "x", "the number 0.5"),
    "an import by another name": ("x.astype(wide)", "x", "float64"),
    "an import beside it": ("x.astype(whole)", "x", ""),
    "division as a method": ("x.__truediv__(2)", "x", "__truediv__"),
    "a helper that nobody calls": ("x + 1", "x / 2", ""),
}


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote(["numpy"]) as running:
        yield running


@pytest.mark.parametrize(("body", "helper", "message"), BODIES.values(), ids=BODIES)
def test_floating_point_in_the_source(
    zygote: Zygote, tmp_path: Any, body: str, helper: str, message: str
) -> None:
    path = tmp_path / "npu_inference.py"
    path.write_text(PREDICT.format(body=body, helper=helper))
    exercise = Exercise("npu_inference", "Network", 1.0)
    with Submission(path, zygote, exercise) as submission:
        if not message:
            no_float_in_source(submission, "predict")
            return
        with pytest.raises(Wrong) as fault:
            no_float_in_source(submission, "predict")
        assert message in str(fault.value)


def test_a_source_too_deep_to_be_read_does_not_pass(zygote: Zygote, tmp_path: Any) -> None:
    """The worker reads it with a shorter stack than ours."""
    path = tmp_path / "npu_inference.py"
    path.write_text("x = " + "-" * 50_000 + "1")
    with (
        Submission(path, zygote, Exercise("npu_inference", "Network", 1.0)) as submission,
        pytest.raises(Wrong, match="too deeply"),
    ):
        no_float_in_source(submission, "predict")


# name: (body, whether a float array is made)
RUNS = {
    "integers": ("x.astype(np.int32) * 3", False),
    "new integers": ("np.zeros(x.shape, np.int32) + x", False),
    "dtype by a detour": ("x.astype(chr(100))", True),
    "zeros are float64": ("np.zeros(x.shape).astype(np.int8)", True),
    "an array of a float": ("(x * np.array(1, chr(102))).astype(np.int8)", True),
    "a mean": ("getattr(x, 'me' + 'an')()", True),
    "fails": ("no_such_name", False),
}


@pytest.mark.parametrize(("body", "floating"), RUNS.values(), ids=RUNS)
def test_floating_point_in_a_run(zygote: Zygote, tmp_path: Any, body: str, floating: bool) -> None:
    path = tmp_path / "npu_inference.py"
    path.write_text(PREDICT.format(body=body, helper="x"))
    exercise = Exercise("npu_inference", "Network", 1.0)
    with Submission(path, zygote, exercise) as submission:
        if not floating:
            integers_only(submission, "predict", np.ones((2, 3), np.int8), ())
            return
        with pytest.raises(Wrong, match="line 18 makes an array of floating-point"):
            integers_only(submission, "predict", np.ones((2, 3), np.int8), ())


def test_the_handouts_quote_what_the_script_prints() -> None:
    script = ROOT / "benchmarks" / "npu_network.py"
    run = subprocess.run(
        [sys.executable, str(script), "--rounds", "1"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    quoted = [
        re.search(pattern, run.stdout)
        for pattern in (r"int8 (\S+), ratio", r"on the chip: (\S+)", r"with DRAM: (\S+)")
    ]
    numbers = [found.group(1) for found in quoted if found]
    assert len(numbers) == 3
    for name in ("README.md", "README.ko.md"):
        text = (ROOT / "exercises" / "npu_inference" / name).read_text(encoding="utf-8")
        assert [number for number in numbers if number not in text] == []
