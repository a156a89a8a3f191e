"""能拿什么: what is known of an enterprise's inputs to each clause, with its origin, and what its caps have given already.

Facts of the enterprise answer clauses about the enterprise; clauses that the register's titles answer are known from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from luoqiao.apps.cases.earlier import earlier_of
from luoqiao.apps.cases.knowing import form_value
from luoqiao.apps.cases.models import Case
from luoqiao.apps.evidence.queries import fact_sheet
from luoqiao.apps.parties.queries import list_titles
from luoqiao.core.cases.form import names_subject
from luoqiao.core.cases.register_facts import register_facts
from luoqiao.core.evidence.fact import enterprise_subject
from luoqiao.core.kernel.money import yuan_text
from luoqiao.core.parties.actor import Actor
from luoqiao.core.rules import tree as t
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class KnownInput:
    """已知的一项: a clause's input with its value in JSON form, from where it is, whether the sources differ."""

    clause: str
    input: str
    value: object
    source: str
    origin: str
    conflict: bool = False


def known_inputs(
    uscc: str, clauses: Iterable[t.Clause], *, on: date, at: datetime, actor: Actor
) -> tuple[KnownInput, ...]:
    """Everything known of an enterprise on a day about these clauses; facts before titles. NoSuchEnterprise out of scope."""
    every = tuple(clauses)
    found = {(one.clause, one.input): one for one in _from_titles(uscc, every, on)}
    found |= {(one.clause, one.input): one for one in _from_facts(uscc, every, on, at, actor)}
    return tuple(found.values())


def earlier_grants(uscc: str, clauses: Iterable[t.Clause], year: int, pack: Pack) -> dict[str, dict[str, dict[str, str]]]:
    """By clause: what other cases of the enterprise take up of its caps, in the form in which a checkup takes it."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    granted = set(Case.objects.filter(uscc=uscc, decided=True).values_list("clause", flat=True))
    for clause in clauses:
        if clause.identifier in granted:
            row = Case(uscc=uscc, clause=clause.identifier, year=year)
            found[clause.identifier] = _by_name(earlier_of(row, clause, pack))
    return found


def _by_name(earlier: Mapping[tuple[str, str], int]) -> dict[str, dict[str, str]]:
    by_name: dict[str, dict[str, str]] = {}
    for (name, unit), fen in earlier.items():
        by_name.setdefault(name, {})[unit] = yuan_text(fen)
    return by_name


def _from_facts(
    uscc: str, clauses: tuple[t.Clause, ...], on: date, at: datetime, actor: Actor
) -> Iterator[KnownInput]:
    keys = {
        f"{clause.identifier}.{one.identifier}": (clause.identifier, one.identifier)
        for clause in clauses
        if not names_subject(clause)
        for one in clause.inputs
    }
    for line in fact_sheet(enterprise_subject(uscc), on, at, actor, keys=keys).rows:
        clause, name = keys[line.key.id]
        fact = line.adopted
        origin = f"{fact.origin or fact.who}，{fact.period.words}"
        yield KnownInput(clause, name, form_value(fact.value), fact.source.label, origin, line.conflict is not None)


def _from_titles(uscc: str, clauses: tuple[t.Clause, ...], on: date) -> Iterator[KnownInput]:
    titles = list_titles(uscc)
    for clause in clauses:
        for known in register_facts(clause, titles, on.year, on):
            source, _, origin = known.origin.partition("：")
            yield KnownInput(clause.identifier, known.key, known.value, source, origin)
