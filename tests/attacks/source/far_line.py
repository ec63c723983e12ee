"""Code whose lines have enormous numbers in this file.

Expect: crashed
"""

text = "\n" * 300_000 + "def conv2d(image, kernel): return missing_name"
exec(compile(text, __file__, "exec"))
