"""An exception that clears the screen and sets the title of the terminal.

Expect: crashed
"""

def conv2d(image, kernel):
    raise RuntimeError("\x1b[2J\x1b]0;passed\x07\x1b]8;;http://example.org\x07\x9b31m\r\x00\x7f")
