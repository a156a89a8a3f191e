"""追回: what has to come back, with which interest, in which instalments, and how what came in is counted.

Interest is simple, by days over 365 (the year is a parameter of the decision's rate), half up to the fen. What comes in pays
the interest first and the principal after it (民法典第五百六十一条). Principal goes back to the tier that paid it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.kernel.text import fold_width

YEAR_DAYS = 365
MOST_YEARLY = 24
"""Percent a year; more is a slip of the pen."""


class Ground(StrEnum):
    """追回的事由."""

    FALSE_STATEMENT = "false_statement"
    PROJECT_ENDED = "project_ended"
    TITLE_LOST = "title_lost"
    OVERPAID = "overpaid"
    PAID_TWICE = "paid_twice"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _GROUNDS[self]


_GROUNDS = {
    Ground.FALSE_STATEMENT: "弄虚作假骗取", Ground.PROJECT_ENDED: "项目终止或未按要求完成", Ground.TITLE_LOST: "称号被撤销",
    Ground.OVERPAID: "多付", Ground.PAID_TWICE: "重复拨付", Ground.OTHER: "其他",
}  # fmt: skip


class ClawbackState(StrEnum):
    """追回走到哪: 待决定 · 追缴中 · 已追回 · 不予追回."""

    PROPOSED = "proposed"
    DUE = "due"
    CLOSED = "closed"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"proposed": "待决定", "due": "追缴中", "closed": "已追回", "refused": "不予追回"}[self.value]


class BadInstalments(DomainError):
    """分期不对."""

    code = "LQ-6401"

    def __init__(self, said: str) -> None:
        super().__init__(f"分期不对：{said}；没有保存，请改后再提交")


class TooMuch(DomainError):
    """追回的比付的多, or more came in than was due."""

    code = "LQ-6402"

    def __init__(self, what: str, asked: int, left: int) -> None:
        super().__init__(f"{what} {show_yuan(asked)}，最多 {show_yuan(left)}；没有记账，请核对金额")


class BadRate(DomainError):
    """年利率读不懂."""

    code = "LQ-6409"

    def __init__(self, text: str) -> None:
        super().__init__(f"年利率“{text.strip()[:20]}”读不懂，或不在 0 到 {MOST_YEARLY}% 之间；请写成 3.45")


class NoSuchClawback(DomainError):
    """没有这件追回."""

    code = "LQ-6405"

    def __init__(self, number: str) -> None:
        super().__init__(f"没有编号为 {number[:20]} 的追回")


class StillExcluded(DomainError):
    """还在限制申报期内: a decision to claw back named a day until which this enterprise is not to apply."""

    code = "LQ-6408"

    def __init__(self, until: date, number: str, document: str) -> None:
        super().__init__(
            f"这家企业 {until}（含）以前不得申报，依据 {document}（{number}）；没有立案，对决定有异议可以申请行政复议"
        )


@dataclass(frozen=True, slots=True)
class Instalment:
    """一期: by when how many fen."""

    due_on: date
    fen: int


@dataclass(frozen=True, slots=True)
class Counted:
    """进来的钱怎样算: fen of interest and of principal."""

    interest: int
    principal: int


def read_yearly(text: str) -> Fraction:
    """年利率 as written in percent, `3.45` or `3.45%`; refuses what is no rate or above 24 (BadRate)."""
    folded = fold_width(text).strip().rstrip("%").strip()
    if not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,6})?", folded) or not 0 < Fraction(folded) <= MOST_YEARLY:
        raise BadRate(text)
    return Fraction(folded) / 100


def interest_of(principal: int, yearly: Fraction, since: date, until: date) -> int:
    """利息 from the day after payment to the day named, in fen, half up; none when the days do not follow."""
    days = max(0, (until - since).days)
    exact = principal * yearly * days / YEAR_DAYS
    return int((2 * exact + 1) // 2)


def check_instalments(instalments: Sequence[Instalment], total: int, decided_on: date) -> None:
    """Instalments lie after the decision, each later than the one before, and add up to the fen (BadInstalments)."""
    if not instalments:
        raise BadInstalments("至少一期")
    if any(one.fen <= 0 for one in instalments):
        raise BadInstalments("每一期都要大于 0 元")
    days = [one.due_on for one in instalments]
    if days[0] < decided_on or any(later <= earlier for earlier, later in pairwise(days)):
        raise BadInstalments("日期要在决定之后，并且一期比一期晚")
    added = sum(one.fen for one in instalments)
    if added != total:
        raise BadInstalments(f"各期合计 {show_yuan(added)}，应追回 {show_yuan(total)}，相差 {show_yuan(abs(total - added))}")


def count(fen: int, *, interest_left: int, principal_left: int) -> Counted:
    """先息后本: what came in pays interest first; more than is due is refused (TooMuch)."""
    if fen > interest_left + principal_left:
        raise TooMuch("来款", fen, interest_left + principal_left)
    interest = min(fen, interest_left)
    return Counted(interest, fen - interest)


def overdue(instalments: Sequence[Instalment], received: int, on: date) -> int:
    """到期未缴: what was due up to the day before and has not come in, in fen."""
    due = sum(one.fen for one in instalments if one.due_on < on)
    return max(0, due - received)


def next_due(instalments: Sequence[Instalment], received: int) -> Instalment | None:
    """The instalment that what came in does not cover yet, with what is still missing of it; None when all is in."""
    left = received
    for one in instalments:
        if left < one.fen:
            return Instalment(one.due_on, one.fen - left)
        left -= one.fen
    return None
