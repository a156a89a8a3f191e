"""对照: passages of the document that speak of one clause, each written as a rule of its own, and the differences known.

Values only; `contrast_file.py` reads them. `规则` names the clause's own rule under the readings in force.
"""

from __future__ import annotations

from dataclasses import dataclass

from luoqiao.core.rules import tree as t

RULE_ITSELF = "规则"


@dataclass(frozen=True, slots=True)
class Passage:
    """一处原文写成的规则."""

    name: str
    clause: t.Clause


@dataclass(frozen=True, slots=True)
class KnownDifference:
    """已知差别: which two passages differ in which amount, and the readings that decide it."""

    first: str
    second: str
    name: str
    decided_by: str
    line: int

    def is_between(self, first: str, second: str, name: str) -> bool:
        """Whether it is about these two, in either order."""
        return {first, second} == {self.first, self.second} and name == self.name


@dataclass(frozen=True, slots=True)
class Contrast:
    """一条条款的对照: its passages in order, the differences known, the file they stand in."""

    passages: tuple[Passage, ...]
    known: tuple[KnownDifference, ...]
    file: str
    digest: str


def amounts_of(clause: t.Clause) -> tuple[str, ...]:
    """Names that a passage defines, in order: tiers and intermediate names alike."""
    found: dict[str, None] = {}
    for statement in t.statements_of(clause):
        match statement:
            case t.Define(names=names) | t.Split(tiers=names):
                found.update(dict.fromkeys(names))
    return tuple(found)


def written_caps(clause: t.Clause, name: str) -> tuple[int, ...]:
    """Limits in fen that a passage writes for an amount."""
    return tuple(
        node.limit.value
        for statement in t.statements_of(clause)
        if isinstance(statement, t.Define) and name in statement.names
        for node in t.walk(statement)
        if isinstance(node, t.Cap) and isinstance(node.limit, t.Literal)
    )


