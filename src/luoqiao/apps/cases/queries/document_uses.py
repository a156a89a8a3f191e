"""材料用在哪些案件: asked by the pages of documents; only cases that the reader may see are named. And which documents an expert
may open: that is decided here, by the cases, not by the evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from luoqiao.apps.cases.expert_scope import reviews_with
from luoqiao.apps.cases.models import Case, CaseDocument
from luoqiao.apps.cases.scope import case_scope
from luoqiao.core.parties.actor import Actor


@dataclass(frozen=True, slots=True)
class DocumentUse:
    """一处用处: the case and what the document is used as there."""

    number: str
    title: str
    requirement: str


def uses_of_documents(documents: Iterable[int], actor: Actor) -> dict[int, tuple[DocumentUse, ...]]:
    """Where each document is attached now, the latest case last. One query."""
    seen = Case.objects.filter(case_scope(actor)).values("pk")
    rows = CaseDocument.objects.filter(document__in=tuple(documents), dropped_at__isnull=True, case__in=seen)
    found: dict[int, list[DocumentUse]] = defaultdict(list)
    for document, number, title, requirement in rows.order_by("pk").values_list(
        "document", "case__number", "case__title", "requirement"
    ):
        found[document].append(DocumentUse(number, title, requirement))
    return {document: tuple(uses) for document, uses in found.items()}


def reviews_of_document(document: int, actor: Actor) -> tuple[str, ...]:
    """The cases that this person scores now as an expert, with no conflict declared, and that the document belongs to."""
    return reviews_with(document, actor)
