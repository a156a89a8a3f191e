"""文件库的约定: what every store of documents does, wherever it keeps the bytes, and how it refuses.

Two steps, so that an interrupted upload leaves nothing to be seen: first a draft, hashed while it arrives; then it is
kept under the SHA-256 of its bytes. A draft that nobody keeps is stale and is removed. What is kept never changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from luoqiao.core.kernel.errors import DomainError

KEY = re.compile(r"[0-9a-f]{64}")
TOKEN = re.compile(r"[0-9a-f]{32}")


class StreamTooLong(DomainError):
    """文件太大: more bytes than were allowed arrived; the draft is gone."""

    code = "LQ-5430"

    def __init__(self, most_bytes: int) -> None:
        super().__init__(f"文件超过 {shown_size(most_bytes)}，没有保存；请压缩或拆开再传", details={"most_bytes": most_bytes})


class DraftGone(DomainError):
    """暂存的文件已清理: the upload was left too long, or was kept or given up before."""

    code = "LQ-5431"

    def __init__(self) -> None:
        super().__init__("这次上传的文件已不在暂存处，可能放得太久被清理了；请重新上传，其他填写的内容都在")


class DocumentMissing(DomainError):
    """文件库里没有这个文件."""

    code = "LQ-5432"

    def __init__(self, key: str) -> None:
        super().__init__(f"文件库里找不到编号 {key[:12]}… 的文件；登记还在，请告诉维护人员", details={"key": key})


class StoreUnavailable(DomainError):
    """文件库暂时不能用: worth trying again; nothing was kept."""

    code = "LQ-5433"

    def __init__(self, reason: str) -> None:
        super().__init__(f"文件库暂时不能用（{reason}），这个文件没有保存；请稍后再传，已填的内容都在")


class StoreRefuses(DomainError):
    """文件库不接受: set up wrongly; trying again does not help."""

    code = "LQ-5434"


@dataclass(frozen=True, slots=True)
class Digests:
    """摘要: SHA-256 and SM3 of the same bytes, in hexadecimal, and how many bytes there were."""

    sha256: str
    sm3: str
    size: int


@dataclass(frozen=True, slots=True)
class Draft:
    """暂存的文件: arrived whole, not yet kept; `token` finds it again."""

    sha256: str
    sm3: str
    size: int
    token: str


@dataclass(frozen=True, slots=True)
class KeptObject:
    """库里的一个文件: its key (the SHA-256 of its bytes), size, and when it was put there."""

    key: str
    size: int
    kept_at: datetime


class DocumentStore(Protocol):
    """文件库: keys are SHA-256 in hexadecimal. Every verb may raise StoreUnavailable (try again)."""

    def put_draft(self, stream: BinaryIO, *, most_bytes: int) -> Draft:
        """Take in a stream to its end and hash it. Nothing stays when the stream breaks off (its error is raised).

        Raises StreamTooLong at the first byte too many.
        """
        ...

    def keep(self, draft: Draft) -> str:
        """Keep a draft for good; the key under which it is found. The same bytes twice are kept once.

        Raises DraftGone. Keep first, then commit the row that names the key: a key without a row is found by
        `list_kept`, a row without a key would be a loss.
        """
        ...

    def give_up(self, draft: Draft) -> None:
        """Remove a draft that is not wanted; one that is gone already is no error."""
        ...

    def open_draft(self, draft: Draft) -> BinaryIO:
        """The bytes of a draft, for the checks before it is kept; the caller closes it. Raises DraftGone."""
        ...

    def open(self, key: str) -> BinaryIO:
        """The bytes kept under a key, from the beginning; the caller closes it. Raises DocumentMissing."""
        ...

    def exists(self, key: str) -> bool:
        """Whether something is kept under a key."""
        ...

    def remove_stale_drafts(self, before: datetime) -> int:
        """Remove the drafts not touched since then; how many there were."""
        ...

    def list_kept(self) -> Iterator[KeptObject]:
        """Everything that is kept, in order of keys: to be held against the rows that name keys."""
        ...

    def remove(self, key: str) -> None:
        """Remove what no row names any more; nothing kept there is no error."""
        ...


def read_key(text: str) -> str:
    """The text as a key; what cannot be one is not in the store (DocumentMissing)."""
    if KEY.fullmatch(text) is None:
        raise DocumentMissing(text)
    return text


def read_token(text: str) -> str:
    """The text as the token of a draft; what cannot be one is no draft (DraftGone)."""
    if TOKEN.fullmatch(text) is None:
        raise DraftGone
    return text


def key_path(key: str) -> str:
    """Where an object lies: two levels of folders, so that none grows too long."""
    return f"objects/{key[:2]}/{key[2:4]}/{key}"


def draft_path(token: str) -> str:
    """Where a draft lies."""
    return f"drafts/{token}"


def shown_size(count: int) -> str:
    """20 MB, 300 KB, 12 字节."""
    for unit, name in ((1_000_000, "MB"), (1_000, "KB")):
        if count >= unit:
            whole, tenths = divmod(count * 10 // unit, 10)
            return f"{whole}.{tenths} {name}" if tenths else f"{whole} {name}"
    return f"{count} 字节"
