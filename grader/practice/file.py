"""practice/<slug>.xz: a practice as msgpack, in which what is long is written once.

A check that asks the same thing several times would otherwise write its arrays down each time.
"""

from __future__ import annotations

import lzma
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from grader.errors import CheckError
from grader.practice.model import HOME, Practice

LONG = 64  # bytes
PRESET = 2  # 6 takes eight times as long for a sixth less, where arrays are large
WRITTEN = 1  # the code of msgpack's own type for "long one number n"


def pack(practice: Practice) -> bytes:
    """The content of practice/<slug>.xz; the same practice gives the same bytes."""
    numbers: dict[bytes, int] = {}

    def once(leaf: Any) -> Any:
        if not isinstance(leaf, bytes) or len(leaf) < LONG:
            return leaf
        number = numbers.setdefault(leaf, len(numbers))
        return msgspec.msgpack.Ext(WRITTEN, number.to_bytes(4))

    tree = _with_leaves(msgspec.to_builtins(practice, builtin_types=(bytes,)), once)
    content = msgspec.msgpack.encode({"long": list(numbers), "practice": tree})
    return lzma.compress(content, preset=PRESET)


def load_practice(root: Path, slug: str) -> Practice:
    """Read practice/<slug>.xz.

    Raises:
        CheckError: if it is missing or damaged.
    """
    path = root / HOME / f"{slug}.xz"
    try:
        content = msgspec.msgpack.decode(lzma.decompress(path.read_bytes()))
        long = content["long"]

        def whole(leaf: Any) -> Any:
            is_long = isinstance(leaf, msgspec.msgpack.Ext)
            return long[int.from_bytes(leaf.data)] if is_long else leaf

        tree = _with_leaves(content["practice"], whole)
        return msgspec.convert(tree, Practice, builtin_types=(bytes,))
    except (OSError, lzma.LZMAError, msgspec.MsgspecError, LookupError, TypeError) as error:
        raise CheckError(f"{path}: cannot be read ({error}): unpack the kit anew") from None


def _with_leaves(node: Any, leaf: Callable[[Any], Any]) -> Any:
    """A tree with other leaves."""
    if isinstance(node, dict):
        return {name: _with_leaves(value, leaf) for name, value in node.items()}
    if isinstance(node, list | tuple):
        return [_with_leaves(value, leaf) for value in node]
    return leaf(node)
