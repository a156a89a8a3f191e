"""登记发票: the same invoice entered again finds the row there is; what differs is shown and settled, never overwritten."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.evidence.errors import InvoiceInUse, MayNotEnter, NotThere, WasStated
from luoqiao.apps.evidence.kept_invoice import kept_value, latest_statements
from luoqiao.apps.evidence.models import Invoice, InvoiceLine, InvoiceStatement
from luoqiao.apps.evidence.queries.documents import seen_document
from luoqiao.apps.evidence.queries.invoices import InvoiceSeen, get_invoice
from luoqiao.apps.evidence.scope import written_enterprise
from luoqiao.apps.outbox.services import post
from luoqiao.apps.parties.queries import find_enterprise
from luoqiao.core.evidence.invoice import Difference, StatedInvoice, list_differences
from luoqiao.core.evidence.invoice_json import write_stated
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, desk
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.core.parties.enterprise import EnterpriseView


@dataclass(frozen=True, slots=True)
class Entered:
    """登记的结果: the invoice as the actor may see it, whether the row is new, and what differs from the row there was."""

    invoice: InvoiceSeen
    new: bool
    differences: tuple[Difference, ...]


def enter_invoice(
    *, stated: StatedInvoice, enterprise: str, actor: Actor, at: datetime, office: str = "", document: int | None = None
) -> Entered:  # fmt: skip
    """Enter an invoice for an enterprise (credit code). Entered twice it is one; differing contents are kept beside it.

    `office` is the desk that is told of a difference and settles it; without one nobody is told. `document` is the original.
    Refuses with NoSuchEnterprise or MayNotEnter.
    """
    with transaction.atomic():
        firm = written_enterprise(enterprise, actor)
        original = _original(document, firm, actor)
        row, new = _get_or_create(stated, firm, actor, at)
        kept = kept_value(row, row.lines.all())
        differences = list_differences(kept, stated)
        if _state(row, firm, stated, differences, actor=actor, at=at) and differences and office:
            post(at=at, actor=actor, notices=(_dispute(row, firm, stated, differences, office),))
        if original is not None and row.document_id is None and row.owner_id == firm.id:
            Invoice.objects.filter(pk=row.pk).update(document_id=original)
        return Entered(get_invoice(row.pk, actor, enterprise=enterprise), new, differences)


def amend_invoice(*, invoice: int, stated: StatedInvoice, enterprise: str, actor: Actor, at: datetime) -> Entered:
    """Correct what the own enterprise entered first, as long as nobody else stated it and no case uses it.

    Refuses with NoSuchEnterprise, MayNotEnter, NotThere or InvoiceInUse.
    """
    with transaction.atomic():
        firm = written_enterprise(enterprise, actor)
        row = _locked(invoice)
        number = kept_value(row, ()).number
        alone = row.owner_id == firm.id and not row.statements.exclude(enterprise_id=firm.id).exists()
        if number != stated.number or not (alone or row.statements.filter(enterprise_id=firm.id).exists()):
            raise NotThere("这张发票")
        if not alone or row.lines.filter(allocated__gt=0).exists():
            raise InvoiceInUse(number)
        _replace(row, stated, reason="企业更正", actor=actor, at=at)
        _state(row, firm, stated, (), actor=actor, at=at)
        return Entered(get_invoice(row.pk, actor, enterprise=enterprise), False, ())


def settle_invoice(*, invoice: int, enterprise: str, reason: str, actor: Actor, at: datetime) -> InvoiceSeen:
    """核实: an officer decides that what this enterprise stated is what stands on the original.

    The uses there are stay; the database refuses when they would come to more than the new amount of their line.
    Refuses with MayNotEnter, NotThere, WasStated or InvoiceInUse.
    """
    if actor.user and not actor.has(Role.OFFICER):
        raise MayNotEnter
    with transaction.atomic():
        row = _locked(invoice)
        firm = find_enterprise(enterprise)
        statements = latest_statements(row.statements.order_by("pk"))
        stated = statements.get(firm.id) if firm else None
        if stated is None:
            raise WasStated
        _replace(row, stated, reason=reason, actor=actor, at=at)
        return get_invoice(row.pk, actor)


def _original(document: int | None, firm: EnterpriseView, actor: Actor) -> int | None:
    """The document when it is one of this enterprise; refuses another with NotThere."""
    if document is not None and seen_document(document, actor).uscc != firm.uscc:
        raise NotThere("这份原件")
    return document


def _get_or_create(stated: StatedInvoice, firm: EnterpriseView, actor: Actor, at: datetime) -> tuple[Invoice, bool]:
    """The row of this number, locked; entered by two at once it is made once."""
    found = _find(stated)
    if found is not None:
        return found, False
    try:
        with transaction.atomic():
            return _create(stated, firm, actor, at), True
    except IntegrityError:
        found = _find(stated)
        if found is None:
            raise
        return found, False


def _find(stated: StatedInvoice) -> Invoice | None:
    number = stated.number
    return Invoice.objects.select_for_update().filter(code=number.code, number=number.number).first()


def _locked(invoice: int) -> Invoice:
    row = Invoice.objects.select_for_update().filter(pk=invoice).first()
    if row is None:
        raise NotThere("这张发票")
    return row


def _create(stated: StatedInvoice, firm: EnterpriseView, actor: Actor, at: datetime) -> Invoice:
    row = Invoice.objects.create(
        code=stated.number.code, number=stated.number.number, **_contents(stated), owner_id=firm.id, entered_by=actor.user,
        entered_name=actor.name, entered_at=at,
    )  # fmt: skip
    _add_lines(row, stated)
    deed = Deed("invoice.entered", f"invoice:{stated.number}", {"enterprise": firm.uscc, **write_stated(stated)})
    record(at=at, actor=actor, deed=deed)
    return row


def _contents(stated: StatedInvoice) -> dict[str, object]:
    return {
        "kind": stated.kind.value, "issued_on": stated.issued_on, "buyer_uscc": stated.buyer_uscc,
        "buyer_name": stated.buyer_name, "seller_uscc": stated.seller_uscc, "seller_name": stated.seller_name,
        "ex_tax": stated.ex_tax, "tax": stated.tax,
    }  # fmt: skip


def _add_lines(row: Invoice, stated: StatedInvoice, besides: Collection[int] = ()) -> None:
    InvoiceLine.objects.bulk_create(
        InvoiceLine(invoice=row, no=no, name=line.name, ex_tax=line.ex_tax)
        for no, line in enumerate(stated.lines, 1)
        if no not in besides
    )


def _state(
    row: Invoice, firm: EnterpriseView, stated: StatedInvoice, differences: Sequence[Difference], *, actor: Actor, at: datetime
) -> bool:
    """Keep what the enterprise stated, unless it stated just that before; whether it is new."""
    said = write_stated(stated)
    last = row.statements.filter(enterprise_id=firm.id).order_by("-pk").first()
    if last is not None and last.stated == said:
        return False
    InvoiceStatement.objects.create(
        invoice=row, enterprise_id=firm.id, stated=said, differs=[one.field for one in differences],
        stated_by=actor.user, stated_name=actor.name, stated_at=at,
    )  # fmt: skip
    if differences:
        detail = {"enterprise": firm.uscc, "differs": [one.field for one in differences], **said}
        record(at=at, actor=actor, deed=Deed("invoice.differs", f"invoice:{stated.number}", detail))
    return True


def _dispute(
    row: Invoice, firm: EnterpriseView, stated: StatedInvoice, differences: Sequence[Difference], office: str
) -> Notice:  # fmt: skip
    """Tell the office what differs."""
    said = "；".join(f"{one.label}先登记为 {one.kept}，现填 {one.stated}" for one in differences)
    told = {"enterprise": firm.name, "invoice": stated.number.shown, "note": said}
    return Notice(
        Kind.INVOICE_DIFFERS, (desk(office),), told, f"/evidence/invoices/{row.pk}/", f"invoice:{stated.number}",
        f"invoice:{row.pk}:{firm.uscc}:{row.statements.count()}",
    )  # fmt: skip


def _replace(row: Invoice, stated: StatedInvoice, *, reason: str, actor: Actor, at: datetime) -> None:
    """Other contents under the same number: amounts of lines in use are changed in place, the rest is written anew."""
    lines = list(row.lines.all())
    before = kept_value(row, lines)
    bound = [line for line in lines if line.pk in _touched(row)]
    if any(line.no > len(stated.lines) or line.allocated > stated.lines[line.no - 1].ex_tax for line in bound):
        raise InvoiceInUse(before.number)
    room = {**_contents(stated), "ex_tax": row.ex_tax + stated.ex_tax}
    Invoice.objects.filter(pk=row.pk).update(**room)
    row.lines.exclude(pk__in=[line.pk for line in bound]).delete()
    for line in bound:
        meant = stated.lines[line.no - 1]
        InvoiceLine.objects.filter(pk=line.pk).update(name=meant.name, ex_tax=meant.ex_tax)
    _add_lines(row, stated, besides={line.no for line in bound})
    Invoice.objects.filter(pk=row.pk).update(ex_tax=stated.ex_tax)
    detail = {"before": write_stated(before), "after": write_stated(stated)}
    record(at=at, actor=actor, deed=Deed("invoice.amended", f"invoice:{stated.number}", detail, reason))


def _touched(row: Invoice) -> set[int]:
    """Lines that some case used or uses: their rows stay."""
    return set(row.lines.filter(allocations__isnull=False).values_list("pk", flat=True))
