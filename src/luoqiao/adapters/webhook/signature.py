"""签名: HMAC over the time and the body, by SM3 or SHA-256, so that the receiver knows who sent it and when."""

from __future__ import annotations

import hmac
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC

SM3_NAME = "sm3"
SHA256_NAME = "sha256"


def sign(secret: str, digest: str, time: int, body: bytes) -> str:
    """The value of the signature header: `sm3=…`, over `time`, a full stop and the body."""
    signed = f"{time}.".encode() + body
    if digest == SM3_NAME:
        keyed = HMAC(secret.encode(), SM3())
        keyed.update(signed)
        return f"{SM3_NAME}={keyed.finalize().hex()}"
    if digest == SHA256_NAME:
        return f"{SHA256_NAME}={hmac.new(secret.encode(), signed, sha256).hexdigest()}"
    raise ValueError(digest)
