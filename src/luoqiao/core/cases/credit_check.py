"""信用核查: what an officer found about the enterprise's credit, where, and on which day; kept with the approval it belongs to.

A step that names `credit` among its checks is not approved without one. A record found does not decide by itself: the officer
says what it is and why the case still goes on, or proposes to refuse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid

CREDIT = "credit"
"""The word by which a step asks for this check."""
LONGEST = 300


class Found(StrEnum):
    """查到什么."""

    NONE = "none"
    HIT = "hit"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"none": "未见失信记录", "hit": "有失信记录"}[self.value]


class CreditNotChecked(DomainError):
    """还没有核查信用."""

    code = "LQ-5512"

    def __init__(self, step: str) -> None:
        super().__init__(f"“{step}”要先记录信用核查：查了哪里、哪一天、有没有失信记录")


class BadCreditCheck(Invalid):
    """信用核查填写有误."""

    code = "LQ-5513"


@dataclass(frozen=True, slots=True)
class CreditCheck:
    """一次信用核查."""

    found: Found
    source: str
    on: date
    note: str = ""

    @property
    def words(self) -> str:
        """One line for whoever comes after."""
        said = f"信用核查：{self.source}，{self.on} 查，{self.found.label}"
        return f"{said}；{self.note}" if self.note else said

    def as_values(self) -> dict[str, str]:
        """For the event and the snapshot."""
        return {"found": self.found.value, "source": self.source, "on": self.on.isoformat(), "note": self.note}


def from_values(values: Mapping[str, str]) -> CreditCheck:
    """The check again, as it was kept."""
    return CreditCheck(Found(values["found"]), values["source"], date.fromisoformat(values["on"]), values["note"])


def read_credit_check(given: Mapping[str, str], today: date) -> CreditCheck | None:
    """What was filled in; None when nothing was. Raises BadCreditCheck with every problem."""
    found, source, day, note = (given.get(name, "").strip() for name in ("found", "source", "on", "note"))
    if not found and not source and not note:
        return None
    problems: list[FieldProblem] = []
    if found not in {one.value for one in Found}:
        problems.append(_problem("found", found, "有或没有失信记录", "请选有没有失信记录"))
    if not source:
        problems.append(_problem("source", "", "查询的平台", "请写查了哪个平台，如 信用中国"))
    on = _day(day)
    if on is None or on > today:
        problems.append(_problem("on", day, "今天或以前的日期", "核查日期应是今天或以前的一天，如 2023-06-20"))
    if found == Found.HIT and not note:
        problems.append(_problem("note", "", "情况说明", "有失信记录的，请写明是什么记录、为什么仍可继续"))
    problems += [
        _problem(name, text[:40], f"最多 {LONGEST} 个字", f"写得太长：最多 {LONGEST} 个字，现有 {len(text)} 个")
        for name, text in (("source", source), ("note", note))
        if len(text) > LONGEST
    ]
    if problems or on is None:
        raise BadCreditCheck(tuple(problems))
    return CreditCheck(Found(found), source, on, note)


def _problem(name: str, given: str, expected: str, message: str) -> FieldProblem:
    return FieldProblem(f"credit_{name}", given, expected, message, "LQ-5513")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
