"""Random tokens of which only digests are kept, and PINs that are hashed slowly."""

from __future__ import annotations

import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""Source: OWASP Password Storage Cheat Sheet, argon2id with 19 MiB and two iterations."""


def token(length: int = 16) -> str:
    """Return a random token of `length` characters that a Code 128 holds without a shift."""
    alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    return "".join(secrets.choice(alphabet) for _ in range(length))


def digits(length: int = 6) -> str:
    """Return a random PIN."""
    return "".join(secrets.choice("0123456789") for _ in range(length))


def digest(text: str) -> str:
    """Return the digest of a random token; tokens need no salt, they cannot be guessed."""
    return hashlib.sha256(text.encode()).hexdigest()


def hashed(secret: str) -> str:
    """Return the slow hash of a PIN or password."""
    return _HASHER.hash(secret)


def matches(hashed_secret: str, secret: str) -> bool:
    """Tell whether `secret` is the one that was hashed."""
    try:
        return _HASHER.verify(hashed_secret, secret)
    except VerificationError:
        return False
