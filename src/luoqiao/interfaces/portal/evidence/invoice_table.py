"""发票表的行: every line with what is left of it, and who holds the rest, if the reader may know; a red bar for 重复使用."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from luoqiao.apps.evidence.queries import InvoiceSeen, LineUsage
from luoqiao.core.evidence.allocation import Holder, merge_masked
from luoqiao.core.kernel.money import show_yuan
from luoqiao.interfaces.portal.parts import Tag

USABLE, PARTLY, GONE, DIFFERS = Tag("可用"), Tag("部分可用"), Tag("已用完", "not_entitled"), Tag("待核实", "by-default")
USED_AGAIN = Tag("重复使用", "late")


@dataclass(frozen=True, slots=True)
class HeldBy:
    """一笔占用: words before the case, the case as far as it may be named, words after it."""

    before: str
    case: str
    href: str
    after: str


@dataclass(frozen=True, slots=True)
class InvoiceTableRow:
    """一行: number, day, item and seller, amount without tax, what is left, the word about it.

    `refused` draws the red bar and strikes the amount; `sentence` says why; `findings` are warnings about the invoice.
    """

    number: str
    href: str
    issued: str
    item: str
    seller: str
    amount: int
    left: int
    tag: Tag
    refused: bool = False
    sentence: str = ""
    held: tuple[HeldBy, ...] = ()
    findings: tuple[str, ...] = ()
    first: bool = True


@dataclass(frozen=True, slots=True)
class InvoiceTable:
    """整张表."""

    rows: tuple[InvoiceTableRow, ...]

    @property
    def left(self) -> int:
        """What of all rows may still be used."""
        return sum(row.left for row in self.rows)


Href = Callable[[InvoiceSeen], str]
Titles = Mapping[str, str]
NO_TITLES: Titles = {}


def invoice_table(
    invoices: Iterable[InvoiceSeen], *, href: Href | None = None, wanted: frozenset[int] = frozenset(),
    titles: Titles = NO_TITLES,
) -> InvoiceTable:  # fmt: skip
    """Rows of the lines of invoices. `wanted` are lines that a new claim asks for: used up, they are 重复使用 in red.

    `titles` are those of clauses, to be named beside a case.
    """
    return InvoiceTable(tuple(
        _row(invoice, line, place == 0, href(invoice) if href else "", wanted=line.line in wanted, titles=titles)
        for invoice in invoices
        for place, line in enumerate(invoice.lines)
    ))  # fmt: skip


def _row(
    invoice: InvoiceSeen, line: LineUsage, first: bool, href: str, *, wanted: bool, titles: Titles
) -> InvoiceTableRow:  # fmt: skip
    contents = invoice.contents
    refused = wanted and line.left == 0
    differs = invoice.differs and not invoice.entered_first
    tag = DIFFERS if differs else USED_AGAIN if refused else GONE if not line.left else PARTLY if line.used else USABLE
    gone = f"这一行全额 {show_yuan(line.ex_tax)} 已用。一张发票只用一次。" if refused else ""
    return InvoiceTableRow(
        contents.number.shown, href, f"{contents.issued_on}", line.name, contents.seller_name, line.ex_tax, line.left, tag,
        refused, gone, held_by(line.holders, titles),
        tuple(f"{one.message}（{one.code}）" for one in invoice.findings if one.serious) if first else (), first,
    )  # fmt: skip


def held_by(holders: Iterable[Holder], titles: Titles = NO_TITLES) -> tuple[HeldBy, ...]:
    """Each use in words; the case is a link when it may be named and has a page."""
    return tuple(
        HeldBy(f"{one.state.label} {show_yuan(one.amount)}：", one.words, case_address(one.case_number), _after(one, titles))
        for one in merge_masked(tuple(holders))
    )


def _after(one: Holder, titles: Titles) -> str:
    return "" if one.masked else f"（{'，'.join(filter(None, [titles.get(one.clause, ''), f'{one.year} 年度']))}）"


def case_address(number: str) -> str:
    """The page of a case, when there is one."""
    try:
        return reverse("cases:case", args=(number,)) if number else ""
    except NoReverseMatch:
        return ""
