"""Beginner: four nested loops over plain Python floats; the lists become an array at the very end."""
import numpy as np


def conv2d(image, kernel):
    # check the inputs
    if len(image.shape) != 2:
        raise ValueError("image should be 2D")
    if len(kernel.shape) != 2:
        raise ValueError("kernel should be 2D")
    H = image.shape[0]
    W = image.shape[1]
    KH = kernel.shape[0]
    KW = kernel.shape[1]
    if H == 0 or W == 0 or KH == 0 or KW == 0:
        raise ValueError("empty!")
    if KH > H or KW > W:
        raise ValueError("kernel is too big")

    # go to lists, I find them easier
    img = image.tolist()
    ker = kernel.tolist()

    result = []
    for i in range(H - KH + 1):
        row = []
        for j in range(W - KW + 1):
            total = 0.0
            for a in range(KH):
                for b in range(KW):
                    total = total + float(img[i + a][j + b]) * float(ker[a][b])
            row.append(total)
        result.append(row)
    return np.array(result, dtype=float)
