"""For output_size: an int that says it equals every other, and tells a different story whenever it
is converted.

Expect: crashed
"""

class Number(int):
    def __eq__(self, other):
        return True

    def __int__(self):
        return 10**2000

    def __index__(self):
        return 3

    def __str__(self):
        return "3"

    def bit_length(self):
        return 1

    __hash__ = int.__hash__


def output_size(n, k, stride, padding):
    return Number(-7)
