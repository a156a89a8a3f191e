"""汇总: what a run over a population comes to, by clause, tier and label; exact, in fen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from luoqiao.adapters.population.columns import Labels, Population
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.rules import tree as t

MOST_GROUPS = 100_000
TOTAL = "total"
"""The name of all tiers together, where an engine answers it."""
COUNTED = ("taking_no_part", "entitled", "not_entitled", "undetermined")
Span = tuple[int, int | None]
"""A sum in fen: certain, and greatest possible; None without limit."""


class TierAmounts(Protocol):
    """One tier's share in every row; `open_high` replaces `low` in the rows that lack facts, -1 without limit."""

    @property
    def low(self) -> NDArray[Any]: ...
    @property
    def open_rows(self) -> NDArray[np.int64]: ...
    @property
    def open_high(self) -> NDArray[np.int64]: ...


class ClauseAnswers(Protocol):
    """One clause over the population, as an engine answers."""

    @property
    def outcome(self) -> NDArray[np.uint8] | None: ...
    @property
    def shares(self) -> Mapping[str, Any]: ...
    @property
    def low(self) -> Mapping[str, int]: ...
    @property
    def high(self) -> Mapping[str, int | None]: ...
    @property
    def counts(self) -> Mapping[int, int]: ...


@dataclass(frozen=True, slots=True)
class ClauseSum:
    """一条的汇总: rows by outcome, the sum of each tier and of all tiers.

    Tiers that lean on the same missing fact may not all be least or greatest together, so the sum of all may be known
    more closely than the tiers added up.
    """

    clause: str
    counts: Mapping[str, int]
    sums: Mapping[str, Span]
    total: Span

    @property
    def taking_part(self) -> int:
        """Rows that state something of the clause."""
        return sum(n for name, n in self.counts.items() if name != "taking_no_part")


