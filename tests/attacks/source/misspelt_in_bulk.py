"""No function conv2d, but thirty with almost that name and three thousand letters more.

Expect: missing
"""

class Near:
    def __call__(self):
        return 1


for number in range(30):
    near = type("F", (Near,), {"__module__": __name__})()
    globals()["conv2d" + "x" * 3000 + str(number)] = near
