"""证据的表: invoices with their lines and how they are used; facts; documents."""

from __future__ import annotations

from luoqiao.apps.evidence.models.allocation import Allocation
from luoqiao.apps.evidence.models.document import Document
from luoqiao.apps.evidence.models.fact import CorrectionReport, Fact, KnownKey
from luoqiao.apps.evidence.models.invoice import Invoice, InvoiceLine, InvoiceStatement

__all__ = ["Allocation", "CorrectionReport", "Document", "Fact", "Invoice", "InvoiceLine", "InvoiceStatement", "KnownKey"]
