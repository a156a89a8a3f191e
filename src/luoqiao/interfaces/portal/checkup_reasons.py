"""不符合，因为: the condition in the words of the document, what is missing, and the answer that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from luoqiao.core.kernel.money import show_short
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Reason, Step, Traced
from luoqiao.core.rules.nearby import Near, distances
from luoqiao.core.rules.resolve import names_in
from luoqiao.core.rules.wording import show_input
from luoqiao.interfaces.portal.checkup_quotes import shown_quote
from luoqiao.interfaces.portal.parts import Quote


@dataclass(frozen=True, slots=True)
class Refusal:
    """不符合的理由: quotes of the conditions, sentences that say why, the facts (label, value), what would change it."""

    quotes: tuple[Quote, ...]
    reasons: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    missing: str = ""


def refusal_of(answer: Answer) -> Refusal:
    """Why a clause gives nothing."""
    if Reason.OUTSIDE_PERIOD in answer.reasons:
        header = answer.clause.header
        return Refusal((), (f"{answer.on} 不在条款期限内（{header.first} 至 {header.last}）",), ())
    failed = [step for step in answer.steps if step.verdict is False]
    quotes = tuple(shown_quote(quote) for step in failed for quote in step.statement.quotes)
    if not failed:
        return Refusal((), ("按所填测算，各级金额都是 0.00 元",), _facts(answer, None))
    reasons = tuple(words for step in failed for words in _why(step, answer))
    near = [d.text for d in distances(answer) if d.kind is Near.THRESHOLD]
    names = {name for step in failed for name in names_in(step.statement)}
    return Refusal(quotes, reasons, _facts(answer, names), near[0] if near else "")


def _facts(answer: Answer, names: set[str] | None) -> tuple[tuple[str, str], ...]:
    """The answers that the reason rests on: those the failed conditions speak of, or all."""
    return tuple(
        (one.label, show_input(one.kind, answer.facts[one.label]))
        for one in answer.clause.inputs
        if one.label in answer.facts and (names is None or one.label in names)
    )


def _why(step: Step, answer: Answer) -> Iterator[str]:
    said = False
    for traced in step.traced:
        words = _failed(traced, answer)
        if words:
            said = True
            yield words
    if not said:
        yield f"不满足“{step.statement.text.removeprefix('条件').strip()}”"


def _failed(traced: Traced, answer: Answer) -> str:
    """One test that does not hold, as a sentence; nothing for one that holds or is open."""
    node = traced.node
    match node:
        case t.Compare(left=t.Ref(name=name), right=t.Literal(value=limit)) if traced.note == "否":
            kind = next((one.kind for one in answer.clause.inputs if one.label == name), t.Kind.MONEY)
            given = show_input(kind, answer.facts.get(name))
            shown = show_short(limit) if kind is t.Kind.MONEY else show_input(kind, limit)
            return f"{name}为 {given}，没有{_word(node.op, shown)}"
        case t.Is(name=name, option=option, negated=negated) if (
            traced.note and (traced.note == option) is negated
        ):
            if name not in answer.facts:
                return ""
            if traced.note in ("是", "否"):
                return f"“{name}”答的是“{traced.note}”"
            return f"{name}为{traced.note}，{'不能' if negated else '要'}是{option}"
        case t.Within(day=t.Ref(name=name)) if traced.note == "否":
            kind = t.Kind.DATE
            return f"{name} {show_input(kind, answer.facts.get(name))} 不在规定的日期之内"
    return ""


def _word(op: t.Op, limit: str) -> str:
    """What was not reached, in the words of the law: 超过 without the number, 达到 with it."""
    return {t.Op.GT: f"超过 {limit}", t.Op.GE: f"达到 {limit}", t.Op.LT: f"低于 {limit}"}.get(
        op, f"控制在 {limit}以内"
    )
