"""最多能得: the most that a clause can bring to one case, found by asking *explain* with every amount unknown.

Choices exclude each other (新认定 or 复核通过), so each is tried by itself: the shares of the best one belong together,
which the highest share of each tier taken alone would not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice, product

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.cells import MOST_CELLS
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import Facts, FactValue


@dataclass(frozen=True, slots=True)
class Greatest:
    """最多: whole and by tier in fen (None: no limit is written), for which choices, for one item or not, the answer."""

    total: int | None
    shares: Mapping[str, int | None]
    choices: tuple[tuple[str, str], ...]
    per_item: bool
    answer: Answer


def greatest(clause: t.Clause, basis: Basis, on: date) -> Greatest:
    """The most one case, or one item of a list, can bring on a day under the readings in force."""
    answers = [(facts, explain(clause, facts, on=on, basis=basis)) for facts in choices_of(clause)]
    facts, best = max(answers, key=lambda pair: _rank(pair[1]))
    shares = {code: share.amount.high for code, share in best.shares.items() if share.defined}
    said = tuple((name, _said(value)) for name, value in facts.values.items() if isinstance(value, bool | str))
    relevant = said if len({answer.total for _, answer in answers}) > 1 else ()
    per_item = any(one.kind is t.Kind.LIST for one in clause.inputs)
    return Greatest(best.total.high, shares, relevant, per_item, best)


def choices_of(clause: t.Clause) -> Iterator[Facts]:
    """Every combination of the needed choices, at most as many as *explain* itself tells apart."""
    axes: list[tuple[str, tuple[FactValue, ...]]] = []
    for one in clause.inputs:
        if one.need is not t.Need.NEEDED:
            continue
        if one.kind is t.Kind.YES_NO:
            axes.append((one.label, (True, False)))
        elif one.kind is t.Kind.CHOICE:
            axes.append((one.label, tuple(option.label for option in one.options)))
        elif one.kind is t.Kind.LIST:
            axes.append((one.label, (({},),)))
    for values in islice(product(*(values for _, values in axes)), MOST_CELLS):
        yield Facts(dict(zip((label for label, _ in axes), values, strict=True)))


def _rank(answer: Answer) -> tuple[bool, int]:
    high = answer.total.high
    return high is None, high or 0


def _said(value: FactValue) -> str:
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)
