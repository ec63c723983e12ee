"""Exercise 2, stride: let the kernel take larger steps."""

import numpy as np


def conv2d(image: np.ndarray, kernel: np.ndarray, stride: int | tuple[int, int] = 1) -> np.ndarray:
    """Slide `kernel` over `image` in steps of `stride`; multiply what overlaps and add it up.

    The kernel starts at the top left corner, only visits positions where it lies inside the
    image, and is not flipped. If the last step would leave the image, it is not taken.

    Args:
        image: shape (H, W), integers or floats. It is not changed.
        kernel: shape (KH, KW), integers or floats, no larger than the image. It is not changed.
        stride: the step in pixels, one int for both directions or (vertical, horizontal).

    Returns:
        A new array of shape ((H - KH) // vertical + 1, (W - KW) // horizontal + 1), dtype float64
        (float32 is fine too if both arrays are float32).

    Raises:
        ValueError: if `image` or `kernel` is not two-dimensional, is empty, if the kernel is
            larger than the image in either direction, or if a stride is less than 1.
    """
    ### BEGIN SOLUTION
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError(f"image and kernel must be 2-D, not {image.ndim}-D and {kernel.ndim}-D")
    vertical, horizontal = (stride, stride) if isinstance(stride, int) else stride
    if vertical < 1 or horizontal < 1:
        raise ValueError(f"a stride must be at least 1, not {stride}")
    height, width = image.shape
    kernel_height, kernel_width = kernel.shape
    if kernel.size == 0 or kernel_height > height or kernel_width > width:
        raise ValueError(f"a kernel of shape {kernel.shape} does not fit into {image.shape}")
    rows = (height - kernel_height) // vertical + 1
    columns = (width - kernel_width) // horizontal + 1
    image, kernel = image.astype(np.float64), kernel.astype(np.float64)
    output = np.zeros((rows, columns))
    for i in range(kernel_height):
        for j in range(kernel_width):
            # The pixels that kernel[i, j] meets lie a stride apart.
            below, right = i + (rows - 1) * vertical + 1, j + (columns - 1) * horizontal + 1
            output += kernel[i, j] * image[i:below:vertical, j:right:horizontal]
    return output
    ### END SOLUTION
