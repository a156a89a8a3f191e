"""体检的引文: which sentences give each tier its money, in the order of the document, with the operative number in bold.

A tier's sentences are those of its own rule line and of the names that the line leans on; a quote inside a longer one
is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from luoqiao.core.kernel.money import show_short
from luoqiao.core.kernel.text import drop_blanks
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Step
from luoqiao.core.rules.resolve import names_in
from luoqiao.core.rules.wording import show_rate
from luoqiao.interfaces.portal.parts import Quote


def quotes_of_tiers(answer: Answer) -> tuple[Quote, ...]:
    """The sentences by which each tier with money pays, in the order of the tiers."""
    found: list[Quote] = []
    for share in answer.shares.values():
        if not share.defined or share.amount.high == 0:
            continue
        steps = list(_steps_for(share.tier.label, answer.steps))
        cited = _in_order(answer.clause, _distinct(q for step in steps for q in _quotes(step)))
        numbers = [number for step in steps for number in _numbers(step)]
        for at, quote in enumerate(cited):
            tier = share.tier.label[0] if at == 0 else ""
            found.append(shown_quote(quote, tier=tier, emphasis=_printed(quote.text, numbers)))
    return tuple(found)


def quotes_of_clause(answer: Answer) -> tuple[Quote, ...]:
    """One sentence that says what the clause is about: the longest that grants something."""
    granting = [q for s in t.statements_of(answer.clause) if isinstance(s, t.Define | t.Split) for q in s.quotes]
    amounts = [q for q in granting if re.search(r"\d", q.text)] or granting
    if not amounts:
        return ()
    chosen = max(amounts, key=lambda q: len(drop_blanks(q.text)))
    numbers = [n for s in t.statements_of(answer.clause) if isinstance(s, t.Define) and chosen in s.quotes
               for n in _literals(s.value)]  # fmt: skip
    return (shown_quote(chosen, emphasis=_printed(chosen.text, numbers)),)


def shown_quote(quote: t.Quote, *, tier: str = "", emphasis: tuple[str, ...] = ()) -> Quote:
    """A quote of the rule as a page shows it."""
    return Quote(quote.text.strip(), quote.anchor, tier=tier, emphasis=emphasis)


def _steps_for(label: str, steps: tuple[Step, ...]) -> Iterator[Step]:
    """The steps that give the tier its amount, in order."""
    wanted = {label}
    found: list[Step] = []
    for step in reversed(steps):
        statement = step.statement
        if isinstance(statement, t.Split) and wanted & set(statement.tiers):
            found.append(step)
            wanted.add(statement.total)
        elif isinstance(statement, t.Define) and wanted & set(statement.names):
            found.append(step)
            wanted |= set(_leaned_on(step))
    return iter(found)


def _leaned_on(step: Step) -> Iterator[str]:
    statement = step.statement
    if isinstance(statement, t.Define) and isinstance(statement.value, t.ByRange | t.ByChoice):
        branch = step.branch
        if isinstance(branch, t.RangeArm | t.ChoiceArm):
            yield from (name for value in branch.values for name in names_in(value))
    else:
        yield from names_in(statement)


def _quotes(step: Step) -> tuple[t.Quote, ...]:
    if isinstance(step.branch, t.RangeArm | t.ChoiceArm):
        return step.statement.quotes + step.branch.quotes
    return step.statement.quotes


def _distinct(quotes: Iterable[t.Quote]) -> list[t.Quote]:
    """Without those whose words stand inside another."""
    every = {drop_blanks(quote.text): quote for quote in quotes}
    return [quote for words, quote in every.items() if not any(words in other and words != other for other in every)]


def _in_order(clause: t.Clause, quotes: list[t.Quote]) -> list[t.Quote]:
    passages = [drop_blanks(passage.text) for passage in clause.passages]

    def place(quote: t.Quote) -> tuple[int, int]:
        words = drop_blanks(quote.text)
        return next(((at, p.find(words)) for at, p in enumerate(passages) if words in p), (len(passages), 0))

    return sorted(quotes, key=place)


def _numbers(step: Step) -> Iterator[str]:
    """The rates and amounts that a step grants by: not its caps, not its conditions."""
    if isinstance(step.branch, t.RangeArm | t.ChoiceArm):
        for value in step.branch.values:
            yield from _literals(value)
    elif isinstance(step.statement, t.Define):
        yield from _literals(step.statement.value)


def _literals(node: object) -> Iterator[str]:
    match node:
        case t.Literal(value=value, kind=t.Kind.MONEY):
            yield show_short(value)
        case t.RateOf(base=base, rate=rate):
            if isinstance(rate, int):
                yield show_rate(rate)
            yield from _literals(base)
        case t.Cap(value=value) | t.OnlyIf(value=value) | t.Floor(value=value):
            yield from _literals(value)
        case t.ByRange() | t.ByChoice():
            return
        case _:
            for child in t.children(node):
                yield from _literals(child)


def _printed(text: str, numbers: Iterable[str]) -> tuple[str, ...]:
    """The numbers as they are printed in the quote, blanks and all."""
    found = []
    for number in dict.fromkeys(numbers):
        digits, unit = re.fullmatch(r"([\d.,]+)(.*)", number).groups()  # type: ignore[union-attr]
        match = re.search(rf"(?:不超过|不高于|不低于)?\s*(?<![\d.]){re.escape(digits)}\s*{re.escape(unit)}", text)
        if match:
            found.append(match[0].strip())
    return tuple(found)
