"""发票: those that an enterprise entered, what is left of each line, which case holds the rest; enter, correct, settle."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from luoqiao.apps.clock.queries import now, today
from luoqiao.apps.evidence.queries import (
    InvoiceSeen,
    Statement,
    get_invoice,
    list_conflicts,
    list_invoices,
    seen_document,
)
from luoqiao.apps.evidence.scope import written_enterprise
from luoqiao.apps.evidence.services import Entered, amend_invoice, enter_invoice, settle_invoice
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.evidence.invoice import StatedInvoice
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.evidence.firm import Firm, choose_firm, chosen_firm, frame_of, office_of
from luoqiao.interfaces.portal.evidence.invoice_form import (
    InvoiceForm,
    empty_form,
    form_of_document,
    form_of_kept,
    more_lines,
    read_form,
    sent_form,
)
from luoqiao.interfaces.portal.evidence.invoice_table import held_by, invoice_table
from luoqiao.interfaces.portal.form_parts import Field
from luoqiao.interfaces.portal.parts import Trouble

MOST = 200


@dataclass(frozen=True, slots=True)
class StatementRow:
    """一家企业的填法: who, when, and where it differs from what is kept."""

    uscc: str
    name: str
    who: str
    stated: str
    differences: tuple[tuple[str, str, str], ...]


def invoices_page(request: HttpRequest) -> HttpResponse:
    """The list."""
    firm = chosen_firm(request)
    if firm is None:
        return _disputes(request) if request.GET.get("disputes") else choose_firm(request, "发票", "documents")
    search = "".join(request.GET.get("q", "").split())[:40]
    found = list_invoices(firm.uscc, the_actor(request), search=search, most=MOST)
    table = invoice_table(found, href=lambda one: firm.address("evidence:invoice", one.id), titles=_titles())
    context = frame_of(firm, "invoices", "发票") | {
        "table": table, "count": len(found), "left": show_yuan(table.left), "most": MOST if len(found) == MOST else 0,
        "waiting": sum(one.differs for one in found), "new_href": firm.address("evidence:invoice_new"),
        "search": Field("q", "q", "号码或销方", "text", search, optional=True), "narrowed": bool(search),
    }  # fmt: skip
    return render(request, "pages/evidence/invoices.html", context)


def invoice_new(request: HttpRequest) -> HttpResponse:
    """Enter one; `document` is its electronic original, read if it can be."""
    firm = chosen_firm(request)
    if firm is None:
        return choose_firm(request, "登记发票", "documents")
    actor = the_actor(request)
    document = _number(request.POST.get("document") or request.GET.get("document", ""))
    if request.method != "POST":
        form = form_of_document(document, actor, firm) if document else empty_form(firm)
        return _form_page(request, firm, form, document)
    written_enterprise(firm.uscc, actor)
    stated, form = _read(request)
    if stated is None:
        return _form_page(request, firm, form, document)
    entered = enter_invoice(
        stated=stated, enterprise=firm.uscc, actor=actor, at=now(), office=office_of(get_pack()), document=document or None
    )  # fmt: skip
    messages.info(request, _told(entered))
    return HttpResponseRedirect(back_to(request) or firm.address("evidence:invoice", entered.invoice.id))


def back_to(request: HttpRequest) -> str:
    """The page of this site from which somebody came to enter an invoice; empty when it was none."""
    asked = (request.POST.get("next") or request.GET.get("next", ""))[:300]
    return asked if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, {request.get_host()}) else ""


def invoice_page(request: HttpRequest, invoice: int) -> HttpResponse:
    """One invoice: its lines and who uses them; for officers also what each enterprise stated."""
    actor = the_actor(request)
    firm = chosen_firm(request)
    one = get_invoice(invoice, actor, enterprise=firm.uscc if firm else "")
    trouble: Trouble | None = None
    if request.method == "POST":
        try:
            settle_invoice(
                invoice=invoice, enterprise=request.POST.get("statement", ""), reason=request.POST.get("reason", "")[:500],
                actor=actor, at=now(),
            )  # fmt: skip
        except DomainError as refused:
            trouble = Trouble(f"{refused.message}。", "没有改动任何数据。", code=refused.code)
        else:
            messages.info(request, "已按原件核实；占用不受影响")
            return HttpResponseRedirect(request.get_full_path())
    own = one.entered_first and firm is not None and firm.writes
    frame = frame_of(firm, "invoices", "发票") if firm else {"section": "documents", "page_title": "发票"}
    context = frame | {
        "invoice": one, "contents": one.contents, "total": show_yuan(one.contents.total), "trouble": trouble,
        "lines": tuple((line, held_by(line.holders, _titles())) for line in one.lines), "statements": _statements(one),
        "settles": actor.has(Role.OFFICER) and one.differs, "entered": timezone.localtime(one.entered_at),
        "reason": Field("reason", "reason", "理由", "long", request.POST.get("reason", ""), hint="对照原件看了什么"),
        "amend_href": firm.address("evidence:invoice_amend", one.id) if firm and own and not one.used else "",
        "document_href": firm.address("evidence:document_preview", one.document) if firm and one.document else "",
        "waits": one.differs and not own,
    }  # fmt: skip
    return render(request, "pages/evidence/invoice.html", context, status=409 if trouble else 200)


def invoice_amend(request: HttpRequest, invoice: int) -> HttpResponse:
    """Correct one's own entry while nobody else stated it and no case uses it."""
    firm = chosen_firm(request)
    if firm is None:
        return choose_firm(request, "更正发票", "documents")
    actor = the_actor(request)
    one = get_invoice(invoice, actor, enterprise=firm.uscc)
    if request.method != "POST":
        return _form_page(request, firm, form_of_kept(one.contents), 0, amending=True)
    stated, form = _read(request)
    if stated is None:
        return _form_page(request, firm, form, 0, amending=True)
    amend_invoice(invoice=invoice, stated=stated, enterprise=firm.uscc, actor=actor, at=now())
    messages.info(request, f"发票 {stated.number.shown} 已更正")
    return HttpResponseRedirect(firm.address("evidence:invoice", invoice))


