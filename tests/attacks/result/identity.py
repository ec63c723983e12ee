"""Returns its first argument, cut to the right shape.

Expect: wrong
"""

def conv2d(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    return image[:rows, :columns].astype(float)
