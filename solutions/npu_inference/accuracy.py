"""What is asked of `classify`: accuracy, with scales from the calibration pictures alone."""

import math
from functools import cache

import numpy as np

from grader.checks import Submission, begins_like, mostly
from solutions.npu_inference.networks import Network
from solutions.npu_inference.reference import (
    everybody_s,
    fashion,
    floats,
    held_back,
    integer_network,
    integers,
    quantized_pixels,
)

PICTURES = 500  # of the 1,000 that are held back: they take a second or two
POINTS = 0.5  # how far int8 may lie below float, in percent of the pictures
FEW = 20  # pictures whose classes are known exactly
AGREE = 18  # of them: the last bit of a range may differ, a class hardly ever
ALONE = 40

# Student kits have the first case only: the pictures are the same in every attempt.
SETS = {"250 pictures that you have": {"secret": False}, "500 new ones": {"secret": True}}
SECRET = ("500 new ones",)


@cache
def pictures(secret: bool) -> tuple[np.ndarray, np.ndarray, int]:
    """Pictures, their labels, and how many of them the float network gets right."""
    layers, _ = fashion()
    images, labels = (array[:PICTURES] for array in (held_back() if secret else everybody_s()))
    right = (floats(images, layers)[-1][:, :, 0, 0].argmax(1) == labels).sum()
    return images, labels.astype(np.int64), int(right)


@cache
def trained() -> tuple[np.ndarray, Network, tuple[np.ndarray, np.ndarray]]:
    """The first held-back pictures in int8, the trained network, and what it makes of them."""
    layers, calibration = fashion()
    network, scale, zero_point = integer_network(layers, calibration)
    x = quantized_pixels(held_back()[0][:FEW], scale, zero_point)
    return x, network, integers(x, network)


def is_accurate(submission: Submission, secret: bool) -> None:
    """classify is right as often as the float network, but for half a point.

    Raises:
        Wrong: if it is not, or if the first classes are not those of the definition.
    """
    layers, calibration = fashion()
    images, labels, right = pictures(secret)
    size = len(labels)
    said = (
        "{percent} % of {size} pictures right; the float network has "
        f"{100 * right / size:.1f} %, and int8 must not lose more than {POINTS} points"
    )
    answer = submission.classify(images, calibration, layers)
    mostly(answer, labels, math.ceil(right - POINTS * size / 100), said)
    if secret:
        first = trained()[2][1]
        said = f"expected classes {first.tolist()} for the first pictures, got others"
        mostly(submission.classify(images[:FEW], calibration, layers), first, AGREE, said)


def is_calibrated_alone(submission: Submission) -> None:
    """A picture's class does not depend on what is classified together with it.

    Raises:
        Wrong: if it does.
    """
    layers, calibration = fashion()
    images, calibration = everybody_s()[0][:ALONE], calibration[:ALONE]  # the others cost time
    alone = submission.classify(images, calibration, layers)
    bright = np.concatenate([images, 1000 * images[:1]]).astype(np.float32)
    begins_like(
        submission.classify(bright, calibration, layers),
        alone,
        "{differ} of {size} pictures got another class when a very bright picture was classified "
        "together with them: scales must come from the calibration pictures alone",
    )
