"""侧栏里的规则行: an arm of a table (`否：500万元`) says by itself too little; here it stands with its head.

A line of a reading's option is told with the reading and the letters under which it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from luoqiao.core.rules import tree as t


@lru_cache(maxsize=64)
def whole_lines(clause: t.Clause) -> Mapping[str, str]:
    """Text of an arm → head and arm on one line: `省级上限 = 按 省级龙头企业 分类：否：500万元`.

    An arm that stands under two heads is left as it is.
    """
    found: dict[str, str] = {}
    doubled: set[str] = set()
    for head, arm in _arms(clause.statements):
        doubled |= {arm} if arm in found else set()
        found[arm] = f"{head}{arm}"
    return {arm: line for arm, line in found.items() if arm not in doubled}


@dataclass(frozen=True, slots=True)
class Arm:
    """读法选项的一行: the reading, and the letters of its options that say so."""

    question: str
    letters: tuple[str, ...]


@lru_cache(maxsize=64)
def reading_arms(clause: t.Clause) -> Mapping[str, Arm]:
    """Text of a line → the option of a reading that it stands in; a line that stands outside too is left out."""
    found: dict[str, Arm] = {}
    for text, arm in _optional(clause.statements, None):
        if arm is not None:
            before = found.get(text, arm)
            letters = (*before.letters, *(one for one in arm.letters if one not in before.letters))
            found[text] = Arm(before.question, letters) if before.question == arm.question else before
    free = {text for text, arm in _optional(clause.statements, None) if arm is None}
    return {text: arm for text, arm in found.items() if text not in free}


def _optional(statements: Iterable[t.Statement], arm: Arm | None) -> Iterator[tuple[str, Arm | None]]:
    for statement in statements:
        if isinstance(statement, t.ReadingSwitch):
            for option in statement.options:
                held = Arm(statement.question, option.letters)
                yield option.text, held
                yield from _optional(option.statements, held)
        elif isinstance(statement, t.During):
            yield from _optional(statement.statements, arm)
        else:
            yield statement.text, arm
            if isinstance(statement, t.Define) and isinstance(statement.value, t.ByRange | t.ByChoice):
                yield from ((one.text, arm) for one in statement.value.arms)


def _arms(statements: Iterable[t.Statement]) -> Iterator[tuple[str, str]]:
    for statement in statements:
        if isinstance(statement, t.Define) and isinstance(statement.value, t.ByRange | t.ByChoice):
            yield from ((statement.text, arm.text) for arm in statement.value.arms)
        elif isinstance(statement, t.ReadingSwitch):
            for option in statement.options:
                yield from _arms(option.statements)
        elif isinstance(statement, t.During):
            yield from _arms(statement.statements)
