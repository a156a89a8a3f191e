"""证据的问句: frozen values within the asker's scope."""

from __future__ import annotations

from luoqiao.apps.evidence.queries.facts import (
    Report,
    adopted_values,
    fact_history,
    fact_sheet,
    get_report,
    list_keys,
    list_reports,
    list_years,
)
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
    "Allocated", "InvoiceSeen", "LineUsage", "Report", "Statement", "adopted_values", "allocations_of_case", "fact_history",
    "fact_sheet", "find_invoice", "get_invoice", "get_report", "list_conflicts", "list_invoices", "list_keys",
    "list_reports", "list_years", "usage_of",
]  # fmt: skip
