"""What a submission printed: shown to the learner, never parsed."""

from __future__ import annotations

OUTPUT_BYTES = 16 * 1024  # we keep this much; the rest is counted


class Output:
    """What a submission printed: the beginning is kept, the rest only counted."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._size = 0

    def add(self, data: bytes) -> None:
        """Append some bytes."""
        self._kept += data[: max(0, OUTPUT_BYTES - len(self._kept))]
        self._size += len(data)

    def take(self) -> str:
        """What came since the last call, as text."""
        text = self._kept.decode("utf-8", errors="replace")
        if self._size > len(self._kept):
            text += f"\n… and {self._size - len(self._kept):,} bytes more"
        self._kept, self._size = bytearray(), 0
        return text
