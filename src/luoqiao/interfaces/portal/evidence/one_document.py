"""一份材料: its pages as pictures (or its text), what it is, where it is used; and the original, only ever as a download."""

from __future__ import annotations

from contextlib import closing

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from luoqiao.adapters.document_preview import document_text
from luoqiao.apps.cases.queries.document_uses import reviews_of_document, uses_of_documents
from luoqiao.apps.clock.queries import now
from luoqiao.apps.evidence.queries import DocumentSeen, find_documents, seen_document, uses_of
from luoqiao.apps.evidence.services import describe_document, note_download, put_away
from luoqiao.core.evidence.document_category import Category, read_category
from luoqiao.core.evidence.document_store import shown_size
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.interfaces.document_store import get_document_store
from luoqiao.interfaces.page_pictures import WIDTHS, get_picture
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.evidence.documents import case_links
from luoqiao.interfaces.portal.evidence.firm import Firm, firm_of, frame_of
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.parts import Link

MOST_PICTURES = 10
"""Pages shown at once: more are a click away."""
A_YEAR = 365 * 24 * 3600


def document_page(request: HttpRequest, document: int) -> HttpResponse:
    """What it looks like and what it is; its agents may name it anew or put it away."""
    actor = the_actor(request)
    one, reviews = _readable(document, actor)
    if reviews:
        return _for_expert(request, one, reviews)
    firm = firm_of(one.uscc, actor) if one.uscc else None
    if request.method == "POST":
        return _changed(request, one, firm)
    alone: dict[str, object] = {"section": "documents", "page_title": one.title}
    context = (frame_of(firm, "documents", one.title) if firm else alone) | _pages(request, one) | {
        "fields": _fields(one), "writes": bool(firm and firm.writes), "uses": uses_of([one.id])[one.id],
        "cases": case_links(uses_of_documents([one.id], actor).get(one.id, ())),
        "invoice_href": firm.address("evidence:invoice_new", document=one.id) if firm and one.kind.id == "xml" else "",
    }  # fmt: skip
    return render(request, "pages/evidence/document.html", context)


def document_picture(request: HttpRequest, document: int, page: int) -> HttpResponse:
    """One page as PNG. The same address always gives the same picture, so it may be kept for a year, by this reader alone;
    by an expert not at all: the round ends."""
    one, reviews = _readable(document, the_actor(request))
    width = WIDTHS[0] if request.GET.get("w") == str(WIDTHS[0]) else WIDTHS[-1]
    drawn = get_picture(get_document_store(), one.sha256, one.kind.id, page, width)
    answer = HttpResponse(drawn, content_type="image/png")
    answer["Cache-Control"] = "private, no-store" if reviews else f"private, max-age={A_YEAR}, immutable"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def document_download(request: HttpRequest, document: int) -> HttpResponseBase:
    """The original under its own name; never opened in the browser. Officials leave a mark in the audit."""
    actor = the_actor(request)
    one, reviews = _readable(document, actor)
    content = get_document_store().open(one.sha256)
    if request.method == "GET" and not actor.holds(Role.ENTERPRISE_AGENT, one.uscc):
        note_download(document=one.id, actor=actor, at=now(), because="、".join(reviews))
    answer = FileResponse(content, as_attachment=True, filename=one.original_name, content_type="application/octet-stream")
    answer["Content-Length"] = str(one.size)
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _readable(document: int, actor: Actor) -> tuple[DocumentSeen, tuple[str, ...]]:
    """The document, when this person may read it; and the cases to score, where they alone let an expert read it."""
    own = find_documents([document], actor).get(document)
    reviews = () if own else reviews_of_document(document, actor)
    found = find_documents([document]).get(document) if reviews else None
    return (found, reviews) if found else (own or seen_document(document, actor), ())


def _for_expert(request: HttpRequest, one: DocumentSeen, reviews: tuple[str, ...]) -> HttpResponse:
    """The pages and the original, and the way back to the review; nothing else of the enterprise."""
    links = tuple(Link(f"评审 {number}", reverse("cases:score", args=(number,))) for number in reviews)
    context = {"section": "reviews", "page_title": one.title, "cases": links} | _pages(request, one)
    return render(request, "pages/evidence/document.html", context)


def _pages(request: HttpRequest, one: DocumentSeen) -> dict[str, object]:
    """What is shown of the document itself."""
    first = _first(request, one)
    last = min(one.pages or 0, first + MOST_PICTURES - 1)
    return {
        "document": one, "size": shown_size(one.size), "uploaded": timezone.localtime(one.uploaded_at),
        "shown": range(first, last + 1) if one.kind.pages else (), "first": first, "last": last, "text": _text(one),
        "around": _around(one, first, last),
    }  # fmt: skip


def _changed(request: HttpRequest, one: DocumentSeen, firm: Firm | None) -> HttpResponse:
    actor = the_actor(request)
    if request.POST.get("do") == "put_away":
        put_away(document=one.id, actor=actor, at=now())
        messages.info(request, f"“{one.title}”已收起；已经用它的案件不受影响，再传一次就会回来")
        return HttpResponseRedirect(firm.address("evidence:documents") if firm else "/")
    category = read_category(request.POST.get("category", ""), one.original_name)
    describe_document(document=one.id, title=request.POST.get("title", ""), category=category, actor=actor, at=now())
    messages.info(request, "名称和种类已保存")
    return HttpResponseRedirect(request.get_full_path())


def _text(one: DocumentSeen) -> tuple[str, ...]:
    """The text of each page where a kind is shown by its text; a document that cannot be opened has none."""
    if not one.kind.text:
        return ()
    try:
        with closing(get_document_store().open(one.sha256)) as content:
            return document_text(content, one.kind.id)
    except DomainError as refused:
        return (refused.message,)


def _first(request: HttpRequest, one: DocumentSeen) -> int:
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return min(max(1, page), max(1, one.pages or 1))


def _around(one: DocumentSeen, first: int, last: int) -> tuple[Link, ...]:
    before = (Link("前面的页", f"?page={max(1, first - MOST_PICTURES)}"),) if first > 1 else ()
    after = (Link("后面的页", f"?page={last + 1}"),) if one.pages and last < one.pages else ()
    return (*before, *after)


def _fields(one: DocumentSeen) -> tuple[Field, ...]:
    choices = tuple(Choice(category.value, category.label) for category in Category)
    return (
        Field("title", "title", "名称", "text", one.title),
        Field("category", "category", "种类", "choice", one.category.value, choices=choices),
    )
