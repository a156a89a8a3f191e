"""发票存成 JSON: a statement as it is kept, amounts as whole fen, and back again exactly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from luoqiao.core.evidence.invoice import InvoiceKind, StatedInvoice, StatedLine
from luoqiao.core.evidence.invoice_number import InvoiceNumber


def write_stated(one: StatedInvoice) -> dict[str, object]:
    """A statement as plain JSON."""
    return {
        "code": one.number.code, "number": one.number.number, "kind": one.kind.value,
        "issued_on": one.issued_on.isoformat(), "buyer_uscc": one.buyer_uscc, "buyer_name": one.buyer_name,
        "seller_uscc": one.seller_uscc, "seller_name": one.seller_name, "ex_tax": one.ex_tax, "tax": one.tax,
        "lines": [{"name": line.name, "ex_tax": line.ex_tax} for line in one.lines],
    }  # fmt: skip


def read_stated(kept: Mapping[str, Any]) -> StatedInvoice:
    """The statement that was written."""
    return StatedInvoice(
        InvoiceNumber(kept["code"], kept["number"]), InvoiceKind(kept["kind"]), date.fromisoformat(kept["issued_on"]),
        kept["buyer_uscc"], kept["buyer_name"], kept["seller_uscc"], kept["seller_name"], kept["ex_tax"], kept["tax"],
        tuple(StatedLine(line["name"], line["ex_tax"]) for line in kept["lines"]),
    )  # fmt: skip
