"""任务书的材料: files that came with a form are taken in as documents of the enterprise, own documents are picked by number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from luoqiao.apps.evidence.queries import find_documents, list_documents
from luoqiao.core.evidence.document_category import Category
from luoqiao.core.evidence.document_kind import document_name
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.document_intake import take_in
from luoqiao.interfaces.document_store import get_document_store
from luoqiao.interfaces.portal.cases.claim_form_documents import document_href
from luoqiao.interfaces.portal.form_parts import Choice
from luoqiao.interfaces.portal.parts import Link

MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Sent:
    """送来的材料: ids of those that are kept, and what could not be taken in."""

    documents: tuple[int, ...] = ()
    wrong: tuple[str, ...] = ()


def read_sent(request: HttpRequest, uscc: str, category: Category, *, actor: Actor, at: datetime) -> Sent:
    """Every file, every document that was picked, and those that an earlier try has kept already, each once."""
    kept, wrong = [], []
    sent = [file for file in request.FILES.getlist("file") if isinstance(file, UploadedFile) and file.name]
    for file in sent[:MOST_FILES]:
        name = document_name(file.name or "")
        try:
            one = take_in(
                cast("BinaryIO", file.file), name, store=get_document_store(), actor=actor, at=at, category=category,
                enterprise=uscc,
            )  # fmt: skip
            kept.append(one.document.id)
        except DomainError as refused:
            wrong.append(f"{name} 没有存：{refused.message}（{refused.code}）")
    if len(sent) > MOST_FILES:
        wrong.append(f"一次最多传 {MOST_FILES} 个文件，后面的 {len(sent) - MOST_FILES} 个没有存")
    named = [text for text in (*request.POST.getlist("document"), request.POST.get("pick", "")) if text]
    picked = [int(text) for text in named if text.isascii() and text.isdigit() and len(text) < 16]
    return Sent(tuple(dict.fromkeys((*picked, *kept))), tuple(wrong))


def links_of(documents: Iterable[int]) -> tuple[Link, ...]:
    """Documents by their titles, for whoever may see the case that they belong to."""
    wanted = tuple(documents)
    known = find_documents(wanted)
    return tuple(Link(known[one].title if one in known else f"材料 {one}", document_href(one)) for one in wanted)


def choices_of(uscc: str, actor: Actor) -> tuple[Choice, ...]:
    """The enterprise's own documents, the latest first."""
    return tuple(Choice(str(one.id), f"{one.title}（{one.category.label}）") for one in list_documents(uscc, actor).rows)
