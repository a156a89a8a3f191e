"""抽查: which grants are worth a second look, by the limits of the rule and how the case went; a draw that anybody can repeat:
the same seed, sizes and cases give the same sample.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luoqiao.core.cases import events as e
from luoqiao.core.kernel.money import show_short, show_yuan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.cells import thresholds
from luoqiao.core.rules.curve_edges import binds
from luoqiao.core.rules.resolve import resolve

JUST_ABOVE = 20
"""Just above a threshold: by no more than a twentieth of it."""
OFTEN = 2
"""Corrected often: sent back for correction so many times or more."""


class Risk(StrEnum):
    """为什么抽到."""

    THRESHOLD = "threshold"
    CAP = "cap"
    LAST_DAY = "last_day"
    CORRECTED = "corrected"
    RANDOM = "random"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self.value]


_LABELS = {
    "threshold": "刚过门槛", "cap": "正好封顶", "last_day": "最后一天提交", "corrected": "多次补正", "random": "随机",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sign:
    """一处迹象: which risk, in one sentence."""

    risk: Risk
    said: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """抽到的一件: its number and under which head it was drawn."""

    number: str
    risk: Risk


def signs_of_rule(answer: Answer) -> Iterator[Sign]:
    """Where the facts lie close above a threshold, and which caps bind."""
    if not answer.in_force:
        return
    line = resolve(answer.clause, {used.question: used.letter for used in answer.readings}, answer.on)
    for name, starts in thresholds(line).items():
        value = answer.facts.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            continue
        for start in starts:
            if start <= value <= start + start // JUST_ABOVE:
                said = f"{name} {show_yuan(value)}，刚过 {show_short(start - start % 100)}"
                yield Sign(Risk.THRESHOLD, said)
    for step in answer.steps:
        for traced in step.traced:
            if isinstance(traced.node, t.Cap) and len(traced.operands) == 3:
                value, limit, used = traced.operands
                if value.known and limit.known and binds(value, limit, used):
                    yield Sign(Risk.CAP, f"达到 {show_short(limit.low // limit.den)} 封顶")


def signs_of_history(history: Sequence[e.Recorded], days: Sequence[tuple[int, date]], ends: Iterable[date]) -> Iterator[Sign]:
    """Handed in on the last possible day, or sent back for correction again and again.

    `days`: the local day of each submission with its number in the history; `ends`: last days of which one counts.
    """
    last = set(ends)
    yield from (Sign(Risk.LAST_DAY, f"{day} 提交，是最后一天") for _, day in days if day in last)
    returned = sum(isinstance(one.event, e.Returned) for one in history)
    if returned >= OFTEN:
        yield Sign(Risk.CORRECTED, f"补正 {returned} 次")


def draw(found: Mapping[str, Iterable[Sign]], sizes: Mapping[Risk, int], seed: str) -> tuple[Drawn, ...]:
    """So many of each risk, and at random from the rest; no case twice. `found` holds every case that may be drawn."""
    taken: list[Drawn] = []
    held: set[str] = set()
    for risk in Risk:
        able = [
            number
            for number, signs in found.items()
            if number not in held and (risk is Risk.RANDOM or any(sign.risk is risk for sign in signs))
        ]
        for number in sorted(able, key=lambda one: _lot(seed, risk, one))[: max(0, sizes.get(risk, 0))]:
            taken.append(Drawn(number, risk))
            held.add(number)
    return tuple(taken)


def _lot(seed: str, risk: Risk, number: str) -> str:
    """The lot of a case: nobody can steer it, everybody can work it out."""
    return hashlib.sha256(f"{seed}\n{risk.value}\n{number}".encode()).hexdigest()
