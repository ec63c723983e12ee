"""Has another signature than the handout asks for."""


def conv2d(image):
    return image
