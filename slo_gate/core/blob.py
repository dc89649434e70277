"""The names that git gives to the bytes of files (gitformat-pack, "Object types"): of SHA-1, or of SHA-256 in newer repositories."""

import hashlib


def hasher(size: int, like: str) -> "hashlib._Hash":
    """What names a blob of so many bytes, as another one is named: 40 or 64 digits of hex."""
    start = f"blob {size}\0".encode("ascii")
    return hashlib.sha256(start) if len(like) > 40 else hashlib.sha1(start, usedforsecurity=False)


def name(data: bytes, like: str) -> str:
    named = hasher(len(data), like)
    named.update(data)
    return named.hexdigest()
