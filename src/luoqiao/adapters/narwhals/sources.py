"""来源: a frame's column as an input of a clause: how its values become codes and which values cannot stand.

Money is whole fen (or decimal yuan), rates are ten-thousandths (or decimals), yes/no are booleans or 0 and 1, choices
are identifiers or Chinese labels, days are dates. Null is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
from narwhals.dtypes import DType

from luoqiao.adapters.narwhals.frames import Opened
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.bounds import BY_KIND
from luoqiao.core.rules.columns import Wanted, match_heads

WHOLE = (nw.Int8, nw.Int16, nw.Int32, nw.Int64, nw.UInt8, nw.UInt16, nw.UInt32)
TEXT = (nw.String, nw.Categorical, nw.Enum)
FORMS: Mapping[t.Kind, str] = {
    t.Kind.MONEY: "整数（分）或小数类型 Decimal（元）", t.Kind.RATE: "整数（万分之一）或小数类型 Decimal",
    t.Kind.COUNT: "整数", t.Kind.MONTHS: "整数", t.Kind.DATE: "日期类型 Date", t.Kind.YES_NO: "布尔类型，或 0 和 1",
    t.Kind.CHOICE: "选项的标识或中文名称", t.Kind.LIST: "结构的列表 list<struct>",
}  # fmt: skip
SCALES = {t.Kind.MONEY: 100, t.Kind.RATE: t.RATE_SCALE}
"""What a decimal is multiplied by."""


class BadFrame(Invalid):
    """数据框不能用: columns that are missing, of a wrong type, or hold values that cannot stand."""

    code = "LQ-4202"


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """一列: its head, its plain name in the frame, its type, and the input that it is."""

    head: str
    name: str
    dtype: DType
    wanted: Wanted
    unit: int = 0

    @property
    def kind(self) -> t.Kind:
        """The kind of value."""
        return self.wanted.kind

    @property
    def takes_part(self) -> bool:
        """Whether stating it makes a row take part: an input that can move money, no grant."""
        return self.wanted.input is not None and self.wanted.input.need is not t.Need.KEPT

    @property
    def has_ends(self) -> bool:
        """Whether least and greatest say what values there are; a boolean or a choice is one of a few anyway."""
        return self.kind is not t.Kind.CHOICE and not isinstance(self.dtype, nw.Boolean)

    @property
    def options(self) -> tuple[tuple[str, ...], ...]:
        """Every spelling of each option, in order of code."""
        one = self.wanted.input
        return tuple((o.identifier, o.label) for o in one.options) if one is not None else ()

    @property
    def factor(self) -> int:
        """What a written number is multiplied by: the unit its head ends in, or that of a decimal."""
        decimal = SCALES.get(self.kind, 1) if isinstance(self.dtype, nw.Decimal) else 1
        return self.unit or decimal

    def code(self, value: nw.Expr) -> nw.Expr:
        """The value as a whole number; null where it is missing or cannot be read."""
        match self.kind:
            case t.Kind.DATE:
                day = value.dt
                months = day.year().cast(nw.Int64) * 12 + day.month().cast(nw.Int64) - 1
                return months * 31 + day.day().cast(nw.Int64) - 1
            case t.Kind.CHOICE:
                return self._choice(value.cast(nw.String))
            case _ if self.factor > 1:
                fits = nw.when(~self._outside(value)).then(value)
                return (fits * nw.lit(self.factor)).cast(nw.Int64)
            case _:
                return value.cast(nw.Int64)

    def _outside(self, value: nw.Expr) -> nw.Expr:
        low, high = BY_KIND[self.kind]
        return (value < low) | (value > high // self.factor)

    def _choice(self, text: nw.Expr) -> nw.Expr:
        code = nw.lit(None, dtype=nw.Int64)
        for number, spellings in reversed(list(enumerate(self.options))):
            code = nw.when(text.is_in(spellings)).then(nw.lit(number, dtype=nw.Int64)).otherwise(code)
        return code

    def bad(self, value: nw.Expr) -> nw.Expr:
        """Whether a value is given that cannot stand."""
        if self.kind is t.Kind.CHOICE:
            return ~value.is_null() & self.code(value).is_null()
        if self.kind is t.Kind.DATE:
            return value.is_null() & ~value.is_null()
        number = value.cast(nw.Int64) if isinstance(self.dtype, nw.Boolean) else value
        outside = self._outside(number)
        if isinstance(self.dtype, nw.Decimal):
            outside = outside | (value * nw.lit(self.factor) != self.code(value))
        return outside

    @property
    def expected(self) -> str:
        """What may stand in the column, in words."""
        if self.kind is t.Kind.CHOICE:
            return "、".join(f"{identifier}（{label}）" for identifier, label in self.options)
        return FORMS[self.kind]

    def fields(self) -> Iterator[Source]:
        """The fields of a list that the frame has."""
        struct: Any = getattr(self.dtype, "inner", None)
        given = {f.name: f.dtype for f in struct.fields}
        for one in self.wanted.input.fields if self.wanted.input is not None else ():
            for spelling in (one.identifier, one.label):
                if spelling in given:
                    wanted = Wanted(self.wanted.clause, f"items.{self.wanted.name}.{one.identifier}", one.label, one.kind, one)
                    yield Source(f"{self.head}.{spelling}", f"{self.name}.{spelling}", _instance(given[spelling]), wanted)
                    break


def sources_of(opened: Opened, clauses: Sequence[t.Clause], basis: Basis, others: Sequence[str]) -> list[Source]:
    """The columns of a frame that clauses take. Raises BadFrame with every problem of heads and types."""
    heads = match_heads(opened.heads, clauses, tiers=basis.tiers, others=others)
    problems = list(heads.problems)
    found = []
    for one in heads.columns:
        name = opened.plain(one.position)
        source = Source(one.head, name, opened.dtypes[name], one.wanted, one.unit)
        wrong = list(_wrong_types(source))
        problems += wrong
        if not wrong:
            found.append(source)
    present = {source.wanted.clause.identifier for source in found if source.takes_part}
    for clause in clauses:
        asked = [i for i in clause.inputs if i.need is not t.Need.KEPT]
        if asked and clause.identifier not in present and not problems:
            heads_wanted = "、".join(f"{clause.identifier}.{i.identifier}" for i in asked)
            message = f"数据框里没有{clause.title}的任何一列；可用的列名是 {heads_wanted}"
            problems.append(FieldProblem(clause.identifier, "", heads_wanted, message, "LQ-4203"))
    if problems:
        raise BadFrame(tuple(problems))
    return found


def _wrong_types(source: Source) -> Iterator[FieldProblem]:
    dtype = source.dtype
    match source.kind:
        case t.Kind.MONEY | t.Kind.RATE:
            fits = isinstance(dtype, (*WHOLE, nw.Decimal))
        case t.Kind.COUNT | t.Kind.MONTHS:
            fits = isinstance(dtype, WHOLE)
        case t.Kind.DATE:
            fits = isinstance(dtype, nw.Date)
        case t.Kind.YES_NO:
            fits = isinstance(dtype, (nw.Boolean, *WHOLE))
        case t.Kind.CHOICE:
            fits = isinstance(dtype, TEXT)
        case _:
            fits = isinstance(dtype, nw.List) and isinstance(_instance(dtype.inner), nw.Struct)
    if not fits:
        shown = str(dtype)[:40]
        message = f"“{source.head}”这一列的类型是 {shown}；{source.wanted.label}要用 {FORMS[source.kind]}"
        yield FieldProblem(source.head, shown, FORMS[source.kind], message, "LQ-4204")
    elif source.kind is t.Kind.LIST:
        for one in source.fields():
            yield from _wrong_types(one)


def _instance(dtype: DType | type[DType]) -> DType:
    return dtype() if isinstance(dtype, type) else dtype
