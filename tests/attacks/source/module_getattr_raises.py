"""A module that answers a question for a function by interrupting the process.

Expect: crashed
"""

def __getattr__(name):
    raise KeyboardInterrupt(name)
