"""问题的引文: the sentence that a question drives, so that it can stand beside the question.

It is the rule line that reads the answer, directly or through a name that only hands it on. A line that gives money
goes before a condition; a condition is shown with what the clause gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from luoqiao.core.kernel.money import show_short
from luoqiao.core.kernel.text import drop_blanks
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.resolve import Step, names_in, resolve
from luoqiao.core.rules.wording import show_rate
from luoqiao.interfaces.portal.checkup_quotes import quotes_of_clause, shown_quote
from luoqiao.interfaces.portal.parts import Quote
from luoqiao.interfaces.portal.tier_quotes import printed


def quotes_of_question(answer: Answer, label: str) -> tuple[Quote, ...]:
    """The sentence that the input of that label drives; what the clause gives where no line reads it."""
    letters = {used.question: used.letter for used in answer.readings}
    reading = list(_reading(label, resolve(answer.clause, letters, answer.on).steps))
    for statement in reading:
        numbers = list(_numbers(_driven(statement, label)))
        cited = _cited(statement, label)
        if isinstance(statement, t.Define) and numbers and cited:
            told = max(cited, key=lambda quote: len(printed(quote.text, numbers)))
            if found := printed(told.text, numbers):
                return (shown_quote(told, emphasis=found),)
    whole = quotes_of_clause(answer)
    condition = next((line for line in reading if isinstance(line, t.Condition) and line.quotes), None)
    if condition is None:
        return whole
    asked = max(condition.quotes, key=lambda quote: _shared(quote.text, label))
    shown = shown_quote(asked, emphasis=printed(asked.text, _numbers(condition)))
    words = drop_blanks(shown.text)
    return (shown, *(quote for quote in whole if words not in drop_blanks(quote.text)))


def _shared(text: str, label: str) -> int:
    """How many pairs of neighbouring characters of the label stand in the text."""
    return sum(1 for pair in pairwise(label) if "".join(pair) in text)


def _reading(label: str, steps: Iterable[Step]) -> Iterator[Step]:
    """The lines that read the input, in order; those that only hand it on count with those that read them."""
    names = {label}
    for step in steps:
        spoken = {step.total} if isinstance(step, t.Split) else set(names_in(step))
        if spoken & names:
            yield step
            if isinstance(step, t.Define) and isinstance(step.value, t.Ref):
                names |= set(step.names)


def _driven(statement: Step, label: str) -> Iterator[object]:
    """The parts of a line that the answer moves: all of it, or only the arms that read it."""
    for arm in _arms(statement, label):
        yield from arm.values
    if not _arms(statement, label):
        yield statement


def _cited(statement: Step, label: str) -> tuple[t.Quote, ...]:
    own = tuple(quote for arm in _arms(statement, label) for quote in arm.quotes)
    return own + statement.quotes


def _arms(statement: Step, label: str) -> tuple[t.RangeArm | t.ChoiceArm, ...]:
    value = statement.value if isinstance(statement, t.Define) else None
    if not isinstance(value, t.ByRange | t.ByChoice):
        return ()
    if value.subject == label:
        return value.arms
    return tuple(arm for arm in value.arms if any(label in names_in(one) for one in arm.values))


def _numbers(roots: object) -> Iterator[str]:
    """The amounts and rates of these parts, as the document writes them."""
    for root in roots if isinstance(roots, Iterator) else (roots,):
        for node in t.walk(root):
            match node:
                case t.Literal(value=value, kind=t.Kind.MONEY) if value:
                    yield show_short(value)
                case t.RateOf(rate=int() as rate):
                    yield show_rate(rate)
