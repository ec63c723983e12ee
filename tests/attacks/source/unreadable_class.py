"""An exception whose class ends the process when it is asked for its name.

Expect: crashed
"""

class Meta(type):
    @property
    def __name__(cls):
        raise SystemExit(0)


class Unreadable(Exception, metaclass=Meta):
    pass


def conv2d(image, kernel):
    raise Unreadable
