"""搜条款: words are looked for as they are written; where no clause has them all, the most similar by pairs of characters.

Chinese is not broken into words: 云服务费 finds 年度服务费 because two of its three pairs stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from luoqiao.core.kernel.text import drop_blanks, fold_all_width
from luoqiao.core.rules.tree import Clause

LEAST_SHARED = (1, 2)
"""At least this part of the pairs of a query must stand in a clause for it to count as similar."""


@dataclass(frozen=True, slots=True)
class Found:
    """搜到的一条: the clause, whether every word stands in it, and the sentences that show it."""

    clause: Clause
    whole: bool
    shown: tuple[tuple[str, str], ...]


def find_clauses(clauses: Iterable[Clause], words: str) -> tuple[Found, ...]:
    """Clauses with every word, in their order; when there is none, the similar ones, best first."""
    asked = [folded(word) for word in words.split() if folded(word)][:10]
    every = tuple(clauses)
    whole = [one for one in every if all(word in _text(one) for word in asked)]
    if whole or not asked:
        return tuple(Found(one, True, tuple(_sentences(one, asked))) for one in whole)
    pairs = {pair for word in asked for pair in _pairs(word)}
    scored = [(len(pairs & set(_pairs(_text(one)))), one) for one in every]
    least = -(-len(pairs) * LEAST_SHARED[0] // LEAST_SHARED[1])
    near = sorted((pair for pair in scored if pair[0] >= max(1, least)), key=lambda pair: -pair[0])
    return tuple(Found(one, False, tuple(_sentences(one, sorted(pairs)))) for _, one in near)


def folded(text: str) -> str:
    """As compared: half width, no blanks, lower case."""
    return drop_blanks(fold_all_width(text)).casefold()


def _text(clause: Clause) -> str:
    header = clause.header
    parts = [clause.title, clause.identifier, header.subject, header.manner, *header.lead, *header.anchors]
    parts += [passage.text for passage in clause.passages]
    for one in clause.inputs:
        parts += [one.label, one.question, *one.evidence, *(o.label for o in one.options)]
        parts += [field.label for field in one.fields]
    return folded("\n".join(parts))


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)] or [text]


def _sentences(clause: Clause, words: list[str]) -> Iterator[tuple[str, str]]:
    """The passages that contain most of the words, at most two."""
    scored = [(sum(word in folded(p.text) for word in words), p) for p in clause.passages]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])[:2]
    yield from ((passage.text, passage.anchor) for _, passage in best)
