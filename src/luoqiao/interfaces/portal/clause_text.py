"""原文栏: the passages that a clause quotes, cut into pieces: numbered where the rule quotes, waved where a reading is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.citations import Citation
from luoqiao.core.rules.document import Document, Span
from luoqiao.core.rules.readings import in_force
from luoqiao.interfaces.portal.clause_rule import Numbers
from luoqiao.interfaces.portal.parts import MarkKind, Passage, Piece
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class Laid:
    """压在字上的一笔: from where to where in a sentence, and what it is."""

    sentence: str
    start: int
    end: int
    number: str = ""
    reading: str = ""
    reason: str = ""
    first: bool = False
    last: bool = False


def passages_of(
    pack: Pack, clause: t.Clause, numbers: Numbers, on: date, reading_href: Callable[[str], str]
) -> tuple[Passage, ...]:
    """Every passage of the clause in its order; then those that only a quote leads to."""
    document = pack.document
    laid = (*_numbered(document, numbers), *_uncoded(document, clause), *_unclear(pack, clause, on))
    shown = [(cited.anchor, _spans(document, cited)) for cited in clause.passages]
    covered = {piece for _, spans in shown for span in spans for piece in _letters(span)}
    for anchor, text in numbers:
        span = document.find(text, (anchor,))
        if span is not None and not set(_letters(span)) <= covered:
            whole = document.get_passage(span.anchor)
            pieces = tuple((s.id, 0, len(s.text)) for s in whole.sentences)
            shown.append((span.anchor, [Span(span.anchor, pieces, whole.text)]))
            covered.update(_letters(shown[-1][1][0]))
    return tuple(_passage(document, anchor, spans, laid, reading_href) for anchor, spans in shown)


def anchor_title(anchor: str) -> str:
    """三（一）1 · 正文; 附件4 · 上云上平台 · 区级."""
    if not anchor.startswith("附件"):
        return f"{anchor} · 正文"
    annex, _, rest = anchor.partition(" ")
    return " · ".join(filter(None, (annex, *rest.split("·"))))


def _spans(document: Document, cited: t.Cited) -> list[Span]:
    parts = [part for part in cited.text.split("…") if part.strip()]
    found = (document.find(part, (cited.anchor,), over_breaks=True) for part in parts)
    return [span for span in found if span is not None]


def _letters(span: Span) -> Iterator[tuple[str, int]]:
    for key, start, end in span.pieces:
        yield from ((key, at) for at in range(start, end))


def _numbered(document: Document, numbers: Numbers) -> Iterator[Laid]:
    for (anchor, text), number in numbers.items():
        yield from _lay(document.find(text, (anchor,)), number=number)


def _uncoded(document: Document, clause: t.Clause) -> Iterator[Laid]:
    for statement in clause.statements:
        if isinstance(statement, t.Uncoded):
            for quote in statement.quotes:
                yield from _lay(document.find(quote.text, (quote.anchor,)), reason=statement.reason)


def _unclear(pack: Pack, clause: t.Clause, on: date) -> Iterator[Laid]:
    for question in pack.readings.questions:
        if clause.identifier in question.clauses and in_force(question, on)[1]:
            cited: Iterable[Citation] = question.unclear
            for one in cited:
                yield from _lay(one.span(pack.document), reading=question.id)


def _lay(span: Span | None, number: str = "", reading: str = "", reason: str = "") -> Iterator[Laid]:
    pieces = span.pieces if span else ()
    for place, (key, start, end) in enumerate(pieces, 1):
        yield Laid(key, start, end, number, reading, reason, place == 1, place == len(pieces))


def _passage(
    document: Document, anchor: str, spans: list[Span], laid: tuple[Laid, ...], reading_href: Callable[[str], str]
) -> Passage:
    pieces: list[Piece] = []
    for place, span in enumerate(spans):
        if place:
            pieces.append(Piece("……"))
        for key, start, end in span.pieces:
            here = [one for one in laid if one.sentence == key and one.start < end and one.end > start]
            sentence = document.sentence(key)
            pieces += _pieces(sentence.text, start, end, here, reading_href)
    return Passage(anchor_title(anchor), tuple(pieces))


def _pieces(
    text: str, start: int, end: int, laid: list[Laid], reading_href: Callable[[str], str]
) -> Iterator[Piece]:
    """Cut where a line begins or ends; a reason is said right behind the words that it is given for."""
    cuts = {start, end}
    for one in laid:
        cuts |= {at for at in (one.start, one.end) if start < at < end}
    for low, high in pairwise(sorted(cuts)):
        over = [one for one in laid if one.start <= low and one.end >= high]
        opening = [one.number for one in over if one.number and one.first and max(one.start, start) == low]
        numbers = list(dict.fromkeys(one.number for one in over if one.number))
        reading = next((one.reading for one in over if one.reading), "")
        kind: MarkKind = "clause" if numbers else "clause_uncoded" if any(one.reason for one in over) else "plain"
        reasons = dict.fromkeys(one.reason for one in over if one.reason and one.last and min(one.end, end) == high)
        alone = len(numbers) == 1 and bool(opening)
        for number in () if alone else opening:
            yield Piece("", kind, number, starts=True)
        yield Piece(
            text[low:high], kind, " ".join(numbers), starts=alone, unclear=bool(reading),
            href=reading_href(reading) if reading else "", remark="；".join(reasons),
        )  # fmt: skip
