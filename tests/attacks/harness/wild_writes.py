"""Finds the code object of its caller and replaces its constants by writing into Python's own
memory.

Expect: wrong | crashed
"""

import ctypes
import sys

import numpy as np


def zeros(image, kernel):
    return np.zeros([max(0, a - b + 1) for a, b in zip(image.shape, kernel.shape)])


def conv2d(image, kernel):
    consts = sys._getframe(1).f_code.co_consts
    slots = (ctypes.c_void_p * len(consts)).from_address(id(consts) + tuple.__basicsize__)
    for number, constant in enumerate(consts):
        if constant == "value":
            slots[number] = id("passed_instead")
    return zeros(image, kernel)
