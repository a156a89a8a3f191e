"""许多发票一次登记: for demonstrations and measurements; the database counts and refuses as for any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from luoqiao.apps.evidence.models import Allocation, Document, Invoice, InvoiceLine, InvoiceStatement
from luoqiao.apps.evidence.services.documents import Received
from luoqiao.core.evidence.allocation import AllocationState
from luoqiao.core.evidence.document_category import Category
from luoqiao.core.evidence.invoice import StatedInvoice
from luoqiao.core.evidence.invoice_json import write_stated


@dataclass(frozen=True, slots=True)
class ToldInvoice:
    """登记过的发票: what was stated, by which enterprise (its id), by whom and when."""

    stated: StatedInvoice
    enterprise: int
    user: int
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ToldUse:
    """占用过的一笔: of which line, by which case, and how it stands."""

    line: int
    case_number: str
    clause: str
    year: int
    amount: int
    claimant: str
    state: AllocationState
    at: datetime
    user: int
    name: str


def enter_many(told: Sequence[ToldInvoice]) -> list[list[int]]:
    """Enter invoices that are all new; the ids of the lines of each."""
    rows = Invoice.objects.bulk_create(
        Invoice(
            code=one.stated.number.code, number=one.stated.number.number, kind=one.stated.kind.value,
            issued_on=one.stated.issued_on, buyer_uscc=one.stated.buyer_uscc, buyer_name=one.stated.buyer_name,
            seller_uscc=one.stated.seller_uscc, seller_name=one.stated.seller_name, ex_tax=one.stated.ex_tax,
            tax=one.stated.tax, owner_id=one.enterprise, entered_by=one.user, entered_name=one.name, entered_at=one.at,
        )
        for one in told
    )  # fmt: skip
    lines = InvoiceLine.objects.bulk_create(
        InvoiceLine(invoice=row, no=no, name=line.name, ex_tax=line.ex_tax)
        for row, one in zip(rows, told, strict=True)
        for no, line in enumerate(one.stated.lines, 1)
    )
    InvoiceStatement.objects.bulk_create(
        InvoiceStatement(
            invoice=row, enterprise_id=one.enterprise, stated=write_stated(one.stated), stated_by=one.user,
            stated_name=one.name, stated_at=one.at,
        )
        for row, one in zip(rows, told, strict=True)
    )  # fmt: skip
    found: dict[int, list[int]] = {row.pk: [] for row in rows}
    for line in lines:
        found[line.invoice_id].append(line.pk)
    return list(found.values())


def use_many(told: Sequence[ToldUse]) -> None:
    """Let cases use lines; the database refuses what is more than a line has. What was given back is used and given back."""
    rows = Allocation.objects.bulk_create(
        Allocation(
            line_id=one.line, case_number=one.case_number, clause=one.clause, year=one.year, amount=one.amount,
            claimant=one.claimant, state=_at_first(one.state).value, at=one.at, taken_by=one.user, taken_name=one.name,
        )
        for one in told
    )  # fmt: skip
    back = [row.pk for row, one in zip(rows, told, strict=True) if one.state is AllocationState.RELEASED]
    Allocation.objects.filter(pk__in=back).update(state=AllocationState.RELEASED.value, moved_at=F("at"))


def _at_first(state: AllocationState) -> AllocationState:
    return AllocationState.RESERVED if state is AllocationState.RELEASED else state


@dataclass(frozen=True, slots=True)
class ToldDocument:
    """存过的材料: what was received, of which enterprise (its id), under which title and category, by whom and when."""

    received: Received
    title: str
    category: Category
    enterprise: int
    user: int
    name: str
    at: datetime


def add_many(told: Sequence[ToldDocument]) -> list[int]:
    """Keep the rows of documents that are all new to their owners; their ids."""
    rows = Document.objects.bulk_create(
        Document(
            sha256=one.received.digests.sha256, sm3=one.received.digests.sm3, size=one.received.digests.size,
            kind=one.received.kind, pages=one.received.pages, original_name=one.received.name, title=one.title,
            category=one.category.value, enterprise_id=one.enterprise, uploaded_by=one.user, uploaded_name=one.name,
            uploaded_at=one.at,
        )
        for one in told
    )  # fmt: skip
    return [row.pk for row in rows]
