"""部件的值: what the templates in `templates/components` show, as frozen values.

A page turns answers of `core` into these values; the templates only lay them out. Amounts are integer fen,
`None` shows as “—”. Sentences of the document stand in `Quote`, `Piece` and `Passage` and are set in 宋体;
everything else is the platform's own voice. Values of a calculator or a form stand in `form_parts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TagKind = Literal[
    "plain", "entitled", "undetermined", "not_entitled", "late", "paid", "automatic", "estimate", "by-default"
]
MarkKind = Literal["clause", "clause_uncoded", "target", "task", "mechanism", "unit", "uncoded", "plain"]


@dataclass(frozen=True, slots=True)
class Link:
    """链接: words and where they lead."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Tag:
    """状态词: a word in a box; its kind decides the edge, never the meaning alone."""

    label: str
    kind: TagKind = "plain"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """按钮: a link when `href` is given, else a submit button with `name` and `value`.

    `off` is the reason why it is not allowed: it becomes the label of a grey button. `prints` needs a script
    and stays hidden without one.
    """

    label: str
    href: str = ""
    kind: Literal["", "primary", "refuse"] = ""
    small: bool = False
    name: str = ""
    value: str = ""
    off: str = ""
    prints: bool = False


@dataclass(frozen=True, slots=True)
class TierAmount:
    """一级的金额: name (省级), one-character name (省), fen; `most` when only a range is known.

    `unlimited`: the tier pays and the document sets no limit (then fen is None).
    """

    name: str
    short: str
    fen: int | None
    most: int | None = None
    unlimited: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """引文: words of the document with their anchor; `emphasis` lists the numbers set in bold."""

    text: str
    anchor: str = ""
    href: str = ""
    tier: str = ""
    emphasis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingRef:
    """读法: a reading named beside an amount; a wave until somebody has decided it."""

    label: str
    href: str = ""
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """计数: how many, of what, and one line about them."""

    name: str
    count: int
    note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """条款行: name → money → why → action, as in a list of what an enterprise can have."""

    name: str
    anchor: str
    href: str
    tiers: tuple[TierAmount, ...]
    total: int | None
    quotes: tuple[Quote, ...] = ()
    tags: tuple[Tag, ...] = ()
    readings: tuple[ReadingRef, ...] = ()
    hint: str = ""
    action: Action | None = None
    most: int | None = None
    unlimited: bool = False


@dataclass(frozen=True, slots=True)
class ClauseList:
    """条款清单: rows on one scale with their sum by tier."""

    rows: tuple[ClauseRow, ...]
    tiers: tuple[TierAmount, ...]
    total: int | None

    @property
    def scale(self) -> int:
        """The largest row: every bar of the list is drawn against it."""
        return max((row.total or 0 for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class SideNote:
    """旁注: what a sentence drives, beside the line where it begins."""

    label: str
    kind: MarkKind = "plain"
    unclear: bool = False
    href: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """文中一段: a stretch of a sentence under one kind of line.

    `number` ties it to the rule lines of the same number; `starts` prints that number before it; `unclear`
    turns the line into a wave; `notes` stand in the margin of the
    line where the piece begins; `sentence` is the id of the sentence that it is part of; `remark` is said after it.
    """

    text: str
    kind: MarkKind = "plain"
    number: str = ""
    starts: bool = False
    unclear: bool = False
    href: str = ""
    identifier: str = ""
    sentence: str = ""
    selected: bool = False
    page_break: bool = False
    notes: tuple[SideNote, ...] = ()
    remark: str = ""

    @property
    def element_id(self) -> str:
        """Where a link leads: its own identifier, or `quote-<number>` where a numbered quote begins."""
        return self.identifier or (f"quote-{self.number}" if self.starts and self.number else "")

    @property
    def marked(self) -> bool:
        """Whether the piece needs an element of its own."""
        return self.kind != "plain" or self.unclear or bool(self.element_id or self.number or self.href)


@dataclass(frozen=True, slots=True)
class Passage:
    """原文段: one anchor of the document with its marked pieces, as the clause page quotes it."""

    anchor: str
    pieces: tuple[Piece, ...]
    note: str = ""
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """正文段: a paragraph of the whole document with its line number in the source."""

    pieces: tuple[Piece, ...]
    line: int | None = None
    role: Literal["text", "title", "heading", "flush", "centre", "right"] = "text"
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """规则词: a piece of a rule line; an operator (超过, 最高, 的 30%) is underlined, a name is medium."""

    text: str
    role: Literal["", "term", "operator"] = ""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """规则行: the label before the sign, the terms, and the numbers of the quotes that it implements.

    `targets`: the numbers whose links lead here (those that no earlier line has).
    """

    label: str
    terms: tuple[Term, ...]
    numbers: tuple[str, ...] = ()
    note: str = ""
    joined: bool = False
    indented: bool = False
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """计算步: what was done with which figures, by which words, and what it gives (`same`: no change)."""

    label: str
    arithmetic: str
    quotes: tuple[Quote, ...] = ()
    gives: str = ""
    same: bool = False
    tags: tuple[Tag, ...] = ()
    number: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class CoveragePart:
    """覆盖的一份: sentences of one kind, how many, and the line that marks them in the text."""

    name: str
    count: int
    mark: MarkKind = "plain"
    shade: Literal["w1", "w2", "w3", "w4", "late", "hatched"] = "w1"
    href: str = ""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """目录项: a section of the document, its sentences and how they are accounted for."""

    heading: str
    href: str
    parts: tuple[CoveragePart, ...]
    current: bool = False

    @property
    def count(self) -> int:
        """Sentences in the section."""
        return sum(part.count for part in self.parts)


@dataclass(frozen=True, slots=True)
class PanelSection:
    """侧栏一节: a label, then words, heading, text, quotes, figures, links, actions: any, in this order."""

    label: str = ""
    words: str = ""
    reading: ReadingRef | None = None
    tag: Tag | None = None
    heading: str = ""
    text: tuple[str, ...] = ()
    quotes: tuple[tuple[str, Quote, bool], ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    closing: str = ""
    links: tuple[Link, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class DeadlineDay:
    """期限条的一天: weekday, day of the month, the working day counted (or 休), what is special about it."""

    weekday: str
    day: int
    count: str
    spoken: str
    off: bool = False
    today: bool = False
    last: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """出错: what happened, what was kept, what to do next, and a code for support."""

    happened: str
    kept: str = ""
    next_step: str = ""
    code: str = ""
    details: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