def _read(request: HttpRequest) -> tuple[StatedInvoice | None, InvoiceForm]:
    form = sent_form(request.POST)
    if request.POST.get("do") == "more":
        return None, more_lines(form)
    return read_form(form, today())


def _form_page(
    request: HttpRequest, firm: Firm, form: InvoiceForm, document: int, *, amending: bool = False
) -> HttpResponse:  # fmt: skip
    title = "更正发票" if amending else "登记发票"
    context = frame_of(firm, "invoices", title) | {
        "title": title, "form": form, "head": form.fields("number", "code", "kind", "issued_on"),
        "parties": form.fields("buyer_name", "buyer_uscc", "seller_name", "seller_uscc"),
        "amounts": form.fields("ex_tax", "tax"), "document": document, "problems": len(form.problems),
        "original": seen_document(document, the_actor(request)) if document else None,
        "back": back_to(request) or firm.address("evidence:invoices"), "can": firm.writes, "next": back_to(request),
    }  # fmt: skip
    return render(request, "pages/evidence/invoice_form.html", context, status=422 if form.problems else 200)


def _told(entered: Entered) -> str:
    shown = entered.invoice.contents.number.shown
    if entered.differences:
        labels = "、".join(one.label for one in entered.differences)
        return f"发票 {shown} 先前已登记过，{labels}与您填的不同；两种填法都已保存，经办对照原件核实后才能申报"
    return f"发票 {shown} 已登记" if entered.new else f"发票 {shown} 先前已登记过，内容一致，没有重复登记"


def _disputes(request: HttpRequest) -> HttpResponse:
    """Of all enterprises in scope, the invoices about which statements differ."""
    found = list_conflicts(the_actor(request), most=MOST)
    context = {"section": "documents", "page_title": "待核实的发票", "invoices": found}
    return render(request, "pages/evidence/disputes.html", context)


def _statements(one: InvoiceSeen) -> tuple[StatementRow, ...]:
    return tuple(_statement(each) for each in one.statements)


def _statement(one: Statement) -> StatementRow:
    return StatementRow(
        one.uscc, one.name, f"{one.stated_name} {timezone.localtime(one.stated_at):%Y-%m-%d %H:%M}",
        f"{show_yuan(one.stated.ex_tax)}，开票 {one.stated.issued_on}，购方 {one.stated.buyer_name}",
        tuple((each.label, each.kept, each.stated) for each in one.differences),
    )  # fmt: skip


def _titles() -> dict[str, str]:
    """What the clauses are called."""
    return {name: clause.title for name, clause in get_pack().clauses.items()}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0
