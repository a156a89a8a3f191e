"""先定读法和日期: given date and readings a clause becomes a straight line of conditions and definitions.

Every run (explain, generated function, columns, prover) starts from the straight line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.tiers import TIERS

TIER_LABELS = tuple(tier.label for tier in TIERS)
Step = t.Condition | t.Define | t.Split


@dataclass(frozen=True, slots=True, eq=False)
class Straight:
    """直线: statements in order, payees, and the inputs that can still matter."""

    clause: t.Clause
    steps: tuple[Step, ...]
    payees: tuple[t.Payee, ...]
    letters: tuple[tuple[str, str], ...]
    live: frozenset[str]
    grants: frozenset[str]


def resolve(
    clause: t.Clause, letters: Mapping[str, str], on: date, tiers: tuple[str, ...] = TIER_LABELS
) -> Straight:
    """The straight line of a clause for these readings on this day (cached per clause, readings and period).

    Intermediate names that nothing on the line reads are left out: they cannot move money.
    """
    segment = on if has_periods(clause) else clause.header.first
    return _resolve(clause, tuple(sorted(letters.items())), segment, tiers)


@lru_cache(maxsize=1024)
def has_periods(clause: t.Clause) -> bool:
    """Whether the rule changes within the term of the clause (自…至…)."""
    return any(isinstance(s, t.During) for s in t.statements_of(clause))


@lru_cache(maxsize=4096)
def _resolve(
    clause: t.Clause, letters: tuple[tuple[str, str], ...], on: date, tiers: tuple[str, ...]
) -> Straight:
    steps = _read_later(list(_flatten(clause.statements, dict(letters), on)), tiers)
    payees = tuple(s for s in clause.statements if isinstance(s, t.Payee))
    return Straight(clause, steps, payees, letters, frozenset(_live(clause, steps)), frozenset(grants_of(clause)))


def _flatten(statements: tuple[t.Statement, ...], letters: Mapping[str, str], on: date) -> Iterator[Step]:
    for statement in statements:
        match statement:
            case t.ReadingSwitch(question=question, options=options):
                letter = letters.get(question, "A")
                chosen = next((o for o in options if letter in o.letters), None)
                if chosen is not None:
                    yield from (_with_quotes(s, chosen.quotes) for s in _flatten(chosen.statements, letters, on))
            case t.During(first=first, last=last, statements=inner):
                if first <= on <= last:
                    yield from _flatten(inner, letters, on)
            case t.Condition() | t.Define() | t.Split():
                yield statement


def _read_later(steps: list[Step], tiers: tuple[str, ...]) -> tuple[Step, ...]:
    """The steps that a tier or a condition leans on, found from the end of the line."""
    wanted: set[str] = set(tiers)
    kept: list[Step] = []
    for step in reversed(steps):
        if isinstance(step, t.Define) and not wanted.intersection(step.names):
            continue
        wanted.update([step.total] if isinstance(step, t.Split) else names_in(step))
        kept.append(step)
    return tuple(reversed(kept))


def _with_quotes(step: Step, quotes: tuple[t.Quote, ...]) -> Step:
    return step if step.quotes else _replace_quotes(step, quotes)


def _replace_quotes(step: Step, quotes: tuple[t.Quote, ...]) -> Step:
    match step:
        case t.Condition():
            return t.Condition(step.test, step.at, step.text, quotes)
        case t.Define():
            return t.Define(step.names, step.value, step.at, step.text, quotes)
        case t.Split():
            return t.Split(step.total, step.parts, step.tiers, step.rest_to, step.at, step.text, quotes)


def names_in(node: object) -> Iterator[str]:
    """Every name an expression, test or branching speaks of."""
    for one in t.walk(node):
        match one:
            case t.Ref(name=name) | t.Is(name=name):
                yield name
            case t.RateOf():
                yield from (n for n in (one.approved, one.months) if n)
                if isinstance(one.rate, str):
                    yield one.rate
            case t.SumOver(items=items):
                yield items
            case t.ByRange(subject=subject) | t.ByChoice(subject=subject):
                yield subject


def _live(clause: t.Clause, steps: tuple[Step, ...]) -> Iterator[str]:
    """Labels of the inputs used by the straight line."""
    used: set[str] = set()
    for step in steps:
        used.update([step.total] if isinstance(step, t.Split) else names_in(step))
    return (i.label for i in clause.inputs if i.label in used)


def grants_of(clause: t.Clause) -> Iterator[str]:
    """Labels of the tiers whose actual grant the rule speaks of; each is an optional input `granted_<tier>`."""
    seen: dict[str, None] = {}
    for statement in t.statements_of(clause):
        for node in t.walk(statement):
            if isinstance(node, t.Granted | t.AfterGrant):
                seen[node.tier] = None
    return iter(seen)
