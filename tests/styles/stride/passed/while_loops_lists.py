"""Beginner: while loops that walk until the kernel would stick out, Python floats, appended lists."""
import numpy as np
print("stride.py loaded")   # TODO remove


def conv2d(image, kernel, stride=1):
    if type(stride) == tuple:
        step_down = stride[0]
        step_right = stride[1]
    else:
        step_down = stride
        step_right = stride
    if step_down <= 0 or step_right <= 0:
        raise ValueError("stride must be positive")
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError("image and kernel must be 2D")
    if image.size == 0 or kernel.size == 0:
        raise ValueError("image and kernel must not be empty")
    height, width = image.shape
    kh, kw = kernel.shape
    if kh > height:
        raise ValueError("kernel too high")
    if kw > width:
        raise ValueError("kernel too wide")

    output = []
    y = 0
    while y + kh <= height:
        line = []
        x = 0
        while x + kw <= width:
            s = 0.0
            for i in range(kh):
                for j in range(kw):
                    s += float(image[y + i, x + j]) * float(kernel[i, j])
            line.append(s)
            x += step_right
        output.append(line)
        y += step_down
    return np.array(output)
