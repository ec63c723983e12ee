"""Writes its wrong answer into the image and returns a view of it.

Expect: wrong
"""

def conv2d(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    image *= 0
    image += 1
    return image[:rows, :columns]
