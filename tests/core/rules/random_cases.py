"""随机案件: facts for any clause, crowded at the clause's own limits, one fen around; grants, earlier amounts, readings.

Works for random clauses and for those of the programme. A case is *whole* when every fact it could need is there;
optional facts with a default, approved rates, grants and earlier amounts come and go in a whole case too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from math import gcd

from hypothesis import strategies as st

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import switches
from luoqiao.core.rules.build import MOST_MONTHS
from luoqiao.core.rules.dates import encode
from luoqiao.core.rules.facts import Facts, FactValue
from luoqiao.core.rules.resolve import grants_of
from tests.core.rules.choosing import Choosing

MOST = 10**15
"""10 万亿元, in fen: the largest amount that is accepted."""
CAP_QUESTION = "X-22"
Earlier = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Row:
    """一户: facts and what was granted before."""

    facts: Facts
    earlier: Earlier = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marks:
    """记号: what the numbers of a clause turn at."""

    amounts: tuple[int, ...]
    counts: tuple[int, ...]
    months: tuple[int, ...]
    days: tuple[date, ...]
    spans: tuple[int, ...]
    halves: tuple[tuple[int, int], ...]
    """Amounts that a rate turns into half a fen: the first, and how far it is to the next."""
    approved: Mapping[str, tuple[int, int]]
    """Approved rates by label: lowest and highest that every use of them allows."""
    used_before: tuple[tuple[str, str], ...]
    """Names and units that earlier amounts can count against."""


@lru_cache(maxsize=256)
def marks_of(clause: t.Clause) -> Marks:
    """The limits written in a clause, and the amounts at which its rates reach them."""
    nodes = [node for statement in t.statements_of(clause) for node in t.walk(statement)]
    written = [node for node in nodes if isinstance(node, t.Literal)]
    amounts = {0} | {one.value for one in written if one.kind is t.Kind.MONEY}
    for node in nodes:
        if isinstance(node, t.ByRange):
            amounts |= {bound for arm in node.arms for bound in (arm.low, arm.high) if bound is not None}
    rates = {node.rate for node in nodes if isinstance(node, t.RateOf) and isinstance(node.rate, int)} - {0}
    reached = {-(-amount * t.RATE_SCALE // rate) for amount in amounts for rate in rates}
    spans = {node.months for node in nodes if isinstance(node, t.AddMonths | t.Within)} - {0}
    days = {_day(one.value) for one in written if one.kind is t.Kind.DATE}
    return Marks(
        tuple(sorted(amounts)) * 2 + tuple(sorted(reached - amounts)),
        tuple(sorted({1, *(one.value for one in written if one.kind is t.Kind.COUNT)})),
        tuple(sorted({6, *(one.value for one in written if one.kind is t.Kind.MONTHS)})),
        tuple(sorted({clause.header.first, clause.header.last, *days})), tuple(sorted({0, 12, *spans})),
        tuple(_halves(rates)), _approved(nodes), tuple(sorted(set(_used_before(clause)))),
    )  # fmt: skip


def _day(code: int) -> date:
    return date(code // 372, code // 31 % 12 + 1, code % 31 + 1)


def _halves(rates: set[int]) -> Iterator[tuple[int, int]]:
    for rate in sorted(rates):
        common = gcd(rate, t.RATE_SCALE)
        if (t.RATE_SCALE // 2) % common == 0:
            period = t.RATE_SCALE // common
            yield t.RATE_SCALE // 2 // common * pow(rate // common, -1, period) % period, period


def _approved(nodes: list[object]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for node in nodes:
        if isinstance(node, t.RateOf) and node.approved and isinstance(node.rate, int):
            low, high = found.get(node.approved, (0, t.RATE_SCALE))
            floor = node.how is t.RateHow.FLOOR
            found[node.approved] = (max(low, node.rate), high) if floor else (low, min(high, node.rate))
    return found


def _used_before(clause: t.Clause) -> Iterator[tuple[str, str]]:
    for statement in t.statements_of(clause):
        names = statement.names if isinstance(statement, t.Define) else ()
        for node in t.walk(statement):
            if isinstance(node, t.Cap | t.Once) and node.unit is not t.CapUnit.CASE:
                units = (t.CapUnit.ENTERPRISE, t.CapUnit.ENTERPRISE_YEAR)
                for unit in units if node.unit is t.CapUnit.ENTERPRISE_OPEN else (node.unit,):
                    yield from ((name, unit.value) for name in names)


class Rows:
    """各户: makes rows of one clause, whole or with facts missing."""

    def __init__(self, clause: t.Clause, choose: Choosing, *, most: int = MOST) -> None:
        self.clause, self.choose, self.most = clause, choose, most
        self.marks = marks_of(clause)
        self.days: list[date] = []

    def whole(self) -> Row:
        """A row with everything the clause could need."""
        self.days = []
        values: dict[str, FactValue] = {}
        for one in self.clause.inputs:
            value = self.value(one)
            if value is not None:
                values[one.label] = value
        return Row(Facts(values, self.granted()), self.earlier())

    def value(self, one: t.Input) -> FactValue | None:
        """A value of an input; None where a whole case may leave it out."""
        if one.need is t.Need.KEPT or (one.default and self.choose.once_in(3)):
            return None
        if one.label in self.marks.approved:
            low, high = self.marks.approved[one.label]
            if low > high or self.choose.once_in(2):
                return None
            return self.choose.one((low, high, self.choose.between(low, high)))
        return self.some(one)

    def some(self, one: t.Input) -> FactValue:
        """A value of the type of this input."""
        choose = self.choose
        match one.kind:
            case t.Kind.MONEY:
                return self.money()
            case t.Kind.RATE:
                return choose.one((3000, 0, t.RATE_SCALE, choose.between(0, t.RATE_SCALE)))
            case t.Kind.COUNT:
                return max(0, choose.one(self.marks.counts) + choose.between(-1, 1))
            case t.Kind.MONTHS:
                return choose.between(0, MOST_MONTHS) if choose.once_in(4) else max(0, self.month())
            case t.Kind.DATE:
                return encode(self.day())
            case t.Kind.YES_NO:
                return bool(choose.number(1))
            case t.Kind.CHOICE:
                return choose.one([option.label for option in one.options])
            case t.Kind.LIST:
                return tuple(
                    {f.label: self.some(f) for f in one.fields} for _ in range(choose.one((1, 0, 2, 3)))
                )

    def money(self) -> int:
        """Near a limit, half a fen for some rate, small, around the size of the limits, as large as is allowed."""
        choose, limits = self.choose, self.marks.amounts
        match choose.number(9):
            case 6 if self.marks.halves:
                first, period = choose.one(self.marks.halves)
                return first + period * choose.number(10_000)
            case 7:
                return choose.number(2000)
            case 8:
                return min(self.most, choose.number(2 * max(*limits, 10**8)))
            case 9:
                return self.most - choose.number(2) if choose.once_in(3) else choose.number(self.most)
            case _:
                return min(self.most, max(0, choose.one(limits) + choose.between(-2, 2)))

    def month(self) -> int:
        """Months around a limit."""
        return self.choose.one(self.marks.months) + self.choose.between(-1, 1)

    def day(self) -> date:
        """Around a day of the clause, or so many months from another day of the case."""
        choose = self.choose
        day = choose.one((*self.marks.days, *self.days))
        span = choose.one(self.marks.spans) if choose.once_in(2) else 0
        months = day.year * 12 + day.month - 1 + span
        day = date(min(2200, months // 12), months % 12 + 1, min(day.day, 28) if span else day.day)
        found = day + timedelta(choose.between(-2, 2))
        self.days.append(found)
        return found

    def granted(self) -> dict[str, int]:
        """Actual grants, that come and go; often nothing at all."""
        tiers = list(grants_of(self.clause))
        return {tier: self.choose.one((0, self.money())) for tier in tiers if self.choose.once_in(3)}

    def earlier(self) -> dict[tuple[str, str], int]:
        """Earlier amounts for the caps of the clause."""
        return {key: self.money() for key in self.marks.used_before if self.choose.once_in(3)}

    def open(self, row: Row, once_in: int = 3) -> Row:
        """The same row with some needed facts missing; what may be left out in a whole case is not touched."""
        values: dict[str, FactValue] = {}
        for one in self.clause.inputs:
            value = row.facts.values.get(one.label)
            if value is None or (self.askable(one) and self.choose.once_in(once_in)):
                continue
            values[one.label] = value
            if isinstance(value, tuple):
                values[one.label] = tuple(
                    {name: of for name, of in item.items() if not self.choose.once_in(2 * once_in)}
                    for item in value
                )
        return replace(row, facts=replace(row.facts, values=values))

    def askable(self, one: t.Input) -> bool:
        """Whether the absence of this input is an open question."""
        return not one.default and one.need is not t.Need.KEPT and one.label not in self.marks.approved

    def filled(self, row: Row) -> Row:
        """The row with every missing fact filled in at random."""
        values = dict(row.facts.values)
        for one in self.clause.inputs:
            known = values.get(one.label)
            if known is None and self.askable(one):
                values[one.label] = self.some(one)
            elif isinstance(known, tuple):
                values[one.label] = tuple(
                    {f.label: self.some(f) for f in one.fields} | dict(item) for item in known
                )
        return replace(row, facts=replace(row.facts, values=values))


def complete_facts(clause: t.Clause, *, most: int = MOST) -> st.SearchStrategy[Row]:
    """事实齐全的一户."""
    return st.composite(lambda draw: Rows(clause, Choosing.drawn(draw), most=most).whole())()


def random_facts(clause: t.Clause, *, most: int = MOST) -> st.SearchStrategy[Row]:
    """一户，有的事实还不知道."""

    @st.composite
    def some(draw: st.DrawFn) -> Row:
        rows = Rows(clause, Choosing.drawn(draw), most=most)
        return rows.open(rows.whole())

    return some()


def seeded_rows(
    clause: t.Clause, many: int, seed: int, *, missing: bool = False, most: int = MOST
) -> list[Row]:
    """So many rows of one clause, the same for the same seed."""
    rows = Rows(clause, Choosing.seeded(seed), most=most)
    return [rows.open(rows.whole()) if missing else rows.whole() for _ in range(many)]


def letters_for(clause: t.Clause, choose: Choosing) -> dict[str, str]:
    """An option of every reading of the clause."""
    return {question: choose.one(letters) for question, letters in switches(clause, CAP_QUESTION).items()}


def day_for(clause: t.Clause, choose: Choosing) -> date:
    """A day in force, crowded at the ends of the periods."""
    edges = {clause.header.first, clause.header.last}
    edges |= {d for s in t.statements_of(clause) if isinstance(s, t.During) for d in (s.first, s.last)}
    if choose.once_in(3):
        return clause.header.first + timedelta(choose.number((clause.header.last - clause.header.first).days))
    return choose.one(sorted(edges))
