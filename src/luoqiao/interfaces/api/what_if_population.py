"""试算的企业: the enterprises of the loaded file, else the made-up ones of the pack; the answer says which."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from luoqiao.apps.whatif.population import find_population, get_firms
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.population_plan import PopulationPlan
from luoqiao.core.parties.synthetic import synthesise
from luoqiao.core.parties.trial_takers import takers_of
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.tiers import Tier
from luoqiao.core.rules.trial import Taker
from luoqiao.policies.pack import Pack

LABELS = ("industry", "township", "size")


class NobodyToTry(DomainError):
    """没有企业可试算: no file is loaded and the pack plans no synthetic population."""

    code = "LQ-4431"


@dataclass(frozen=True, slots=True)
class Crowd:
    """参加试算的: what the population is, how many enterprises it has, who takes part in the clause."""

    title: str
    synthetic: bool
    enterprises: int
    takers: tuple[Taker, ...]


def crowd_of(pack: Pack, clause: t.Clause) -> Crowd:
    """Who takes part in a clause. Raises NobodyToTry."""
    names = tuple((one.id, one.name) for one in pack.industries) + tuple((one.code, one.name) for one in pack.townships.members)
    loaded = find_population(pack.meta.name)
    if loaded is not None:
        takers = _loaded(loaded.number, clause, pack.meta.tiers, names)
        return Crowd(f"导入：{loaded.name}，{loaded.rows:,} 家", False, loaded.rows, takers)
    plan = pack.population
    if plan is None:
        raise NobodyToTry("还没有导入企业，方案包也没有合成总体；请先导入企业文件")
    takers = _synthetic(plan, clause, pack.meta.tiers, names)
    return Crowd(f"合成总体（示例，种子 {plan.seed}）", True, plan.count, takers)


@lru_cache(maxsize=64)
def _synthetic(
    plan: PopulationPlan, clause: t.Clause, tiers: tuple[Tier, ...], names: tuple[tuple[str, str], ...]
) -> tuple[Taker, ...]:
    found = takers_of(synthesise(plan), {clause.identifier: clause}, tiers, dict(names))
    return found[clause.identifier]


@lru_cache(maxsize=64)
def _loaded(
    number: int, clause: t.Clause, tiers: tuple[Tier, ...], names: tuple[tuple[str, str], ...]
) -> tuple[Taker, ...]:
    words, name = dict(names), clause.identifier
    return tuple(
        Taker(
            str(place), read_facts(clause, one.facts[name], tiers),
            {label: words.get(text, text) for label, text in zip(LABELS, one.labels, strict=True)},
            read_earlier(clause, one.earlier.get(name, {}), tiers),
        )
        for place, one in enumerate(get_firms(number)) if name in one.facts
    )  # fmt: skip
