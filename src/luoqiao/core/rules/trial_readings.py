"""按不同读法: what a scenario costs under each combination of the readings that matter here, today beside it.

A question whose options cost the same in every combination is set aside and named, so that the list stays short.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.rules.basis import choose, switches
from luoqiao.core.rules.scenario import Scenario, with_readings
from luoqiao.core.rules.trial import Trial
from luoqiao.core.rules.trial_result import Cost

MOST_COMBINATIONS = 64


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """一种读法组合: the letter of each question that matters, today's cost and the scenario's."""

    letters: Mapping[str, str]
    before: Cost
    after: Cost
    chosen: bool
    default: bool


@dataclass(frozen=True, slots=True)
class ByReadings:
    """各种读法: rows in order of letters; questions that move nothing here; whether every combination was tried.

    `whole` false: there are too many, so each question was turned alone from the readings chosen.
    """

    rows: tuple[ReadingRow, ...]
    idle: tuple[str, ...]
    whole: bool = True


def by_readings(
    trial: Trial, name: str, before: Scenario, after: Scenario, most: int = MOST_COMBINATIONS
) -> ByReadings:
    """Both scenarios under every combination of the clause's readings (each alone when there are more than `most`)."""
    clause, basis = trial.clauses[name], trial.basis
    available = switches(clause, basis.cap_period_question)
    on = after.on or trial.on
    chosen = {r.question: r.letter for r in choose(clause, basis, after.turned(name).readings, on)}
    default = {r.question: r.letter for r in choose(clause, basis, {}, on)}
    whole = prod(len(letters) for letters in available.values()) <= most
    tried: dict[tuple[str, ...], tuple[Cost, Cost]] = {}
    for letters in _combinations(available, chosen, whole=whole):
        named = dict(zip(available, letters, strict=True))
        try:
            tried[letters] = (
                trial.cost_of(name, with_readings(before, name, named)),
                trial.cost_of(name, with_readings(after, name, named)),
            )
        except Invalid:  # a reading under which a statement of the population cannot stand
            continue
    idle = tuple(q for place, q in enumerate(available) if _is_idle(tried, place))
    kept = [q for q in available if q not in idle]
    rows = [
        ReadingRow(
            {q: named[q] for q in kept}, *costs, all(named[q] == chosen[q] for q in kept),
            all(named[q] == default[q] for q in kept),
        )
        for letters, costs in sorted(tried.items())
        for named in [dict(zip(available, letters, strict=True))]
        if all(named[q] == chosen[q] for q in idle)
    ]  # fmt: skip
    return ByReadings(tuple(rows), idle, whole)


def _combinations(
    available: Mapping[str, Sequence[str]], chosen: Mapping[str, str], *, whole: bool
) -> list[tuple[str, ...]]:
    if whole:
        return list(product(*available.values()))
    plain = tuple(chosen[q] for q in available)
    alone = [
        (*plain[:place], letter, *plain[place + 1 :])
        for place, letters in enumerate(available.values())
        for letter in letters
    ]
    return list(dict.fromkeys([plain, *alone]))


def _is_idle(tried: Mapping[tuple[str, ...], tuple[Cost, Cost]], place: int) -> bool:
    """Whether combinations that differ in one question alone always cost and reach the same."""
    seen: dict[tuple[str, ...], tuple[Cost, Cost]] = {}
    for letters, costs in tried.items():
        others = letters[:place] + letters[place + 1 :]
        if seen.setdefault(others, costs) != costs:
            return False
    return True
