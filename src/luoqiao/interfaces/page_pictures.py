"""页面的图: pages of documents as PNG, drawn once and kept in the data folder until nobody looks at them any more.

The name of a picture is the digest of its document, so a picture never grows stale.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from luoqiao.adapters.document_preview import page_image
from luoqiao.core.evidence.document_store import DocumentStore

WIDTHS = (320, 1_000)
KEPT_FOR = timedelta(days=90)


def get_picture(store: DocumentStore, key: str, kind: str, page: int, width: int) -> bytes:
    """One page as PNG. Refuses with DocumentRefused, DocumentMissing, PreviewBusy or StoreUnavailable."""
    file = _folder() / key[:2] / f"{key}-{page}-{width}.png"
    with contextlib.suppress(OSError):
        found = file.read_bytes()
        os.utime(file)
        return found
    with closing(store.open(key)) as content:
        drawn = page_image(content, kind, page=page, width=width)
    with contextlib.suppress(OSError):
        _write(file, drawn)
    return drawn


def _write(file: Path, content: bytes) -> None:
    """Written beside and renamed: another process never reads half a picture."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "wb") as written:
        written.write(content)
    Path(name).replace(file)


def forget_old_pictures(at: datetime) -> int:
    """Remove pictures that nobody looked at for months; how many there were."""
    before = (at - KEPT_FOR).timestamp()
    gone = 0
    for file in _folder().glob("??/*"):
        with contextlib.suppress(OSError):
            if file.stat().st_mtime < before:
                file.unlink()
                gone += 1
    return gone


def _folder() -> Path:
    folder: Path = settings.PICTURES_FOLDER
    return folder
