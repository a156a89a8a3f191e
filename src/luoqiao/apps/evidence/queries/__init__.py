"""证据的问句: frozen values within the asker's scope."""

from __future__ import annotations

from luoqiao.apps.evidence.queries.documents import (
    DocumentPage,
    DocumentSeen,
    Uses,
    find_documents,
    list_documents,
    seen_document,
    unnamed,
    uses_of,
)
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
    "Allocated", "DocumentPage", "DocumentSeen", "InvoiceSeen", "LineUsage", "Report", "Statement", "Uses", "adopted_values",
    "allocations_of_case", "fact_history", "fact_sheet", "find_documents", "find_invoice", "get_invoice", "get_report",
    "list_conflicts", "list_documents", "list_invoices", "list_keys", "list_reports", "list_years", "seen_document",
    "unnamed", "usage_of", "uses_of",
]  # fmt: skip
