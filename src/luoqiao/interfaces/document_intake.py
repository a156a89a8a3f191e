"""收文件: a file that arrives is drafted and hashed, looked into, kept and named; broken off, it leaves nothing to be seen."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from typing import BinaryIO

from luoqiao.adapters.document_preview import look_into
from luoqiao.apps.evidence.queries.documents import unnamed
from luoqiao.apps.evidence.services.documents import Kept, Received, add_document, clear_unnamed, holding
from luoqiao.core.evidence.document_category import Category, guess_category
from luoqiao.core.evidence.document_kind import MOST_BYTES
from luoqiao.core.evidence.document_store import Digests, DocumentStore, Draft
from luoqiao.core.parties.actor import Actor

STALE_AFTER = timedelta(hours=24)
"""No upload takes longer: what is older and unnamed was given up."""
BATCH = 1_000


def take_in(
    stream: BinaryIO, name: str, *, store: DocumentStore, actor: Actor, at: datetime, category: Category | None = None,
    enterprise: str = "", unit: str = "", title: str = "", allowed: Collection[str] = (),
) -> Kept:  # fmt: skip
    """Take a file in for an enterprise (credit code) or a unit.

    Refuses with one sentence: StreamTooLong, DocumentRefused, PreviewBusy, StoreUnavailable, NoSuchEnterprise or MayNotEnter;
    then nothing is kept.
    """
    draft = store.put_draft(stream, most_bytes=MOST_BYTES)
    try:
        received = _looked(draft, name, store, allowed)
        with holding(draft.sha256):
            store.keep(draft)
            return add_document(
                received=received, category=category or guess_category(name), actor=actor, at=at, enterprise=enterprise,
                unit=unit, title=title,
            )  # fmt: skip
    finally:
        store.give_up(draft)


def _looked(draft: Draft, name: str, store: DocumentStore, allowed: Collection[str]) -> Received:
    with closing(store.open_draft(draft)) as content:
        looked = look_into(content, name, allowed=allowed)
    return Received(Digests(draft.sha256, draft.sm3, draft.size), looked.kind.id, looked.pages, name)


def clear_leftovers(store: DocumentStore, at: datetime) -> tuple[int, int]:
    """Remove drafts nobody kept and bytes nobody named, older than a day; how many of each."""
    before = at - STALE_AFTER
    drafts = store.remove_stale_drafts(before)
    old = (kept.key for kept in store.list_kept() if kept.kept_at < before)
    cleared = 0
    while keys := list(islice(old, BATCH)):
        cleared += sum(clear_unnamed(key, store.remove) for key in sorted(unnamed(keys)))
    return drafts, cleared
