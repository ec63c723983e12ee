"""The secret that hidden numbers follow from, and what follows from it."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from grader.errors import UsageError

SHORTEST = 16
NAME = ".secret"


def read_secret(path: Path) -> bytes:
    """The secret in a file; a file that is not there is made, with a random secret.

    Raises:
        UsageError: if it cannot be read or made, or is too short to be secret.
    """
    try:
        if not path.exists():
            path.touch(mode=0o600, exist_ok=False)
            path.write_text(secrets.token_hex(32) + "\n", encoding="ascii")
        secret = path.read_bytes().strip()
    except OSError as error:
        raise UsageError(f"{path}: the secret cannot be read: {error.strerror}") from None
    if len(secret) < SHORTEST:
        raise UsageError(f"{path}: a secret has at least {SHORTEST} characters")
    return secret


def keyed(secret: bytes, *parts: str) -> bytes:
    """32 bytes that nobody without the secret can foretell."""
    key = hashlib.blake2b(secret).digest()
    message = b"".join(hashlib.sha256(part.encode()).digest() for part in parts)
    return hashlib.blake2b(message, key=key, digest_size=32).digest()


def seed_of(secret: bytes, student: str, slug: str, content: str) -> int:
    """An attempt's seed, 0 to 2**32 - 1: its own for each student and content, and repeatable."""
    return int.from_bytes(keyed(secret, student, slug, content)[:4])
