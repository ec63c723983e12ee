"""The convolutional layers of three networks, as their papers' own tables list them.

The output of each layer is copied from those tables, not computed: the checks multiply it out.
"""

from typing import Any

Shape = tuple[int, ...]
Layer = tuple[Shape, Shape, Shape, dict[str, Any]]  # x, w, the published output, and settings

# AlexNet (Krizhevsky, Sutskever and Hinton 2012, fig. 2). The paper says 224×224, but 55×55 needs
# 227×227. Its layers 2, 4 and 5 were split over two GPUs: each half of the filters sees half of the
# channels, so each counts as two layers here ("grouped": 2 groups).
ALEXNET_1: Layer = ((1, 3, 227, 227), (96, 3, 11, 11), (1, 96, 55, 55), {"stride": 4})
ALEXNET_2_HALF: Layer = ((1, 48, 27, 27), (128, 48, 5, 5), (1, 128, 27, 27), {"padding": 2})
ALEXNET_2: Layer = ((1, 96, 27, 27), (256, 96, 5, 5), (1, 256, 27, 27), {"padding": 2})
ALEXNET_3: Layer = ((1, 256, 13, 13), (384, 256, 3, 3), (1, 384, 13, 13), {"padding": 1})
ALEXNET_4_HALF: Layer = ((1, 192, 13, 13), (192, 192, 3, 3), (1, 192, 13, 13), {"padding": 1})
ALEXNET_4: Layer = ((1, 384, 13, 13), (384, 384, 3, 3), (1, 384, 13, 13), {"padding": 1})
ALEXNET_5_HALF: Layer = ((1, 192, 13, 13), (128, 192, 3, 3), (1, 128, 13, 13), {"padding": 1})
ALEXNET_5: Layer = ((1, 384, 13, 13), (256, 384, 3, 3), (1, 256, 13, 13), {"padding": 1})
ALEXNET = [ALEXNET_1, ALEXNET_2, ALEXNET_3, ALEXNET_4, ALEXNET_5]


def vgg(channels: int, filters: int, size: int) -> Layer:
    """A layer of VGG-16 (Simonyan and Zisserman 2015, table 1, D): 3×3, the size stays."""
    return (
        (1, channels, size, size),
        (filters, channels, 3, 3),
        (1, filters, size, size),
        {"padding": "same"},
    )


VGG_16 = [
    vgg(3, 64, 224),
    vgg(64, 64, 224),
    vgg(64, 128, 112),
    vgg(128, 128, 112),
    vgg(128, 256, 56),
    *2 * [vgg(256, 256, 56)],
    vgg(256, 512, 28),
    *2 * [vgg(512, 512, 28)],
    *3 * [vgg(512, 512, 14)],
]


def resnet(channels: int, filters: int, kernel: int, size: int, stride: int = 1) -> Layer:
    """A layer of ResNet-50 (He et al. 2016, table 1); `size` is that of its output."""
    return (
        (1, channels, size * stride, size * stride),
        (filters, channels, kernel, kernel),
        (1, filters, size, size),
        {"stride": stride, "padding": kernel // 2},
    )


def stage(before: int, width: int, blocks: int, size: int, stride: int) -> list[Layer]:
    """One row of that table: blocks of 1×1, 3×3 and 1×1; the first has a shortcut of 1×1."""
    first = [
        resnet(before, width, 1, size, stride),  # the paper strides here, later ones in the 3×3
        resnet(width, width, 3, size),
        resnet(width, 4 * width, 1, size),
        resnet(before, 4 * width, 1, size, stride),
    ]
    other = [
        resnet(4 * width, width, 1, size),
        resnet(width, width, 3, size),
        resnet(width, 4 * width, 1, size),
    ]
    return first + (blocks - 1) * other


RESNET_50 = [
    resnet(3, 64, 7, 112, stride=2),
    *stage(64, 64, 3, 56, 1),
    *stage(256, 128, 4, 28, 2),
    *stage(512, 256, 6, 14, 2),
    *stage(1024, 512, 3, 7, 2),
]
