"""查材料: documents within scope as frozen values; what is in them is read from the store by the interface."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from luoqiao.apps.evidence.errors import NotThere
from luoqiao.apps.evidence.models import Document, Fact, Invoice
from luoqiao.apps.evidence.scope import evidence_scope
from luoqiao.core.evidence.document_category import Category
from luoqiao.core.evidence.document_kind import DocumentKind, get_kind
from luoqiao.core.parties.actor import DUTY_OF_UNITS, Actor, Role

PAGE = 50


@dataclass(frozen=True, slots=True)
class DocumentSeen:
    """一份材料: `uscc` and `name` are those of the enterprise, or `unit` is whose it is."""

    id: int
    title: str
    original_name: str
    category: Category
    kind: DocumentKind
    size: int
    pages: int | None
    sha256: str
    sm3: str
    uscc: str
    name: str
    unit: str
    uploaded_name: str
    uploaded_at: datetime
    put_away: bool


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """一页材料清单."""

    rows: tuple[DocumentSeen, ...]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Uses:
    """一份材料在本部分的用处: invoices whose original it is (id, number), how many facts rest on it."""

    invoices: tuple[tuple[int, str], ...] = ()
    facts: int = 0


def document_scope(actor: Actor) -> Q:
    """The documents that somebody may see: those of enterprises in scope; those of units for officials of units and auditors.

    What is withheld is seen by its owner alone.
    """
    seen = Q(enterprise__isnull=False) & evidence_scope(actor, "enterprise")
    if actor.user:
        seen &= Q(withheld=False) | Q(enterprise__uscc__in=actor.places(Role.ENTERPRISE_AGENT))
    if actor.user == 0 or actor.has(*DUTY_OF_UNITS, Role.AUDITOR):
        return seen | Q(enterprise__isnull=True)
    return seen


def seen_document(document: int, actor: Actor) -> DocumentSeen:
    """A document by its id; refuses with NotThere."""
    row = _rows().filter(document_scope(actor), pk=document).first()
    if row is None:
        raise NotThere("这份材料")
    return _seen(row)


def find_documents(documents: Iterable[int], actor: Actor | None = None) -> dict[int, DocumentSeen]:
    """Documents by their ids; without an actor those of a case, for whoever may see the case."""
    rows = _rows().filter(pk__in=tuple(documents))
    return {row.pk: _seen(row) for row in (rows if actor is None else rows.filter(document_scope(actor)))}


def list_documents(
    enterprise: str, actor: Actor, *, category: Category | None = None, search: str = "", page: int = 1,
    with_put_away: bool = False,
) -> DocumentPage:  # fmt: skip
    """One page of the documents of an enterprise, the latest first. Two queries."""
    rows = _rows().filter(document_scope(actor), enterprise__uscc=enterprise)
    if not with_put_away:
        rows = rows.filter(put_away_at__isnull=True)
    if category is not None:
        rows = rows.filter(category=category.value)
    if search:
        rows = rows.filter(Q(title__icontains=search) | Q(original_name__icontains=search))
    count = rows.count()
    pages = max(1, -(-count // PAGE))
    page = min(max(1, page), pages)
    found = rows.order_by("-uploaded_at", "-pk")[(page - 1) * PAGE : page * PAGE]
    return DocumentPage(tuple(_seen(row) for row in found), count, page, pages)


def unnamed(keys: Iterable[str]) -> frozenset[str]:
    """Of the keys of a store those that no document names."""
    asked = frozenset(keys)
    return asked - frozenset(Document.objects.filter(sha256__in=asked).values_list("sha256", flat=True))


def uses_of(documents: Iterable[int]) -> dict[int, Uses]:
    """Where documents stand behind invoices and facts; use in cases is asked of the cases."""
    asked = tuple(documents)
    invoices: dict[int, list[tuple[int, str]]] = {}
    for pk, number, document in Invoice.objects.filter(document__in=asked).values_list("pk", "number", "document"):
        if document is not None:
            invoices.setdefault(document, []).append((pk, number))
    facts: dict[int, int] = {}
    for document in Fact.objects.filter(document__in=asked).values_list("document", flat=True):
        if document is not None:
            facts[document] = facts.get(document, 0) + 1
    return {one: Uses(tuple(invoices.get(one, ())), facts.get(one, 0)) for one in asked}


def _rows() -> QuerySet[Document]:
    return Document.objects.select_related("enterprise")


def _seen(row: Document) -> DocumentSeen:
    firm = row.enterprise
    return DocumentSeen(
        row.pk, row.title, row.original_name, Category(row.category), get_kind(row.kind), row.size, row.pages, row.sha256,
        row.sm3, firm.uscc if firm else "", firm.name if firm else "", row.unit, row.uploaded_name, row.uploaded_at,
        row.put_away_at is not None,
    )  # fmt: skip
