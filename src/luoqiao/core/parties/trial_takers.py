"""谁参加试算: the enterprises of a synthetic population as the takers of each clause, with labels in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from luoqiao.core.parties.synthetic import Enterprise
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.tiers import TIERS, Tier
from luoqiao.core.rules.trial import Taker

LABELS: Mapping[str, str] = {"industry": "产业", "township": "镇街", "size": "规模"}
"""Labels of a synthetic population by their names in data."""


def takers_of(
    enterprises: Iterable[Enterprise], clauses: Mapping[str, t.Clause], tiers: tuple[Tier, ...] = TIERS,
    names: Mapping[str, str] | None = None,
) -> dict[str, tuple[Taker, ...]]:  # fmt: skip
    """Who takes part in each clause, in the order of the enterprises; `names` gives words for codes."""
    words = names or {}
    found: dict[str, list[Taker]] = {name: [] for name in clauses}
    for one in enterprises:
        labels = {
            "industry": words.get(one.industry, one.industry), "township": words.get(one.township, one.township),
            "size": one.size.label,
        }  # fmt: skip
        for name, stated in one.facts.items():
            if name in found:
                earlier = read_earlier(clauses[name], one.earlier.get(name, {}), tiers)
                found[name].append(Taker(one.key, read_facts(clauses[name], stated, tiers), labels, earlier))
    return {name: tuple(rows) for name, rows in found.items()}
