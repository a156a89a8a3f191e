"""发票: what somebody states about one, how two statements differ, and what a reviewer should see at once.

Amounts are fen. What counts for a subsidy is the amount without tax; the tax stands beside it. Reading what was typed is
`invoice_reader`, reading the electronic original is `invoice_xml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luoqiao.core.evidence.invoice_number import InvoiceNumber
from luoqiao.core.kernel.errors import Finding
from luoqiao.core.kernel.money import show_yuan

HIGHEST_RATE = (17, 100)
"""The highest rate of value-added tax there has been; more is a slip of the pen."""


class InvoiceKind(StrEnum):
    """发票的种类."""

    SPECIAL = "special"
    ORDINARY = "ordinary"
    MOTOR = "motor"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _KINDS[self.value]


_KINDS = {"special": "增值税专用发票", "ordinary": "增值税普通发票", "motor": "机动车销售统一发票", "other": "其他发票"}


@dataclass(frozen=True, slots=True)
class StatedLine:
    """明细行: the goods or service and its amount without tax; a discount is taken off the line that it belongs to."""

    name: str
    ex_tax: int


@dataclass(frozen=True, slots=True)
class StatedInvoice:
    """一张发票的内容: as typed, or as read from the electronic original."""

    number: InvoiceNumber
    kind: InvoiceKind
    issued_on: date
    buyer_uscc: str
    buyer_name: str
    seller_uscc: str
    seller_name: str
    ex_tax: int
    tax: int
    lines: tuple[StatedLine, ...]

    @property
    def total(self) -> int:
        """价税合计."""
        return self.ex_tax + self.tax


@dataclass(frozen=True, slots=True)
class Difference:
    """一处不同: the field, its label, and both values as words."""

    field: str
    label: str
    kept: str
    stated: str


def list_differences(kept: StatedInvoice, stated: StatedInvoice) -> tuple[Difference, ...]:
    """Where two statements about the same invoice cannot both be true. Names of firms and goods may be worded differently."""
    return tuple(
        Difference(field, label, was, now)
        for (field, label, was), (_, _, now) in zip(_compared(kept), _compared(stated), strict=True)
        if was != now and (field != "seller_uscc" or (was and now))
    )


def _compared(one: StatedInvoice) -> Iterator[tuple[str, str, str]]:
    yield "issued_on", "开票日期", one.issued_on.isoformat()
    yield "ex_tax", "不含税金额", show_yuan(one.ex_tax)
    yield "tax", "税额", show_yuan(one.tax)
    yield "buyer_uscc", "购方代码", one.buyer_uscc
    yield "seller_uscc", "销方代码", one.seller_uscc
    yield "lines", "明细金额", "、".join(show_yuan(line.ex_tax) for line in one.lines)


def list_findings(stated: StatedInvoice, claimant_uscc: str, claimant_name: str = "") -> tuple[Finding, ...]:
    """What a reviewer must see beside the invoice: foremost a buyer who is not the applicant."""
    return tuple(_findings(stated, claimant_uscc, claimant_name))


def _findings(stated: StatedInvoice, uscc: str, name: str) -> Iterator[Finding]:
    subject = f"invoice:{stated.number}"
    if stated.buyer_uscc != uscc:
        who = f"{name}（{uscc}）" if name else uscc
        said = f"购方是 {stated.buyer_name}（{stated.buyer_uscc}），不是申报企业 {who}"
        yield Finding("LQ-5410", said, subject=subject)
    if stated.tax * HIGHEST_RATE[1] > stated.ex_tax * HIGHEST_RATE[0]:
        said = f"税额 {show_yuan(stated.tax)} 超过不含税金额的 17%；请核对两项是否填反"
        yield Finding("LQ-5411", said, subject=subject, serious=False)
    if not stated.number.code and stated.number.number[:2] != f"{stated.issued_on:%y}":
        said = f"号码以 {stated.number.number[:2]} 开头，开票日期在 {stated.issued_on:%Y} 年；数电票号码前两位通常是开票年份"
        yield Finding("LQ-5412", said, subject=subject, serious=False)
    if stated.seller_uscc == uscc:
        yield Finding("LQ-5413", "销方就是申报企业自己", subject=subject)
    listed = sum(line.ex_tax for line in stated.lines)
    if listed < stated.ex_tax:
        said = f"明细合计 {show_yuan(listed)}，比不含税金额少 {show_yuan(stated.ex_tax - listed)}；没有列明的部分不能申报"
        yield Finding("LQ-5414", said, subject=subject, serious=False)
