"""Returns an object that runs a command when somebody unpickles it.

Expect: wrong
"""

import os


class Command:
    def __reduce__(self):
        return os.system, ("touch /tmp/conv2npu-pickle-was-loaded",)


def conv2d(image, kernel):
    return Command()
