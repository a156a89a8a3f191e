"""覆盖: what each sentence of the document drives, and which sentences nobody accounts for.

Marks come from two sides: the data of a pack (targets, tasks, units …) and the quotes of its clauses.
A reading or a correction marks words but accounts for nothing: somebody must still act on the sentence
or give a reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from luoqiao.core.kernel.errors import Finding
from luoqiao.core.rules.citations import Citation
from luoqiao.core.rules.document import Document, Sentence, Span
from luoqiao.core.rules.money_mentions import MoneyMention, MoneyNumber, money_mentions

__all__ = [
    "Coverage",
    "Mark",
    "MarkKind",
    "MoneyMention",
    "SectionCoverage",
    "SentenceCoverage",
    "Status",
    "check_coverage",
    "coverage",
    "marks_of",
    "money_mentions",
]

NOBODY = "LQ-3301"
NUMBER_OPEN = "LQ-3302"
NEEDLESS = "LQ-3303"


class MarkKind(StrEnum):
    """What a piece of text drives or is listed as."""

    CLAUSE = "clause"
    CLAUSE_UNCODED = "clause_uncoded"
    TARGET = "target"
    TASK = "task"
    MECHANISM = "mechanism"
    UNIT = "unit"
    SEAT = "seat"
    TOWNSHIP = "township"
    INDUSTRY = "industry"
    ROADMAP = "roadmap"
    SYSTEM = "system"
    DOCUMENT = "document"
    READING = "reading"
    CORRECTION = "correction"
    UNCODED = "uncoded"


class Status(StrEnum):
    """What a sentence counts as: the first that a mark of it gives; `open`: nobody accounts for it."""

    CLAUSE = "clause"
    TARGET = "target"
    TASK = "task"
    RECORD = "record"
    UNCODED = "uncoded"
    OPEN = "open"


_STATUS = {
    MarkKind.CLAUSE: Status.CLAUSE,
    MarkKind.TARGET: Status.TARGET,
    MarkKind.TASK: Status.TASK,
    MarkKind.MECHANISM: Status.TASK,
    MarkKind.UNIT: Status.RECORD,
    MarkKind.SEAT: Status.RECORD,
    MarkKind.TOWNSHIP: Status.RECORD,
    MarkKind.INDUSTRY: Status.RECORD,
    MarkKind.ROADMAP: Status.RECORD,
    MarkKind.SYSTEM: Status.RECORD,
    MarkKind.DOCUMENT: Status.RECORD,
    MarkKind.CLAUSE_UNCODED: Status.UNCODED,
    MarkKind.UNCODED: Status.UNCODED,
}
_ORDER = tuple(Status)


@dataclass(frozen=True, slots=True)
class Mark:
    """标记: words of the document and what they drive: kind, number (`T-07`), label, note."""

    kind: MarkKind
    id: str
    label: str
    span: Span
    note: str = ""


@dataclass(frozen=True, slots=True)
class SentenceCoverage:
    """一句的覆盖: its marks in the order of its words, and what it counts as."""

    sentence: Sentence
    section: str
    marks: tuple[Mark, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class SectionCoverage:
    """一节的覆盖: how many sentences count as what."""

    name: str
    title: str
    total: int
    counts: Mapping[Status, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """全文覆盖: by sentence, by section, whole."""

    sentences: tuple[SentenceCoverage, ...]
    sections: tuple[SectionCoverage, ...]
    counts: Mapping[Status, int]

    @property
    def open_sentences(self) -> tuple[Sentence, ...]:
        """Sentences that nobody accounts for."""
        return tuple(s.sentence for s in self.sentences if s.status is Status.OPEN)


def marks_of(
    document: Document, kind: MarkKind, key: str, label: str, citations: Iterable[Citation], note: str = ""
) -> tuple[Mark, ...]:
    """Marks for the citations that stand in the document; the others are findings of `check_citations`."""
    spans = (citation.span(document) for citation in citations)
    return tuple(Mark(kind, key, label, span, note) for span in spans if span is not None)


def coverage(document: Document, marks: Iterable[Mark]) -> Coverage:
    """What each sentence counts as, given every mark of the pack and its clauses."""
    held: dict[str, list[tuple[int, Mark]]] = {}
    for mark in marks:
        for sentence_id, start, _ in mark.span.pieces:
            held.setdefault(sentence_id, []).append((start, mark))
    sentences = tuple(
        _cover(sentence, passage.section, held.get(sentence.id, []))
        for passage in document.passages
        for sentence in passage.sentences
    )
    sections = tuple(
        _count(part.name, part.title, [s for s in sentences if s.section == part.name])
        for part in document.sections
    )
    return Coverage(sentences, sections, Counter(s.status for s in sentences))


def _cover(sentence: Sentence, section: str, held: list[tuple[int, Mark]]) -> SentenceCoverage:
    marks = tuple(mark for _, mark in sorted(held, key=lambda pair: pair[0]))
    found = [_STATUS[mark.kind] for mark in marks if mark.kind in _STATUS]
    return SentenceCoverage(sentence, section, marks, min(found, key=_ORDER.index, default=Status.OPEN))


def _count(name: str, title: str, held: list[SentenceCoverage]) -> SectionCoverage:
    return SectionCoverage(name, title, len(held), Counter(s.status for s in held))


def check_coverage(document: Document, marks: Iterable[Mark]) -> tuple[Finding, ...]:
    """Findings: sentences nobody accounts for, numbers about money outside every clause, needless reasons."""
    every = tuple(marks)
    whole = coverage(document, every)
    findings = [
        Finding(NOBODY, f"“{s.text}”没有编入条款、目标、任务，也没有说明理由", subject=s.id)
        for s in whole.open_sentences
    ]
    by_sentence = {s.sentence.id: s for s in whole.sentences}
    for mention in money_mentions(document):
        found = by_sentence[mention.sentence.id]
        findings += [_open_number(mention, n) for n in mention.numbers if not _accounted(found, n)]
    findings += [f for s in whole.sentences for f in _needless(s)]
    return tuple(findings)


def _accounted(found: SentenceCoverage, number: MoneyNumber) -> bool:
    """Whether a clause (with or without rule) or a target quotes the number."""
    kinds = (MarkKind.CLAUSE, MarkKind.CLAUSE_UNCODED, MarkKind.TARGET)
    pieces = (piece for mark in found.marks if mark.kind in kinds for piece in mark.span.pieces)
    return any(
        key == found.sentence.id and start <= number.start and number.end <= end for key, start, end in pieces
    )


def _open_number(mention: MoneyMention, number: MoneyNumber) -> Finding:
    where = f"“{mention.sentence.anchor}”的“{number.text}”"
    text = f"{where}没有条款引用，也没有写“不计算”：{mention.sentence.text}"
    return Finding(NUMBER_OPEN, text, subject=mention.sentence.id)


def _needless(found: SentenceCoverage) -> list[Finding]:
    """A sentence listed as driving nothing that nevertheless drives something, or that a clause explains."""
    kinds = {mark.kind for mark in found.marks if mark.kind in _STATUS}
    if MarkKind.UNCODED not in kinds or len(kinds) == 1:
        return []
    text = f"“{found.sentence.text}”已有用处，不必再列入不编入清单"
    return [Finding(NEEDLESS, text, subject=found.sentence.id, serious=False)]
