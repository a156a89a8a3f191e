"""对账: rows of a bank's answer read by the layout of the programme, and matched with the lines that were sent.

A row is matched by reference and amount together; whatever does not fit exactly is left to a person. Reading and matching
change nothing: the same rows against the same lines give the same outcomes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luoqiao.core.funds.batch import LineState
from luoqiao.core.funds.payment_layout import RESULTS_NEEDED, ResultField, ResultsLayout
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.money import NotMoney, parse_money
from luoqiao.core.kernel.text import fold_all_width
from luoqiao.core.parties.enterprise_fields import read_day
from luoqiao.core.parties.import_table import SheetRow

HEADER_WITHIN = 10
MOST_RESULTS = 20_000
LONGEST_CELL = 200


class UnreadableResults(DomainError):
    """不是能用的回执: nothing was taken in."""

    code = "LQ-6204"


class Outcome(StrEnum):
    """一行回执对上了什么."""

    SETTLES = "settles"
    BOUNCES = "bounces"
    BOUNCES_LATER = "bounces_later"
    ANSWERED = "answered"
    AGAIN = "again"
    CONTRADICTS = "contradicts"
    AMOUNT = "amount"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self.value]

    @property
    def moves(self) -> bool:
        """Whether money moves."""
        return self in MOVING

    @property
    def open(self) -> bool:
        """Whether a person has to settle it."""
        return self not in MOVING and self not in (Outcome.ANSWERED, Outcome.AGAIN)


_LABELS = {
    "settles": "到账", "bounces": "退汇", "bounces_later": "到账后退汇", "answered": "以前已答复", "again": "文件里重复",
    "contradicts": "前后不一", "amount": "金额不同", "unknown": "没有这个流水号", "unreadable": "读不懂",
}  # fmt: skip
MOVING = (Outcome.SETTLES, Outcome.BOUNCES, Outcome.BOUNCES_LATER)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """回执的一行: as read; `trouble` says what in it cannot be read, then the rest is as far as it goes."""

    number: int
    reference: str
    amount: int
    paid: bool
    on: date | None
    voucher: str = ""
    reason: str = ""
    name: str = ""
    trouble: str = ""

    @property
    def answer(self) -> tuple[bool, date | None, str]:
        """What the bank says of the payment: the same again is the same answer."""
        return self.paid, self.on, self.voucher


@dataclass(frozen=True, slots=True)
class SentLine:
    """送出的一笔: how it stands, every answer that was taken for it before, and the number of a claw-back of it."""

    reference: str
    amount: int
    state: LineState
    answers: frozenset[tuple[bool, date | None, str]] = frozenset()
    reclaimed: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """一行回执和它对上的: the sentence says why a person has to look; empty else."""

    row: ResultRow
    outcome: Outcome
    said: str = ""


def read_results(rows: Iterable[SheetRow], layout: ResultsLayout) -> tuple[ResultRow, ...]:
    """Every row under the header; refuses a file without the columns, without rows, or with too many (UnreadableResults)."""
    listed = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if not listed:
        raise UnreadableResults("这个文件是空的；没有导入，请确认导出的是付款结果")
    at, places = _header(listed, layout)
    found = listed[at + 1 :]
    if not found:
        raise UnreadableResults("表头下面没有一行付款结果；没有导入，请确认导出的是付款结果")
    if len(found) > MOST_RESULTS:
        raise UnreadableResults(f"文件有 {len(found):,} 行，一次最多 {MOST_RESULTS:,} 行；没有导入，请按批次分开导出")
    return tuple(_read(row, places, layout) for row in found)


def match(rows: Sequence[ResultRow], sent: Mapping[str, SentLine]) -> tuple[Matched, ...]:
    """对上: each row with what it would do, in the order of the file."""
    answers: dict[str, set[tuple[bool, date | None, str]]] = {}
    for row in rows:
        if not row.trouble:
            answers.setdefault(row.reference, set()).add(row.answer)
    seen: set[str] = set()
    found = []
    for row in rows:
        if not row.trouble and row.reference in seen and len(answers[row.reference]) == 1:
            found.append(Matched(row, Outcome.AGAIN, "同一个文件里前面有一样的一行"))
            continue
        seen.add(row.reference)
        found.append(_match(row, sent.get(row.reference), twice=len(answers.get(row.reference, ())) > 1))
    return tuple(found)


def _match(row: ResultRow, line: SentLine | None, *, twice: bool) -> Matched:
    if row.trouble:
        return Matched(row, Outcome.UNREADABLE, row.trouble)
    if line is None:
        return Matched(row, Outcome.UNKNOWN, f"没有送出过流水号为“{row.reference[:40]}”的付款")
    if row.answer in line.answers:
        return Matched(row, Outcome.ANSWERED)
    if row.amount != line.amount:
        return Matched(row, Outcome.AMOUNT, "回执的金额与送出的不同")
    if twice:
        return Matched(row, Outcome.CONTRADICTS, "同一个文件里对这一笔有两种说法")
    return _answer(row, line)


def _answer(row: ResultRow, line: SentLine) -> Matched:
    match (line.state, row.paid):
        case (LineState.SENT, True):
            return Matched(row, Outcome.SETTLES)
        case (LineState.SENT, False):
            return Matched(row, Outcome.BOUNCES)
        case (LineState.PAID, False):
            said = reclaimed_words(line.reclaimed)
            return Matched(row, Outcome.CONTRADICTS if said else Outcome.BOUNCES_LATER, said)
        case (LineState.PAID, True) | (LineState.RETURNED, False):
            return Matched(row, Outcome.ANSWERED)
        case (LineState.RETURNED, True):
            return Matched(row, Outcome.CONTRADICTS, "以前的回执说这一笔已退回，现在说到账")
        case _:
            return Matched(row, Outcome.UNKNOWN, "这一笔没有送出")


def reclaimed_words(clawback: str) -> str:
    """Why money that came back for a payment that is being clawed back is no return of it; empty without a claw-back."""
    return f"这一笔在追回（{clawback}）；退回的款请登记为追回来款，这一行作“不作处理”" if clawback else ""


def _header(rows: Sequence[SheetRow], layout: ResultsLayout) -> tuple[int, dict[ResultField, int]]:
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        heads = [_plain(cell) for cell in row.cells]
        known = {_plain(head): field for head, field in layout.heads.items()}
        places: dict[ResultField, int] = {}
        for place, head in enumerate(heads):
            if head in known:
                places.setdefault(known[head], place)
        if all(field in places for field in RESULTS_NEEDED):
            return at, places
    wanted = "、".join("或".join(f"“{head}”" for head in layout.heads_of(field)) for field in RESULTS_NEEDED)
    raise UnreadableResults(f"前 {HEADER_WITHIN} 行里没有找到表头，要有这些列：{wanted}；没有导入，请用银行导出的原文件")


def _read(row: SheetRow, places: Mapping[ResultField, int], layout: ResultsLayout) -> ResultRow:
    given = {
        field: " ".join(row.cells[at].split())[:LONGEST_CELL].lstrip("'") if at < len(row.cells) else ""
        for field, at in places.items()
    }
    troubles = []
    amount, said = _amount(given[ResultField.AMOUNT])
    troubles += [said] if said else []
    on, said = read_day(given[ResultField.DATE], "日期")
    troubles += [said] if said else []
    status = _plain(given[ResultField.STATUS])
    paid = status in {_plain(word) for word in layout.success}
    if not paid and status not in {_plain(word) for word in layout.failure}:
        troubles.append(f"“{given[ResultField.STATUS][:20]}”不知是到账还是退回")
    if not given[ResultField.REFERENCE]:
        troubles.append("没有流水号")
    return ResultRow(
        row.number, given[ResultField.REFERENCE][:60], amount, paid, on, given.get(ResultField.VOUCHER, ""),
        given.get(ResultField.REASON, ""), given.get(ResultField.NAME, ""), "；".join(troubles),
    )  # fmt: skip


def _amount(text: str) -> tuple[int, str]:
    try:
        return int(parse_money(text)), ""
    except NotMoney as refused:
        return 0, refused.message


def _plain(text: str) -> str:
    return fold_all_width("".join(text.split())).lower()
