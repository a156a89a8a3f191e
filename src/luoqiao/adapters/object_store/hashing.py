"""边读边算摘要: a stream is copied, counted and hashed in one pass; SM3 stands beside SHA-256 (国密)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import BinaryIO

from cryptography.hazmat.primitives.hashes import SM3, Hash

from luoqiao.core.evidence.document_store import Digests, StreamTooLong

CHUNK = 1 << 20


def copy_hashed(stream: BinaryIO, write: Callable[[bytes], object], *, most_bytes: int) -> Digests:
    """Hand every piece of the stream to `write`; the digests of all of it. Raises StreamTooLong."""
    sha256, sm3, size = hashlib.sha256(), Hash(SM3()), 0
    while piece := stream.read(CHUNK):
        size += len(piece)
        if size > most_bytes:
            raise StreamTooLong(most_bytes)
        sha256.update(piece)
        sm3.update(piece)
        write(piece)
    return Digests(sha256.hexdigest(), sm3.finalize().hex(), size)


def read_digests(stream: BinaryIO) -> Digests:
    """The digests of a stream read to its end: whether a kept document is still what was put in."""
    return copy_hashed(stream, len, most_bytes=1 << 62)
