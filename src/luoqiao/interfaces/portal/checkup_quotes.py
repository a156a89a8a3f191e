"""体检的引文: which sentences give each tier its money, and the one sentence that says what a clause gives."""

from __future__ import annotations

from collections.abc import Iterator

from luoqiao.core.kernel.text import drop_blanks
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.resolve import resolve
from luoqiao.interfaces.portal.parts import Quote
from luoqiao.interfaces.portal.tier_quotes import literals, printed, tier_quotes

UNDERSTOOD = 10
"""So many characters a sentence needs to be understood alone."""


def quotes_of_tiers(answer: Answer) -> tuple[Quote, ...]:
    """The sentences by which each tier with money pays, in the order of the tiers."""
    return tuple(
        quote
        for share in answer.shares.values()
        if share.defined and share.amount.high != 0
        for quote in tier_quotes(answer, share.tier.label, share.tier.label[0])
    )


def quotes_of_clause(answer: Answer) -> tuple[Quote, ...]:
    """One sentence that says what the clause gives: of the first line that grants, the fullest one with its number."""
    tiers = tuple(share.tier.label for share in answer.shares.values())
    letters = {used.question: used.letter for used in answer.readings}
    lines = [s for s in resolve(answer.clause, letters, answer.on).steps if isinstance(s, t.Define)]
    for statement in sorted(lines, key=lambda line: _rank(line, tiers)):
        cited = [*statement.quotes, *(quote for arm in _arms(statement) for quote in arm.quotes)]
        numbers = [number for value in _values(statement) for number in literals(value)]
        whole = [q for q in cited if len(drop_blanks(q.text)) >= UNDERSTOOD and printed(q.text, numbers)]
        if cited:
            by_length = isinstance(statement.value, t.ByRange) or not whole
            chosen = max(whole or cited, key=lambda q: len(drop_blanks(q.text))) if by_length else whole[0]
            return (shown_quote(chosen, emphasis=printed(chosen.text, numbers)),)
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
