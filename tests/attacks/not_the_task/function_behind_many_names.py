"""Has numpy.correlate do the inner loop, under a name that has meant so many other modules before that
nobody follows it any more.

Expect: crashed
"""

import abc as m0
import ast as m1
import bisect as m2
import calendar as m3
import cmath as m4
import codecs as m5
import collections as m6
import contextlib as m7
import copy as m8
import csv as m9
import datetime as m10
import decimal as m11
import dis as m12
import enum as m13
import fractions as m14
import functools as m15
import glob as m16
import hashlib as m17
import heapq as m18
import html as m19
import inspect as m20
import io as m21
import itertools as m22
import json as m23
import keyword as m24
import linecache as m25
import locale as m26
import logging as m27
import math as m28

import numpy as np


def checked(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("not two-dimensional, or empty")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    return image.astype(float), kernel.astype(float)


def by_rows(slide, image, kernel):
    image, kernel = checked(image, kernel)
    rows = range(image.shape[0] - kernel.shape[0] + 1)
    return np.array([sum(slide(image[i + u], kernel[u], "valid") for u in range(len(kernel))) for i in rows])


module = None
module = m0
module = m1
module = m2
module = m3
module = m4
module = m5
module = m6
module = m7
module = m8
module = m9
module = m10
module = m11
module = m12
module = m13
module = m14
module = m15
module = m16
module = m17
module = m18
module = m19
module = m20
module = m21
module = m22
module = m23
module = m24
module = m25
module = m26
module = m27
module = m28
module = m0.__name__
module = m1.__name__
module = m2.__name__
module = m3.__name__
module = m4.__name__
module = m5.__name__
module = np
slide = module._core.multiarray.correlate
conv2d = lambda image, kernel: by_rows(lambda a, b, _: slide(a, b, 0), image, kernel)
