"""政策目录: what a clause offers at a glance, and which clauses a reader means by words and filters.

No clause of the language is bound to an industry: one that names none is open to all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luoqiao.core.kernel.text import drop_blanks, fold_all_width
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, Tier, choose
from luoqiao.core.rules.resolve import Straight, resolve


class Manner(StrEnum):
    """补助 · 奖励 · 贴息."""

    SUBSIDY = "补助"
    AWARD = "奖励"
    INTEREST = "贴息"


_WORDS: Mapping[Manner, tuple[str, ...]] = {
    Manner.SUBSIDY: ("补助", "补贴", "经费支持"),
    Manner.AWARD: ("奖励",),
    Manner.INTEREST: ("贴息",),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """目录里的一条: the clause, the tiers that pay under the readings in force, and how it is paid."""

    clause: t.Clause
    tiers: tuple[Tier, ...]
    manners: tuple[Manner, ...]


def entry(clause: t.Clause, basis: Basis, on: date) -> Entry:
    """Tiers by the readings in force on the day; manners by the words of the sentences that the rule quotes."""
    letters = {used.question: used.letter for used in choose(clause, basis, {}, on)}
    line = resolve(
        clause, letters, on if clause.header.first <= on <= clause.header.last else clause.header.last
    )
    paying = set(_paying(line))
    quoted = "".join(quote.text for quote in _quotes(line))
    manners = tuple(m for m, words in _WORDS.items() if any(word in quoted for word in words))
    return Entry(clause, tuple(tier for tier in basis.tiers if tier.label in paying), manners)


def search(
    entries: Iterable[Entry], words: str = "", *, tier: str = "", manner: Manner | None = None
) -> tuple[Entry, ...]:
    """The entries in which every word occurs, paid by the tier (its code), in the manner asked for."""
    asked = [_folded(word) for word in words.split()]
    return tuple(
        one
        for one in entries
        if (not tier or any(tier == paying.code for paying in one.tiers))
        and (manner is None or manner in one.manners)
        and all(word in _text_of(one.clause) for word in asked)
    )


def _text_of(clause: t.Clause) -> str:
    """All that a reader may remember of a clause: names, sentences, questions, who leads."""
    parts = [
        clause.title,
        clause.identifier,
        clause.header.subject,
        clause.header.manner,
        *clause.header.lead,
    ]
    parts += [passage.text for passage in clause.passages]
    parts += [text for one in clause.inputs for text in (one.label, one.identifier, one.question)]
    return _folded("\n".join(parts))


def _folded(text: str) -> str:
    return drop_blanks(fold_all_width(text)).casefold()


def _paying(line: Straight) -> Iterable[str]:
    for step in line.steps:
        if isinstance(step, t.Define) and not _is_nothing(step.value):
            yield from step.names
        elif isinstance(step, t.Split):
            yield from step.tiers


def _is_nothing(value: object) -> bool:
    return isinstance(value, t.Literal) and value.value == 0


def _quotes(line: Straight) -> Iterable[t.Quote]:
    for step in line.steps:
        yield from step.quotes
        if isinstance(step, t.Define) and isinstance(step.value, t.ByRange | t.ByChoice):
            for arm in step.value.arms:
                yield from arm.quotes
