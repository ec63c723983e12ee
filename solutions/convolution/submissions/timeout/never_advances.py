"""A while loop whose index is never increased."""


def conv2d(image, kernel):
    i = 0
    while i < image.shape[0]:
        pass
