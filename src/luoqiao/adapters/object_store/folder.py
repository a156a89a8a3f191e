"""文件夹里的文件库: one file an object, written, flushed to the disk and then renamed; readable by this user alone."""

from __future__ import annotations

import contextlib
import errno
import os
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from luoqiao.adapters.object_store.hashing import copy_hashed
from luoqiao.core.evidence.document_store import (
    KEY,
    TOKEN,
    DocumentMissing,
    Draft,
    DraftGone,
    KeptObject,
    StoreUnavailable,
    draft_path,
    key_path,
    read_key,
    read_token,
)

FILE_MODE, FOLDER_MODE = 0o600, 0o700
_REASONS = {
    errno.ENOSPC: "磁盘已满", errno.EDQUOT: "磁盘配额已用完", errno.EACCES: "没有权限", errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的", errno.EIO: "磁盘读写出错", errno.EMFILE: "打开的文件太多",
}  # fmt: skip


class FolderStore:
    """一个文件夹: `drafts/` and `objects/` under it, made when first needed."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put_draft(self, stream: BinaryIO, *, most_bytes: int) -> Draft:
        """As DocumentStore says; a file that breaks off is removed before the error goes on."""
        token = uuid.uuid4().hex
        file = self._root / draft_path(token)
        with _said():
            _make_folder(file.parent)
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE_MODE)
        try:
            with os.fdopen(handle, "wb", buffering=0) as written:
                digests = copy_hashed(stream, _writer(written), most_bytes=most_bytes)
                with _said():
                    os.fsync(written.fileno())
        except BaseException:
            with contextlib.suppress(OSError):
                file.unlink()
            raise
        return Draft(digests.sha256, digests.sm3, digests.size, token)

    def keep(self, draft: Draft) -> str:
        """As DocumentStore says; the rename is one step, and both folders are flushed after it."""
        file = self._root / draft_path(read_token(draft.token))
        target = self._root / key_path(read_key(draft.sha256))
        with _said(missing=DraftGone()):
            if not file.exists():
                raise FileNotFoundError(errno.ENOENT, "draft", str(file))
            _make_folder(target.parent)
            file.replace(target)
            _flush(target.parent)
            _flush(file.parent)
        return draft.sha256

    def give_up(self, draft: Draft) -> None:
        """As DocumentStore says."""
        with contextlib.suppress(DraftGone), _said():
            (self._root / draft_path(read_token(draft.token))).unlink(missing_ok=True)

    def open_draft(self, draft: Draft) -> BinaryIO:
        """As DocumentStore says."""
        with _said(missing=DraftGone()):
            return (self._root / draft_path(read_token(draft.token))).open("rb")

    def open(self, key: str) -> BinaryIO:
        """As DocumentStore says."""
        with _said(missing=DocumentMissing(key)):
            return (self._root / key_path(read_key(key))).open("rb")

    def exists(self, key: str) -> bool:
        """As DocumentStore says."""
        with _said():
            return KEY.fullmatch(key) is not None and (self._root / key_path(key)).is_file()

    def remove_stale_drafts(self, before: datetime) -> int:
        """As DocumentStore says; a draft still being written was touched just now and stays."""
        removed = 0
        with _said():
            for file in (self._root / "drafts").glob("*"):
                with contextlib.suppress(FileNotFoundError):
                    if TOKEN.fullmatch(file.name) and file.stat().st_mtime < before.timestamp():
                        file.unlink()
                        removed += 1
        return removed

    def list_kept(self) -> Iterator[KeptObject]:
        """As DocumentStore says."""
        with _said():
            for file in sorted((self._root / "objects").glob("??/??/*")):
                if KEY.fullmatch(file.name):
                    seen = file.stat()
                    yield KeptObject(file.name, seen.st_size, datetime.fromtimestamp(seen.st_mtime, UTC))

    def remove(self, key: str) -> None:
        """As DocumentStore says."""
        with _said():
            (self._root / key_path(read_key(key))).unlink(missing_ok=True)


def _writer(file: FileIO) -> Callable[[bytes], None]:
    """Write a piece whole; only an error of the disk becomes a refusal, never one of the stream that is read."""

    def write(piece: bytes) -> None:
        left = memoryview(piece)
        with _said():
            while left:
                left = left[file.write(left) :]

    return write


@contextlib.contextmanager
def _said(missing: Exception | None = None) -> Iterator[None]:
    """Errors of the disk as refusals of the store: what is missing, and what may be there later."""
    try:
        yield
    except OSError as error:
        if isinstance(error, FileNotFoundError) and missing is not None:
            raise missing from None
        raise StoreUnavailable(_REASONS.get(error.errno or 0, "读写出错")) from error


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, each flushed into the one above."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=FOLDER_MODE)
        _flush(folder.parent)


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
