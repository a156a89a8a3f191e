"""试算的总体: which enterprises a trial runs over, what to call them, and who of them takes part in a clause.

Two kinds: made up from the pack's figures (示例), or imported. The page always says which it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.parties.population_edit import edit
from luoqiao.core.parties.population_plan import PopulationPlan
from luoqiao.core.parties.size_class import SizeClass
from luoqiao.core.parties.synthetic import Enterprise, synthesise
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.tiers import Tier
from luoqiao.core.rules.trial import Taker
from luoqiao.interfaces.portal.whatif_query import Typed
from luoqiao.policies.pack import Pack

LABELS = ("产业", "镇街", "规模")


@dataclass(frozen=True, slots=True)
class Firm:
    """一家的样子: name and labels as a table shows them, in the order of LABELS."""

    name: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """试算的总体: its title (which kind it is), what it stands on, its firms by key, the order of its labels."""

    title: str
    synthetic: bool
    basis: str
    firms: dict[str, Firm]
    orders: tuple[tuple[str, ...], ...]
    plan: PopulationPlan | None = None
    original: PopulationPlan | None = None
    problems: tuple[FieldProblem, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the figures of the pack were changed."""
        return self.plan != self.original


def population_of(pack: Pack, clause: str, typed: Typed) -> Population | None:
    """The enterprises of a trial, with the figures that the reader changed; None when the pack plans none."""
    if pack.population is None:
        return None
    plan, problems = edit(pack.population, clause, typed.figures)
    edited = "，参数已改" if plan != pack.population else "，参数可改"
    return Population(
        f"合成总体（示例，种子 {plan.seed}{edited}）", True, plan.basis, _firms(pack, synthesise(plan)), _orders(pack),
        plan, pack.population, problems,
    )  # fmt: skip


def takers_of(pack: Pack, clause: t.Clause, population: Population) -> tuple[Taker, ...]:
    """Who of a population takes part in a clause."""
    if population.plan is None:
        return ()
    return _synthetic_takers(population.plan, clause, pack.meta.tiers, _names(pack))


def _names(pack: Pack) -> tuple[tuple[str, str], ...]:
    named = [(one.id, one.name) for one in pack.industries] + [(one.code, one.name) for one in pack.townships.members]
    return tuple(named)


def _orders(pack: Pack) -> tuple[tuple[str, ...], ...]:
    return (
        tuple(one.name for one in pack.industries), tuple(one.name for one in pack.townships.members),
        tuple(one.label for one in SizeClass),
    )  # fmt: skip


def _firms(pack: Pack, enterprises: Sequence[Enterprise]) -> dict[str, Firm]:
    names = dict(_names(pack))
    return {one.key: Firm(one.name, _labels(one, names)) for one in enterprises if one.facts}


def _labels(one: Enterprise, names: dict[str, str]) -> tuple[str, ...]:
    return (names.get(one.industry, one.industry), names.get(one.township, one.township), one.size.label)


@lru_cache(maxsize=64)
def _synthetic_takers(
    plan: PopulationPlan, clause: t.Clause, tiers: tuple[Tier, ...], names: tuple[tuple[str, str], ...]
) -> tuple[Taker, ...]:
    words = dict(names)
    return tuple(
        Taker(
            one.key, read_facts(clause, one.facts[clause.identifier], tiers),
            dict(zip(LABELS, _labels(one, words), strict=True)),
            read_earlier(clause, one.earlier.get(clause.identifier, {}), tiers),
        )
        for one in synthesise(plan) if clause.identifier in one.facts
    )  # fmt: skip
