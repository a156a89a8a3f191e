"""用不用得到: the parts of a rule that ought to matter for somebody, each with the rule as it would be without it.

A condition, a limit, a 仅限, a 一次性, a 待兑现 is left out; the value of an arm is raised by one yuan. Where the rule
without the part pays everybody the same, the part can never matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from luoqiao.core.kernel.money import YUAN, show_short
from luoqiao.core.rules import tree as t


@dataclass(frozen=True, slots=True)
class Piece:
    """规则的一处: what it is in words, its line, and the clause without it; `options` are the letters it stands under."""

    words: str
    line: int
    without: t.Clause
    question: str = ""
    letter: str = ""


def pieces_of(clause: t.Clause) -> Iterator[Piece]:
    """Every part of the rule that ought to matter under some reading."""
    for statement, question, letter in _statements(clause.statements, "", ""):
        if isinstance(statement, t.Condition):
            gone = t.Nothing(statement.at, statement.text)
            yield Piece(f"“{_short(statement.text)}”", statement.at.line, _without(clause, statement, gone), question, letter)
        elif isinstance(statement, t.Define):
            for words, old, new in _parts(statement):
                changed = _put(statement, old, new)
                yield Piece(words, statement.at.line, _without(clause, statement, changed), question, letter)


def _statements(
    statements: tuple[t.Statement, ...], question: str, letter: str
) -> Iterator[tuple[t.Statement, str, str]]:
    for statement in statements:
        match statement:
            case t.ReadingSwitch(question=asked, options=options):
                for option in options:
                    yield from _statements(option.statements, asked, option.letters[0])
            case t.During(statements=inner):
                yield from _statements(inner, question, letter)
            case _:
                yield statement, question, letter


def _parts(statement: t.Define) -> Iterator[tuple[str, object, object]]:
    """Words, the node, and what stands in its place when it is left out."""
    of = "、".join(statement.names)
    if isinstance(statement.value, t.ByRange | t.ByChoice):
        arms: tuple[t.RangeArm | t.ChoiceArm, ...] = statement.value.arms
        for arm in arms:
            more = tuple(_one_more(value) for value in arm.values)
            yield f"{of}的“{_short(arm.text)}”一档", arm, replace(arm, values=more)
    for node in t.walk(statement):
        match node:
            case t.Cap(value=inner, word=word, limit=limit):
                shown = show_short(limit.value) if isinstance(limit, t.Literal) and limit.kind is t.Kind.MONEY else ""
                yield f"{of}的“{word}{' ' + shown if shown else ''}”", node, inner
            case t.Once(value=inner):
                yield f"{of}的“一次性”", node, inner
            case t.OnlyIf(value=inner):
                yield f"{of}的“仅限”", node, inner
            case t.AfterGrant(value=inner, tier=tier):
                yield f"{of}的“待 {tier} 兑现”", node, inner
            case t.Floor(value=inner):
                yield f"{of}的“不低于”", node, inner


def _one_more(value: t.Expr) -> t.Expr:
    at = value.at
    return t.Sum(value, ((False, t.Literal(YUAN, t.Kind.MONEY, "1元", at)),), at)


def _short(text: str) -> str:
    return text.partition("：")[0].partition("←")[0].strip()


def _without(clause: t.Clause, old: t.Statement, new: t.Statement) -> t.Clause:
    return replace(clause, statements=_put(clause.statements, old, new))


def _put(whole: Any, old: object, new: object) -> Any:
    """The tree with one node, found by identity, replaced."""
    if whole is old:
        return new
    if isinstance(whole, tuple):
        put = tuple(_put(one, old, new) for one in whole)
        return put if any(a is not b for a, b in zip(put, whole, strict=True)) else whole
    if is_dataclass(whole) and not isinstance(whole, type):
        changes = {}
        for field in fields(whole):
            held = getattr(whole, field.name)
            if isinstance(held, tuple) or is_dataclass(held):
                put = _put(held, old, new)
                if put is not held:
                    changes[field.name] = put
        return replace(whole, **changes) if changes else whole
    return whole
