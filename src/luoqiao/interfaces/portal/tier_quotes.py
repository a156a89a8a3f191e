"""一级的引文: the sentences by which a tier pays, chosen in one place for the catalogue, the clause page and the checkup.

They come from the lines that produce the tier's amount: its own line, the lines of the names that this line leans on
(省级 = 省级标准), and of a branching only the arm taken. Where a line speaks of several tiers, a sentence that names
this tier goes before one that names none, and one that names only another is left out. Of these, the sentences stay
that print a number of the line, and the split; a quote inside a longer one is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from luoqiao.core.kernel.money import show_short
from luoqiao.core.kernel.text import drop_blanks
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Step
from luoqiao.core.rules.resolve import names_in
from luoqiao.core.rules.wording import show_rate
from luoqiao.interfaces.portal.parts import Quote
from luoqiao.interfaces.portal.quote_numbers import emphasis


@dataclass(frozen=True, slots=True)
class Producing:
    """一行: a step, the values in it that lead to the tier, and the arms that may be taken."""

    step: Step
    values: tuple[object, ...]
    arms: tuple[t.RangeArm | t.ChoiceArm, ...]


def tier_quotes(answer: Answer, label: str, short: str = "") -> tuple[Quote, ...]:
    """The sentences of a tier in the order of the document, what it grants by in bold; `short` stands before the first."""
    lines = list(producing(label, answer.steps))
    tiers = tuple(share.tier.label for share in answer.shares.values())
    granting = [number for line in lines for value in line.values for number in literals(value)]
    limits = [number for line in lines for value in line.values for number in _limits(value)]
    cited = _of_tier(_distinct(q for line in lines for q in _of_line(line, label, tiers)), label, tiers)
    splits = {q.text for line in lines if isinstance(line.step.statement, t.Split) for q in line.step.statement.quotes}
    telling = [q for q in cited if q.text in splits or printed(q.text, (*granting, *limits))] or cited
    found = []
    for at, quote in enumerate(in_order(answer.clause, telling)):
        bold = emphasis(quote.text) if quote.text in splits else printed(quote.text, granting)
        found.append(Quote(quote.text.strip(), quote.anchor, tier="" if at else short, emphasis=bold))
    return tuple(found)


def producing(label: str, steps: tuple[Step, ...]) -> Iterator[Producing]:
    """The steps that give the tier its amount, in order."""
    wanted = {label}
    found: list[Producing] = []
    for step in reversed(steps):
        statement = step.statement
        if isinstance(statement, t.Split) and wanted & set(statement.tiers):
            found.append(Producing(step, (), ()))
            wanted.add(statement.total)
        elif isinstance(statement, t.Define) and wanted & set(statement.names):
            line = _line(step, statement, [at for at, name in enumerate(statement.names) if name in wanted])
            found.append(line)
            wanted |= {name for value in line.values for name in names_in(value)}
    return reversed(found)


def _line(step: Step, statement: t.Define, places: list[int]) -> Producing:
    if not isinstance(statement.value, t.ByRange | t.ByChoice):
        return Producing(step, (statement.value,), ())
    taken = (step.branch,) if isinstance(step.branch, t.RangeArm | t.ChoiceArm) else ()
    arms = taken or statement.value.arms
    return Producing(step, tuple(arm.values[at] for arm in arms for at in places), arms)


def _of_line(line: Producing, label: str, tiers: tuple[str, ...]) -> Iterator[t.Quote]:
    """A line for several tiers at once: the sentence that names this one, where there is one."""
    statement = line.step.statement
    shared = isinstance(statement, t.Define) and len(statement.names) > 1
    named = [q for q in statement.quotes if names(q.text, label)] if shared else []
    yield from named or _of_tier(list(statement.quotes), label, tiers)
    yield from (quote for arm in line.arms for quote in arm.quotes)


def _of_tier(quotes: list[t.Quote], label: str, tiers: tuple[str, ...]) -> list[t.Quote]:
    """Only what names this tier or none."""
    others = [tier for tier in tiers if tier != label]
    own = [q for q in quotes if names(q.text, label) or not any(names(q.text, other) for other in others)]
    return own or quotes


def names(text: str, label: str) -> bool:
    """Whether a sentence speaks of a tier: 区级, 区财政."""
    return label in text or f"{label[:1]}财政" in text


def _distinct(quotes: Iterable[t.Quote]) -> list[t.Quote]:
    """Without those whose words stand inside another."""
    every = {drop_blanks(quote.text): quote for quote in quotes}
    return [
        quote
        for words, quote in every.items()
        if not any(words in other and words != other for other in every)
    ]


def in_order(clause: t.Clause, quotes: list[t.Quote]) -> list[t.Quote]:
    """As they follow each other in the passages of the clause."""
    passages = [drop_blanks(passage.text) for passage in clause.passages]

    def place(quote: t.Quote) -> tuple[int, int]:
        words = drop_blanks(quote.text)
        return next(((at, p.find(words)) for at, p in enumerate(passages) if words in p), (len(passages), 0))

    return sorted(quotes, key=place)


def literals(node: object) -> Iterator[str]:
    """The rates and amounts that a value grants by: not its caps, not its conditions."""
    match node:
        case t.Literal(value=value, kind=t.Kind.MONEY):
            yield show_short(value)
        case t.RateOf(base=base, rate=rate):
            if isinstance(rate, int):
                yield show_rate(rate)
            yield from literals(base)
        case t.Cap(value=value) | t.OnlyIf(value=value) | t.Floor(value=value):
            yield from literals(value)
        case t.ByRange() | t.ByChoice():
            return
        case _:
            for child in t.children(node):
                yield from literals(child)


def _limits(node: object) -> Iterator[str]:
    """The caps that a value keeps to."""
    for one in t.walk(node):
        if isinstance(one, t.Cap | t.Floor):
            yield from literals(one.limit if isinstance(one, t.Cap) else one.least)


def printed(text: str, numbers: Iterable[str]) -> tuple[str, ...]:
    """The numbers as they are printed in the quote, blanks and all."""
    found = []
    for number in dict.fromkeys(numbers):
        digits = re.match(r"[\d.,]*", number)[0]  # type: ignore[index] # the pattern matches every text
        unit = number[len(digits) :]
        match = re.search(
            rf"(?:不超过|不高于|不低于)?\s*(?<![\d.]){re.escape(digits)}\s*{re.escape(unit)}", text
        )
        if match:
            found.append(match[0].strip())
    return tuple(found)
