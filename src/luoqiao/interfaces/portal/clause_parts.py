"""规则行的分段: a rule line cut where its suffixes begin (最高, 一次性, 仅限, 待…兑现), each with the quotes that speak of it.

A quote belongs to a suffix when it contains the suffix's own number or word; what is left belongs to the line itself.
This only decides where numbers are printed: what the quotes prove is checked elsewhere, line by line.
"""

from __future__ import annotations

from dataclasses import dataclass

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.numbers import numbers_in

Suffix = t.Floor | t.Cap | t.Once | t.OnlyIf | t.AfterGrant


@dataclass(frozen=True, slots=True)
class Part:
    """规则行的一段: its words, the suffix that it is (None: the line itself), its quotes."""

    text: str
    node: Suffix | None
    quotes: tuple[t.Quote, ...]


def parts_of(statement: t.Condition | t.Define | t.Split | t.RangeArm | t.ChoiceArm) -> tuple[Part, ...]:
    """The line itself first, then its suffixes in the order written."""
    text, quotes = statement.text.rstrip("："), statement.quotes
    suffixes = _suffixes(statement)
    words = text.split("，")
    if not suffixes or len(words) <= len(suffixes):
        return (Part(text, None, quotes),)
    first = "，".join(words[: len(words) - len(suffixes)])
    left = list(quotes)
    later = []
    for node, text in zip(suffixes, words[len(words) - len(suffixes) :], strict=True):
        own = tuple(quote for quote in left if _speaks_of(quote.text, node))
        if len(own) == len(left):
            own = ()
        left = [quote for quote in left if quote not in own]
        later.append(Part(text, node, own))
    return (Part(first, None, tuple(left)), *later)


def _suffixes(statement: t.Condition | t.Define | t.Split | t.RangeArm | t.ChoiceArm) -> list[Suffix]:
    """Outermost last, as written."""
    match statement:
        case t.Define(value=value) if not isinstance(value, t.ByRange | t.ByChoice):
            node: t.Expr = value
        case t.RangeArm(values=(one,)) | t.ChoiceArm(values=(one,)):
            node = one
        case _:
            return []
    found: list[Suffix] = []
    while True:
        if isinstance(node, t.SumOver):
            node = node.body
        elif isinstance(node, t.Floor | t.Cap | t.Once | t.OnlyIf | t.AfterGrant):
            found.append(node)
            node = node.value
        else:
            return found[::-1]


def _speaks_of(quote: str, node: Suffix) -> bool:
    match node:
        case t.Cap(limit=t.Literal(kind=kind, value=value)) | t.Floor(least=t.Literal(kind=kind, value=value)):
            return (kind, value) in numbers_in(quote)
        case t.Once():
            return "一次" in quote
        case t.OnlyIf(test=t.Within(first=t.Literal(value=value))):
            return (t.Kind.DATE, value) in numbers_in(quote)
        case t.AfterGrant():
            return "基础上" in quote
        case _:
            return False
