"""You call scipy.ndimage.correlate with zeros around: where the zeros go was yours to write."""

import scipy.ndimage


def output_size(n, k, stride, padding):
    return (n + 2 * padding - k) // stride + 1


def conv2d(image, kernel, stride=1, padding=0):
    same = scipy.ndimage.correlate(image.astype(float), kernel.astype(float), mode="constant")
    return same[::stride, ::stride]