@dataclass(frozen=True, slots=True)
class GroupSum:
    """一组的汇总: its labels, its rows, its clauses; a label that is not stated is empty."""

    labels: Mapping[str, str]
    rows: int
    clauses: tuple[ClauseSum, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """总汇总."""

    rows: int
    clauses: tuple[ClauseSum, ...]
    groups: tuple[GroupSum, ...]


def add_spans(spans: Sequence[Span]) -> Span:
    """Sums of several: open when one of them is."""
    high = None if any(h is None for _, h in spans) else sum(h for _, h in spans if h is not None)
    return sum(low for low, _ in spans), high


def summarise(
    population: Population, clauses: Sequence[t.Clause], answers: Mapping[str, ClauseAnswers], tiers: Sequence[str],
    by: Sequence[str] = (),
) -> Summary:  # fmt: skip
    """Add up; `by` names labels of the population whose combinations are the groups. Raises Invalid for too many."""
    sums = tuple(_whole(clause, answers.get(clause.identifier), population.rows, tiers) for clause in clauses)
    return Summary(population.rows, sums, _groups(population, clauses, answers, tiers, by) if by else ())


def _whole(clause: t.Clause, answer: ClauseAnswers | None, rows: int, tiers: Sequence[str]) -> ClauseSum:
    if answer is None:
        return _nothing(clause.identifier, rows, tiers)
    counts = {name: answer.counts.get(code, 0) for code, name in enumerate(COUNTED)}
    sums = {tier: (answer.low[tier], answer.high[tier]) for tier in tiers}
    total = (answer.low[TOTAL], answer.high[TOTAL]) if TOTAL in answer.low else add_spans(list(sums.values()))
    return ClauseSum(clause.identifier, counts, sums, total)


def _nothing(clause: str, rows: int, tiers: Sequence[str]) -> ClauseSum:
    counts = dict.fromkeys(COUNTED, 0) | {COUNTED[0]: rows}
    return ClauseSum(clause, counts, dict.fromkeys(tiers, (0, 0)), (0, 0))


def _groups(
    population: Population, clauses: Sequence[t.Clause], answers: Mapping[str, ClauseAnswers], tiers: Sequence[str],
    by: Sequence[str],
) -> tuple[GroupSum, ...]:  # fmt: skip
    groups, names = _combine([population.labels[name] for name in by])
    sizes = np.bincount(groups, minlength=len(names)).tolist()
    columns = [_by_group(c.identifier, answers.get(c.identifier), groups, sizes, tiers) for c in clauses]
    found = [
        GroupSum(dict(zip(by, name, strict=True)), sizes[number], tuple(column[number] for column in columns))
        for number, name in enumerate(names)
    ]
    return tuple(sorted(found, key=lambda g: [(value == "", value.encode("gb18030", "replace")) for value in g.labels.values()]))


def _combine(labels: Sequence[Labels]) -> tuple[NDArray[np.int32], list[tuple[str, ...]]]:
    """One group number a row for each combination of labels that occurs, and the labels of each number."""
    joint = np.zeros(len(labels[0].codes), dtype=np.int64)
    for one in labels:
        joint = joint * (len(one.names) + 1) + (one.codes.astype(np.int64) + 1)
    size = 1
    for one in labels:
        size *= len(one.names) + 1
    if size <= MOST_GROUPS:
        used = np.flatnonzero(np.bincount(joint, minlength=size))
        numbers = np.zeros(size, dtype=np.int32)
        numbers[used] = np.arange(used.size, dtype=np.int32)
        groups = numbers[joint]
    else:
        used, inverse = np.unique(joint, return_inverse=True)
        groups = inverse.astype(np.int32)
    if used.size > MOST_GROUPS:
        said = f"分成了 {used.size:,} 组，最多 {MOST_GROUPS:,} 组；请换一列分组"
        raise Invalid((FieldProblem("by", f"{used.size}", f"最多 {MOST_GROUPS} 组", said, "LQ-4330"),))
    return groups, [_names(int(code), labels) for code in used.tolist()]


def _names(joint: int, labels: Sequence[Labels]) -> tuple[str, ...]:
    found = []
    for one in reversed(labels):
        joint, code = divmod(joint, len(one.names) + 1)
        found.append(one.names[code - 1] if code else "")
    return tuple(reversed(found))


def _by_group(
    clause: str, answer: ClauseAnswers | None, groups: NDArray[np.int32], sizes: Sequence[int], tiers: Sequence[str]
) -> list[ClauseSum]:
    from luoqiao.adapters.population.group_kernel import count_outcomes, sum_by_group

    number = len(sizes)
    if answer is None or answer.outcome is None:
        return [_nothing(clause, rows, tiers) for rows in sizes]
    counts = np.zeros((number, len(COUNTED)), dtype=np.int64)
    count_outcomes(groups, answer.outcome, counts)
    spans: dict[str, list[Span]] = {}
    for tier in [*tiers, TOTAL] if TOTAL in answer.shares else tiers:
        amounts: TierAmounts = answer.shares[tier]
        low = sum_by_group(groups, amounts.low, number)
        spans[tier] = _highs(low, groups, amounts)
    whole = spans.get(TOTAL) or [add_spans([spans[tier][n] for tier in tiers]) for n in range(number)]
    return [
        ClauseSum(clause, dict(zip(COUNTED, counts[n].tolist(), strict=True)), {tier: spans[tier][n] for tier in tiers}, whole[n])
        for n in range(number)
    ]


def _highs(low: list[int], groups: NDArray[np.int32], amounts: TierAmounts) -> list[Span]:
    """The certain sums with what the open rows may add."""
    from luoqiao.adapters.population.group_kernel import sum_by_group

    places = groups[amounts.open_rows]
    bounded = amounts.open_high >= 0
    more = np.where(bounded, amounts.open_high - amounts.low[amounts.open_rows].astype(np.int64), 0)
    added = sum_by_group(places, more, len(low))
    unlimited = set(places[~bounded].tolist())
    return [(least, None if n in unlimited else least + added[n]) for n, least in enumerate(low)]
