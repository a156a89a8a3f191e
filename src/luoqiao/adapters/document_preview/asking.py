"""问看文件的进程: hands a document to a child process and reads its answer; see `child` for what happens there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import UnsupportedOperation
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from typing import IO, Any, BinaryIO

import luoqiao
from luoqiao.adapters.document_preview.limits import AT_ONCE, WAIT_SECONDS, WALL_SECONDS
from luoqiao.core.evidence.document_kind import DocumentKind, DocumentRefused, get_kind
from luoqiao.core.kernel.errors import DomainError

CHILD = "luoqiao.adapters.document_preview.child"
SET_UP_WRONGLY = 3
_places = BoundedSemaphore(AT_ONCE)


class PreviewBusy(DomainError):
    """看文件的正忙: too many documents are being opened at this moment."""

    code = "LQ-5451"

    def __init__(self) -> None:
        super().__init__("同时打开的文件太多，这一个还没有看；请过一会儿再试，已传的都在")


@dataclass(frozen=True, slots=True)
class Looked:
    """看过的文件: its kind, and its pages where they can be counted."""

    kind: DocumentKind
    pages: int | None


def look_into(stream: BinaryIO, name: str, *, allowed: Collection[str] = ()) -> Looked:
    """Whether the document is what its name says, whole and within the limits.

    `allowed`: ids of the kinds wanted here; none means any. Refuses with one sentence (DocumentRefused).
    """
    answer, _ = _ask(stream, {"do": "look", "name": name, "allowed": sorted(allowed)})
    return Looked(get_kind(answer["kind"]), answer["pages"])


def page_image(stream: BinaryIO, kind: str, *, page: int = 1, width: int = 1_000) -> bytes:
    """One page as a PNG that carries nothing but the picture; `page` from 1, `width` in pixels.

    Refuses a kind without pictures, a page that is not there, a document that cannot be opened (DocumentRefused).
    """
    return _ask(stream, {"do": "page", "kind": kind, "page": page, "width": width})[1]


def document_text(stream: BinaryIO, kind: str) -> tuple[str, ...]:
    """The text of each page, line by line from top to bottom, where a kind is shown by its text (OFD).

    Refuses as `page_image` does.
    """
    return tuple(_ask(stream, {"do": "text", "kind": kind})[0]["pages"])


def _ask(stream: BinaryIO, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise PreviewBusy
    try:
        with _as_file(stream) as file:
            ended = _run(file, request)
    finally:
        _places.release()
    if ended is None or ended.returncode not in (0, SET_UP_WRONGLY):
        said = "文件打不开：太复杂或已损坏；请用原来的软件重新导出一份，或转成 PDF 再传"
        raise DocumentRefused("LQ-5450", said)
    if ended.returncode == SET_UP_WRONGLY:
        raise RuntimeError(ended.stderr.decode("utf-8", "replace"))
    line, _, payload = ended.stdout.partition(b"\n")
    answer: dict[str, Any] = json.loads(line)
    if "refused" in answer:
        raise DocumentRefused(*answer["refused"])
    return answer, payload


def _run(file: IO[bytes], request: dict[str, Any]) -> subprocess.CompletedProcess[bytes] | None:
    words = [sys.executable, "-W", "ignore", "-X", "utf8", "-m", CHILD, json.dumps(request)]
    environment = {"PATH": os.defpath, "PYTHONPATH": str(Path(luoqiao.__file__).parents[1])}
    try:
        return subprocess.run(
            words, stdin=file, capture_output=True, env=environment, timeout=WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return None


@contextmanager
def _as_file(stream: BinaryIO) -> Iterator[IO[bytes]]:
    """The stream as a file of the system, read from its beginning; it is at its beginning again afterwards."""
    stream.seek(0)
    try:
        stream.flush()
        stream.fileno()
    except (UnsupportedOperation, AttributeError):
        with TemporaryFile() as copy:
            copyfileobj(stream, copy)
            copy.seek(0)
            yield copy
    else:
        yield stream
    stream.seek(0)
