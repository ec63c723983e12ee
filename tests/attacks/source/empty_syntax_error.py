"""A syntax error about this file that carries nothing at all.

Expect: crashed
"""

error = SyntaxError()
error.filename = __file__
raise error
