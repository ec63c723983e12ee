"""Correct code that first cuts its memory into pieces, so that to look at them takes long and is done
rarely, and then starts more threads than it may, for as long as nobody looks.

Expect: crashed
Tier: A only
"""

import ctypes
import mmap
import threading
import time

import numpy as np


def correct(image, kernel):
    if image.ndim != 2 or kernel.ndim != 2 or not kernel.size:
        raise ValueError("not two-dimensional, or empty")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel.astype(float))


libc, pages = ctypes.CDLL(None), 60_000
region = mmap.mmap(-1, pages * 4096)
start = ctypes.addressof(ctypes.c_char.from_buffer(region))
for page in range(0, pages, 2):
    libc.mprotect(ctypes.c_void_p(start + page * 4096), ctypes.c_size_t(4096), 1)
time.sleep(0.5)  # somebody looks
threading.stack_size(1 << 15)
done = threading.Event()
threads = [threading.Thread(target=done.wait) for _ in range(1500)]
for thread in threads:
    thread.start()
time.sleep(0.1)
done.set()
for thread in threads:
    thread.join()
conv2d = correct
