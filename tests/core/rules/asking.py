"""问引擎: put a case to the engine under test from its JSON form, as every way in does."""

from functools import cache

from hypothesis import HealthCheck, settings

from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.tree import Clause
from luoqiao.policies import Pack, open_pack
from tests.core.rules.strategies import Posed, written

PACK = "luojiang_2022_31"
TIERS = ("province", "city", "district")

quickly = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
thoroughly = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def programme() -> Pack:
    """The programme pack under test."""
    return open_pack(PACK)


def clause_named(name: str) -> Clause:
    """A clause of the programme."""
    return programme().clauses[name]


def ask(posed: Posed) -> Answer:
    """The engine's answer to a case."""
    clause = clause_named(posed.clause)
    return explain(
        clause,
        read_facts(clause, posed.facts),
        on=posed.on,
        readings=posed.readings,
        earlier=read_earlier(clause, earlier_in_json(posed)),
        basis=programme().basis,
    )


def earlier_in_json(posed: Posed) -> dict[str, dict[str, str]]:
    """What was granted before, as it is written for the engine: by name, then by unit, in yuan."""
    by_name: dict[str, dict[str, str]] = {}
    for (what, unit), fen in posed.earlier.items():
        by_name.setdefault(what, {})[unit] = written(fen)
    return by_name


def ranges(answer: Answer) -> dict[str, tuple[int, int | None]]:
    """Each tier's share as lowest and highest, in fen."""
    return {tier: (answer.shares[tier].amount.low, answer.shares[tier].amount.high) for tier in TIERS}


def settled_shares(answer: Answer) -> dict[str, int]:
    """Each tier's share in fen; every one must be settled."""
    shares = {}
    for tier, (low, high) in ranges(answer).items():
        assert low == high, f"{tier} is open: {low} to {high}"
        shares[tier] = low
    return shares


def within(amount: int, low: int, high: int | None) -> bool:
    """Does the amount lie in the range? An open range has no upper end."""
    return low <= amount and (high is None or amount <= high)
