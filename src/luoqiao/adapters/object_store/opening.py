"""打开文件库: the store that a setting names: a folder, or `s3://bucket/prefix` with an optional endpoint."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from luoqiao.adapters.object_store.folder import FolderStore
from luoqiao.core.evidence.document_store import DocumentStore, StoreRefuses


def open_store(address: str, folder: Path, *, endpoint: str = "") -> DocumentStore:
    """The store named by `address`; an empty one means `folder`.

    Refuses an address that is none, and S3 where its library is not installed (StoreRefuses).
    """
    if not address:
        return FolderStore(folder)
    parts = urlsplit(address)
    if parts.scheme == "file" or not parts.scheme:
        return FolderStore(Path(parts.path).expanduser())
    if parts.scheme != "s3" or not parts.netloc:
        raise StoreRefuses(f"DOCUMENTS={address[:80]} 不是文件库地址；写一个文件夹，或 s3://桶/前缀。")
    from luoqiao.adapters.object_store.s3 import S3Store, make_client

    return S3Store(make_client(endpoint), parts.netloc, parts.path.strip("/"))
