"""原文页的纸面: the blocks of the document with marked runs and margin notes, under the filter and the choice.

What a template lays out and nothing else; every sentence is one link to the panel of what it drives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from luoqiao.core.rules.coverage import Coverage, MarkKind, SentenceCoverage, Status
from luoqiao.interfaces.portal.document_address import Address, Show
from luoqiao.interfaces.portal.document_choice import Choice
from luoqiao.interfaces.portal.document_layout import Block, CellPlan, Role, RowPlan, Slice, layout
from luoqiao.interfaces.portal.document_margin import in_margin
from luoqiao.interfaces.portal.document_money import money_account
from luoqiao.interfaces.portal.document_notes import MarginNote, merged, notes_of, reasons_of
from luoqiao.interfaces.portal.document_runs import Doubts, Run, cut_to, doubts, runs_of, slips
from luoqiao.policies.pack import Pack

STATUSES: Mapping[Show, Status] = {
    "clause": Status.CLAUSE,
    "target": Status.TARGET,
    "task": Status.TASK,
    "record": Status.RECORD,
    "uncoded": Status.UNCODED,
}

_ITEM = re.compile(r"\d+\. ")


@dataclass(frozen=True, slots=True)
class Piece:
    """一段: a run with the notes that begin with it."""

    run: Run
    notes: tuple[MarginNote, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceView:
    """一句: where its link leads, its pieces, the line of the source when it is the first of it, in words what it drives."""

    id: str
    href: str
    pieces: tuple[Piece, ...]
    notes: tuple[MarginNote, ...]
    spoken: str
    line: int | None = None
    current: bool = False
    aside: bool = False
    first: bool = False
    named: bool = True


@dataclass(frozen=True, slots=True)
class CellView:
    """格: its sentences; a head cell may take several columns and lines."""

    sentences: tuple[SentenceView, ...]
    plan: CellPlan

    @property
    def numbered(self) -> bool:
        """Whether the cell holds a numbered list: each item then stands on its own line with its notes."""
        texts = ["".join(piece.run.text for piece in s.pieces) for s in self.sentences]
        return len(texts) > 1 and all(_ITEM.match(text) for text in texts)

    @property
    def notes(self) -> tuple[MarginNote, ...]:
        """Under a cell: the notes of all its sentences, one for each name."""
        return () if self.plan.head or self.numbered else merged(n for s in self.sentences for n in s.notes)


@dataclass(frozen=True, slots=True)
class RowView:
    """行: cells and the line of the source."""

    cells: tuple[CellView, ...]
    line: int


@dataclass(frozen=True, slots=True)
class BlockView:
    """一块: a paragraph with its sentences, or a table with head and rows."""

    block: Block
    sentences: tuple[SentenceView, ...] = ()
    head: tuple[RowView, ...] = ()
    rows: tuple[RowView, ...] = ()

    @property
    def notes(self) -> tuple[MarginNote, ...]:
        """Under a paragraph, where a narrow page has no margin: the notes of its sentences, one for each name."""
        return merged(n for s in self.sentences if not s.aside for n in s.notes)


@dataclass(frozen=True, slots=True)
class Paper:
    """纸面: the blocks shown, how many sentences the filter means, of how many, and what else to say of them."""

    blocks: tuple[BlockView, ...]
    meant: int
    whole: int
    said: str = ""

    @property
    def sections(self) -> frozenset[str]:
        """The sections of the outline that begin on this paper: those that the filter leaves something of."""
        return frozenset(view.block.section for view in self.blocks)


def paper(pack: Pack, coverage: Coverage, on: date, address: Address, choice: Choice) -> Paper:
    """The document as the address asks for it."""
    writer = _Writer(pack, coverage, doubts(pack, on), address, choice)
    blocks = [view for block in layout(pack) if (view := writer.block(block)) is not None]
    return Paper(
        _sectioned(pack, _without_idle_headings(blocks)),
        sum(map(writer.meant, writer.covered)),
        len(coverage.sentences),
        writer.money.said if address.show == "money" else "",
    )


_DEPTH: Mapping[Role, int] = {"heading": 1, "subheading": 2}


def _without_idle_headings(blocks: list[BlockView]) -> tuple[BlockView, ...]:
    """Leave out a heading under which the filter shows nothing."""
    kept: list[BlockView] = []
    below = 0
    for view in reversed(blocks):
        depth = _DEPTH.get(view.block.role, 9)
        if depth < 9 and below <= depth and all(s.aside for s in view.sentences):
            continue
        kept.append(view)
        below = depth
    return tuple(reversed(kept))


def _sectioned(pack: Pack, views: Iterable[BlockView]) -> tuple[BlockView, ...]:
    """Let a section begin at its first block that is left, so that the outline leads there under a filter too."""
    begun: set[str] = set()
    kept: list[BlockView] = []
    for view in views:
        section = pack.document.get_passage(view.block.anchor).section
        first = "" if section in begun else section
        begun.add(section)
        kept.append(replace(view, block=replace(view.block, section=first)))
    return tuple(kept)


class _Writer:
    def __init__(
        self, pack: Pack, coverage: Coverage, unclear: Doubts, address: Address, choice: Choice
    ) -> None:
        self.pack = pack
        self.doubts = unclear
        self.address = address
        self.choice = choice
        self.covered = {s.sentence.id: s for s in coverage.sentences}
        self.money = money_account(pack.document, coverage)
        self.slips = slips(pack) if address.corrections or address.show == "corrections" else {}
        self.lines: set[int] = set()
        self.begun: set[str] = set()
        self.chosen = choice.sentences

    def meant(self, key: str) -> bool:
        """Whether the filter means this sentence; without a filter it means all."""
        covered = self.covered[key]
        match self.address.show:
            case "":
                return True
            case "money":
                return key in self.money.numbers
            case "readings":
                return bool(self.doubts.by_sentence.get(key))
            case "corrections":
                return any(m.kind is MarkKind.CORRECTION for m in covered.marks)
            case show:
                open_too = show == "uncoded" and covered.status is Status.OPEN
                return covered.status is STATUSES[show] or open_too

    def block(self, block: Block) -> BlockView | None:
        """A block with anything that the filter means, or a heading; else none."""
        if block.table:
            rows = [row for row in block.table.rows if self._any(row)]
            head = [row for row in block.table.head if rows or self._any(row)]
            if not rows and not head:
                return None
            head = list(block.table.head) if rows else head
            return BlockView(
                block,
                head=tuple(self._row(r, head=True) for r in head),
                rows=tuple(self._row(r) for r in rows),
            )
        if block.role not in ("heading", "subheading") and not any(
            self.meant(s.sentence) for s in block.slices
        ):
            return None
        heading = block.role in ("letterhead", "title", "heading", "subheading", "annex")
        return BlockView(block, _beside(tuple(self._sentences(block.slices, noted=not heading))))

    def _any(self, row: RowPlan) -> bool:
        return any(self.meant(s.sentence) for cell in row.cells for s in cell.slices)

    def _row(self, row: RowPlan, *, head: bool = False) -> RowView:
        cells = tuple(
            CellView(tuple(self._sentences(cell.slices, noted=not (head or cell.head), in_cell=True)), cell)
            for cell in row.cells
        )
        return RowView(cells, row.line)

    def _sentences(
        self, slices: Iterable[Slice], *, noted: bool, in_cell: bool = False
    ) -> Iterable[SentenceView]:
        before: SentenceCoverage | None = None
        for held in slices:
            covered = self.covered[held.sentence]
            own = noted and not (before is None and self._runs_in(covered))
            yield self._sentence(covered, held, before, noted=own, in_cell=in_cell)
            before = covered

    def _runs_in(self, covered: SentenceCoverage) -> bool:
        """A heading in the run of its paragraph: 「（一）加强组织领导。」."""
        heading = self.pack.document.get_passage(covered.sentence.anchor).heading
        return covered.sentence.text.rstrip("。").endswith(heading)

    def _sentence(
        self,
        covered: SentenceCoverage,
        held: Slice,
        before: SentenceCoverage | None,
        *,
        noted: bool,
        in_cell: bool,
    ) -> SentenceView:
        key = held.sentence
        notes = notes_of(self.pack, covered, self.doubts, before, tiered=not in_cell)
        reasons = reasons_of(covered) if noted or self.address.show == "uncoded" else ()
        shown = (*notes, *reasons)
        runs = runs_of(
            covered,
            self.doubts.open_in(key),
            self.choice.stretches,
            self.slips.get(key, ()),
            () if in_cell else [n.start for n in shown],
            self._numbers(key),
        )
        pieces = tuple(_pieces(cut_to(runs, held.start, held.end, plain=not noted), () if in_cell else shown))
        named = key not in self.begun
        self.begun.add(key)
        return SentenceView(
            key,
            self.address.with_place(key),
            pieces,
            shown,
            "；".join(n.label + ("，未裁定" if n.unclear else "") for n in (*notes, *reasons_of(covered))),
            line=self._line(covered.sentence.line) if not in_cell else None,
            current=key in self.chosen and not self.choice.marks,
            aside=not self.meant(key),
            first=named and bool(self.chosen) and key == self.chosen[0],
            named=named,
        )

    def _numbers(self, key: str) -> Iterable[tuple[int, int]]:
        held = self.money.numbers.get(key, ()) if self.address.show == "money" else ()
        return [(one.start, one.end) for one in held]

    def _line(self, line: int) -> int | None:
        if line in self.lines:
            return None
        self.lines.add(line)
        return line


def _pieces(runs: Iterable[Run], notes: Iterable[MarginNote]) -> Iterable[Piece]:
    for run in runs:
        yield Piece(run, tuple(n for n in notes if n.start == run.start))


def _beside(sentences: tuple[SentenceView, ...]) -> tuple[SentenceView, ...]:
    """The sentences of a paragraph with their notes where the margin has room for them."""
    slots = [(p.run.text, () if s.aside else p.notes) for s in sentences for p in s.pieces]
    notes = iter(in_margin(slots))
    return tuple(
        replace(s, pieces=tuple(replace(piece, notes=next(notes)) for piece in s.pieces)) for s in sentences
    )
