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
from luoqiao.core.rules.resolve import names_in, resolve
from luoqiao.core.rules.wording import show_rate
from luoqiao.interfaces.portal.parts import Quote

UNDERSTOOD = 10
"""So many characters a sentence needs to be understood alone."""


def quotes_of_tiers(answer: Answer) -> tuple[Quote, ...]:
    """The sentences by which each tier with money pays, in the order of the tiers."""
    found: list[Quote] = []
    for share in answer.shares.values():
        if not share.defined or share.amount.high == 0:
            continue
        steps = list(_steps_for(share.tier.label, answer.steps))
        granting = [number for step in steps for number in _numbers(step)]
        limits = [number for step in steps for number in _limits(step)]
        cited = _in_order(answer.clause, _distinct(q for step in steps for q in _quotes(step)))
        telling = [q for q in cited if _printed(q.text, (*granting, *limits))] or cited
        for at, quote in enumerate(telling):
            tier = share.tier.label[0] if at == 0 else ""
            found.append(shown_quote(quote, tier=tier, emphasis=_printed(quote.text, granting)))
    return tuple(found)


def quotes_of_clause(answer: Answer) -> tuple[Quote, ...]:
    """One sentence that says what the clause gives: of the first line that grants, the fullest one with its number."""
    tiers = tuple(share.tier.label for share in answer.shares.values())
    letters = {used.question: used.letter for used in answer.readings}
    lines = [s for s in resolve(answer.clause, letters, answer.on).steps if isinstance(s, t.Define)]
    for statement in sorted(lines, key=lambda line: _rank(line, tiers)):
        cited = [*statement.quotes, *(quote for arm in _arms(statement) for quote in arm.quotes)]
        numbers = [number for value in _values(statement) for number in _literals(value)]
        whole = [q for q in cited if len(drop_blanks(q.text)) >= UNDERSTOOD and _printed(q.text, numbers)]
        if cited:
            by_length = isinstance(statement.value, t.ByRange) or not whole
            chosen = max(whole or cited, key=lambda q: len(drop_blanks(q.text))) if by_length else whole[0]
            return (shown_quote(chosen, emphasis=_printed(chosen.text, numbers)),)
    return ()


def _rank(statement: t.Define, tiers: tuple[str, ...]) -> int:
    """Lines that give a rate of something first, then the amounts of a tier, then the rest."""
    nodes = [node for value in _values(statement) for node in t.walk(value)]
    if any(isinstance(node, t.RateOf | t.UpTo) for node in nodes):
        return 0
    return 1 if any(name.startswith(tiers) for name in statement.names) else 2


def _arms(statement: t.Define) -> tuple[t.RangeArm | t.ChoiceArm, ...]:
    return statement.value.arms if isinstance(statement.value, t.ByRange | t.ByChoice) else ()


def _values(statement: t.Define) -> Iterator[object]:
    arms = _arms(statement)
    if arms:
        yield from (value for arm in arms for value in arm.values)
    else:
        yield statement.value


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
    return [
        quote
        for words, quote in every.items()
        if not any(words in other and words != other for other in every)
    ]


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


def _limits(step: Step) -> Iterator[str]:
    """The caps that a step keeps to."""
    values = step.branch.values if isinstance(step.branch, t.RangeArm | t.ChoiceArm) else ()
    for root in values or (step.statement,):
        for node in t.walk(root):
            if isinstance(node, t.Cap | t.Floor):
                yield from _literals(node.limit if isinstance(node, t.Cap) else node.least)


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
        digits = re.match(r"[\d.,]*", number)[0]  # type: ignore[index] # the pattern matches every text
        unit = number[len(digits) :]
        match = re.search(
            rf"(?:不超过|不高于|不低于)?\s*(?<![\d.]){re.escape(digits)}\s*{re.escape(unit)}", text
        )
        if match:
            found.append(match[0].strip())
    return tuple(found)
