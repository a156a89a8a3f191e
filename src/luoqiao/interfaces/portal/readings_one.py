"""一条读法: the question with its options as they stand in the file, and what it touches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.urls import reverse

from luoqiao.core.rules.basis import switches
from luoqiao.core.rules.readings import ReadingQuestion, in_force
from luoqiao.core.rules.tree import Clause
from luoqiao.interfaces.portal.clause_text import anchor_title
from luoqiao.interfaces.portal.form_parts import Reading, ReadingOption
from luoqiao.interfaces.portal.parts import Link, Quote
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class Touched:
    """一类牵涉: a heading, then links, words or quotes."""

    label: str
    links: tuple[Link, ...] = ()
    words: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()


def shown_reading(pack: Pack, question: ReadingQuestion, on: date) -> Reading:
    """The question as the component shows it, without a form."""
    letter, default = in_force(question, on)
    options = tuple(
        ReadingOption(o.letter, o.letter, o.wording, tuple(Quote(c.quote, anchor_title(c.anchor)) for c in o.citations),
                      o.letter == question.default, o.letter == letter)
        for o in question.options
    )  # fmt: skip
    held = [d for d in question.decisions if d.from_on <= on]
    decided = "" if default else f"已裁定 {letter}（{held[-1].document_number}），自 {held[-1].from_on} 起"
    return Reading(question.id, question.question, options, decided=decided)


def facts_of(pack: Pack, question: ReadingQuestion) -> tuple[Touched, ...]:
    """The unclear words, the clauses and items it touches, general rules, evidence from outside, what was left out."""
    return tuple(_touched(pack, question))


def _touched(pack: Pack, question: ReadingQuestion) -> Iterator[Touched]:
    if question.unclear:
        yield Touched("不清之处", quotes=tuple(
            Quote(c.quote, anchor_title(c.anchor), f"/document/?at={quote(c.anchor)}") for c in question.unclear
        ))  # fmt: skip
    clauses = [pack.clauses[key] for key in question.clauses if key in pack.clauses]
    if clauses:
        yield Touched("影响的条款", tuple(
            Link(one.title, _clause_href(pack, one, question.id)) for one in clauses
        ))  # fmt: skip
    if question.about:
        yield Touched("还牵涉", words=("、".join(question.about),))
    rules = {rule.id: rule.text for rule in pack.readings.rules}
    if question.general_rules:
        yield Touched("所依通则", words=tuple(f"{key}　{rules[key]}" for key in question.general_rules))
    if question.evidence:
        yield Touched("外部材料", words=(question.evidence, "外部材料只供参考，不是本区的决定。"))
    if question.unbuilt:
        yield Touched("另有的说法", words=(question.unbuilt,))


def _clause_href(pack: Pack, clause: Clause, key: str) -> str:
    """The page of a clause, at the reading where the page has a switch for it."""
    place = f"#{key}" if key in switches(clause, pack.meta.cap_period) else ""
    return f"{reverse('portal:clause', args=(clause.identifier,))}{place}"
