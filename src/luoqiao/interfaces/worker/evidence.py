"""夜里清理材料: drafts that nobody kept, bytes that nobody named, pictures of pages that nobody looked at for months."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils import timezone

from luoqiao.interfaces.document_intake import clear_leftovers
from luoqiao.interfaces.document_store import get_document_store
from luoqiao.interfaces.page_pictures import forget_old_pictures

log = logging.getLogger("luoqiao.worker")


def clean_documents(at: datetime | None = None) -> None:
    """Once a night. Files carry the machine's time, so that is what they are held against, never a demonstration's."""
    at = at or timezone.now()
    drafts, unnamed = clear_leftovers(get_document_store(), at)
    pictures = forget_old_pictures(at)
    if drafts or unnamed:
        log.warning("cleared %s stale drafts, %s unnamed objects, %s pictures", drafts, unnamed, pictures)
