"""按预算拨付: what is paid in a scenario when some tiers have a budget.

Tier by tier, pro rata to the claims of all clauses together. A tier that pays less than was claimed has *actually*
granted less: the tiers below that lean on it are worked out again from what was paid, as the rules say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from luoqiao.core.funds.pro_rata import pro_rata
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.facts import Facts
from luoqiao.core.rules.resolve import grants_of
from luoqiao.core.rules.scenario import Scenario
from luoqiao.core.rules.trial import Taker, Trial


@dataclass(frozen=True, slots=True)
class Funded:
    """按预算拨付的结果: by tier what is claimed and what is paid, in fen."""

    claimed: Mapping[str, int]
    paid: Mapping[str, int]


def funded(trial: Trial, scenario: Scenario, budgets: Mapping[str, int]) -> Funded:
    """What each tier is asked for and pays; `budgets` in fen by tier code, a tier without one pays what is claimed."""
    takers = trial.takers
    claimed: dict[str, int] = {}
    paid: dict[str, int] = {}
    current = trial
    for place, tier in enumerate(trial.basis.tiers):
        claims = {
            (name, row): shares[place]
            for name in current.clauses
            for row, shares in enumerate(current.amounts(name, scenario).shares)
        }
        given = pro_rata(claims, budgets[tier.code]) if tier.code in budgets else claims
        claimed[tier.code], paid[tier.code] = sum(claims.values()), sum(given.values())
        if paid[tier.code] != claimed[tier.code]:
            takers = {
                name: tuple(_granted(trial.clauses[name], one, tier.label, given[name, row]) for row, one in enumerate(rows))
                for name, rows in takers.items()
            }
            current = Trial(trial.clauses, takers, on=trial.on, basis=trial.basis)
    return Funded(claimed, paid)


def _granted(clause: t.Clause, taker: Taker, tier: str, amount: int) -> Taker:
    """The same case with what a tier granted; only where the rule speaks of it."""
    if tier not in set(grants_of(clause)):
        return taker
    facts = Facts(taker.facts.values, {**taker.facts.granted, tier: amount})
    return Taker(taker.key, facts, taker.labels, taker.earlier)
