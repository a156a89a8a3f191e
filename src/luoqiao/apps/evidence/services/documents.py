"""收材料: the row of a document whose bytes are in the store already; named, put into a category, put away when not wanted.

The same bytes of the same owner are one document. The two steps of the store (draft, keep) and the checks of what is inside
belong to the interface that receives the file; the row comes last, so that an interrupted upload leaves nothing to be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.evidence.errors import MayNotEnter, NotThere
from luoqiao.apps.evidence.models import Document
from luoqiao.apps.evidence.queries.documents import (
    DocumentSeen,
    document_scope,
    find_documents,
    seen_document,
)
from luoqiao.apps.evidence.scope import written_enterprise
from luoqiao.core.evidence.document_category import Category
from luoqiao.core.evidence.document_kind import document_name
from luoqiao.core.evidence.document_store import Digests
from luoqiao.core.parties.actor import DUTY_OF_UNITS, Actor

LONGEST_TITLE = 100
_BYTES = 0x4C51_0056
"""First key of the advisory lock under which the bytes of one key are kept and named."""


@dataclass(frozen=True, slots=True)
class Received:
    """收到的文件: its digests, what it is (id of the kind), its pages, the name it came with."""

    digests: Digests
    kind: str
    pages: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """存下的材料; `new` is false when the owner had it already."""

    document: DocumentSeen
    new: bool


@contextmanager
def holding(key: str) -> Iterator[None]:
    """While the bytes of one key are kept and named nobody clears them away: one transaction around both."""
    with transaction.atomic():
        _hold(key)
        yield


def clear_unnamed(key: str, remove: Callable[[str], None]) -> bool:
    """Let go of bytes that no document names, left by an upload that was never completed; whether they were let go."""
    with transaction.atomic():
        _hold(key)
        if Document.objects.filter(sha256=key).exists():
            return False
        remove(key)
        return True


def _hold(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_BYTES, key])


def add_document(
    *, received: Received, category: Category, actor: Actor, at: datetime, enterprise: str = "", unit: str = "", title: str = ""
) -> Kept:
    """Keep the row of a document of an enterprise (credit code) or of a unit; the same bytes again are the row there is.

    Refuses with NoSuchEnterprise or MayNotEnter.
    """
    with transaction.atomic():
        firm = written_enterprise(enterprise, actor) if enterprise else None
        if firm is None and actor.user and unit not in actor.places(*DUTY_OF_UNITS):
            raise MayNotEnter
        name = document_name(received.name)
        owner = {"enterprise_id": firm.id} if firm else {"enterprise__isnull": True, "unit": unit}
        row, new = Document.objects.get_or_create(
            sha256=received.digests.sha256, **owner,
            defaults={
                "sm3": received.digests.sm3, "size": received.digests.size, "kind": received.kind,
                "pages": received.pages, "original_name": name, "title": _title(title or name), "category": category.value,
                "uploaded_by": actor.user, "uploaded_name": actor.name, "uploaded_at": at,
            },
        )  # fmt: skip
        if new:
            detail = {"name": name, "sha256": row.sha256, "sm3": row.sm3, "size": row.size, "category": category.value,
                      "owner": enterprise or unit}  # fmt: skip
            record(at=at, actor=actor, deed=Deed("document.added", f"document:{row.pk}", detail))
        elif row.put_away_at is not None:
            Document.objects.filter(pk=row.pk).update(put_away_at=None)
            record(at=at, actor=actor, deed=Deed("document.taken_out", f"document:{row.pk}"))
        return Kept(seen_document(row.pk, actor), new)


def describe_document(*, document: int, title: str, category: Category, actor: Actor, at: datetime) -> None:
    """Another title or category; refuses with NotThere or MayNotEnter."""
    with transaction.atomic():
        row = _written(document, actor)
        before = {"title": row.title, "category": row.category}
        row.title, row.category = _title(title or row.original_name), category.value
        row.save(update_fields=["title", "category"])
        detail = {"before": before, "title": row.title, "category": row.category}
        record(at=at, actor=actor, deed=Deed("document.described", f"document:{row.pk}", detail))


def put_away(*, document: int, actor: Actor, at: datetime) -> None:
    """收起: no longer offered for cases; where it is used it stays. Uploaded again it is back. Refuses as above."""
    with transaction.atomic():
        row = _written(document, actor)
        if row.put_away_at is None:
            row.put_away_at = at
            row.save(update_fields=["put_away_at"])
            record(at=at, actor=actor, deed=Deed("document.put_away", f"document:{row.pk}", {"title": row.title}))


def note_download(*, document: int, actor: Actor, at: datetime, because: str = "") -> None:
    """Somebody took a copy of a document away: that stands in the audit. Refuses with NotThere.

    `because` names what lets somebody read it who has no scope over the enterprise (a case to score); the caller checked that.
    """
    with transaction.atomic():
        seen = find_documents([document]).get(document) if because else seen_document(document, actor)
        if seen is None:
            raise NotThere("这份材料")
        detail = {"sha256": seen.sha256, **({"for": because} if because else {})}
        record(at=at, actor=actor, deed=Deed("document.downloaded", f"document:{seen.id}", detail))


def set_withheld(documents: Iterable[int], *, withheld: bool) -> None:
    """暂不给看, or no longer: what is sealed elsewhere is not read here."""
    Document.objects.filter(pk__in=tuple(documents)).exclude(withheld=withheld).update(withheld=withheld)


def _written(document: int, actor: Actor) -> Document:
    row = (
        Document.objects.select_for_update(of=("self",))
        .select_related("enterprise")
        .filter(document_scope(actor), pk=document)
        .first()
    )
    if row is None:
        raise NotThere("这份材料")
    if row.enterprise is not None:
        written_enterprise(row.enterprise.uscc, actor)
    elif actor.user and row.unit not in actor.places(*DUTY_OF_UNITS):
        raise MayNotEnter
    return row


def _title(text: str) -> str:
    return document_name(text)[:LONGEST_TITLE]
