"""An exception whose message cannot be encoded.

Expect: crashed
"""

def conv2d(image, kernel):
    raise RuntimeError("caf\udce9 \ud800")
