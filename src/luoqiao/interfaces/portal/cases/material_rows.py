"""案件的材料: what is required, what proves which fact, and the documents that were attached to each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from luoqiao.apps.cases.queries.case_file import AttachedDocument, CaseFile
from luoqiao.apps.evidence.queries import DocumentSeen, find_documents
from luoqiao.interfaces.portal.cases.routes import address
from luoqiao.interfaces.portal.cases.words import short_day
from luoqiao.interfaces.portal.parts import Tag

THERE, MISSING, OPTIONAL = Tag("已交", "plain"), Tag("缺", "late"), Tag("选交", "plain")


@dataclass(frozen=True, slots=True)
class AttachedRow:
    """一份已交的材料."""

    name: str
    below: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """一项要交的材料."""

    name: str
    shows: str
    attached: tuple[AttachedRow, ...]
    tag: Tag


def material_rows(file: CaseFile, today: date) -> tuple[MaterialRow, ...]:
    """The requirements in order, then documents that were attached as something else."""
    return tuple(_rows(file, today, find_documents([one.document for one in file.documents])))


def _rows(file: CaseFile, today: date, known: Mapping[int, DocumentSeen]) -> Iterator[MaterialRow]:
    wanted = {one.name for one in file.requirements}
    for one in file.requirements:
        attached = tuple(_attached(doc, known.get(doc.document), today) for doc in file.documents if doc.requirement == one.name)
        if one.by_invoices and file.invoices:
            attached = (AttachedRow(f"发票 {len({use.invoice for use in file.invoices})} 张", "见“发票”", "#invoices"), *attached)
        shows = f"证明{'、'.join(one.proves)}" if one.proves else one.shows
        yield MaterialRow(one.name, shows, attached, THERE if attached else MISSING if one.required else OPTIONAL)
    for name in dict.fromkeys(doc.requirement for doc in file.documents if doc.requirement not in wanted):
        rest = tuple(_attached(doc, known.get(doc.document), today) for doc in file.documents if doc.requirement == name)
        yield MaterialRow(name, "", rest, THERE)


def _attached(doc: AttachedDocument, seen: DocumentSeen | None, today: date) -> AttachedRow:
    added = f"{doc.added_by} {short_day(doc.added_at, today)}"
    if seen is None:
        return AttachedRow(f"材料 {doc.document}", added)
    pages = f"{seen.pages} 页" if seen.pages else ""
    below = "　".join(filter(None, (seen.kind.label, pages, added)))
    return AttachedRow(seen.title, below, address("evidence:document_preview", doc.document))
