"""判断: what one clause answers for every row, as nodes of a graph: outcome, and each share's low and high.

Rows are told apart by which inputs they lack. Each pattern of missing inputs that occurs has a program of its own; a row
takes the answer of its pattern, so that no row is taken apart and put together again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from luoqiao.adapters.narwhals.graph import Graph
from luoqiao.adapters.narwhals.reading import Leaves, Reading
from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, choose
from luoqiao.core.rules.lower import lower
from luoqiao.core.rules.lower_open import OpenProgram, lower_open

TAKES_NO_PART, ENTITLED, NOT_ENTITLED, UNDETERMINED = 0, 1, 2, 3
TOTAL = "total"
"""Beside the tiers: their sum, which is known more closely than the tiers are where facts are missing."""
OPEN = -1
"""Stands for no upper end."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """问的一条: the clause, its readings, whether the day lies in its period, and its full program."""

    clause: t.Clause
    letters: Mapping[str, str]
    in_force: bool
    program: w.Program
    told_apart: tuple[str, ...]
    """Inputs whose absence makes another program, in order."""


@dataclass(frozen=True, slots=True)
class Cells:
    """一条的结果: nodes of the outcome, and of the low and high end of each share and of the total, by tier code."""

    clause: str
    outcome: int
    low: Mapping[str, int]
    high: Mapping[str, int]

    @property
    def is_open(self) -> bool:
        """Whether some row may have no single amount."""
        return dict(self.low) != dict(self.high)


def ask(clause: t.Clause, readings: Mapping[str, str], on: date, basis: Basis) -> Asked:
    """A clause for these readings on a day. Raises Invalid for a reading that it does not have."""
    letters = {r.question: r.letter for r in choose(clause, basis, readings, on)}
    in_force = clause.header.first <= on <= clause.header.last
    program = lower(clause, letters, on if in_force else clause.header.first, basis)
    approved = {name for name, _, _ in program.approved}
    inputs = {i.identifier for i in clause.inputs}
    told_apart = tuple(c.name for c in program.columns if c.name in inputs - approved)
    return Asked(clause, letters, in_force, program, told_apart)


def judge(
    graph: Graph, asked: Asked, leaves: Leaves, inputs: Sequence[str], patterns: Sequence[frozenset[str]], on: date, basis: Basis
) -> Cells:
    """The cells of a clause. `inputs` are the clause's inputs that the frame has, `patterns` those missing in some row."""
    reading = Reading(graph, leaves)
    part = graph.constant(0)
    for name in inputs:
        part = graph.binary("or", part, reading.has(name))
    codes = (*(tier.code for tier in basis.tiers), TOTAL)
    if not asked.in_force:
        outcome = graph.choice(part, lambda: graph.constant(NOT_ENTITLED), lambda: graph.constant(TAKES_NO_PART))
        nothing = dict.fromkeys(codes, graph.constant(0))
        return Cells(asked.clause.identifier, outcome, nothing, nothing)
    outcome = -1
    low: dict[str, int] = {}
    high: dict[str, int] = {}
    for pattern in patterns:
        found = _of_pattern(graph, asked, leaves, pattern, on, basis)
        if outcome < 0:
            outcome, low, high = found.outcome, dict(found.low), dict(found.high)
            continue
        here = _matches(graph, reading, asked.told_apart, pattern)
        outcome = _either(graph, here, found.outcome, outcome)
        for code in codes:
            low[code] = _either(graph, here, found.low[code], low[code])
            high[code] = _either(graph, here, found.high[code], high[code])
    nothing_at_all = graph.constant(0)
    if outcome < 0:
        outcome, low, high = nothing_at_all, dict.fromkeys(codes, nothing_at_all), dict.fromkeys(codes, nothing_at_all)
    return Cells(
        asked.clause.identifier, _either(graph, part, outcome, graph.constant(TAKES_NO_PART)),
        {code: _either(graph, part, n, nothing_at_all) for code, n in low.items()},
        {code: _either(graph, part, n, nothing_at_all) for code, n in high.items()},
    )  # fmt: skip


def _either(graph: Graph, test: int, then: int, otherwise: int) -> int:
    return graph.choice(test, lambda: then, lambda: otherwise)


def _matches(graph: Graph, reading: Reading, names: Sequence[str], pattern: frozenset[str]) -> int:
    """Whether a row lacks exactly these."""
    test = graph.constant(1)
    for name in names:
        has = reading.has(name)
        test = graph.binary("and", test, graph.negation(has) if name in pattern else has)
    return test


def _of_pattern(
    graph: Graph, asked: Asked, leaves: Leaves, pattern: frozenset[str], on: date, basis: Basis
) -> Cells:
    """The cells of rows that lack exactly these inputs."""
    program = lower_open(asked.clause, asked.letters, on, pattern, basis)
    present = {name: bounds for name, bounds in leaves.bounds.items() if name not in pattern}
    here = Leaves({k: n for k, n in leaves.names.items() if k not in pattern}, present,
                  leaves.lacking - set(asked.told_apart), leaves.most_items)  # fmt: skip
    roots = _read(program, Reading(graph, here))
    surely, possibly = roots[:2]
    spans = [roots[i : i + 3] for i in range(2, len(roots), 3)]
    _, total_high, total_open = spans[-1]
    nothing = graph.binary("and", graph.binary("==", total_high, graph.constant(0)), graph.negation(total_open))
    known = graph.truth(surely)
    for low, high, opened in spans[:-1]:
        known = graph.binary("and", known, graph.binary("and", graph.negation(opened), graph.binary("==", low, high)))
    verdict = _either(graph, known, graph.constant(ENTITLED), graph.constant(UNDETERMINED))
    no = graph.constant(NOT_ENTITLED)
    outcome = _either(graph, graph.truth(possibly), _either(graph, nothing, no, verdict), no)
    codes = [*(code for code, _ in program.shares), TOTAL]
    unending = graph.constant(OPEN)
    return Cells(
        asked.clause.identifier, outcome,
        {code: low for code, (low, _, _) in zip(codes, spans, strict=True)},
        {code: _either(graph, opened, unending, high) for code, (_, high, opened) in zip(codes, spans, strict=True)},
    )  # fmt: skip


def _read(program: OpenProgram, reading: Reading) -> list[int]:
    """Nodes of: surely, possibly entitled; low, high and open of each share and of the total."""
    for name, term in program.assignments:
        reading.assign(name, term)
    spans = [*(span for _, span in program.shares), program.total]
    ends = (term for span in spans for term in (span.low, span.high, span.open))
    return [reading.read(root) for root in (program.entitled.surely, program.entitled.possibly, *ends)]
