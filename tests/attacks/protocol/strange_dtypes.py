"""Describes garbage as long doubles, half floats and complex numbers of every width.

Expect: wrong | crashed
"""

import json
import sys

inside = sys.modules["grader.worker.inside"]
DTYPES = ["<f16", ">f16", "<c32", "<f2", "|b1", ">u8", "f8", "<i3"]
real, shape = inside._reply, []


def forged(connection, message):
    number = message["id"]
    if number == 1:
        return real(connection, message)
    array = {"kind": "array", "scalar": False, "shape": shape, "offset": number % 13 * 64}
    array["dtype"] = DTYPES[number % len(DTYPES)]
    connection.sendall(json.dumps({"id": number, "value": array}).encode() + b"\n")


inside._reply = forged


def conv2d(image, kernel):
    shape[:] = [max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)]
