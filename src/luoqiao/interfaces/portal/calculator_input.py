"""试算的输入: the query of a clause page read into facts; a field that cannot be read never hides the others.

Names of the fields: `annual_service_fee=400000`, a list repeats `apps.last_year_service_expenditure=…`, a grant is
`granted_city=…`, what was received before `earlier.city.enterprise_year=…`, a reading `X-11=B`, the day `on=2023-06-30`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.http import QueryDict

from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.basis import switches
from luoqiao.core.rules.dates import read_date
from luoqiao.core.rules.earlier import Earlier, read_earlier
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import Facts, read_facts
from luoqiao.core.rules.resolve import grants_of
from luoqiao.interfaces.portal.calculator_earlier import asked_earlier
from luoqiao.policies.pack import Pack

DAY = "on"
READING = re.compile(r"X-\d{2}")
T = TypeVar("T")
SHOWN = 200
"""So much of a typed value is given back; nothing longer can be read anyway."""


@dataclass(frozen=True, slots=True)
class Typed:
    """填了什么: every value as typed, by field name; lists hold one value an item."""

    values: Mapping[str, tuple[str, ...]]
    ignored: tuple[str, ...] = ()

    def one(self, name: str) -> str:
        """The first value of a field, empty when it was not filled."""
        return next(iter(self.values.get(name, ())), "")

    @property
    def empty(self) -> bool:
        """Whether nothing but perhaps the day or a reading was given."""
        return not any(
            any(values) for name, values in self.values.items() if name != DAY and not READING.fullmatch(name)
        )


@dataclass(frozen=True, slots=True)
class Case:
    """一次试算: the answer, what it was asked with, and what could not be read (by field name)."""

    clause: t.Clause
    typed: Typed
    facts: Facts
    earlier: Earlier
    readings: Mapping[str, str]
    on: date
    answer: Answer
    errors: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def reading_errors(self) -> tuple[str, ...]:
        """What is wrong with readings: they have no field of their own to say it beside."""
        return tuple(message for name, message in self.errors.items() if READING.fullmatch(name))

    @property
    def support_codes(self) -> tuple[str, ...]:
        """Codes to name when asking for help, each once."""
        return tuple(dict.fromkeys(self.codes.values()))


def read_query(pack: Pack, clause: t.Clause, query: QueryDict) -> Typed:
    """The fields of the clause out of a query; names it does not know are kept apart."""
    known = {DAY, *_fact_names(pack, clause), *switches(clause, pack.meta.cap_period)}
    known |= {asked.name for asked in asked_earlier(pack, clause)}
    values: dict[str, tuple[str, ...]] = {}
    ignored = []
    for name in query:
        given = tuple(text.strip()[:SHOWN] for text in query.getlist(name))
        if name in known:
            values[name] = given
        elif not name.startswith("_"):
            ignored.append(name[:40])
    return Typed(values, tuple(ignored))


def judge(pack: Pack, clause: t.Clause, typed: Typed, default_on: date) -> Case:
    """Calculate with everything that can be read; what cannot be read counts as unknown and is reported."""
    errors: dict[str, str] = {}
    codes: dict[str, str] = {}
    on = _day(typed.one(DAY), default_on, errors, codes)
    raw_earlier = _earlier(typed)
    basis = pack.basis
    earlier = _retry(
        lambda: read_earlier(clause, _nested(raw_earlier), basis.tiers),
        raw_earlier, errors, codes, lambda name: name,
    )  # fmt: skip
    raw = _raw_facts(pack, clause, typed)
    readings = {
        name: values[-1] for name, values in typed.values.items() if READING.fullmatch(name) and values[-1]
    }

    def answer() -> tuple[Facts, Answer]:
        facts = read_facts(clause, raw, basis.tiers)
        return facts, explain(clause, facts, on=on, readings=readings, earlier=earlier, basis=basis)

    known_letters = switches(clause, basis.cap_period_question)
    for name in [n for n, letter in readings.items() if letter not in known_letters.get(n, ())]:
        errors[name] = (
            f"读法 {name} 没有选项“{readings.pop(name)[:8]}”，已改用默认；可选 {'、'.join(known_letters[name])}"
        )
        codes[name] = "LQ-2031"
    facts, found = _retry(answer, raw, errors, codes, _root)
    return Case(clause, typed, facts, earlier, readings, on, found, errors, codes)


def _fact_names(pack: Pack, clause: t.Clause) -> list[str]:
    names = []
    for one in clause.inputs:
        names += [f"{one.identifier}.{f.identifier}" for f in one.fields] or [one.identifier]
    spoken_of = set(grants_of(clause))
    return names + [f"granted_{tier.code}" for tier in pack.meta.tiers if tier.label in spoken_of]


def _raw_facts(pack: Pack, clause: t.Clause, typed: Typed) -> dict[str, object]:
    raw: dict[str, object] = {}
    for one in clause.inputs:
        if one.kind is t.Kind.LIST:
            items = _items(one, typed)
            if items:
                raw[one.identifier] = items
        elif typed.one(one.identifier):
            raw[one.identifier] = typed.one(one.identifier)
    for tier in pack.meta.tiers:
        name = f"granted_{tier.code}"
        if typed.one(name):
            raw[name] = typed.one(name)
    return raw


def _items(one: t.Input, typed: Typed) -> list[dict[str, str]]:
    """Rows of a list in which something was typed; `？` is an item whose amount is not known."""
    columns = {f.identifier: typed.values.get(f"{one.identifier}.{f.identifier}", ()) for f in one.fields}
    rows = max((len(values) for values in columns.values()), default=0)
    items = [{name: values[at] for name, values in columns.items() if at < len(values)} for at in range(rows)]
    return [item for item in items if any(item.values())]


def _earlier(typed: Typed) -> dict[str, object]:
    return {name: typed.one(name) for name in typed.values if name.startswith("earlier.") and typed.one(name)}


def _nested(raw: Mapping[str, object]) -> dict[str, dict[str, object]]:
    nested: dict[str, dict[str, object]] = {}
    for name, amount in raw.items():
        _, tier, unit = name.split(".", 2)
        nested.setdefault(tier, {})[unit] = amount
    return nested


def _day(text: str, default: date, errors: dict[str, str], codes: dict[str, str]) -> date:
    if not text:
        return default
    try:
        return read_date(text)
    except ValueError:
        codes[DAY] = "LQ-2012"
        errors[DAY] = f"“{text[:20]}”不是日期，已改按 {default} 计算；请写成 2023-06-30"
        return default


def _root(path: str) -> str:
    """`apps[2].x` is a problem of the list as a whole for the second try, of its row for the reader."""
    return path.split("[")[0].split(".")[0]


def _retry(
    attempt: Callable[[], T], raw: dict[str, object], errors: dict[str, str], codes: dict[str, str],
    name_of: Callable[[str], str],
) -> T:  # fmt: skip
    """Try; note each refused field, forget its value, and try again. Ends: every round forgets at least one."""
    while True:
        try:
            return attempt()
        except Invalid as refused:
            forgot = False
            for problem in refused.problems:
                errors.setdefault(problem.field, problem.message)
                codes.setdefault(problem.field, problem.code)
                forgot |= _forget(raw, problem.field, name_of(problem.field))
            if not forgot:
                raise


def _forget(raw: dict[str, object], path: str, name: str) -> bool:
    """Only the wrong item of a list becomes unknown; the other items still count."""
    match = re.fullmatch(r"\w+\[(\d+)\]\.(\w+)", path)
    items = raw.get(name)
    if match and isinstance(items, list):
        return items[int(match[1]) - 1].pop(match[2], None) is not None
    return raw.pop(name, None) is not None
