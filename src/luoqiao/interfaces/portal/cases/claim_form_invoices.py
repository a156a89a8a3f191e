"""申报表的发票: which lines of the enterprise's own invoices the case uses, how much is left of each, what they prove together.

A line that another case uses stands under a red bar with who holds it; the sum stands beside what was declared at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from luoqiao.apps.cases.queries.filling import Filling
from luoqiao.apps.evidence.queries import InvoiceSeen, LineUsage, list_invoices
from luoqiao.core.cases.requirements import invoice_inputs
from luoqiao.core.evidence.allocation import Holder
from luoqiao.core.kernel.money import NotMoney, parse_money, show_yuan, yuan_text
from luoqiao.core.parties.actor import Actor
from luoqiao.core.rules import tree as t
from luoqiao.interfaces.portal.cases.claim_form_fields import Told
from luoqiao.interfaces.portal.cases.claim_form_read import UNREAD, Line

MOST_SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Counted:
    """算到哪一项: an input that an invoice line may prove, and whether this line is counted for it."""

    name: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    """可选的一行: what is left for this case; `taken` says who holds it when less is left than is asked for."""

    id: int
    name: str
    ex_tax: int
    left: int
    chosen: bool
    amount: str
    counted: tuple[Counted, ...]
    taken: str = ""
    error: str = ""

    @property
    def over(self) -> bool:
        """Whether the case asks for more than is left."""
        return bool(self.taken)

    @property
    def spent(self) -> bool:
        """Whether nothing is left for this case."""
        return self.left <= 0 and not self.chosen


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """一张发票: number, day, seller, its lines, and what should be seen beside it."""

    id: int
    number: str
    issued_on: str
    seller: str
    lines: tuple[LineRow, ...]
    remarks: tuple[str, ...]
    asked: tuple[str, ...] = ()

    @property
    def chosen(self) -> bool:
        """Whether the case uses any of its lines."""
        return any(line.chosen for line in self.lines)


@dataclass(frozen=True, slots=True)
class SumRow:
    """一项的合计: what was declared, what the lines come to, and the difference in words."""

    name: str
    label: str
    declared: int | None
    proved: int
    says: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Invoices:
    """发票一节: those of the case's year and those in use first, the others folded; the sums of each input."""

    here: tuple[InvoiceRow, ...]
    others: tuple[InvoiceRow, ...]
    sums: tuple[SumRow, ...]
    several: bool
    asked: tuple[str, ...]
    error: str

    @property
    def count(self) -> int:
        """How many lines are chosen."""
        return sum(line.chosen for row in (*self.here, *self.others) for line in row.lines)


def needs_invoices(filling: Filling) -> bool:
    """Whether the clause asks for invoices at all."""
    return any(one.by_invoices for one in filling.file.requirements)


def own_invoices(filling: Filling, actor: Actor) -> tuple[InvoiceSeen, ...]:
    """The invoices that the applicant entered, the newest first."""
    return list_invoices(filling.file.row.uscc, actor, most=MOST_SHOWN)


def choosable(seen: Iterable[InvoiceSeen], number: str) -> Iterator[Line]:
    """Every line with what is left of it for this case."""
    for invoice in seen:
        for line in invoice.lines:
            yield Line(line.line, left_for(line, number))


def left_for(line: LineUsage, number: str) -> int:
    """What a case may use of a line: everything that other cases do not hold."""
    return line.ex_tax - sum(holder.amount for holder in line.holders if holder.masked or holder.case_number != number)


def invoices_of(filling: Filling, seen: Iterable[InvoiceSeen], told: Told) -> Invoices:
    """The section as it stands after what was saved."""
    clause = filling.file.clause
    inputs = invoice_inputs(clause) if clause else ()
    uses = {int(use["line"]): use for use in filling.invoices}
    rows = tuple(_invoice(one, filling, inputs, uses, told) for one in seen)
    year = str(filling.file.row.year)
    here = [row for row in rows if row.chosen or row.issued_on.startswith(year)]
    return Invoices(
        tuple(here), tuple(row for row in rows if row not in here), tuple(_sums(filling, inputs)), len(inputs) > 1,
        told.asked("发票", "invoices"), told.error("document:发票"),
    )  # fmt: skip


def _invoice(
    one: InvoiceSeen, filling: Filling, inputs: tuple[t.Input, ...], uses: Mapping[int, Mapping[str, Any]], told: Told
) -> InvoiceRow:
    remarks = [finding.message for finding in one.findings]
    remarks += ["与另一次登记的内容不一致，经办核实前不能用"] if one.differs else []
    number = one.contents.number
    return InvoiceRow(
        one.id, number.shown, one.contents.issued_on.isoformat(), one.contents.seller_name,
        tuple(_line(line, filling, inputs, uses.get(line.line), told) for line in one.lines), tuple(remarks),
        told.asked(f"发票 {number.shown}", number.shown, number.number),
    )  # fmt: skip


def _line(
    line: LineUsage, filling: Filling, inputs: tuple[t.Input, ...], use: Mapping[str, Any] | None, told: Told
) -> LineRow:
    number = filling.file.row.number
    left = left_for(line, number)
    counted_for = set(use["inputs"]) if use else {one.identifier for one in inputs[:1]}
    unread = filling.form.get(UNREAD)
    typed = str(unread.get(str(line.line), "")) if isinstance(unread, Mapping) else ""
    asked = int(use["amount"]) if use else 0
    others = [holder for holder in line.holders if holder.masked or holder.case_number != number]
    return LineRow(
        line.line, line.name, line.ex_tax, left, use is not None, typed or (yuan_text(asked) if use else ""),
        tuple(Counted(one.identifier, one.label, one.identifier in counted_for) for one in inputs),
        _taken(others, left, asked) if use and asked > left else "", _wrong(typed, told.error(f"line:{line.line}")),
    )  # fmt: skip


def _wrong(typed: str, error: str) -> str:
    if error or not typed:
        return error
    try:
        parse_money(typed)
    except NotMoney as refused:
        return refused.message
    return ""


def _taken(others: Iterable[Holder], left: int, asked: int) -> str:
    held = "；".join(
        f"{show_yuan(holder.amount)} 已用于{holder.words}" + (f"（{holder.year} 年度）" if holder.year else "")
        for holder in others
    )
    rest = f"还能用 {show_yuan(left)}" if left > 0 else "没有余额"
    return f"{held or '超过这一行的金额'}，{rest}，不够这次的 {show_yuan(asked)}。一张发票只用一次"


def _sums(filling: Filling, inputs: tuple[t.Input, ...]) -> Iterator[SumRow]:
    for one in inputs:
        proved = sum(int(use["amount"]) for use in filling.invoices if one.identifier in use["inputs"])
        declared = _amount(filling.form.get(one.identifier))
        if one.need is t.Need.NEEDED or declared or proved:
            yield SumRow(one.identifier, one.label, declared, proved, _difference(declared, proved), declared != proved)


def _difference(declared: int | None, proved: int) -> str:
    if declared is None:
        return "还没有填金额；按发票算" if proved else "还没有填金额，也没有选发票"
    if not proved:
        return "还没有选发票" if declared else "一致"
    if declared == proved:
        return "一致"
    more = "少" if proved < declared else "多"
    return f"发票比填的{more} {show_yuan(abs(declared - proved))}；按发票算"


def _amount(value: object) -> int | None:
    try:
        return parse_money(str(value)) if value not in (None, "") else None
    except NotMoney:
        return None
