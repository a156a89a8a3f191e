"""案件的发票: the lines that the case uses, what else uses them, and what a reviewer should see beside each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from luoqiao.apps.cases.queries.case_file import CaseFile
from luoqiao.apps.evidence.queries import Allocated, LineUsage
from luoqiao.core.evidence.allocation import AllocationState, Holder
from luoqiao.core.evidence.invoice import list_findings
from luoqiao.core.kernel.errors import Finding
from luoqiao.core.kernel.money import show_yuan
from luoqiao.interfaces.portal.cases.routes import address
from luoqiao.interfaces.portal.cases.words import short_day
from luoqiao.interfaces.portal.parts import Tag

USABLE, SHARED, OVER = Tag("可用"), Tag("分次使用"), Tag("重复使用", "late")
RELEASED = Tag("已放开")


@dataclass(frozen=True, slots=True)
class OtherUse:
    """另一件案件的占用: words and, when the reader may open it, where."""

    words: str
    number: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """一行发票."""

    number: str
    issued: str
    item: str
    seller: str
    counted_for: str
    amount: int
    tag: Tag
    refused: bool
    others: tuple[OtherUse, ...] = ()
    findings: tuple[str, ...] = ()
    href: str = ""


@dataclass(frozen=True, slots=True)
class InvoicePart:
    """发票一节: the rows, how many may be used and how much they come to."""

    rows: tuple[InvoiceRow, ...]
    note: str


def invoice_part(file: CaseFile, usage: Mapping[int, LineUsage], today: date) -> InvoicePart:
    """The lines in use; of a case that came to nothing, those that it had used."""
    held = [one for one in file.invoices if one.state is not AllocationState.RELEASED] or list(file.invoices)
    rows = tuple(_row(one, file, usage.get(one.line), today) for one in held)
    usable = [row for row in rows if not row.refused]
    total = show_yuan(sum(row.amount for row in usable))
    return InvoicePart(rows, f"{len(rows)} 行，可用 {len(usable)} 行 {total}" if rows else "")


def _row(one: Allocated, file: CaseFile, usage: LineUsage | None, today: date) -> InvoiceRow:
    contents = one.contents
    others = tuple(held for held in (usage.holders if usage else ()) if held.case_number != file.row.number)
    over = usage is not None and usage.used > usage.ex_tax
    labels = {line.key: line.label for line in file.facts}
    inputs = [str(key) for row in file.given.invoices if row.get("line") == one.line for key in row.get("inputs") or ()]
    released = one.state is AllocationState.RELEASED
    number = f"{contents.number.code} {contents.number.number}".strip()
    return InvoiceRow(
        number=grouped(number), issued=short_day(contents.issued_on, today), item=one.line_name, seller=contents.seller_name,
        counted_for="、".join(dict.fromkeys(labels.get(key, key) for key in inputs)), amount=one.amount,
        tag=RELEASED if released else OVER if over else SHARED if others else USABLE, refused=over,
        others=tuple(_other(held) for held in others),
        findings=tuple(f"{found.message}（{found.code}）" for found in _findings(one, file)),
        href=address("evidence:invoice", one.invoice),
    )  # fmt: skip


def _findings(one: Allocated, file: CaseFile) -> tuple[Finding, ...]:
    return list_findings(one.contents, file.row.uscc, file.row.enterprise_name)


def _other(held: Holder) -> OtherUse:
    words = f"同一行另有 {show_yuan(held.amount)} {held.state.label}于"
    if held.masked:
        return OtherUse(words, held.words)
    return OtherUse(words, held.case_number, reverse("cases:case", args=(held.case_number,)))


def grouped(number: str) -> str:
    """Twenty digits in fours, as people read them."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4)) if number.isdigit() and len(number) == 20 else number
