"""登记的发票与陈述: rows as the values of core, used by services and queries alike."""

from __future__ import annotations

from collections.abc import Iterable

from luoqiao.apps.evidence.models import Invoice, InvoiceLine, InvoiceStatement
from luoqiao.core.evidence.invoice import InvoiceKind, StatedInvoice, StatedLine
from luoqiao.core.evidence.invoice_json import read_stated
from luoqiao.core.evidence.invoice_number import InvoiceNumber


def kept_value(row: Invoice, lines: Iterable[InvoiceLine]) -> StatedInvoice:
    """What is kept about an invoice; `lines` in the order of their numbers."""
    return StatedInvoice(
        InvoiceNumber(row.code, row.number), InvoiceKind(row.kind), row.issued_on, row.buyer_uscc, row.buyer_name,
        row.seller_uscc, row.seller_name, row.ex_tax, row.tax,
        tuple(StatedLine(line.name, line.ex_tax) for line in lines),
    )  # fmt: skip


def latest_statements(rows: Iterable[InvoiceStatement]) -> dict[int, StatedInvoice]:
    """The last statement of each enterprise; `rows` the oldest first."""
    return {row.enterprise_id: read_stated(row.stated) for row in rows}
