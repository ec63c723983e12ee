"""Who gets a card: submissions with kernels, once it is known that a card can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import GraderError
from grader.gpu.device import Device
from grader.speed.roofline import Roofline
from grader.worker.launcher import Zygote
from grader.worker.proxy import Submission

if TYPE_CHECKING:
    from grader.gpu.card import Card


class Cards:
    """What a grader knows about its device.

    Args:
        device: what it was told to use. Where that turns out not to work, and nobody insisted on
            it, `device` becomes the interpreter, and says why.
    """

    def __init__(self, device: Device) -> None:
        self.device = device
        self._attains: Roofline | None = None

    def card_for(self, submission: Submission, zygote: Zygote) -> Card | None:
        """Where its kernels are launched; None where they are only interpreted.

        Raises:
            GraderError: a card was insisted on, and it cannot be used.
        """
        if "cuda" not in submission.exercise.devices or self.device.kind != "cuda":
            return None
        from grader.gpu.card import Card  # only a course with kernels needs all this
        from grader.gpu.roofline import measure_card

        if self._attains is None:
            try:
                self._attains = measure_card(zygote, self.device)
            except GraderError as problem:
                if self.device.insisted:
                    raise
                self.device = Device("sim", f"kernels were interpreted: {problem}")
                return None
        return Card(submission, zygote, self.device, roofline=self._attains)
