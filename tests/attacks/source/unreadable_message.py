"""An exception whose message raises, or is a string that does not behave like one.

Expect: crashed
"""

class Text(str):
    def __getitem__(self, index):
        return "x" * 10**6

    def __format__(self, spec):
        raise SystemExit

    def encode(self, *args):
        return b"\xff"


class Odd(Exception):
    def __str__(self):
        return Text("abc")


def conv2d(image, kernel):
    raise Odd
