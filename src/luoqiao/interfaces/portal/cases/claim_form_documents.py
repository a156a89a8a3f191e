"""申报表的材料: each requirement with what is attached to it, what is still missing, and what may follow later (容缺)."""

from __future__ import annotations

from dataclasses import dataclass

from luoqiao.apps.cases.queries.filling import Filling
from luoqiao.interfaces.portal.cases.claim_form_fields import Told, identifier_of


@dataclass(frozen=True, slots=True)
class Attached:
    """已附的一份: the document and under which words it is shown."""

    id: int
    label: str
    added: str


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """一项材料."""

    place: int
    identifier: str
    name: str
    proves: str
    shows: str
    required: bool
    attached: tuple[Attached, ...]
    error: str
    asked: tuple[str, ...]

    @property
    def state(self) -> str:
        """Whether it is there, in a word."""
        if self.attached:
            return f"已附 {len(self.attached)} 份"
        return "还缺" if self.required else "可以容缺"


def requirement_rows(filling: Filling, told: Told) -> tuple[RequirementRow, ...]:
    """Every requirement that is met by documents, in the order of the clause."""
    rows = []
    for place, one in enumerate(filling.file.requirements, 1):
        if one.by_invoices:
            continue
        there = tuple(
            Attached(document.document, f"材料 {document.document}", f"{document.added_by} {document.added_at:%m-%d %H:%M}")
            for document in filling.file.documents
            if document.requirement == one.name
        )
        rows.append(
            RequirementRow(
                place, identifier_of(f"document-{place}"), one.name, "、".join(one.proves), one.shows, one.required, there,
                told.error(f"document:{one.name}"), told.asked(one.name),
            )
        )
    return tuple(rows)
