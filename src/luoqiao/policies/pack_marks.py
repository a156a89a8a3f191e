"""方案包的标记: every citation of a pack's own data, and the marks they put on the document.

The marks of clauses are not made here: the rule checker knows which words each rule line quotes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from luoqiao.core.rules.citations import Citation
from luoqiao.core.rules.corrections import CorrectionKind
from luoqiao.core.rules.coverage import Coverage, Mark, MarkKind, coverage, marks_of
from luoqiao.core.rules.document import Span
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class Cited:
    """引用者: what cites (kind, number, label, note) and the words it cites."""

    kind: MarkKind
    id: str
    label: str
    citations: tuple[Citation, ...]
    note: str = ""


def cited_by(pack: Pack) -> Iterator[Cited]:
    """Everything in the pack's own data that quotes the document, save corrections and uncoded sentences."""
    yield from _promised(pack)
    yield from _parties(pack)
    yield from _named(pack)
    for question in pack.readings.questions:
        yield Cited(MarkKind.READING, question.id, question.question, question.citations)


def _promised(pack: Pack) -> Iterator[Cited]:
    for target in pack.targets:
        yield Cited(MarkKind.TARGET, target.id, target.name, (target.citation,), target.note)
    for task in pack.tasks:
        yield Cited(MarkKind.TASK, task.id, task.name, task.citations)
    for mechanism in pack.mechanisms:
        yield Cited(MarkKind.MECHANISM, mechanism.id, mechanism.name, mechanism.citations)
    for system in pack.systems:
        yield Cited(MarkKind.SYSTEM, system.id, system.name, system.citations, system.asks)
    for support in pack.uncoded.supports:
        yield Cited(MarkKind.CLAUSE_UNCODED, support.id, support.name, (support.citation,), support.reason)


def _parties(pack: Pack) -> Iterator[Cited]:
    for unit in pack.units:
        yield Cited(MarkKind.UNIT, unit.id, unit.name, unit.citations)
    for seat in pack.seats:
        yield Cited(MarkKind.SEAT, seat.id, seat.post, seat.citations, seat.also)
    for industry in pack.industries:
        yield Cited(MarkKind.INDUSTRY, industry.id, industry.name, industry.citations)
    yield Cited(MarkKind.TOWNSHIP, "townships", "全部镇街", pack.townships.namings)


def _named(pack: Pack) -> Iterator[Cited]:
    for enterprise in pack.roadmap.enterprises:
        yield Cited(MarkKind.ROADMAP, enterprise.id, enterprise.name, (enterprise.citation,))
    for project in pack.roadmap.projects:
        yield Cited(MarkKind.ROADMAP, project.id, project.name, (project.citation,))
    for fact in pack.meta.facts:
        yield Cited(MarkKind.DOCUMENT, fact.id, fact.name, fact.citations)
    for paper in pack.meta.superior:
        yield Cited(MarkKind.DOCUMENT, paper.number, paper.title, (paper.citation,))


def own_marks(pack: Pack) -> tuple[Mark, ...]:
    """Every mark that the pack's own data puts on the document."""
    marks: list[Mark] = []
    for cited in cited_by(pack):
        marks += marks_of(pack.document, cited.kind, cited.id, cited.label, cited.citations, cited.note)
    return (*marks, *_corrections(pack), *_uncoded(pack))


def pack_coverage(pack: Pack, clause_marks: Iterable[Mark]) -> Coverage:
    """What each sentence of the pack's document drives, with the marks of its clauses."""
    return coverage(pack.document, (*own_marks(pack), *clause_marks))


def _corrections(pack: Pack) -> Iterator[Mark]:
    for correction in pack.corrections:
        anchor, quote = correction.citation.anchor, correction.citation.quote
        span = pack.document.find(quote, (anchor,), over_breaks=True)
        label = "换页" if correction.kind is CorrectionKind.PAGE_BREAK else f"应为“{correction.corrected}”"
        if span is not None:
            yield Mark(MarkKind.CORRECTION, correction.id, label, span, correction.note)


def _uncoded(pack: Pack) -> Iterator[Mark]:
    for key, group in pack.uncoded.sentences():
        sentence = pack.document.sentence(key)
        span = Span(sentence.anchor, ((key, 0, len(sentence.text)),), sentence.text)
        yield Mark(MarkKind.UNCODED, key, group.kind, span, group.reason)
