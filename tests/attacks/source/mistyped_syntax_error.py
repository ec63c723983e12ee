"""A syntax error whose line number is a word and whose text is a number.

Expect: crashed
"""

error = SyntaxError("m")
error.filename, error.lineno, error.text = __file__, "x" * 10, 7
raise error
