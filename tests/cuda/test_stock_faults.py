"""The seven faults that numba's stock simulator accepts in silence; all are named here."""

import pytest

from grader.cuda import Unsupported, launch, parse_kernels
from tests.cuda.corpus import files, marked, read_case

SEVEN = {
    "negative_at_the_border": "thread (0, 0, 0) of block (0, 0, 0) asks for x[-1]",
    "first_barrier_missing": (
        "thread (0, 0, 0) of block (0, 0, 0) reads s[63], "
        "which thread (63, 0, 0) of block (0, 0, 0) writes on line 10 at the same time"
    ),
    "divergent_barrier": (
        "reached by 40 of 64 threads; thread (40, 0, 0) of block (0, 0, 0) is not among them"
    ),
    "too_many_threads": "2048 threads a block, in block (64, 32, 1): 1024 is the most",
    "too_much_shared_memory": "409,600 bytes of shared memory: a block has 49,152",
    "shape_from_the_block": "the shape cuda.blockDim.x of an array in a kernel is no constant",
    "sorts_with_numpy": "np.sort in a kernel. Instead: sorting on the host, before the launch",
}
PATHS = {path.stem: path for path in files("wrong")}


@pytest.mark.parametrize("name", SEVEN)
def test_fault_is_refused_with_line_and_thread(name: str) -> None:
    path = PATHS[name]
    case = read_case(path)
    ((_, line),) = marked(path)
    try:
        module = parse_kernels(path.read_text())
        (fault,) = launch(
            module, case["kernel"], case["grid"], case["block"], case["args"], case["inputs"]
        ).faults
        message = str(fault)
    except Unsupported as error:
        message = str(error)
    assert message.startswith(f"line {line}: ")
    assert SEVEN[name] in message
