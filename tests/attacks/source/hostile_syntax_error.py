"""A syntax error made by hand: an enormous line number, and a text full of escape codes.

Expect: crashed
"""

raise SyntaxError("\x1b[2J[red]\n\n  Well done.\n" * 20, (__file__, 10**30, 5, "x\x07[/]\r\n" * 500))
