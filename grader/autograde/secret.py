"""The secret that hidden numbers follow from, and what follows from it."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from grader.errors import UsageError
from grader.report.json import write_whole

SHORTEST = 16
NAME = ".secret"


def read_secret(path: Path, make: bool = True) -> bytes:
    """The secret in a file.

    Args:
        path: of the file.
        make: write a random secret into it, for its owner only, if it is not there.

    Raises:
        UsageError: if it cannot be read or made, or is too short to be secret.
    """
    try:
        if make and not path.exists():
            write_whole(path, f"{secrets.token_hex(32)}\n".encode())
        secret = path.read_bytes().strip()
    except OSError as error:
        raise UsageError(
            f"{path}: no secret can be read here: {error.strerror}. "
            "If you graded with --secret FILE, say so here, too"
        ) from None
    if len(secret) < SHORTEST:
        raise UsageError(f"{path}: a secret has at least {SHORTEST} characters")
    return secret


def keyed(secret: bytes, *parts: str) -> bytes:
    """32 bytes that nobody without the secret can foretell."""
    key = hashlib.blake2b(secret).digest()
    message = b"".join(hashlib.sha256(part.encode()).digest() for part in parts)
    return hashlib.blake2b(message, key=key, digest_size=32).digest()


def seed_of(secret: bytes, student: str, slug: str, content: str) -> int:
    """An attempt's seed, 0 to 2**53 - 1: its own for each student and content, and repeatable."""
    return int.from_bytes(keyed(secret, student, slug, content)[:7]) >> 3
