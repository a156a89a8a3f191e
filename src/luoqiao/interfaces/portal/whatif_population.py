"""试算的总体: which enterprises a trial runs over, what to call them, and who of them takes part in a clause.

Two kinds: made up from the pack's figures (示例), or imported. The page always says which it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone

from luoqiao.apps.whatif.population import LoadedFile, find_population, get_firms
from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.parties import trial_takers
from luoqiao.core.parties.population_edit import edit
from luoqiao.core.parties.population_plan import PopulationPlan
from luoqiao.core.parties.size_class import SizeClass
from luoqiao.core.parties.synthetic import Enterprise, synthesise
from luoqiao.core.parties.trial_takers import LABELS
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.tiers import Tier
from luoqiao.core.rules.trial import Taker
from luoqiao.interfaces.portal.whatif_query import Typed
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class Firm:
    """一家的样子: name and labels as a table shows them, in the order of LABELS."""

    name: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """试算的总体: its title (which kind it is), what it stands on, its firms by key, the order of its labels.

    A made-up one has its plan and the plan of the pack; a loaded one the number of its file.
    """

    title: str
    synthetic: bool
    basis: str
    firms: Mapping[str, Firm]
    orders: tuple[tuple[str, ...], ...]
    plan: PopulationPlan | None = None
    original: PopulationPlan | None = None
    problems: tuple[FieldProblem, ...] = ()
    file: int = 0
    loaded: bool = False
    """Whether a file is loaded, in use or not."""

    @property
    def changed(self) -> bool:
        """Whether the figures of the pack were changed."""
        return self.plan != self.original


def population_of(pack: Pack, clause: str, typed: Typed) -> Population | None:
    """The enterprises of a trial: the file loaded, else the made-up ones with the figures that the reader changed.

    None when no file is loaded and the pack plans none.
    """
    loaded = find_population(pack.meta.name)
    if loaded is not None and not (typed.synthetic and pack.population is not None):
        return _imported(pack, loaded)
    if pack.population is None:
        return None
    plan, problems = edit(pack.population, clause, typed.figures)
    edited = "，参数已改" if plan != pack.population else "，参数可改"
    return Population(
        f"合成总体（示例，第 {plan.seed} 组{edited}）", True, plan.basis, _firms(pack, synthesise(plan)), _orders(pack),
        plan, pack.population, problems, loaded=loaded is not None,
    )  # fmt: skip


def takers_of(pack: Pack, clause: t.Clause, population: Population) -> tuple[Taker, ...]:
    """Who of a population takes part in a clause."""
    if population.plan is None:
        return _imported_takers(population.file, clause, pack.meta.tiers, _names(pack))
    return _synthetic_takers(population.plan, clause, pack.meta.tiers, _names(pack))


# -- imported ------------------------------------------------------------------------------------------------


def _imported(pack: Pack, loaded: LoadedFile) -> Population:
    on = timezone.localtime(loaded.loaded_at).date()
    names = dict(_names(pack))
    firms = {
        str(number): Firm(one.name, tuple(names.get(label, label) for label in one.labels))
        for number, one in enumerate(get_firms(loaded.number)) if one.facts
    }  # fmt: skip
    bad = f"；{loaded.bad_rows:,} 行读不成，已略去" if loaded.bad_rows else ""
    return Population(
        f"导入：{loaded.name}，{on}，{loaded.rows:,} 家", False, f"{loaded.loaded_by}导入，文件校验码 {loaded.digest[:12]}{bad}",
        firms, _orders(pack), original=None, file=loaded.number, loaded=True,
    )  # fmt: skip


@lru_cache(maxsize=32)
def _imported_takers(
    number: int, clause: t.Clause, tiers: tuple[Tier, ...], names: tuple[tuple[str, str], ...]
) -> tuple[Taker, ...]:
    words = dict(names)
    return tuple(
        Taker(
            str(at), read_facts(clause, one.facts[clause.identifier], tiers),
            {label: words.get(text, text) for label, text in zip(LABELS, one.labels, strict=True)},
            read_earlier(clause, one.earlier.get(clause.identifier, {}), tiers),
        )
        for at, one in enumerate(get_firms(number)) if clause.identifier in one.facts
    )  # fmt: skip


# -- made up -------------------------------------------------------------------------------------------------


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
    found = trial_takers.takers_of(synthesise(plan), {clause.identifier: clause}, tiers, dict(names))
    return found[clause.identifier]
