"""拨付文件的格式: what columns a bank wants, in which file; data of the programme (`funds.toml`), as is what it answers.

The cells are worked out here, so that every writer gives the same; text that a spreadsheet would run gets a quote mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from luoqiao.core.kernel.money import yuan_text
from luoqiao.core.kernel.tables import Row, Tables

TRIGGERS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
Cell = str | Decimal


class FileKind(StrEnum):
    """文件的种类."""

    CSV = "csv"
    XLSX = "xlsx"


class Encoding(StrEnum):
    """文字编码 of a CSV."""

    UTF8 = "utf-8-sig"
    GB18030 = "gb18030"


class PayField(StrEnum):
    """明细里的一项."""

    PLACE = "place"
    BATCH = "batch"
    REFERENCE = "reference"
    NAME = "name"
    USCC = "uscc"
    BANK = "bank"
    BRANCH = "branch"
    HOLDER = "holder"
    ACCOUNT = "account"
    AMOUNT = "amount"
    PURPOSE = "purpose"
    TIER = "tier"
    CASE = "case"
    SENT_ON = "sent_on"


NEEDED = (PayField.REFERENCE, PayField.HOLDER, PayField.ACCOUNT, PayField.AMOUNT)
"""Without these no bank can pay, and no answer can be matched."""


class PayFormat(StrEnum):
    """写法: 元 with two decimals, whole 分; 2023-06-15, 20230615."""

    PLAIN = ""
    YUAN = "yuan"
    FEN = "fen"
    DASHED = "dashed"
    COMPACT = "compact"


_FORMATS: Mapping[PayField, tuple[PayFormat, ...]] = {
    PayField.AMOUNT: (PayFormat.YUAN, PayFormat.FEN), PayField.SENT_ON: (PayFormat.DASHED, PayFormat.COMPACT),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PayColumn:
    """一列: its head, which field, how it is written."""

    head: str
    field: PayField
    format: PayFormat = PayFormat.PLAIN


@dataclass(frozen=True, slots=True)
class PaymentLayout:
    """一种拨付文件."""

    id: str
    name: str
    kind: FileKind
    encoding: Encoding
    columns: tuple[PayColumn, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """The first row."""
        return tuple(one.head for one in self.columns)


@dataclass(frozen=True, slots=True)
class PayRow:
    """要付的一笔, as it was approved: the amount in fen."""

    place: int
    batch: str
    reference: str
    name: str
    uscc: str
    bank: str
    branch: str
    holder: str
    account: str
    amount: int
    purpose: str
    tier: str
    case: str
    sent_on: date


class ResultField(StrEnum):
    """银行回执里的一项."""

    REFERENCE = "reference"
    AMOUNT = "amount"
    STATUS = "status"
    DATE = "date"
    VOUCHER = "voucher"
    REASON = "reason"
    ACCOUNT = "account"
    NAME = "name"


RESULTS_NEEDED = (ResultField.REFERENCE, ResultField.AMOUNT, ResultField.STATUS, ResultField.DATE)


@dataclass(frozen=True, slots=True)
class ResultsLayout:
    """银行回执的格式: by head which field it is, the words for paid and for returned."""

    heads: Mapping[str, ResultField]
    success: tuple[str, ...]
    failure: tuple[str, ...]

    def heads_of(self, field: ResultField) -> tuple[str, ...]:
        """The heads under which a field may stand."""
        return tuple(head for head, one in self.heads.items() if one is field)


def cells_of(layout: PaymentLayout, row: PayRow) -> tuple[Cell, ...]:
    """One row of the file: text, and amounts in yuan as exact decimals."""
    return tuple(_cell(column, row) for column in layout.columns)


def guarded(text: str) -> str:
    """Text that no spreadsheet runs: white space made one blank, a leading sign of a formula behind a quote mark."""
    clean = " ".join(text.split())
    return f"'{clean}" if clean.startswith(TRIGGERS) else clean


def _cell(column: PayColumn, row: PayRow) -> Cell:
    if column.field is PayField.AMOUNT:
        return str(row.amount) if column.format is PayFormat.FEN else Decimal(yuan_text(row.amount))
    if column.field is PayField.SENT_ON:
        return f"{row.sent_on:%Y%m%d}" if column.format is PayFormat.COMPACT else row.sent_on.isoformat()
    return guarded(str(getattr(row, column.field.value)))


def read_layouts(tables: Tables) -> tuple[PaymentLayout, ...]:
    """`[[payment_layouts]]`: every one with its columns; faults are noted on the tables."""
    return tuple(_layout(row) for row in tables.rows("payment_layouts"))


def read_results_layout(row: Row) -> ResultsLayout:
    """`[results_layout]`: heads, success and failure words."""
    heads: dict[str, ResultField] = {}
    for column in row.rows("columns"):
        head = column.text("head")
        if head in heads:
            row.fault(f"列名“{head}”写了两次")
        heads[head] = column.choice("field", ResultField)
    layout = ResultsLayout(heads, row.texts("success"), row.texts("failure"))
    for field in RESULTS_NEEDED:
        if heads and not layout.heads_of(field):
            row.fault(f"没有一列是“{field.value}”；对账要有它")
    for said in _words(layout):
        row.fault(said)
    return layout


def _words(layout: ResultsLayout) -> Iterator[str]:
    if layout.heads and not (layout.success and layout.failure):
        yield "“success”和“failure”都要写：银行用哪些字表示到账、退回"
    for word in sorted(set(layout.success) & set(layout.failure)):
        yield f"“{word}”不能既表示到账又表示退回"


def _layout(row: Row) -> PaymentLayout:
    kind = row.choice("kind", FileKind)
    encoding = row.choice("encoding", Encoding, Encoding.UTF8)
    columns = tuple(_column(one) for one in row.rows("columns"))
    identifier = row.pattern("id", r"[a-z][a-z0-9_]*", "小写字母，如 bank_csv")
    made = PaymentLayout(identifier, row.text("name"), kind, encoding, columns)
    for said in _faults(made):
        row.fault(said)
    return made


def _column(row: Row) -> PayColumn:
    column = PayColumn(row.text("head"), row.choice("field", PayField), row.choice("format", PayFormat, PayFormat.PLAIN))
    if column.format is not PayFormat.PLAIN and column.format not in _FORMATS.get(column.field, ()):
        row.fault(f"“{column.field.value}”不能写成“{column.format.value}”")
    return column


def _faults(layout: PaymentLayout) -> Iterable[str]:
    heads = layout.heads
    yield from (f"列名“{head}”写了两次" for head in sorted({one for one in heads if heads.count(one) > 1}))
    fields = {one.field for one in layout.columns}
    yield from (f"缺“{field.value}”一列；没有它银行付不了款，或回执对不上" for field in NEEDED if field not in fields)
