"""文中的线: each sentence cut into runs, each run under one line, where marks overlap the strongest.

A wave stands exactly under words whose reading nobody has decided yet. What a run means stands in the margin
(`document_notes`), never in colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from luoqiao.core.rules.corrections import CorrectionKind
from luoqiao.core.rules.coverage import SentenceCoverage
from luoqiao.core.rules.readings import in_force
from luoqiao.interfaces.portal.document_choice import Stretch
from luoqiao.interfaces.portal.document_wording import LINES, Drawn
from luoqiao.policies.pack import Pack

Unclear = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Run:
    """一段文字: under one line; `correct` is what should stand after it, shown with the correction layer.

    `number`: a number about money, set bold where the reader asked for money.
    """

    start: int
    text: str
    line: Drawn
    unclear: bool = False
    chosen: bool = False
    page_break: bool = False
    correct: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Doubts:
    """读法未定处: by sentence, the words (start, end) and the reading they leave open; which are still open."""

    by_sentence: Mapping[str, tuple[Unclear, ...]]
    undecided: frozenset[str]

    def open_in(self, sentence_id: str) -> tuple[Unclear, ...]:
        """The stretches of a sentence whose reading nobody has decided."""
        return tuple(d for d in self.by_sentence.get(sentence_id, ()) if d[2] in self.undecided)


@lru_cache(maxsize=16)
def doubts(pack: Pack, on: date) -> Doubts:
    """Where the words are unclear, and which questions are undecided on that day."""
    found: dict[str, list[Unclear]] = {}
    for question in pack.readings.questions:
        for citation in question.unclear:
            span = citation.span(pack.document)
            for key, start, end in span.pieces if span else ():
                found.setdefault(key, []).append((start, end, question.id))
    undecided = frozenset(q.id for q in pack.readings.questions if in_force(q, on)[1])
    return Doubts({key: tuple(sorted(held)) for key, held in found.items()}, undecided)


@lru_cache(maxsize=16)
def slips(pack: Pack) -> Mapping[str, tuple[tuple[int, int, str], ...]]:
    """笔误: by sentence, the words as printed (start, end) and as meant; page breaks are no slips."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for correction in pack.corrections:
        span = correction.citation.span(pack.document)
        if correction.kind is CorrectionKind.SLIP and span is not None:
            key, start, end = span.pieces[-1]
            found.setdefault(key, []).append((start, end, correction.corrected))
    return {key: tuple(held) for key, held in found.items()}


def runs_of(
    covered: SentenceCoverage,
    unclear: Iterable[Unclear],
    chosen: Iterable[Stretch],
    corrected: Iterable[tuple[int, int, str]] = (),
    cuts: Iterable[int] = (),
    numbers: Iterable[tuple[int, int]] = (),
) -> tuple[Run, ...]:
    """Cut a sentence where any mark, doubt, choice, number, page break or note (`cuts`) begins or ends."""
    sentence = covered.sentence
    key, whole = sentence.id, len(sentence.text)
    lines = [
        (a, b, LINES[m.kind])
        for m in covered.marks
        if m.kind in LINES
        for k, a, b in m.span.pieces
        if k == key
    ]
    waves = [(a, b) for a, b, _ in unclear]
    picked = [(a, b) for k, a, b in chosen if k == key]
    slipped = {b: text for _, b, text in corrected}
    counted = tuple(numbers)
    ends = {0, whole, *sentence.breaks, *slipped, *cuts}
    ends |= {edge for a, b, _ in lines for edge in (a, b)}
    ends |= {edge for a, b in (*waves, *picked, *counted) for edge in (a, b)}
    edges = sorted(edge for edge in ends if 0 <= edge <= whole)
    cut = [
        Run(
            a,
            sentence.text[a:b],
            _strongest(line for low, high, line in lines if low <= a and b <= high),
            any(low <= a and b <= high for low, high in waves),
            any(low <= a and b <= high for low, high in picked),
            a in sentence.breaks,
            slipped.get(b, ""),
            any(low <= a and b <= high for low, high in counted),
        )
        for a, b in pairwise(edges)
    ]
    return _joined(cut, frozenset(cuts))


_ORDER: tuple[Drawn, ...] = tuple(dict.fromkeys(LINES.values()))


def _strongest(lines: Iterable[Drawn]) -> Drawn:
    return min(lines, key=_ORDER.index, default="plain")


def _joined(runs: list[Run], cuts: frozenset[int]) -> tuple[Run, ...]:
    """Neighbours under the same line become one run again."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and not (run.page_break or last.correct or run.start in cuts) and _same(last, run):
            joined[-1] = replace(last, text=last.text + run.text, correct=run.correct)
        else:
            joined.append(run)
    return tuple(joined)


def _same(one: Run, other: Run) -> bool:
    kinds = (other.line, other.unclear, other.chosen, other.number)
    return (one.line, one.unclear, one.chosen, one.number) == kinds


def cut_to(runs: Iterable[Run], start: int, end: int, *, plain: bool) -> Iterable[Run]:
    """The runs within a part of the sentence; where no reason is noted, grey words would say nothing: they stay ink."""
    for run in runs:
        low, high = max(run.start, start), min(run.start + len(run.text), end)
        if low >= high:
            continue
        kept = run.correct if high == run.start + len(run.text) else ""
        line = "plain" if plain and run.line == "uncoded" else run.line
        yield replace(
            run, start=low, text=run.text[low - run.start : high - run.start], correct=kept, line=line
        )
