"""证据的问句: frozen values within the asker's scope."""

from __future__ import annotations

from luoqiao.apps.evidence.queries.invoices import (
    Allocated,
    InvoiceSeen,
    LineUsage,
    Statement,
    allocations_of_case,
    find_invoice,
    get_invoice,
    list_conflicts,
    list_invoices,
    usage_of,
)

__all__ = [
    "Allocated", "InvoiceSeen", "LineUsage", "Statement", "allocations_of_case", "find_invoice", "get_invoice",
    "list_conflicts", "list_invoices", "usage_of",
]  # fmt: skip
