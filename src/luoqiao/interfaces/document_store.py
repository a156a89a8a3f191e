"""这个站点的文件库: opened once a process as the settings say; interfaces hand it to the services that need it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from luoqiao.adapters.object_store import open_store
from luoqiao.core.evidence.document_store import DocumentStore


def get_document_store() -> DocumentStore:
    """The store of this site; refuses a setting that names none (StoreRefuses)."""
    return _opened(settings.DOCUMENTS, settings.DOCUMENTS_FOLDER, settings.DOCUMENTS_ENDPOINT)


@lru_cache(maxsize=8)
def _opened(address: str, folder: Path, endpoint: str) -> DocumentStore:
    return open_store(address, folder, endpoint=endpoint)
