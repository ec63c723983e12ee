"""You use the kernel's height for its width as well. A kernel need not be square: take both
numbers from kernel.shape."""

import numpy as np


def conv2d(image, kernel):
    k = kernel.shape[0]
    output = np.zeros((max(image.shape[0] - k + 1, 0), max(image.shape[1] - k + 1, 0)))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            for a in range(k):
                for b in range(min(k, kernel.shape[1])):
                    output[i, j] += float(image[i + a, j + b]) * float(kernel[a, b])
    return output
