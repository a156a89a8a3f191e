"""证据的动词: enter and settle invoices, use and release their lines; record facts; keep documents."""

from __future__ import annotations

from luoqiao.apps.evidence.services.allocations import (
    Wanted,
    allocate,
    allocate_all,
    mark_used,
    release,
)
from luoqiao.apps.evidence.services.corrections import answer_correction, report_correction
from luoqiao.apps.evidence.services.documents import (
    Kept,
    Received,
    add_document,
    clear_unnamed,
    describe_document,
    holding,
    note_download,
    put_away,
    set_withheld,
)
from luoqiao.apps.evidence.services.facts import (
    RecordedFacts,
    load_fact_keys,
    override_fact,
    record_fact,
    record_facts,
    withdraw_fact,
)
from luoqiao.apps.evidence.services.invoices import Entered, amend_invoice, enter_invoice, settle_invoice

__all__ = [
    "Entered", "Kept", "Received", "RecordedFacts", "Wanted", "add_document", "allocate", "allocate_all", "amend_invoice",
    "answer_correction", "clear_unnamed", "describe_document", "enter_invoice", "holding", "load_fact_keys", "mark_used",
    "note_download", "override_fact", "put_away", "record_fact", "record_facts", "release", "report_correction",
    "set_withheld", "settle_invoice", "withdraw_fact",
]  # fmt: skip
