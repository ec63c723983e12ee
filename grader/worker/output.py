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

    def take(self, directory: str = "") -> str:
        """What came since the last call, as text, without the paths of the worker's folder."""
        text = self._kept.decode("utf-8", errors="replace")
        if directory:
            text = text.replace(f"{directory}/", "")
        # A crash prints every frame; those of the grader are no news to a learner.
        text = "".join(line for line in text.splitlines(True) if not _is_ours(line))
        if self._size > len(self._kept):
            text += f"\n… and {self._size - len(self._kept):,} bytes more"
        self._kept, self._size = bytearray(), 0
        return text


def _is_ours(line: str) -> bool:
    """A line of a traceback that is about the grader."""
    ours = ("/grader/worker/", 'File "<string>"', 'File "<frozen ')
    return line.startswith("  File ") and any(part in line for part in ours)
