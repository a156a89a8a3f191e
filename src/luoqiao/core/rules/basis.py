"""依据: under which tiers and readings a clause is judged, and which of the readings somebody decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.rules.tiers import TIERS, Tier
from luoqiao.core.rules.tree import Clause, ReadingSwitch, statements_of

__all__ = ["TIERS", "Basis", "Decided", "ReadingUsed", "Tier", "choose", "switches"]


@dataclass(frozen=True, slots=True)
class Decided:
    """A reading that is settled from a day on: question, option letter, who, since when."""

    question: str
    letter: str
    decided_by: str
    since: date


@dataclass(frozen=True, slots=True)
class Basis:
    """What a pack fixes for all its clauses: tiers, defaults of the readings, decisions, version."""

    tiers: tuple[Tier, ...] = TIERS
    defaults: Mapping[str, str] = field(default_factory=dict)
    decisions: tuple[Decided, ...] = ()
    cap_period_question: str = "X-22"
    version: str = ""

    def letter(self, question: str, on: date) -> tuple[str, bool]:
        """The option in force on a day and whether it is only the default."""
        held = [d for d in self.decisions if d.question == question and d.since <= on]
        if held:
            return max(held, key=lambda d: d.since).letter, False
        return self.defaults.get(question, "A"), True


@dataclass(frozen=True, slots=True)
class ReadingUsed:
    """A reading that took part: question, option, and whether nobody has decided it yet."""

    question: str
    letter: str
    default: bool

    def __str__(self) -> str:
        return f"{self.question}={self.letter}"


@lru_cache(maxsize=1024)
def switches(clause: Clause, cap_period_question: str) -> Mapping[str, tuple[str, ...]]:
    """The readings a clause can be switched by, with their option letters, in order of number."""
    found: dict[str, tuple[str, ...]] = {}
    for statement in statements_of(clause):
        if isinstance(statement, ReadingSwitch):
            letters = tuple(letter for option in statement.options for letter in option.letters)
            found[statement.question] = tuple(sorted({*found.get(statement.question, ()), *letters}))
    if "单家最高" in clause.source:
        found[cap_period_question] = ("A", "B")
    return MappingProxyType(dict(sorted(found.items())))


def choose(clause: Clause, basis: Basis, asked: Mapping[str, str], on: date) -> tuple[ReadingUsed, ...]:
    """The reading of each switch of the clause. Raises Invalid for a question or option it does not have."""
    available = switches(clause, basis.cap_period_question)
    problems = []
    for question, letter in asked.items():
        if question not in available:
            expected = "、".join(available) or "（本条没有读法）"
            problems.append(FieldProblem(
                "reading", f"{question}={letter}", expected,
                f"{clause.title}没有读法 {question}；可用的是 {expected}", "LQ-2030"))  # fmt: skip
        elif letter not in available[question]:
            expected = "、".join(available[question])
            problems.append(FieldProblem(
                "reading", f"{question}={letter}", expected,
                f"读法 {question} 没有选项 {letter}；可选 {expected}", "LQ-2031"))  # fmt: skip
    if problems:
        raise Invalid(tuple(problems))
    used = []
    for question in available:
        letter, default = basis.letter(question, on)
        used.append(ReadingUsed(question, asked.get(question, letter), default and question not in asked))
    return tuple(used)
