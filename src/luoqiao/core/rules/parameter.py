"""参数: a number of a rule that a budget officer may turn, with where it stands, what it means and how far it goes.

Values are whole numbers as in the tree: fen, ten-thousandths, months, coded days, parts. Texts are as in JSON: yuan with
two decimals, decimal rates, ISO days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple

from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.kernel.money import MOST, NotMoney, show_short, yuan_text
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.build import MOST_MONTHS
from luoqiao.core.rules.dates import decode, encode, show_code
from luoqiao.core.rules.facts import EXPECTED, read_value
from luoqiao.core.rules.wording import show_rate

MOST_PARTS = 1000
FIRST_DAY, LAST_DAY = encode(date(1990, 1, 1)), encode(date(2100, 12, 31))


class Role(StrEnum):
    """What a number does in its rule; the value is the middle of the identifier."""

    RATE = "rate"
    CAP = "cap"
    FLOOR = "floor"
    AWARD = "award"
    AMOUNT = "amount"
    CONDITION = "condition"
    LIMITED_TO = "only_if"
    BRACKET = "bracket"
    MONTHS = "months"
    FIRST = "first"
    LAST = "last"
    PARTS = "parts"
    PERIOD = "period"
    TERM = "term"


ROLE_WORDS: Mapping[Role, str] = {
    Role.RATE: "比例", Role.CAP: "最高", Role.FLOOR: "不低于", Role.AWARD: "奖补", Role.AMOUNT: "加减额",
    Role.CONDITION: "条件", Role.LIMITED_TO: "仅限", Role.BRACKET: "分档", Role.MONTHS: "月数", Role.FIRST: "首日",
    Role.LAST: "末日", Role.PARTS: "份数", Role.PERIOD: "分期", Role.TERM: "期限",
}  # fmt: skip


class Place(NamedTuple):
    """Where a number stands: the node's place and which number of it; the same in every copy of the clause."""

    at: t.At
    slot: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """一个可调的数: identifier, label in words of the rule, today's value, range, step, quotes, where it stands.

    `readings` are the options in which it takes part (question, letters); empty means under every reading.
    `line` is the whole statement (or arm) as written. `symbolic`: one compiled rule can take any value of it; the others
    decide which rule there is, so each value of them is compiled anew.
    """

    id: str
    alias: str
    label: str
    role: Role
    kind: t.Kind
    value: int
    unit: str
    least: int
    most: int
    step: int
    quotes: tuple[t.Quote, ...]
    line: str
    readings: tuple[tuple[str, tuple[str, ...]], ...]
    how: t.RateHow | None
    places: tuple[Place, ...]
    symbolic: bool

    @property
    def shown(self) -> str:
        """Today's value as the document would write it."""
        return show_value(self.kind, self.value)

    @property
    def slider(self) -> tuple[int, int]:
        """From where to where a slider goes: nothing to about twice today's value, within the range."""
        if self.kind is t.Kind.DATE:
            today = decode(self.value)
            return encode(today - timedelta(365)), encode(today + timedelta(730))
        far = -(-2 * max(self.value, 1) // self.step) * self.step
        return self.least, min(self.most, max(far, self.step * 10))


UNITS: Mapping[t.Kind, str] = {
    t.Kind.MONEY: "元", t.Kind.RATE: "%", t.Kind.MONTHS: "个月", t.Kind.DATE: "日期", t.Kind.COUNT: "个",
}  # fmt: skip


def range_of(kind: t.Kind, role: Role, today: int) -> tuple[int, int]:
    """The least and greatest value a parameter may take."""
    match kind:
        case t.Kind.MONEY:
            return 0, MOST
        case t.Kind.RATE:
            return 0, max(t.RATE_SCALE, today)
        case t.Kind.MONTHS:
            return 0, MOST_MONTHS
        case t.Kind.DATE:
            return FIRST_DAY, LAST_DAY
        case _:
            return (1, MOST_PARTS) if role is Role.PARTS else (0, 10**9)


def step_of(kind: t.Kind, today: int) -> int:
    """A natural step: one per cent, one month, one day, or a round tenth of the amount (1, 2 or 5 with zeros)."""
    if kind is t.Kind.RATE:
        return 100 if today >= 500 else 10
    if kind is not t.Kind.MONEY:
        return 1
    tenth = max(today // 10, 100)
    power: int = 10 ** (len(str(tenth)) - 1)
    return next(factor * power for factor in (5, 2, 1) if factor * power <= tenth)


def show_value(kind: t.Kind, value: int) -> str:
    """A value as a reader of the document writes it: 30%, 5万元, 36个月, 2023-12-31."""
    match kind:
        case t.Kind.MONEY:
            return show_short(value)
        case t.Kind.RATE:
            return show_rate(value)
        case t.Kind.DATE:
            return show_code(value)
        case t.Kind.MONTHS:
            return f"{value // 12}年" if value and value % 12 == 0 else f"{value}个月"
        case _:
            return str(value)


def value_text(kind: t.Kind, value: int) -> str:
    """A value as in JSON: yuan with two decimals, a decimal rate, an ISO day, a whole number."""
    match kind:
        case t.Kind.MONEY:
            return yuan_text(value)
        case t.Kind.RATE:
            return f"{(Decimal(value) / t.RATE_SCALE).normalize():f}"
        case t.Kind.DATE:
            return show_code(value)
        case _:
            return str(value)


def read_parameter(parameter: Parameter, raw: object, field: str = "") -> int | FieldProblem:
    """Read a value in JSON form (`"0.3"`, `"30%"`, `"5万"`, `"2023-12-31"`); a FieldProblem when it cannot stand."""
    where = field or parameter.id
    given = str(raw)[:40]
    try:
        value = int(read_value(parameter.kind, raw))
    except NotMoney as error:
        message = f"{parameter.label}：{error.message}"
        return FieldProblem(where, given, EXPECTED[parameter.kind], message, "LQ-4402")
    except (ValueError, TypeError, InvalidOperation, OverflowError):
        expected = EXPECTED[parameter.kind]
        message = f"{parameter.label}写成“{given}”，读不成；应为 {expected}"
        return FieldProblem(where, given, expected, message, "LQ-4402")
    return out_of_range(parameter, value, where) or value


def out_of_range(parameter: Parameter, value: int, field: str = "") -> FieldProblem | None:
    """The problem with a value that the parameter may not take; None when it may."""
    if parameter.least <= value <= parameter.most and (parameter.kind is not t.Kind.DATE or _exists(value)):
        return None
    least, most = (show_value(parameter.kind, v) for v in (parameter.least, parameter.most))
    expected, given = f"{least} 到 {most}", show_value(parameter.kind, value)
    message = f"{parameter.label}不能是 {given}；可取 {expected}"
    return FieldProblem(field or parameter.id, given, expected, message, "LQ-4403")


def _exists(code: int) -> bool:
    try:
        decode(code)
    except ValueError:
        return False
    return True
