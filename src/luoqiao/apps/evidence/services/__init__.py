"""证据的动词: enter and settle invoices, use and release their lines; record facts; keep documents."""

from __future__ import annotations

from luoqiao.apps.evidence.services.allocations import (
    Wanted,
    allocate,
    allocate_all,
    mark_used,
    release,
)
from luoqiao.apps.evidence.services.invoices import Entered, amend_invoice, enter_invoice, settle_invoice

__all__ = [
    "Entered", "Wanted", "allocate", "allocate_all", "amend_invoice", "enter_invoice", "mark_used", "release",
    "settle_invoice",
]  # fmt: skip
