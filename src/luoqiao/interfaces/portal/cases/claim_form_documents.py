"""申报表的材料: each requirement with what is attached to it, files to send, own documents to pick, what may follow later.

A file is sent with the form (`file:<name>`), an own document is picked by its number (`pick:<name>`): both at once with every
way in which the form is sent. What cannot be taken in is told beside the requirement; everything else is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, cast
from urllib.parse import urlencode

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from luoqiao.apps.cases.queries.filling import Filling
from luoqiao.apps.cases.services import filing
from luoqiao.apps.evidence.queries import DocumentSeen, find_documents, list_documents
from luoqiao.core.cases.requirements import Requirement
from luoqiao.core.evidence.document_category import Category, read_category
from luoqiao.core.evidence.document_kind import KINDS, document_name
from luoqiao.core.evidence.document_store import shown_size
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.interfaces.document_intake import take_in
from luoqiao.interfaces.document_store import get_document_store
from luoqiao.interfaces.portal.cases.claim_form_fields import Told
from luoqiao.interfaces.portal.form_parts import Choice

ACCEPT = ",".join(f".{extension}" for kind in KINDS for extension in kind.extensions)
MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class Attached:
    """已附的一份: the document, its words and the page on which it is looked at."""

    id: int
    label: str
    about: str
    href: str


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """一项材料: `wrong` are the files that could not be taken in just now."""

    identifier: str
    name: str
    proves: str
    shows: str
    required: bool
    attached: tuple[Attached, ...]
    choices: tuple[Choice, ...]
    error: str
    asked: tuple[str, ...]
    wrong: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """Whether it is there, in a word."""
        if self.attached:
            return f"已附 {len(self.attached)} 份"
        return "还缺" if self.required else "可以容缺"


def attach_sent(request: HttpRequest, filling: Filling, *, actor: Actor, at: datetime) -> dict[str, tuple[str, ...]]:
    """Attach every file that was sent and every document that was picked; what was refused, by requirement."""
    wrong: dict[str, tuple[str, ...]] = {}
    for one in filling.file.requirements:
        if not one.by_invoices:
            refused = (*_files(request, filling, one, actor, at), *_picked(request, filling, one, actor, at))
            if refused:
                wrong[one.name] = refused
    return wrong


def _files(
    request: HttpRequest, filling: Filling, one: Requirement, actor: Actor, at: datetime
) -> Iterator[str]:
    row = filling.file.row
    sent = [file for file in request.FILES.getlist(f"file:{one.name}") if isinstance(file, UploadedFile) and file.name]
    for file in sent[:MOST_FILES]:
        name = document_name(file.name or "")
        try:
            kept = take_in(
                cast("BinaryIO", file.file), name, store=get_document_store(), actor=actor, at=at,
                category=category_of(one, name), enterprise=row.uscc,
            )  # fmt: skip
            filing.attach_document(
                number=row.number, document=kept.document.id, requirement=one.name, actor=actor, at=at
            )
        except DomainError as refused:
            yield f"{name} 没有存：{refused.message}（{refused.code}）"
    if len(sent) > MOST_FILES:
        yield f"一次最多传 {MOST_FILES} 个文件，后面的 {len(sent) - MOST_FILES} 个没有存"


def _picked(
    request: HttpRequest, filling: Filling, one: Requirement, actor: Actor, at: datetime
) -> Iterator[str]:
    row = filling.file.row
    picked = request.POST.get(f"pick:{one.name}", "")
    if not (picked.isascii() and picked.isdigit() and len(picked) < 16):
        return
    seen = find_documents([int(picked)], actor).get(int(picked))
    if seen is None or seen.uscc != row.uscc:
        yield "选的材料不在本企业的材料里"
        return
    filing.attach_document(number=row.number, document=seen.id, requirement=one.name, actor=actor, at=at)


def drop_pressed(about: str, filling: Filling, *, actor: Actor, at: datetime) -> str:
    """Take a document off; gives the place on the page to go back to."""
    document, _, name = about.partition(":")
    if document.isdecimal():
        filing.drop_document(
            number=filling.file.row.number, document=int(document), requirement=name, actor=actor, at=at
        )
    return requirement_id(name)


def category_of(one: Requirement, name: str) -> Category:
    """What a file for this requirement is: by the words of the requirement, else by its own name."""
    meant = read_category(one.name, one.name)
    return meant if meant is not Category.OTHER else read_category("", name)


def requirement_rows(
    filling: Filling, told: Told, actor: Actor, wrong: Mapping[str, tuple[str, ...]]
) -> tuple[RequirementRow, ...]:
    """Every requirement that is met by documents, in the order of the clause."""
    uscc = filling.file.row.uscc
    own = list_documents(uscc, actor).rows if any(not one.by_invoices for one in filling.file.requirements) else ()
    seen = find_documents(document.document for document in filling.file.documents)
    mine = actor.holds(Role.ENTERPRISE_AGENT, uscc) is not None
    return tuple(
        _row(one, filling, told, own, seen, "" if mine else uscc, wrong.get(one.name, ()))
        for one in filling.file.requirements
        if not one.by_invoices
    )


def _row(
    one: Requirement, filling: Filling, told: Told, own: Iterable[DocumentSeen], seen: Mapping[int, DocumentSeen],
    firm: str, wrong: tuple[str, ...],
) -> RequirementRow:  # fmt: skip
    there = [document.document for document in filling.file.documents if document.requirement == one.name]
    meant = category_of(one, one.name)
    rest = sorted((document for document in own if document.id not in there), key=lambda d: d.category is not meant)
    choices = tuple(Choice(str(document.id), f"{document.title}（{document.category.label}）") for document in rest)
    return RequirementRow(
        requirement_id(one.name), one.name, "、".join(one.proves), one.shows, one.required,
        tuple(_attached(number, seen.get(number), firm) for number in there), choices, told.error(f"document:{one.name}"),
        told.asked(one.name), wrong,
    )  # fmt: skip


def _attached(number: int, one: DocumentSeen | None, firm: str) -> Attached:
    if one is None:
        return Attached(number, f"材料 {number}", "", "")
    pages = f"，{one.pages} 页" if one.pages else ""
    return Attached(one.id, one.title, f"{one.kind.label}，{shown_size(one.size)}{pages}", document_href(one.id, firm))


def document_href(number: int, firm: str = "") -> str:
    """The page of a document; an official's carries the enterprise."""
    try:
        found = reverse("evidence:document_preview", args=(number,))
    except NoReverseMatch:
        return ""
    return f"{found}?{urlencode({'firm': firm})}" if firm else found


def requirement_id(name: str) -> str:
    """The identifier of a requirement on the page."""
    return f"document-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
