"""读发票: what was typed into the form of an invoice as exact values; every problem is listed, nothing is half-read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from luoqiao.core.evidence.invoice import InvoiceKind, StatedInvoice, StatedLine
from luoqiao.core.evidence.invoice_number import BadInvoiceNumber, InvoiceNumber, read_invoice_number
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.kernel.money import NotMoney, parse_money, show_yuan
from luoqiao.core.kernel.text import drop_blanks, fold_all_width, fold_width
from luoqiao.core.rules.dates import read_date

MOST_LINES = 200
LONGEST_NAME = 200
FIRST_ISSUED = date(1994, 1, 1)
"""Value-added tax and its invoices begin here; an earlier date is a slip of the pen."""
_TAXPAYER = re.compile(r"[0-9A-Z]{15,20}")
Read = TypeVar("Read")


class BadInvoice(Invalid):
    """发票填写有误: one or more fields cannot be used."""

    code = "LQ-5404"


@dataclass(frozen=True, slots=True)
class TypedLine:
    """填写的明细行."""

    name: str
    ex_tax: str


def read_invoice(typed: Mapping[str, str], lines: Sequence[TypedLine], *, on: date) -> StatedInvoice:
    """Read fields code, number, kind, issued_on, buyer_uscc, buyer_name, seller_uscc, seller_name, ex_tax, tax, and lines.

    Without lines the invoice has one line with its whole amount. `on` is today: no invoice is issued later. Raises
    BadInvoice with every problem; the fields of line 2 are `line_2_name` and `line_2_ex_tax`.
    """
    reading = _Reading(typed, on)
    number = reading.number()
    kind = reading.kind()
    issued_on = reading.issued_on()
    buyer_uscc, buyer_name = reading.taxpayer("buyer_uscc", "购方代码"), reading.name("buyer_name", "购方名称")
    seller_uscc = reading.taxpayer("seller_uscc", "销方代码")
    seller_name = reading.name("seller_name", "销方名称")
    ex_tax, tax = reading.money("ex_tax", "不含税金额"), reading.money("tax", "税额", zero=True)
    listed = reading.lines(lines, ex_tax)
    if number is None or kind is None or issued_on is None or reading.problems:
        raise BadInvoice(tuple(reading.problems))
    return StatedInvoice(
        number, kind, issued_on, buyer_uscc, buyer_name, seller_uscc, seller_name, ex_tax, tax, listed
    )  # fmt: skip


class _Reading:
    """One form being read: collects what is wrong."""

    def __init__(self, typed: Mapping[str, str], on: date) -> None:
        self.typed = typed
        self.on = on
        self.problems: list[FieldProblem] = []

    def say(self, field: str, given: str, expected: str, message: str) -> None:
        self.problems.append(FieldProblem(field, given[:40], expected, message, BadInvoice.code))

    def number(self) -> InvoiceNumber | None:
        try:
            return read_invoice_number(self.typed.get("code", ""), self.typed.get("number", ""))
        except BadInvoiceNumber as refused:
            self.problems.extend(refused.problems)
            return None

    def kind(self) -> InvoiceKind | None:
        given = self.typed.get("kind", "").strip()
        for kind in InvoiceKind:
            if given in (kind.value, kind.label):
                return kind
        words = "、".join(kind.label for kind in InvoiceKind)
        self.say("kind", given, words, f"请选发票种类：{words}")
        return None

    def issued_on(self) -> date | None:
        given = self.typed.get("issued_on", "")
        found = self.attempt("issued_on", given, "日期，如 2023-05-06", "开票日期", lambda: read_date(fold_width(given)))
        if found is None:
            return None
        if found > self.on:
            self.say("issued_on", given, f"不晚于 {self.on}", f"开票日期 {found} 在今天（{self.on}）之后")
        elif found < FIRST_ISSUED:
            self.say("issued_on", given, f"不早于 {FIRST_ISSUED}", f"开票日期 {found} 太早；请核对年份")
        return found

    def attempt(self, field: str, given: str, expected: str, label: str, read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except DomainError as refused:
            self.say(field, given, expected, f"{label}：{refused.message}")
        except ValueError:
            said = f"{label}写成“{given[:20]}”，读不成；应为{expected}" if given.strip() else f"请填{label}，{expected}"
            self.say(field, given, expected, said)
        return None

    def taxpayer(self, field: str, label: str) -> str:
        given = drop_blanks(fold_all_width(self.typed.get(field, ""))).upper()
        if not _TAXPAYER.fullmatch(given):
            said = f"{label}应为 18 位统一社会信用代码，现为 {len(given)} 位" if given else f"请填{label}"
            self.say(field, given, "18 位统一社会信用代码", said)
        return given

    def name(self, field: str, label: str) -> str:
        return self.words(field, label, self.typed.get(field, ""))

    def words(self, field: str, label: str, given: str) -> str:
        name = " ".join(given.split())
        if not name:
            self.say(field, given, "名称", f"请填{label}")
        elif len(name) > LONGEST_NAME:
            self.say(field, given, f"最多 {LONGEST_NAME} 个字", f"{label}最多 {LONGEST_NAME} 个字，现在 {len(name)} 个")
        elif any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") for sign in name):
            self.say(field, given, "可以显示的字", f"{label}里有不能显示的字符")
        return name

    def money(self, field: str, label: str, *, zero: bool = False) -> int:
        return self.amount(field, label, self.typed.get(field, ""), zero=zero)

    def amount(self, field: str, label: str, given: str, *, zero: bool = False) -> int:
        expected = "以元计的金额，如 14,400.00"
        if not given.strip():
            self.say(field, given, expected, f"请填{label}{'；免税的填 0' if zero else ''}")
            return 0
        if given.strip().startswith(("-", "－")):
            self.say(field, given, expected, f"{label}是负数；红字发票和折扣行不单独登记，请填冲减后的金额")
            return 0
        try:
            found = parse_money(given)
        except NotMoney as refused:
            self.say(field, given, expected, f"{label}：{refused.message}")
            return 0
        if not found and not zero:
            self.say(field, given, expected, f"{label}不能是 0 元")
        return found

    def lines(self, typed: Sequence[TypedLine], ex_tax: int) -> tuple[StatedLine, ...]:
        filled = [(no, line) for no, line in enumerate(typed, 1) if line.name.strip() or line.ex_tax.strip()]
        if len(filled) > MOST_LINES:
            self.say("lines", str(len(filled)), f"最多 {MOST_LINES} 行", f"明细最多 {MOST_LINES} 行，现在 {len(filled)} 行")
            return ()
        listed = tuple(
            StatedLine(
                self.words(f"line_{no}_name", f"第 {no} 行的名称", line.name),
                self.amount(f"line_{no}_ex_tax", f"第 {no} 行的不含税金额", line.ex_tax),
            )
            for no, line in filled
        )
        total = sum(line.ex_tax for line in listed)
        if ex_tax and total > ex_tax:
            said = f"明细合计 {show_yuan(total)}，比不含税金额 {show_yuan(ex_tax)} 多 {show_yuan(total - ex_tax)}"
            self.say("lines", show_yuan(total), f"不超过 {show_yuan(ex_tax)}", said)
        return listed or (StatedLine("全部货物和服务", ex_tax),)
