"""Which addresses one warp touches, drawn with characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.cuda import Touch
from grader.cuda.traffic import SECTOR, WORD

BANKS = 32
A_ROW, ROWS = 6, 3  # sectors that are drawn
VERBS = {"load": "reads", "store": "writes", "atomic": "changes"}


def draw(touch: Touch) -> Iterator[str]:
    """Lines of text: the sectors with the words that are wanted, or what each bank must give."""
    head = f"line {touch.line}, {touch.array}: a warp {VERBS[touch.op]}"
    if touch.space == "shared":
        yield f"{head} shared memory, {len(touch.offsets)} threads, cycles: {units(touch)}"
        yield f"  bank     {''.join(str(bank % 10) for bank in range(BANKS))}"
        yield f"  words    {''.join(_digit(len(words)) for words in _banks(touch))}"
        return
    sectors = sorted(_sectors(touch))
    yield f"{head} global memory, {len(touch.offsets)} threads, sectors: {len(sectors)}"
    shown = sectors[: A_ROW * ROWS]
    for begin in range(0, len(shown), A_ROW):
        yield f"  {_row(touch, shown, begin)}"
    if len(sectors) > len(shown):
        yield f"  … and {len(sectors) - len(shown)} more"


def units(touch: Touch) -> int:
    """What the request takes: sectors of global memory, or cycles of shared memory."""
    if touch.space == "shared":
        return max(len(words) for words in _banks(touch))
    return len(_sectors(touch))


def _row(touch: Touch, sectors: Sequence[int], begin: int) -> str:
    """Some sectors; … stands between those that are no neighbours in memory."""
    words = _words(touch)
    row = ""
    for place in range(begin, min(begin + A_ROW, len(sectors))):
        sector = sectors[place]
        apart = place > 0 and sector != sectors[place - 1] + 1
        first = sector * SECTOR // WORD
        cells = "".join("#" if first + k in words else "." for k in range(SECTOR // WORD))
        row += f"{'… ' if apart else ''}[{cells}]"
    return row


def _words(touch: Touch) -> set[int]:
    return {
        word
        for byte in touch.offsets
        for word in range(byte // WORD, (byte + touch.itemsize - 1) // WORD + 1)
    }


def _sectors(touch: Touch) -> set[int]:
    return {word * WORD // SECTOR for word in _words(touch)}


def _banks(touch: Touch) -> list[set[int]]:
    """The different words that each bank must give."""
    banks: list[set[int]] = [set() for _ in range(BANKS)]
    for word in _words(touch):
        banks[word % BANKS].add(word)
    return banks


def _digit(number: int) -> str:
    return "." if number == 0 else str(number) if number < 10 else "+"
