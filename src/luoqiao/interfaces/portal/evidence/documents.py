"""材料: what an enterprise has uploaded; several files at once, each told apart by name whether it was kept and, if not, why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from luoqiao.apps.cases.queries.document_uses import DocumentUse, uses_of_documents
from luoqiao.apps.clock.queries import now, today
from luoqiao.apps.evidence.queries import DocumentPage, DocumentSeen, Uses, list_documents, uses_of
from luoqiao.apps.evidence.scope import written_enterprise
from luoqiao.core.evidence.document_category import Category, read_category
from luoqiao.core.evidence.document_kind import KINDS, document_name
from luoqiao.core.evidence.document_store import shown_size
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.document_intake import take_in
from luoqiao.interfaces.document_store import get_document_store
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.evidence.firm import Firm, choose_firm, chosen_firm, frame_of
from luoqiao.interfaces.portal.evidence.invoice_table import case_address
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.parts import Link, Trouble

TITLE = "我的材料"
MOST_AT_ONCE = 20
TAKEN = "、".join(dict.fromkeys(kind.label for kind in KINDS))
ACCEPT = ",".join(f".{extension}" for kind in KINDS for extension in kind.extensions)


@dataclass(frozen=True, slots=True)
class Arrived:
    """这次传的一个文件: kept (with its page), had already, or refused with the reason."""

    name: str
    word: str
    href: str = ""
    reason: str = ""
    invoice_href: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """清单的一行."""

    title: str
    href: str
    file: str
    category: str
    uploaded: str
    who: str
    used: tuple[Link, ...]
    used_words: str


def documents_page(request: HttpRequest) -> HttpResponse:
    """The list; a form sent with files takes them in and tells of each."""
    firm = chosen_firm(request)
    if firm is None:
        return choose_firm(request, "材料", "documents")
    if request.method != "POST":
        return _shown(request, firm)
    written_enterprise(firm.uscc, the_actor(request))
    files = [one for one in request.FILES.getlist("files") if isinstance(one, UploadedFile) and one.name]
    if not files or len(files) > MOST_AT_ONCE:
        happened = f"一次最多传 {MOST_AT_ONCE} 个文件，这次选了 {len(files)} 个。" if files else "没有选文件。"
        trouble = Trouble(happened, "没有保存任何文件。", "请重新选择再传。", "LQ-5460")
        return _shown(request, firm, trouble=trouble, status=422)
    arrived = tuple(_take(files, firm, request.POST.get("category", ""), the_actor(request), now()))
    refused = sum(bool(one.reason) for one in arrived)
    return _shown(request, firm, arrived=arrived, status=422 if refused == len(arrived) else 200)


def _take(files: Sequence[UploadedFile[bytes]], firm: Firm, category: str, actor: Actor, at: datetime) -> Iterator[Arrived]:
    store = get_document_store()
    for file in files:
        name = document_name(file.name or "")
        meant = read_category(category, name)
        try:
            kept = take_in(
                cast("BinaryIO", file), name, store=store, actor=actor, at=at, category=meant, enterprise=firm.uscc
            )  # fmt: skip
        except DomainError as refused:
            yield Arrived(name, "没有保存", reason=f"{refused.message}（{refused.code}）")
            continue
        document = kept.document
        form = firm.address("evidence:invoice_new", document=document.id) if document.kind.id == "xml" else ""
        word = "已保存" if kept.new else "早已有这份文件，没有重复保存"
        yield Arrived(name, word, firm.address("evidence:document_preview", document.id), invoice_href=form)


def _shown(
    request: HttpRequest, firm: Firm, *, arrived: tuple[Arrived, ...] = (), trouble: Trouble | None = None, status: int = 200
) -> HttpResponse:
    asked, search = request.GET.get("category", ""), request.GET.get("q", "").strip()[:60]
    category = next((one for one in Category if one.value == asked), None)
    listed = list_documents(
        firm.uscc, the_actor(request), category=category, search=search, page=_number(request.GET.get("page", ""))
    )  # fmt: skip
    asked_about = [one.id for one in listed.rows]
    uses, cases = uses_of(asked_about), uses_of_documents(asked_about, the_actor(request))
    context = frame_of(firm, "documents", TITLE if firm.own else "材料") | {
        "rows": tuple(_row(one, uses[one.id], cases.get(one.id, ()), firm, today()) for one in listed.rows),
        "listed": listed, "arrived": arrived, "trouble": trouble, "upload": _upload_fields(), "accept": ACCEPT,
        "taken": TAKEN, "filter": _filter(category, search), "narrowed": bool(category or search),
        "pages": _pages(listed, firm, asked, search), "most": MOST_AT_ONCE,
    }  # fmt: skip
    return render(request, "pages/evidence/documents.html", context, status=status)


def _row(one: DocumentSeen, uses: Uses, cases: Sequence[DocumentUse], firm: Firm, on: date) -> DocumentRow:
    day = timezone.localdate(one.uploaded_at)
    pages = f"，{one.pages} 页" if one.pages else ""
    invoices = (Link(f"发票尾号 {number[-4:]}", firm.address("evidence:invoice", pk)) for pk, number in uses.invoices)
    return DocumentRow(
        one.title, firm.address("evidence:document_preview", one.id), f"{one.kind.label}，{shown_size(one.size)}{pages}",
        one.category.label, f"{day:%m-%d}" if day.year == on.year else f"{day}", one.uploaded_name,
        (*case_links(cases), *invoices),
        f"{uses.facts} 项数据的依据" if uses.facts else "",
    )  # fmt: skip


def case_links(cases: Sequence[DocumentUse]) -> tuple[Link, ...]:
    """The cases in which a document is used, each once."""
    known = {one.number: one for one in cases}
    return tuple(Link(f"{number} {one.title}", case_address(number)) for number, one in known.items())


def _upload_fields() -> tuple[Field, ...]:
    guess = Choice("", "按文件名判断")
    choices = (guess, *(Choice(one.value, one.label) for one in Category))
    return (Field("category", "category", "这些文件是", "choice", choices=choices),)


def _filter(category: Category | None, search: str) -> tuple[Field, ...]:
    choices = (Choice("", "全部种类"), *(Choice(one.value, one.label) for one in Category))
    return (
        Field("q", "q", "名称", "text", search, optional=True),
        Field("by-category", "category", "种类", "choice", category.value if category else "", choices=choices),
    )


def _pages(listed: DocumentPage, firm: Firm, category: str, search: str) -> tuple[Link, ...]:
    def at(page: int) -> str:
        return firm.address("evidence:documents", category=category, q=search, page=page)

    before = (Link("上一页", at(listed.page - 1)),) if listed.page > 1 else ()
    after = (Link("下一页", at(listed.page + 1)),) if listed.page < listed.pages else ()
    return (*before, *after)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
