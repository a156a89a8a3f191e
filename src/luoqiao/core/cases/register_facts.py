"""名录里的事实: which inputs of clauses the titles of the register answer; what the register does not hold is unknown, never no.

A clause that is named like a title asks whether it was newly recognised or passed 复核; other inputs ask for a title itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from luoqiao.core.cases.prefill import Known
from luoqiao.core.parties.title import HeldTitle, TitleKind, TitleLevel
from luoqiao.core.rules import tree as t

HELD = {"provincial_leading_enterprise": (TitleKind.LEADING_ENTERPRISE, TitleLevel.PROVINCIAL)}
"""Inputs that ask whether a title is held."""
EVENT, NEWLY = "event", "newly_recognised"
NEW, RECHECKED = "new", "recheck_passed"


def register_facts(clause: t.Clause, titles: Iterable[HeldTitle], year: int, on: date) -> tuple[Known, ...]:
    """What the titles of an enterprise say about a clause in a year, as known on a day."""
    return tuple(_facts(clause, tuple(titles), year, on))


def _facts(clause: t.Clause, titles: tuple[HeldTitle, ...], year: int, on: date) -> Iterator[Known]:
    names = {one.identifier for one in clause.inputs}
    for name in names & set(HELD):
        kind, level = HELD[name]
        held = next((one for one in titles if one.kind is kind and one.level is level and one.holds_on(on)), None)
        if held is not None:
            yield Known(name, "yes", _origin(held))
    own = [one for one in titles if one.kind.value == clause.identifier and one.holds_on(on)]
    for one in own:
        if one.recognised_on.year == year:
            if EVENT in names:
                yield Known(EVENT, NEW, _origin(one))
            if NEWLY in names:
                yield Known(NEWLY, "yes", _origin(one))
        if EVENT in names and one.reverified_on is not None and one.reverified_on.year == year:
            yield Known(EVENT, RECHECKED, f"登记：{one.kind.label}，{one.reverified_on} 通过复核")


def _origin(one: HeldTitle) -> str:
    document = f"（{one.document_number}）" if one.document_number else ""
    return f"登记：{one.level.label}{one.kind.label}，{one.recognised_on} 认定{document}"
