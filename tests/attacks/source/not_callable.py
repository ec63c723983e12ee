"""The name exists, and is a number.

Expect: missing
"""

conv2d = 3
