"""审计链的写法: the canonical bytes of an entry, the digests that chain them, and the lines of an export, defined once.

The verifier (`verify_export.py`) is written apart from this and stands alone; tests hold the two together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from luoqiao.core.audit.verify_export import find_sm3

FORMAT, SEAL_FORMAT, VERSION = "luoqiao-audit-chain", "luoqiao-audit-seal", 1
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_sm3, SM3_BY = find_sm3()


@dataclass(frozen=True, slots=True)
class ChainEntry:
    """入链的一条: an audit entry as it is kept; numbers in `detail` are whole or as JSON writes them shortest."""

    id: int
    at: datetime
    user: int
    name: str
    post: str
    for_user: int
    action: str
    subject: str
    reason: str
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Heads:
    """两个摘要: SHA-256 and SM3 of one place of the chain, 32 bytes each."""

    sha256: bytes
    sm3: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """封条: what the chain of a year was when a day had ended."""

    year: int
    day: date
    seq: int
    heads: Heads
    made_at: datetime


def canonical(entry: ChainEntry) -> bytes:
    """规范写法: the bytes that are hashed; sorted keys, no spaces, UTF-8, time in UTC with microseconds."""
    return _encode(
        {
            "action": entry.action, "at": instant(entry.at), "detail": dict(entry.detail), "for_user": entry.for_user,
            "id": entry.id, "name": entry.name, "post": entry.post, "reason": entry.reason, "subject": entry.subject,
            "user": entry.user,
        }
    ).encode()  # fmt: skip


def instant(at: datetime) -> str:
    """2023-05-01T01:00:00.000000Z."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def genesis(year: int) -> Heads:
    """起点: what the first entry of a year follows."""
    sentence = f"洛桥审计链 {year} 年 起点".encode()
    return Heads(hashlib.sha256(sentence).digest(), _sm3(sentence).digest())


def follow(before: Heads, entry: bytes) -> Heads:
    """The digests of an entry behind another: H(previous ‖ canonical bytes)."""
    return Heads(hashlib.sha256(before.sha256 + entry).digest(), _sm3(before.sm3 + entry).digest())


def seal_text(seal: Sealed) -> str:
    """封条文件: what is kept elsewhere, readable and printable; the same seal is always the same text."""
    told = {"format": SEAL_FORMAT, "version": VERSION, **_seal_fields(seal)}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def export_lines(year: int, links: Iterable[tuple[int, bytes, Heads]], seals: Iterable[Sealed]) -> Iterator[bytes]:
    """导出文件的行: header, one line a link with the seals behind the link they seal, closing line.

    `links` are (seq, canonical bytes, digests as kept) in order; nothing is computed anew, so damage is carried out, not mended.
    """
    whole = hashlib.sha256(), _sm3()
    for line in _body(year, links, sorted(seals, key=lambda one: (one.seq, one.day)), closing := _Closing(genesis(year))):
        for digest in whole:
            digest.update(line)
        yield line
    told = {"links": closing.links, "seals": closing.seals, "year": year, **_hex(closing.heads)}
    yield _line({"closing": told, "whole": {"sha256": whole[0].hexdigest(), "sm3": whole[1].hexdigest()}})


@dataclass(slots=True)
class _Closing:
    """What the closing line says."""

    heads: Heads
    links: int = 0
    seals: int = 0


def _body(year: int, links: Iterable[tuple[int, bytes, Heads]], seals: list[Sealed], closing: _Closing) -> Iterator[bytes]:
    yield _line({"format": FORMAT, "genesis": _hex(closing.heads), "version": VERSION, "year": year})
    waiting = iter(seals)
    seal = next(waiting, None)
    for seq, entry, heads in links:
        closing.links, closing.heads = closing.links + 1, heads
        tail = f',"seq":{seq},"sha256":"{heads.sha256.hex()}","sm3":"{heads.sm3.hex()}"}}\n'
        yield b'{"entry":' + entry + tail.encode()
        while seal is not None and seal.seq <= seq:
            closing.seals += 1
            yield _line({"seal": _seal_fields(seal)})
            seal = next(waiting, None)


def _seal_fields(seal: Sealed) -> dict[str, object]:
    made_at = instant(seal.made_at)
    return {"year": seal.year, "date": seal.day.isoformat(), "seq": seal.seq, **_hex(seal.heads), "made_at": made_at}


def _hex(heads: Heads) -> dict[str, str]:
    return {"sha256": heads.sha256.hex(), "sm3": heads.sm3.hex()}


def _line(told: Mapping[str, object]) -> bytes:
    return (_encode(told) + "\n").encode()
