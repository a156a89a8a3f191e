"""答案: what a clause answers for one case, as frozen data; text, JSON and HTML are made from it elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from luoqiao.core.kernel.errors import Finding
from luoqiao.core.rules.basis import ReadingUsed, Tier
from luoqiao.core.rules.resolve import Step as Statement
from luoqiao.core.rules.tree import Clause, Input
from luoqiao.core.rules.values import Val


class Outcome(StrEnum):
    """符合 · 不符合 · 还不能判定."""

    ENTITLED = "entitled"
    NOT_ENTITLED = "not_entitled"
    UNDETERMINED = "undetermined"


class Reason(StrEnum):
    """Why a case is not entitled."""

    CONDITION = "条件不符"
    OUTSIDE_PERIOD = "不在期限内"
    CAP_USED_UP = "上限已用完"
    ALREADY_RECEIVED = "已享受过"
    NOTHING_TO_PAY = "测算金额为零"


class Range(NamedTuple):
    """金额范围 in fen, both ends included; `high` None is open upwards."""

    low: int
    high: int | None

    @property
    def exact(self) -> int | None:
        """The amount when it is certain."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Share:
    """一级的金额: the range, whether it is an estimate, a limit standing in, or waits for an upper tier."""

    tier: Tier
    amount: Range
    defined: bool
    estimate: bool = False
    ceiling: bool = False
    awaiting: Tier | None = None
    granted: int | None = None
    computed: Range | None = None
    payee: str = ""
    payee_identifier: str = ""


class Traced(NamedTuple):
    """One node of the arithmetic: the node, what went in, what came out."""

    node: object
    operands: tuple[Val, ...]
    result: Val | None
    note: str = ""


class Step(NamedTuple):
    """一步: the statement with its quotes, the arithmetic below it, and its results or verdict."""

    statement: Statement
    traced: tuple[Traced, ...]
    results: tuple[tuple[str, Val], ...] = ()
    verdict: bool | None = None
    branch: object | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """还要回答的问题: the input (and the item of a list) that would decide."""

    input: Input
    path: str


@dataclass(frozen=True, slots=True)
class Answer:
    """条款对一个案子的答案."""

    clause: Clause
    on: date
    in_force: bool
    outcome: Outcome
    shares: Mapping[str, Share]
    total: Range
    estimate: bool
    readings: tuple[ReadingUsed, ...]
    steps: tuple[Step, ...]
    open_questions: tuple[Question, ...]
    reasons: tuple[Reason, ...]
    findings: tuple[Finding, ...]
    facts: Mapping[str, object]
    defaulted: tuple[Input, ...] = ()
    version: str = ""
