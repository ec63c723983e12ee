"""Compiles an expression in a hundred thousand brackets.

Expect: crashed
"""

conv2d = eval("(" * 100_000 + ")" * 100_000)
