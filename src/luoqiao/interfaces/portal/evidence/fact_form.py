"""填一项数据: the field that suits the kind of a fact, and what was typed as a value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from luoqiao.core.evidence.fact_key import FactKey
from luoqiao.core.evidence.fact_value import Value
from luoqiao.core.kernel.period import Period, year_period
from luoqiao.core.rules.tree import Kind
from luoqiao.interfaces.portal.form_parts import Choice, Field, FieldKind

_FIELDS: Mapping[Kind, FieldKind] = {
    Kind.MONEY: "money", Kind.RATE: "rate", Kind.COUNT: "number", Kind.MONTHS: "months", Kind.DATE: "date",
    Kind.YES_NO: "choice", Kind.CHOICE: "choice",
}  # fmt: skip
_HINTS = {Kind.MONEY: "可以写 186400、186,400.00 或 18.64万元", Kind.RATE: "可以写 5.2% 或 0.052"}


def value_field(key: FactKey, value: str = "", error: str = "", *, label: str = "") -> Field:
    """The field in which a value of this kind is typed."""
    choices: tuple[Choice, ...] = ()
    if key.kind is Kind.YES_NO:
        choices = (Choice("是", "是"), Choice("否", "否"))
    elif key.kind is Kind.CHOICE and key.options:
        choices = tuple(Choice(identifier, words) for identifier, words in key.options)
    kind: FieldKind = _FIELDS[key.kind] if choices or key.kind is not Kind.CHOICE else "text"
    return Field(
        "value", "value", label or key.label, kind, value, unit=key.unit, hint=_HINTS.get(key.kind, ""), error=error,
        choices=choices, placeholder="请选择" if choices else "",
    )  # fmt: skip


def can_be_typed(key: FactKey) -> bool:
    """Whether one field is enough: lists are kept with the claim that they belong to."""
    return key.kind is not Kind.LIST


def typed_value(value: Value) -> str:
    """A canonical value as it would be typed."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def period_of(key: FactKey, year: int, on: date) -> Period:
    """The days that a value is about: the year for what is counted by the year, else from today on."""
    return year_period(year) if key.yearly else Period(date(year, 1, 1) if year != on.year else on)
