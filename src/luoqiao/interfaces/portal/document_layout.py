"""原文的版式: which paragraph is a title, which stands at the right, which cells make a table.

Only the form: anchors of the document tell it, as in every official paper of this kind (文头, 文号, 署名 …,
「… 标题」, 「附件2 行·栏」). What the words drive stands in `document_runs` and `document_notes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import isqrt
from typing import Literal

from luoqiao.core.rules.document import Passage, Sentence
from luoqiao.policies.pack import Pack

Role = Literal[
    "text", "letterhead", "title", "heading", "subheading", "annex", "flush", "centre", "right", "list"
]

ROLES: Mapping[str, Role] = {
    "文头": "letterhead",
    "文号": "centre",
    "通知标题": "title",
    "主送": "flush",
    "署名": "right",
    "成文日期": "right",
    "公开方式": "flush",
    "题目": "title",
    "附件目录": "list",
    "分送": "flush",
    "抄送": "list",
    "印发机关": "flush",
    "印发日期": "right",
}
HEAD = "表头"
_ANNEX_LABEL = re.compile(r"附件\s*\d+")


@dataclass(frozen=True, slots=True)
class Slice:
    """一句的一截: a sentence, or the part of it that fills a cell of its own."""

    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CellPlan:
    """格: what stands in it, and how many columns and lines it takes."""

    slices: tuple[Slice, ...]
    head: bool = False
    columns: int = 1
    lines: int = 1


@dataclass(frozen=True, slots=True)
class RowPlan:
    """行: its cells; `line` in the source."""

    cells: tuple[CellPlan, ...]
    line: int


@dataclass(frozen=True, slots=True)
class TablePlan:
    """表: name, rows of the head, rows of the body, number of columns; `members` a list of persons in columns.

    `shares`: the width of each column in 24ths of the table, by what stands in it.
    """

    name: str
    head: tuple[RowPlan, ...]
    rows: tuple[RowPlan, ...]
    columns: int
    members: bool = False
    shares: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """一块: a paragraph (its sentences and role) or a table; `section` when a section of the outline begins."""

    role: Role
    slices: tuple[Slice, ...] = ()
    table: TablePlan | None = None
    section: str = ""
    anchor: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences in the block."""
        held = self.slices
        if self.table:
            rows = (*self.table.head, *self.table.rows)
            held = tuple(s for row in rows for cell in row.cells for s in cell.slices)
        return tuple(dict.fromkeys(s.sentence for s in held))


@lru_cache(maxsize=16)
def layout(pack: Pack) -> tuple[Block, ...]:
    """The blocks of the whole document in the order of print."""
    blocks: list[Block] = []
    begun: set[str] = set()
    for section, kind, group in _groups(pack):
        first = "" if section in begun else section
        begun.add(section)
        if kind == "table":
            blocks.append(Block("text", table=_table(group), section=first, anchor=group[0].anchor))
        elif kind == "members":
            blocks.append(Block("text", table=_members(pack, group), section=first, anchor=group[0].anchor))
        else:
            for at, block in enumerate(_paragraphs(group[0])):
                role, slices = block
                blocks.append(Block(role, slices, section="" if at else first, anchor=group[0].anchor))
    return tuple(blocks)


def _groups(pack: Pack) -> Iterator[tuple[str, str, list[Passage]]]:
    """Passages that belong together: the cells of a table, the members of a list; others alone.

    A head begins a new table (续表); a row with the same columns goes on with the one before.
    """
    members = frozenset(
        c.anchor for seat in pack.seats for c in seat.citations if c.anchor.startswith("附件")
    )
    tables = 0
    headed = False
    keyed: list[tuple[tuple[str, str, str], Passage]] = []
    for passage in pack.document.passages:
        is_head = bool(passage.row) and passage.row.endswith(HEAD)
        tables += is_head and not headed
        headed = is_head
        listed = passage.anchor in members and not passage.row and not passage.anchor.endswith("附注")
        kind = "table" if passage.row else "members" if listed else "paragraph"
        own = {"table": str(tables), "members": "", "paragraph": passage.anchor}[kind]
        keyed.append(((passage.section, kind, own), passage))
    for (section, kind, _), group in groupby(keyed, key=lambda pair: pair[0]):
        yield section, kind, [passage for _, passage in group]


