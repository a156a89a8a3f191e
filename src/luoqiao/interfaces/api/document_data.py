"""原文和覆盖的数据: the document with what each sentence drives, as JSON-ready data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from luoqiao.core.rules.coverage import Coverage, SectionCoverage, SentenceCoverage, Status
from luoqiao.core.rules.document import Document

Data = dict[str, object]


def passages_data(document: Document, coverage: Coverage) -> list[Data]:
    """Every passage in the order of print, its sentences with their marks."""
    by_id = {covered.sentence.id: covered for covered in coverage.sentences}
    return [
        {
            "anchor": passage.anchor,
            "heading": passage.heading,
            "section": passage.section,
            "sentences": [sentence_data(by_id[sentence.id]) for sentence in passage.sentences],
        }
        for passage in document.passages
    ]


def sentence_data(covered: SentenceCoverage) -> Data:
    """A sentence, what it counts as, and its marks in the order of its words."""
    sentence = covered.sentence
    return {
        "id": sentence.id,
        "text": sentence.text,
        "line": sentence.line,
        "status": covered.status.value,
        "marks": list(_marks(covered)),
    }


def sections_data(coverage: Coverage) -> list[Data]:
    """Counts of each section."""
    return [_section(section) for section in coverage.sections]


def counts_data(counts: Mapping[Status, int]) -> dict[str, int]:
    """Every status with its count, zeros too."""
    return {status.value: counts.get(status, 0) for status in Status}


def _section(section: SectionCoverage) -> Data:
    return {
        "name": section.name,
        "title": section.title,
        "total": section.total,
        "counts": counts_data(section.counts),
    }


def _marks(covered: SentenceCoverage) -> Iterator[Data]:
    for mark in covered.marks:
        for sentence_id, start, end in mark.span.pieces:
            if sentence_id == covered.sentence.id:
                yield {
                    "kind": mark.kind.value,
                    "id": mark.id,
                    "label": mark.label,
                    "start": start,
                    "end": end,
                    "note": mark.note,
                }
