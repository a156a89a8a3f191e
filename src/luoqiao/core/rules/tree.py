"""条款的语法树: the typed tree of one clause, frozen, each node with its place in the file.

Money literals are integer fen, rates are whole ten-thousandths of one (30% is 3000), dates are coded
(see `dates.py`). Nothing here decides anything: `parse.py` builds it, `check.py` judges it, `resolve.py`
makes a straight line of it, and each run reads that line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

RATE_SCALE = 10_000
"""Rates are integers of one ten-thousandth: 30% is 3000, 7.01% is 701."""


@dataclass(frozen=True, slots=True)
class At:
    """Place of a node: line from 1 in the file, columns from 1, end excluded."""

    line: int
    column: int = 0
    end: int = 0


class Kind(StrEnum):
    """类型: nothing converts by itself."""

    MONEY = "金额"
    RATE = "比例"
    COUNT = "个数"
    MONTHS = "月数"
    DATE = "日期"
    YES_NO = "是否"
    CHOICE = "选项"
    LIST = "清单"


class Need(StrEnum):
    """输入 needed · 选填 optional (absent is no open question) · 记录 kept on file, cannot move money."""

    NEEDED = "输入"
    OPTIONAL = "选填"
    KEPT = "记录"


@dataclass(frozen=True, slots=True)
class ChoiceOption:
    label: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Input:
    """One fact that the clause asks for: Chinese label, English identifier, type, evidence, question."""

    label: str
    identifier: str
    need: Need
    kind: Kind
    at: At
    evidence: tuple[str, ...] = ()
    question: str = ""
    default: str = ""
    options: tuple[ChoiceOption, ...] = ()
    fields: tuple[Input, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """引文: the words as written in the rule, and, once checked, where they stand in the document."""

    text: str
    at: At
    anchor: str = ""


# -- expressions -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Literal:
    value: int
    kind: Kind
    text: str
    at: At


@dataclass(frozen=True, slots=True)
class Ref:
    name: str
    at: At


@dataclass(frozen=True, slots=True)
class Granted:
    """市级实拨: what the tier actually granted, or its estimate while that is unknown."""

    tier: str
    at: At


class RateHow(StrEnum):
    FIXED = "fixed"
    CEILING = "ceiling"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class RateOf:
    """基数 的 30%; with `months`, interest for so many months at a yearly rate."""

    base: Expr
    rate: int | str
    how: RateHow
    at: At
    approved: str = ""
    months: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class UpTo:
    """不超过 100万元: the estimate takes the limit, an officer may grant less."""

    limit: Expr
    at: At


@dataclass(frozen=True, slots=True)
class Sum:
    first: Expr
    rest: tuple[tuple[bool, Expr], ...]
    at: At


@dataclass(frozen=True, slots=True)
class SumOver:
    """逐个 清单 相加: each item rounded to the fen, then added."""

    items: str
    body: Expr
    at: At


@dataclass(frozen=True, slots=True)
class AddMonths:
    day: Expr
    months: int
    at: At


@dataclass(frozen=True, slots=True)
class WholeMonths:
    first: Expr
    until: Expr
    at: At


@dataclass(frozen=True, slots=True)
class Floor:
    value: Expr
    least: Expr
    at: At


class CapUnit(StrEnum):
    """What a cap counts together."""

    CASE = "case"
    ENTERPRISE_YEAR = "enterprise_year"
    ENTERPRISE = "enterprise"
    ENTERPRISE_OPEN = "enterprise_open"
    PROJECT = "project"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Cap:
    value: Expr
    limit: Expr
    unit: CapUnit
    at: At
    word: str = "最高"


@dataclass(frozen=True, slots=True)
class Once:
    """一次性: anything earlier for the same subject (or firm) leaves nothing."""

    value: Expr
    unit: CapUnit
    at: At


@dataclass(frozen=True, slots=True)
class OnlyIf:
    value: Expr
    test: Test
    at: At


@dataclass(frozen=True, slots=True)
class AfterGrant:
    """待 省级 兑现: zero when that tier granted nothing; kept and marked while it is unknown."""

    value: Expr
    tier: str
    at: At


@dataclass(frozen=True, slots=True)
class RangeArm:
    """500万元以上、不满1000万元: `low` included when `low_in`, `high` included when `high_in`; None is open."""

    low: int | None
    low_in: bool
    high: int | None
    high_in: bool
    values: tuple[Expr, ...]
    text: str
    at: At
    quotes: tuple[Quote, ...] = ()
    rest: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceArm:
    options: tuple[str, ...]
    values: tuple[Expr, ...]
    text: str
    at: At
    quotes: tuple[Quote, ...] = ()
    rest: bool = False


@dataclass(frozen=True, slots=True)
class ByRange:
    subject: str
    arms: tuple[RangeArm, ...]
    at: At


@dataclass(frozen=True, slots=True)
class ByChoice:
    subject: str
    arms: tuple[ChoiceArm, ...]
    at: At


Expr = (
    Literal | Ref | Granted | RateOf | UpTo | Sum | SumOver | AddMonths | WholeMonths | Floor | Cap | Once
    | OnlyIf | AfterGrant
)
Branching = ByRange | ByChoice

# -- tests -------------------------------------------------------------------------------------------------


class Op(StrEnum):
    GT = ">"
    GE = ">="
    LT = "<"
    LE = "<="


OP_WORDS = {
    "超过": Op.GT, "达到": Op.GE, "不低于": Op.GE, "不满": Op.LT, "低于": Op.LT, "不超过": Op.LE, "不高于": Op.LE,
}
"""民法典 §1259: 以上、以下、以内、届满 include the number; 不满、超过、以外 do not."""


@dataclass(frozen=True, slots=True)
class Compare:
    left: Expr
    op: Op
    right: Expr
    word: str
    at: At


@dataclass(frozen=True, slots=True)
class Is:
    name: str
    option: str
    negated: bool
    at: At


@dataclass(frozen=True, slots=True)
class Within:
    """日 在 首日 至 末日 期间 (both ends included); with `months`, 在 首日 起 3年 内."""

    day: Expr
    first: Expr
    last: Expr | None
    months: int
    at: At


@dataclass(frozen=True, slots=True)
class AllOf:
    tests: tuple[Test, ...]
    at: At


@dataclass(frozen=True, slots=True)
class AnyOf:
    tests: tuple[Test, ...]
    at: At


Test = Compare | Is | Within | AllOf | AnyOf

# -- statements --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Condition:
    test: Test
    at: At
    text: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Define:
    names: tuple[str, ...]
    value: Expr | Branching
    at: At
    text: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """总额 按 1:1 由 市级、区级 分摊，余分归 区级."""

    total: str
    parts: tuple[int, ...]
    tiers: tuple[str, ...]
    rest_to: str
    at: At
    text: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Nothing:
    """无此项: this option adds nothing."""

    at: At
    text: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    letters: tuple[str, ...]
    statements: tuple[Statement, ...]
    at: At
    text: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingSwitch:
    question: str
    options: tuple[Option, ...]
    at: At
    text: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class During:
    """自 日期 至 日期: statements valid in these days, both included."""

    first: date
    last: date
    statements: tuple[Statement, ...]
    at: At
    text: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Payee:
    tier: str
    label: str
    identifier: str
    at: At
    text: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Uncoded:
    """不计算：理由 — a sentence accounted for without a rule."""

    reason: str
    at: At
    text: str
    quotes: tuple[Quote, ...] = ()


Statement = Condition | Define | Split | Nothing | ReadingSwitch | During | Payee | Uncoded


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage as it is copied above the rule: words and anchor."""

    text: str
    anchor: str
    at: At


