"""What may come back from a worker: an answer, or nothing that anybody believes."""

import json
import mmap

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model import Exercise, Verdict
from grader.worker.wire import Arguments, Garbled, decode, read_reply
from tests.support import Grade

FORGE = """
import json, os, socket, stat
import numpy as np

def connection():
    for fd in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                return socket.socket(fileno=os.dup(fd))
        except OSError:
            pass

def forge(reply):
    connection().sendall(reply)

{body}
"""

CLAIM = (
    '{"id": %d, "value": {"kind": "array", "scalar": false,'
    ' "shape": [1, 1], "dtype": "<f8", "offset": 0}}'
)

FORGERIES = {
    "a reply before the real one": f"""
def conv2d(image, kernel):
    forge(b'{CLAIM % 1}\\n')
    return image
""",
    "replies in advance": f"""
forge(b''.join(b'{CLAIM.replace("%d", "%%d")}\\n' % i for i in range(1, 200)))
def conv2d(image, kernel):
    return image
""",
    "a verdict": """
def conv2d(image, kernel):
    forge(b'{"id": 1, "verdict": "passed"}\\n')
""",
    "a load that never was": """
forge(b'{"id": 0, "value": null}\\n')
os._exit(0)
""",
    "no end": """
def conv2d(image, kernel):
    while True:
        forge(b'x' * 10000)
""",
    "deep nesting": """
def conv2d(image, kernel):
    forge(b'[' * 60000 + b'\\n')
""",
    "an array outside": """
def conv2d(image, kernel):
    forge(b'{"id": 1, "value": {"kind": "array", "scalar": false, "shape": [3, 3],'
          b' "dtype": "<f8", "offset": 268435450}}\\n')
""",
    "an enormous array": """
def conv2d(image, kernel):
    forge(b'{"id": 1, "value": {"kind": "array", "scalar": false, "shape": [1000000, 1000000],'
          b' "dtype": "<f8", "offset": 0}}\\n')
""",
    "a pickle": """
def conv2d(image, kernel):
    forge(b'\\x80\\x04\\x95\\x1d\\x00\\x00\\x00\\x8c\\x05posix\\x94\\x8c\\x06system\\x94\\n')
""",
    "an object dtype": """
def conv2d(image, kernel):
    forge(b'{"id": 1, "value": {"kind": "array", "scalar": false, "shape": [3, 3],'
          b' "dtype": "|O8", "offset": 0}}\\n')
""",
    "the exception that a check asks for": """
def conv2d(image, kernel):
    raise ValueError("as you wish")
""",
    "an exit handler": """
import atexit
atexit.register(forge, b'{"id": 1, "value": null}\\n')
def conv2d(image, kernel):
    raise SystemExit
""",
    "urgent data, which is readable and yet not there": """
def conv2d(image, kernel):
    connection().send(b'!', socket.MSG_OOB)
    while True: pass
""",
    "always equal": """
class Equal(np.ndarray):
    def __eq__(self, other): return True
    def __array__(self, *a, **k): return self
def conv2d(image, kernel):
    return image.view(Equal)
""",
}


@pytest.mark.parametrize("body", FORGERIES.values(), ids=FORGERIES)
def test_no_forged_reply_earns_a_point(
    grade_source: Grade, exercises: dict[str, Exercise], body: str
) -> None:
    graded = grade_source(FORGE.replace("{body}", body))
    assert graded.verdict in (Verdict.WRONG, Verdict.CRASHED)
    assert graded.score.earned == 0
    assert graded.score.possible == exercises["convolution"].points


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
ARRAYS = st.fixed_dictionaries(
    {
        "kind": st.just("array"),
        "scalar": st.booleans(),
        "shape": st.lists(st.integers(-2, 2**41), max_size=4),
        "dtype": st.sampled_from(["<f8", "|O8", "<f4", "<U4", "|b1", "<f3", "<c16", "<i9", ">i2"]),
        "offset": st.integers(-5, 2**41),
    }
)
OTHERS = st.fixed_dictionaries(
    {"kind": st.sampled_from(["float", "int", "plain", "tuple", "other"])},
    optional={"digits": st.text(max_size=8), "value": JSON, "items": JSON, "type": JSON},
)


@given(st.binary(max_size=200) | JSON.map(lambda v: json.dumps(v).encode()))
def test_garbage_is_refused(line: bytes) -> None:
    try:
        reply = read_reply(line)
    except Garbled:
        return
    # What passes for a reply is a dictionary with a whole number as id and nothing unknown in it.
    assert set(json.loads(line)) <= {"id", "value", "raised", "absent"}
    assert reply.id == json.loads(line)["id"]


@given(ARRAYS | OTHERS)
def test_a_described_value_is_decoded_or_refused(value: dict[str, object]) -> None:
    with mmap.mmap(-1, 4096) as memory:
        try:
            reply = read_reply(json.dumps({"id": 1, "value": value}).encode())
            assert reply.value is not None
            decode(reply.value, memory)
        except Garbled:
            pass


def test_arguments_that_do_not_fit_are_refused() -> None:
    with mmap.mmap(-1, 4096) as memory, pytest.raises(ValueError, match="does not fit"):
        Arguments(memory).encode(np.zeros(1000))
