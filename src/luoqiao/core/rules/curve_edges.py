"""曲线的转折: the amounts of one input at which a rule turns, found by halving, exact to the fen.

On a stretch between two of them the same conditions hold, the same arms apply and the same limits bind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from luoqiao.core.kernel.money import MOST
from luoqiao.core.rules import tree as t
from luoqiao.core.rules import values as v
from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.cells import thresholds
from luoqiao.core.rules.earlier import Earlier
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import Facts, FactValue
from luoqiao.core.rules.resolve import resolve

Signature = tuple[object, ...]
Frozen = tuple[tuple[str, Any], ...]


class Scene:
    """One clause with everything fixed but one input; answers are kept by the amount of that input."""

    def __init__(
        self, clause: t.Clause, one: t.Input, facts: Facts, on: date, readings: Mapping[str, str],
        earlier: Earlier, basis: Basis,
    ) -> None:  # fmt: skip
        self.clause, self.input, self.facts = clause, one, facts
        self.on, self.readings, self.earlier, self.basis = on, readings, earlier, basis
        owner = next((i for i in clause.inputs if one in i.fields), None)
        self.slot = owner.label if owner else one.label
        self.per_item = owner is not None
        self._answers: dict[int, Answer] = {}

    def value(self, x: int) -> FactValue:
        return ({self.input.label: x},) if self.per_item else x

    def answer(self, x: int) -> Answer:
        """The answer for this much of the input."""
        if x not in self._answers:
            moved = Facts({**self.facts.values, self.slot: self.value(x)}, self.facts.granted)
            self._answers[x] = explain(
                self.clause, moved, on=self.on, readings=self.readings, earlier=self.earlier, basis=self.basis
            )
        return self._answers[x]


def turns(scene: Scene) -> tuple[int, ...]:
    """The first fen of every stretch but the first. Kept for all amounts of the input: only the rest matters."""
    others = {name: fact for name, fact in scene.facts.values.items() if name != scene.slot}
    basis = scene.basis
    return _turns(
        scene.clause, scene.input, _freeze(others), _freeze(scene.facts.granted), scene.on, _freeze(scene.readings),
        tuple(sorted(scene.earlier.items())), (basis.tiers, _freeze(basis.defaults), basis.decisions,
        basis.cap_period_question),
    )  # fmt: skip


@lru_cache(maxsize=512)
def _turns(
    clause: t.Clause, one: t.Input, others: Frozen, granted: Frozen, on: date, readings: Frozen,
    earlier: tuple[tuple[tuple[str, str], int], ...], basis: tuple[Any, ...],
) -> tuple[int, ...]:  # fmt: skip
    tiers, defaults, decisions, question = basis
    facts = Facts({name: _thaw(fact) for name, fact in others}, dict(granted))
    whole = Basis(tiers, dict(defaults), decisions, question)
    scene = Scene(clause, one, facts, on, dict(readings), dict(earlier), whole)
    return tuple(sorted(set(_edges(lambda x: signature(scene.answer(x)), _seeds(scene)))))


def _freeze(values: Mapping[str, Any]) -> Frozen:
    """A mapping as something that can key a cache; a list of items becomes frozen items."""
    return tuple(
        sorted(
            (k, tuple(map(_freeze, fact)) if isinstance(fact, tuple) else fact) for k, fact in values.items()
        )
    )


def _thaw(fact: Any) -> FactValue:
    found: FactValue = tuple(dict(item) for item in fact) if isinstance(fact, tuple) else fact
    return found


def _seeds(scene: Scene) -> list[int]:
    """Amounts at which the rule is known to turn, so that halving cannot step over a narrow stretch."""
    line = resolve(scene.clause, {r.question: r.letter for r in scene.answer(0).readings}, scene.on)
    starts = thresholds(line).get(scene.input.label, ())
    return sorted({0, MOST, *(x for start in starts for x in (start - 1, start) if 0 <= x <= MOST)})


def _edges(signature: Callable[[int], Signature], seeds: list[int]) -> Iterator[int]:
    """The first fen of every stretch but the first."""
    known: dict[int, Signature] = {}

    def sign(x: int) -> Signature:
        if x not in known:
            known[x] = signature(x)
        return known[x]

    pending = list(pairwise(seeds))
    while pending:
        low, high = pending.pop()
        if sign(low) == sign(high):
            continue
        if high - low == 1:
            yield high
            continue
        middle = (low + high) // 2
        pending += [(low, middle), (middle, high)]


def signature(answer: Answer) -> Signature:
    """Which conditions hold, which arms apply and which limits bind: the same on a whole stretch."""
    found: list[object] = []
    for step in answer.steps:
        found.append(step.verdict)
        if isinstance(step.branch, t.RangeArm | t.ChoiceArm):
            found.append(step.branch.at)
        for traced in step.traced:
            match traced.node, traced.operands:
                case t.Cap(), (value, limit, used):
                    found.append(binds(value, limit, used))
                case t.Floor(), (value, least):
                    found.append(v.compare(value, "<=", least).value)
                case t.Sum(rest=rest), _ if any(minus for minus, _ in rest):
                    found.append(traced.result is not None and traced.result.high == 0)
                case ((t.Compare() | t.OnlyIf() | t.Is() | t.Within()), _):
                    found.append(traced.note)
                case _:
                    pass
    return tuple(found)


def binds(value: v.Val, limit: v.Val, used: v.Val) -> bool:
    """Whether a cap leaves no more than itself: the amount, to the fen, reaches what is left of the limit."""
    left = v.round_fen(v.subtract(limit, used))
    return v.compare(v.round_fen(value), ">=", left).value is True