@dataclass(frozen=True, slots=True)
class Header:
    """对象 ｜ 牵头 ｜ 期限 ｜ 方式 ｜ 依据."""

    subject: str
    lead: tuple[str, ...]
    first: date
    last: date
    manner: str
    anchors: tuple[str, ...]
    at: At


@dataclass(frozen=True, slots=True)
class Example:
    """算例: one row of the table, cells by column head, as written."""

    cells: tuple[tuple[str, str], ...]
    at: At

    def cell(self, head: str) -> str:
        return next((text for name, text in self.cells if name == head), "")


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """条款: one file read whole; equal only to itself, so that it can key a cache."""

    identifier: str
    title: str
    header: Header
    passages: tuple[Cited, ...]
    inputs: tuple[Input, ...]
    statements: tuple[Statement, ...]
    examples: tuple[Example, ...]
    file: str
    source: str
    digest: str
    rule_line: int = 0

    def get_input(self, name: str) -> Input:
        """The input with this label or identifier; KeyError when there is none."""
        for one in self.inputs:
            if name in (one.label, one.identifier):
                return one
        raise KeyError(name)


# -- walking -----------------------------------------------------------------------------------------------


def children(node: object) -> Iterator[object]:  # noqa: C901 - one arm a kind of node
    """The expressions and tests directly below a node, in reading order."""
    match node:
        case RateOf(base=base):
            yield base
        case UpTo(limit=limit):
            yield limit
        case Sum(first=first, rest=rest):
            yield first
            yield from (term for _, term in rest)
        case SumOver(body=body):
            yield body
        case AddMonths(day=day):
            yield day
        case WholeMonths(first=first, until=until):
            yield from (first, until)
        case Floor(value=value, least=limit) | Cap(value=value, limit=limit):
            yield from (value, limit)
        case Once(value=value) | AfterGrant(value=value):
            yield value
        case OnlyIf(value=value, test=test):
            yield from (value, test)
        case Compare(left=left, right=right):
            yield from (left, right)
        case Within(day=day, first=first, last=last):
            yield from (day, first) if last is None else (day, first, last)
        case AllOf(tests=tests) | AnyOf(tests=tests):
            yield from tests
        case ByRange(arms=arms) | ByChoice(arms=arms):
            for arm in arms:
                yield from arm.values
        case Condition(test=test):
            yield test
        case Define(value=value):
            yield value
        case ReadingSwitch(options=options):
            for option in options:
                yield from option.statements
        case During(statements=statements):
            yield from statements
        case _:
            return


def walk(node: object) -> Iterator[object]:
    """The node and everything below it, in reading order."""
    yield node
    for child in children(node):
        yield from walk(child)


def statements_of(clause: Clause) -> Iterator[Statement]:
    """Every statement, those inside 读法 and 自…至… too."""
    pending: list[Statement] = list(clause.statements)
    while pending:
        statement = pending.pop(0)
        yield statement
        if isinstance(statement, ReadingSwitch):
            pending = [s for o in statement.options for s in o.statements] + pending
        elif isinstance(statement, During):
            pending = list(statement.statements) + pending
