"""常见情形: facts that stand in for those not given, taken from the worked examples of the clause, never made up.

They serve pictures only: a chart of one input needs a value for the others. What was assumed is always said beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Outcome
from luoqiao.core.rules.basis import Basis, Tier
from luoqiao.core.rules.examples import read_example
from luoqiao.core.rules.facts import Facts, FactValue, read_facts


@dataclass(frozen=True, slots=True)
class Completed:
    """补全的事实: the facts given, completed from an example; `assumed` are the inputs that came from there."""

    facts: Facts
    assumed: tuple[t.Input, ...]


def complete(clause: t.Clause, given: Facts, readings: Mapping[str, str], basis: Basis) -> Completed:
    """Fill what is not given from the first entitled example that has the same readings and the same choices.

    Without such an example the facts stay as they are.
    """
    for known in _entitled(clause, readings, basis):
        if all(
            known.get(name, value) == value
            for name, value in given.values.items()
            if _is_choice(clause, name)
        ):
            missing = [one for one in clause.inputs if one.label not in given.values and one.label in known]
            values = {**{one.label: known[one.label] for one in missing}, **given.values}
            return Completed(Facts(values, given.granted), tuple(missing))
    return Completed(given, ())


def _entitled(
    clause: t.Clause, readings: Mapping[str, str], basis: Basis
) -> Iterator[Mapping[str, FactValue]]:
    """Facts of the examples that receive money, with the same readings first, then those without readings."""
    cases = _cases(clause, basis.tiers)
    yield from (facts for own, facts in cases if own and _agree(own, readings))
    yield from (facts for own, facts in cases if not own)


@lru_cache(maxsize=256)
def _cases(
    clause: t.Clause, tiers: tuple[Tier, ...]
) -> tuple[tuple[Mapping[str, str], Mapping[str, FactValue]], ...]:
    """Readings and facts of the entitled examples without grants or earlier money."""
    found = []
    for example in clause.examples:
        try:
            case = read_example(clause, example, clause.header.last, tiers)
            facts = read_facts(clause, case.facts, tiers)
        except DomainError:
            continue
        if case.expected.outcome is Outcome.ENTITLED and not case.earlier and not facts.granted:
            found.append((case.readings, facts.values))
    return tuple(found)


def _agree(own: Mapping[str, str], asked: Mapping[str, str]) -> bool:
    return all(asked.get(question) == letter for question, letter in own.items())


def _is_choice(clause: t.Clause, label: str) -> bool:
    return any(one.label == label and one.kind in (t.Kind.YES_NO, t.Kind.CHOICE) for one in clause.inputs)