def _paragraphs(passage: Passage) -> Iterator[tuple[Role, tuple[Slice, ...]]]:
    role = _role(passage)
    if role == "list" or passage.anchor.endswith("标题"):
        for sentence in passage.sentences:
            label = bool(_ANNEX_LABEL.fullmatch(sentence.text.strip()))
            yield ("annex" if label else "title" if _is_annex_title(passage) else role), (_all(sentence),)
    elif passage.sentences:
        yield role, tuple(_all(sentence) for sentence in passage.sentences)


def _is_annex_title(passage: Passage) -> bool:
    return passage.is_annex and passage.anchor.endswith("标题")


def _role(passage: Passage) -> Role:
    if passage.anchor in ROLES:
        return ROLES[passage.anchor]
    if passage.anchor.endswith("标题"):
        return "subheading" if passage.anchor.removesuffix(" 标题").endswith("）") else "heading"
    return "text"


def _all(sentence: Sentence) -> Slice:
    return Slice(sentence.id, 0, len(sentence.text))


def _table(group: list[Passage]) -> TablePlan:
    heads = [p for p in group if p.row.endswith(HEAD)]
    body = [p for p in group if not p.row.endswith(HEAD)]
    columns = tuple(dict.fromkeys(p.column for p in body))
    rows = tuple(_row(list(cells), columns) for _, cells in groupby(body, key=lambda p: p.row))
    name = group[0].section
    return TablePlan(name, tuple(_heads(heads, columns)), rows, len(columns), shares=_shares(rows))


WHOLE, NARROWEST, NAMED = 24, 2, 3
"""Parts of a table's width; the least that a column takes; the least of the first, which names the row."""


def _shares(rows: tuple[RowPlan, ...]) -> tuple[int, ...]:
    """Columns share the width by the square root of their longest cell: no ribbons, no empty space."""
    columns = zip(*(row.cells for row in rows), strict=True)
    weights = [isqrt(100 * max(map(_length, cells))) for cells in columns]
    least = [NAMED, *(NARROWEST for _ in weights[1:])]
    shares = [
        max(low, weight * WHOLE // max(sum(weights), 1)) for low, weight in zip(least, weights, strict=True)
    ]
    widest = max(range(len(shares)), key=weights.__getitem__)
    shares[widest] += WHOLE - sum(shares)
    return tuple(shares)


def _length(cell: CellPlan) -> int:
    return sum(one.end - one.start for one in cell.slices)


def _row(cells: list[Passage], columns: tuple[str, ...]) -> RowPlan:
    held = {cell.column: cell for cell in cells}
    plans = tuple(
        CellPlan(tuple(_all(s) for s in held[column].sentences) if column in held else (), head=at == 0)
        for at, column in enumerate(columns)
    )
    return RowPlan(plans, next((s.line for cell in cells for s in cell.sentences), 0))


def _heads(heads: list[Passage], columns: tuple[str, ...]) -> Iterator[RowPlan]:
    """A head cell named like a column stands over it, through all lines left; another over the columns nobody names."""
    lines = [list(cells) for _, cells in groupby(heads, key=lambda p: p.sentences[0].line)]
    named = {cell.column for line in lines for cell in line}
    unnamed = sum(column not in named for column in columns)
    for at, line in enumerate(lines):
        below = len(lines) - at
        spans = unnamed or sum(len(later) for later in lines[at + 1 :])
        yield RowPlan(
            tuple(
                CellPlan(
                    tuple(_all(s) for s in cell.sentences),
                    head=True,
                    columns=1 if cell.column in columns else spans,
                    lines=below if cell.column in columns else 1,
                )
                for cell in line
            ),
            line[0].sentences[0].line,
        )


def _members(pack: Pack, group: list[Passage]) -> TablePlan:
    """名单: role, name and post of each person in columns, cut at the name; the words stay as printed."""
    holders = {c.anchor: [h.name for h in seat.holders] for seat in pack.seats for c in seat.citations}
    rows = tuple(
        RowPlan(tuple(_member(sentence, holders.get(passage.anchor, []))), sentence.line)
        for passage in group
        for sentence in passage.sentences
    )
    return TablePlan(group[0].section, (), rows, 3, members=True)


def _member(sentence: Sentence, names: Iterable[str]) -> Iterator[CellPlan]:
    for name in names:
        found = re.search(r"\s*".join(map(re.escape, name)), sentence.text)
        if found:
            whole = len(sentence.text)
            parts = ((0, found.start()), (found.start(), found.end()), (found.end(), whole))
            for at, (start, end) in enumerate(parts):
                held = (Slice(sentence.id, start, end),) if end > start else ()
                yield CellPlan(held, head=at == 1)
            return
    yield CellPlan((_all(sentence),), columns=3)
