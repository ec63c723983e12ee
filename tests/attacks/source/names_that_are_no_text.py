"""No function conv2d, and a global name that is the number five.

Expect: missing | crashed
"""

class Near:
    def __call__(self):
        return 1


globals()[5] = Near()
